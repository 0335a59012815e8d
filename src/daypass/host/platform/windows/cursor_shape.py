"""A cursor's pixels with transparency, got by drawing it on black and on white."""

import sys

assert sys.platform == "win32"

import ctypes
import zlib
from dataclasses import dataclass

from daypass.host.platform.windows import gdi

LARGEST = 256

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


@dataclass(frozen=True, slots=True)
class Shape:
    """`rgba` is width × height × 4 bytes, straight alpha; `shape_id` is the checksum of what is seen."""

    shape_id: int
    width: int
    height: int
    hot_x: int
    hot_y: int
    rgba: bytes


def read_shape(cursor: int) -> Shape:
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
    return _shape(width, height, icon.hot_x, icon.hot_y, rgba) if any(rgba[3::4]) else ARROW


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


def _shape(width: int, height: int, hot_x: int, hot_y: int, rgba: bytes) -> Shape:
    return Shape(zlib.crc32(rgba), width, height, hot_x, hot_y, rgba)


def _arrow() -> Shape:
    rows = _ARROW.strip("\n").split("\n")
    width = max(map(len, rows))
    colours = {"X": b"\0\0\0\xff", ".": b"\xff\xff\xff\xff", " ": b"\0\0\0\0"}
    rgba = b"".join(colours[dot] for row in rows for dot in row.ljust(width))
    return _shape(width, len(rows), 0, 0, rgba)


ARROW = _arrow()
