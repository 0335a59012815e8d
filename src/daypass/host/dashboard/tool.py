"""Dashboard in the service: carries a technician's channel to the panels. What a panel does is the panel's."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from daypass.host.connection.connections import ToolUse
from daypass.host.connection.sealed_channel import Dismissed, SealedChannel
from daypass.host.connection.technician_side import hear_technician
from daypass.host.dashboard.caps import within_caps
from daypass.host.dashboard.events import EventsPanel
from daypass.host.dashboard.load import LoadPanel
from daypass.host.dashboard.overview import OverviewPanel
from daypass.host.dashboard.panel import Actions, PanelStream, Questions, Unfinished, problem_of
from daypass.host.dashboard.processes import ProcessesPanel
from daypass.host.dashboard.registry import RegistryPanel
from daypass.host.dashboard.restart_panel import RestartPanel
from daypass.host.dashboard.restarts import Restarts
from daypass.host.dashboard.services import ServicesPanel
from daypass.host.dashboard.startup import StartupPanel
from daypass.host.dashboard.tables import WatchedTable
from daypass.host.dashboard.terminals import AllTerminals, TerminalsOfVisit
from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.host.platform.ports import LocalLinks, Programs
from daypass.protocol.dashboard import (
    KNOWN_TO_HOST,
    ActionDone,
    CloseTerminal,
    DashboardReady,
    OpenTerminal,
    Panel,
    PanelFailed,
    ReadEvents,
    ResizeTerminal,
    ResumeTerminal,
    TerminalInput,
    TerminalTaken,
    UnwatchPanel,
    WatchPanel,
    read_to_host,
)
from daypass.protocol.messages import Message
from daypass.protocol.tool_line import Bye

TABLE_EVERY_S = {Panel.PORTS: 3.0, Panel.DRIVES: 5.0}
SELDOM_S = 60.0
_MOST_AT_WORK = 16
_log = logging.getLogger(__name__)


class Dashboard:
    """The panels of this PC; `run_tool` serves one technician."""

    def __init__(
        self,
        assemble: Callable[[], DashboardPorts],
        programs: Programs,
        links: LocalLinks,
        tasks: asyncio.TaskGroup,
        restarts: Restarts | None = None,
    ) -> None:
        """`assemble` is called when somebody comes first: a PC on which it fails has every other tool. `tasks` last as long as the
        service, and with them terminals whose page may come back."""
        self._assemble, self._restarts = assemble, restarts
        self.terminals = AllTerminals(programs, links, lambda work, name: tasks.create_task(work, name=name))
        self._ports: DashboardPorts | None = None
        self._deeds: set[asyncio.Task[None]] = set()

    async def run_tool(self, channel: SealedChannel, use: ToolUse) -> bool:
        """A ToolRunner."""
        try:
            ports = self._ports = self._ports or self._assemble()
        except Exception as error:  # a library that does not load on this PC, whatever it says
            await channel.send_message(Bye(dp=_told(error, "Dashboard")))
            return True
        try:
            async with asyncio.TaskGroup() as tasks:
                visit = Visit(ports, self._restarts, self.terminals, channel, use, tasks, self._deeds)
                comes_back = False
                try:
                    return await visit.run()
                except EOFError as error:
                    comes_back = use.may_come_back() and not isinstance(error, Dismissed)
                    raise
                finally:
                    visit.end(comes_back)
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None

    async def all_done(self) -> None:
        """After the lines were cut: until what had begun is done, and known."""
        while self._deeds:
            await asyncio.wait(set(self._deeds))


class Visit:
    """One technician's look at this PC."""

    def __init__(
        self,
        ports: DashboardPorts,
        restarts: Restarts | None,
        terminals: AllTerminals,
        channel: SealedChannel,
        use: ToolUse,
        tasks: asyncio.TaskGroup,
        deeds: "set[asyncio.Task[None]]",
    ) -> None:
        """`deeds` holds what changes the PC: what has begun when the visit ends is not waited for, and stands in the activity log."""
        self._deeds, self._over = deeds, False
        self._ports, self._channel, self._use, self._tasks = ports, channel, use, tasks
        self._panels, self._actions, self._questions = _panels_of(ports, restarts, use)
        self._watched: dict[Panel, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(_MOST_AT_WORK)
        self._work: set[asyncio.Task[None]] = set()
        self._terminals = TerminalsOfVisit(terminals, use, self._say, self._start)
        self._handlers: dict[type, Callable[[Any], Awaitable[None]]] = {
            WatchPanel: self._watch,
            UnwatchPanel: self._unwatch,
            OpenTerminal: self._terminals.open,
            ResumeTerminal: self._terminals.resume,
            TerminalInput: self._terminals.feed,
            ResizeTerminal: self._terminals.feed,
            TerminalTaken: self._terminals.feed,
            CloseTerminal: self._terminals.close,
        }

    async def run(self) -> bool:
        """Until the technician closes the tool (True) or the line breaks (EOFError)."""
        person = await asyncio.to_thread(self._ports.facts.person)
        ready = DashboardReady(
            panels=tuple(self._panels), shells=self._ports.shells, person=person, known=KNOWN_TO_HOST
        )
        await self._say(within_caps(ready))
        return await hear_technician(self._channel, read_to_host, self._take)

    def end(self, comes_back: bool) -> None:
        self._over = True
        self._terminals.end(comes_back)
        for task in (*self._watched.values(), *self._work):
            task.cancel()

    async def _take(self, message: Message, _: bytes) -> None:
        kind = type(message)
        if kind in self._handlers:
            await self._handlers[kind](message)
        elif kind in self._actions:
            await self._places.acquire()
            deed = asyncio.get_running_loop().create_task(self._act(message), name="action")
            self._deeds.add(deed)
            deed.add_done_callback(self._deeds.discard)
            self._at_work(deed)
        elif kind in self._questions:
            await self._places.acquire()
            self._at_work(self._start(self._answer(message), "question"))

    async def _say(self, message: Message) -> None:
        await self._channel.send_message(message)

    async def _watch(self, message: WatchPanel) -> None:
        await self._unwatch(UnwatchPanel(panel=message.panel))
        panel = self._panels.get(message.panel)
        if panel is None:
            await self._say(PanelFailed(panel=message.panel, dp="DP-805"))
            return
        self._watched[message.panel] = self._tasks.create_task(
            self._stream(message.panel, panel), name=f"panel {message.panel}"
        )

    async def _unwatch(self, message: UnwatchPanel) -> None:
        task = self._watched.pop(message.panel, None)
        if task is not None:
            task.cancel()

    async def _stream(self, name: Panel, panel: PanelStream) -> None:
        try:
            await panel.stream(self._say)
        except EOFError:
            return  # the line is gone, as `run` learns too
        except Exception as error:  # whatever a panel trips over must not end the others, nor the service
            dp = _told(error, f"the panel {name}")
            await self._still_there(PanelFailed(panel=name, dp=dp))

    def _at_work(self, task: "asyncio.Task[None]") -> None:
        """Beside everything else; when too much is at work, nothing more is read until something is done."""
        self._until_the_end(task)
        task.add_done_callback(lambda _: self._places.release())

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> "asyncio.Task[None]":
        """A task that ends with the visit at the latest."""
        return self._until_the_end(self._tasks.create_task(work, name=name))

    def _until_the_end(self, task: "asyncio.Task[None]") -> "asyncio.Task[None]":
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    async def _act(self, message: Any) -> None:
        dp: str | None = None
        try:
            logged = await self._actions[type(message)](message)
            await self._use.log(logged.what, logged.detail)
        except Exception as error:  # as in _stream
            dp = _told(error, type(message).__name__)
            if isinstance(error, Unfinished):
                await self._use.log(error.logged.what, error.logged.detail)
        if not self._over:
            await self._still_there(ActionDone(action=message.action, dp=dp))

    async def _answer(self, message: Any) -> None:
        try:
            await self._questions[type(message)](message, self._say)
        except EOFError:
            return
        except Exception as error:  # as in _stream
            dp = _told(error, type(message).__name__)
            await self._still_there(PanelFailed(panel=_panel_asked(message), dp=dp))

    async def _still_there(self, message: Message) -> None:
        try:
            await self._say(message)
        except EOFError:
            return


def _panel_asked(message: Any) -> Panel:
    return Panel.EVENTS if isinstance(message, ReadEvents) else Panel.REGISTRY


def _told(error: Exception, what: str) -> str:
    dp = problem_of(error)
    if dp == "DP-900":
        _log.error("%s failed", what, exc_info=error)
    else:
        _log.info("%s: %s (%s)", what, dp, error)
    return dp


def _panels_of(
    ports: DashboardPorts, restarts: Restarts | None, use: ToolUse
) -> tuple[dict[Panel, PanelStream], Actions, Questions]:
    """Everything this platform has, by name; what can be done there; what can be asked."""
    processes = ProcessesPanel(ports.processes)
    panels: dict[Panel, PanelStream] = {
        Panel.OVERVIEW: OverviewPanel(ports.facts, ports.load),
        Panel.LOAD: LoadPanel(ports.load),
        Panel.PROCESSES: processes,
    }
    actions, questions = dict(processes.actions), dict[type[Message], Any]()
    if ports.services is not None:
        services = ServicesPanel(ports.services)
        panels[Panel.SERVICES] = services
        actions |= services.actions
    if ports.startup is not None:
        startup = StartupPanel(ports.startup)
        panels[Panel.STARTUP] = startup
        actions |= startup.actions
    if ports.events is not None:
        events = EventsPanel(ports.events)
        panels[Panel.EVENTS] = events
        questions |= events.questions
    if ports.registry is not None:
        registry = RegistryPanel(ports.registry, ports.facts.person)
        panels[Panel.REGISTRY] = registry
        actions |= registry.actions
        questions |= registry.questions
    if restarts is not None:
        restart = RestartPanel(restarts, use.technician, use.restart)
        panels[Panel.RESTART] = restart
        actions |= restart.actions
    for name, read in ports.tables.items():
        panels[name] = WatchedTable(name, read, TABLE_EVERY_S.get(name, SELDOM_S))
    return {name: panels[name] for name in Panel if name in panels}, actions, questions
