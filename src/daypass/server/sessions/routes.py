"""Technicians' routes to support sessions."""

import asyncio
import contextlib
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Response, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, EmailStr, Field

from daypass.protocol.messages import Tool
from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import ManyLines, OneLine, PlainText, Truth
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.identifiers import Clock
from daypass.server.paging import Paged
from daypass.server.problems import Refusal
from daypass.server.sessions.connections import Connections
from daypass.server.sessions.handing_over import HandingOver
from daypass.server.sessions.live import SIGNED_OUT, LiveStream, News, Wake, next_news
from daypass.server.sessions.models import Asked, NewSession, Presence, Removal, SessionCard, Sought
from daypass.server.sessions.searching import LONGEST_QUERY, Search
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.views import (
    AdmissionView,
    SessionList,
    SessionView,
    UsageView,
    admission_view,
    list_view,
    session_view,
    usage_view,
)

Moment = Annotated[int, Field(ge=0, le=2**53)]


class NewSessionRequest(BaseModel):
    """What *New session* sends; everything may be left out."""

    model_config = ConfigDict(extra="forbid")
    customer_email: Literal[""] | EmailStr = Field("", max_length=254)
    customer_name: OneLine = Field("", max_length=80)
    language: Literal["pt-BR", "en", "es"] | None = Field(None, description="the customer's; empty: the company's")
    note: ManyLines = Field("", max_length=500)
    end_first: Truth | Annotated[str, Field(max_length=26)] = Field(
        False,
        description="true: end my own session that is in the way; an id: end that session (own, or the company's for admins)",
    )


class AssignRequest(BaseModel):
    """To whom the session goes."""

    model_config = ConfigDict(extra="forbid")
    technician_id: PlainText = Field(max_length=26)


class ConnectRequest(BaseModel):
    """What *Connect* sends."""

    model_config = ConfigDict(extra="forbid")
    tool: Tool
    chat_after: Truth = Field(False, description="start a chat with the customer after connecting")


def router(
    sessions: Sessions,
    connections: Connections,
    handing_over: HandingOver,
    live: LiveStream,
    door: Door,
    clock: Clock,
) -> APIRouter:
    """Routes of this feature for signed-in technicians."""
    routes = APIRouter(prefix="/api", tags=["support sessions"])
    Reader = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_READ))]
    Writer = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_WRITE))]
    Connecting = Annotated[SignedIn, Depends(door.may(Right.SESSIONS_CONNECT))]

    @routes.post(
        "/support-sessions",
        status_code=201,
        operation_id="prepareSession",
        responses={200: {"model": SessionView, "description": "the session that this key made before"}},
    )
    async def prepare(
        asked: NewSessionRequest,
        who: Writer,
        response: Response,
        idempotency_key: Annotated[str | None, Header(min_length=8, max_length=64, pattern="^[!-~]+$")] = None,
    ) -> SessionView:
        """Prepare a session and send the customer's mail. The same Idempotency-Key again returns the same session (200)."""
        new = NewSession(asked.customer_email, asked.customer_name, asked.language or "", asked.note)
        prepared = await sessions.prepare(who, new, idempotency_key, asked.end_first)
        if not prepared.is_new:
            response.status_code = 200
        return session_view(prepared.card)

    @routes.get("/support-sessions", operation_id="listSessions")
    async def list_sessions(
        who: Reader,
        page: Paged,
        sought: Annotated[Sought, Depends(_sought)],
    ) -> SessionList:
        """Own sessions and those one is invited to, newest first; owner and admins see the company's. Filters narrow together."""
        return list_view(await sessions.sessions(who, sought, page.after, page.limit))

    @routes.get("/usage", operation_id="readUsage")
    async def usage(who: Reader) -> UsageView:
        """Live sessions of this technician and of the company, against their limits."""
        return usage_view(await sessions.usage(who))

    @routes.get("/support-sessions/{session_id}", operation_id="readSession")
    async def read(session_id: str, who: Reader) -> SessionView:
        """One session."""
        return session_view(await sessions.shown(who, session_id))

    @routes.delete("/support-sessions/{session_id}", operation_id="endSession")
    async def end(session_id: str, who: Writer) -> SessionView:
        """End the session now; the host removes itself. Ending an ended session changes nothing. Answers the ended session."""
        return session_view(await sessions.end(who, session_id))

    @routes.put("/support-sessions/{session_id}/technician", operation_id="assignSession")
    async def assign(session_id: str, asked: AssignRequest, who: Writer) -> SessionView:
        """Hand the session over to a colleague, within their own limit; the customer's PC shows the new name."""
        return session_view(await handing_over.assign(who, session_id, asked.technician_id))

    @routes.post("/support-sessions/{session_id}/connections", status_code=201, operation_id="connect")
    async def connect(session_id: str, asked: ConnectRequest, who: Connecting) -> AdmissionView:
        """Admit this technician to the relay and call the host there; the password is proven to the host itself."""
        return admission_view(await connections.connect(who, session_id, asked.tool, asked.chat_after))

    @routes.websocket("/live")
    async def live_stream(socket: WebSocket, who: Reader) -> None:
        """Events `{type: "hello" | "session" | "resync", session?}` for one browser."""
        await socket.accept()
        seconds_left = (who.expires_at - clock()) / 1000
        with live.listening(who) as changes, contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds_left), asyncio.TaskGroup() as both:
                teller = both.create_task(_tell(socket, changes, door))
                await _wait_until_gone(socket)
                teller.cancel()

    return routes


def _sought(
    state: Annotated[Asked, Query(description="live: prepared and active")] = Asked.ALL,
    q: Annotated[
        str,
        Query(
            max_length=LONGEST_QUERY,
            description="every word is in the customer's e-mail or name, the note or the PC's name, whatever its case and"
            " accents; or three and more digits, with or without spaces, are in the session's number",
        ),
    ] = "",
    presence: Annotated[Presence | None, Query(description="only active sessions, whose host is so")] = None,
    removal: Annotated[Removal | None, Query(description="pending: ended, and not yet confirmed")] = None,
    technician: Annotated[str | None, Query(max_length=26, description="id: whose session it is")] = None,
    computer: Annotated[bool | None, Query(description="true: a PC was activated; false: none was")] = None,
    since: Annotated[Moment | None, Query(description="created then or later, ms since 1970")] = None,
    until: Annotated[Moment | None, Query(description="created before, ms since 1970")] = None,
) -> Sought:
    try:
        search = Search.parse(q)
    except ValueError as error:
        raise Refusal("invalid_request", fields=[{"field": "q", "kind": "search", "why": str(error)}]) from None
    return Sought(state, presence, removal, technician, computer, since, until, search)


async def _wait_until_gone(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def _tell(socket: WebSocket, changes: asyncio.Queue[News], door: Door) -> None:
    """Tell what changes, as long as the browser is signed in: looked up each time, since a stream outlives its sign-in."""
    with contextlib.suppress(WebSocketDisconnect):
        await socket.send_json({"type": "hello"})
        while True:
            news = await next_news(changes)
            try:
                who = await door.admit(socket, Right.SESSIONS_READ)
            except Refusal:
                await socket.close(SIGNED_OUT)
                return
            if news is Wake.READ_AGAIN:
                await socket.send_json({"type": "resync"})
            elif isinstance(news, SessionCard) and news.is_shown_to(who):
                await socket.send_json({"type": "session", "session": session_view(news).model_dump(mode="json")})
