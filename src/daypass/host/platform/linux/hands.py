"""Mouse and keyboard of an X11 screen by XTest; characters that no key has are put on spare keycodes."""

import ctypes
import time
from collections import OrderedDict
from ctypes import byref, c_int, c_ulong

from daypass.host.platform.linux import x11
from daypass.host.platform.ports import KeyOfCharacter

_WHEEL_NOTCH = 120
_BUTTONS = {0: 1, 1: 2, 2: 3, 3: 8, 4: 9}
# Keys with the E0 prefix, by the keysym they carry in every layout: their keycodes differ between X servers.
_EXTENDED_KEYSYMS = {
    0x1C: 0xFF8D, 0x1D: 0xFFE4, 0x35: 0xFFAF, 0x37: 0xFF61, 0x38: 0xFFEA, 0x45: 0xFF13, 0x47: 0xFF50, 0x48: 0xFF52, 0x49: 0xFF55,
    0x4B: 0xFF51, 0x4D: 0xFF53, 0x4F: 0xFF57, 0x50: 0xFF54, 0x51: 0xFF56, 0x52: 0xFF63, 0x53: 0xFFFF, 0x5B: 0xFFEB, 0x5C: 0xFFEC,
    0x5D: 0xFF67,
}  # fmt: skip
_EXTENDED_KEYCODES = {
    0x1C: 104, 0x1D: 105, 0x35: 106, 0x37: 107, 0x38: 108, 0x45: 127, 0x47: 110, 0x48: 111, 0x49: 112, 0x4B: 113, 0x4D: 114,
    0x4F: 115, 0x50: 116, 0x51: 117, 0x52: 118, 0x53: 119, 0x5B: 133, 0x5C: 134, 0x5D: 135,
}  # fmt: skip
# Keys beyond the main block without prefix: Brazilian and Japanese keyboards.
_FAR_KEYCODES = {0x70: 101, 0x73: 97, 0x79: 100, 0x7B: 102, 0x7D: 132, 0x7E: 129}
_FIRST_KEYCODE, _KEYCODES = 9, 124
_MAIN_KEYCODES = {scan: scan + 8 for scan in range(1, 0x59)} | _FAR_KEYCODES
_SHIFT_KEYCODE = 50
_SPARE_KEYCODES_LIMIT = 64
_LAYOUT_SETTLES_S = 0.25


class X11Hands:
    """One connection to the X server for input; one thread uses it."""

    def __init__(self, display_name: str | None = None) -> None:
        self._x = x11.functions()
        self._display = x11.open_display(display_name)
        self._spare = self._find_spare_keycodes()
        self._typed: OrderedDict[int, int] = OrderedDict()
        self._last_typed: dict[int, float] = {}
        self._wheel_rest = {"x": 0, "y": 0}

    def move(self, x: int, y: int) -> None:
        self._x.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x.XFlush(self._display)

    def button(self, button: int, down: bool) -> None:
        self._x.XTestFakeButtonEvent(self._display, _BUTTONS[button], down, 0)
        self._x.XFlush(self._display)

    def wheel(self, dx: int, dy: int) -> None:
        """X knows whole notches only: the rest waits for the next turn."""
        for axis, delta, positive, negative in (("y", dy, 4, 5), ("x", dx, 7, 6)):
            total = self._wheel_rest[axis] + delta
            notches = int(total / _WHEEL_NOTCH)
            self._wheel_rest[axis] = total - notches * _WHEEL_NOTCH
            for _ in range(abs(notches)):
                self._click(positive if notches > 0 else negative)
        self._x.XFlush(self._display)

    def _click(self, number: int) -> None:
        self._x.XTestFakeButtonEvent(self._display, number, True, 0)
        self._x.XTestFakeButtonEvent(self._display, number, False, 0)

    def key(self, scan: int, extended: bool, down: bool) -> None:
        keycode = self._keycode(scan, extended)
        if keycode:
            self._x.XTestFakeKeyEvent(self._display, keycode, down, 0)
            self._x.XFlush(self._display)

    def character_key(self, scan: int, extended: bool, text: str) -> bool:
        """Pressed and let go at once: the X server itself repeats a key that stays down."""
        keycode = self._keycode(scan, extended)
        if not keycode or text in "\n\r\t":
            return False
        shift = self._shift_that_makes(keycode, text)
        if shift is None:
            return False
        if shift:
            self._x.XTestFakeKeyEvent(self._display, _SHIFT_KEYCODE, True, 0)
        self._x.XTestFakeKeyEvent(self._display, keycode, True, 0)
        self._x.XTestFakeKeyEvent(self._display, keycode, False, 0)
        if shift:
            self._x.XTestFakeKeyEvent(self._display, _SHIFT_KEYCODE, False, 0)
        self._x.XFlush(self._display)
        return True

    def _shift_that_makes(self, keycode: int, text: str) -> bool | None:
        """Whether this key makes `text` with Shift or without, in the layout and with the Caps Lock of this moment; None: neither."""
        state = x11.XkbState()
        self._x.XkbGetState(self._display, x11.CORE_KEYBOARD, byref(state))
        width = c_int()
        keysyms = self._x.XGetKeyboardMapping(self._display, keycode, 1, byref(width))
        column = 2 * state.group
        found = [keysyms[at] if at < width.value else 0 for at in (column, column + 1)]
        self._x.XFree(ctypes.cast(keysyms, ctypes.c_void_p))
        if state.locked_mods & x11.LOCK_MASK and text.lower() != text.upper():
            found.reverse()
        wanted = _keysym(text)
        return found.index(wanted) == 1 if wanted in found else None

    def _keycode(self, scan: int, extended: bool) -> int:
        if extended:
            keysym = _EXTENDED_KEYSYMS.get(scan)
            return (self._x.XKeysymToKeycode(self._display, keysym) if keysym else 0) or _EXTENDED_KEYCODES.get(scan, 0)
        if 1 <= scan <= 88:
            return scan + 8
        return _FAR_KEYCODES.get(scan, 0)

    def key_of(self, character: str) -> KeyOfCharacter | None:
        """The first key of the main block, without Shift before with it."""
        state = x11.XkbState()
        self._x.XkbGetState(self._display, x11.CORE_KEYBOARD, byref(state))
        wanted, width = _keysym(character), c_int()
        keysyms = self._x.XGetKeyboardMapping(self._display, _FIRST_KEYCODE, _KEYCODES, byref(width))
        try:
            for column in (2 * state.group, 2 * state.group + 1):
                for scan, keycode in _MAIN_KEYCODES.items():
                    at = (keycode - _FIRST_KEYCODE) * width.value + column
                    if column < width.value and keysyms[at] == wanted:
                        return KeyOfCharacter(scan, False, column % 2 == 1)
            return None
        finally:
            self._x.XFree(ctypes.cast(keysyms, ctypes.c_void_p))

    def text(self, text: str) -> None:
        """Type it in parts that the spare keycodes can carry, each put into the layout before its first key is pressed.

        A program that reads the layout at its first key hears of changes only afterwards: one made just then is lost on it.
        """
        keysyms = [_keysym(character) for character in text]
        while keysyms:
            part, keysyms = self._split(keysyms)
            for keysym in part:
                self._put_into_layout(keysym)
            self._x.XSync(self._display, 0)
            for keysym in part:
                self._type(self._typed[keysym])
            self._x.XFlush(self._display)

    def _split(self, keysyms: list[int]) -> tuple[list[int], list[int]]:
        """As many as the spare keycodes can carry at the same time, and the rest."""
        distinct: set[int] = set()
        for index, keysym in enumerate(keysyms):
            distinct.add(keysym)
            if len(distinct) > len(self._spare):
                return keysyms[:index], keysyms[index:]
        return keysyms, []

    def _put_into_layout(self, keysym: int) -> None:
        """Put it on a spare keycode; when all are taken, on the one longest unused."""
        if keysym in self._typed:
            self._typed.move_to_end(keysym)
            return
        if len(self._typed) < len(self._spare):
            keycode = self._spare[len(self._typed)]
        else:
            _, keycode = self._typed.popitem(last=False)
            self._let_settle(keycode)
        self._typed[keysym] = keycode
        self._assign(keycode, keysym)

    def _type(self, keycode: int) -> None:
        self._last_typed[keycode] = time.monotonic()
        self._x.XTestFakeKeyEvent(self._display, keycode, True, 0)
        self._x.XTestFakeKeyEvent(self._display, keycode, False, 0)

    def _let_settle(self, keycode: int) -> None:
        """A program reads the layout when it handles the key: let it finish with the old character first."""
        time.sleep(max(0.0, self._last_typed[keycode] + _LAYOUT_SETTLES_S - time.monotonic()))

    def _assign(self, keycode: int, keysym: int) -> None:
        """Both levels, so that Shift and Caps Lock change nothing."""
        self._x.XChangeKeyboardMapping(self._display, keycode, 2, (c_ulong * 2)(keysym, keysym), 1)

    def _find_spare_keycodes(self) -> list[int]:
        first, last, width = c_int(), c_int(), c_int()
        self._x.XDisplayKeycodes(self._display, byref(first), byref(last))
        count = last.value - first.value + 1
        mapping = self._x.XGetKeyboardMapping(self._display, first.value, count, byref(width))
        spare = [
            first.value + index
            for index in range(count)
            if not any(mapping[index * width.value : (index + 1) * width.value])
        ]
        self._x.XFree(ctypes.cast(mapping, ctypes.c_void_p))
        if not spare:
            raise OSError("the X server has no spare keycode to type characters with")
        return spare[-_SPARE_KEYCODES_LIMIT:]

    def close(self) -> None:
        """Give the spare keycodes back."""
        if self._display:
            for keycode in self._typed.values():
                self._let_settle(keycode)
                self._assign(keycode, 0)
            self._x.XSync(self._display, 0)
            self._x.XCloseDisplay(self._display)
            self._display = 0


def _keysym(character: str) -> int:
    """X11's keysym of a character: Latin-1 is itself, line ends and tabs are keys, the rest is Unicode + 0x01000000."""
    if character in "\n\r":
        return 0xFF0D
    if character == "\t":
        return 0xFF09
    code = ord(character)
    return code if 0x20 <= code <= 0x7E or 0xA0 <= code <= 0xFF else 0x01000000 | code


class KeysForAttention:
    """Ctrl+Alt+Del is three keys like any other here."""

    def send(self) -> bool:
        return False
