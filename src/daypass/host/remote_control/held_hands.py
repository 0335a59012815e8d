"""Who of several technicians has mouse and keyboard. One at a time; what the others press is not heard.

Pure: viewers are numbers here. The service asks before it passes input on, so no viewer can take what it was not given.
"""

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


def presses(message: object) -> bool:
    """Whether a technician's message presses something; letting go and moving are none of it."""
    if isinstance(message, PointerButton | Key):
        return message.down
    return isinstance(message, CharacterKey | ShortcutKey | TextTyped | SecureAttention)


class HeldHands:
    """Free hands go to whoever comes, except to those who only look on."""

    def __init__(self) -> None:
        self.holder: int | None = None
        self._looking_on: set[int] = set()

    def came(self, viewer: int) -> None:
        """A viewer is here."""
        if self.holder is None and viewer not in self._looking_on:
            self.holder = viewer

    def take(self, viewer: int) -> None:
        """This viewer has them from now on, whoever had them before."""
        self._looking_on.discard(viewer)
        self.holder = viewer

    def only_look(self, viewer: int, on: bool) -> None:
        """Whether this viewer only looks on; one that does no longer takes free hands."""
        if on:
            self._looking_on.add(viewer)
            self._free(viewer)
        else:
            self._looking_on.discard(viewer)
            self.came(viewer)

    def left(self, viewer: int) -> None:
        """A viewer is gone: its hands are free for whoever takes them."""
        self._looking_on.discard(viewer)
        self._free(viewer)

    def _free(self, viewer: int) -> None:
        if self.holder == viewer:
            self.holder = None
