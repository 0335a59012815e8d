"""The tray process: shows what the service says, carries the customer's answers back. Runs as the person at the screen."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

from daypass.host.connection.person_link import (
    Activities,
    AnswerCode,
    AnswerConsent,
    AnswerRestart,
    AskCode,
    AskConsent,
    AskRestart,
    ChatHere,
    ChatNotTaken,
    ChatShown,
    ChatTranscript,
    ChatWritten,
    ChooseConsent,
    ChooseReceipt,
    CloseCode,
    CodeWaits,
    ComeForward,
    ConsentOver,
    EndSession,
    FromPerson,
    Here,
    LeaveCode,
    Pause,
    RefuseRestart,
    Status,
    UndoEnd,
)
from daypass.host.connection.person_side import ServiceTalk
from daypass.host.connection.person_wallpaper import PersonWallpaper
from daypass.host.platform.ports import LocalLinks, Wallpaper
from daypass.host.windows.view import (
    Chat,
    CodeQuestion,
    ConsentQuestion,
    Ended,
    Link,
    Problem,
    RestartQuestion,
    TrayStatus,
    TrayView,
)
from daypass.protocol.chat import LONGEST_TEXT
from daypass.protocol.messages import Consent

_log = logging.getLogger(__name__)


class _Actions:
    """What the tray view asks for, sent from the event loop whatever thread it comes from."""

    def __init__(self, talk: ServiceTalk, tasks: asyncio.TaskGroup) -> None:
        self._talk, self._tasks, self._loop = talk, tasks, asyncio.get_running_loop()

    def choose_consent(self, consent: Consent) -> None:
        self._tell(ChooseConsent(consent))

    def choose_receipt(self, on: bool) -> None:
        self._tell(ChooseReceipt(on))

    def pause(self, paused: bool) -> None:
        self._tell(Pause(paused))

    def end_session(self) -> None:
        self._tell(EndSession())

    def undo_end(self) -> None:
        self._tell(UndoEnd())

    def leave_code(self) -> None:
        self._tell(LeaveCode())

    def refuse_restart(self) -> None:
        self._tell(RefuseRestart())

    def write_chat(self, text: str) -> None:
        self._tell(ChatWritten(text[:LONGEST_TEXT]))

    def chat_shown(self, number: int) -> None:
        self._tell(ChatShown(number))

    def _tell(self, message: FromPerson) -> None:
        def start() -> None:
            self._tasks.create_task(self._send(message), name="tray action")

        self._loop.call_soon_threadsafe(start)

    async def _send(self, message: FromPerson) -> None:
        try:
            await self._talk.tell(message)
        except EOFError:
            return  # the service is gone; the tray ends as well


class Tray:
    """One run of the tray, until the service goes away, or the last window is closed after the removal."""

    def __init__(
        self,
        view: TrayView,
        talk: ServiceTalk,
        tasks: asyncio.TaskGroup,
        session_id: str,
        wallpaper: Wallpaper | None = None,
    ) -> None:
        self._view, self._talk, self._tasks = view, talk, tasks
        self._wallpaper = PersonWallpaper(wallpaper, talk, tasks)
        self._questions: dict[int, asyncio.Task[None]] = {}
        self._code: asyncio.Task[None] | None = None
        self._code_question = 0
        self._last_window: asyncio.Task[None] | None = None
        self._language = ""
        self._company = ""
        self._removed = False
        self._chat = Chat(session_id)
        self._live = False
        """The newest status says that the session goes on."""

    async def run(self) -> None:
        try:
            while not self._removed:
                self._show(await self._talk.receive())
            if self._last_window is not None:
                await self._last_window
        except EOFError:
            return
        finally:
            for task in (*self._questions.values(), self._code, self._last_window):
                if task is not None:
                    task.cancel()
            await self._wallpaper.leave()

    def _show(self, message: Any) -> None:
        if isinstance(message, Status):
            self._show_status(message)
        elif isinstance(message, AskConsent):
            self._questions[message.question] = self._tasks.create_task(self._ask(message), name="consent")
        elif isinstance(message, AskRestart):
            self._questions[message.question] = self._tasks.create_task(self._ask_restart(message), name="restart")
        elif isinstance(message, ConsentOver):
            question = self._questions.pop(message.question, None)
            if question is not None:
                question.cancel()
        elif isinstance(message, AskCode):
            self._drop_code()
            self._code_question = message.question
            self._code = self._tasks.create_task(self._ask_code(message), name="code")
        elif isinstance(message, CodeWaits):
            self._view.show_waiting(message.dp)
        elif isinstance(message, CloseCode):
            self._drop_code()
            self._view.close_code(message.changed)
        elif isinstance(message, ChatTranscript | ChatHere):
            self._chat = _with_news(self._chat, message)
            if self._live:
                self._view.show_chat(self._chat)
        elif isinstance(message, ChatNotTaken):
            self._view.chat_not_taken(message.text, message.dp)
        elif isinstance(message, Activities):
            self._view.log(message.lines, message.salt)
        elif isinstance(message, ComeForward):
            _log.info("brought to the front")
            self._view.come_forward()

    def _show_status(self, status: Status) -> None:
        if status.language != self._language:
            self._language = status.language
            self._view.use_language(status.language)
        self._company = status.company
        self._wallpaper.see_to(status.wallpaper)
        self._removed = status.leftovers is not None
        if status.ended_by is None:  # else no icon says any more that support is active; it is back after *Undo*
            self._view.show_status(_tray_status(status))
            if not self._live:
                self._view.show_chat(self._chat)
        self._live = status.ended_by is None
        if status.ended_by and self._last_window is None:
            if self._code is not None:  # its window goes with all others; *Undo* does not bring it back
                self._drop_code()
                self._tasks.create_task(self._talk.tell(AnswerCode(self._code_question, None)), name="no code")
            ended = Ended(
                status.ended_by,
                status.technician,
                status.undo_s,
                status.leftovers,
                self._chat if self._chat.lines else None,
            )
            self._last_window = self._tasks.create_task(self._view.show_ended(ended), name="last window")
        elif not status.ended_by and self._last_window is not None:
            self._last_window.cancel()
            self._last_window = None

    def _drop_code(self) -> None:
        if self._code is not None:
            self._code.cancel()
            self._code = None

    async def _ask_code(self, asked: AskCode) -> None:
        wrong = Problem(asked.wrong, _values(asked)) if asked.wrong else None
        typed = await self._view.ask_code(CodeQuestion(asked.digits, asked.technician, wrong, asked.tries_left))
        await self._talk.tell(AnswerCode(asked.question, typed[:100] if typed else typed))

    async def _ask(self, asked: AskConsent) -> None:
        yes = await self._view.ask_consent(
            ConsentQuestion(asked.technician, self._company, asked.what, asked.timeout_s)
        )
        await self._talk.tell(AnswerConsent(asked.question, yes))

    async def _ask_restart(self, asked: AskRestart) -> None:
        question = RestartQuestion(asked.technician, self._company, asked.safe_mode, asked.timeout_s)
        answer = await self._view.ask_restart(question)
        if answer is not None:
            await self._talk.tell(AnswerRestart(asked.question, answer))


def _with_news(chat: Chat, news: ChatTranscript | ChatHere) -> Chat:
    """Lines come in order; those that are here already come again to a tray that lost its link."""
    if isinstance(news, ChatHere):
        return replace(
            chat, technicians=news.technicians, read=news.read, shown=max(chat.shown, news.shown), wanted=news.wanted
        )
    fresh = tuple(line for line in news.lines if line.number > len(chat.lines))
    return replace(chat, lines=(*chat.lines, *fresh))


def _values(asked: AskCode) -> dict[str, str]:
    """What the sentences of a wrong code interpolate."""
    return {"tries_left": str(asked.tries_left), "digits": str(asked.digits)}


def _tray_status(status: Status) -> TrayStatus:
    link = Link.CONNECTED if status.technicians else Link.PROBLEM if status.problem else Link.WAITING
    return TrayStatus(
        link=link,
        technicians=status.technicians,
        recording=status.recording,
        uses=tuple((use.technician, use.tool.value) for use in status.uses),
        holder=status.holder,
        held=status.held,
        company=status.company,
        deadline_at=status.deadline_at or 0,
        consent=status.consent,
        paused=status.paused,
        blocked=status.blocked,
        problem=status.problem,
        receipt_to=status.receipt_to,
        receipt=status.receipt,
        restart_at=status.restart_at,
    )


async def run_tray(
    view: TrayView, links: LocalLinks, link: str, session_id: str, wallpaper: Wallpaper | None = None
) -> int:
    """The whole tray, by the link of who started it; returns the process's exit code. Raises OSError when nobody serves it."""
    peer = await links.connect(link, to_parent=True)
    talk = ServiceTalk(peer)
    try:
        await talk.tell(Here())
        async with asyncio.TaskGroup() as tasks:
            view.use_actions(_Actions(talk, tasks))
            view.use_session(session_id)
            await Tray(view, talk, tasks, session_id, wallpaper).run()
    finally:
        await peer.close()
    view.close()
    return 0
