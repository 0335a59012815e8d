"""A PC's drive in a folder of the test, and the technician's side of a transfer over a line that may break anywhere."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from daypass.host.files.changes import Changes
from daypass.host.files.downloads import Downloads
from daypass.host.files.folders import Folders
from daypass.host.files.uploads import Uploads
from daypass.host.platform.fake.files import FakeFiles
from daypass.protocol.file_pieces import CHUNK, FRAME, Piece, PieceHash, read_pieces, write_piece
from daypass.protocol.files import BytesTaken, FileOpened, IfThere, PutFile, PutFiles, WantFile
from daypass.protocol.messages import Message


@dataclass
class Drive:
    """What both engines of one line work on."""

    root: Path
    files: FakeFiles = field(init=False)
    logged: list[tuple[str, str]] = field(default_factory=list)
    parts: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files = FakeFiles(self.root)
        self.folders = Folders(self.files)
        self.changes = Changes(self.files, self.folders)

    def uploads(self) -> Uploads:
        return Uploads(self.files, self.folders, self.changes, self._log, self.keep)

    def downloads(self) -> Downloads:
        return Downloads(self.files, self.folders, self._log)

    def keep(self, path: str, kept: bool) -> None:
        self.parts[path] = kept

    def _log(self, what: str, detail: str) -> None:
        self.logged.append((what, detail))

    def names(self) -> set[str]:
        return {str(one.relative_to(self.root)) for one in self.root.rglob("*") if not one.is_dir()}


def put(number: int, name: str, size: int, inside: Sequence[str] = (), modified_at: int = 1_600_000_000_000) -> PutFile:
    return PutFile(file=number, inside=tuple(inside), name=name, size=size, modified_at=modified_at)


def put_files(*files: PutFile, folder: str = "/", if_there: IfThere = IfThere.ASK) -> PutFiles:
    return PutFiles(folder=folder, if_there=if_there, files=files)


def want(number: int, name: str, have: bytes = b"", inside: Sequence[str] = ()) -> WantFile:
    return WantFile(
        file=number, inside=tuple(inside), name=name, have=len(have), so_far=hash_of(have) if have else None
    )


def hash_of(data: bytes) -> bytes:
    hashing = PieceHash()
    hashing.update(data)
    return hashing.digest()


def frames(number: int, data: bytes, start: int = 0, step: int = FRAME) -> Iterator[bytes]:
    """One piece a frame, from `start` on, the last one with the hash of everything."""
    at = start
    while True:
        piece = data[at : at + step]
        last = at + len(piece) == len(data)
        yield write_piece(Piece(number, at, piece, hash_of(data) if last else None))
        at += len(piece)
        if last:
            return


def upload_over_breaking_lines(drive: Drive, data: bytes, breaks: Sequence[int], dice: random.Random) -> int:
    """Upload until it is whole; each line takes so many bytes and breaks, and what was under way is lost. Answers the bytes sent twice."""
    sent = 0
    for line, breaks_after in enumerate([*breaks, len(data) + CHUNK]):
        uploads = drive.uploads()
        opened = next(
            one for one in uploads.put(put_files(put(line, "big.bin", len(data)))) if isinstance(one, FileOpened)
        )
        have = opened.have if opened.so_far == hash_of(data[: opened.have]) else 0
        under_way = dice.randrange(0, CHUNK)
        arrived, broken = 0, False
        for frame in frames(line, data, have, dice.choice([FRAME, FRAME // 3, 70_001])):
            size = sum(len(piece.data) for piece in read_pieces(frame))
            sent += size
            broken = broken or arrived + size > breaks_after
            if broken:  # and stays so for a smaller frame that comes later
                under_way -= size
                if under_way < 0:
                    break
                continue
            answers: list[Message] = uploads.take(frame)
            arrived += size
            assert isinstance(answers[-1], BytesTaken)
        uploads.close()
        if "big.bin" in drive.names():
            break
    return sent - len(data)
