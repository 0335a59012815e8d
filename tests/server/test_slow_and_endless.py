"""Peers that send without end, or never read: they lose their connection, not the server its memory."""

import asyncio
import contextlib
import os
import struct

import pytest
from tests.server.running import RunningServer, active_session

from daypass.server import http_connections, sockets
from daypass.server.sessions import host_routes

pytestmark = pytest.mark.slow  # real sockets, seconds together

PIECE = b"x" * 60_000


async def sent_until_cut(running: RunningServer, beginning: bytes, piece: bytes, most: int) -> int:
    """How many bytes the server took before it cut the connection; `most` when it did not."""
    _, writer = await asyncio.open_connection("127.0.0.1", running.port)
    taken = 0
    with contextlib.suppress(OSError):
        writer.write(beginning)
        await asyncio.sleep(0.3)  # what comes with a handshake is no frame yet
        while taken < most:
            writer.write(piece)
            async with asyncio.timeout(5):
                await writer.drain()
            taken += len(piece)
    writer.transport.abort()
    return taken


HEADERS = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = b"POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"


@pytest.mark.parametrize(
    ("beginning", "piece"),
    [
        (HEADERS, b"X-A: " + PIECE + b"\r\n"),
        (HEADERS + b"X-A: ", PIECE),
        (b"GET /", PIECE),
        (CHUNKED, b"X-A: " + PIECE + b"\r\n"),
        (CHUNKED + b"X-A: ", PIECE),
    ],
)
async def test_a_request_that_never_ends_is_cut_off(running: RunningServer, beginning: bytes, piece: bytes) -> None:
    assert await sent_until_cut(running, beginning, piece, most=60_000_000) < 40_000_000
    assert (await running.http.get("/healthz")).status_code == 200


@pytest.mark.parametrize("beginning", [b"", b"GET / HTTP/1.1\r\nHost: loc", HEADERS + b"Content-Length: 9\r\n\r\nabc"])
async def test_a_request_that_does_not_come_is_not_waited_for(
    running: RunningServer, beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connections, "REQUEST_WITHIN_S", 0.5)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(beginning)
    with contextlib.suppress(ConnectionError):
        async with asyncio.timeout(5):
            await reader.read()
    writer.close()


def frame(opcode: int, payload: bytes) -> bytes:
    """A masked frame as a client sends it."""
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else struct.pack(">BH", 0x80 | 126, len(payload))
    return bytes([0x80 | opcode]) + length + bytes(4) + payload


UPGRADE = (
    b"GET /api/host/control?session_id=x HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


async def test_pings_that_nobody_reads_the_answers_of_do_not_pile_up(running: RunningServer) -> None:
    assert await sent_until_cut(running, UPGRADE, frame(9, os.urandom(125)) * 500, most=60_000_000) < 40_000_000


async def test_a_socket_whose_peer_does_not_close_with_us_is_gone_soon(
    running: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "CLOSED_WITHIN_S", 0.5)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(UPGRADE)
    await reader.readuntil(b"\r\n\r\n")
    writer.write(frame(1, b"no answer to the challenge"))
    with contextlib.suppress(ConnectionError):
        async with asyncio.timeout(5):
            await reader.read()
    writer.close()


async def test_a_host_that_reads_nothing_keeps_nobody_else_waiting(
    running: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host_routes, "PATIENCE_S", 0.5)
    deaf, other = await active_session(running), await active_session(running)
    deaf_link, other_link = await deaf.control(), await other.control()
    await deaf_link.recv()
    await other_link.recv()
    deaf_link.transport.pause_reading()
    link = running.parts.control._links[deaf.id]
    async with asyncio.timeout(10):
        await link.socket.send_bytes(bytes(8_000_000))  # takes all the room there is
        async with asyncio.timeout(3):
            await running.parts.control.tell_time()
            assert await other_link.recv()
            await running.http.delete(f"/api/support-sessions/{deaf.id}")
            await running.http.delete(f"/api/support-sessions/{other.id}")
            assert await other_link.recv()
    deaf_link.transport.abort()
