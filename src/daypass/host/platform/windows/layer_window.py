"""A window over every monitor that mouse and keyboard go through, and that Windows leaves out of the pictures that are taken of the screen.

It belongs to the thread that made it, is gone with it, and is painted while that thread waits for messages.
"""

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from functools import cache
from typing import Any

from daypass.host.platform.windows import gdi

FIRST_BUILD = 19041
"""Windows 10 version 2004, the first that leaves a window out of pictures; earlier ones paint it black there."""
NOT_IN_PICTURES = 0x11  # WDA_EXCLUDEFROMCAPTURE
TOPMOST, TOOL, CLICKS_THROUGH, LAYERED, NOT_ACTIVE = 0x8, 0x80, 0x20, 0x80000, 0x08000000
POPUP, OPAQUE, SHOWN_QUIETLY = 0x80000000, 2, 4
IN_FRONT = -1  # HWND_TOPMOST
QUIETLY = 0x0010 | 0x0200  # SWP_NOACTIVATE, SWP_NOOWNERZORDER
PAINT, HIT_TEST, ERASE = 0x000F, 0x0084, 0x0014
HTTRANSPARENT = -1
CLASS = "DaypassLayer"

_Procedure = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)


class WindowClass(ctypes.Structure):
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


class Paint(ctypes.Structure):
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
def user32() -> Any:
    library = ctypes.WinDLL("user32", use_last_error=True)
    library.DefWindowProcW.restype = ctypes.c_ssize_t
    library.DefWindowProcW.argtypes = [wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
    library.RegisterClassW.argtypes = [ctypes.POINTER(WindowClass)]
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
    library.BeginPaint.argtypes = [wintypes.HWND, ctypes.POINTER(Paint)]
    library.EndPaint.argtypes = [wintypes.HWND, ctypes.POINTER(Paint)]
    library.SetWindowRgn.argtypes = [wintypes.HWND, wintypes.HANDLE, wintypes.BOOL]
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
def gdi32() -> Any:
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


class LayerWindow:
    """Nothing is seen before `show`. `paint` gets a device context; its pixels count from `place`'s left-top corner."""

    def __init__(self, title: str, paint: Callable[[int], None]) -> None:
        """Raises OSError where Windows makes none."""
        self.paint = paint
        self.place = _whole_screen()
        style = TOPMOST | TOOL | CLICKS_THROUGH | LAYERED | NOT_ACTIVE
        _window_class()
        self._window = user32().CreateWindowExW(style, CLASS, title, POPUP, *self.place, None, None, None, None)
        if not self._window:
            raise OSError(f"Windows makes no window (error {ctypes.get_last_error()})")
        _SHOWN[self._window] = self
        user32().SetLayeredWindowAttributes(self._window, 0, 255, OPAQUE)

    def is_left_out(self) -> bool:
        """Leave it out of pictures from now on; answers what Windows does, not what it says."""
        affinity = wintypes.DWORD()
        user32().SetWindowDisplayAffinity(self._window, NOT_IN_PICTURES)
        user32().GetWindowDisplayAffinity(self._window, ctypes.byref(affinity))
        return affinity.value == NOT_IN_PICTURES

    def show(self) -> None:
        user32().ShowWindow(self._window, SHOWN_QUIETLY)
        self.stay_in_front()

    def cut(self, region: int) -> None:
        """Only what lies in this region of GDI is there; Windows keeps the region."""
        user32().SetWindowRgn(self._window, region, True)
        self.paint_anew()

    def paint_anew(self) -> None:
        user32().InvalidateRect(self._window, None, False)

    def stay_in_front(self) -> None:
        """Of windows that came meanwhile, and over monitors that did."""
        place = _whole_screen()
        if place != self.place:
            self.place = place
            self.paint_anew()
        user32().SetWindowPos(self._window, IN_FRONT, *place, QUIETLY)

    def close(self) -> None:
        _SHOWN.pop(self._window, None)
        user32().DestroyWindow(self._window)


_SHOWN: dict[int, LayerWindow] = {}


def _on_message(window: int, message: int, word: int, long: int) -> int:
    if message == PAINT and window in _SHOWN:
        paint = Paint()
        context = user32().BeginPaint(window, ctypes.byref(paint))
        _SHOWN[window].paint(context)
        user32().EndPaint(window, ctypes.byref(paint))
        return 0
    if message == HIT_TEST:
        return HTTRANSPARENT
    return 1 if message == ERASE else int(user32().DefWindowProcW(window, message, word, long))


_procedure = _Procedure(_on_message)


@cache
def _window_class() -> WindowClass:
    """Kept for as long as this process: Windows calls into it."""
    made = WindowClass(procedure=_procedure, name=CLASS)
    user32().RegisterClassW(ctypes.byref(made))
    return made


def _whole_screen() -> tuple[int, int, int, int]:
    metric = gdi.user32.GetSystemMetrics
    sides = (gdi.VIRTUAL_X, gdi.VIRTUAL_Y, gdi.VIRTUAL_WIDTH, gdi.VIRTUAL_HEIGHT)
    left, top, width, height = (int(metric(side)) for side in sides)
    return left, top, width, height


def can_be_left_out() -> bool:
    """Whether this Windows is new enough."""
    return sys.getwindowsversion().build >= FIRST_BUILD


def fill(context: int, area: wintypes.RECT, colour: int) -> None:
    brush = gdi32().CreateSolidBrush(colour)
    user32().FillRect(context, ctypes.byref(area), brush)
    gdi32().DeleteObject(brush)
