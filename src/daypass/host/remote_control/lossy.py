"""Which parts of the viewer's picture are not right, and in which order they are set right.

A tile is *rough* when it came by a lossy way, *owed* when what it shows is of an earlier time: the line did not take more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from daypass.host.platform.ports import Area
from daypass.host.remote_control.areas import Tile, around, clip, intersection, tile_area, tiles

_SIDE = 64
CALM_S = 0.15
"""So long after its last change a rough tile is repaired: sooner, a video that goes on would be sent twice."""
TILES_IN_A_RUN = 4
"""Neighbours that are set right together: they shrink better, and their photograph has one head instead of four."""
_NEAREST_OF_THREE = 2
"""Of three owed tiles two are the nearest to the cursor and one has waited longest, so that what moves there hides nothing for ever."""


def whole_tiles(run: Area) -> list[Area]:
    """The tiles of a run, from left to right."""
    cut = (intersection(tile_area(tile, _SIDE), run) for tile in tiles(run, _SIDE))
    return [tile for tile in cut if tile is not None]


class Run(NamedTuple):
    """Tiles side by side, and the one of them whose turn it was."""

    area: Area
    first: Area


class WrongTiles:
    """The tiles of one viewer's picture that differ from the screen; times in seconds of one clock."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._rough: dict[Tile, float] = {}
        """When each changed last."""
        self._owed: dict[Tile, float] = {}
        """Since when each waits."""
        self._turns = 0
        """How many owed tiles had their turn: a slow line takes one in a picture, and every third is the oldest."""

    def mark_rough(self, area: Area, now: float) -> None:
        """`area` is shown nearly as it is; what of an owed tile lies outside of it is still owed."""
        for tile in tiles(area, _SIDE):
            whole = clip(tile_area(tile, _SIDE), self._width, self._height)
            if whole is not None and intersection(whole, area) == whole:
                self._owed.pop(tile, None)
            self._rough[tile] = now

    def owe(self, area: Area, now: float) -> None:
        """`area` changed and is not sent yet."""
        for tile in tiles(area, _SIDE):
            self._rough.pop(tile, None)
            self._owed.setdefault(tile, now)

    def moved(self, area: Area, source: Area, now: float) -> None:
        """The viewer copies `source` to `area`: what was not right there is not right here either."""
        across, down = area.x - source.x, area.y - source.y
        rough, owed = self._touched(self._rough, source), self._touched(self._owed, source)
        for part in rough:
            self.mark_rough(replace(part, x=part.x + across, y=part.y + down), now)
        for part in owed:
            self.owe(replace(part, x=part.x + across, y=part.y + down), now)

    def _touched(self, wrong: dict[Tile, float], area: Area) -> list[Area]:
        if not wrong:
            return []
        inside = (intersection(tile_area(tile, _SIDE), area) for tile in tiles(area, _SIDE) if tile in wrong)
        return [part for part in inside if part is not None]

    def due_in(self, now: float) -> float | None:
        """Seconds until the first tile may be set right; None when all is right."""
        if self._owed:
            return 0.0
        if not self._rough:
            return None
        return max(0.0, min(self._rough.values()) + CALM_S - now)

    def owed(self, near: tuple[int, int]) -> Iterator[Run]:
        """Runs of owed tiles, nearest to the point first; they stay owed until they are `settled`."""
        by_distance = sorted(self._owed, key=lambda tile: _distance(tile, near))
        by_age = sorted(by_distance, key=self._owed.__getitem__)
        for run in self._runs(_two_and_one(by_distance, by_age, self._turns), self._owed):
            yield run
            self._turns += 1

    def calm(self, near: tuple[int, int], now: float) -> Iterator[Run]:
        """Runs of rough tiles that are calm, nearest to the point first; they stay rough until they are `settled`."""
        calm = [tile for tile, since in self._rough.items() if now - since >= CALM_S]
        return self._runs(sorted(calm, key=lambda tile: _distance(tile, near)), self._rough)

    def _runs(self, order: Sequence[Tile], wrong: dict[Tile, float]) -> Iterator[Run]:
        left = set(order)
        for column, row in order:
            if (column, row) not in left:
                continue
            run = [(column, row)]
            while len(run) < TILES_IN_A_RUN and (run[-1][0] + 1, row) in left:
                run.append((run[-1][0] + 1, row))
            while len(run) < TILES_IN_A_RUN and (run[0][0] - 1, row) in left:
                run.insert(0, (run[0][0] - 1, row))
            left.difference_update(run)
            first = clip(tile_area((column, row), _SIDE), self._width, self._height)
            whole = clip(around(tile_area(tile, _SIDE) for tile in run), self._width, self._height)
            if first is not None and whole is not None:
                yield Run(whole, first)
                left.update(tile for tile in run if tile in wrong and tile != (column, row))

    def settled(self, area: Area) -> None:
        """The viewer will have these whole tiles as they are."""
        for tile in tiles(area, _SIDE):
            self._owed.pop(tile, None)
            self._rough.pop(tile, None)

    def forget(self) -> None:
        """Everything was sent without loss."""
        self._rough.clear()
        self._owed.clear()


def _distance(tile: Tile, near: tuple[int, int]) -> float:
    return (tile[0] + 0.5 - near[0] / _SIDE) ** 2 + (tile[1] + 0.5 - near[1] / _SIDE) ** 2


def _two_and_one(nearest: Sequence[Tile], oldest: Sequence[Tile], turns: int) -> list[Tile]:
    """All of them, twice from one order and once from the other, where so many had their turn before."""
    order: dict[Tile, None] = {}
    orders = iter(nearest), iter(oldest)
    while len(order) < len(nearest):
        of_these = orders[(turns + len(order)) % (_NEAREST_OF_THREE + 1) == _NEAREST_OF_THREE]
        order[next(tile for tile in of_these if tile not in order)] = None
    return list(order)
