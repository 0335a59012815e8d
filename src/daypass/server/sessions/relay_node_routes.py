"""The WebSocket by which a relay of its own hears which of its pairs must end (docs/protocol.md, 6)."""

import asyncio
import contextlib

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from daypass.protocol.errors import ProtocolError
from daypass.server.allowed_callers import TICKET
from daypass.server.identifiers import Clock
from daypass.server.pace import Pace
from daypass.server.problems import Refusal
from daypass.server.relay.models import Watch, read_relay_news
from daypass.server.relay.pairs import TICKET_REFUSED
from daypass.server.sessions.relay_nodes import RelayNodes
from daypass.server.sessions.traffic_routes import proven_pair
from daypass.server.sockets import PATIENCE_S, GoneIsFine

PROVEN_WITHIN_S = 10.0
# A relay that comes back tells of all its pairs at once.
BURST, PER_S = 1000, 100.0
log = structlog.get_logger()


def router(nodes: RelayNodes, server_public: bytes, clock: Clock) -> APIRouter:
    """The route of relays of their own."""
    routes = APIRouter(prefix="/api/relay", tags=["relay"], dependencies=[TICKET])

    @routes.websocket("/orders")
    async def orders(socket: WebSocket) -> None:
        await socket.accept()
        node = GoneIsFine(socket, PATIENCE_S)
        try:
            with contextlib.suppress(WebSocketDisconnect):
                await _listen(socket, node)
        except (ProtocolError, Refusal, TimeoutError) as refused:
            log.warning("relay.node_refused", why=str(refused))
            await node.close(TICKET_REFUSED)
        finally:
            nodes.gone(node)

    async def _listen(socket: WebSocket, node: GoneIsFine) -> None:
        pace = Pace(burst=BURST, per_s=PER_S)
        async with asyncio.timeout(PROVEN_WITHIN_S) as unproven:
            while (message := await socket.receive())["type"] == "websocket.receive":
                await pace.step()
                news = read_relay_news(message.get("text") or "")
                if isinstance(news, Watch):
                    pair = proven_pair(news.tickets, server_public, clock())
                    unproven.reschedule(None)
                    await nodes.watch(pair.pair_id, pair.session_id, node)
                else:
                    nodes.left(news.pair_id, node)

    return routes
