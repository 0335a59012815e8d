"""Decides on each technician who comes through the relay: which secret must be proven, and when the answer is no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from daypass.host.connection.password_tries import TriesOnDisk
from daypass.host.lifecycle.live_session import LiveSession
from daypass.protocol.commands import CommandConnect
from daypass.protocol.connecting import (
    RESUME_FOR_MS,
    ConnectHello,
    HostConnecting,
    Mode,
    NotProven,
    Secured,
)
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Tool
from daypass.protocol.secrets import RandomBytes
from daypass.protocol.signed import SigningKey
from daypass.protocol.version import is_served


class Refused(Exception):
    """The technician was told why not."""

    def __init__(self, dp: str) -> None:
        super().__init__(dp)
        self.dp = dp


@dataclass(eq=False)
class Visit:
    """One technician's stay, from a session password on: everything that was opened with what that password gave."""

    technician: str
    told: set[Tool] = field(default_factory=set)
    """What whoever is at the PC knows that the technician uses: asked once, not again for a line that healed."""


@dataclass(frozen=True, slots=True, repr=False)
class Proven:
    """A technician has proven who they are."""

    secured: Secured
    visit: Visit


@dataclass(frozen=True, slots=True, repr=False)
class Resumable:
    """What a line that is gone may resume with, until then (ms since 1970)."""

    secret: bytes
    tool: Tool
    until: int
    visit: Visit


@dataclass(frozen=True, slots=True, repr=False)
class _Channel:
    secret: bytes
    visit: Visit
    resume_secret: bytes
    tool: Tool


class ConnectionSecrets:
    """In memory only: what a broken connection may resume with, once, and what opens channels of a live one."""

    def __init__(self) -> None:
        self.when_forgotten: Callable[[], None] = lambda: None
        """Called when nobody comes back any more without the password."""
        self._resumable: dict[bytes, Resumable] = {}
        self._channels: dict[bytes, _Channel] = {}
        self._lapsed: set[bytes] = set()

    def opened(self, proven: Proven, tool: Tool) -> None:
        """From now on the same technician opens further tools without the password."""
        secured = proven.secured
        self._channels[secured.connection_id] = _Channel(
            secured.channel_secret, proven.visit, secured.resume_secret, tool
        )

    def closed(self, secured: Secured) -> None:
        self._channels.pop(secured.connection_id, None)

    def would_resume(self, secured: Secured) -> bool:
        """Whether this connection could be resumed if it broke now."""
        return secured.connection_id not in self._lapsed

    def may_resume(self, proven: Proven, tool: Tool, now: int) -> None:
        """For five minutes from now; not one that was open when everything was forgotten."""
        secured = proven.secured
        if secured.connection_id in self._lapsed:
            self._lapsed.discard(secured.connection_id)
            return
        self._resumable = {key: kept for key, kept in self._resumable.items() if kept.until > now}
        self._resumable[secured.connection_id] = Resumable(
            secured.resume_secret, tool, now + RESUME_FOR_MS, proven.visit
        )

    def resume(self, connection_id: bytes | None, tool: Tool, now: int) -> tuple[bytes, Visit] | None:
        """The secret of a connection that may resume, and whose it is; used up by asking."""
        kept = self._resumable.pop(connection_id or b"", None)
        return (kept.secret, kept.visit) if kept and kept.tool is tool and now < kept.until else None

    def channel(self, connection_id: bytes | None) -> tuple[bytes, Visit] | None:
        """What opens a further tool beside an open connection, and whose that is."""
        kept = self._channels.get(connection_id or b"")
        return (kept.secret, kept.visit) if kept else None

    def open_lines(self, until: int) -> dict[bytes, Resumable]:
        """What those that are open now could resume with, up to then."""
        return {key: Resumable(one.resume_secret, one.tool, until, one.visit) for key, one in self._channels.items()}

    def take_back(self, lines: Mapping[bytes, Resumable]) -> None:
        """Of the service before this one."""
        self._resumable.update(lines)

    def forget(self) -> None:
        """After a pause, the end or a new password nobody comes back without the password."""
        self._lapsed.update(self._channels)
        self._resumable.clear()
        self._channels.clear()
        self.when_forgotten()


class Handshakes:
    """Runs the host's side of the connection handshake over an open relay socket."""

    def __init__(
        self, session: LiveSession, tries: TriesOnDisk, secrets: ConnectionSecrets, random: RandomBytes
    ) -> None:
        self._session, self._tries, self._secrets, self._random = session, tries, secrets, random

    async def run(self, socket: ClientConnection, command: CommandConnect) -> Proven:
        """A proven connection. Raises Refused, ProtocolError, or EOFError when the technician goes."""
        identity = self._session.identity
        connecting = HostConnecting(
            identity=SigningKey(identity.host_seed),
            server_address=identity.server_name,
            session_id=identity.session_id,
            random=self._random,
        )
        hello = await _hello(socket, connecting)
        in_force = self._session.verifier
        secret, visit = await self._secret(socket, connecting, hello, command)
        await _send(socket, connecting.answer(secret))
        not_proven = isinstance(connecting.receive(await _receive(socket)), NotProven)
        if not_proven or in_force != self._session.verifier:  # replaced meanwhile: the old one opens nothing any more
            await self._refuse_proof(socket, connecting, hello.mode)
        if hello.mode is Mode.PASSWORD:
            self._tries.was_right()
        accepted, secured = connecting.accept()
        await _send(socket, accepted)
        return Proven(secured, visit)

    async def _secret(
        self, socket: ClientConnection, connecting: HostConnecting, hello: ConnectHello, command: CommandConnect
    ) -> tuple[bytes, Visit]:
        """The secret that `hello` must prove, after every reason to say no; a password try is counted here."""
        now, no = self._session.now(), self._reason_against(hello, command)
        if no is not None:
            await _refuse(socket, connecting, no)
        if hello.mode is not Mode.PASSWORD:
            found = (
                self._secrets.resume(hello.connection_id, hello.tool, now)
                if hello.mode is Mode.RESUME
                else self._secrets.channel(hello.connection_id)
            )
            if found is None or found[1].technician != command.technician:
                await _refuse(socket, connecting, "DP-405")
            return found
        wait = self._tries.retry_after_s(now)
        if wait:
            await _refuse(socket, connecting, "DP-402", retry_after_s=wait)
        self._tries.begin(now)
        return self._session.verifier, Visit(command.technician)

    def _reason_against(self, hello: ConnectHello, command: CommandConnect) -> str | None:
        grant = self._session.grant
        if grant is None or not self._session.connections_allowed:
            return "DP-601"
        if not is_served(hello.protocol):
            return "DP-204"
        if hello.tool is not command.tool or hello.tool not in grant.rights:
            return "DP-505"
        return "DP-404" if self._session.progress.paused else None

    async def _refuse_proof(self, socket: ClientConnection, connecting: HostConnecting, mode: Mode) -> NoReturn:
        if mode is not Mode.PASSWORD:
            await _refuse(socket, connecting, "DP-405")
        wait = self._tries.retry_after_s(self._session.now())
        await _refuse(socket, connecting, "DP-401", retry_after_s=wait or None, tries_left=self._tries.tries_left)


async def _hello(socket: ClientConnection, connecting: HostConnecting) -> ConnectHello:
    """The technician's first message; one that cannot be read is answered before the connection ends."""
    try:
        hello = connecting.receive(await _receive(socket))
    except ProtocolError as error:
        await _send(socket, connecting.refuse(error.dp))
        raise
    if not isinstance(hello, ConnectHello):
        raise ProtocolError("a connection begins with a hello")
    return hello


async def _refuse(
    socket: ClientConnection,
    connecting: HostConnecting,
    dp: str,
    retry_after_s: int | None = None,
    tries_left: int | None = None,
) -> NoReturn:
    await _send(socket, connecting.refuse(dp, retry_after_s=retry_after_s, tries_left=tries_left))
    raise Refused(dp)


async def _send(socket: ClientConnection, data: bytes) -> None:
    try:
        await socket.send(data)
    except ConnectionClosed as closed:
        raise EOFError("the technician is gone") from closed


async def _receive(socket: ClientConnection) -> bytes:
    """The next binary frame; the relay's text frames are not the technician's."""
    while True:
        try:
            message = await socket.recv()
        except ConnectionClosed as closed:
            raise EOFError("the technician is gone") from closed
        if isinstance(message, bytes):
            return message
