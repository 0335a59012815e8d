"""A relay of its own hears from its server which pairs must end. It asks for those it has: both tickets of a pair are its proof.

The relay calls the server and never the other way round, so it may stand anywhere. While the server cannot be reached, lines go on; what
was decided meanwhile is told as soon as it can be reached again.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import Salt16, write_json
from daypass.server.relay.models import Left, Watch, read_end_pair

log = structlog.get_logger()

AGAIN_AFTER_S = 2.0
CONNECT_TIMEOUT_S = 10.0
EndOne = Callable[[bytes, int], Coroutine[None, None, None]]
"""Closes a pair, when it is here, with a code."""


class ServerOrders:
    """Knows the pairs that are open here, and tells the server of each for as long as it lasts."""

    def __init__(self, server_address: str) -> None:
        self._address = server_address.replace("http", "ws", 1) + "/api/relay/orders"
        self._open: dict[bytes, tuple[str, str]] = {}
        self._some = asyncio.Event()
        self._news: asyncio.Queue[bytes] | None = None
        self._heard = True

    def paired(self, pair_id: bytes, tickets: tuple[str, str]) -> None:
        """A pair is complete."""
        self._open[pair_id] = tickets
        self._some.set()
        self._changed(pair_id)

    def left(self, pair_id: bytes) -> None:
        """A pair has ended."""
        self._open.pop(pair_id, None)
        if not self._open:
            self._some.clear()
        self._changed(pair_id)

    async def follow(self, end_one: EndOne) -> None:
        """Keep a line to the server while there are pairs, and do what it says; returns when the line breaks, to be called again."""
        await self._some.wait()
        try:
            async with connect(self._address, open_timeout=CONNECT_TIMEOUT_S, compression=None, max_size=4096) as line:
                if not self._heard:
                    log.info("relay.orders_heard_again")
                self._heard = True
                await self._follow(line, end_one)
                log.info("relay.orders_line_closed", code=line.close_code)
        except (OSError, WebSocketException, TimeoutError) as error:
            if self._heard:  # once, not every two seconds
                log.warning("relay.orders_unheard", why=type(error).__name__)
            self._heard = False

    async def _follow(self, line: ClientConnection, end_one: EndOne) -> None:
        self._news = asyncio.Queue()
        for pair_id in self._open:
            self._news.put_nowait(pair_id)
        try:
            async with asyncio.TaskGroup() as tasks:
                telling = tasks.create_task(self._tell(line, self._news), name="what the relay has")
                with contextlib.suppress(ConnectionClosed):
                    async for text in line:
                        order = read_end_pair(text)
                        tasks.create_task(end_one(order.pair_id, order.code), name="end a pair")
                telling.cancel()
        except* ProtocolError as errors:
            log.warning("relay.orders_unreadable", why=str(errors.exceptions[0]))
        finally:
            self._news = None

    async def _tell(self, line: ClientConnection, news: asyncio.Queue[bytes]) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                pair_id = await news.get()
                tickets = self._open.get(pair_id)
                told = Left(Salt16(pair_id)) if tickets is None else Watch(tickets)
                await line.send(write_json(told).decode())

    def _changed(self, pair_id: bytes) -> None:
        if self._news is not None:
            self._news.put_nowait(pair_id)
