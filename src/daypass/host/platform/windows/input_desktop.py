"""Moves a thread to the desktop that has the input: the person's, the elevation question's or the sign-in screen."""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

_ALL = 0x01FF  # every right a desktop has
_NAME = 2  # UOI_NAME
_PER_MONITOR_V2 = ctypes.c_void_p(-4)

_user32 = ctypes.WinDLL("user32", use_last_error=True)
_user32.OpenInputDesktop.restype = ctypes.c_void_p
_user32.OpenInputDesktop.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
_user32.SetThreadDesktop.argtypes = [ctypes.c_void_p]
_user32.CloseDesktop.argtypes = [ctypes.c_void_p]
_user32.GetDC.restype = ctypes.c_void_p
_user32.GetDC.argtypes = [ctypes.c_void_p]
_user32.ReleaseDC.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
_user32.GetUserObjectInformationW.argtypes = [
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_void_p,
]


class InputDesktop:
    """Follows the input desktop for the one thread that uses it. That thread must own no windows."""

    def __init__(self) -> None:
        self.name = ""
        self._handle: int | None = None

    def follow(self) -> bool:
        """Attach this thread to the desktop that has the input now; True when that is another one than before."""
        handle = _user32.OpenInputDesktop(0, False, _ALL)
        if not handle:
            return False  # between two desktops: the next call finds out
        name = _name(handle)
        if name == self.name or not _user32.SetThreadDesktop(handle):
            _user32.CloseDesktop(handle)
            return False
        self.close()
        self.name, self._handle = name, handle
        return True

    def follows_another(self) -> bool:
        """Whether another desktop has the input than the one this thread is at; also while it cannot be opened."""
        handle = _user32.OpenInputDesktop(0, False, _ALL)
        if not handle:
            return True
        name = _name(handle)
        _user32.CloseDesktop(handle)
        return name != self.name

    def close(self) -> None:
        if self._handle:
            _user32.CloseDesktop(self._handle)
            self._handle = None


def use_physical_pixels() -> None:
    """Ask Windows for real pixels on every monitor (per-monitor DPI awareness, version 2). Once per process, before any window.

    The process's first thread has to be the first to ask for the screen: under Wine 8, a process that a service started sees only
    black in its other threads otherwise.
    """
    _user32.SetProcessDpiAwarenessContext(_PER_MONITOR_V2)
    _user32.ReleaseDC(None, _user32.GetDC(None))


def _name(desktop: int) -> str:
    name = ctypes.create_unicode_buffer(256)
    if not _user32.GetUserObjectInformationW(desktop, _NAME, name, ctypes.sizeof(name), None):
        return ""
    return name.value
