"""What the customer can be shown and asked, without any toolkit.

The flows (`connection/first_stage.py`, `connection/tray.py`) call these two ports; wxPython on Windows and a terminal on Linux
implement them. A view holds no rules: it shows, asks, and translates. Every question may be cancelled (`asyncio.CancelledError`):
then its controls close and nothing is answered.

A toolkit that wants the main thread offers `run(flow) -> int` for each port: it starts its loop, runs `flow(view)` in an event
loop of another thread, and returns the flow's result when that ends (`first_window.run`, `tray.run`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from daypass.protocol.activity_log import Activity as Activity
from daypass.protocol.chat import ChatLine
from daypass.protocol.holding import Held
from daypass.protocol.messages import Consent as Consent  # texts are `host.consent.<value>`
from daypass.protocol.restarting import RestartAnswer
from daypass.translation import Translation


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell the customer: `errors.DP-xxx` in the catalogue, with the values its three sentences interpolate."""

    dp: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhoIsAsking:
    """From the server's signed greeting. `colour` is `#rrggbb` or empty; phone and website may be empty."""

    technician: str
    company: str
    colour: str
    phone: str
    website: str
    server: str


class Step(StrEnum):
    """What is going on while nothing is asked; texts are `host.step.<value>`."""

    ELEVATING = "elevating"
    CLEARING = "clearing"
    PAIRING = "pairing"
    INSTALLING = "installing"
    STARTING = "starting"
    ACTIVATING = "activating"


@dataclass(frozen=True, slots=True)
class CodeQuestion:
    """The one field for the security code: `digits` to type, `wrong` (DP-301, -302, -311) after a wrong one with the tries left."""

    digits: int
    technician: str
    wrong: Problem | None
    tries_left: int | None


@dataclass(frozen=True, slots=True)
class Ready:
    """The session is active until `deadline_at` (milliseconds since 1970, UTC)."""

    technician: str
    deadline_at: int
    consent: Consent
    receipt_to: str = ""
    """Where a receipt would be sent, masked; empty: nothing is offered."""
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What the customer chose on the Ready page."""

    consent: Consent
    keep_awake: bool
    receipt: bool = False


class CustomerView(Protocol):
    """The first window: one question at a time."""

    def use_language(self, language: str) -> None:
        """Show everything from now on in `pt-BR`, `en` or `es`."""

    def come_forward(self) -> None:
        """The person opened the download again: the window before all others, as it is."""

    def show_checking(self) -> None:
        """ "Checking this PC"."""

    async def ask_session_number(self, wrong: Problem | None) -> str | None:
        """Nine digits from the phone, when the download's name carries no ticket. `None`: the customer closed the window."""

    async def confirm_who_is_asking(self, asking: WhoIsAsking) -> bool:
        """ "Did you ask for this help?" False: no, or the window was closed."""

    def show_step(self, step: Step) -> None: ...

    async def ask_code(self, question: CodeQuestion) -> str | None:
        """The code as typed (spaces and all). `None`: the customer closed the window."""

    def show_waiting(self, dp: str | None) -> None:
        """Beside whatever is shown: what is waited for (DP-306 the technician's page, DP-201 … the server); None takes it away."""

    async def show_problem(self, problem: Problem, retry: bool) -> bool:
        """The three sentences and the code. True: *Try again* was pressed (offered only when `retry`); False: closed."""

    async def show_ready(self, ready: Ready) -> Choices:
        """Show until closed; the choices at that moment."""


class Link(StrEnum):
    """The tray's three states, by colour and shape; texts are `host.tray.<value>`."""

    WAITING = "waiting"
    CONNECTED = "connected"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class TrayStatus:
    """Everything the tray and the bar show, whole each time. `technicians` are the names of who is connected now."""

    link: Link
    technicians: tuple[str, ...]
    company: str
    deadline_at: int
    consent: Consent
    paused: bool
    blocked: bool
    """Too many wrong passwords: connections wait (DP-402)."""
    problem: str | None = None
    """The code of what keeps the server away."""
    receipt_to: str = ""
    receipt: bool = False
    recording: tuple[str, ...] = ()
    """Who of the technicians records what they see."""
    holder: str = ""
    """Who of them holds something of the PC from the people at it."""
    held: Held = Held.NOTHING
    uses: tuple[tuple[str, str], ...] = ()
    """Who uses which tool now; a tool's name is `host.tool.<value>`."""
    restart_at: int | None = None
    """When the PC restarts because a technician wants it."""


@dataclass(frozen=True, slots=True)
class ConsentQuestion:
    """A technician asks to connect, or to hold the PC; without an answer after `timeout_s` it is a no."""

    technician: str
    company: str
    what: str
    """A tool, `hold_input` or `hold_screen`."""
    timeout_s: int

    def lines(self, texts: Translation) -> tuple[str, str]:
        """What is asked, in short and in full."""
        who = {"technician": self.technician, "company": self.company}
        if self.what in ("hold_input", "hold_screen"):
            return texts.text(f"host.ask.{self.what}_title", **who), texts.text(f"host.ask.{self.what}", **who)
        tool = texts.text(f"host.tool.{self.what}")
        return texts.text("host.ask.title", **who), texts.text("host.ask.text", **who, tool=tool)


@dataclass(frozen=True, slots=True)
class RestartQuestion:
    """The PC restarts in `timeout_s` because a technician wants it, and in safe mode; whoever is at it may say something else."""

    technician: str
    company: str
    safe_mode: bool
    timeout_s: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over. `by` is customer, technician or deadline; removal starts in `undo_s` seconds (0: no undo).

    `leftovers` is None until the app is gone, then what could not be removed.
    """

    by: str
    technician: str
    undo_s: int
    leftovers: tuple[str, ...] | None = None
    chat: "Chat | None" = None
    """What was written, for the customer to keep: it goes with the app. None: nothing."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat with the technicians, whole each time.

    `technicians` read what is written here (nobody: it cannot be written); up to line `read` somebody of them has. The window has
    shown the lines up to `shown`, now or before this tray was there. `wanted` rises when a technician wants it open.
    """

    session_id: str = ""
    lines: tuple[ChatLine, ...] = ()
    technicians: tuple[str, ...] = ()
    read: int = 0
    shown: int = 0
    wanted: int = 0


class TrayActions(Protocol):
    """What the tray view may ask for; safe to call from the view's thread."""

    def choose_consent(self, consent: Consent) -> None: ...
    def choose_receipt(self, on: bool) -> None: ...
    def pause(self, paused: bool) -> None: ...
    def end_session(self) -> None:
        """End session and remove app: cuts everything at once; removal follows after the undo time."""

    def undo_end(self) -> None: ...
    def leave_code(self) -> None:
        """The code window was closed while the code was being checked."""

    def refuse_restart(self) -> None:
        """No restart, though one is planned."""

    def write_chat(self, text: str) -> None:
        """To the technicians, at most 4,000 characters."""

    def chat_shown(self, number: int) -> None:
        """The person could see the lines up to this one."""


class TrayView(Protocol):
    """The tray icon, the bar while connected, the consent question and the last window."""

    def use_language(self, language: str) -> None: ...
    def use_session(self, session_id: str) -> None:
        """Whose records may be saved."""

    def use_actions(self, actions: TrayActions) -> None: ...
    def show_status(self, status: TrayStatus) -> None: ...
    def log(self, lines: Sequence[Activity], salt: bytes) -> None:
        """More lines of the activity log, in order; those that are here already may come again. `salt` begins its chain."""

    def come_forward(self) -> None:
        """The person opened the download again: the last window, or else how the session stands, before all others."""

    async def ask_consent(self, question: ConsentQuestion) -> bool:
        """The customer's answer. Cancelled when the time is over."""

    async def ask_restart(self, question: RestartQuestion) -> RestartAnswer | None:
        """The customer's answer; None: the window was closed, and says nothing. Cancelled when the time is over."""

    async def ask_code(self, question: CodeQuestion) -> str | None:
        """A technician set a new session password: the code as typed. `None`: the customer closed the window.

        Once typed, the window says that the code is being checked, until it is asked again or closed.
        """

    def show_waiting(self, dp: str | None) -> None:
        """In the code window: what is waited for (DP-306 the technician's page); None takes it away."""

    def close_code(self, changed: bool) -> None:
        """The code window goes; `changed`: it says first that the new password is in force."""

    def show_chat(self, chat: Chat) -> None:
        """The chat's window comes up, with sound and a flash, for a technician's new line and where one wants it open."""

    def chat_not_taken(self, text: str, dp: str) -> None:
        """What the person wrote is given back to them; without a code: nobody has the chat open."""

    async def show_ended(self, ended: Ended) -> None:
        """The last window, until closed. Cancelled when *Undo* brought the session back."""

    def close(self) -> None:
        """Take icon and bar away."""
