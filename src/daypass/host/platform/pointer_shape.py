"""A pointer's shape as Windows' desktop duplication tells it, with straight transparency: monochrome, colour and masked colour.

What inverts the screen below it is shown black: a viewer draws the pointer on its own, and knows no such pixels.
"""

import enum
import zlib
from dataclasses import dataclass

LARGEST = 256
"""Pixels a side."""
_CLEAR, _BLACK, _WHITE = b"\0\0\0\0", b"\0\0\0\xff", b"\xff\xff\xff\xff"


class ShapeKind(enum.IntEnum):
    """DXGI_OUTDUPL_POINTER_SHAPE_TYPE."""

    MONOCHROME = 1
    """Bits, two pictures below one another: what of the screen stays, then what is inverted of the result."""
    COLOUR = 2
    """BGRA, straight."""
    MASKED_COLOUR = 4
    """BGRX pixels that replace the screen's where the fourth byte is 0, and are XORed with them where it is 255."""


@dataclass(frozen=True, slots=True)
class PointerShape:
    """`rgba` is width × height × 4 bytes, straight alpha; `shape_id` is the checksum of what is seen."""

    shape_id: int
    width: int
    height: int
    hot_x: int
    hot_y: int
    rgba: bytes


UNKNOWN_POINTER = PointerShape(0, 0, 0, 0, 0, b"")
"""Another one than before that cannot be told."""


def pointer_shape(width: int, height: int, hot_spot: tuple[int, int], rgba: bytes) -> PointerShape:
    """Named by its content."""
    return PointerShape(zlib.crc32(rgba), width, height, *hot_spot, rgba)


def read_pointer(
    kind: int, width: int, height: int, row_bytes: int, hot_spot: tuple[int, int], pixels: bytes
) -> PointerShape:
    """From what GetFramePointerShape gave. Raises ValueError for anything that cannot be shown."""
    kind = ShapeKind(kind)
    rows = height
    if kind is ShapeKind.MONOCHROME:
        height //= 2
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        raise ValueError(f"a pointer of {width} × {height}")
    length = -(-width // 8) if kind is ShapeKind.MONOCHROME else width * 4
    if row_bytes < length or len(pixels) < row_bytes * (rows - 1) + length:
        raise ValueError("a pointer with fewer pixels than it says")
    packed = [pixels[row * row_bytes : row * row_bytes + length] for row in range(rows)]
    if kind is ShapeKind.MONOCHROME:
        rgba = b"".join(
            _monochrome(kept, inverted, width) for kept, inverted in zip(packed, packed[height:], strict=False)
        )
    else:
        rgba = (_colour if kind is ShapeKind.COLOUR else _masked)(b"".join(packed))
    if not any(rgba[3::4]):
        raise ValueError("a pointer that is not seen")
    x, y = (min(max(0, at), side - 1) for at, side in zip(hot_spot, (width, height), strict=True))
    return pointer_shape(width, height, (x, y), rgba)


def _monochrome(kept: bytes, inverted: bytes, width: int) -> bytes:
    looks = {(0, 0): _BLACK, (0, 1): _WHITE, (1, 0): _CLEAR, (1, 1): _BLACK}
    return b"".join(looks[_bit(kept, x), _bit(inverted, x)] for x in range(width))


def _bit(row: bytes, x: int) -> int:
    return row[x >> 3] >> (7 - (x & 7)) & 1


def _colour(bgra: bytes) -> bytes:
    rgba = bytearray(bgra)
    rgba[0::4], rgba[2::4] = bgra[2::4], bgra[0::4]
    return bytes(rgba)


def _masked(bgrx: bytes) -> bytes:
    rgba = bytearray(_colour(bgrx))
    for at in range(0, len(rgba), 4):
        if rgba[at + 3]:
            rgba[at : at + 4] = _BLACK if any(rgba[at : at + 3]) else _CLEAR
        else:
            rgba[at + 3] = 255
    return bytes(rgba)
