"""The two WebSockets of the pairing mailbox (docs/protocol.md, 2)."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket, WebSocketDisconnect

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import HostStage, PairingStart, read_json
from daypass.protocol.lifecycle import State
from daypass.protocol.messages import PAIRING_CAP
from daypass.server.accounts.door import Door
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.allowed_callers import HOST
from daypass.server.pace import Pace
from daypass.server.problems import Refusal
from daypass.server.sessions.host_door import HostDoor
from daypass.server.sessions.live import SIGNED_OUT, LiveStream, News, next_news
from daypass.server.sessions.models import Milestone
from daypass.server.sessions.new_passwords import NewPasswords
from daypass.server.sessions.pairing import REPLACED, PairingMailbox, Side, Visitor
from daypass.server.sessions.service import Sessions
from daypass.server.sockets import PATIENCE_S, GoneIsFine

MALFORMED = 4000
MILESTONE_OF_STAGE = {"code": Milestone.CODE, "installing": Milestone.INSTALLING}

TextHandler = Callable[[str], Awaitable[None]]

_read_start = read_json(PairingStart, PAIRING_CAP)
_read_stage = read_json(HostStage, PAIRING_CAP)


class _NotTheOne(Exception):
    """In an active session only the page that asked for the new password answers, and only in its time."""


def router(
    sessions: Sessions,
    new_passwords: NewPasswords,
    mailbox: PairingMailbox,
    door: Door,
    hosts: HostDoor,
    live: LiveStream,
) -> APIRouter:
    """Routes of the mailbox."""
    routes = APIRouter(prefix="/api", tags=["pairing"])
    Connecting = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_CONNECT))]

    @routes.websocket("/support-sessions/{session_id}/pairing")
    async def technician_side(socket: WebSocket, session_id: str, who: Connecting) -> None:
        card = await sessions.session(who, session_id)
        session, asked = card.session, card.new_password
        if session.state is State.ENDED:
            raise Refusal("session_over")
        if session.state is State.ACTIVE and not (asked and asked.stage.is_open):
            raise Refusal("link_used")
        await socket.accept()
        visitor = Visitor(Side.TECHNICIAN, GoneIsFine(socket, PATIENCE_S))

        async def still_theirs() -> None:
            await sessions.session(await door.admit(socket, Right.SESSIONS_CONNECT), session.id)

        async def started(text: str) -> None:
            start = _read_start(text)
            await still_theirs()
            if session.state is State.PREPARED:
                await sessions.begin_pairing(session.id, bytes(start.technician_key), bytes(start.verifier_salt))
            elif not await new_passwords.page_came(session.id, bytes(start.technician_key)):
                raise _NotTheOne
            mailbox.new_code(session.id)

        with live.listening(who) as changes:
            async with asyncio.TaskGroup() as both:
                watching = both.create_task(_send_away_when_over(visitor, changes, still_theirs))
                with contextlib.suppress(WebSocketDisconnect):
                    if await _read_first(socket, started):
                        await _stay(socket, mailbox, session.id, visitor, started)
                watching.cancel()

    @routes.websocket("/host/pairing", dependencies=[HOST])
    async def host_side(socket: WebSocket) -> None:
        greeted = await hosts.host(socket)
        session_id = greeted.session.id
        if greeted.session.state is State.ENDED:
            raise Refusal("session_over")
        if greeted.session.state is State.ACTIVE and greeted.session.host_key != greeted.host_key:
            raise Refusal("link_used")
        await socket.accept()
        visitor = Visitor(Side.HOST, GoneIsFine(socket, PATIENCE_S))

        async def told(text: str) -> None:
            stage = _read_stage(text)
            await sessions.host_is_at(session_id, stage.stage, stage.dp, MILESTONE_OF_STAGE.get(stage.stage))

        with contextlib.suppress(WebSocketDisconnect):
            await _stay(socket, mailbox, session_id, visitor, told)

    return routes


async def _read_first(socket: WebSocket, started: TextHandler) -> bool:
    """The page introduces itself before it takes its side."""
    message = await socket.receive()
    try:
        await started(message.get("text") or "")
    except _NotTheOne:
        await socket.close(REPLACED)
        return False
    except ProtocolError:
        await socket.close(MALFORMED)
        return False
    except Refusal:
        await socket.close(SIGNED_OUT)
        return False
    return True


async def _send_away_when_over(
    visitor: Visitor, changes: asyncio.Queue[News], still_theirs: Callable[[], Awaitable[None]]
) -> None:
    """A page stays at the mailbox as long as its technician may connect to the session: the socket outlives sign-in, role and access."""
    while True:
        await next_news(changes)
        try:
            await still_theirs()
        except Refusal:
            await visitor.socket.close(SIGNED_OUT)
            return


async def _stay(
    socket: WebSocket, mailbox: PairingMailbox, session_id: str, visitor: Visitor, told: TextHandler
) -> None:
    """Pass frames on until the socket is gone."""
    await mailbox.enter(session_id, visitor)
    pace = Pace()
    try:
        while (message := await socket.receive())["type"] == "websocket.receive":
            if (data := message.get("bytes")) is not None:
                await mailbox.pass_on(session_id, visitor, data)
                continue
            await pace.step()
            try:
                await told(message.get("text") or "")
            except _NotTheOne:
                await visitor.socket.close(REPLACED)
            except ProtocolError:
                await visitor.socket.close(MALFORMED)
            except Refusal:
                await visitor.socket.close(SIGNED_OUT)
    finally:
        await mailbox.leave(session_id, visitor)
