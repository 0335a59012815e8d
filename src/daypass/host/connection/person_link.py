"""Between the service and the person's processes (first window, tray): status out, choices and answers back.

The service listens as `person-<session>`; only processes of the person at the screen may connect. Everything shown is sent whole
each time, so a tray that starts late knows as much as one that was there.
"""

import asyncio
import logging
from typing import Any, Protocol

import msgspec

from daypass.host.platform.ports import LocalPeer
from daypass.protocol.messages import Consent

_log = logging.getLogger(__name__)
MESSAGE_CAP = 64 * 1024


def link_name(session_id: str) -> str:
    return f"person-{session_id}"


class Status(msgspec.Struct, tag=True, frozen=True, kw_only=True):
    """How the session stands. `deadline_at` is None until activation; `problem` is a DP code while something is wrong.

    `leftovers` names what the removal could not take away, once it is done; None before.
    """

    language: str
    company: str
    technician: str
    technicians: tuple[str, ...] = ()
    deadline_at: int | None = None
    consent: Consent = Consent.ASK
    paused: bool = False
    blocked: bool = False
    problem: str | None = None
    ended_by: str | None = None
    undo_s: int = 0
    leftovers: tuple[str, ...] | None = None


class AskConsent(msgspec.Struct, tag=True, frozen=True):
    question: int
    technician: str
    tool: str
    timeout_s: int


class ConsentOver(msgspec.Struct, tag=True, frozen=True):
    """The question needs no answer any more."""

    question: int


class ComeForward(msgspec.Struct, tag=True, frozen=True):
    """The person opened the download again: show them what is here."""


class AnswerConsent(msgspec.Struct, tag=True, frozen=True):
    question: int
    yes: bool


class ChooseConsent(msgspec.Struct, tag=True, frozen=True):
    consent: Consent


class KeepAwake(msgspec.Struct, tag=True, frozen=True):
    on: bool


class Pause(msgspec.Struct, tag=True, frozen=True):
    paused: bool


class EndSession(msgspec.Struct, tag=True, frozen=True):
    """End session and remove app."""


class UndoEnd(msgspec.Struct, tag=True, frozen=True):
    """Within the undo time."""


FromService = Status | AskConsent | ConsentOver | ComeForward
FromPerson = AnswerConsent | ChooseConsent | KeepAwake | Pause | EndSession | UndoEnd
read_from_service: Any = msgspec.msgpack.Decoder(FromService).decode
_read_from_person: Any = msgspec.msgpack.Decoder(FromPerson).decode
encode = msgspec.msgpack.encode


class PersonTalk:
    """The service's end: all connected processes of the person, and the open consent questions."""

    def __init__(self, receive: "PersonHandler") -> None:
        self._receive = receive
        self._peers: set[LocalPeer] = set()
        self._status: Status | None = None
        self._questions: dict[int, tuple[AskConsent, asyncio.Future[bool]]] = {}
        self._next_question = 1

    async def serve(self, peer: LocalPeer) -> None:
        """Handler for LocalLinks.serve."""
        self._peers.add(peer)
        try:
            if self._status is not None:
                await peer.send(encode(self._status))
            for question, _ in self._questions.values():
                await peer.send(encode(question))
            while True:
                await self._handle(await peer.receive())
        except EOFError:
            pass
        finally:
            self._peers.discard(peer)

    async def _handle(self, data: bytes) -> None:
        try:
            message = _read_from_person(data[:MESSAGE_CAP])
        except msgspec.MsgspecError:
            _log.warning("unreadable message from the person's side")
            return
        if isinstance(message, AnswerConsent):
            found = self._questions.get(message.question)
            if found and not found[1].done():
                found[1].set_result(message.yes)
        else:
            await self._receive.from_person(message)

    async def show(self, status: Status) -> None:
        self._status = status
        await self._tell(status)

    async def come_forward(self, patience_s: float) -> bool:
        """Whether there was a tray to tell; right after the activation and a sign-in it takes a moment to start."""
        try:
            async with asyncio.timeout(patience_s):
                while not self._peers:  # noqa: ASYNC110 - a person opens a download once in a while
                    await asyncio.sleep(0.1)
        except TimeoutError:
            return False
        await self._tell(ComeForward())
        return True

    async def ask_consent(self, technician: str, tool: str, timeout_s: int) -> bool:
        """The person's answer; no answer in time is a no."""
        question = AskConsent(self._next_question, technician, tool, timeout_s)
        self._next_question += 1
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._questions[question.question] = question, answer
        try:
            await self._tell(question)
            return await asyncio.wait_for(answer, timeout_s)
        except TimeoutError:
            return False
        finally:
            del self._questions[question.question]
            await self._tell(ConsentOver(question.question))

    async def _tell(self, message: FromService) -> None:
        for peer in list(self._peers):
            try:
                await peer.send(encode(message))
            except EOFError:
                self._peers.discard(peer)


class PersonHandler(Protocol):
    """What the service does with the person's wishes."""

    async def from_person(self, message: ChooseConsent | KeepAwake | Pause | EndSession | UndoEnd) -> None: ...
