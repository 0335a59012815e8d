"""One end of a local link over a byte stream, the same on every system: a message is its length (u32 LE) and its bytes.

The process at the other end may be somebody's program in the place of ours. So what it may send is bounded before it is read, and a
served end waits for nobody: who does not take a message within `SEND_WITHIN_S` is gone.
"""

import asyncio
import contextlib
import struct

from daypass.host.platform.ports import LARGEST_LOCAL_MESSAGE

SEND_WITHIN_S = 2.0
MOST_AT_ONCE = 16
"""Conversations of one served link."""
_LENGTH = struct.Struct("<I")


class StreamPeer:
    """`pid` is the process at the other end, which may send `largest` bytes at once; `send_within_s` None: as long as it takes."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        pid: int,
        largest: int = LARGEST_LOCAL_MESSAGE,
        send_within_s: float | None = None,
    ) -> None:
        self.pid = pid
        self._reader, self._writer, self._largest, self._send_within_s = reader, writer, largest, send_within_s
        self._sending = asyncio.Lock()

    async def send(self, message: bytes) -> None:
        if len(message) > LARGEST_LOCAL_MESSAGE:
            raise ValueError(f"a local message of {len(message)} bytes is over the limit")
        try:
            async with asyncio.timeout(self._send_within_s), self._sending:
                self._writer.writelines((_LENGTH.pack(len(message)), message))
                await self._writer.drain()
        except TimeoutError as deaf:
            self._writer.transport.abort()
            raise EOFError("the other process does not listen") from deaf
        except OSError as error:
            raise EOFError("the other process is gone") from error

    async def receive(self) -> bytes:
        try:
            (length,) = _LENGTH.unpack(await self._reader.readexactly(_LENGTH.size))
            if length > self._largest:
                raise EOFError("the other process announced more than it may send")
            return await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, OSError) as error:
            raise EOFError("the other process is gone") from error

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
