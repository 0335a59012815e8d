"""Unix sockets of mode 0600 between the host's processes; a message is u32 length ‖ bytes.

On Linux one account runs everything, so `who` cannot tell person from system; the socket's mode keeps other accounts out.
"""

import asyncio
import os
import struct
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from daypass.host.platform.ports import LocalPeer

MESSAGE_LIMIT = 32 << 20
_LENGTH = struct.Struct("<I")


class StreamPeer:
    """One end of a link over a byte stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, message: bytes) -> None:
        if len(message) > MESSAGE_LIMIT:
            raise ValueError(f"a local message of {len(message)} bytes is over the limit")
        try:
            self._writer.writelines((_LENGTH.pack(len(message)), message))
            await self._writer.drain()
        except ConnectionError as error:
            raise EOFError("the other process is gone") from error

    async def receive(self) -> bytes:
        try:
            (length,) = _LENGTH.unpack(await self._reader.readexactly(_LENGTH.size))
            if length > MESSAGE_LIMIT:
                raise EOFError("the other process sent too much")
            return await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise EOFError("the other process is gone") from error

    async def close(self) -> None:
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            pass


class UnixSocketLinks:
    """Links by name inside one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def serve(
        self, name: str, who: str, handler: Callable[[LocalPeer], Awaitable[None]]
    ) -> Callable[[], Awaitable[None]]:
        if sys.platform == "win32":  # for the type checker: Unix sockets
            raise OSError("Linux only")
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(name)
        path.unlink(missing_ok=True)
        peers: set[StreamPeer] = set()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            peer = StreamPeer(reader, writer)
            peers.add(peer)
            try:
                await handler(peer)
            finally:
                peers.discard(peer)
                await peer.close()

        before = os.umask(0o177)
        try:
            with _short(path) as short:
                server = await asyncio.start_unix_server(talk, short, limit=1 << 20)
        finally:
            os.umask(before)

        async def stop() -> None:
            server.close()
            for peer in list(peers):
                await peer.close()
            await server.wait_closed()
            path.unlink(missing_ok=True)

        return stop

    async def connect(self, name: str, patience_s: float = 5.0) -> LocalPeer:
        if sys.platform == "win32":  # for the type checker: Unix sockets
            raise OSError("Linux only")
        with _short(self._path(name)) as short:
            reader, writer = await asyncio.open_unix_connection(short, limit=1 << 20)
        return StreamPeer(reader, writer)

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}.sock"


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """The same file by a name that always fits: a socket's address has 108 bytes, whatever the directory is called."""
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
