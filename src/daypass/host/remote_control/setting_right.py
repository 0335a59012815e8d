"""Sends tiles that are not right in the viewer's picture: as many as fit, each grabbed anew, so that nothing old is ever on its way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from daypass.host.platform.ports import Area
from daypass.host.remote_control.lossy import Run, WrongTiles
from daypass.host.remote_control.pictures import PicturePacker
from daypass.host.remote_control.rows import PixelRows
from daypass.protocol.picture import PictureArea

_TILE_PIXELS = 64 * 64
_REPAIRED_AT_ONCE = 24 * _TILE_PIXELS
"""Pixels in one picture: a click in the middle of a repair waits for so many at most."""
_OWED_AT_ONCE = 96 * _TILE_PIXELS


@dataclass
class SettingRight:
    """For one picture. `left`: bytes that it may still take; one tile goes in any case."""

    wrong: WrongTiles
    packer: PicturePacker
    grab: Callable[[Area], PixelRows]
    remember: Callable[[PixelRows, Area], None]
    left: int

    def owed(self, near: tuple[int, int]) -> list[PictureArea]:
        """What the line did not take before."""
        return list(self._send(self.wrong.owed(near), _OWED_AT_ONCE))

    def repairs(self, near: tuple[int, int], now: float) -> list[PictureArea]:
        """What came roughly and is calm."""
        return list(self._send(self.wrong.calm(near, now), _REPAIRED_AT_ONCE))

    def _send(self, runs: Iterable[Run], most_pixels: int) -> Iterator[PictureArea]:
        sent = 0
        for run in runs:
            part = self._packed(run.area) or self._packed(run.first)
            if part is None and sent == 0:
                part = self._packed(run.first, in_any_case=True)
            if part is None:
                return
            yield part
            self.left -= len(part.payload)
            sent += part.width * part.height
            if sent >= most_pixels:
                return

    def _packed(self, area: Area, in_any_case: bool = False) -> PictureArea | None:
        fresh = self.grab(area)
        part = self.packer.shrink(fresh, area) if in_any_case else self.packer.shrink_within(fresh, area, self.left)
        if part is not None:
            self.remember(fresh, area)
            self.wrong.settled(area)
        return part
