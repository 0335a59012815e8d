"""Every technician's connection: to the relay with the ticket, handshake, the customer's consent, then the tool.

Each connection is one task with an owner; `cut_all` ends them within a second, with or without a server.
"""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection

from daypass.host.connection.handshakes import ConnectionSecrets, Handshakes, Refused
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.sealed_channel import SealedChannel
from daypass.host.connection.server_address import is_acceptable_relay
from daypass.host.connection.server_sockets import keep_queue_short
from daypass.host.lifecycle.live_session import LiveSession
from daypass.protocol.commands import CommandConnect
from daypass.protocol.connecting import ConnectRefused, ConsentAsked, ConsentGiven, Mode, Secured
from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import ConnectionReport, RecordingReport, Salt16, to_base64url
from daypass.protocol.messages import Consent, Tool
from daypass.protocol.remote_control import Bye

CONSENT_TIMEOUT_S = 30
HANDSHAKE_TIMEOUT_S = 75.0
CUT_TIMEOUT_S = 0.5
LARGEST_FROM_TECHNICIAN = 64 * 1024
_MOST_AT_ONCE = 8
_log = logging.getLogger(__name__)

OpenRelay = Callable[[str, ssl.SSLContext | None, int], AbstractAsyncContextManager[ClientConnection]]


@dataclass(frozen=True, slots=True)
class Visit:
    """Who uses a tool, and who is told that they record what they see."""

    technician: str
    record: Callable[[bool], Awaitable[None]]


ToolRunner = Callable[[SealedChannel, Visit], Awaitable[bool]]
"""Runs a tool until it ends. True: the technician closed it; False: the line broke and may be resumed. Raises EOFError likewise."""


@dataclass(eq=False)
class _OpenConnection:
    technician: str
    tool: Tool
    task: "asyncio.Task[None] | None" = None
    channel: SealedChannel | None = None
    cut: bool = field(default=False)
    recording: bool = False


class Connections:
    """Handles CommandConnect."""

    def __init__(
        self,
        session: LiveSession,
        tasks: asyncio.TaskGroup,
        open_relay: OpenRelay,
        handshakes: Handshakes,
        secrets: ConnectionSecrets,
        ask_customer: Callable[[str, str, int], Awaitable[bool]],
        tools: Mapping[Tool, ToolRunner],
        changed: Callable[[], Awaitable[None]],
        report: Callable[[ConnectionReport | RecordingReport], Awaitable[None]],
    ) -> None:
        self._session, self._tasks, self._open_relay = session, tasks, open_relay
        self._handshakes, self._secrets, self._ask_customer = handshakes, secrets, ask_customer
        self._tools, self._changed, self._report = tools, changed, report
        self._open: set[_OpenConnection] = set()

    def technicians(self) -> tuple[str, ...]:
        """Who is connected now; a name once."""
        return tuple(dict.fromkeys(one.technician for one in self._open if one.channel is not None))

    def recording(self) -> tuple[str, ...]:
        """Who records what they see; a name once."""
        return tuple(dict.fromkeys(one.technician for one in self._open if one.recording))

    async def _record(self, connection: _OpenConnection, command: CommandConnect, on: bool) -> None:
        """Whoever is at the PC sees it before the server hears of it."""
        if connection.recording == on:
            return
        connection.recording = on
        await self._changed()
        await self._report(RecordingReport(pair_id=Salt16(command.pair_id), on=on))

    def start(self, command: CommandConnect) -> None:
        """Answer a connection request; too many at once are left to time out at the relay."""
        if len(self._open) >= _MOST_AT_ONCE:
            _log.warning("too many connections at once")
            return
        connection = _OpenConnection(command.technician, command.tool)
        self._open.add(connection)
        connection.task = self._tasks.create_task(self._run(connection, command), name="connection")

    async def cut_all(self, dp: str) -> None:
        """Every picture, input and transfer ends now; the technicians are told why if their line takes it in time."""
        self._secrets.forget()
        cut = list(self._open)
        for connection in cut:
            connection.cut = True
        await asyncio.gather(*(_say_bye(one, dp) for one in cut))
        for connection in cut:
            if connection.task is not None:
                connection.task.cancel()

    async def _run(self, connection: _OpenConnection, command: CommandConnect) -> None:
        dp: str | None = None
        opened = False
        try:
            opened = await self._serve(connection, command)
        except Refused as refused:
            dp = refused.dp
        except HostProblem as problem:
            dp = problem.dp
        except ProtocolError as error:
            _log.warning("a connection ended: %s", error.what)
            dp = error.dp
        except (EOFError, TimeoutError):
            dp = "DP-208"
        except asyncio.CancelledError:
            if not connection.cut:
                raise
        finally:
            self._open.discard(connection)
        await self._report(_report(command, "closed" if opened else "refused", None if opened else dp))
        await self._changed()

    async def _serve(self, connection: _OpenConnection, command: CommandConnect) -> bool:
        if not is_acceptable_relay(command.relay_url):
            raise HostProblem("DP-207")
        url = f"{command.relay_url}?ticket={to_base64url(command.ticket)}"
        async with self._open_relay(url, self._tls(command.relay_url), LARGEST_FROM_TECHNICIAN) as socket:
            keep_queue_short(socket)
            async with asyncio.timeout(HANDSHAKE_TIMEOUT_S):
                secured, mode = await self._handshakes.run(socket, command)
            channel = SealedChannel(socket, secured)
            await self._get_consent(channel, command, mode)
            connection.channel = channel
            await self._use_tool(connection, channel, secured, command)
        return True

    def _tls(self, url: str) -> ssl.SSLContext | None:
        if not url.startswith("wss:"):
            return None
        address = self._session.identity.address
        ours = urlsplit(url).hostname == urlsplit(address.public_url).hostname
        return address.tls() if ours else ssl.create_default_context()

    async def _get_consent(self, channel: SealedChannel, command: CommandConnect, mode: Mode) -> None:
        """A resumed connection and a further channel were agreed to before."""
        if mode is Mode.PASSWORD and self._session.progress.consent is Consent.ASK:
            await channel.send_message(ConsentAsked(timeout_s=CONSENT_TIMEOUT_S))
            if not await self._ask_customer(command.technician, command.tool.value, CONSENT_TIMEOUT_S):
                await channel.send_message(ConnectRefused(dp="DP-403"))
                raise Refused("DP-403")
        await channel.send_message(ConsentGiven())

    async def _use_tool(
        self, connection: _OpenConnection, channel: SealedChannel, secured: Secured, command: CommandConnect
    ) -> None:
        tool = self._tools.get(command.tool)
        if tool is None:
            await channel.send_message(Bye(dp="DP-505"))
            return
        self._secrets.opened(secured)
        await self._report(_report(command, "opened"))
        await self._changed()
        closed_by_technician = False
        try:
            closed_by_technician = await tool(
                channel, Visit(command.technician, partial(self._record, connection, command))
            )
        except EOFError:
            _log.info("the line to the technician broke")
        except ProtocolError as error:
            await _say_bye(connection, error.dp)
            raise
        finally:
            await self._record(connection, command, False)
            self._secrets.closed(secured)
            if not closed_by_technician and not connection.cut:
                self._secrets.may_resume(secured, command.tool, self._session.now())


async def _say_bye(connection: _OpenConnection, dp: str) -> None:
    if connection.channel is None:
        return
    try:
        async with asyncio.timeout(CUT_TIMEOUT_S):
            await connection.channel.send_message(Bye(dp=dp))
            await connection.channel.close()
    except (EOFError, TimeoutError, ValueError):
        _log.info("a technician could not be told why the connection ended")


def _report(command: CommandConnect, state: str, dp: str | None = None) -> ConnectionReport:
    if state == "opened":
        return ConnectionReport(pair_id=Salt16(command.pair_id), state="opened")
    return ConnectionReport(pair_id=Salt16(command.pair_id), state="closed" if state == "closed" else "refused", dp=dp)
