"""Dashboard's ports of a PC in memory: what tests change, the panels show."""

import queue
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from daypass.host.platform.dashboard_ports import (
    Cells,
    DashboardPorts,
    EventPage,
    EventQuery,
    LoadReading,
    ProcessFacts,
)
from daypass.host.platform.fake.registry import FakeRegistry
from daypass.protocol.dashboard import Overview, Panel, Priority, ServiceAction, ServiceStart, Shell

BOOTED_AT = 1_790_000_000_000


def process(pid: int, name: str, **facts: object) -> ProcessFacts:
    """A process with ordinary facts where none are given."""
    plain = ProcessFacts(
        pid=pid,
        parent=1,
        name=name,
        person="PC\\ana",
        cpu_s=0.0,
        memory=1024**2,
        threads=1,
        priority=Priority.NORMAL.value,
        started_at=BOOTED_AT,
        command=name,
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


@dataclass
class FakePc:
    """PcFacts and the load."""

    name: str = "PC-1"
    signed_in: str = "ana"
    reading: LoadReading = field(default_factory=lambda: LoadReading((0.0,), (0.0,), 2**33, 2**32, 0, 0, 0, 0))
    broken: Exception | None = None

    def overview(self, cpu_permille: int) -> Overview:
        if self.broken is not None:
            raise self.broken
        return Overview(
            computer_name=self.name,
            edition="Windows 11 Pro",
            build="22631.3007",
            architecture="x86_64",
            processor="Processor",
            cores=len(self.reading.busy_s),
            booted_at=BOOTED_AT,
            cpu=cpu_permille,
            memory=self.reading.memory,
            memory_used=self.reading.memory_used,
            people=(self.signed_in,) if self.signed_in else (),
            disks=(),
            adapters=(),
            restart_pending=(),
        )

    def person(self) -> str:
        return self.signed_in

    def read_load(self) -> LoadReading:
        return self.reading


@dataclass
class FakeProcesses:
    """`refuse` is raised by every action."""

    running: list[ProcessFacts] = field(default_factory=list)
    vital_pids: set[int] = field(default_factory=set)
    refuse: Exception | None = None
    looked_at: int = 0

    def all(self) -> Sequence[ProcessFacts]:
        self.looked_at += 1
        return list(self.running)

    def vital(self, pid: int) -> bool:
        return pid in self.vital_pids

    def end(self, pid: int, started_at: int) -> str:
        found = self._find(pid, started_at)
        self.running.remove(found)
        return found.name

    def set_priority(self, pid: int, started_at: int, priority: Priority) -> str:
        found = self._find(pid, started_at)
        self.running[self.running.index(found)] = replace(found, priority=priority.value)
        return found.name

    def _find(self, pid: int, started_at: int) -> ProcessFacts:
        if self.refuse is not None:
            raise self.refuse
        for one in self.running:
            if (one.pid, one.started_at) == (pid, started_at):
                return one
        raise ProcessLookupError(pid)


@dataclass
class FakeServices:
    """Services by name: state and start type. `needed_by` says which others go down with one."""

    own: str = "DaypassHost-1"
    states: dict[str, list[str]] = field(default_factory=lambda: {"Spooler": ["running", "automatic"]})
    needed_by: dict[str, list[str]] = field(default_factory=dict)
    refuse: Exception | None = None

    def rows(self) -> Mapping[str, Cells]:
        return {name: (name, name, state, start, "", "LocalSystem", "") for name, (state, start) in self.states.items()}

    def dependents(self, name: str) -> Sequence[str]:
        return self.needed_by.get(name, [])

    def control(self, name: str, order: ServiceAction) -> None:
        self._known(name)[0] = "stopped" if order is ServiceAction.STOP else "running"

    def set_start(self, name: str, start: ServiceStart) -> None:
        self._known(name)[1] = start.value

    def _known(self, name: str) -> list[str]:
        if self.refuse is not None:
            raise self.refuse
        return self.states[name]


@dataclass
class FakeStartup:
    """Items by key: name, command, origin, state."""

    items: dict[str, Cells] = field(
        default_factory=lambda: {
            "HKLM Updater": ("Updater", "C:\\updater.exe /quiet", "HKLM", "enabled"),
            "HKCU Chat": ("Chat", "C:\\chat.exe", "HKCU", "disabled"),
        }
    )

    def rows(self) -> Mapping[str, Cells]:
        return dict(self.items)

    def switch(self, key: str, on: bool) -> str:
        name, command, origin, _ = self.items[key]
        self.items[key] = (name, command, origin, "enabled" if on else "disabled")
        return name


@dataclass
class FakeEvents:
    """One log of numbered events, newest first."""

    events: list[Cells] = field(default_factory=list)
    asked: list[EventQuery] = field(default_factory=list)

    def read(self, query: EventQuery, most: int, patience_s: float) -> EventPage:
        if query.log != "System":
            raise LookupError(query.log)
        below = int(query.before) if query.before else len(self.events)
        self.asked.append(query)
        keys = [key for key in range(below - 1, -1, -1) if _fits(query, self.events[key])]
        page = keys[:most]
        return EventPage({str(key): self.events[key] for key in page}, str(page[-1]) if len(keys) > most else "")


def _fits(query: EventQuery, event: Cells) -> bool:
    at, level, source, number, text = event
    return (
        (not query.levels or level in query.levels)
        and query.source.lower() in source.lower()
        and (query.event is None or number == str(query.event))
        and (query.since is None or int(at) >= query.since)
        and (query.until is None or int(at) <= query.until)
        and query.text.lower() in text.lower()
    )


class FakeShell:
    """Echoes what is typed; "flood" writes a mebibyte, "exit" ends it."""

    account = "PC\\ana"

    def __init__(self, shell: Shell, columns: int, rows: int) -> None:
        self.size = (columns, rows)
        self.read_bytes = 0
        self._output: queue.Queue[bytes] = queue.Queue()
        self._output.put(b"> ")

    def read(self) -> bytes:
        data = self._output.get()
        self.read_bytes += len(data)
        return data

    def write(self, data: bytes) -> None:
        if data.startswith(b"flood"):
            for _ in range(32):
                self._output.put(b"x" * 32 * 1024)
        elif data.startswith(b"exit"):
            self._output.put(b"")
        else:
            self._output.put(data)

    def resize(self, columns: int, rows: int) -> None:
        self.size = (columns, rows)

    def close(self) -> None:
        self._output.put(b"")


class FakeDashboard:
    """The parts to change, and `ports` made of them."""

    def __init__(self) -> None:
        self.pc, self.processes, self.services, self.events = FakePc(), FakeProcesses(), FakeServices(), FakeEvents()
        self.programs: dict[str, Cells] = {}
        self.registry, self.startup = FakeRegistry(), FakeStartup()
        self.ports = DashboardPorts(
            facts=self.pc,
            load=self.pc.read_load,
            processes=self.processes,
            services=self.services,
            events=self.events,
            tables={Panel.PROGRAMS: lambda: self.programs},
            shells=(Shell.COMMAND_PROMPT, Shell.POWERSHELL),
            open_shell=FakeShell,
            registry=self.registry,
            startup=self.startup,
        )
