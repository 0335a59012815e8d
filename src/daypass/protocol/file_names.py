"""Which names a file or folder may be given: one rule for host and console, golden cases in tests/vectors/file_names.json.

It judges one name, never a path; callers join names themselves. It refuses and never repairs: a repaired name may be another file's.
What is there already may have any name; this is about names that are given, on the PC and on the technician's computer alike, so a name
that one of the two systems would read differently is refused on both. NFC and NFD are both fine and stay as they are (`same_place`
tells names apart that only look different).
"""

import enum
import re
import unicodedata

LONGEST_NAME = 240
"""In UTF-16 units; Windows has 255, and a file on its way has `PART_SUFFIX` behind its name."""
PART_SUFFIX = ".daypass-part"

_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE)
_FORBIDDEN = frozenset('<>:"/\\|?*')
_HIDDEN = frozenset(
    "\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
# Old programs' code pages turn these into / \ and :
_LOOK_ALIKES = frozenset("\u2044\u2215\u29f8\u2216\u29f5\u2236\ua789\u05c3\u0589")


class NameFault(enum.StrEnum):
    """Why a name is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    DOTS = "dots"
    TRAILING = "trailing"
    CHARACTER = "character"
    CONTROL = "control"
    HIDDEN = "hidden"
    RESERVED = "reserved"
    LOOK_ALIKE = "look_alike"
    PART = "part"


def name_fault(name: str) -> NameFault | None:
    """What is wrong with `name`; None when it may be given to a file or folder."""
    fault = _fault(name)
    if fault is not None or name.isascii():
        return fault
    for form in ("NFC", "NFKC"):  # what a system may make of it must be harmless too
        folded = unicodedata.normalize(form, name)
        if folded != name and (fault := _fault(folded)) is not None and fault is not NameFault.TOO_LONG:
            return fault
    return None


def _fault(name: str) -> NameFault | None:
    if not name:
        return NameFault.EMPTY
    if len(name) > LONGEST_NAME or sum(2 if ord(one) > 0xFFFF else 1 for one in name) > LONGEST_NAME:
        return NameFault.TOO_LONG
    if not name.strip("."):
        return NameFault.DOTS
    for one in name:
        if (fault := _character_fault(one)) is not None:
            return fault
    if name[-1] in ". ":
        return NameFault.TRAILING
    if _RESERVED.fullmatch(name.partition(".")[0].rstrip(" ")):
        return NameFault.RESERVED
    return NameFault.PART if name.lower().endswith(PART_SUFFIX) else None


def _character_fault(one: str) -> NameFault | None:
    if one in _FORBIDDEN:
        return NameFault.CHARACTER
    code = ord(one)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return NameFault.CONTROL
    if one in _HIDDEN:
        return NameFault.HIDDEN
    return NameFault.LOOK_ALIKE if one in _LOOK_ALIKES else None


def same_place(name: str) -> str:
    """Equal for names that some system takes for one and the same: case and Unicode's normal forms do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
