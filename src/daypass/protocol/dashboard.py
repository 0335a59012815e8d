"""Dashboard: the messages of both directions (sealed, kind 1).

A panel is streamed only while it is looked at (`WatchPanel`, `UnwatchPanel`). Most panels are tables: rows with a key and cells of
text, in the columns of `COLUMNS`; numbers are written in decimals, times are ms since 1970, what is not known is empty. After the
first rows only what changed is sent. Every action has a number of the technician's choice and ends with exactly one ActionDone.
"""

import enum
from collections.abc import Mapping
from typing import Annotated

import msgspec

from daypass.protocol import registry, restarting, tool_line
from daypass.protocol.messages import DpCode, Message, Millis, Name, Record, decoder

DASHBOARD_CAP = 512 * 1024
MOST_ROWS = 1000
MOST_CORES = 1024
TERMINAL_AHEAD = 256 * 1024
"""Bytes of output that a terminal may be ahead of what the technician's page has shown (TerminalTaken)."""
MOST_OUTPUT = 32 * 1024
MOST_TERMINALS = 8
KNOWN_TO_HOST = ("event_times", "SwitchStartup")
"""What a page may rely on only if the host says so: a pass outlives an upgrade of the server."""
TYPED_AHEAD = 64 * 1024
"""Bytes that may be typed to a terminal ahead of what its shell has taken (TerminalTyped)."""
TERMINALS_WAIT_S = 120
"""So long a terminal goes on for a page whose line broke."""

Number = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]
Amount = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Permille = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Cell = Annotated[str, msgspec.Meta(max_length=1024)]
Key = Annotated[str, msgspec.Meta(max_length=512)]
Token = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Columns = Annotated[int, msgspec.Meta(ge=2, le=1000)]


class Panel(enum.StrEnum):
    """What can be looked at."""

    OVERVIEW = "overview"
    LOAD = "load"
    PROCESSES = "processes"
    SERVICES = "services"
    EVENTS = "events"
    PROGRAMS = "programs"
    DRIVES = "drives"
    PEOPLE = "people"
    TASKS = "tasks"
    STARTUP = "startup"
    ENVIRONMENT = "environment"
    PORTS = "ports"
    REGISTRY = "registry"
    RESTART = "restart"


COLUMNS: Mapping[Panel, tuple[str, ...]] = {
    Panel.PROCESSES: (
        "name",
        "pid",
        "parent",
        "person",
        "cpu",
        "memory",
        "threads",
        "priority",
        "started_at",
        "command",
    ),
    Panel.SERVICES: ("shown_name", "name", "state", "start", "pid", "account", "description"),
    Panel.EVENTS: ("at", "level", "source", "event", "text"),
    Panel.PROGRAMS: ("name", "version", "publisher", "installed_on", "size", "scope"),
    Panel.DRIVES: ("name", "label", "kind", "format", "size", "free"),
    Panel.PEOPLE: ("name", "full_name", "kind", "state", "description"),
    Panel.TASKS: ("name", "folder", "state", "next_at", "last_at", "last_result", "command", "account"),
    Panel.STARTUP: ("name", "command", "origin", "state"),
    Panel.ENVIRONMENT: ("name", "value", "scope"),
    Panel.PORTS: ("protocol", "address", "port", "remote", "state", "pid", "program"),
}
"""The columns of each panel that is a table. `cpu` is in thousandths of the whole PC, `memory` and sizes in bytes."""


class Priority(enum.StrEnum):
    """How much of the processor a process gets beside others."""

    IDLE = "idle"
    BELOW_NORMAL = "below_normal"
    NORMAL = "normal"
    ABOVE_NORMAL = "above_normal"
    HIGH = "high"


class ServiceAction(enum.StrEnum):
    """What can be done with a service now."""

    START = "start"
    STOP = "stop"
    RESTART = "restart"


class ServiceStart(enum.StrEnum):
    """When a service starts."""

    AUTOMATIC = "automatic"
    DELAYED = "delayed"
    MANUAL = "manual"
    DISABLED = "disabled"


class EventLevel(enum.StrEnum):
    """How grave an event is."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Shell(enum.StrEnum):
    """What runs in a terminal."""

    COMMAND_PROMPT = "command_prompt"
    POWERSHELL = "powershell"
    SH = "sh"


# --- host → technician --------------------------------------------------------------------------------------------


class DashboardReady(Message, frozen=True, kw_only=True):
    """Comes first: what this host has. `person` is who is signed in at the screen, empty for nobody.

    `known`: what hosts did not always know and this one does (`KNOWN_TO_HOST`).
    """

    panels: Annotated[tuple[Panel, ...], msgspec.Meta(max_length=64)]
    shells: Annotated[tuple[Shell, ...], msgspec.Meta(max_length=8)]
    person: Name
    known: Annotated[tuple[Name, ...], msgspec.Meta(max_length=64)] | None = None


class Disk(Record, frozen=True, kw_only=True):
    """One drive with its sizes in bytes."""

    name: Cell
    size: Amount
    free: Amount


class Adapter(Record, frozen=True, kw_only=True):
    """One network adapter that is up, with its addresses as text."""

    name: Cell
    addresses: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=16)]


class SecurityProduct(Record, frozen=True, kw_only=True):
    """A virus scanner as the PC's own security centre knows it."""

    name: Cell
    on: bool
    up_to_date: bool


class Overview(Message, frozen=True, kw_only=True):
    """The PC at a glance; the whole again whenever something of it changed. Sizes in bytes, battery in percent.

    `restart_pending`: why Windows waits for a restart (`updates`, `components`, `renames`, `computer_name`).
    `antivirus` None: this PC does not tell.
    """

    computer_name: Cell
    edition: Cell
    build: Cell
    architecture: Cell
    processor: Cell
    cores: Number
    booted_at: Millis
    cpu: Permille
    memory: Amount
    memory_used: Amount
    people: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=64)]
    disks: Annotated[tuple[Disk, ...], msgspec.Meta(max_length=64)]
    adapters: Annotated[tuple[Adapter, ...], msgspec.Meta(max_length=64)]
    battery: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    plugged_in: bool = False
    restart_pending: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=16)]
    antivirus: Annotated[tuple[SecurityProduct, ...], msgspec.Meta(max_length=16)] | None = None


class LoadSample(Message, frozen=True, kw_only=True):
    """How busy the PC was during the last second: thousandths per core, bytes of memory, bytes per second."""

    at: Millis
    cores: Annotated[tuple[Permille, ...], msgspec.Meta(max_length=MOST_CORES)]
    memory: Amount
    memory_used: Amount
    disk_read: Amount
    disk_written: Amount
    received: Amount
    sent: Amount


class TableRow(Record, frozen=True, kw_only=True):
    """One row; `cells` are in the order of the panel's columns."""

    key: Key
    cells: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=16)]


class TableRows(Message, frozen=True, kw_only=True):
    """Rows that are new or changed, and keys of those that are gone. `first`: forget all rows before.

    `read_on`: there may be further rows, to be asked for with this as `before`. `question`: that of the ReadEvents they answer.
    """

    panel: Panel
    first: bool = False
    rows: Annotated[tuple[TableRow, ...], msgspec.Meta(max_length=MOST_ROWS)]
    gone: Annotated[tuple[Key, ...], msgspec.Meta(max_length=MOST_ROWS)]
    read_on: Key = ""
    question: Number = 0


class PanelFailed(Message, frozen=True, kw_only=True):
    """Nothing more comes of this panel until it is watched again."""

    panel: Panel
    dp: DpCode


class ActionDone(Message, frozen=True, kw_only=True):
    """The action was carried out, or not (`dp`)."""

    action: Number
    dp: DpCode | None = None


class TerminalOpened(Message, frozen=True, kw_only=True):
    """The shell runs, with the rights of `account`. `token` takes it up again on another line (ResumeTerminal)."""

    terminal: Number
    account: Name
    token: Token | None = None


class TerminalResumed(Message, frozen=True, kw_only=True):
    """The terminal goes on here: its output follows from where the page said. The PC has the first `typed` bytes of what was typed."""

    terminal: Number
    typed: Amount


class TerminalTyped(Message, frozen=True, kw_only=True):
    """The shell has taken so many bytes of what was typed since the terminal was opened."""

    terminal: Number
    bytes: Amount


class TerminalOutput(Message, frozen=True, kw_only=True):
    """What the shell wrote: UTF-8 with terminal sequences, cut anywhere."""

    terminal: Number
    output: Annotated[bytes, msgspec.Meta(max_length=MOST_OUTPUT)]


class TerminalOver(Message, frozen=True, kw_only=True):
    """The shell ended, was closed, or could not be started (`dp`)."""

    terminal: Number
    dp: DpCode | None = None


# --- technician → host --------------------------------------------------------------------------------------------


class WatchPanel(Message, frozen=True, kw_only=True):
    """Stream this panel from now on; from the beginning, also when it is watched already."""

    panel: Panel


class UnwatchPanel(Message, frozen=True, kw_only=True):
    """Nobody looks at this panel any more."""

    panel: Panel


class ReadEvents(Message, frozen=True, kw_only=True):
    """Events of a log, newest first, as TableRows: those that fit everything that is given. `before`: read on, below this key.

    `source` and `text` are compared without regard to case, `text` with every text of the event. `since` and `until`: not before, and
    not after. `question` is of the technician's choice and comes back with every answer; it and the times only a host takes that knows
    `event_times`.
    """

    log: Cell
    levels: Annotated[tuple[EventLevel, ...], msgspec.Meta(max_length=8)]
    source: Cell = ""
    event: Number | None = None
    text: Cell = ""
    since: Millis | None = None
    until: Millis | None = None
    question: Number = 0
    before: Key = ""


class EndProcess(Message, frozen=True, kw_only=True):
    """End this process; only if it is still the one that started then."""

    action: Number
    pid: Number
    started_at: Millis


class SetPriority(Message, frozen=True, kw_only=True):
    """Another priority for this process; only if it is still the one that started then."""

    action: Number
    pid: Number
    started_at: Millis
    priority: Priority


class ControlService(Message, frozen=True, kw_only=True):
    """Start, stop or restart a service, and wait until it is done."""

    action: Number
    name: Key
    order: ServiceAction


class SetServiceStart(Message, frozen=True, kw_only=True):
    """When this service starts from now on."""

    action: Number
    name: Key
    start: ServiceStart


class SwitchStartup(Message, frozen=True, kw_only=True):
    """Whether the item in this row of `startup` starts from now on when somebody signs in (KNOWN_TO_HOST)."""

    action: Number
    key: Key
    on: bool


class OpenTerminal(Message, frozen=True, kw_only=True):
    """A shell of that size, with the rights of the person at the screen, or `elevated`: of the system."""

    terminal: Number
    shell: Shell
    elevated: bool
    columns: Columns
    rows: Columns


class TerminalInput(Message, frozen=True, kw_only=True):
    """What was typed or pasted, as UTF-8 and terminal sequences. `at`: so many bytes were typed before it since the terminal was opened;
    what the PC has of it already is left out. None: it follows whatever came."""

    terminal: Number
    input: Annotated[bytes, msgspec.Meta(max_length=MOST_OUTPUT)]
    at: Amount | None = None


class ResizeTerminal(Message, frozen=True, kw_only=True):
    """The terminal has this size now."""

    terminal: Number
    columns: Columns
    rows: Columns


class TerminalTaken(Message, frozen=True, kw_only=True):
    """So many bytes of output have been shown since the terminal was opened."""

    terminal: Number
    bytes: Amount


class ResumeTerminal(Message, frozen=True, kw_only=True):
    """Go on with a terminal of a line that broke; the page has `received` so many bytes of its output."""

    terminal: Number
    token: Token
    received: Amount


class CloseTerminal(Message, frozen=True, kw_only=True):
    """End the shell and what runs in it."""

    terminal: Number


Action = (
    EndProcess | SetPriority | ControlService | SetServiceStart | SwitchStartup | registry.Action | restarting.Action
)
"""Messages that end with ActionDone."""
ToTechnician = (
    DashboardReady
    | Overview
    | LoadSample
    | TableRows
    | PanelFailed
    | ActionDone
    | TerminalOpened
    | TerminalResumed
    | TerminalTyped
    | TerminalOutput
    | TerminalOver
    | registry.KeyPage
    | restarting.RestartState
    | tool_line.ToTechnician
)
ToHost = (
    WatchPanel
    | UnwatchPanel
    | ReadEvents
    | registry.ReadKey
    | Action
    | OpenTerminal
    | ResumeTerminal
    | TerminalInput
    | ResizeTerminal
    | TerminalTaken
    | CloseTerminal
    | tool_line.ToHost
)
_to_technician = decoder(ToTechnician, DASHBOARD_CAP)
_to_host = decoder(ToHost, DASHBOARD_CAP)


def read_to_technician(plain: bytes) -> ToTechnician:
    """One message of the host; ProtocolError when it is none."""
    message: ToTechnician = _to_technician(plain)
    return message


def read_to_host(plain: bytes) -> ToHost:
    """One message of the technician's side; ProtocolError when it is none."""
    message: ToHost = _to_host(plain)
    return message
