"""Which parts of the viewer's picture are only nearly right, and when to set them right."""

from collections.abc import Iterator

from daypass.host.platform.ports import Area
from daypass.host.remote_control.areas import Tile, clip, tile_area, tiles

_SIDE = 64
CALM_S = 0.15
"""So long after its last change a tile is repaired: sooner, a video that goes on would be sent twice."""


class LossyTiles:
    """Tiles that came by a lossy way, each with the time of its last change (seconds of one clock)."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._since: dict[Tile, float] = {}

    def mark(self, area: Area, now: float) -> None:
        for tile in tiles(area, _SIDE):
            self._since[tile] = now

    def touches(self, area: Area) -> bool:
        """Whether anything of `area` is only nearly right."""
        return bool(self._since) and any(tile in self._since for tile in tiles(area, _SIDE))

    def due_in(self, now: float) -> float | None:
        """Seconds until the first tile may be repaired; None when all is right."""
        if not self._since:
            return None
        return max(0.0, min(self._since.values()) + CALM_S - now)

    def take_due(self, now: float, near: tuple[int, int], most: int) -> Iterator[Area]:
        """Up to `most` calm tiles, nearest to the point first; whoever takes one sends it without loss."""
        calm = [tile for tile, since in self._since.items() if now - since >= CALM_S]
        x, y = near[0] / _SIDE - 0.5, near[1] / _SIDE - 0.5
        calm.sort(key=lambda tile: (tile[0] - x) ** 2 + (tile[1] - y) ** 2)
        for tile in calm[:most]:
            del self._since[tile]
            if (area := clip(tile_area(tile, _SIDE), self._width, self._height)) is not None:
                yield area

    def forget(self) -> None:
        """Everything was sent without loss."""
        self._since.clear()
