"""Unix sockets of mode 0600 between the host's processes.

On Linux one account runs everything, so `who` cannot tell person from system; the socket's mode keeps other accounts out.
"""

import asyncio
import os
import socket
import struct
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from daypass.host.platform.ports import LARGEST_LOCAL_MESSAGE, LocalPeer
from daypass.host.platform.stream_peer import SEND_WITHIN_S, Places, StreamPeer

_CREDENTIALS = struct.Struct("iII")


class UnixSocketLinks:
    """Links by name inside one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def serve(
        self,
        name: str,
        who: str,
        handler: Callable[[LocalPeer], Awaitable[None]],
        largest: int = LARGEST_LOCAL_MESSAGE,
        first_within_s: float | None = None,
    ) -> Callable[[], Awaitable[None]]:
        if sys.platform == "win32":  # for the type checker: Unix sockets
            raise OSError("Linux only")
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(name)
        path.unlink(missing_ok=True)
        places = Places()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            peer = StreamPeer(reader, writer, _pid(writer), largest, SEND_WITHIN_S, first_within_s)
            try:
                if places.take(peer):
                    await handler(peer)
            except EOFError:
                pass
            finally:
                places.leave(peer)
                await peer.close()

        before = os.umask(0o177)
        try:
            with _short(path) as short:
                server = await asyncio.start_unix_server(talk, short, limit=1 << 20)
        finally:
            os.umask(before)

        async def stop() -> None:
            server.close()
            for peer in places:
                await peer.close()
            await server.wait_closed()
            path.unlink(missing_ok=True)

        return stop

    async def connect(self, name: str, patience_s: float = 5.0, to_parent: bool = False) -> LocalPeer:
        if sys.platform == "win32":  # for the type checker: Unix sockets
            raise OSError("Linux only")
        with _short(self._path(name)) as short:
            reader, writer = await asyncio.open_unix_connection(short, limit=1 << 20)
        peer = StreamPeer(reader, writer, _pid(writer))
        if to_parent and peer.pid != os.getppid():
            await peer.close()
            raise PermissionError(f"another process serves {name}")
        return peer

    def _path(self, name: str) -> Path:
        return self._directory / f"{name}.sock"


def _pid(writer: asyncio.StreamWriter) -> int:
    """The process at the other end; of a server, the one that began to listen."""
    if sys.platform == "win32":  # for the type checker: Unix sockets
        raise OSError("Linux only")
    told = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return int(_CREDENTIALS.unpack(told)[0])


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """The same file by a name that always fits: a socket's address has 108 bytes, whatever the directory is called."""
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
