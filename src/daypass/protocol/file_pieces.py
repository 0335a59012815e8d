"""Contents of files on the line (sealed, kind 3), both ways alike, and the hash that a whole file is verified by.

A frame holds pieces one after another, of one file or of many small ones: `file u32, offset u64, length u32, last u8` (little endian), on
the last piece of a file the hash of the whole (32 bytes), then `length` bytes. The pieces of a file come in order and without gaps.
"""

import hashlib
import struct
from collections.abc import Iterator
from typing import NamedTuple

from daypass.protocol.errors import ProtocolError

CHUNK = 4 << 20
"""Bytes. What one hash covers, and the most that is under way unacknowledged: so at most one chunk is sent twice when a line breaks."""
FRAME = 512 << 10
"""Bytes of contents in one frame, at most: sealed and passed on in well under a millisecond, beside other tools on the line."""
FRAME_CAP = FRAME + (256 << 10)
"""Bytes of a whole frame, with the heads of its pieces; more is refused unread."""
HASH = 32

_HEAD = struct.Struct("<IQIB")
_TREE = b"daypass/1 file\0"


class Piece(NamedTuple):
    """Bytes of one file. `whole` is the hash of the file, on its last piece."""

    file: int
    offset: int
    data: memoryview | bytes
    whole: bytes | None


class PieceHash:
    """The hash of a file, out of its bytes in order: each chunk has its SHA-256.

    The whole is `SHA-256("daypass/1 file" 0 ‖ size u64 BE ‖ SHA-256(the chunks' hashes one after another))`.
    """

    def __init__(self) -> None:
        self.size = 0
        self._chunks = hashlib.sha256()
        self._count_in_chunk = 0
        self._chunk = hashlib.sha256()

    def update(self, data: bytes | memoryview) -> None:
        """The next bytes."""
        view = memoryview(data)
        while view.nbytes:
            part = view[: CHUNK - self._count_in_chunk]
            self._chunk.update(part)
            self._count_in_chunk += part.nbytes
            self.size += part.nbytes
            view = view[part.nbytes :]
            if self._count_in_chunk == CHUNK:
                self._chunks.update(self._chunk.digest())
                self._chunk, self._count_in_chunk = hashlib.sha256(), 0

    def digest(self) -> bytes:
        """Of all bytes so far, as if the file ended here; more may follow."""
        chunks = self._chunks.copy()
        if self._count_in_chunk:
            chunks.update(self._chunk.digest())
        return hashlib.sha256(_TREE + self.size.to_bytes(8, "big") + chunks.digest()).digest()


def write_piece(piece: Piece) -> bytes:
    """Head and bytes of one piece."""
    head = _HEAD.pack(piece.file, piece.offset, memoryview(piece.data).nbytes, piece.whole is not None)
    return b"".join((head, piece.whole or b"", piece.data))


def read_pieces(frame: bytes | memoryview) -> Iterator[Piece]:
    """The pieces of a frame, their bytes not copied. ProtocolError when it is none."""
    view = memoryview(frame)
    if view.nbytes > FRAME_CAP:
        raise ProtocolError("a frame of a transfer is too large", "DP-206")
    while view.nbytes:
        if view.nbytes < _HEAD.size:
            raise ProtocolError("half the head of a piece")
        file, offset, length, last = _HEAD.unpack_from(view)
        start = _HEAD.size + (HASH if last else 0)
        if last > 1 or view.nbytes < start + length or offset + length >= 1 << 53 or not (length or last):
            raise ProtocolError("a piece that is none")
        whole = bytes(view[_HEAD.size : start]) if last else None
        yield Piece(file, offset, view[start : start + length], whole)
        view = view[start + length :]
