"""A rectangle of pixels in memory, row by row."""

import ctypes

from daypass.host.platform.ports import Area

BYTES_PER_PIXEL = 4


class PixelRows:
    """BGRX rows of `area` without gaps; coordinates are those of the picture that `area` lies in."""

    def __init__(self, area: Area, pixels: bytearray | memoryview) -> None:
        self.area = area
        held = bytearray(pixels) if isinstance(pixels, memoryview) and pixels.readonly else pixels
        self._pixels = memoryview(held)
        self._row_bytes = area.width * BYTES_PER_PIXEL
        self._address = ctypes.addressof(ctypes.c_char.from_buffer(held))

    @property
    def row_bytes(self) -> int:
        return self._row_bytes

    def address(self, x: int, y: int) -> int:
        """Where the pixel lies in memory."""
        return self._address + (y - self.area.y) * self._row_bytes + (x - self.area.x) * BYTES_PER_PIXEL

    def row(self, y: int, left: int, right: int) -> memoryview:
        """The pixels of one row from `left` up to `right`."""
        start = (y - self.area.y) * self._row_bytes
        return self._pixels[
            start + (left - self.area.x) * BYTES_PER_PIXEL : start + (right - self.area.x) * BYTES_PER_PIXEL
        ]

    def cut(self, part: Area) -> bytes | memoryview:
        """The rows of `part`, packed."""
        first = (part.y - self.area.y) * self._row_bytes + (part.x - self.area.x) * BYTES_PER_PIXEL
        if part.width == self.area.width:
            return self._pixels[first : first + self._row_bytes * part.height]
        length = part.width * BYTES_PER_PIXEL
        starts = range(first, first + self._row_bytes * part.height, self._row_bytes)
        return b"".join(self._pixels[start : start + length] for start in starts)
