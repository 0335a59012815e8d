"""Remote control: the messages of both directions (sealed, kind 1) and the picture (sealed, kind 2).

A picture is little endian: `seq u32, captured_at_us u64, width u16, height u16, flags u8, count u16`, then `count` area headers
`x u16, y u16, w u16, h u16, codec u8, length u32`, then the payloads in order.
"""

import enum
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Count, DpCode, Message, Record, decoder
from daypass.protocol.sealing import LARGEST_PLAIN

TO_VIEWER_CAP = 512 * 1024
TO_HOST_CAP = 4 * 1024
LARGEST_CURSOR = 256
MOST_AREAS = 4096

Pixel = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Place = Annotated[int, msgspec.Meta(ge=-65536, le=65535)]
CursorSide = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_CURSOR)]
U32 = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]


# --- host → viewer ------------------------------------------------------------------------------------------------


class MonitorShown(Record, frozen=True, kw_only=True):
    """One monitor inside the picture, in its pixels."""

    id: Count
    x: Place
    y: Place
    width: Pixel
    height: Pixel
    primary: bool = False


class Screen(Message, frozen=True, kw_only=True):
    """The size of the picture from now on, and the monitors in it."""

    width: Pixel
    height: Pixel
    monitors: Annotated[tuple[MonitorShown, ...], msgspec.Meta(max_length=32)]


class CursorShape(Message, frozen=True, kw_only=True):
    """A pointer's shape; `rgba` is width × height × 4 bytes, straight alpha."""

    shape_id: U32
    width: CursorSide
    height: CursorSide
    hot_x: CursorSide
    hot_y: CursorSide
    rgba: Annotated[bytes, msgspec.Meta(max_length=LARGEST_CURSOR * LARGEST_CURSOR * 4)]


class CursorMoved(Message, frozen=True, kw_only=True):
    """The pointer on the PC is here now."""

    x: Place
    y: Place
    shape_id: U32
    visible: bool


class Notice(Message, frozen=True, kw_only=True):
    """Something the technician should know; the connection stays."""

    dp: DpCode


class Bye(Message, frozen=True, kw_only=True):
    """The host ends this connection, and why."""

    dp: DpCode


class Pong(Message, frozen=True, kw_only=True):
    """The answer to Ping."""

    number: U32


# --- viewer → host ------------------------------------------------------------------------------------------------


class PictureAck(Message, frozen=True, kw_only=True):
    """The picture `seq` is on the technician's screen."""

    seq: U32


class PointerMoved(Message, frozen=True, kw_only=True):
    """Move the pointer, in the picture's pixels."""

    x: Pixel
    y: Pixel


class PointerButton(Message, frozen=True, kw_only=True):
    """Press or release: 0 left, 1 middle, 2 right, 3 back, 4 forward."""

    button: Annotated[int, msgspec.Meta(ge=0, le=4)]
    down: bool
    x: Pixel
    y: Pixel


class Wheel(Message, frozen=True, kw_only=True):
    """Turn the wheel, in 1/120 notches; positive is right and up."""

    dx: Annotated[int, msgspec.Meta(ge=-12000, le=12000)]
    dy: Annotated[int, msgspec.Meta(ge=-12000, le=12000)]


class Key(Message, frozen=True, kw_only=True):
    """A physical key by its scan code (set 1)."""

    scan: Annotated[int, msgspec.Meta(ge=0, le=127)]
    extended: bool
    down: bool


class TextTyped(Message, frozen=True, kw_only=True):
    """Characters to type, whatever the PC's layout."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class ReleaseAll(Message, frozen=True, kw_only=True):
    """Release every key and button this viewer holds."""


class RefreshPicture(Message, frozen=True, kw_only=True):
    """Send everything again."""


class ViewerEnd(Message, frozen=True, kw_only=True):
    """The technician closes this connection; the session goes on."""


class Ping(Message, frozen=True, kw_only=True):
    """Answer with Pong at once."""

    number: U32


ToViewer = Screen | CursorShape | CursorMoved | Notice | Bye | Pong
ToHost = (
    PictureAck | PointerMoved | PointerButton | Wheel | Key | TextTyped | ReleaseAll | RefreshPicture | ViewerEnd | Ping
)
_to_viewer = decoder(ToViewer, TO_VIEWER_CAP)
_to_host = decoder(ToHost, TO_HOST_CAP)


def read_to_viewer(plain: bytes) -> ToViewer:
    """One message of the host; ProtocolError when it is none, or a cursor whose bytes do not match its size."""
    message: ToViewer = _to_viewer(plain)
    if isinstance(message, CursorShape) and len(message.rgba) != message.width * message.height * 4:
        raise ProtocolError("a cursor shape has width × height × 4 bytes")
    return message


def read_to_host(plain: bytes) -> ToHost:
    """One message of the viewer; ProtocolError when it is none."""
    message: ToHost = _to_host(plain)
    return message


# --- the picture --------------------------------------------------------------------------------------------------

_PICTURE = struct.Struct("<IQHHBH")
_AREA = struct.Struct("<HHHHBI")
_COPY = struct.Struct("<HH")


class Codec(enum.IntEnum):
    """How the pixels of an area are written."""

    ZSTD = 1
    COPY = 2


_CODECS = {int(codec): codec for codec in Codec}


@dataclass(frozen=True, slots=True)
class PictureArea:
    """One changed rectangle. ZSTD: one frame of BGRX rows that states its content size; COPY: see `copy_from`."""

    x: int
    y: int
    width: int
    height: int
    codec: Codec
    payload: bytes | memoryview


@dataclass(frozen=True, slots=True)
class Picture:
    """What changed on the screen. Areas are drawn in order; `everything` means they cover the whole picture."""

    seq: int
    captured_at_us: int
    width: int
    height: int
    everything: bool
    areas: Sequence[PictureArea]


def copy_area(x: int, y: int, width: int, height: int, from_x: int, from_y: int) -> PictureArea:
    """An area that looks like another place of the picture as drawn so far."""
    return PictureArea(x, y, width, height, Codec.COPY, _COPY.pack(from_x, from_y))


def copy_from(area: PictureArea) -> tuple[int, int]:
    """Left and top of the place a COPY area is taken from."""
    left, top = _COPY.unpack(area.payload)
    return left, top


def write_picture(picture: Picture) -> bytes:
    """The bytes of a picture."""
    head = _PICTURE.pack(
        picture.seq, picture.captured_at_us, picture.width, picture.height, picture.everything, len(picture.areas)
    )
    headers = [_AREA.pack(a.x, a.y, a.width, a.height, a.codec, len(a.payload)) for a in picture.areas]
    return b"".join([head, *headers, *(area.payload for area in picture.areas)])


def read_picture(plain: bytes) -> Picture:
    """The picture in `plain`; payloads are views into it. ProtocolError unless every area lies inside and every byte is used."""
    if not _PICTURE.size <= len(plain) <= LARGEST_PLAIN:
        raise ProtocolError("a picture shorter than its header, or too large")
    seq, captured_at_us, width, height, flags, count = _PICTURE.unpack_from(plain)
    payload_at = _PICTURE.size + count * _AREA.size
    if flags > 1 or not width or not height or count > MOST_AREAS or payload_at > len(plain):
        raise ProtocolError("the header of the picture is not right")
    view, areas = memoryview(plain), []
    for x, y, w, h, number, length in _AREA.iter_unpack(view[_PICTURE.size : payload_at]):
        codec = _CODECS.get(number)
        outside = not w or not h or x + w > width or y + h > height
        if codec is None or outside or length > len(plain) - payload_at:
            raise ProtocolError("an area of the picture is not right")
        area = PictureArea(x, y, w, h, codec, view[payload_at : payload_at + length])
        if codec is Codec.COPY:
            _check_copy(area, width, height)
        areas.append(area)
        payload_at += length
    if payload_at != len(plain):
        raise ProtocolError("bytes after the last area")
    return Picture(seq, captured_at_us, width, height, bool(flags), areas)


def _check_copy(area: PictureArea, width: int, height: int) -> None:
    if len(area.payload) != _COPY.size:
        raise ProtocolError("a copy names one place")
    left, top = copy_from(area)
    if left + area.width > width or top + area.height > height:
        raise ProtocolError("a copy from outside the picture")
