"""Finds what scrolled: columns of the screen whose rows now stand where the viewer has them a little further up or down.

A row of a column is known again by its hash (xxh3: 1080 rows of 7680 bytes in 0.3 ms). A wrong guess costs bytes and never a
wrong picture: the copies are made in the picture as the viewer has it, and what then still differs is sent as ever.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from xxhash import xxh3_64_intdigest

from daypass.host.platform.ports import Area
from daypass.host.remote_control.areas import intersection
from daypass.host.remote_control.rows import BYTES_PER_PIXEL, PixelRows, difference

LEAST_ROWS = 48
"""Fewer changed rows are sent as they are: looking for their source would take longer."""
LEAST_COLUMNS = 48
_LOOKED_AT_ROWS = 96
_LEAST_COPIED_ROWS = 8
_LEAST_VOTES = 8
_MOST_COPIES = 32
_COLUMN_GAP = re.compile(rb"\0{32,}")


class Moved(NamedTuple):
    """What now shows at `area` stood so many columns further to the right and rows further down (negative: left, up)."""

    area: Area
    across: int
    down: int

    @property
    def source(self) -> Area:
        """Where it stood."""
        return replace(self.area, x=self.area.x + self.across, y=self.area.y + self.down)


def find_told(seen: PixelRows, fresh: PixelRows, told: Iterable[Moved]) -> list[Moved]:
    """Those copies that the system told of which bring `seen`, the viewer's picture, nearer to `fresh`, as far as they do.

    Windows tells of each picture it shows; a viewer that missed some has other pixels, so each row is compared.
    """
    found: list[Moved] = []
    for one in told:
        inside = intersection(one.area, fresh.area)
        reachable = inside and intersection(
            inside, replace(seen.area, x=seen.area.x - one.across, y=seen.area.y - one.down)
        )
        if reachable is not None:
            found += _told_rows(seen, fresh, one._replace(area=reachable))
    return found[:_MOST_COPIES]


def _told_rows(seen: PixelRows, fresh: PixelRows, one: Moved) -> list[Moved]:
    """The stretches of rows of one copy that are right, in the order in which they must be made."""
    (area, across, down), left, right = one, one.area.x, one.area.x + one.area.width
    rows = range(area.y, area.y + area.height)
    now = [bytes(fresh.row(y, left, right)) for y in rows]
    right_rows = [row == seen.row(y + down, left + across, right + across) for y, row in zip(rows, now, strict=True)]
    stale = [row != seen.row(y, left, right) for y, row in zip(rows, now, strict=True)]
    stretches: list[Moved] = []
    for first, last in _stretches(right_rows):
        if last - first >= _LEAST_COPIED_ROWS and any(stale[first:last]):
            stretches.append(Moved(replace(area, y=area.y + first, height=last - first), across, down))
    return stretches if down > 0 else stretches[::-1]


def _stretches(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and one past the last index of each run of marks."""
    start = 0
    for mark, run in groupby(marks):
        length = len(list(run))
        if mark:
            yield start, start + length
        start += length


def find_scrolled(seen: PixelRows, fresh: PixelRows, rows: range) -> list[Moved]:
    """The copies that bring `seen`, the viewer's picture, nearer to `fresh`; in the order in which they must be made."""
    if len(rows) < LEAST_ROWS:
        return []
    found: list[Moved] = []
    for left, right in _changed_columns(seen, fresh, rows):
        if right - left >= LEAST_COLUMNS:
            found += _find_in_column(seen, fresh, rows, left, right)
    return found[:_MOST_COPIES]


def _changed_columns(seen: PixelRows, fresh: PixelRows, rows: range) -> Iterator[tuple[int, int]]:
    """Left and right end of each column that differs somewhere in some of `rows`, to the pixel; narrow gaps are bridged."""
    left, right = fresh.area.x, fresh.area.x + fresh.area.width
    differing = 0
    for y in rows[:: max(1, len(rows) // _LOOKED_AT_ROWS)]:
        differing |= difference(seen.row(y, left, right), fresh.row(y, left, right))
    channels = differing.to_bytes((right - left) * BYTES_PER_PIXEL, "little")
    pixels = 0
    for channel in range(3):
        pixels |= int.from_bytes(channels[channel::BYTES_PER_PIXEL], "little")
    marks = pixels.to_bytes(right - left, "little")
    start = 0
    for gap in (*_COLUMN_GAP.finditer(marks), None):
        piece = marks[start : gap.start() if gap else None]
        inside = piece.strip(b"\0")
        if inside:
            first = left + start + len(piece) - len(piece.lstrip(b"\0"))
            yield first, first + len(inside)
        start = gap.end() if gap else 0


def _find_in_column(seen: PixelRows, fresh: PixelRows, rows: range, left: int, right: int) -> list[Moved]:
    before = [xxh3_64_intdigest(seen.row(y, left, right)) for y in rows]
    now = [xxh3_64_intdigest(fresh.row(y, left, right)) for y in rows]
    by = _most_voted(before, now)
    if not by:
        return []
    copies = [
        Moved(Area(left, rows[first], right - left, last - first), 0, by) for first, last in _runs(before, now, by)
    ]
    # A copy must be made before its source is overwritten by another.
    return copies if by > 0 else copies[::-1]


def _most_voted(before: Sequence[int], now: Sequence[int]) -> int:
    """By how many rows most of the changed rows have moved that are found exactly once; 0 when too few agree."""
    places: dict[int, int] = {}
    for place, row in enumerate(before):
        places[row] = -1 if row in places else place
    votes: Counter[int] = Counter()
    changed = 0
    for place, row in enumerate(now):
        if row != before[place]:
            changed += 1
            source = places.get(row, -1)
            if source >= 0:
                votes[source - place] += 1
    if not votes:
        return 0
    by, count = votes.most_common(1)[0]
    return by if count >= max(_LEAST_VOTES, changed // 8) else 0


def _runs(before: Sequence[int], now: Sequence[int], by: int) -> Iterator[tuple[int, int]]:
    """First and one past the last index of each stretch of rows that stood `by` rows away, where copying changes anything."""
    start = None
    for place in range(len(now) + 1):
        source = place + by
        matches = place < len(now) and 0 <= source < len(before) and now[place] == before[source]
        if matches and start is None:
            start = place
        elif not matches and start is not None:
            changes = any(now[index] != before[index] for index in range(start, place))
            if place - start >= _LEAST_COPIED_ROWS and changes:
                yield start, place
            start = None
