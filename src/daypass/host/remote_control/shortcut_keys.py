"""Which key of this PC a technician's shortcut means, when the two keyboards have different layouts.

Programs know shortcuts by letters: Ctrl+A on a French keyboard is Ctrl+A on a German one too, though the keys lie elsewhere. The keys
of the upper row count as digits wherever they are pressed without Shift, also where a layout prints signs on them (French): so does
Windows itself. A sign goes to the key that makes it here, with Shift or without as it takes; what no key makes stays in its place.
"""

from typing import NamedTuple

from daypass.host.platform.ports import Hands
from daypass.protocol.remote_control import ShortcutKey

DIGITS = range(0x02, 0x0C)
"""Scan codes of the keys 1 to 0 of the upper row."""


class Meant(NamedTuple):
    """The key to press. `shift`: it must be so while the key goes down; None: as it is."""

    scan: int
    extended: bool
    shift: bool | None = None


def key_meant(pressed: ShortcutKey, hands: Hands, shift: bool, alt: bool) -> Meant:
    """`shift`, `alt`: the technician holds them."""
    place = Meant(pressed.scan, pressed.extended)
    of_digit = pressed.scan in DIGITS and not pressed.extended
    if of_digit and (not shift or pressed.text.isdigit()):
        return place
    character = pressed.text.lower()
    found = hands.key_of(character if len(character) == 1 else pressed.text)
    if found is None or (of_digit and found.scan in DIGITS):
        return place
    if character != pressed.text.upper():  # a letter: Shift belongs to the shortcut
        return place if found.shift else Meant(found.scan, found.extended)
    if found.shift == shift:
        return Meant(found.scan, found.extended)
    # Shift alone with Alt would change the layout of the program in front.
    return place if alt else Meant(found.scan, found.extended, found.shift)
