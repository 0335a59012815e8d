"""One WebSocket to the server for as long as the session lives: signed commands in, status out. Never gives up."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from daypass import __version__
from daypass.host.connection.backoff import Backoff
from daypass.host.connection.greeting import USER_AGENT
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_sockets import server_socket
from daypass.host.lifecycle.live_session import LiveSession
from daypass.protocol.commands import Command, CommandEnd, CommandNewPassword, open_command
from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import (
    NEW_PASSWORD,
    Challenge,
    ChallengeAnswer,
    ConnectionReport,
    HoldReport,
    HostEnded,
    HostStatus,
    NewPasswordNews,
    RecordingReport,
    RestartReport,
    Signature64,
    control_bytes,
    ended_bytes,
    read_json,
    write_json,
)
from daypass.protocol.messages import CONTROL_CAP, Record
from daypass.protocol.signed import Context, SigningKey
from daypass.protocol.version import PROTOCOL_VERSION

CHALLENGE_TIMEOUT_S = 15.0
VERSIONS_DIFFER = 4009
_read_challenge = read_json(Challenge)
_log = logging.getLogger(__name__)
CommandHandler = Callable[[Command], Awaitable[None]]


def control_socket(session: LiveSession) -> Callable[[], AbstractAsyncContextManager[ClientConnection]]:
    """How the control link of this session is opened."""
    identity = session.identity
    path = f"/api/host/control?session_id={identity.session_id}"
    return lambda: server_socket(identity.address, path, USER_AGENT, CONTROL_CAP)


def end_session(session: LiveSession, command: Command) -> None:
    """What `CommandEnd` does."""
    if isinstance(command.body, CommandEnd):
        session.end("technician" if command.body.reason != "expired" else "deadline")


class ControlLink:
    """`handlers` maps a command's body type to what handles it; `seen` hears what keeps the server away, None once it is there.

    `news` is told after the status whenever the link has opened: what the server may have missed.
    """

    def __init__(
        self,
        session: LiveSession,
        open_link: Callable[[], AbstractAsyncContextManager[ClientConnection]],
        backoff: Backoff,
        status: Callable[[], HostStatus],
        handlers: Mapping[type[Any], CommandHandler],
        seen: Callable[[str | None], Awaitable[None]],
        news: Callable[[], Sequence[Record]] = lambda: (),
    ) -> None:
        self._session, self._open_link, self._backoff = session, open_link, backoff
        self._status, self._handlers, self._seen, self._news = status, handlers, seen, news
        self._key = SigningKey(session.identity.host_seed)
        self._socket: ClientConnection | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            opened, away = time.monotonic(), "DP-201"
            try:
                async with self._open_link() as socket:
                    await self._talk(socket)
            except HostProblem as problem:
                _log.info("control link: %s", problem)
                away = problem.dp
            except ConnectionClosed as closed:
                _log.info("control link: %s", closed)
                if closed.rcvd and closed.rcvd.code == VERSIONS_DIFFER:
                    away = "DP-204"
            except (ProtocolError, TimeoutError) as error:
                _log.info("control link: %s", error)
            finally:
                self._socket = None
                await self._seen(away)
            self._backoff.worked_for(time.monotonic() - opened)
            await asyncio.sleep(self._backoff.next_wait_s())

    async def _talk(self, socket: ClientConnection) -> None:
        async with asyncio.timeout(CHALLENGE_TIMEOUT_S):
            first = await socket.recv()
        if not isinstance(first, str):
            raise ProtocolError("the server did not begin with a challenge")
        await socket.send(self._answer(_read_challenge(first)))
        self._socket = socket
        await self._seen(None)
        await self.tell(self._status())
        for news in self._news():
            await self.tell(news)
        async for message in socket:
            if isinstance(message, bytes):
                await self._obey(message)

    def _answer(self, challenge: Challenge) -> str:
        proof = self._key.sign(Context.CONTROL, control_bytes(challenge.nonce, self._session.identity.session_id))
        answer = ChallengeAnswer(
            signature=Signature64(proof),
            protocol=PROTOCOL_VERSION,
            app_version=__version__,
            last_counter=self._session.progress.command_counter,
            abilities=(NEW_PASSWORD,) if CommandNewPassword in self._handlers else (),
        )
        return write_json(answer).decode()

    async def _obey(self, blob: bytes) -> None:
        """Nothing unsigned, foreign or repeated is obeyed; the counter is on disk before anything happens."""
        identity, last = self._session.identity, self._session.progress.command_counter
        command = open_command(identity.address.server_key, identity.session_id, last, blob)
        self._session.progress_counter(command.counter)
        handler = self._handlers.get(type(command.body))
        if handler is not None:
            await handler(command)

    async def tell(self, event: Record) -> bool:
        """Send an event if the link is up; the newest status is sent again after every reconnection."""
        if self._socket is None:
            return False
        try:
            await self._socket.send(write_json(event).decode())
        except ConnectionClosed:
            return False
        return True

    async def tell_status(self) -> None:
        await self.tell(self._status())

    async def tell_connection(self, report: ConnectionReport | RecordingReport | HoldReport | RestartReport) -> None:
        await self.tell(report)

    async def tell_new_password(self, news: NewPasswordNews) -> None:
        await self.tell(news)

    async def tell_ended(self, by: str) -> bool:
        """The host ended the session on its own; signed, so that nobody else can say it."""
        if by not in ("customer", "deadline"):
            return False
        proof = self._key.sign(Context.CONTROL, ended_bytes(self._session.identity.session_id, by))
        return await self.tell(
            HostEnded(by="customer" if by == "customer" else "deadline", signature=Signature64(proof))
        )
