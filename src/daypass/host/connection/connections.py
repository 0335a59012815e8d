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

from daypass.host.connection.handshakes import ConnectionSecrets, Handshakes, Proven, Refused, Visit
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.sealed_channel import SealedChannel
from daypass.host.connection.server_address import is_acceptable_relay
from daypass.host.connection.server_sockets import keep_queue_short, let_queue_grow
from daypass.host.lifecycle.live_session import LiveSession
from daypass.protocol.commands import CommandConnect
from daypass.protocol.connecting import ConnectRefused, ConsentAsked, ConsentGiven
from daypass.protocol.errors import ProtocolError
from daypass.protocol.holding import Held
from daypass.protocol.host_api import (
    ConnectionReport,
    HoldReport,
    RecordingReport,
    RestartReport,
    Salt16,
    to_base64url,
)
from daypass.protocol.messages import Consent, Message, Tool
from daypass.protocol.restarting import PlannedRestart
from daypass.protocol.tool_line import Bye, Restarting

CONSENT_TIMEOUT_S = 30
HANDSHAKE_TIMEOUT_S = 75.0
CUT_TIMEOUT_S = 0.5
LARGEST_MESSAGE = 64 * 1024
_MOST_AT_ONCE = 24
"""Every tool of half a dozen technicians."""
_HOLDS_LOGGED = {Held.NOTHING: "hold_ended", Held.INPUT: "held_input", Held.SCREEN: "held_screen"}
_log = logging.getLogger(__name__)

OpenRelay = Callable[[str, ssl.SSLContext | None, int], AbstractAsyncContextManager[ClientConnection]]


async def _unheard(_: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """Who uses a tool, and how whoever is at the PC hears what they do with it."""

    technician: str
    record: Callable[[bool], Awaitable[None]]
    """The technician records what they see, or no longer."""
    log: Callable[[str, str], Awaitable[None]]
    """`log(what, detail)` adds the line `host.log.<what>` to the activity log; a detail is a file's name or the like."""
    hold: Callable[[Held], Awaitable[None]]
    """So much of the PC is held from the people there."""
    may_hold: bool = False
    """The technician's company lets them ask to hold the PC from the people there."""
    chat_after: bool = False
    """The technician wants to begin with a chat."""
    restart: Callable[[PlannedRestart], Awaitable[None]] = _unheard
    """The technician wants the PC to restart."""
    may_come_back: Callable[[], bool] = lambda: True
    """Whether a line that breaks now could be resumed: not after a pause, the end or a new password."""


ToolRunner = Callable[[SealedChannel, ToolUse], Awaitable[bool]]
"""Runs a tool until it ends. True: the technician closed it; False: the line broke and may be resumed. Raises EOFError likewise."""


@dataclass(frozen=True, slots=True)
class OfferedTool:
    """A tool of this host. `largest` is the most bytes of one sealed frame that the technician may send."""

    run: ToolRunner
    largest: int = LARGEST_MESSAGE
    bulk: bool = False
    """Frames may wait in the system's buffers: what counts is how many arrive, not how soon the next one does."""


@dataclass(eq=False)
class _OpenConnection:
    technician: str
    tool: Tool
    task: "asyncio.Task[None] | None" = None
    channel: SealedChannel | None = None
    cut: bool = field(default=False)
    recording: bool = False
    held: Held = Held.NOTHING


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
        tools: Mapping[Tool, OfferedTool],
        changed: Callable[[], Awaitable[None]],
        report: Callable[[ConnectionReport | RecordingReport | HoldReport | RestartReport], Awaitable[None]],
        log: Callable[[str, str, str], Awaitable[None]],
    ) -> None:
        self._session, self._tasks, self._open_relay = session, tasks, open_relay
        self._handshakes, self._secrets, self._ask_customer = handshakes, secrets, ask_customer
        self._tools, self._changed, self._report, self._log_activity = tools, changed, report, log
        self._open: list[_OpenConnection] = []

    def technicians(self) -> tuple[str, ...]:
        """Who is connected now; a name once."""
        return tuple(dict.fromkeys(one.technician for one in self._open if one.channel is not None))

    def uses(self) -> tuple[tuple[str, Tool], ...]:
        """Who uses what now; two windows of one count once."""
        return tuple(dict.fromkeys((one.technician, one.tool) for one in self._open if one.channel is not None))

    def recording(self) -> tuple[str, ...]:
        """Who records what they see; a name once."""
        return tuple(dict.fromkeys(one.technician for one in self._open if one.recording))

    def holding(self) -> tuple[str, Held]:
        """Who holds what of the PC from the people there; nobody, nothing."""
        found = next((one for one in self._open if one.held is not Held.NOTHING), None)
        return (found.technician, found.held) if found else ("", Held.NOTHING)

    async def _hold(self, connection: _OpenConnection, command: CommandConnect, held: Held) -> None:
        """As with a recording: those at the PC first."""
        if connection.held == held:
            return
        connection.held = held
        await self._changed()
        await self._log_activity(command.technician, _HOLDS_LOGGED[held], "")
        await self._report(HoldReport(pair_id=Salt16(command.pair_id), held=held))

    async def _record(self, connection: _OpenConnection, command: CommandConnect, on: bool) -> None:
        """Whoever is at the PC sees it before the server hears of it."""
        if connection.recording == on:
            return
        connection.recording = on
        await self._changed()
        await self._log_activity(command.technician, "recording_started" if on else "recording_stopped", "")
        await self._report(RecordingReport(pair_id=Salt16(command.pair_id), on=on))

    async def _restart(self, command: CommandConnect, planned: PlannedRestart) -> None:
        await self._report(RestartReport(pair_id=Salt16(command.pair_id), at=planned.at, mode=planned.mode))

    async def tell_restarting(self, back_within_s: int) -> None:
        """Every technician, whatever their tool: the line breaks now, and heals."""
        await asyncio.gather(*(_tell(one, Restarting(back_within_s=back_within_s)) for one in list(self._open)))

    async def _log_use(self, connection: _OpenConnection, what: str) -> None:
        """A second window of the same is no news."""
        use = (connection.technician, connection.tool)
        others = (one for one in self._open if one is not connection and one.channel is not None)
        if use not in ((one.technician, one.tool) for one in others):
            await self._log_activity(connection.technician, what, connection.tool.value)

    def start(self, command: CommandConnect) -> None:
        """Answer a connection request; too many at once are left to time out at the relay."""
        if len(self._open) >= _MOST_AT_ONCE:
            _log.warning("too many connections at once")
            return
        connection = _OpenConnection(command.technician, command.tool)
        self._open.append(connection)
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
        except Exception:
            # A fault in one tool, or what somebody sent to find one, is no reason to end the others and the service.
            _log.exception("a connection ended by a fault")
            dp = "DP-900"
        finally:
            self._open.remove(connection)
        await self._report(_report(command, "closed" if opened else "refused", None if opened else dp))
        await self._changed()

    async def _serve(self, connection: _OpenConnection, command: CommandConnect) -> bool:
        if not is_acceptable_relay(command.relay_url):
            raise HostProblem("DP-207")
        url = f"{command.relay_url}?ticket={to_base64url(command.ticket)}"
        tool = self._tools.get(command.tool)
        largest = tool.largest if tool else LARGEST_MESSAGE
        async with self._open_relay(url, self._tls(command.relay_url), largest) as socket:
            if tool is None or not tool.bulk:
                keep_queue_short(socket)
            else:
                let_queue_grow(socket)
            async with asyncio.timeout(HANDSHAKE_TIMEOUT_S):
                proven = await self._handshakes.run(socket, command)
            channel = SealedChannel(socket, proven.secured)
            await self._get_consent(channel, command, proven.visit)
            if tool is None:
                await channel.send_message(Bye(dp="DP-505"))
                return True
            connection.channel = channel
            await self._use_tool(connection, channel, tool, proven, command)
        return True

    def _tls(self, url: str) -> ssl.SSLContext | None:
        if not url.startswith("wss:"):
            return None
        address = self._session.identity.address
        ours = urlsplit(url).hostname == urlsplit(address.public_url).hostname
        return address.tls() if ours else ssl.create_default_context()

    async def _get_consent(self, channel: SealedChannel, command: CommandConnect, visit: Visit) -> None:
        """What was agreed to before is not asked again: a line that healed, a second window, words beside what was allowed."""
        if command.tool not in visit.told and self._session.progress.consent is Consent.ASK:
            await channel.send_message(ConsentAsked(timeout_s=CONSENT_TIMEOUT_S))
            if not await self._ask_customer(command.technician, command.tool.value, CONSENT_TIMEOUT_S):
                await channel.send_message(ConnectRefused(dp="DP-403"))
                raise Refused("DP-403")
        visit.told |= {command.tool, Tool.CHAT}
        await channel.send_message(ConsentGiven())

    async def _use_tool(
        self,
        connection: _OpenConnection,
        channel: SealedChannel,
        tool: OfferedTool,
        proven: Proven,
        command: CommandConnect,
    ) -> None:
        self._secrets.opened(proven, command.tool)
        await self._report(_report(command, "opened"))
        await self._changed()
        await self._log_use(connection, "opened")
        closed_by_technician = False
        use = ToolUse(
            technician=command.technician,
            record=partial(self._record, connection, command),
            hold=partial(self._hold, connection, command),
            restart=partial(self._restart, command),
            log=partial(self._log_activity, command.technician),
            may_hold=command.may_hold,
            chat_after=command.chat_after,
            may_come_back=lambda: not connection.cut and self._secrets.would_resume(proven.secured),
        )
        try:
            closed_by_technician = await tool.run(channel, use)
        except EOFError:
            _log.info("the line to the technician broke")
        except Exception as error:
            await _say_bye(connection, error.dp if isinstance(error, ProtocolError) else "DP-900")
            raise
        finally:
            await self._hold(connection, command, Held.NOTHING)
            await self._record(connection, command, False)
            await self._log_use(connection, "closed")
            self._secrets.closed(proven.secured)
            if not closed_by_technician and not connection.cut:
                self._secrets.may_resume(proven, command.tool, self._session.now())


async def _tell(connection: _OpenConnection, message: Message) -> None:
    if connection.channel is None:
        return
    try:
        async with asyncio.timeout(CUT_TIMEOUT_S):
            await connection.channel.send_message(message)
    except (EOFError, TimeoutError, ValueError):
        _log.info("a technician could not be told of the restart")


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
