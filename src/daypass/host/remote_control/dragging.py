"""Finds what was dragged or scrolled sideways: a piece of a changed row that the viewer has at another place, and all around it.

A row's piece is looked up in the viewer's picture by the search of Python's bytes (3 MB of desktop in 1 to 2 ms). As for
scrolling, a wrong guess costs bytes and never a wrong picture.
"""

import operator
from collections.abc import Iterator, Sequence
from itertools import islice

from daypass.host.platform.ports import Area
from daypass.host.remote_control.rows import BYTES_PER_PIXEL, PixelRows, difference
from daypass.host.remote_control.scrolling import LEAST_COLUMNS, LEAST_ROWS, Moved

_PIECE = 32
"""Pixels that must be found again."""
_LEAST_EDGES = 8
"""Where colour changes so many times from pixel to pixel, a piece is not found everywhere."""
_MOST_SEARCHES = 2
_SEARCHED_ROWS = 64
"""So far up or down something is followed from one picture to the next."""
_LOOKED_AT_ROWS = 12
_GAP_ROWS = 24
"""What blinks inside does not end what was dragged."""
_MOST_SKIPPED = 16
_BITS_PER_PIXEL = 8 * BYTES_PER_PIXEL


class DragFinder:
    """Looks in every picture where something is being dragged, and else now and then: a film is not searched each time."""

    def __init__(self) -> None:
        self._skip, self._misses = 0, 0

    def find(self, seen: PixelRows, fresh: PixelRows, rows: range) -> list[Moved]:
        """The one copy that brings `seen`, the viewer's picture, nearer to `fresh`, if there is one; `rows` are those that differ."""
        if len(rows) < LEAST_ROWS:
            return []
        if self._skip:
            self._skip -= 1
            return []
        found = find_dragged(seen, fresh, rows)
        self._misses = 0 if found else self._misses + 1
        self._skip = min(_MOST_SKIPPED, self._misses // 2)
        return [found] if found else []


def find_dragged(seen: PixelRows, fresh: PixelRows, rows: range) -> Moved | None:
    """What shows in `fresh` and stood elsewhere in `seen`."""
    for x, y in islice(_pieces(seen, fresh, rows), _MOST_SEARCHES):
        near = range(max(rows.start, y - _SEARCHED_ROWS), min(rows.stop, y + _SEARCHED_ROWS + 1))
        place = seen.find(fresh.row(y, x, x + _PIECE), near)
        if place is None:
            continue
        found = _grown(seen, fresh, rows, (x, y), (place[0] - x, place[1] - y))
        if found is not None:
            return found
    return None


def _pieces(seen: PixelRows, fresh: PixelRows, rows: range) -> Iterator[tuple[int, int]]:
    """Left end and row of pieces that changed and are unlike any other."""
    left, right = fresh.area.x, fresh.area.x + fresh.area.width
    for y in rows[len(rows) // 4 :: max(1, len(rows) // _LOOKED_AT_ROWS)]:
        differing = difference(seen.row(y, left, right), fresh.row(y, left, right))
        if not differing:
            continue
        first = left + ((differing & -differing).bit_length() - 1) // _BITS_PER_PIXEL
        last = left + (differing.bit_length() - 1) // _BITS_PER_PIXEL
        for quarter in (2, 1, 3):
            x = first + (last - first) * quarter // 4
            if x + _PIECE > right:
                continue
            piece = bytes(fresh.row(y, x, x + _PIECE))
            if piece != seen.row(y, x, x + _PIECE) and _edges(piece) >= _LEAST_EDGES:
                yield x, y
                break


def _edges(piece: bytes) -> int:
    pixels = memoryview(piece).cast("I")
    return sum(map(operator.ne, pixels, pixels[1:]))


def _grown(seen: PixelRows, fresh: PixelRows, rows: range, piece: tuple[int, int], by: tuple[int, int]) -> Moved | None:
    """The rectangle around the piece that moved with it; None when it is small."""
    (x, y), (across, down) = piece, by
    shown = [row for row in rows if seen.area.y <= row + down < seen.area.y + seen.area.height]
    alike = _stretch(_alike(seen, fresh, shown, (x, x + _PIECE), by), y)
    left, right = _sides(seen, fresh, alike[:: max(1, len(alike) // _LOOKED_AT_ROWS)], piece, by)
    if len(alike) < LEAST_ROWS or right - left < LEAST_COLUMNS:
        return None
    alike = _stretch(_alike(seen, fresh, alike, (left, right), by), y)
    if len(alike) < LEAST_ROWS:
        return None
    return Moved(Area(left, alike[0], right - left, alike[-1] - alike[0] + 1), across, down)


def _alike(
    seen: PixelRows, fresh: PixelRows, rows: Sequence[int], columns: tuple[int, int], by: tuple[int, int]
) -> list[int]:
    """Those of `rows` that show in these columns what stood elsewhere."""
    (left, right), (across, down) = columns, by
    return [y for y in rows if bytes(fresh.row(y, left, right)) == seen.row(y + down, left + across, right + across)]


def _stretch(rows: Sequence[int], around: int) -> list[int]:
    """Those of the ascending `rows` that lie together with the row `around`, gaps bridged."""
    stretch: list[int] = []
    for y in rows:
        if stretch and y - stretch[-1] > _GAP_ROWS:
            if stretch[-1] >= around:
                break
            stretch = []
        stretch.append(y)
    return stretch


def _sides(
    seen: PixelRows, fresh: PixelRows, rows: Sequence[int], piece: tuple[int, int], by: tuple[int, int]
) -> tuple[int, int]:
    """Left and right end of what moved, in most of `rows`: flat colours reach further in some, a blinking spot less far."""
    (x, _), (across, down) = piece, by
    first = max(fresh.area.x, seen.area.x - across)
    last = min(fresh.area.x + fresh.area.width, seen.area.x + seen.area.width - across)
    lefts, rights = [], []
    for y in rows:
        differing = difference(seen.row(y + down, first + across, last + across), fresh.row(y, first, last))
        before = differing & ((1 << (x - first) * _BITS_PER_PIXEL) - 1)
        behind = differing >> (x + _PIECE - first) * _BITS_PER_PIXEL
        lefts.append(first + (before.bit_length() + _BITS_PER_PIXEL - 1) // _BITS_PER_PIXEL)
        reach = ((behind & -behind).bit_length() - 1) // _BITS_PER_PIXEL if behind else last - x - _PIECE
        rights.append(x + _PIECE + reach)
    if not rows:
        return x, x
    return sorted(lefts)[len(rows) * 4 // 5], sorted(rights)[len(rows) // 5]
