"""One end of a local link over a byte stream, the same on every system: a message is its length (u32 LE) and its bytes.

The process at the other end may be somebody's program in the place of ours. So what it may send is bounded before it is read, and a
served end waits for nobody: who does not take a message within `SEND_WITHIN_S` is gone, and so is, where a link wants it, who has not
said its first one in time. Nobody keeps others away by filling its places.
"""

import asyncio
import contextlib
import struct
from collections.abc import Iterator

from daypass.host.platform.ports import LARGEST_LOCAL_MESSAGE

SEND_WITHIN_S = 2.0
MOST_AT_ONCE, MOST_OF_ONE_PROCESS = 16, 4
"""Conversations of one served link."""
_LENGTH = struct.Struct("<I")


class StreamPeer:
    """`pid` is the process at the other end, which may send `largest` bytes at once; of the times None means: as long as it takes."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        pid: int,
        largest: int = LARGEST_LOCAL_MESSAGE,
        send_within_s: float | None = None,
        first_within_s: float | None = None,
    ) -> None:
        self.pid = pid
        self.has_spoken = False
        """A whole message of the other process was taken."""
        self._first_within_s = first_within_s
        self._reader, self._writer, self._largest, self._send_within_s = reader, writer, largest, send_within_s
        self._sending = asyncio.Lock()
        self._announced: int | None = None

    async def send(self, message: bytes) -> None:
        if len(message) > LARGEST_LOCAL_MESSAGE:
            raise ValueError(f"a local message of {len(message)} bytes is over the limit")
        try:
            async with asyncio.timeout(self._send_within_s), self._sending:
                self._writer.writelines((_LENGTH.pack(len(message)), message))
                await self._writer.drain()
        except TimeoutError as deaf:
            self.cut()
            raise EOFError("the other process does not listen") from deaf
        except OSError as error:
            raise EOFError("the other process is gone") from error

    async def receive(self) -> bytes:
        """Nothing is lost when whoever waits is cancelled: the next one gets it."""
        try:
            async with asyncio.timeout(None if self.has_spoken else self._first_within_s):
                if self._announced is None:
                    (self._announced,) = _LENGTH.unpack(await self._reader.readexactly(_LENGTH.size))
                if self._announced > self._largest:
                    raise EOFError("the other process announced more than it may send")
                message = await self._reader.readexactly(self._announced)
            self.has_spoken, self._announced = True, None
            return message
        except TimeoutError as silent:
            self.cut()
            raise EOFError("the other process says nothing") from silent
        except (asyncio.IncompleteReadError, OSError) as error:
            raise EOFError("the other process is gone") from error

    def cut(self) -> None:
        """The link is over at once; whoever waits for a message hears it."""
        self._writer.transport.abort()

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


class Places:
    """The conversations of one served link: so many, few of one process, and who has said nothing yet makes room for who comes."""

    def __init__(self) -> None:
        self._taken: list[StreamPeer] = []

    def take(self, peer: StreamPeer) -> bool:
        """Whether there is a place; it is left by `leave`."""
        if peer.pid and sum(one.pid == peer.pid for one in self._taken) >= MOST_OF_ONE_PROCESS:
            return False
        if len(self._taken) >= MOST_AT_ONCE:
            silent = next((one for one in self._taken if not one.has_spoken), None)
            if silent is None:
                return False
            self._taken.remove(silent)
            silent.cut()
        self._taken.append(peer)
        return True

    def leave(self, peer: StreamPeer) -> None:
        if peer in self._taken:
            self._taken.remove(peer)

    def __iter__(self) -> Iterator[StreamPeer]:
        return iter(list(self._taken))
