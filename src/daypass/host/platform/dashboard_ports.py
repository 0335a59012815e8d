"""What Dashboard needs from an operating system, one small port per panel or family of panels.

Readings are cumulative counters and plain facts: rates, changes, caps and every rule live above. All of this blocks, and is called from
threads. What the system says in words is hostile: no port cuts or cleans it.
Errors are the same everywhere: ProcessLookupError or LookupError (no longer there), PermissionError (refused), TimeoutError (not done in
time), another OSError (not on this PC).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from daypass.protocol.dashboard import EventLevel, Overview, Panel, Priority, ServiceAction, ServiceStart, Shell
from daypass.protocol.registry import RegistryValue, RegistryView, SubKey

Cells = tuple[str, ...]
ReadRows = Callable[[], Mapping[str, Cells]]
"""The rows of a table, by their keys, in the order of the panel's columns."""


@dataclass(frozen=True, slots=True)
class LoadReading:
    """Counters since the start of the PC: seconds per core (busy, all), bytes; memory as it is now."""

    busy_s: tuple[float, ...]
    all_s: tuple[float, ...]
    memory: int
    memory_used: int
    disk_read: int
    disk_written: int
    received: int
    sent: int


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    """One process. `cpu_s` counts since it started, `started_at` is in ms since 1970, memory in bytes."""

    pid: int
    parent: int
    name: str
    person: str
    cpu_s: float
    memory: int
    threads: int
    priority: str
    started_at: int
    command: str


class RunningProcesses(Protocol):
    """The processes of the PC. `end` and `set_priority` act only on the process that started at that moment."""

    def all(self) -> Sequence[ProcessFacts]: ...
    def vital(self, pid: int) -> bool:
        """Whether the system itself would go down with it."""

    def end(self, pid: int, started_at: int) -> str:
        """End it; the name of its program."""

    def set_priority(self, pid: int, started_at: int, priority: Priority) -> str:
        """Give it this priority; the name of its program."""


class SystemServices(Protocol):
    """The services of the PC."""

    own: str
    """The name of Daypass's own service; empty where it is none."""

    def rows(self) -> Mapping[str, Cells]: ...
    def dependents(self, name: str) -> Sequence[str]:
        """Services that run now and go down with it."""

    def control(self, name: str, order: ServiceAction) -> None:
        """Returns when it is done."""

    def set_start(self, name: str, start: ServiceStart) -> None: ...


class StartupItems(Protocol):
    """What starts by itself when somebody signs in."""

    def rows(self) -> Mapping[str, Cells]: ...
    def switch(self, key: str, on: bool) -> str:
        """Whether the one in this row starts from now on; its name."""


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events of one log are wanted, newest first; `before` is the key of the last one that was seen.

    `source` and `text` fit where they stand in the event's, whatever the case; `since` and `until` are ms since 1970, both included.
    """

    log: str
    levels: tuple[EventLevel, ...] = ()
    source: str = ""
    event: int | None = None
    text: str = ""
    since: int | None = None
    until: int | None = None
    before: str = ""


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events. `read_on`: the key to go on before; empty at the log's end."""

    rows: Mapping[str, Cells]
    read_on: str


class EventLogs(Protocol):
    """The system's logs."""

    def read(self, query: EventQuery, most: int, patience_s: float) -> EventPage:
        """At most so many events, and no longer than that: a filter that fits little answers with what it has."""


class Registry(Protocol):
    """The registry, with the system's rights. FileExistsError where a name is taken; LookupError for a key or value that is not there."""

    own: Sequence[str]
    """Keys of Daypass itself."""

    def read(self, path: str, view: RegistryView, most: int) -> tuple[Sequence[SubKey], Sequence[RegistryValue]]:
        """At most so many of each; of the roots where `path` is empty. Sorted by name."""

    def create_key(self, path: str, view: RegistryView) -> None: ...
    def rename_key(self, path: str, view: RegistryView, name: str) -> None: ...
    def delete_key(self, path: str, view: RegistryView) -> None:
        """With everything below it; links on the way are deleted, never followed."""

    def set_value(self, path: str, view: RegistryView, name: str, kind: int, data: bytes, fresh: bool) -> None: ...
    def rename_value(self, path: str, view: RegistryView, name: str, new_name: str) -> None: ...
    def delete_value(self, path: str, view: RegistryView, name: str) -> None: ...


class PcFacts(Protocol):
    """What this PC is."""

    def overview(self, cpu_permille: int) -> Overview: ...
    def person(self) -> str:
        """The account of whoever is signed in at the screen; empty for nobody."""


class PseudoTerminal(Protocol):
    """A shell in a terminal. One thread reads, another does the rest."""

    account: str

    def read(self) -> bytes:
        """What it writes next, at most 32 KiB; b"" once it has ended."""

    def write(self, data: bytes) -> None: ...
    def resize(self, columns: int, rows: int) -> None: ...
    def close(self) -> None:
        """End the shell and what runs in it."""


OpenShell = Callable[[Shell, int, int], PseudoTerminal]
"""A shell of so many columns and rows, with the rights of this process. Raises OSError."""


@dataclass(frozen=True, slots=True)
class DashboardPorts:
    """What one platform has of it; `tables` are the panels that are read as a whole."""

    facts: PcFacts
    load: Callable[[], LoadReading]
    processes: RunningProcesses
    services: SystemServices | None
    events: EventLogs | None
    tables: Mapping[Panel, ReadRows]
    shells: tuple[Shell, ...]
    open_shell: OpenShell
    registry: Registry | None = None
    startup: StartupItems | None = None
