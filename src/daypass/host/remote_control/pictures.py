"""Shrinks changed areas of the screen without loss."""

import zstandard

from daypass.host.platform.ports import Area
from daypass.protocol.remote_control import Codec, PictureArea

_BYTES_PER_PIXEL = 4


class PicturePacker:
    """zstd at level 1: on text it is smaller and faster than JPEG (400×300: 0.32 ms, 20 kB)."""

    def __init__(self) -> None:
        self._zstd = zstandard.ZstdCompressor(level=1)

    def shrink(self, grabbed: Area, pixels: memoryview, part: Area) -> PictureArea:
        """The rows of `part` out of the packed BGRX rows of `grabbed`, as one zstd frame that states its size."""
        row = grabbed.width * _BYTES_PER_PIXEL
        first = (part.y - grabbed.y) * row + (part.x - grabbed.x) * _BYTES_PER_PIXEL
        if part.width == grabbed.width:
            return self._area(part, pixels[first : first + row * part.height])
        length = part.width * _BYTES_PER_PIXEL
        starts = range(first, first + row * part.height, row)
        return self._area(part, b"".join(pixels[start : start + length] for start in starts))

    def _area(self, part: Area, rows: bytes | memoryview) -> PictureArea:
        return PictureArea(part.x, part.y, part.width, part.height, Codec.ZSTD, self._zstd.compress(rows))
