"""The download's name carries the ticket: `DaypassSupport-XXXXX-XXXXX-XXXXX-XXXXX.exe`, ten bytes and a CRC in Crockford Base32.

Browsers, mail programs and people rename files ("(1)", spaces for dashes, lower case), so reading is tolerant; the CRC makes sure that
tolerance never finds a ticket that was not there.
"""

import binascii
import re

from daypass.protocol.secrets import CROCKFORD

TICKET_BYTES = 10
TICKET_CHARACTERS = 20
_PREFIX = "DaypassSupport-"
_GROUPS = re.compile(r"(?=(" + r"[\W_]{0,3}".join([r"([0-9A-Z]{5})"] * 4) + r"))", re.ASCII)
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LONGEST_NAME = 300


def ticket_text(ticket: bytes) -> str:
    """Twenty characters: the ticket and its CRC-16 (CCITT, start 0xFFFF), four zero bits at the end."""
    if len(ticket) != TICKET_BYTES:
        raise ValueError("a ticket has ten bytes")
    checked = ticket + binascii.crc_hqx(ticket, 0xFFFF).to_bytes(2, "big")
    number = int.from_bytes(checked, "big") << 4
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(95, -5, -5))


def read_ticket(text: str) -> bytes | None:
    """The ticket in exactly twenty characters (case and O/0, I/L/1 do not matter), or None when the CRC is wrong."""
    characters = text.upper().translate(_MISREAD)
    if len(characters) != TICKET_CHARACTERS or not set(characters) <= set(CROCKFORD):
        return None
    number = 0
    for character in characters:
        number = number << 5 | CROCKFORD.index(character)
    checked, stray = (number >> 4).to_bytes(TICKET_BYTES + 2, "big"), number & 15
    ticket, crc = checked[:TICKET_BYTES], int.from_bytes(checked[TICKET_BYTES:], "big")
    return ticket if not stray and binascii.crc_hqx(ticket, 0xFFFF) == crc else None


def download_name(ticket: bytes) -> str:
    """The file name under which the host for `ticket` is delivered."""
    text = ticket_text(ticket)
    return _PREFIX + "-".join(text[i : i + 5] for i in range(0, TICKET_CHARACTERS, 5)) + ".exe"


def ticket_in_name(name: str) -> bytes | None:
    """The ticket in a file name or path, however it was renamed; None when there is none (the host asks for the number then)."""
    base = re.split(r"[/\\]", name)[-1][:_LONGEST_NAME].replace("%20", " ").upper()
    for match in _GROUPS.finditer(base):
        found = read_ticket("".join(match.groups()[1:]))
        if found is not None:
            return found
    return None
