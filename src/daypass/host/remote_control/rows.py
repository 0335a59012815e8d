"""A rectangle of pixels in memory, row by row."""

import ctypes

from daypass.host.platform.ports import Area

BYTES_PER_PIXEL = 4


def difference(one: memoryview, other: memoryview) -> int:
    """Where two rows of pixels of one length differ: the bits that are set, the first pixel's lowest."""
    return int.from_bytes(one, "little") ^ int.from_bytes(other, "little")


class PixelRows:
    """BGRX rows of `area` without gaps; coordinates are those of the picture that `area` lies in."""

    def __init__(self, area: Area, pixels: bytearray | memoryview) -> None:
        self.area = area
        held = bytearray(pixels) if isinstance(pixels, memoryview) and pixels.readonly else pixels
        self._held = held
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

    def find(self, piece: memoryview, rows: range) -> tuple[int, int] | None:
        """Left end and row where these pixels first stand in one of `rows`; None when nowhere. Only in what is held as bytearray."""
        if not isinstance(self._held, bytearray):
            raise TypeError("a view cannot be searched")
        start = (rows.start - self.area.y) * self._row_bytes
        end = (rows.stop - self.area.y) * self._row_bytes
        while (start := self._held.find(piece, start, end)) >= 0:
            row, offset = divmod(start, self._row_bytes)
            if offset % BYTES_PER_PIXEL == 0 and offset + len(piece) <= self._row_bytes:
                return self.area.x + offset // BYTES_PER_PIXEL, self.area.y + row
            start += 1
        return None

    def cut(self, part: Area) -> bytes | memoryview:
        """The rows of `part`, packed."""
        first = (part.y - self.area.y) * self._row_bytes + (part.x - self.area.x) * BYTES_PER_PIXEL
        if part.width == self.area.width:
            return self._pixels[first : first + self._row_bytes * part.height]
        length = part.width * BYTES_PER_PIXEL
        starts = range(first, first + self._row_bytes * part.height, self._row_bytes)
        return b"".join(self._pixels[start : start + length] for start in starts)
