"""`python -m daypass.evidence FILE`: is a saved activity log or chat what the PC kept? Needs neither server nor network."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from daypass.evidence.saved_record import LARGEST_FILE, Changed, Checked, NotARecord, SavedChat, check

WHOLE, CHANGED, NO_RECORD = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what was found; 0 whole, 1 changed, 2 no record."""
    asked = _parser().parse_args(arguments)
    try:
        with asked.file.open("rb") as file:
            checked = check(file.read(LARGEST_FILE + 1))
    except OSError as error:
        print(f"The file cannot be read: {error.strerror or error}.")
        return NO_RECORD
    except NotARecord as error:
        print(f"This is no saved activity log or chat that can be checked: {error}.")
        return NO_RECORD
    except Changed as error:
        print(f"CHANGED: {error}.")
        return CHANGED
    return _compare(checked, asked.fingerprint)


def _compare(checked: Checked, fingerprint: bytes | None) -> int:
    record, count = checked.record, len(checked.record.lines)
    kind = "chat" if isinstance(record, SavedChat) else "activity log"
    print(f"{kind} of session {record.session_id}, {count} lines: nothing in the file contradicts itself.")
    if fingerprint is None:
        print(f"Fingerprint: {checked.heads[-1].hex()}")
        print("That alone proves little. Compare it with the one in the receipt or on the session's page:")
        print("give that one as --fingerprint.")
        return WHOLE
    line = checked.line_of(fingerprint)
    if line is None:
        print("CHANGED: this fingerprint belongs to another record, or lines were changed before the file was saved.")
        return CHANGED
    if line < count:
        print(f"WHOLE up to line {line}: the fingerprint is older than the {count - line} lines after it,")
        print("which nothing vouches for.")
    else:
        print("WHOLE: it is the record that has this fingerprint, up to its last line.")
    return WHOLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m daypass.evidence", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="an activity log or a chat as it was saved")
    parser.add_argument(
        "--fingerprint",
        type=_fingerprint,
        metavar="SHA-256",
        help="as the receipt, the session's page or the audit trail tells it",
    )
    return parser


def _fingerprint(text: str) -> bytes:
    try:
        fingerprint = bytes.fromhex(text)
    except ValueError:
        fingerprint = b""
    if len(fingerprint) != 32:
        raise argparse.ArgumentTypeError("a fingerprint has 64 hexadecimal digits")
    return fingerprint


if __name__ == "__main__":
    sys.exit(main())
