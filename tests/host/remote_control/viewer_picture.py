"""A viewer that draws picture messages into memory, written from docs/protocol.md alone."""

import struct
from io import BytesIO
from typing import Any

import av
import zstandard
from PIL import Image

from daypass.host.platform.ports import Area, Cursor
from daypass.host.remote_control.picture_source import VirtualScreen
from daypass.protocol.viewing import Figures


class DrawnPicture:
    """What a viewer's canvas would show, as BGRX rows."""

    def __init__(self) -> None:
        self.width = self.height = 0
        self.pixels = bytearray()
        self.seqs: list[int] = []
        self.flags: list[int] = []
        self.areas: list[tuple[int, int, int, int]] = []
        self.copies: list[Area] = []
        self._kept: list[bytes] = []
        self._next_kept = 0
        self._decoder: Any = None
        self.video_frames = self.photos = 0

    def draw(self, picture: bytes) -> int:
        data = _Bytes(picture)
        seq, flags = data.number(), data.number()
        if flags & 1:
            self.width, self.height = data.little(2), data.little(2)
            self.pixels = bytearray(self.width * self.height * 4)
            self._kept = []
            self._next_kept = 0
        while data.left:
            x, y, w, h, codec, length = (data.number() for _ in range(6))
            area, payload = Area(x, y, w, h), data.take(length)
            if codec == 2:
                self._copy(area, *struct.unpack("<HH", payload))
            elif codec == 5:
                self._put(area, self._video_frame(area, key=payload[0] == 1, frame=payload[1:]))
                self.video_frames += 1
            elif codec == 6:
                self._put(area, _photo(area, payload))
                self.photos += 1
            elif codec == 4:
                self._put(area, self._kept[int.from_bytes(payload, "little")])
            else:
                self._put(area, self._decoded(area, codec, payload))
        self.seqs.append(seq)
        self.flags.append(flags)
        return seq

    def _decoded(self, area: Area, codec: int, payload: bytes) -> bytes:
        pixels, planes = area.width * area.height, {1: 3, 3: 1}[codec]
        frame = b"\x28\xb5\x2f\xfd" + payload
        content = zstandard.ZstdDecompressor().decompress(frame, max_output_size=planes * pixels)
        assert len(content) == planes * pixels
        blue, green, red = (content[plane % planes * pixels :][:pixels] for plane in range(3))
        rows = bytearray(b"\xff" * pixels * 4)
        rows[0::4], rows[1::4], rows[2::4] = blue, green, red
        if pixels <= 4096:
            self._keep(bytes(rows))
        return bytes(rows)

    def _video_frame(self, area: Area, key: bool, frame: bytes) -> bytes:
        """Exactly one picture comes out of each frame that goes in."""
        if key:
            self._decoder = av.CodecContext.create("h264", "r")
            self._decoder.flags |= av.codec.context.Flags.low_delay
        (picture,) = self._decoder.decode(av.Packet(frame))
        assert (picture.width, picture.height) == (area.width, area.height)
        plane = picture.reformat(format="bgra").planes[0]
        packed, row = bytes(plane), area.width * 4
        return b"".join(
            packed[start : start + row] for start in range(0, plane.line_size * area.height, plane.line_size)
        )

    def _keep(self, rows: bytes) -> None:
        if len(self._kept) < 512:
            self._kept.append(rows)
        else:
            self._kept[self._next_kept] = rows
        self._next_kept = (self._next_kept + 1) % 512

    def _put(self, area: Area, rows: bytes) -> None:
        self.areas.append((area.x, area.y, area.width, area.height))
        for row in range(area.height):
            start = ((area.y + row) * self.width + area.x) * 4
            self.pixels[start : start + area.width * 4] = rows[row * area.width * 4 : (row + 1) * area.width * 4]

    def _copy(self, area: Area, from_x: int, from_y: int) -> None:
        """Reads all of its source before it writes."""
        starts = [((from_y + row) * self.width + from_x) * 4 for row in range(area.height)]
        rows = [bytes(self.pixels[start : start + area.width * 4]) for start in starts]
        for index, row in enumerate(rows):
            start = ((area.y + index) * self.width + area.x) * 4
            self.pixels[start : start + len(row)] = row
        self.copies.append(area)


def _photo(area: Area, payload: bytes) -> bytes:
    with Image.open(BytesIO(payload), formats=["JPEG"]) as picture:
        assert picture.size == (area.width, area.height)
        return picture.convert("RGBA").tobytes("raw", "BGRA")


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.left = data

    def take(self, count: int) -> bytes:
        assert count <= len(self.left)
        taken, self.left = self.left[:count], self.left[count:]
        return taken

    def little(self, count: int) -> int:
        return int.from_bytes(self.take(count), "little")

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value


def opaque(pixels: bytes) -> bytes:
    """BGRX with the unused byte as a viewer draws it."""
    opaque = bytearray(pixels)
    opaque[3::4] = b"\xff" * (len(pixels) // 4)
    return bytes(opaque)


class CollectingViewer:
    """Keeps everything the capture sends."""

    def __init__(self) -> None:
        self.screens: list[VirtualScreen] = []
        self.shapes: list[Cursor] = []
        self.moves: list[tuple[int, int, int, bool]] = []
        self.pictures: list[bytes] = []
        self.monitors_gone = 0
        self.told: list[Figures] = []

    def screen(self, screen: VirtualScreen) -> None:
        self.screens.append(screen)

    def monitor_gone(self) -> None:
        self.monitors_gone += 1

    def cursor_shape(self, cursor: Cursor) -> None:
        self.shapes.append(cursor)

    def cursor_moved(self, x: int, y: int, shape_id: int, visible: bool) -> None:
        self.moves.append((x, y, shape_id, visible))

    def picture(self, picture: bytes) -> None:
        self.pictures.append(picture)

    def figures(self, figures: Figures) -> None:
        self.told.append(figures)
