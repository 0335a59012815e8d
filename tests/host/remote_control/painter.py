"""Paints on the root window of an X server, as a program on the customer's PC would."""

import ctypes
from ctypes import c_int, c_uint, c_ulong, c_void_p

from daypass.host.platform.linux import x11


class Painter:
    """Fills rectangles with a colour, and moves what stands somewhere."""

    def __init__(self, display_name: str) -> None:
        self._x = x11.functions()
        library = ctypes.CDLL("libX11.so.6")
        self._display = x11.open_display(display_name)
        self._root = self._x.XDefaultRootWindow(self._display)
        library.XCreateGC.restype, library.XCreateGC.argtypes = c_void_p, (c_void_p, c_ulong, c_ulong, c_void_p)
        library.XSetForeground.argtypes = (c_void_p, c_void_p, c_ulong)
        library.XFillRectangle.argtypes = (c_void_p, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint)
        library.XCopyArea.argtypes = (c_void_p, c_ulong, c_ulong, c_void_p, c_int, c_int, c_uint, c_uint, c_int, c_int)
        library.XCreateImage.restype = c_void_p
        library.XCreateImage.argtypes = (
            c_void_p,
            c_void_p,
            c_uint,
            c_int,
            c_int,
            c_void_p,
            c_uint,
            c_uint,
            c_int,
            c_int,
        )
        library.XPutImage.argtypes = (c_void_p, c_ulong, c_void_p, c_void_p, *(c_int,) * 4, c_uint, c_uint)
        self._visual = self._x.XDefaultVisual(self._display, self._x.XDefaultScreen(self._display))
        self._library = library
        self._gc = library.XCreateGC(self._display, self._root, 0, None)

    def fill(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        self._library.XSetForeground(self._display, self._gc, colour)
        self._library.XFillRectangle(self._display, self._root, self._gc, x, y, width, height)
        self._x.XSync(self._display, 0)

    def move(self, x: int, y: int, width: int, height: int, by_x: int, by_y: int) -> None:
        """Copy a rectangle to another place, as scrolling and dragging do."""
        place = (x, y, width, height, x + by_x, y + by_y)
        self._library.XCopyArea(self._display, self._root, self._root, self._gc, *place)
        self._x.XSync(self._display, 0)

    def put(self, x: int, y: int, width: int, height: int, pixels: bytes) -> None:
        """BGRX rows without gaps."""
        held = ctypes.create_string_buffer(pixels, len(pixels))
        whole = (24, x11.Z_PIXMAP, 0, held, width, height, 32, width * 4)
        image = self._library.XCreateImage(self._display, self._visual, *whole)
        self._library.XPutImage(self._display, self._root, self._gc, image, 0, 0, x, y, width, height)
        self._x.XSync(self._display, 0)
        self._x.XFree(image)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)
