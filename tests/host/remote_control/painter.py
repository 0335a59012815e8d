"""Paints on the root window of an X server, as a program on the customer's PC would."""

import ctypes
from ctypes import c_int, c_uint, c_ulong, c_void_p

from daypass.host.platform.linux import x11


class Painter:
    """Fills rectangles with a colour."""

    def __init__(self, display_name: str) -> None:
        self._x = x11.functions()
        library = ctypes.CDLL("libX11.so.6")
        self._display = x11.open_display(display_name)
        self._root = self._x.XDefaultRootWindow(self._display)
        library.XCreateGC.restype, library.XCreateGC.argtypes = c_void_p, (c_void_p, c_ulong, c_ulong, c_void_p)
        library.XSetForeground.argtypes = (c_void_p, c_void_p, c_ulong)
        library.XFillRectangle.argtypes = (c_void_p, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint)
        self._library = library
        self._gc = library.XCreateGC(self._display, self._root, 0, None)

    def fill(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        self._library.XSetForeground(self._display, self._gc, colour)
        self._library.XFillRectangle(self._display, self._root, self._gc, x, y, width, height)
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)
