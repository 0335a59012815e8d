"""The last window comes when everything is gone, from outside what was removed, and nothing waits for it."""

import asyncio
import json
from collections.abc import Sequence

import pytest
from tests.host.installation.report_taker import report_taker
from tests.host.sample_session import HOST_KEY, SESSION, active_session, identity

from daypass.host.chat.transcript import Transcript
from daypass.host.connection.person_link import Status, read_from_service
from daypass.host.connection.tray import run_tray
from daypass.host.installation.farewell import say_farewell
from daypass.host.installation.install import install_host
from daypass.host.installation.removal import Removed, remove_host
from daypass.host.lifecycle.activity_record import ActivityRecord
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.platform.fake.local_links import LinksOf
from daypass.host.platform.ports import Artefact
from daypass.host.windows.view import Activity, Chat, ConsentQuestion, Ended, TrayActions, TrayStatus
from daypass.protocol.chat import Author, ChatLine
from daypass.protocol.host_api import from_base64url, open_removal


class LastWindow:
    """A tray's view that keeps what it was told; `closed` is the customer's click."""

    def __init__(self) -> None:
        self.ended: list[Ended] = []
        self.statuses: list[TrayStatus] = []
        self.logged: list[Activity] = []
        self.closed = asyncio.Event()

    def use_language(self, language: str) -> None: ...
    def use_actions(self, actions: TrayActions) -> None: ...
    def close(self) -> None: ...
    def use_session(self, session_id: str) -> None: ...
    def log(self, lines: Sequence[Activity], salt: bytes) -> None:
        self.logged += lines

    def show_status(self, status: TrayStatus) -> None:
        self.statuses.append(status)

    async def ask_consent(self, question: ConsentQuestion) -> bool:
        return False

    async def show_ended(self, ended: Ended) -> None:
        self.ended.append(ended)
        await self.closed.wait()


def ended_session(platform: FakePlatform, url: str = "http://localhost:9") -> LiveSession:
    install_host(platform.installation, platform.vault, identity(url), lambda _: None)
    session = active_session(platform.machine, platform.vault(SESSION), url)
    session.change(ended_by="technician")
    return session


def chat_of(platform: FakePlatform) -> Transcript:
    return Transcript(platform.vault(SESSION), SESSION)


async def removed_with_farewell(platform: FakePlatform, session: LiveSession, patience_s: float = 10) -> Removed:
    async def farewell(
        session: LiveSession, by: str, left: object, chat: Transcript, activities: ActivityRecord
    ) -> None:
        assert platform.installation.on_pc == [], "only when everything is gone"
        await say_farewell(platform, session, by, (), chat, activities, patience_s)

    return await remove_host(platform, session, SESSION, (0.0,), farewell)


def as_started(platform: FakePlatform) -> LinksOf:
    """The links as the process has them that was started last."""
    return LinksOf(platform.links, platform.programs.started[-1].pid)


async def last_window(platform: FakePlatform, window: LastWindow) -> int:
    """The process that shows it, once it is started."""
    while not platform.programs.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    link = platform.programs.started[-1].arguments[-1]
    return await run_tray(window, as_started(platform), link, SESSION, platform.wallpaper)  # type: ignore[arg-type]


async def test_nobody_but_the_process_that_was_started_shows_the_last_window() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        farewell = tasks.create_task(
            say_farewell(platform, ended_session(platform), "customer", (), chat_of(platform), ActivityRecord(), 5)
        )
        while not platform.programs.started:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        stranger = await LinksOf(platform.links, 4711).connect(platform.programs.started[-1].arguments[-1])
        with pytest.raises(EOFError):
            await stranger.receive()
        with pytest.raises(FileNotFoundError):
            await platform.links.connect(f"person-{SESSION}")
        tasks.create_task(last_window(platform, window := LastWindow()))
        while not window.ended:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        window.closed.set()
        platform.programs.started[-1].end()
        await farewell


async def test_the_report_does_not_wait_until_the_customer_closes_the_last_window() -> None:
    with report_taker() as (url, bodies):
        async with asyncio.TaskGroup() as tasks:
            platform, window = FakePlatform(tasks), LastWindow()
            session = ended_session(platform, url)
            line = ChatLine(number=1, at=1, author=Author.CUSTOMER, text="Thank you")
            chat_of(platform).keep(line)
            session.change(chat_lines=1, chat_head=b"h" * 32)
            activities = ActivityRecord(platform.vault(SESSION), SESSION)
            activities.add("Technician One", "deleted", r"C:\old.txt")
            await activities.write()
            removal = tasks.create_task(removed_with_farewell(platform, session))
            tray = tasks.create_task(last_window(platform, window))
            async with asyncio.timeout(5):
                while not (bodies and window.ended):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            assert not removal.done()
            chat = Chat(SESSION, (line,))
            assert window.ended == [Ended("technician", "Technician One", 0, (), chat)], "the chat can still be saved"
            assert [(one.what, one.detail) for one in window.logged] == [("deleted", r"C:\old.txt")], (
                "and so can the log"
            )
            report = open_removal(HOST_KEY.public, from_base64url(json.loads(bodies[0])["report"]))
            assert (report.chat_lines, report.chat_head) == (1, b"h" * 32)
            assert (report.log_lines, report.log_head) == (1, activities.head.hash)
            assert window.statuses == [], "no icon of an app that is gone"
            window.closed.set()
            assert await tray == 0
            platform.programs.started[-1].end()
            assert (await removal).reported
            assert platform.programs.started[-1].arguments[:-1] == ["tray", "--session", SESSION, "--link"]


async def test_a_last_window_that_nobody_closes_goes_by_itself() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        await say_farewell(
            platform, ended_session(platform), "deadline", (), chat_of(platform), ActivityRecord(), patience_s=0.05
        )
        assert not platform.programs.started[-1].alive()


async def test_the_last_window_names_what_could_not_be_removed() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        left = [Artefact("directory", r"C:\Program Files\Daypass Support")]
        farewell = tasks.create_task(
            say_farewell(platform, ended_session(platform), "customer", left, chat_of(platform), ActivityRecord(), 5)
        )
        while not platform.programs.started:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        peer = await as_started(platform).connect(platform.programs.started[-1].arguments[-1])
        status = read_from_service(await peer.receive())
        assert isinstance(status, Status) and status.leftovers == (left[0].name,)
        platform.programs.started[-1].end()
        await farewell
        await peer.close()


async def test_where_nobody_is_at_the_screen_the_removal_ends_without_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)

        def nobody(_: object) -> None:
            raise LookupError("nobody is signed in at the screen")

        monkeypatch.setattr(platform.programs, "start_as_person", nobody)
        async with asyncio.timeout(2):
            await say_farewell(platform, ended_session(platform), "technician", (), chat_of(platform), ActivityRecord())


async def test_a_last_window_that_went_before_it_said_anything_is_opened_again() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        farewell = tasks.create_task(
            say_farewell(platform, ended_session(platform), "technician", (), chat_of(platform), ActivityRecord(), 5)
        )
        started = platform.programs.started
        while not started:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        started[0].end()
        while len(started) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        peer = await as_started(platform).connect(platform.programs.started[-1].arguments[-1])
        await peer.receive()
        started[1].end()
        await farewell
        assert len(started) == 2
        await peer.close()
