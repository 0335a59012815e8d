"""What a key makes in the layout of the program in front, which may be another one for each program."""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

SCAN_TO_VIRTUAL_KEY = 3  # MAPVK_VSC_TO_VK_EX
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


def shift_that_makes(scan: int, extended: bool, text: str) -> bool | None:
    """Whether this key makes `text` with Shift or without, as the program in front would read it; None: neither, or unknown."""
    window = _user32.GetForegroundWindow()
    if not window:
        return None  # whose layout counts is not known, as between two desktops
    layout = _user32.GetKeyboardLayout(_user32.GetWindowThreadProcessId(window, None))
    key = _user32.MapVirtualKeyExW((0xE000 if extended else 0) | scan, SCAN_TO_VIRTUAL_KEY, layout)
    if not key:
        return None
    for shift in (False, True):
        if _made(key, scan, shift, layout) == text:
            return shift
    return None


def _made(key: int, scan: int, shift: bool, layout: int | None) -> str:
    """Empty for a dead key and for one that makes nothing."""
    state, made = (ctypes.c_ubyte * 256)(), ctypes.create_unicode_buffer(8)
    state[SHIFT] = DOWN if shift else 0
    state[CAPS_LOCK] = _user32.GetKeyState(CAPS_LOCK) & ON
    count = _user32.ToUnicodeEx(key, scan, state, made, len(made), LEAVES_DEAD_KEYS_ALONE, layout)
    return made.value[: max(0, count)]
