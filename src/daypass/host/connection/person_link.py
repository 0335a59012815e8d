"""Between the service and the person's processes (first window, tray): status out, choices and answers back.

The tray has a link of its own, by which the service talks with nobody but the tray it has started (`tray_keeper.py`): there questions are
asked and answered. First window and *Uninstall* find the service as `person-<session>`, which any process of the person at the screen may
open and everybody knows: it tells how the session stands, and takes what these two may want. Everything shown is sent whole each time, so
a tray that starts late knows as much as one that was there.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Annotated, Any, Protocol

import msgspec

from daypass.host.lifecycle.activity_record import ActivityRecord
from daypass.host.lifecycle.session_record import Wallpaper
from daypass.host.platform.ports import LocalPeer
from daypass.protocol.activity_log import Activity
from daypass.protocol.chat import LONGEST_TEXT, ChatLine
from daypass.protocol.holding import Held
from daypass.protocol.messages import Consent, Tool
from daypass.protocol.restarting import RestartAnswer

_log = logging.getLogger(__name__)
MESSAGE_CAP = 64 * 1024
"""Bytes of one message of the person's side."""
ACTIVITIES_AT_ONCE = 200


def link_name(session_id: str) -> str:
    return f"person-{session_id}"


class Use(msgspec.Struct, frozen=True):
    """Somebody uses a tool now."""

    technician: str
    tool: Tool


class Status(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """How the session stands. `deadline_at` is None until activation; `problem` is a DP code while something is wrong.

    `leftovers` names what the removal could not take away, once it is done; None before. `receipt_to` is a masked address,
    empty where no receipt can be sent.
    """

    language: str
    company: str
    technician: str
    technicians: tuple[str, ...] = ()
    recording: tuple[str, ...] = ()
    """Who of them records what they see."""
    uses: tuple[Use, ...] = ()
    holder: str = ""
    """Who of them holds something of the PC from the people at it."""
    held: Held = Held.NOTHING
    deadline_at: int | None = None
    consent: Consent = Consent.ASK
    paused: bool = False
    blocked: bool = False
    problem: str | None = None
    ended_by: str | None = None
    undo_s: int = 0
    leftovers: tuple[str, ...] | None = None
    receipt_to: str = ""
    receipt: bool = False
    keep_awake: bool = False
    wallpaper: Wallpaper = Wallpaper.UNTOUCHED
    restart_at: int | None = None
    """When the PC restarts because a technician wants it; None: it does not."""


class AskConsent(msgspec.Struct, tag=True, frozen=True):
    """`what` is the tool a technician wants to use, or what they want to hold (`hold_input`, `hold_screen`)."""

    question: int
    technician: str
    what: str
    timeout_s: int


class ConsentOver(msgspec.Struct, tag=True, frozen=True):
    """The question needs no answer any more."""

    question: int


class AskRestart(msgspec.Struct, tag=True, frozen=True):
    """The PC restarts in `timeout_s`, unless whoever is at it says something else; `ConsentOver` takes the question away."""

    question: int
    technician: str
    safe_mode: bool
    timeout_s: int


class AskCode(msgspec.Struct, tag=True, frozen=True):
    """A new session password: show the code window. `wrong` is a DP code after a wrong one, with the tries left."""

    question: int
    technician: str
    digits: int
    wrong: str | None
    tries_left: int | None


class CodeWaits(msgspec.Struct, tag=True, frozen=True):
    """What the code window waits for (DP-306: the technician's page); None: nothing any more."""

    dp: str | None


class CloseCode(msgspec.Struct, tag=True, frozen=True):
    """The code window is over; `changed`: the new password is in force."""

    changed: bool


class Activities(msgspec.Struct, tag=True, frozen=True):
    """Lines of the activity log, in order; those that were told before may come again. `salt` begins its chain."""

    lines: tuple[Activity, ...]
    salt: bytes


class ChatTranscript(msgspec.Struct, tag=True, frozen=True):
    """Lines of the chat, each with its number."""

    lines: tuple[ChatLine, ...]


class ChatHere(msgspec.Struct, tag=True, frozen=True):
    """Who reads what is written at the PC (nobody: it cannot be written), up to which line somebody of them has, and up to which the
    window has shown them. A technician who wants the window open raises `wanted`."""

    technicians: tuple[str, ...]
    read: int
    shown: int
    wanted: int


class ChatNotTaken(msgspec.Struct, tag=True, frozen=True):
    """What the person wrote is not in the transcript; `dp` says why, empty: nobody has the chat open."""

    text: str
    dp: str


class ComeForward(msgspec.Struct, tag=True, frozen=True):
    """The person opened the download again: show them what is here."""


class ChatWritten(msgspec.Struct, tag=True, frozen=True):
    """The person writes to the technicians."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TEXT)]


class ChatShown(msgspec.Struct, tag=True, frozen=True):
    """The window has shown the lines up to this number."""

    number: Annotated[int, msgspec.Meta(ge=0)]


class WallpaperBack(msgspec.Struct, tag=True, frozen=True):
    """The person's wallpaper is what they chose again."""


class AnswerConsent(msgspec.Struct, tag=True, frozen=True):
    question: int
    yes: bool


class AnswerRestart(msgspec.Struct, tag=True, frozen=True):
    question: int
    answer: RestartAnswer


class RefuseRestart(msgspec.Struct, tag=True, frozen=True):
    """No restart, long before it would be asked."""


class AnswerCode(msgspec.Struct, tag=True, frozen=True):
    """As typed, spaces and all; None: the person closed the window."""

    question: int
    typed: Annotated[str, msgspec.Meta(max_length=100)] | None


class LeaveCode(msgspec.Struct, tag=True, frozen=True):
    """The person closed the code window while a code was being checked."""


class Here(msgspec.Struct, tag=True, frozen=True):
    """Comes first: who stays silent is taken for nobody (docs/decisions/0011)."""


class ChooseConsent(msgspec.Struct, tag=True, frozen=True):
    consent: Consent


class ChooseReceipt(msgspec.Struct, tag=True, frozen=True):
    """Whether a receipt is to be sent after the removal."""

    on: bool


class KeepAwake(msgspec.Struct, tag=True, frozen=True):
    on: bool


class Pause(msgspec.Struct, tag=True, frozen=True):
    paused: bool


class EndSession(msgspec.Struct, tag=True, frozen=True):
    """End session and remove app."""


class UndoEnd(msgspec.Struct, tag=True, frozen=True):
    """Within the undo time."""


Chat = ChatTranscript | ChatHere | ChatNotTaken
FromService = (
    Status | AskConsent | AskRestart | ConsentOver | AskCode | CodeWaits | CloseCode | Activities | Chat | ComeForward
)
FromPerson = (
    Here
    | AnswerConsent
    | AnswerRestart
    | RefuseRestart
    | AnswerCode
    | LeaveCode
    | ChooseConsent
    | ChooseReceipt
    | KeepAwake
    | Pause
    | EndSession
    | UndoEnd
    | ChatWritten
    | ChatShown
    | WallpaperBack
)
_OF_WINDOWS = ChooseConsent | ChooseReceipt | KeepAwake | EndSession
"""What first window and *Uninstall* say, and so whoever speaks in their place."""
read_from_service: Any = msgspec.msgpack.Decoder(FromService).decode
_read_from_person: Any = msgspec.msgpack.Decoder(FromPerson).decode
encode = msgspec.msgpack.encode


class PersonTalk:
    """The service's end: trays and windows of the person, and the open questions."""

    def __init__(self, receive: "PersonHandler", activities: ActivityRecord | None = None) -> None:
        self._receive = receive
        self.activities = activities or ActivityRecord()
        self._peers: set[LocalPeer] = set()
        """Trays."""
        self._windows: set[LocalPeer] = set()
        self._status: Status | None = None
        self._questions: dict[int, tuple[AskConsent | AskRestart | AskCode, asyncio.Future[Any]]] = {}
        self._next_question = 1
        self._presence: Callable[[bool], Awaitable[None]] | None = None
        self._code_waits = CodeWaits(None)
        self._left = asyncio.Event()
        self.wallpaper_back: Callable[[], None] = lambda: None
        """Called when the person's process has put the wallpaper back."""
        self.before_question: Callable[[], Awaitable[None]] = _nothing
        """Awaited once technicians press nothing more and before the question is seen: what they pressed before must not answer it."""
        self.restart_refused: Callable[[], Awaitable[None]] = _nothing
        """Called when the person wants no restart that is planned."""
        self._chat: PersonChat | None = None

    async def serve_window(self, peer: LocalPeer) -> None:
        """Handler for LocalLinks.serve, of the link that everybody knows."""
        if not isinstance(_read(await peer.receive()), Here):
            return
        self._windows.add(peer)
        try:
            if self._status is not None:
                await peer.send(encode(self._status))
            while True:
                message = _read(await peer.receive())
                if isinstance(message, _OF_WINDOWS):
                    await self._receive.from_person(message)
        finally:
            self._windows.discard(peer)

    async def serve(self, peer: LocalPeer) -> None:
        """Handler for LocalLinks.serve, of the tray's link."""
        self._peers.add(peer)
        try:
            # Ahead of the status: a tray hears nothing more after the last one.
            for message in self._chat.for_new_window() if self._chat else ():
                await peer.send(encode(message))
            lines = list(self.activities.lines)
            for first in range(0, len(lines), ACTIVITIES_AT_ONCE):
                await peer.send(encode(self._activities(lines[first : first + ACTIVITIES_AT_ONCE])))
            if self._status is not None:
                await peer.send(encode(self._status))
            if self._questions:
                await self.before_question()
            for question, _ in list(self._questions.values()):
                await peer.send(encode(question))
                if isinstance(question, AskCode):
                    await peer.send(encode(self._code_waits))
            if len(self._peers) == 1:
                await self._tell_presence()
            while True:
                await self._handle(await peer.receive())
        except EOFError:
            pass
        finally:
            self._peers.discard(peer)
            if not self._peers:
                await self._tell_presence()

    async def _handle(self, data: bytes) -> None:
        message = _read(data)
        if message is None or isinstance(message, Here):
            return
        if isinstance(message, AnswerConsent | AnswerRestart | AnswerCode):
            question, answer = self._questions.get(message.question, (None, None))
            if answer is not None and type(message) is _ANSWERS[type(question)] and not answer.done():
                answer.set_result(_said(message))
        elif isinstance(message, RefuseRestart):
            await self.restart_refused()
        elif isinstance(message, LeaveCode):
            self._left.set()
        elif isinstance(message, WallpaperBack):
            self.wallpaper_back()
        elif isinstance(message, ChatWritten | ChatShown):
            if self._chat is not None:
                await self._chat.from_person(message)
        else:
            if isinstance(message, Pause) and self._status is not None and self._status.paused != message.paused:
                await self.log("", "paused" if message.paused else "resumed", "")
            await self._receive.from_person(message)

    async def show(self, status: Status) -> None:
        self._status = status
        await self._tell(status, {*self._peers, *self._windows})

    async def log(self, technician: str, what: str, detail: str) -> None:
        """Add to the activity log, also for a tray that comes later."""
        line = self.activities.add(technician, what, detail)
        if line is not None:
            await self.tell(self._activities([line]))

    def _activities(self, lines: Sequence[Activity]) -> Activities:
        return Activities(tuple(lines), self.activities.salt)

    async def come_forward(self, patience_s: float) -> bool:
        """Whether there was a tray to tell; right after the activation and a sign-in it takes a moment to start."""
        try:
            async with asyncio.timeout(patience_s):
                while not self._peers:  # noqa: ASYNC110 - a person opens a download once in a while
                    await asyncio.sleep(0.1)
        except TimeoutError:
            return False
        await self.tell(ComeForward())
        return True

    @property
    def is_here(self) -> bool:
        """Whether a process of the person's could show something."""
        return bool(self._peers)

    def watch_presence(self, told: Callable[[bool], Awaitable[None]] | None) -> None:
        """Await `told(is_here)` whenever somebody came where nobody was, and when the last one is gone."""
        self._presence = told

    async def _tell_presence(self) -> None:
        if self._presence is not None:
            await self._presence(self.is_here)
        if self._chat is not None:
            await self._chat.presence(self.is_here)

    def join_chat(self, chat: "PersonChat") -> None:
        """What the person writes goes there, and what comes from there is shown by `tell`."""
        self._chat = chat

    async def ask_code(self, technician: str, digits: int, wrong: str | None, tries_left: int | None) -> str | None:
        """What the person typed, however long it takes; None: they closed the window."""
        self._left.clear()
        question = AskCode(self._number(), technician, digits, wrong, tries_left)
        typed: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._questions[question.question] = question, typed
        try:
            await self.before_question()
            await self.tell(question)
            await self.tell(self._code_waits)
            return await typed
        finally:
            del self._questions[question.question]

    async def code_window_left(self) -> None:
        """Returns when the person closes the window while their code is being checked."""
        await self._left.wait()

    async def code_waits(self, dp: str | None) -> None:
        """Beside the code window: what is waited for."""
        self._code_waits = CodeWaits(dp)
        await self.tell(self._code_waits)

    async def close_code(self, changed: bool) -> None:
        """Take the code window away, or say in it that the password has changed."""
        self._code_waits = CodeWaits(None)
        await self.tell(CloseCode(changed))

    @property
    def is_asked(self) -> bool:
        """Whether a question is shown: each is the person's alone to answer, whatever it is about."""
        return bool(self._questions and self._peers)

    async def ask_consent(self, technician: str, what: str, timeout_s: int) -> bool:
        """The person's answer; no answer in time is a no."""
        return bool(await self._ask(AskConsent(self._number(), technician, what, timeout_s), timeout_s))

    async def ask_restart(self, technician: str, safe_mode: bool, timeout_s: int) -> RestartAnswer | None:
        """The person's answer; None when there was none in time, for instance because nobody is here."""
        asked = AskRestart(self._number(), technician, safe_mode, timeout_s)
        answer: RestartAnswer | None = await self._ask(asked, timeout_s)
        return answer

    async def _ask(self, question: AskConsent | AskRestart, timeout_s: int) -> Any:
        """None without an answer in time."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._questions[question.question] = question, answer
        try:
            await self.before_question()
            await self.tell(question)
            return await asyncio.wait_for(answer, timeout_s)
        except TimeoutError:
            return None
        finally:
            del self._questions[question.question]
            await self.tell(ConsentOver(question.question))

    def _number(self) -> int:
        self._next_question += 1
        return self._next_question - 1

    async def tell(self, message: FromService) -> None:
        """To the trays."""
        await self._tell(message, self._peers)

    async def _tell(self, message: FromService, peers: Collection[LocalPeer]) -> None:
        """To all at once: one that does not listen costs the others nothing, and the service no more than a link's time limit."""
        await asyncio.gather(*(self._tell_one(peer, encode(message)) for peer in list(peers)))

    async def _tell_one(self, peer: LocalPeer, message: bytes) -> None:
        try:
            await peer.send(message)
        except EOFError:
            self._peers.discard(peer)
            self._windows.discard(peer)


def _read(data: bytes) -> FromPerson | None:
    try:
        message: FromPerson = _read_from_person(data)
    except msgspec.MsgspecError:
        _log.warning("unreadable message from the person's side")
        return None
    return message


_ANSWERS: dict[type, type] = {AskConsent: AnswerConsent, AskRestart: AnswerRestart, AskCode: AnswerCode}


def _said(message: AnswerConsent | AnswerRestart | AnswerCode) -> bool | RestartAnswer | str | None:
    match message:
        case AnswerConsent():
            return message.yes
        case AnswerRestart():
            return message.answer
    return message.typed


async def _nothing() -> None:
    """Nobody minds."""


class PersonChat(Protocol):
    """The chat of the session, as whoever is at the PC has it."""

    def for_new_window(self) -> "Sequence[FromService]":
        """Everything that a tray must know that has just come."""

    async def presence(self, here: bool) -> None:
        """Somebody is at the PC who could see the chat, or nobody any more."""

    async def from_person(self, message: ChatWritten | ChatShown) -> None: ...


class PersonHandler(Protocol):
    """What the service does with the person's wishes."""

    async def from_person(
        self, message: ChooseConsent | ChooseReceipt | KeepAwake | Pause | EndSession | UndoEnd
    ) -> None: ...
