"""Where on the screen something moves so much that a video says it in fewer bytes than lossless pictures."""

from collections.abc import Iterable

from daypass.host.platform.ports import Area
from daypass.host.remote_control.areas import around, clip, size, tile_area, tiles

_SIDE = 32
_COOLED_TO_PER_S = 0.2
"""What is left of a tile's heat after a second: three changes a second keep a tile hot, however slow the line is; two do not."""
_HOT, _WARM, _HOTTEST = 2.2, 1.1, 5.0
LEAST_PIXELS = 96 * 96
_LEAST_COST_PER_S = 150_000
"""Bytes that lossless pictures of the changes would take each second; below it they are better than any video."""
_BYTES_REMEMBERED_S = 0.62
"""How many seconds' worth of a steady cost the cooling sum holds: 1 / -ln(_COOLED_TO_PER_S)."""
_LEAST_BYTES_PER_PIXEL = 0.15
"""A page of text takes about 0.13, a soft film from 0.2, a photograph 1 to 2."""
_LEAST_FILL = 0.4
_GROWS_AFTER_S, _SHRINKS_AFTER_S = 0.1, 1.0
_CALM_AFTER_S = 2.0
"""A box in which nothing moved for so long holds no film any more: what comes then is looked at anew."""
_EAGER = 0.4
"""Where video is wanted sooner, this share of heat and cost is enough."""


class MovingRegion:
    """Follows what changes and answers the box that should go as video, or None. All times in seconds of one clock."""

    def __init__(self, width: int, height: int, eager: bool = False) -> None:
        self._width, self._height = width, height
        self.eager = eager
        self._heat: dict[tuple[int, int], float] = {}
        self._cooled_at = self._moved_at = 0.0
        self._cost_per_s = 0.0
        self._unfit_since: float | None = None
        self.box: Area | None = None

    def note(self, now: float, lossless: Iterable[tuple[Area, int]], filmed: Iterable[Area] = ()) -> None:
        """A picture changed these areas: some went lossless and took so many bytes, some lay in the box.

        Letters and text are small or cheap, and heat nothing.
        """
        self._cool(now)
        for area, cost in lossless:
            self._cost_per_s += cost
            if size(area) >= _SIDE * _SIDE and cost >= _LEAST_BYTES_PER_PIXEL * size(area):
                self._heat_up(area)
        for area in filmed:
            self._heat_up(area)
            self._moved_at = now
        self._choose(now)

    def box_at(self, now: float) -> Area | None:
        """What goes as video, before anything of `now` is noted."""
        if now - self._moved_at > _CALM_AFTER_S:
            self.box = None
        return self.box

    def _heat_up(self, area: Area) -> None:
        for tile in tiles(area, _SIDE):
            self._heat[tile] = min(self._heat.get(tile, 0.0) + 1.0, _HOTTEST)

    def begin(self, now: float, areas: Iterable[Area]) -> Area:
        """Make the smallest fitting box around these areas the one that goes as video, at once."""
        wanted = [*areas, *([self.box] if self.box else [])]
        grid = around(tile_area(tile, _SIDE) for area in wanted for tile in tiles(area, _SIDE))
        box = clip(grid, self._width & ~1, self._height & ~1)
        self._moved_at = now
        if box is not None and box != self.box:
            self.box, self._unfit_since = box, None
        return box or grid

    def _cool(self, now: float) -> None:
        left = _COOLED_TO_PER_S ** max(0.0, now - self._cooled_at)
        self._cooled_at = now
        self._heat = {tile: heat * left for tile, heat in self._heat.items() if heat * left > 0.1}
        self._cost_per_s *= left

    def _choose(self, now: float) -> None:
        wanted = self._wanted()
        if self.box is None:
            if wanted is not None and self._cost_per_s >= _LEAST_COST_PER_S * _BYTES_REMEMBERED_S * self._share:
                self.box, self._unfit_since, self._moved_at = wanted, None, now
            return
        too_small = wanted is not None and not _holds(self.box, wanted)
        too_large = wanted is None or size(wanted) < _LEAST_FILL * size(self.box)
        if not too_small and not too_large:
            self._unfit_since = None
        elif self._unfit_since is None:
            self._unfit_since = now
        elif now - self._unfit_since >= (_GROWS_AFTER_S if too_small else _SHRINKS_AFTER_S):
            self.box, self._unfit_since = wanted, None

    @property
    def _share(self) -> float:
        return _EAGER if self.eager else 1.0

    def _wanted(self) -> Area | None:
        """The box around what moves now. One tile must be hot; its warm neighbours belong to it, as a film has quiet corners."""
        if not any(heat >= _HOT * self._share for heat in self._heat.values()):
            return None
        warm = [tile_area(tile, _SIDE) for tile, heat in self._heat.items() if heat >= _WARM * self._share]
        box = clip(around(warm), self._width & ~1, self._height & ~1)
        if box is None or size(box) < LEAST_PIXELS or len(warm) * _SIDE * _SIDE < _LEAST_FILL * size(box):
            return None
        return box


def _holds(box: Area, inner: Area) -> bool:
    return (
        box.x <= inner.x
        and box.y <= inner.y
        and inner.x + inner.width <= box.x + box.width
        and inner.y + inner.height <= box.y + box.height
    )
