"""Hosts' routes: activation, control link, removal. Greeting them is the feature deployment's."""

import asyncio
import contextlib
import secrets

import structlog
from fastapi import APIRouter, Request, Response, WebSocket, WebSocketDisconnect

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import (
    REMOVAL_BODY_CAP,
    Activation,
    Challenge,
    ChallengeAnswer,
    Key32,
    Removal,
    control_bytes,
    read_host_text,
    read_json,
    write_json,
)
from daypass.protocol.messages import CONTROL_CAP
from daypass.protocol.signed import Context, is_signed
from daypass.protocol.version import is_served
from daypass.server.allowed_callers import HOST
from daypass.server.database import Database
from daypass.server.pace import Pace
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.activation import Activations
from daypass.server.sessions.control import NOT_PROVEN, VERSIONS_DIFFER, ControlLinks, HostLink
from daypass.server.sessions.host_door import HostDoor
from daypass.server.sessions.host_news import HostNews
from daypass.server.sessions.removal import Removals
from daypass.server.sockets import PATIENCE_S, GoneIsFine

ANSWER_WITHIN_S = 20.0
MALFORMED = 4000
log = structlog.get_logger()

_read_activation = read_json(Activation, CONTROL_CAP)
_read_removal = read_json(Removal, REMOVAL_BODY_CAP)
_read_answer = read_json(ChallengeAnswer, CONTROL_CAP)


def router(
    database: Database,
    hosts: HostDoor,
    activations: Activations,
    control: ControlLinks,
    news: HostNews,
    removals: Removals,
) -> APIRouter:
    """Routes of hosts."""
    routes = APIRouter(prefix="/api/host", tags=["hosts"], dependencies=[HOST])

    @routes.post("/activation", operation_id="activate")
    async def activate(request: Request) -> Response:
        """The pairing's proof by the installed service; answers the grant (docs/protocol.md, 3)."""
        greeted = await hosts.host(request)
        activated = await activations.activate(greeted, _read_activation(await request.body()))
        return Response(write_json(activated), media_type="application/json")

    @routes.post("/removal", status_code=204, operation_id="reportRemoval")
    async def report_removal(request: Request) -> None:
        """What was installed and what is left, signed by the host (docs/protocol.md, 5)."""
        await removals.report(_read_removal(await request.body()).report)

    @routes.websocket("/control")
    async def control_link(socket: WebSocket, session_id: str) -> None:
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect):
            link = await _prove(socket, session_id, database, control)
            if link is None:
                return
            try:
                await _listen(socket, session_id, news)
            finally:
                await control.host_went(link)

    return routes


async def _prove(socket: WebSocket, session_id: str, database: Database, control: ControlLinks) -> HostLink | None:
    """Challenge the host; the link when it has proven its key and its session is not over."""
    nonce = secrets.token_bytes(32)
    await socket.send_text(write_json(Challenge(nonce=Key32(nonce))).decode())
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            answer = _read_answer(await socket.receive_text())
    except (ProtocolError, TimeoutError, KeyError):
        await socket.close(NOT_PROVEN)
        return None
    async with database.reading() as db:
        session = await storage.session_by_id(db, session_id[:64])
    key = session.host_key if session else None
    if (
        session is None
        or key is None
        or not is_signed(key, Context.CONTROL, control_bytes(nonce, session_id), answer.signature)
    ):
        await socket.close(NOT_PROVEN)
        return None
    if not is_served(answer.protocol):
        await socket.close(VERSIONS_DIFFER)
        return None
    link = HostLink(session_id, answer.last_counter, GoneIsFine(socket, PATIENCE_S), frozenset(answer.abilities))
    return link if await control.host_came(link) else None


async def _listen(socket: WebSocket, session_id: str, news: HostNews) -> None:
    pace = Pace()
    while (message := await socket.receive())["type"] == "websocket.receive":
        await pace.step()
        try:
            await news.handle(session_id, read_host_text(message.get("text") or ""))
        except (ProtocolError, Refusal) as error:
            log.warning("control.malformed", session=session_id, error=str(error))
            await socket.close(MALFORMED)
            return
