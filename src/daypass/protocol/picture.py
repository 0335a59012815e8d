"""The picture of remote control (sealed, kind 2): what changed on the screen, as areas that are drawn in their order.

Numbers are LEB128: `seq, flags`; with flag 1 `width u16, height u16` (little endian); then areas up to the end, each
`x, y, width, height, codec, length` and its payload.
"""

import enum
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from daypass.protocol.errors import ProtocolError
from daypass.protocol.leb128 import leb128
from daypass.protocol.sealing import LARGEST_PLAIN

MOST_AREAS = 4096
_SCREEN_SIZE = struct.Struct("<HH")
_COPY = struct.Struct("<HH")
_KEPT = struct.Struct("<H")

KEPT_AREAS = 512
"""How many small areas both sides remember."""
LARGEST_KEPT_PIXELS = 4096
LARGEST_PHOTO_PIXELS = 262_144
"""A photograph comes in pieces."""


class Codec(enum.IntEnum):
    """How the pixels of an area are written."""

    PLANES = 1
    COPY = 2
    GREY = 3
    KEPT = 4
    VIDEO = 5
    PHOTO = 6


_CODECS = {int(codec): codec for codec in Codec}


@dataclass(frozen=True, slots=True)
class PictureArea:
    """One changed rectangle; the payload by codec.

    PLANES: one zstd frame without its magic number that states its content size: all blue bytes, then green, then red.
    GREY: the same with one plane, for areas without colour. COPY: see `copy_from`. KEPT: see `kept_index`.
    PHOTO: one baseline JPEG of the area's size.
    VIDEO: one flag byte (1 = a key frame begins a new video) and one H.264 frame (Annex B, no reordering) of the area's size.
    """

    x: int
    y: int
    width: int
    height: int
    codec: Codec
    payload: bytes | memoryview


@dataclass(frozen=True, slots=True)
class Picture:
    """What changed on the screen. Areas are drawn in order; with a `size` they cover the whole picture, of that width and height."""

    seq: int
    size: tuple[int, int] | None
    areas: Sequence[PictureArea]


def copy_area(x: int, y: int, width: int, height: int, from_x: int, from_y: int) -> PictureArea:
    """An area that looks like another place of the picture as drawn so far."""
    return PictureArea(x, y, width, height, Codec.COPY, _COPY.pack(from_x, from_y))


def copy_from(area: PictureArea) -> tuple[int, int]:
    """Left and top of the place a COPY area is taken from."""
    left, top = _COPY.unpack(area.payload)
    return left, top


def kept_area(x: int, y: int, width: int, height: int, index: int) -> PictureArea:
    """An area with the pixels of a remembered one of the same size."""
    return PictureArea(x, y, width, height, Codec.KEPT, _KEPT.pack(index))


def kept_index(area: PictureArea) -> int:
    """The place in the memory of small areas that a KEPT area names."""
    index: int = _KEPT.unpack(area.payload)[0]
    return index


def video_area(x: int, y: int, width: int, height: int, key: bool, frame: bytes) -> PictureArea:
    """The next frame of the video that plays at this place."""
    return PictureArea(x, y, width, height, Codec.VIDEO, bytes([key]) + frame)


def write_picture(picture: Picture) -> bytes:
    """The bytes of a picture."""
    parts: list[bytes | memoryview] = [leb128(picture.seq), b"\1" if picture.size else b"\0"]
    if picture.size:
        parts.append(_SCREEN_SIZE.pack(*picture.size))
    for area in picture.areas:
        numbers = (area.x, area.y, area.width, area.height, area.codec, len(area.payload))
        parts += [leb128(number) for number in numbers]
        parts.append(area.payload)
    return b"".join(parts)


def read_picture(plain: bytes, width: int, height: int) -> Picture:
    """The picture in `plain` for a screen that is known to be of that size; payloads are views into `plain`.

    ProtocolError unless every area lies inside and every byte is used.
    """
    if len(plain) > LARGEST_PLAIN:
        raise ProtocolError("a picture too large")
    reader = _PictureReader(plain)
    seq, flags = reader.number(2**32 - 1), reader.number(1)
    if flags:
        width, height = _SCREEN_SIZE.unpack(reader.bytes(_SCREEN_SIZE.size))
        if not width or not height:
            raise ProtocolError("a screen without pixels")
    areas: list[PictureArea] = []
    while not reader.at_end:
        if len(areas) == MOST_AREAS:
            raise ProtocolError("too many areas")
        areas.append(_read_area(reader, width, height))
    return Picture(seq, (width, height) if flags else None, areas)


def picture_seq(plain: bytes) -> int:
    """The number of a picture, without reading the rest. ProtocolError when there is none."""
    return _PictureReader(plain).number(2**32 - 1)


def _read_area(reader: "_PictureReader", width: int, height: int) -> PictureArea:
    x, y, w, h = (reader.number(65535) for _ in range(4))
    codec = _CODECS.get(reader.number(255))
    if codec is None or not w or not h or x + w > width or y + h > height:
        raise ProtocolError("an area of the picture is not right")
    area = PictureArea(x, y, w, h, codec, reader.bytes(reader.number(LARGEST_PLAIN)))
    if codec is Codec.COPY:
        _check_copy(area, width, height)
    if codec is Codec.KEPT and (len(area.payload) != _KEPT.size or kept_index(area) >= KEPT_AREAS):
        raise ProtocolError("a kept area that cannot be")
    if codec is Codec.VIDEO and (len(area.payload) < 2 or area.payload[0] > 1 or w % 2 or h % 2):
        raise ProtocolError("a frame of a video that cannot be")
    if codec is Codec.PHOTO and (not area.payload or w * h > LARGEST_PHOTO_PIXELS):
        raise ProtocolError("a photograph that cannot be")
    return area


def _check_copy(area: PictureArea, width: int, height: int) -> None:
    if len(area.payload) != _COPY.size:
        raise ProtocolError("a copy names one place")
    left, top = copy_from(area)
    if left + area.width > width or top + area.height > height:
        raise ProtocolError("a copy from outside the picture")


class _PictureReader:
    """Reads a picture from its beginning; ProtocolError where the bytes end too early or a number is too large."""

    def __init__(self, plain: bytes) -> None:
        self._view, self._at = memoryview(plain), 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._view)

    def number(self, largest: int) -> int:
        """A LEB128 number of at most five bytes."""
        value = 0
        for shift in range(0, 35, 7):
            byte = self.bytes(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                if value > largest:
                    raise ProtocolError("a number too large for its place")
                return value
        raise ProtocolError("a number without an end")

    def bytes(self, count: int) -> memoryview:
        if count > len(self._view) - self._at:
            raise ProtocolError("the picture ends too early")
        self._at += count
        return self._view[self._at - count : self._at]
