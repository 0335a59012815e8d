"""A plain screen over every monitor, for the people at the PC alone: Windows leaves it out of every picture that is taken.

It lets everything through: the technician's clicks reach the windows under it, and for programs it hides nothing of them. It belongs to
the thread that made it, and is gone with it.
"""

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Sequence
from ctypes import wintypes
from functools import cache
from typing import Any

from daypass.host.platform.ports import Area
from daypass.host.platform.windows import gdi
from daypass.host.platform.windows.screen import monitors_from

FIRST_BUILD = 19041
"""Windows 10 version 2004, the first that leaves a window out of pictures; earlier ones paint it black there."""
NOT_IN_PICTURES = 0x11  # WDA_EXCLUDEFROMCAPTURE
TOPMOST, TOOL, CLICKS_THROUGH, LAYERED, NOT_ACTIVE = 0x8, 0x80, 0x20, 0x80000, 0x08000000
POPUP, OPAQUE, SHOWN_QUIETLY = 0x80000000, 2, 4
IN_FRONT = -1  # HWND_TOPMOST
QUIETLY = 0x0010 | 0x0200  # SWP_NOACTIVATE, SWP_NOOWNERZORDER
PAINT, HIT_TEST, ERASE = 0x000F, 0x0084, 0x0014
CENTRE, WORD_BREAK, MEASURE, NO_PREFIX = 0x1, 0x10, 0x400, 0x800
GROUND, TEXT, QUIET_TEXT = 0x2D330A, 0xFFFFFF, 0xE2E8D0  # blue, green, red
CLASS = "DaypassBlankScreen"

_Procedure = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)


class _Class(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = [
        ("style", wintypes.UINT),
        ("procedure", _Procedure),
        ("extra_class", ctypes.c_int),
        ("extra_window", ctypes.c_int),
        ("instance", wintypes.HINSTANCE),
        ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE),
        ("ground", wintypes.HANDLE),
        ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    ]


class _Paint(ctypes.Structure):
    """PAINTSTRUCT."""

    _fields_ = [
        ("context", wintypes.HDC),
        ("erase", wintypes.BOOL),
        ("area", wintypes.RECT),
        ("restore", wintypes.BOOL),
        ("update", wintypes.BOOL),
        ("reserved", ctypes.c_byte * 32),
    ]


@cache
def _user32() -> Any:
    library = ctypes.WinDLL("user32", use_last_error=True)
    library.DefWindowProcW.restype = ctypes.c_ssize_t
    library.DefWindowProcW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
    library.RegisterClassW.argtypes = [ctypes.POINTER(_Class)]
    library.CreateWindowExW.restype = wintypes.HWND
    library.CreateWindowExW.argtypes = [
        wintypes.DWORD,
        wintypes.LPCWSTR,
        wintypes.LPCWSTR,
        wintypes.DWORD,
        *([ctypes.c_int] * 4),
        *([ctypes.c_void_p] * 4),
    ]
    library.DestroyWindow.argtypes = [wintypes.HWND]
    library.ShowWindow.argtypes = [wintypes.HWND, ctypes.c_int]
    library.InvalidateRect.argtypes = [wintypes.HWND, ctypes.c_void_p, wintypes.BOOL]
    library.SetLayeredWindowAttributes.argtypes = [wintypes.HWND, wintypes.DWORD, wintypes.BYTE, wintypes.DWORD]
    library.SetWindowDisplayAffinity.argtypes = [wintypes.HWND, wintypes.DWORD]
    library.GetWindowDisplayAffinity.argtypes = [wintypes.HWND, ctypes.POINTER(wintypes.DWORD)]
    library.SetWindowPos.argtypes = [wintypes.HWND, ctypes.c_ssize_t, *([ctypes.c_int] * 4), wintypes.UINT]
    library.BeginPaint.restype = wintypes.HDC
    library.BeginPaint.argtypes = [wintypes.HWND, ctypes.POINTER(_Paint)]
    library.EndPaint.argtypes = [wintypes.HWND, ctypes.POINTER(_Paint)]
    library.FillRect.argtypes = [wintypes.HDC, ctypes.POINTER(wintypes.RECT), wintypes.HANDLE]
    library.DrawTextW.argtypes = [
        wintypes.HDC,
        wintypes.LPCWSTR,
        ctypes.c_int,
        ctypes.POINTER(wintypes.RECT),
        wintypes.UINT,
    ]
    return library


@cache
def _gdi32() -> Any:
    library = ctypes.WinDLL("gdi32")
    library.CreateSolidBrush.restype = wintypes.HANDLE
    library.CreateFontW.restype = wintypes.HANDLE
    library.CreateFontW.argtypes = [*([ctypes.c_int] * 5), *([wintypes.DWORD] * 8), wintypes.LPCWSTR]
    library.SelectObject.restype = wintypes.HANDLE
    library.SelectObject.argtypes = [wintypes.HDC, wintypes.HANDLE]
    library.DeleteObject.argtypes = [wintypes.HANDLE]
    library.SetTextColor.argtypes = [wintypes.HDC, wintypes.DWORD]
    library.SetBkMode.argtypes = [wintypes.HDC, ctypes.c_int]
    return library


class BlankWindow:
    """The thread that makes it has to wait for messages."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Raises OSError where it would be in the technician's picture; then nobody has seen it."""
        self._lines = list(lines)
        self._place = _whole_screen()
        style = TOPMOST | TOOL | CLICKS_THROUGH | LAYERED | NOT_ACTIVE
        title = " ".join(lines)
        _window_class()
        self._window = _user32().CreateWindowExW(style, CLASS, title, POPUP, *self._place, None, None, None, None)
        if not self._window:
            raise OSError(f"Windows makes no window (error {ctypes.get_last_error()})")
        _SHOWN[self._window] = self
        _user32().SetLayeredWindowAttributes(self._window, 0, 255, OPAQUE)
        if not self._is_left_out():
            self.close()
            raise OSError("this Windows does not leave a window out of pictures")
        _user32().ShowWindow(self._window, SHOWN_QUIETLY)
        self.stay_in_front()

    def _is_left_out(self) -> bool:
        """What Windows does, not what it answers."""
        affinity = wintypes.DWORD()
        _user32().SetWindowDisplayAffinity(self._window, NOT_IN_PICTURES)
        _user32().GetWindowDisplayAffinity(self._window, ctypes.byref(affinity))
        return affinity.value == NOT_IN_PICTURES

    def stay_in_front(self) -> None:
        """Of windows that came meanwhile, and over monitors that did."""
        place = _whole_screen()
        if place != self._place:
            self._place = place
            _user32().InvalidateRect(self._window, None, False)
        _user32().SetWindowPos(self._window, IN_FRONT, *place, QUIETLY)

    def close(self) -> None:
        _SHOWN.pop(self._window, None)
        _user32().DestroyWindow(self._window)

    def paint(self, context: int) -> None:
        left, top, width, height = self._place
        brush = _gdi32().CreateSolidBrush(GROUND)
        _user32().FillRect(context, ctypes.byref(wintypes.RECT(0, 0, width, height)), brush)
        _gdi32().DeleteObject(brush)
        _gdi32().SetBkMode(context, 1)
        for monitor in monitors_from(left, top):
            self._write(context, monitor.area)

    def _write(self, context: int, area: Area) -> None:
        """In the middle of one monitor, the first line larger."""
        y = area.y + area.height // 3
        for number, line in enumerate(self._lines):
            size = max(20, area.height // (30 if number == 0 else 42))
            font = _gdi32().CreateFontW(-size, 0, 0, 0, 600 if number == 0 else 400, *([0] * 7), 0, "Segoe UI")
            former = _gdi32().SelectObject(context, font)
            _gdi32().SetTextColor(context, TEXT if number < 2 else QUIET_TEXT)
            edge = area.width // 16
            left, right, how = area.x + edge, area.x + area.width - edge, CENTRE | WORD_BREAK | NO_PREFIX
            measured = wintypes.RECT(left, y, right, y)
            end = y + _user32().DrawTextW(context, line, -1, ctypes.byref(measured), how | MEASURE)
            _user32().DrawTextW(context, line, -1, ctypes.byref(wintypes.RECT(left, y, right, end)), how)
            y = end + size
            _gdi32().SelectObject(context, former)
            _gdi32().DeleteObject(font)


_SHOWN: dict[int, BlankWindow] = {}


def _on_message(window: int, message: int, word: int, long: int) -> int:
    if message == PAINT and window in _SHOWN:
        paint = _Paint()
        context = _user32().BeginPaint(window, ctypes.byref(paint))
        _SHOWN[window].paint(context)
        _user32().EndPaint(window, ctypes.byref(paint))
        return 0
    if message == HIT_TEST:
        return -1  # HTTRANSPARENT
    return 1 if message == ERASE else int(_user32().DefWindowProcW(window, message, word, long))


_procedure = _Procedure(_on_message)


@cache
def _window_class() -> _Class:
    """Kept for as long as this process: Windows calls into it."""
    made = _Class(procedure=_procedure, name=CLASS)
    _user32().RegisterClassW(ctypes.byref(made))
    return made


def _whole_screen() -> tuple[int, int, int, int]:
    metric = gdi.user32.GetSystemMetrics
    sides = (gdi.VIRTUAL_X, gdi.VIRTUAL_Y, gdi.VIRTUAL_WIDTH, gdi.VIRTUAL_HEIGHT)
    left, top, width, height = (int(metric(side)) for side in sides)
    return left, top, width, height


def can_be_left_out() -> bool:
    """Whether this Windows is new enough."""
    return sys.getwindowsversion().build >= FIRST_BUILD
