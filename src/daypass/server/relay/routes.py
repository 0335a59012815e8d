"""The relay's one WebSocket: `/relay?ticket=…` for both sides (docs/protocol.md, 6)."""

import asyncio

from fastapi import APIRouter, WebSocket
from starlette.types import Message

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import from_base64url
from daypass.protocol.messages import Tool
from daypass.protocol.ticket import TICKET_CAP, RelayTicket, open_ticket
from daypass.server.allowed_callers import TICKET
from daypass.server.identifiers import Clock
from daypass.server.relay.models import TicketBook
from daypass.server.relay.pairs import (
    DEADLINE,
    NOBODY_CAME,
    NOBODY_COMES_AFTER_S,
    PEER_LEFT,
    TICKET_REFUSED,
    TOO_LARGE,
    Pair,
    PairTaken,
    Relay,
)
from daypass.server.sockets import RELAY_MESSAGE_CAP, GoneIsFine, prefer_latency

BULK_TOOLS = frozenset({Tool.FILES})


def router(relay: Relay, server_public: bytes, origins: frozenset[str], clock: Clock) -> APIRouter:
    """The relay's route; it needs the server's public key and nothing else."""
    routes = APIRouter(tags=["relay"], dependencies=[TICKET])
    book = TicketBook()

    @routes.websocket("/relay")
    async def relay_socket(socket: WebSocket, ticket: str = "") -> None:
        await socket.accept()
        peer = GoneIsFine(socket)
        try:
            admitted = _admit(socket, ticket)
            pair = await relay.join(admitted, peer, ticket)
        except (ProtocolError, PairTaken):
            await peer.close(TICKET_REFUSED)
            return
        if admitted.tool not in BULK_TOOLS:
            prefer_latency(socket)
        code = PEER_LEFT
        try:
            code = await _forward(socket, relay, admitted, pair)
        finally:
            await relay.leave(admitted, pair, code)

    def _admit(socket: WebSocket, text: str) -> RelayTicket:
        origin = socket.headers.get("origin")
        if origin is not None and origin not in origins:
            raise ProtocolError("a page of another site", "DP-209")
        if len(text) > TICKET_CAP * 2:
            raise ProtocolError("too long for a ticket", "DP-209")
        now = clock()
        admitted = open_ticket(server_public, from_base64url(text), now)
        book.use(admitted, now)
        return admitted

    return routes


async def _forward(socket: WebSocket, relay: Relay, ticket: RelayTicket, pair: Pair) -> int:
    """Forward until a side goes or the deadline comes; returns the code for who is left."""
    peer = GoneIsFine(socket)
    try:
        async with asyncio.timeout(relay.seconds_left(pair)):
            message = await _first_message(socket, pair)
            if message is None:
                await peer.close(NOBODY_CAME)
                return PEER_LEFT
            while message["type"] == "websocket.receive":
                data = message.get("bytes")
                if data is None or len(data) > RELAY_MESSAGE_CAP or not pair.complete.is_set():
                    await peer.close(TOO_LARGE)
                    return PEER_LEFT
                await relay.pass_on(ticket, pair, data)
                message = await socket.receive()
            return PEER_LEFT
    except TimeoutError:
        await peer.close(DEADLINE)
        return DEADLINE


async def _first_message(socket: WebSocket, pair: Pair) -> Message | None:
    """What comes first of this side, be it that it goes; None when the other side does not come within a minute."""
    async with asyncio.TaskGroup() as both:
        first = both.create_task(socket.receive())
        complete = both.create_task(pair.complete.wait())
        await asyncio.wait({first, complete}, timeout=NOBODY_COMES_AFTER_S, return_when=asyncio.FIRST_COMPLETED)
        if not (first.done() or complete.done()):
            first.cancel()
        complete.cancel()
    return None if first.cancelled() else first.result()
