"""Files that are wanted: read, hashed and packed into frames, small ones many at a time. One thread uses it."""

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from daypass.host.files.folders import Folders
from daypass.host.files.hashes import hash_beginning
from daypass.host.files.problems import FileProblem, code_of
from daypass.host.platform.ports import Files
from daypass.protocol.errors import ProtocolError
from daypass.protocol.file_pieces import FRAME, Piece, PieceHash, write_piece
from daypass.protocol.files import FileFailed, StopFiles, WantFile, WantFiles
from daypass.protocol.messages import Message

MOST_WANTED = 20_000
_MOST_PIECES = 3000
"""In one frame; their heads must fit beside the contents."""


@dataclass(slots=True)
class _Reading:
    """The file that a group is at."""

    want: WantFile
    path: str
    descriptor: int
    size: int
    modified_ns: int
    identity: tuple[int, int]
    hashing: PieceHash = field(default_factory=PieceHash)


@dataclass(eq=False, slots=True)
class _Group:
    """One WantFiles; its files go one after another."""

    folder: str
    wants: deque[WantFile]
    reading: _Reading | None = None


class Downloads:
    """Everything wanted on one line; groups take turns, so that a small file need not wait for a large one."""

    def __init__(self, files: Files, folders: Folders, log: Callable[[str, str], None]) -> None:
        self._files, self._folders, self._log = files, folders, log
        self._groups: deque[_Group] = deque()
        self._last = -1
        self._stopped: set[int] = set()

    def want(self, message: WantFiles) -> None:
        """Files are asked for."""
        if sum(len(group.wants) for group in self._groups) + len(message.files) > MOST_WANTED:
            raise ProtocolError("too many files wanted at once")
        for want in message.files:
            if want.file <= self._last:
                raise ProtocolError("the numbers of files rise")
            self._last = want.file
        self._groups.append(_Group(message.folder, deque(message.files)))

    def stop(self, message: StopFiles) -> None:
        """These are not wanted any more, or not now."""
        if self._groups:
            self._stopped.update(message.files)

    def close(self) -> None:
        for group in self._groups:
            self._end(group)
        self._groups.clear()

    @property
    def any_left(self) -> bool:
        return bool(self._groups)

    def next_frame(self, room: int) -> tuple[bytes, int, list[Message]]:
        """The next frame with at most `room` bytes of contents, how many it has, and what became of files; empty when there is no more."""
        pieces: list[bytes] = []
        answers: list[Message] = []
        room = min(room, FRAME)
        filled = 0
        while self._groups and filled < room and len(pieces) < _MOST_PIECES:
            group = self._groups[0]
            piece = self._next_piece(group, room - filled, answers)
            if piece is None:
                self._groups.popleft()
                continue
            pieces.append(write_piece(piece))
            filled += len(piece.data)
        self._groups.rotate(-1)
        if not self._groups:
            self._stopped.clear()
        return b"".join(pieces), filled, answers

    def _next_piece(self, group: _Group, room: int, answers: list[Message]) -> Piece | None:
        while group.reading is not None or group.wants:
            number = group.reading.want.file if group.reading else group.wants[0].file
            try:
                if number in self._stopped:
                    self._skip(group)
                    continue
                if group.reading is None:
                    group.reading = self._open(group, group.wants.popleft())
                return self._read(group, group.reading, room)
            except (OSError, FileProblem) as error:
                self._end(group)
                dp = error.dp if isinstance(error, FileProblem) else code_of(error)
                answers.append(FileFailed(file=number, dp=dp))
        return None

    def _skip(self, group: _Group) -> None:
        if group.reading is None:
            group.wants.popleft()
        self._end(group)

    def _open(self, group: _Group, want: WantFile) -> _Reading:
        folder = self._folders.within(self._folders.folder(group.folder), want.inside)
        path = self._folders.known_child(folder, want.name)
        found = self._files.look(path)
        if found.kind != "file":
            raise FileProblem("DP-708" if found.kind == "link" else "DP-706", path)
        descriptor = self._files.open_to_read(path)
        try:
            return self._beginning(want, path, descriptor)
        except OSError:
            os.close(descriptor)
            raise

    @staticmethod
    def _beginning(want: WantFile, path: str, descriptor: int) -> _Reading:
        """Where the other side stands, if it has the same beginning."""
        looked = os.fstat(descriptor)
        reading = _Reading(want, path, descriptor, looked.st_size, looked.st_mtime_ns, (looked.st_dev, looked.st_ino))
        if want.have and want.have <= looked.st_size:
            reading.hashing = hash_beginning(descriptor, want.have)
            if reading.hashing.digest() != want.so_far:
                reading.hashing = PieceHash()
                os.lseek(descriptor, 0, os.SEEK_SET)
        return reading

    def _read(self, group: _Group, reading: _Reading, room: int) -> Piece:
        offset = reading.hashing.size
        data = os.read(reading.descriptor, min(room, reading.size - offset)) if offset < reading.size else b""
        reading.hashing.update(data)
        ends = reading.hashing.size == reading.size
        if not data and not ends:
            raise FileProblem("DP-707", reading.path)
        if not ends:
            return Piece(reading.want.file, offset, data, None)
        self._must_be_unchanged(reading)
        self._end(group)
        self._log("downloaded", reading.path)
        return Piece(reading.want.file, offset, data, reading.hashing.digest())

    def _must_be_unchanged(self, reading: _Reading) -> None:
        looked = os.fstat(reading.descriptor)
        identity = self._files.look(reading.path).identity
        same_file = identity == (0, 0) or identity == reading.identity
        if (looked.st_size, looked.st_mtime_ns) != (reading.size, reading.modified_ns) or not same_file:
            raise FileProblem("DP-707", reading.path)

    @staticmethod
    def _end(group: _Group) -> None:
        if group.reading is not None:
            os.close(group.reading.descriptor)
            group.reading = None
