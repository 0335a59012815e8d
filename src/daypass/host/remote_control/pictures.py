"""Shrinks changed areas of the screen without loss."""

import zstandard

from daypass.host.platform.ports import Area
from daypass.host.remote_control.rows import BYTES_PER_PIXEL, PixelRows
from daypass.host.remote_control.scrolling import Moved
from daypass.protocol.picture import KEPT_AREAS, LARGEST_KEPT_PIXELS, Codec, PictureArea, copy_area, kept_area
from daypass.protocol.sealing import LARGEST_PLAIN

_MAGIC_BYTES = 4
_GREY = b"\x80"
_STRIPS, _STRIP_ROWS = 16, 4
_GRAINY_BYTES = 128 * 1024
_GRAINY_BYTES_PER_PIXEL = 0.5
"""A page of text takes about 0.13, a soft film from 0.2, a photograph 1 to 2, grain 2.4."""


class PicturePacker:
    """Colours by planes, then zstd at level 1: a third smaller than rows of whole pixels, on text smaller and faster than JPEG.

    Letters, carets, hovered buttons and busy signs come again and again: small areas that the viewer has had are only named.
    """

    def __init__(self) -> None:
        self._zstd = zstandard.ZstdCompressor(level=1)
        self._kept: dict[tuple[int, bytes], int] = {}
        self._places: list[tuple[int, bytes]] = []
        self._next_place = 0

    def forget(self) -> None:
        """The viewer starts anew and has kept nothing."""
        self._kept.clear()
        self._places.clear()
        self._next_place = 0

    def is_grainy(self, fresh: PixelRows, part: Area) -> bool:
        """Whether `part` is large and so full of detail that a video shows it sooner, however fast the line is."""
        likely = self.likely_bytes(fresh, part)
        return likely >= _GRAINY_BYTES and likely >= _GRAINY_BYTES_PER_PIXEL * part.width * part.height

    def likely_bytes(self, fresh: PixelRows, part: Area) -> int:
        """What `part` takes without loss, roughly; 0 where it is too small to ask beforehand.

        Strips of it are enough to tell: 0.5 ms where all of 1080p takes 7.
        """
        pixels = part.width * part.height
        if pixels * BYTES_PER_PIXEL < _GRAINY_BYTES:
            return 0
        step = max(_STRIP_ROWS, part.height // _STRIPS)
        tops = range(part.y, part.y + part.height - _STRIP_ROWS + 1, step)
        strips = b"".join(fresh.cut(Area(part.x, top, part.width, _STRIP_ROWS)) for top in tops)
        return len(self._zstd.compress(b"".join(_planes(strips)))) * pixels * BYTES_PER_PIXEL // max(1, len(strips))

    def is_photo(self, fresh: PixelRows, tile: Area) -> bool:
        """Whether a tile looks more like a photograph than like text."""
        packed = self._zstd.compress(b"".join(_planes(bytes(fresh.cut(tile)))))
        return len(packed) >= _GRAINY_BYTES_PER_PIXEL * tile.width * tile.height

    def blank(self, area: Area) -> PictureArea:
        """Grey all over, for a few bytes: what comes later has something to be drawn on."""
        payload = self._zstd.compress(_GREY * (area.width * area.height))[_MAGIC_BYTES:]
        return PictureArea(area.x, area.y, area.width, area.height, Codec.GREY, payload)

    def shrink(self, fresh: PixelRows, part: Area) -> PictureArea:
        """The pixels of `part`; what is small is kept from now on, as the viewer keeps it when it draws it."""
        whole = self.shrink_within(fresh, part, LARGEST_PLAIN)
        if whole is None:
            raise ValueError("an area too large for any picture")
        return whole

    def shrink_within(self, fresh: PixelRows, part: Area, most: int) -> PictureArea | None:
        """As `shrink`; None, and nothing is kept, where that would take more than `most` bytes."""
        pixels = bytes(fresh.cut(part))
        blue, green, red = _planes(pixels)
        grey = blue == green == red
        planes = blue if grey else b"".join((blue, green, red))
        if part.width * part.height <= LARGEST_KEPT_PIXELS:
            key = (part.width, planes)
            place = self._kept.get(key)
            if place is not None:
                return kept_area(part.x, part.y, part.width, part.height, place)
        payload = self._zstd.compress(planes)[_MAGIC_BYTES:]
        if len(payload) > most:
            return None
        if part.width * part.height <= LARGEST_KEPT_PIXELS:
            self._keep((part.width, planes))
        return PictureArea(part.x, part.y, part.width, part.height, Codec.GREY if grey else Codec.PLANES, payload)

    def _keep(self, key: tuple[int, bytes]) -> None:
        if len(self._places) < KEPT_AREAS:
            self._places.append(key)
        else:
            del self._kept[self._places[self._next_place]]
            self._places[self._next_place] = key
        self._kept[key] = self._next_place
        self._next_place = (self._next_place + 1) % KEPT_AREAS


def _planes(pixels: bytes) -> tuple[bytes, bytes, bytes]:
    """Blue, green and red of BGRX."""
    return pixels[0::BYTES_PER_PIXEL], pixels[1::BYTES_PER_PIXEL], pixels[2::BYTES_PER_PIXEL]


def copied(moved: Moved) -> PictureArea:
    """What moved, as a copy inside the viewer's picture."""
    area, source = moved.area, moved.source
    return copy_area(area.x, area.y, area.width, area.height, source.x, source.y)
