"""HTTP connections as the server has them: nobody holds one by being slow, and nobody fills memory with a request that never ends.

uvicorn waits for ever for a request's end and for a reader, and its fast parser keeps headers of any size.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from daypass.server.callers import Callers

REQUEST_WITHIN_S = 60.0
READ_WITHIN_S = 120.0
LARGEST_HEAD = 64 * 1024
# Far above the cap on bodies (settings.body_limit_bytes), which answers politely; this one also counts what frames a body.
LARGEST_REQUEST = 16 * 1024 * 1024


class DaypassHttp(HttpToolsProtocol):
    """uvicorn's own protocol with limits on time and size. Who breaks one is cut off without a word."""

    def __init__(self, *arguments: Any, callers: Callers, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._callers = callers
        self._in_head = True
        self._received = 0
        self._request_timer: asyncio.TimerHandle | None = None
        self._reader_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_request()
        if not self._callers.come(self.client[0] if self.client else ""):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        self._callers.go(self.client[0] if self.client else "")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)
        if self._received > (LARGEST_HEAD if self._in_head else LARGEST_REQUEST):
            self.transport.abort()

    def on_message_begin(self) -> None:
        self._in_head, self._received = True, 0
        self._await_request()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_head:  # nobody asks for trailers
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._received = 0
        if self._request_timer is not None:
            self._request_timer.cancel()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._stop_timers()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reader_timer = self.loop.call_later(READ_WITHIN_S, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._reader_timer is not None:
            self._reader_timer.cancel()

    def _await_request(self) -> None:
        if self._request_timer is not None:
            self._request_timer.cancel()
        self._request_timer = self.loop.call_later(REQUEST_WITHIN_S, self.transport.abort)

    def _stop_timers(self) -> None:
        for timer in (self._request_timer, self._reader_timer):
            if timer is not None:
                timer.cancel()
