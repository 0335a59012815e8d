"""A cursor's pixels with transparency, got by drawing it on black and on white."""

import sys

assert sys.platform == "win32"

import ctypes

from daypass.host.platform.pointer_shape import LARGEST, PointerShape, pointer_shape
from daypass.host.platform.windows import gdi

# Wine 8 tells nothing about its cursors (GetIconInfo fails): the viewer then sees this arrow.
_ARROW = """
X
XX
X.X
X..X
X...X
X....X
X.....X
X......X
X.......X
X........X
X.....XXXXX
X..X..X
X.X X..X
XX  X..X
X    X..X
     X..X
      XX
"""


def read_shape(cursor: int) -> PointerShape:
    """The shape of a cursor handle; an arrow where Windows does not tell."""
    icon = gdi.IconInfo()
    if not gdi.user32.GetIconInfo(cursor, ctypes.byref(icon)):
        return ARROW
    try:
        size = gdi.BitmapSize()
        if not gdi.gdi32.GetObjectW(icon.mask, ctypes.sizeof(size), ctypes.byref(size)):
            return ARROW
        width, height = size.width, size.height if icon.colour else size.height // 2
    finally:
        for bitmap in (icon.mask, icon.colour):
            if bitmap:
                gdi.gdi32.DeleteObject(bitmap)
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        return ARROW
    rgba = _straight_rgba(_drawn(cursor, width, height, 0), _drawn(cursor, width, height, 255))
    return pointer_shape(width, height, (icon.hot_x, icon.hot_y), rgba) if any(rgba[3::4]) else ARROW


def _drawn(cursor: int, width: int, height: int, background: int) -> bytes:
    canvas = gdi.Canvas(width, height)
    try:
        canvas.pixels[:] = bytes([background]) * len(canvas.pixels)
        gdi.user32.DrawIconEx(canvas.context, 0, 0, cursor, width, height, 0, None, gdi.DI_NORMAL)
        gdi.gdi32.GdiFlush()
        return bytes(canvas.pixels)
    finally:
        canvas.close()


def _straight_rgba(on_black: bytes, on_white: bytes) -> bytes:
    """What is the same on both is opaque; what follows the background is clear; what inverts it is shown black."""
    rgba = bytearray(len(on_black))
    for at in range(0, len(on_black), 4):
        blue, green, red = on_black[at : at + 3]
        alpha = 255 - (on_white[at + 1] - green)
        if alpha > 255:
            rgba[at : at + 4] = b"\0\0\0\xff"
        elif alpha > 0:
            rgba[at : at + 4] = bytes([*(min(255, part * 255 // alpha) for part in (red, green, blue)), alpha])
    return bytes(rgba)


def _arrow() -> PointerShape:
    rows = _ARROW.strip("\n").split("\n")
    width = max(map(len, rows))
    colours = {"X": b"\0\0\0\xff", ".": b"\xff\xff\xff\xff", " ": b"\0\0\0\0"}
    rgba = b"".join(colours[dot] for row in rows for dot in row.ljust(width))
    return pointer_shape(width, len(rows), (0, 0), rgba)


ARROW = _arrow()
