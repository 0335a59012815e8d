"""A technician's visit to Dashboard in tests: what is said goes in, what is told is waited for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from daypass.host.connection.connections import ToolUse
from daypass.host.connection.sealed_channel import Dismissed, Opened
from daypass.host.dashboard.restarts import Restarts
from daypass.host.dashboard.terminal_process import TerminalProcess
from daypass.host.dashboard.tool import Dashboard
from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.host.platform.fake.dashboard import FakeDashboard
from daypass.host.platform.fake.local_links import MemoryLinks
from daypass.host.platform.fake.programs import FakePrograms, FakeRunning
from daypass.host.platform.ports import LocalPeer
from daypass.protocol import dashboard
from daypass.protocol.errors import ProtocolError
from daypass.protocol.holding import Held
from daypass.protocol.messages import Message, encode
from daypass.protocol.restarting import PlannedRestart
from daypass.protocol.sealing import Kind

M = TypeVar("M", bound=Message)
RunTerminal = Callable[[LocalPeer], Awaitable[None]]


class Channel:
    """What is told must be readable by the other side, whatever the PC says."""

    read: Callable[[bytes], Message] = staticmethod(dashboard.read_to_technician)

    def __init__(self) -> None:
        self.told: list[Message] = []
        self.incoming: asyncio.Queue[Message | None] = asyncio.Queue()
        self._news = asyncio.Condition()
        self.deaf = False
        """The line is gone, which only whoever says something notices."""
        self.lost = EOFError("the line broke")

    async def receive(self) -> Opened:
        message = await self.incoming.get()
        if message is None:
            raise self.lost
        return Opened(Kind.MESSAGE, encode(message))

    async def send_message(self, message: Message) -> None:
        if self.deaf:
            raise EOFError("the line broke")
        await self.tell(self.read(encode(message)))

    async def tell(self, message: Message) -> None:
        async with self._news:
            self.told.append(message)
            self._news.notify_all()

    async def wait(self, kind: type[M], count: int = 1) -> M:
        """The `count`th message of that kind."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: len(self.of(kind)) >= count)
        return self.of(kind)[count - 1]

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(true)

    def of(self, kind: type[M]) -> list[M]:
        return [one for one in self.told if isinstance(one, kind)]


class Visit:
    """`pc` is what can be changed, `logged` what whoever is at the PC reads."""

    def __init__(self) -> None:
        self.pc, self.channel, self.logged = FakeDashboard(), Channel(), list[tuple[str, str]]()
        self.programs: FakePrograms = FakePrograms()
        self.restarts_reported: list[PlannedRestart] = []
        self.closed: bool | None = None

    def say(self, message: Message) -> None:
        self.channel.incoming.put_nowait(message)

    async def report(self, planned: PlannedRestart) -> None:
        self.restarts_reported.append(planned)

    async def wait(self, kind: type[M], count: int = 1) -> M:
        return await self.channel.wait(kind, count)


class TerminalPrograms(FakePrograms):
    """Runs the terminal's process in the test's own task group."""

    def __init__(self, tasks: asyncio.TaskGroup, links: MemoryLinks, run: RunTerminal) -> None:
        super().__init__()
        self._tasks, self._links, self._run_terminal = tasks, links, run
        self._loop = asyncio.get_running_loop()
        self.nobody_signed_in = False

    def start_as_person(self, arguments: object) -> FakeRunning:
        if self.nobody_signed_in:
            raise LookupError("nobody is signed in")
        return self._start_terminal(list(arguments))  # type: ignore[call-overload]

    def start_on_desktop(self, arguments: object) -> FakeRunning:
        return self._start_terminal(list(arguments))  # type: ignore[call-overload]

    def _start_terminal(self, arguments: list[str]) -> FakeRunning:
        running = self._start(arguments)
        self._loop.call_soon_threadsafe(lambda: self._tasks.create_task(self._run(arguments[-1], running)))
        return running

    async def _run(self, link: str, running: FakeRunning) -> None:
        try:
            peer = await self._links.connect(link, pid=running.pid)
        except FileNotFoundError:
            return  # the visit was over before the process came
        try:
            await self._run_terminal(peer)
        except EOFError:
            pass
        finally:
            await peer.close()
            running.end()


class Desk:
    """A PC's Dashboard, which may be visited one time after the other."""

    def __init__(self, tool: Dashboard, programs: FakePrograms, pc: FakeDashboard) -> None:
        self.tool, self.programs, self.pc = tool, programs, pc
        self.logged = list[tuple[str, str]]()

    @asynccontextmanager
    async def visit(self, ends: str = "closed", technician: str = "Technician One") -> AsyncIterator[Visit]:
        """At the end of the block the technician closes the tool; or, with `ends`, the line is "broken", "dismissed" by the server,
        "cut" by a pause, or ended for something "malformed" that was said in the block."""
        visit = Visit()
        visit.pc, visit.programs, visit.logged = self.pc, self.programs, self.logged
        use = ToolUse(
            technician, _not_recorded, self._log, _not_held, restart=visit.report, may_come_back=lambda: ends != "cut"
        )
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(_outcome(self.tool.run_tool(visit.channel, use)))  # type: ignore[arg-type]
            await visit.wait(dashboard.DashboardReady)
            yield visit
            if ends == "closed":
                visit.say(dashboard.tool_line.ViewerEnd())
            elif ends != "malformed":
                visit.channel.lost = Dismissed("the server ended it") if ends == "dismissed" else EOFError("it broke")
                visit.channel.incoming.put_nowait(None)
            visit.closed = await running
        assert visit.closed is (ends == "closed")

    async def _log(self, what: str, detail: str) -> None:
        self.logged.append((what, detail))


async def _outcome(running: Awaitable[bool]) -> bool:
    try:
        return await running
    except (EOFError, ProtocolError):
        return False


async def _not_recorded(on: bool) -> None:
    raise AssertionError("nobody records")


async def _not_held(held: Held) -> None:
    raise AssertionError("nothing is held")


@asynccontextmanager
async def desk(
    ports: DashboardPorts | None = None,
    nobody_signed_in: bool = False,
    terminal: RunTerminal | None = None,
    restarts: Restarts | None = None,
) -> AsyncIterator[Desk]:
    """`terminal`: another program in the place of the terminal's process."""
    pc = FakeDashboard()
    async with asyncio.TaskGroup() as tasks:
        links, chosen = MemoryLinks(tasks), ports or pc.ports
        programs = TerminalPrograms(
            tasks, links, terminal or (lambda peer: TerminalProcess(peer, chosen.open_shell).run())
        )
        programs.nobody_signed_in = nobody_signed_in
        yield Desk(Dashboard(lambda: chosen, programs, links, tasks, restarts), programs, pc)


@asynccontextmanager
async def visiting(
    ports: DashboardPorts | None = None,
    nobody_signed_in: bool = False,
    terminal: RunTerminal | None = None,
    restarts: Restarts | None = None,
) -> AsyncIterator[Visit]:
    """One visit that the technician closes at the end of the block."""
    async with desk(ports, nobody_signed_in, terminal, restarts) as there, there.visit() as visit:
        yield visit
