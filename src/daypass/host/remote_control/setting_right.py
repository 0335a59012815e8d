"""Sends tiles that are not right in the viewer's picture: as many as fit, each grabbed anew, so that nothing old is ever on its way.

Text goes without loss. Photographs go as JPEG first where that is wanted, for a twentieth of the bytes, and without loss when calm.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from daypass.host.platform.ports import Area, EncodePhoto
from daypass.host.remote_control.areas import around
from daypass.host.remote_control.lossy import Run, WrongTiles, whole_tiles
from daypass.host.remote_control.pictures import PicturePacker
from daypass.host.remote_control.rows import PixelRows
from daypass.protocol.picture import Codec, PictureArea

_TILE_PIXELS = 64 * 64
_REPAIRED_AT_ONCE = 24 * _TILE_PIXELS
"""Pixels in one picture: a click in the middle of a repair waits for so many at most."""
_OWED_AT_ONCE = 96 * _TILE_PIXELS
_PHOTO_QUALITY, _FRUGAL_PHOTO_QUALITY = 75, 50
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Photographs:
    """How photographs become JPEG."""

    encode: EncodePhoto
    frugal: bool = False
    works: bool = True

    def jpeg(self, fresh: PixelRows, area: Area) -> bytes | None:
        """None where that fails: then never again."""
        try:
            quality = _FRUGAL_PHOTO_QUALITY if self.frugal else _PHOTO_QUALITY
            return self.encode(fresh.cut(area), area.width, area.height, quality)
        except OSError as error:
            _log.warning("photographs go without loss from now on: %s", error)
            self.works = False
            return None


@dataclass
class SettingRight:
    """For one picture. `left`: bytes that it may still take; one tile goes in any case."""

    wrong: WrongTiles
    packer: PicturePacker
    grab: Callable[[Area], PixelRows]
    remember: Callable[[PixelRows, Area], None]
    now: float
    left: int

    def owed(self, near: tuple[int, int], photographs: Photographs | None) -> list[PictureArea]:
        """What the line did not take before; with `photographs` where they may come roughly."""
        return list(self._send(self.wrong.owed(near), _OWED_AT_ONCE, photographs))

    def repairs(self, near: tuple[int, int]) -> list[PictureArea]:
        """What came roughly and is calm."""
        return list(self._send(self.wrong.calm(near, self.now), _REPAIRED_AT_ONCE))

    def _send(
        self, runs: Iterable[Run], most_pixels: int, photographs: Photographs | None = None
    ) -> Iterator[PictureArea]:
        sent = 0
        for run in runs:
            alike, photo = self._alike(run) if photographs and photographs.works else (run, False)
            pack = partial(self._as_photo, photographs) if photo and photographs else self._without_loss
            part = pack(alike.area, self.left) or pack(alike.first, None if sent == 0 else self.left)
            if part is None:
                return
            yield part
            self.left -= len(part.payload)
            sent += part.width * part.height
            if sent >= most_pixels:
                return

    def _alike(self, run: Run) -> tuple[Run, bool]:
        """The neighbours of the tile whose turn it is that are of its kind, and whether that is a photograph."""
        fresh, tiles = self.grab(run.area), whole_tiles(run.area)
        photos = [self.packer.is_photo(fresh, tile) for tile in tiles]
        first = last = tiles.index(run.first)
        photo = photos[first]
        while first > 0 and photos[first - 1] is photo:
            first -= 1
        while last + 1 < len(tiles) and photos[last + 1] is photo:
            last += 1
        return Run(around(tiles[first : last + 1]), run.first), photo

    def _without_loss(self, area: Area, most: int | None) -> PictureArea | None:
        """None where it takes more than `most`, which is as much as it likes when None."""
        fresh = self.grab(area)
        part = self.packer.shrink(fresh, area) if most is None else self.packer.shrink_within(fresh, area, most)
        if part is not None:
            self.remember(fresh, area)
            self.wrong.settled(area)
        return part

    def _as_photo(self, photographs: Photographs, area: Area, most: int | None) -> PictureArea | None:
        fresh = self.grab(area)
        jpeg = photographs.jpeg(fresh, area)
        if jpeg is None:
            return self._without_loss(area, most)
        if most is not None and len(jpeg) > most:
            return None
        self.remember(fresh, area)
        self.wrong.settled(area)
        self.wrong.mark_rough(area, self.now)
        return PictureArea(area.x, area.y, area.width, area.height, Codec.PHOTO, jpeg)
