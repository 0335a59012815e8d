"""Packs changed areas of the screen into one picture message (kind 2 of docs/protocol.md), without loss."""

import struct
from collections.abc import Sequence

import zstandard

from daypass.host.platform.ports import Area

EVERYTHING = 1
CODEC_ZSTD = 1
_HEAD = struct.Struct("<IQHHBH")
_AREA = struct.Struct("<HHHHBI")
_BYTES_PER_PIXEL = 4


class PicturePacker:
    """zstd at level 1: on text it is smaller and faster than JPEG (400×300: 0.32 ms, 20 kB)."""

    def __init__(self) -> None:
        self._zstd = zstandard.ZstdCompressor(level=1)

    def shrink(self, grabbed: Area, pixels: memoryview, part: Area) -> bytes:
        """The rows of `part` out of the packed BGRX rows of `grabbed`, as one zstd frame that states its size."""
        row = grabbed.width * _BYTES_PER_PIXEL
        first = (part.y - grabbed.y) * row + (part.x - grabbed.x) * _BYTES_PER_PIXEL
        if part.width == grabbed.width:
            return self._zstd.compress(pixels[first : first + row * part.height])
        length = part.width * _BYTES_PER_PIXEL
        starts = range(first, first + row * part.height, row)
        return self._zstd.compress(b"".join(pixels[start : start + length] for start in starts))


def pack_picture(
    seq: int, captured_at_us: int, width: int, height: int, everything: bool, parts: Sequence[tuple[Area, bytes]]
) -> bytes:
    """`parts` are areas with their zstd payloads, in the order in which they are drawn."""
    head = _HEAD.pack(seq, captured_at_us, width, height, EVERYTHING if everything else 0, len(parts))
    areas = (_AREA.pack(area.x, area.y, area.width, area.height, CODEC_ZSTD, len(data)) for area, data in parts)
    return b"".join((head, *areas, *(data for _, data in parts)))
