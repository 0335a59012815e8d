"""What the tray shows while a session ends, is brought back, and ends for good."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from daypass.host.connection.person_link import (
    ChatHere,
    ChatTranscript,
    ChooseConsent,
    ChooseReceipt,
    EndSession,
    KeepAwake,
    Pause,
    PersonTalk,
    Status,
    UndoEnd,
)
from daypass.host.connection.tray import run_tray
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.windows.view import Activity, Chat, ConsentQuestion, Ended, TrayActions, TrayStatus
from daypass.protocol.chat import Author, ChatLine

SESSION = "a-session"
LINE = ChatLine(number=1, at=1, author=Author.CUSTOMER, text="It does not print")
ACTIVE = Status(language="en", company="Example Computers", technician="Technician One", deadline_at=1)
ENDING = Status(language="en", company="Example Computers", technician="Technician One", ended_by="customer", undo_s=5)


@dataclass
class Screen:
    """A tray's view that keeps what is on the screen."""

    statuses: list[TrayStatus] = field(default_factory=list)
    last_window: Ended | None = None
    chats: list[Chat] = field(default_factory=list)

    def use_language(self, language: str) -> None: ...
    def use_actions(self, actions: TrayActions) -> None: ...
    def come_forward(self) -> None: ...
    def log(self, lines: Sequence[Activity], salt: bytes) -> None: ...
    def use_session(self, session_id: str) -> None: ...
    def close(self) -> None: ...
    def chat_not_taken(self, text: str, dp: str) -> None: ...
    def show_chat(self, chat: Chat) -> None:
        self.chats.append(chat)

    def show_status(self, status: TrayStatus) -> None:
        self.statuses.append(status)

    async def ask_consent(self, question: ConsentQuestion) -> bool:
        return False

    async def show_ended(self, ended: Ended) -> None:
        self.last_window = ended
        try:
            await asyncio.Event().wait()
        finally:
            self.last_window = None


class NoWishes:
    async def from_person(
        self, message: ChooseConsent | ChooseReceipt | KeepAwake | Pause | EndSession | UndoEnd
    ) -> None: ...


@asynccontextmanager
async def tray_of_a_service() -> AsyncIterator[tuple[PersonTalk, Screen]]:
    """A tray that runs, and its service's end of the link."""
    async with asyncio.TaskGroup() as tasks:
        links, talk, screen = FakePlatform(tasks).links, PersonTalk(NoWishes()), Screen()
        stop = await links.serve("tray", "person", talk.serve)
        tray = tasks.create_task(run_tray(screen, links, "tray", SESSION))
        yield talk, screen
        tray.cancel()
        await stop()


async def until(reached: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110 - a screen sets no event
            await asyncio.sleep(0.01)


async def test_an_icon_says_nothing_of_a_session_that_ended_and_is_back_after_undo() -> None:
    async with tray_of_a_service() as (talk, screen):
        await talk.show(ACTIVE)
        await until(lambda: len(screen.statuses) == 1)
        await talk.show(ENDING)
        await until(lambda: screen.last_window)
        assert screen.last_window == Ended("customer", "Technician One", 5)
        assert len(screen.statuses) == 1, "nothing says any more that support is active"
        await talk.show(ACTIVE)
        await until(lambda: len(screen.statuses) == 2)
        await until(lambda: screen.last_window is None)


async def test_the_last_window_can_save_the_chat_and_none_is_shown_beside_it() -> None:
    async with tray_of_a_service() as (talk, screen):
        await talk.show(ACTIVE)
        await until(lambda: screen.statuses)
        await talk.tell(ChatTranscript((LINE,)))
        await until(lambda: screen.chats and screen.chats[-1].lines == (LINE,))
        shown = len(screen.chats)
        await talk.show(ENDING)
        await until(lambda: screen.last_window)
        await talk.tell(ChatHere((), 0, 0, 1))
        await talk.tell(ChatTranscript((LINE,)))
        assert screen.last_window and screen.last_window.chat == Chat(SESSION, (LINE,))
        await talk.show(ACTIVE)
        await until(lambda: len(screen.chats) == shown + 1)
        assert screen.chats[-1].lines == (LINE,), "what comes again is there once"
