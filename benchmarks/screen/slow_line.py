"""A line between browser and server that can be made slow: a router with a small buffer, told by a token bucket, in each direction a delay.

Runs in a thread of its own with its own event loop. Free, it passes on at once what it reads.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

BITS_PER_S, ROUND_TRIP_S, BUFFER_BYTES = 10_000_000, 0.020, 64 * 1024
PACKET_BYTES, PIECE_BYTES = 1448, 4 * 1024
"""A piece is what is passed on at a time."""


class SlowLine:
    """Listens on `port` of this machine; every connection goes on to the server's port."""

    def __init__(self, server_port: int, bits_per_s: int = BITS_PER_S) -> None:
        self._server_port, self._bits_per_s = server_port, bits_per_s
        self._limited = threading.Event()
        self._free_at = 0.0
        self.port = 0

    def limit(self) -> None:
        """From now on as slow as was said (10 Mbit/s) towards the browser, and 20 ms there and back."""
        self._limited.set()

    def lift(self) -> None:
        """From now on as fast as it goes."""
        self._limited.clear()

    async def serve(self, started: threading.Event, stop: asyncio.Event) -> None:
        """Until told to stop."""
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0, limit=PIECE_BYTES)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await stop.wait()
        server.close()

    async def _meet(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        """One connection. The socket to the server takes little ahead: what waits, waits at the server as it would before a router."""
        way = socket.socket()
        # Linux doubles the first. Packets as on a network: with the loopback's of 64 KiB so small a window would stall.
        way.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES // 4)
        way.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, PACKET_BYTES)
        way.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(way, ("127.0.0.1", self._server_port))
        except OSError:
            to_browser.close()
            return
        server, to_server = await asyncio.open_connection(sock=way, limit=PIECE_BYTES)
        for writer in (to_browser, to_server):
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            writer.transport.set_write_buffer_limits(PIECE_BYTES)
        with suppress(BaseExceptionGroup, asyncio.CancelledError):
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(browser, to_server, limited=False), name="to the server")
                both.create_task(self._carry(server, to_browser, limited=True), name="to the browser")
        to_server.transport.abort()
        to_browser.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, limited: bool) -> None:
        """Read into a small buffer, write when it is due. Ends with the source."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(BUFFER_BYTES // 2 // PIECE_BYTES)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._read(source, waiting), name="read")
            both.create_task(self._write(waiting, target, limited), name="write")

    async def _read(self, source: asyncio.StreamReader, waiting: "asyncio.Queue[tuple[float, bytes]]") -> None:
        with suppress(ConnectionError):
            while piece := await source.read(PIECE_BYTES):
                await waiting.put((time.monotonic(), piece))
        await waiting.put((time.monotonic(), b""))

    async def _write(
        self, waiting: "asyncio.Queue[tuple[float, bytes]]", target: asyncio.StreamWriter, limited: bool
    ) -> None:
        with suppress(ConnectionError):
            while True:
                came, piece = await waiting.get()
                if self._limited.is_set():
                    await _until(self._due(came, len(piece) if limited else 0))
                if not piece:
                    break
                target.write(piece)
                await target.drain()
        with suppress(OSError, RuntimeError):
            target.write_eof()

    def _due(self, came: float, length: int) -> float:
        """When the last bit of a piece has arrived; all connections share the line."""
        if not length:
            return came + ROUND_TRIP_S / 2
        self._free_at = max(self._free_at, came) + length * 8 / self._bits_per_s
        return self._free_at + ROUND_TRIP_S / 2


async def _until(due: float) -> None:
    if (left := due - time.monotonic()) > 0:
        await asyncio.sleep(left)


@contextmanager
def slow_line(server_port: int, bits_per_s: int = BITS_PER_S) -> Iterator[SlowLine]:
    """Free until it is limited; gone at the end of the block."""
    line, started = SlowLine(server_port, bits_per_s), threading.Event()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=_run, args=(loop, line, started, stop), name="slow line")
    thread.start()
    try:
        if not started.wait(10):
            raise TimeoutError("the slow line did not start")
        yield line
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


def _run(loop: asyncio.AbstractEventLoop, line: SlowLine, started: threading.Event, stop: asyncio.Event) -> None:
    """Its thread. Connections that still stand at the end are cut."""
    try:
        loop.run_until_complete(line.serve(started, stop))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
