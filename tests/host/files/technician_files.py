"""A technician's File Manager in Python, over a real line: jobs, and transfers both ways at the pace of the line."""

from typing import Any

from tests.host.files.drive import frames, hash_of
from tests.host.technician import TechnicianViewer

from daypass.protocol import files
from daypass.protocol.file_pieces import CHUNK, read_pieces
from daypass.protocol.sealing import Kind


class TechnicianFiles:
    """One connection. What comes meanwhile is kept in `said`."""

    def __init__(self, line: TechnicianViewer) -> None:
        self.line = line
        self.said: list[Any] = []
        self._job = self._file = self.sent = self._taken = self._got = 0

    async def until(self, kind: type) -> Any:
        """The next message of this kind."""
        while True:
            opened = await self.line.receive()
            if opened.kind is Kind.MESSAGE:
                message = files.read_to_technician(opened.plain)
                self.said.append(message)
                if isinstance(message, files.BytesTaken):
                    self._taken = message.bytes
                if isinstance(message, kind):
                    return message

    async def do(self, work: type, **fields: Any) -> tuple[list[Any], files.JobDone]:
        """What a job answers, and how it ended."""
        self._job += 1
        self.said.clear()
        await self.line.send(work(job=self._job, **fields))
        done = await self.until(files.JobDone)
        return self.said[:-1], done

    async def upload(self, folder: str, name: str, data: bytes, break_at: int | None = None) -> Any:
        """Send a file, or no more than `break_at` bytes of it; how it ended."""
        self._file += 1
        put = files.PutFile(file=self._file, inside=(), name=name, size=len(data), modified_at=1_600_000_000_000)
        await self.line.send(files.PutFiles(folder=folder, if_there=files.IfThere.ASK, files=(put,)))
        start = 0
        if len(data) > CHUNK:
            opened = await self.until(files.FileOpened | files.FileFailed)
            if isinstance(opened, files.FileFailed):
                return opened
            start = opened.have if opened.so_far == hash_of(data[: opened.have]) else 0
        for frame in frames(self._file, data, start):
            while self.sent - self._taken > CHUNK - len(frame):
                await self.until(files.BytesTaken)
            self.sent += sum(len(piece.data) for piece in read_pieces(frame))
            await self.line.send_contents(frame)
            if break_at is not None and self.sent >= break_at:
                return start
        return await self.until(files.FilesTaken | files.FileFailed)

    async def download(self, folder: str, name: str, have: bytes = b"") -> bytes:
        """A whole file, checked."""
        self._file += 1
        want = files.WantFile(
            file=self._file, inside=(), name=name, have=len(have), so_far=hash_of(have) if have else None
        )
        await self.line.send(files.WantFiles(folder=folder, files=(want,)))
        data = bytearray(have)
        while True:
            opened = await self.line.receive()
            if opened.kind is Kind.MESSAGE:
                message = files.read_to_technician(opened.plain)
                assert not isinstance(message, files.FileFailed), message
                continue
            for piece in read_pieces(opened.plain):
                assert piece.offset == len(data)
                data += piece.data
                self._got += len(piece.data)
                if piece.whole is not None:
                    assert piece.whole == hash_of(bytes(data))
                    return bytes(data)
            await self.line.send(files.BytesTaken(bytes=self._got))
