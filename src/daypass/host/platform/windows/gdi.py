"""The part of GDI and USER that the screen needs, declared once for ctypes."""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

SRCCOPY = 0x00CC0020
DI_NORMAL = 3
CURSOR_SHOWING = 1
VIRTUAL_X, VIRTUAL_Y, VIRTUAL_WIDTH, VIRTUAL_HEIGHT = 76, 77, 78, 79
PRIMARY = 1  # MONITORINFOF_PRIMARY


class BitmapHeader(ctypes.Structure):
    """BITMAPINFOHEADER of a 32-bit bitmap; a negative height means the first row is the top one."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("planes", wintypes.WORD),
        ("bits", wintypes.WORD),
        ("compression", wintypes.DWORD),
        ("image_size", wintypes.DWORD),
        ("x_per_metre", wintypes.LONG),
        ("y_per_metre", wintypes.LONG),
        ("used", wintypes.DWORD),
        ("important", wintypes.DWORD),
    ]


class CursorInfo(ctypes.Structure):
    _fields_ = [
        ("size", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("cursor", ctypes.c_void_p),
        ("place", wintypes.POINT),
    ]


class IconInfo(ctypes.Structure):
    _fields_ = [
        ("is_icon", wintypes.BOOL),
        ("hot_x", wintypes.DWORD),
        ("hot_y", wintypes.DWORD),
        ("mask", ctypes.c_void_p),
        ("colour", ctypes.c_void_p),
    ]


class BitmapSize(ctypes.Structure):
    """BITMAP."""

    _fields_ = [
        ("kind", wintypes.LONG),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("row_bytes", wintypes.LONG),
        ("planes", wintypes.WORD),
        ("bits", wintypes.WORD),
        ("memory", ctypes.c_void_p),
    ]


class MonitorInfo(ctypes.Structure):
    """MONITORINFOEXW."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("area", wintypes.RECT),
        ("work_area", wintypes.RECT),
        ("flags", wintypes.DWORD),
        ("device", wintypes.WCHAR * 32),
    ]


MONITOR_FOUND = ctypes.WINFUNCTYPE(
    wintypes.BOOL, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(wintypes.RECT), wintypes.LPARAM
)

user32 = ctypes.WinDLL("user32", use_last_error=True)
gdi32 = ctypes.WinDLL("gdi32", use_last_error=True)

_handle, _int = ctypes.c_void_p, ctypes.c_int
user32.GetDC.restype = _handle
user32.GetDC.argtypes = [_handle]
user32.ReleaseDC.argtypes = [_handle, _handle]
user32.GetCursorInfo.argtypes = [ctypes.POINTER(CursorInfo)]
user32.GetIconInfo.argtypes = [_handle, ctypes.POINTER(IconInfo)]
user32.DrawIconEx.argtypes = [_handle, _int, _int, _handle, _int, _int, wintypes.UINT, _handle, wintypes.UINT]
user32.EnumDisplayMonitors.argtypes = [_handle, _handle, MONITOR_FOUND, wintypes.LPARAM]
user32.GetMonitorInfoW.argtypes = [_handle, ctypes.POINTER(MonitorInfo)]
gdi32.CreateCompatibleDC.restype = _handle
gdi32.CreateCompatibleDC.argtypes = [_handle]
gdi32.CreateDIBSection.restype = _handle
gdi32.CreateDIBSection.argtypes = [_handle, _handle, wintypes.UINT, _handle, _handle, wintypes.DWORD]
gdi32.SelectObject.restype = _handle
gdi32.SelectObject.argtypes = [_handle, _handle]
gdi32.BitBlt.argtypes = [_handle, _int, _int, _int, _int, _handle, _int, _int, wintypes.DWORD]
gdi32.DeleteObject.argtypes = [_handle]
gdi32.DeleteDC.argtypes = [_handle]
gdi32.GetObjectW.argtypes = [_handle, _int, _handle]
gdi32.GdiFlush.argtypes = []


class Canvas:
    """A 32-bit bitmap in our memory (BGRX, top row first) that GDI draws into."""

    def __init__(self, width: int, height: int) -> None:
        header = BitmapHeader(ctypes.sizeof(BitmapHeader), width, -height, 1, 32, 0, 0, 0, 0, 0, 0)
        memory = ctypes.c_void_p()
        self.width, self.height = width, height
        self.context = gdi32.CreateCompatibleDC(None)
        self._bitmap = gdi32.CreateDIBSection(None, ctypes.byref(header), 0, ctypes.byref(memory), None, 0)
        if not self._bitmap or not memory.value:
            raise OSError(f"Windows has no memory for a picture of {width} × {height}")
        self._former = gdi32.SelectObject(self.context, self._bitmap)
        self._pixels = (ctypes.c_uint8 * (width * height * 4)).from_address(memory.value)
        self.pixels = memoryview(self._pixels).cast("B")

    def close(self) -> None:
        gdi32.SelectObject(self.context, self._former)
        gdi32.DeleteObject(self._bitmap)
        gdi32.DeleteDC(self.context)
