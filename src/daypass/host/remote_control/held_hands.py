"""Who of several technicians has mouse and keyboard. One at a time; what the others press is not heard.

Pure: viewers are numbers here. The service asks before it passes input on, so no viewer can take what it was not given.
"""

import time
from collections.abc import Callable

from daypass.protocol.clipboard import ClipboardText
from daypass.protocol.drawing import DrawLine, PointAt, WipeDrawing
from daypass.protocol.holding import BlankScreen, LockInput
from daypass.protocol.remote_control import (
    CharacterKey,
    Key,
    PointerButton,
    PointerMoved,
    SecureAttention,
    ShortcutKey,
    TextTyped,
    Wheel,
)

KEPT_S = 30.0
"""A line that broke comes back within it, by itself, or the technician has given up."""

INPUT = (
    PointerMoved,
    PointerButton,
    Wheel,
    Key,
    CharacterKey,
    ShortcutKey,
    SecureAttention,
    TextTyped,
    ClipboardText,
    LockInput,
    BlankScreen,
    PointAt,
    DrawLine,
    WipeDrawing,
)
"""The messages that only the one with the hands may send."""


def sways(message: object) -> bool:
    """Whether a technician's message could answer a question, or draw over its words; letting go and moving are none of it."""
    if isinstance(message, PointerButton | Key):
        return message.down
    return isinstance(message, CharacterKey | ShortcutKey | TextTyped | SecureAttention | PointAt | DrawLine)


class HeldHands:
    """Free hands go to whoever comes, except to those who only look on.

    A technician whose line broke finds them as they were: for `KEPT_S` nobody else is given them, though anybody may take them.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds that only rise."""
        self._clock = clock
        self.holder: int | None = None
        self._looking_on: set[int] = set()
        self._technicians: dict[int, str] = {}
        self._kept_for: tuple[str, float] | None = None
        """Whose line broke while they had them, and until when nobody else is given them."""

    def came(self, viewer: int, technician: str) -> None:
        """A viewer is here."""
        self._technicians[viewer] = technician
        self._give(viewer)

    def take(self, viewer: int) -> None:
        """This viewer has them from now on, whoever had them before."""
        self._looking_on.discard(viewer)
        self.holder, self._kept_for = viewer, None

    def only_look(self, viewer: int, on: bool) -> None:
        """Whether this viewer only looks on; one that does no longer takes free hands."""
        if on:
            self._looking_on.add(viewer)
            self._free(viewer)
        else:
            self._looking_on.discard(viewer)
            self._give(viewer)

    def left(self, viewer: int, broken: bool) -> None:
        """A viewer is gone: its hands are free for whoever takes them. `broken`: it did not say goodbye and may come back."""
        technician = self._technicians.pop(viewer)
        self._looking_on.discard(viewer)
        if self.holder != viewer:
            return
        self.holder = None
        if broken:
            self._kept_for = (technician, self._clock() + KEPT_S)
            # Back already, before the old line was given up.
            for other in [number for number, name in self._technicians.items() if name == technician]:
                self._give(other)

    def _give(self, viewer: int) -> None:
        if self.holder is not None or viewer in self._looking_on:
            return
        if self._kept_for is not None:
            technician, until = self._kept_for
            if technician != self._technicians[viewer] and self._clock() < until:
                return
        self.holder, self._kept_for = viewer, None

    def _free(self, viewer: int) -> None:
        if self.holder == viewer:
            self.holder = None
