"""What a key makes in the layout of the program in front, which may be another one for each program."""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from daypass.host.platform.ports import KeyOfCharacter

SCAN_TO_VIRTUAL_KEY, VIRTUAL_KEY_TO_SCAN = 3, 4  # MAPVK_VSC_TO_VK_EX, MAPVK_VK_TO_VSC_EX
WITH_SHIFT = 1  # VkKeyScanEx: bits of Shift, Ctrl, Alt above the virtual key
SHIFT, CAPS_LOCK = 0x10, 0x14
DOWN, ON = 0x80, 0x01
LEAVES_DEAD_KEYS_ALONE = 0x4  # since Windows 10 1607

_user32 = ctypes.WinDLL("user32", use_last_error=True)
_user32.GetForegroundWindow.restype = wintypes.HWND
_user32.GetWindowThreadProcessId.argtypes = [wintypes.HWND, ctypes.c_void_p]
_user32.GetWindowThreadProcessId.restype = wintypes.DWORD
_user32.GetKeyboardLayout.argtypes = [wintypes.DWORD]
_user32.GetKeyboardLayout.restype = ctypes.c_void_p
_user32.MapVirtualKeyExW.argtypes = [wintypes.UINT, wintypes.UINT, ctypes.c_void_p]
_user32.GetKeyState.restype = ctypes.c_short
_user32.ToUnicodeEx.argtypes = [
    wintypes.UINT,
    wintypes.UINT,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_int,
    wintypes.UINT,
    ctypes.c_void_p,
]
_user32.VkKeyScanExW.argtypes = [wintypes.WCHAR, ctypes.c_void_p]
_user32.VkKeyScanExW.restype = ctypes.c_short


def key_of(character: str) -> KeyOfCharacter | None:
    """The key that makes this character in the program in front, with Shift at most."""
    layout = _layout_in_front()
    if layout is None or len(character) != 1 or ord(character) > 0xFFFF:
        return None
    found = _user32.VkKeyScanExW(character, layout)
    modifiers = found >> 8 & 0xFF
    if found == -1 or modifiers & ~WITH_SHIFT:
        return None
    scan = _user32.MapVirtualKeyExW(found & 0xFF, VIRTUAL_KEY_TO_SCAN, layout)
    return KeyOfCharacter(scan & 0x7F, scan & 0xFF00 == 0xE000, bool(modifiers)) if scan else None


def shift_that_makes(scan: int, extended: bool, text: str) -> bool | None:
    """Whether this key makes `text` with Shift or without, as the program in front would read it; None: neither, or unknown."""
    layout = _layout_in_front()
    if layout is None:
        return None
    key = _user32.MapVirtualKeyExW((0xE000 if extended else 0) | scan, SCAN_TO_VIRTUAL_KEY, layout)
    if not key:
        return None
    for shift in (False, True):
        if _made(key, scan, shift, layout) == text:
            return shift
    return None


def _layout_in_front() -> int | None:
    """None: whose layout counts is not known, as between two desktops."""
    window = _user32.GetForegroundWindow()
    return _user32.GetKeyboardLayout(_user32.GetWindowThreadProcessId(window, None)) if window else None


def _made(key: int, scan: int, shift: bool, layout: int | None) -> str:
    """Empty for a dead key and for one that makes nothing."""
    state, made = (ctypes.c_ubyte * 256)(), ctypes.create_unicode_buffer(8)
    state[SHIFT] = DOWN if shift else 0
    state[CAPS_LOCK] = _user32.GetKeyState(CAPS_LOCK) & ON
    count = _user32.ToUnicodeEx(key, scan, state, made, len(made), LEAVES_DEAD_KEYS_ALONE, layout)
    return made.value[: max(0, count)]
