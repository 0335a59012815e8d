"""WebSockets as the server uses them: what one path may send, how much may wait in the kernel, and sending to who has just gone.

`DaypassWebSocket` is uvicorn's own protocol with what ASGI has no words for: a cap on messages per path, before anything is allocated;
an end for who sends but never reads; and socket options for interactive pairs (findings: default buffers hold seconds of video; these
hold 0.16 s).
"""

import asyncio
import contextlib
import socket as sockets
from collections.abc import Awaitable
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from daypass.server.callers import Callers

CONTROL_MESSAGE_CAP = 64 * 1024
RELAY_MESSAGE_CAP = 16 * 1024 * 1024 + 64
SOCKET_EXTENSION = "daypass.socket"
NOT_SENT_LOW_WATER = 64 * 1024
BUFFER = 128 * 1024
# Pongs are written whether or not they are read, and so is a close: neither may wait in memory for a reader for ever.
MOST_MESSAGES_UNREAD = 4
CLOSED_WITHIN_S = 15.0
# For words of the server's own: who tells many must not wait long for one.
PATIENCE_S = 5.0
_TCP_NOTSENT_LOWAT = 25  # Linux; not named in Python's socket module before 3.12


class DaypassWebSocket(WebSocketsSansIOProtocol):
    """Caps messages by path, cuts off who never reads, and lets the application reach its socket through the ASGI scope."""

    def __init__(self, *arguments: Any, callers: Callers, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._callers = callers

    def connection_lost(self, exc: Exception | None) -> None:
        self._callers.go(self.client[0] if self.client else "")  # counted when it came, as HTTP
        super().connection_lost(exc)

    def handle_connect(self, event: Request) -> None:
        path = event.path.partition("?")[0]
        self.conn.max_message_size = RELAY_MESSAGE_CAP if path == "/relay" else CONTROL_MESSAGE_CAP
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][SOCKET_EXTENSION] = self.transport.get_extra_info("socket")

    def handle_ping(self) -> None:
        super().handle_ping()
        if self.transport.get_write_buffer_size() > MOST_MESSAGES_UNREAD * (self.conn.max_message_size or 0):
            self.transport.abort()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()

    async def run_asgi(self) -> None:
        try:
            await super().run_asgi()
        finally:
            self.loop.call_later(CLOSED_WITHIN_S, self.transport.abort)

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True  # or uvicorn reports every refusal as a failure of ours


def prefer_latency(socket: WebSocket) -> None:
    """Small buffers and no delay for tools where a person waits; bulk transfers keep the system's own tuning."""
    raw = socket.scope.get("extensions", {}).get(SOCKET_EXTENSION)
    if raw is None:
        return
    with contextlib.suppress(OSError):
        raw.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, BUFFER)
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, BUFFER)
        raw.setsockopt(sockets.IPPROTO_TCP, _TCP_NOTSENT_LOWAT, NOT_SENT_LOW_WATER)


class Peer(Protocol):
    """A socket one can talk to."""

    async def send_bytes(self, data: bytes) -> None: ...
    async def send_text(self, text: str) -> None: ...
    async def close(self, code: int) -> None: ...


class GoneIsFine:
    """Talks to a socket whose other end may go at any moment: that is no error for the one who talks."""

    def __init__(self, socket: WebSocket, patience_s: float | None = None) -> None:
        """`patience_s`: how long to wait for an end that reads nothing before it counts as gone; None: as long as it lives."""
        self._socket, self._patience_s = socket, patience_s

    async def send_bytes(self, data: bytes) -> None:
        """Send one binary message; waits while the other end reads slowly."""
        await self._unless_gone(self._socket.send_bytes(data), self._patience_s)

    async def send_text(self, text: str) -> None:
        """Send one text message."""
        await self._unless_gone(self._socket.send_text(text), self._patience_s)

    async def close(self, code: int) -> None:
        """Close with a code of docs/protocol.md. Who closes waits for nobody long: it may be to keep this very end out."""
        await self._unless_gone(self._socket.close(code), self._patience_s or PATIENCE_S)

    async def _unless_gone(self, sending: Awaitable[None], patience_s: float | None) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            async with asyncio.timeout(patience_s):
                await sending
