"""A screen in memory on which a test draws as programs do: boxes, lines of text, scrolling panes, moving windows."""

import random
from collections.abc import Callable, Sequence

from daypass.host.platform.ports import Area, Cursor, Monitor

Pixels = list[bytes]


class MemoryScreen:
    """One monitor. `wait` tells what was drawn since, or None ("unknown") when `silent`."""

    def __init__(self, width: int, height: int, silent: bool = False) -> None:
        self.width, self.height, self.silent = width, height, silent
        self.pixels = bytearray(width * height * 4)
        self._grabbed = bytearray(width * height * 4)
        self._drawn: list[Area] = []

    def monitors(self) -> Sequence[Monitor]:
        return [Monitor(0, Area(0, 0, self.width, self.height), True)]

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        drawn, self._drawn = self._drawn, []
        return None if self.silent else drawn

    def grab(self, area: Area) -> memoryview:
        """As a real screen's, gone with the next call."""
        pixels = b"".join(self.rows(area))
        self._grabbed[:] = pixels + bytes(len(self._grabbed) - len(pixels))
        return memoryview(self._grabbed)[: len(pixels)]

    def cursor(self) -> Cursor:
        return Cursor(0, 0, True, 1, 1, 1, 0, 0, b"\0\0\0\xff")

    def close(self) -> None:
        pass

    def rows(self, area: Area) -> Pixels:
        starts = (((area.y + row) * self.width + area.x) * 4 for row in range(area.height))
        return [bytes(self.pixels[start : start + area.width * 4]) for start in starts]

    def put(self, x: int, y: int, rows: Pixels) -> None:
        for index, row in enumerate(rows):
            start = ((y + index) * self.width + x) * 4
            self.pixels[start : start + len(row)] = row
        self._drawn.append(Area(x, y, len(rows[0]) // 4, len(rows)))

    def fill(self, area: Area, colour: bytes) -> None:
        self.put(area.x, area.y, [colour * area.width] * area.height)

    def scroll(self, pane: Area, by: int, appearing: Pixels) -> None:
        """The content of `pane` goes up by `by` rows (down when negative) and `appearing`, as many rows, comes in."""
        rows = self.rows(pane)
        self.put(pane.x, pane.y, rows[by:] + appearing if by > 0 else appearing + rows[:by])


def text(chance: random.Random, width: int, height: int) -> Pixels:
    """Rows that look like lines of dark letters on white."""
    rows = []
    for row in range(height):
        inked = row % 16 in range(3, 13)
        shades = bytes(chance.choice((255, 255, 255, 120, 30)) if inked else 255 for _ in range(width))
        rows.append(b"".join(bytes((shade, shade, shade, 255)) for shade in shades))
    return rows


def noise(chance: random.Random, width: int, height: int) -> Pixels:
    """Rows that no compression makes small, as a photograph's."""
    return [chance.randbytes(width * 4) for _ in range(height)]


def panning(chance: random.Random, width: int, height: int) -> Callable[[int], Pixels]:
    """The pictures of a film, by number: as hard for lossless codecs as a photograph, easy for a video.

    Its light flickers: nothing of a picture stood elsewhere in the one before.
    """
    wide = [_soft_row(chance, width * 2) for _ in range(height)]

    def picture(number: int) -> Pixels:
        start = number * 3 % width * 4
        light = bytes(min(255, shade + number % 4) for shade in range(256))
        return [row[start : start + width * 4].translate(light) for row in wide]

    return picture


def _soft_row(chance: random.Random, width: int) -> bytes:
    shades = [chance.randrange(256) for _ in range(width // 8 + 2)]
    row = bytearray()
    for x in range(width):
        left, right, part = shades[x // 8], shades[x // 8 + 1], x % 8
        shade = (left * (8 - part) + right * part) // 8 + chance.randrange(-3, 4)
        shade = min(255, max(0, shade))
        row += bytes((shade, 255 - shade, (shade * 3) & 255, 255))
    return bytes(row)
