"""A viewer that draws picture messages into memory, written from docs/protocol.md alone."""

import struct

import zstandard

from daypass.host.platform.ports import Cursor
from daypass.host.remote_control.capture import VirtualScreen


class DrawnPicture:
    """What a viewer's canvas would show, as BGRX rows."""

    def __init__(self) -> None:
        self.width = self.height = 0
        self.pixels = bytearray()
        self.seqs: list[int] = []
        self.flags: list[int] = []
        self.areas: list[tuple[int, int, int, int]] = []

    def draw(self, picture: bytes) -> int:
        seq, _captured_at, width, height, flags, count = struct.unpack_from("<IQHHBH", picture)
        if flags & 1:
            self.width, self.height, self.pixels = width, height, bytearray(width * height * 4)
        offset = 19 + count * 13
        for index in range(count):
            x, y, w, h, codec, length = struct.unpack_from("<HHHHBI", picture, 19 + index * 13)
            assert codec == 1
            rows = zstandard.ZstdDecompressor().decompress(picture[offset : offset + length], max_output_size=w * h * 4)
            assert len(rows) == w * h * 4
            offset += length
            self.areas.append((x, y, w, h))
            for row in range(h):
                start = ((y + row) * width + x) * 4
                self.pixels[start : start + w * 4] = rows[row * w * 4 : (row + 1) * w * 4]
        assert offset == len(picture)
        self.seqs.append(seq)
        self.flags.append(flags)
        return seq


class CollectingViewer:
    """Keeps everything the capture sends."""

    def __init__(self) -> None:
        self.screens: list[VirtualScreen] = []
        self.shapes: list[Cursor] = []
        self.moves: list[tuple[int, int, int, bool]] = []
        self.pictures: list[bytes] = []

    def screen(self, screen: VirtualScreen) -> None:
        self.screens.append(screen)

    def cursor_shape(self, cursor: Cursor) -> None:
        self.shapes.append(cursor)

    def cursor_moved(self, x: int, y: int, shape_id: int, visible: bool) -> None:
        self.moves.append((x, y, shape_id, visible))

    def picture(self, picture: bytes) -> None:
        self.pictures.append(picture)
