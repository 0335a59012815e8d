"""Where on the screen something moves so much that a video says it in fewer bytes than lossless pictures."""

from collections.abc import Iterable

from daypass.host.platform.ports import Area
from daypass.host.remote_control.areas import around, clip, size, tile_area, tiles

_SIDE = 32
_HEATED_BY = 1.0
_COOLED_TO_PER_S = 0.02
"""What is left of a tile's heat after a second: five changes in 0.4 s are hot, one a second never is."""
_HOT = 3.0
_LEAST_PIXELS = 96 * 96
_LEAST_COST_PER_S = 150_000
"""Bytes that lossless pictures of the changes would take each second; below it they are better than any video."""
_LEAST_FILL = 0.4
_PATIENCE_S = 0.4


class MovingRegion:
    """Follows what changes and answers the box that should go as video, or None. All times in seconds of one clock."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._heat: dict[tuple[int, int], float] = {}
        self._cooled_at = 0.0
        self._cost_per_s = 0.0
        self._unfit_since: float | None = None
        self.box: Area | None = None

    def note(self, changed: Iterable[Area], lossless_bytes: int, now: float) -> None:
        """A picture changed these areas; what of it went lossless took so many bytes."""
        self._cool(now)
        for area in changed:
            for tile in tiles(area, _SIDE):
                self._heat[tile] = min(self._heat.get(tile, 0.0) + _HEATED_BY, 2 * _HOT)
        self._cost_per_s += lossless_bytes
        self._choose(now)

    def rest(self, now: float) -> None:
        """Nothing changed for a while."""
        self._cool(now)
        self._choose(now)

    def _cool(self, now: float) -> None:
        left = _COOLED_TO_PER_S ** max(0.0, now - self._cooled_at)
        self._cooled_at = now
        self._heat = {tile: heat * left for tile, heat in self._heat.items() if heat * left > 0.1}
        self._cost_per_s *= left

    def _choose(self, now: float) -> None:
        hot = [tile_area(tile, _SIDE) for tile, heat in self._heat.items() if heat >= _HOT]
        wanted = clip(around(hot), self._width & ~1, self._height & ~1) if hot else None
        if wanted is not None and (
            size(wanted) < _LEAST_PIXELS or len(hot) * _SIDE * _SIDE < _LEAST_FILL * size(wanted)
        ):
            wanted = None
        if self.box is None:
            # The bytes of about a quarter of a second are remembered.
            if wanted is not None and self._cost_per_s * 4 >= _LEAST_COST_PER_S:
                self.box, self._unfit_since = wanted, None
            return
        if wanted is not None and _holds(self.box, wanted) and size(wanted) >= _LEAST_FILL * size(self.box):
            self._unfit_since = None
        elif self._unfit_since is None:
            self._unfit_since = now
        elif now - self._unfit_since >= _PATIENCE_S:
            self.box, self._unfit_since = wanted, None


def _holds(box: Area, inner: Area) -> bool:
    return (
        box.x <= inner.x
        and box.y <= inner.y
        and inner.x + inner.width <= box.x + box.width
        and inner.y + inner.height <= box.y + box.height
    )
