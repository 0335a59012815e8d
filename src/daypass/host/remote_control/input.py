"""The technician's mouse and keyboard on this PC: clamped to the picture, and released at the end."""

from collections.abc import Callable
from typing import Any

from daypass.host.platform.ports import Hands
from daypass.host.remote_control.picture_source import VirtualScreen
from daypass.host.remote_control.shortcut_keys import key_meant
from daypass.protocol.remote_control import (
    CharacterKey,
    Key,
    PointerButton,
    PointerMoved,
    ReleaseAll,
    SecureAttention,
    ShortcutKey,
    TextTyped,
    Wheel,
)

_SHIFT, _OTHER_SHIFT, _ALT = (0x2A, False), (0x36, False), (0x38, False)
_CTRL_ALT_DEL = ((0x1D, False), (0x38, False), (0x53, True))


class ViewerInput:
    """What one viewer holds down."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._screen: VirtualScreen | None = None
        self._keys: set[tuple[int, bool]] = set()
        self._elsewhere: dict[tuple[int, bool], tuple[int, bool]] = {}
        """Keys of shortcuts that lie elsewhere on this PC, by where they lie at the technician's."""
        self._buttons: set[int] = set()
        self._handlers: dict[type[Any], Callable[[Any], None]] = {
            PointerMoved: lambda message: self._move(message.x, message.y),
            PointerButton: self._button,
            Wheel: lambda message: self._hands.wheel(message.dx, message.dy),
            Key: self._key,
            CharacterKey: self._character_key,
            ShortcutKey: self._shortcut_key,
            SecureAttention: lambda message: self._attention(),
            TextTyped: lambda message: self._hands.text(_printable(message.text)),
            ReleaseAll: lambda message: self.release_all(),
        }

    def use_screen(self, screen: VirtualScreen) -> None:
        """Coordinates count from this screen's left-top corner from now on."""
        self._screen = screen

    def handle(self, message: object) -> bool:
        """Do it if it is input; answers whether it was."""
        handler = self._handlers.get(type(message))
        if handler is None:
            return False
        handler(message)
        return True

    @property
    def screen(self) -> VirtualScreen | None:
        """That of `use_screen`; None before the first picture."""
        return self._screen

    def place(self, x: int, y: int) -> tuple[int, int] | None:
        """On the virtual screen, of a place in the picture or beyond its edges; None before the first picture."""
        if self._screen is None:
            return None
        inside_x, inside_y = min(x, self._screen.width - 1), min(y, self._screen.height - 1)
        return inside_x + self._screen.origin_x, inside_y + self._screen.origin_y

    def _move(self, x: int, y: int) -> None:
        if (place := self.place(x, y)) is not None:
            self._hands.move(*place)

    def _button(self, message: PointerButton) -> None:
        self._move(message.x, message.y)
        if message.down:
            self._buttons.add(message.button)
        elif message.button not in self._buttons:
            return
        else:
            self._buttons.discard(message.button)
        self._hands.button(message.button, message.down)

    def _key(self, message: Key) -> None:
        key = (message.scan, message.extended)
        if not message.down:
            key = self._elsewhere.pop(key, key)
        if message.down:
            self._keys.add(key)
        elif key not in self._keys:
            return
        else:
            self._keys.discard(key)
        self._hands.key(*key, message.down)

    def _character_key(self, message: CharacterKey) -> None:
        """As a key where that comes to the same: programs that look at keys (menus, games, other remote desktops) see a real one."""
        text = _printable(message.text)
        if not text:
            return
        if self._hands.character_key(message.scan, message.extended, text):
            self._keys.add((message.scan, message.extended))
        else:
            self._hands.text(text)

    def _shortcut_key(self, message: ShortcutKey) -> None:
        shifts = [key for key in (_SHIFT, _OTHER_SHIFT) if key in self._keys]
        meant = key_meant(message, self._hands, shift=bool(shifts), alt=_ALT in self._keys)
        key = (meant.scan, meant.extended)
        around = [] if meant.shift is None else shifts if shifts else [_SHIFT]
        for shift in around:
            self._hands.key(*shift, bool(meant.shift))
        self._hands.key(*key, True)
        for shift in around:
            self._hands.key(*shift, not meant.shift)
        self._elsewhere[(message.scan, message.extended)] = key
        self._keys.add(key)

    def _attention(self) -> None:
        """Only where the system has no way of its own for it: the service has tried that first."""
        for scan, extended in _CTRL_ALT_DEL:
            self._hands.key(scan, extended, True)
        for scan, extended in reversed(_CTRL_ALT_DEL):
            self._hands.key(scan, extended, False)

    def release_all(self) -> None:
        """Nothing stays pressed when a viewer loses its window or its line."""
        for scan, extended in sorted(self._keys):
            self._hands.key(scan, extended, False)
        for button in sorted(self._buttons):
            self._hands.button(button, False)
        self._keys.clear()
        self._elsewhere.clear()
        self._buttons.clear()


def _printable(text: str) -> str:
    """Control characters are keys, not text; line ends and tabs are typed."""
    return "".join(character for character in text if character.isprintable() or character in "\n\t")
