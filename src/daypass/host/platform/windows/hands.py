"""Mouse and keyboard by SendInput, on the desktop that has the input."""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from daypass.host.platform.ports import KeyOfCharacter
from daypass.host.platform.windows import gdi, keyboard_layout
from daypass.host.platform.windows.input_desktop import InputDesktop, use_physical_pixels

MOUSE, KEYBOARD = 0, 1
MOVE, ABSOLUTE, WHOLE_DESKTOP = 0x0001, 0x8000, 0x4000
WHEEL, WHEEL_SIDEWAYS = 0x0800, 0x1000
EXTENDED, UP, UNICODE, BY_SCAN_CODE = 0x0001, 0x0002, 0x0004, 0x0008
RETURN_SCAN, TAB_SCAN, SHIFT_SCAN, PAUSE_SCAN = 0x1C, 0x0F, 0x2A, 0x45
PAUSE_KEY = 0x13
SCAN_TO_VIRTUAL_KEY = 3  # MAPVK_VSC_TO_VK_EX
# (flag when pressed, flag when released, which of the extra buttons)
BUTTONS = ((0x0002, 0x0004, 0), (0x0020, 0x0040, 0), (0x0008, 0x0010, 0), (0x0080, 0x0100, 1), (0x0080, 0x0100, 2))


class _Mouse(ctypes.Structure):
    _fields_ = [
        ("dx", wintypes.LONG),
        ("dy", wintypes.LONG),
        ("data", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _Key(ctypes.Structure):
    _fields_ = [
        ("virtual_key", wintypes.WORD),
        ("scan", wintypes.WORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    ]


class _Either(ctypes.Union):
    _fields_ = [("mouse", _Mouse), ("key", _Key)]


class _Input(ctypes.Structure):
    _anonymous_ = ("either",)
    _fields_ = [("kind", wintypes.DWORD), ("either", _Either)]


class WindowsHands:
    """Coordinates are those of `GdiScreen`: 0, 0 is the virtual screen's left-top corner. One thread uses it."""

    def __init__(self) -> None:
        use_physical_pixels()
        self._desktop = InputDesktop()

    def move(self, x: int, y: int) -> None:
        width = max(1, gdi.user32.GetSystemMetrics(gdi.VIRTUAL_WIDTH))
        height = max(1, gdi.user32.GetSystemMetrics(gdi.VIRTUAL_HEIGHT))
        # the middle of the pixel, in the 65536ths of the virtual screen that SendInput wants
        self._send([_mouse(MOVE | ABSOLUTE | WHOLE_DESKTOP, _middle(x, width), _middle(y, height))])

    def button(self, button: int, down: bool) -> None:
        pressed, released, which = BUTTONS[button]
        self._send([_mouse(pressed if down else released, data=which)])

    def wheel(self, dx: int, dy: int) -> None:
        turns = ((WHEEL, dy), (WHEEL_SIDEWAYS, dx))
        self._send([_mouse(flag, data=turn & 0xFFFFFFFF) for flag, turn in turns if turn])

    def key(self, scan: int, extended: bool, down: bool) -> None:
        up = 0 if down else UP
        if extended and scan == PAUSE_SCAN:  # its three codes (E1 1D 45) are more than one event can carry
            self._send([_Input(KEYBOARD, _Either(key=_Key(PAUSE_KEY, PAUSE_SCAN, up, 0, 0)))])
            return
        self._send([_key(scan, BY_SCAN_CODE | (EXTENDED if extended else 0) | up)])

    def character_key(self, scan: int, extended: bool, text: str) -> bool:
        self._desktop.follow()
        shift = keyboard_layout.shift_that_makes(scan, extended, text)
        if shift is None:
            return False
        press = [_key(scan, BY_SCAN_CODE | (EXTENDED if extended else 0))]
        if shift:
            press = [_key(SHIFT_SCAN, BY_SCAN_CODE), *press, _key(SHIFT_SCAN, BY_SCAN_CODE | UP)]
        self._send(press)
        return True

    def key_of(self, character: str) -> KeyOfCharacter | None:
        self._desktop.follow()
        return keyboard_layout.key_of(character)

    def text(self, text: str) -> None:
        """Characters beyond the first plane go as two surrogates; line ends and tabs as their keys."""
        inputs: list[_Input] = []
        for character in text.replace("\r\n", "\n"):
            if character in "\n\r\t":
                scan = TAB_SCAN if character == "\t" else RETURN_SCAN
                inputs += [_key(scan, BY_SCAN_CODE), _key(scan, BY_SCAN_CODE | UP)]
                continue
            units = character.encode("utf-16-le", "surrogatepass")
            for at in range(0, len(units), 2):
                unit = int.from_bytes(units[at : at + 2], "little")
                inputs += [_key(unit, UNICODE), _key(unit, UNICODE | UP)]
        self._send(inputs)

    def close(self) -> None:
        self._desktop.close()

    def _send(self, inputs: list[_Input]) -> None:
        if not inputs:
            return
        self._desktop.follow()
        batch = (_Input * len(inputs))(*inputs)
        gdi.user32.SendInput(len(inputs), batch, ctypes.sizeof(_Input))


def _middle(at: int, size: int) -> int:
    return (at * 65536 + 32768) // size


def _mouse(flags: int, dx: int = 0, dy: int = 0, data: int = 0) -> _Input:
    return _Input(MOUSE, _Either(mouse=_Mouse(dx, dy, data, flags, 0, 0)))


def _key(scan: int, flags: int) -> _Input:
    # Windows ignores the virtual key beside a scan code; Wine 8 types nothing without it
    prefix = 0xE000 if flags & EXTENDED else 0
    virtual_key = gdi.user32.MapVirtualKeyW(prefix | scan, SCAN_TO_VIRTUAL_KEY) if flags & BY_SCAN_CODE else 0
    return _Input(KEYBOARD, _Either(key=_Key(virtual_key, scan, flags, 0, 0)))
