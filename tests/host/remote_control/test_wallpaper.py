"""The person's wallpaper is hidden while somebody wishes it, and comes back whatever happens in between."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec
from tests.host.connection.test_tray import ACTIVE, NoWishes, Screen
from tests.host.installation.test_farewell import LastWindow, chat_of, ended_session, last_window
from tests.host.sample_session import SESSION, active_session

from daypass.host.connection.person_link import PersonTalk
from daypass.host.connection.tray import run_tray
from daypass.host.installation.farewell import say_farewell
from daypass.host.lifecycle.activity_record import ActivityRecord
from daypass.host.lifecycle.live_session import open_session
from daypass.host.lifecycle.session_record import Wallpaper
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.remote_control.wallpaper import HiddenWallpaper

ONE, TWO = 1, 2


async def until(reached: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110 - a wallpaper sets no event
            await asyncio.sleep(0.005)


class Pc:
    """A service as far as the wallpaper goes, on a PC in memory; `stop` is a crash of it."""

    def __init__(self, platform: FakePlatform, tasks: asyncio.TaskGroup) -> None:
        self.platform, self.tasks = platform, tasks
        self.session = open_session(platform, SESSION) or active_session(platform.machine, platform.vault(SESSION))
        self.talk = PersonTalk(NoWishes())
        self.wallpaper = HiddenWallpaper(self.session, self._show)
        self.talk.wallpaper_back = self.wallpaper.is_back

    async def _show(self) -> None:
        await self.talk.show(msgspec.structs.replace(ACTIVE, wallpaper=self.session.progress.wallpaper))

    async def start(self) -> None:
        self._stop = await self.platform.links.serve("tray", "person", self.talk.serve)
        await self.wallpaper.settle()
        await self._show()

    def tray(self) -> "asyncio.Task[int]":
        return self.tasks.create_task(
            run_tray(Screen(), self.platform.links, "tray", SESSION, self.platform.wallpaper)  # type: ignore[arg-type]
        )

    async def stop(self) -> None:
        await self._stop()


@asynccontextmanager
async def pc() -> AsyncIterator[Pc]:
    async with asyncio.TaskGroup() as tasks:
        made = Pc(FakePlatform(tasks), tasks)
        await made.start()
        yield made
        await made.stop()


async def ended(tray: "asyncio.Task[int]") -> None:
    tray.cancel()
    await asyncio.wait([tray])


async def test_it_is_hidden_while_anybody_wishes_it_and_the_disk_knows_before() -> None:
    async with pc() as here:
        tray, own = here.tray(), here.platform.wallpaper
        here.wallpaper.wish(ONE, True)
        here.wallpaper.wish(TWO, True)
        await here.wallpaper.settle()
        assert here.session.progress.wallpaper is Wallpaper.HIDDEN
        await until(lambda: not own.shown)
        here.wallpaper.left(ONE)
        await here.wallpaper.settle()
        await asyncio.sleep(0.05)
        assert not own.shown
        here.wallpaper.wish(TWO, False)
        await here.wallpaper.settle()
        await until(lambda: own.shown and here.session.progress.wallpaper is Wallpaper.UNTOUCHED)
        assert own.done == ["hide", "put back"]
        await ended(tray)


async def test_without_a_wish_nobody_touches_it() -> None:
    async with pc() as here:
        tray = here.tray()
        here.wallpaper.wish(ONE, False)
        await here.wallpaper.end()
        await asyncio.sleep(0.05)
        assert here.platform.wallpaper.done == []
        await ended(tray)


async def test_a_tray_that_was_ended_hides_it_again_and_the_end_of_the_session_brings_it_back() -> None:
    async with pc() as here:
        here.wallpaper.wish(ONE, True)
        await here.wallpaper.settle()
        tray, own = here.tray(), here.platform.wallpaper
        await until(lambda: not own.shown)
        await ended(tray)
        tray = here.tray()
        await until(lambda: own.done.count("hide") == 2)
        await here.wallpaper.end()
        await until(lambda: own.shown)
        await ended(tray)


async def test_after_a_crash_of_service_and_tray_the_next_start_brings_it_back() -> None:
    async with pc() as here:
        tray, own = here.tray(), here.platform.wallpaper
        here.wallpaper.wish(ONE, True)
        await here.wallpaper.settle()
        await until(lambda: not own.shown)
        await here.stop()
        tray.cancel()
        await asyncio.wait([tray])
        own.shown = False
        again = Pc(here.platform, here.tasks)
        await again.start()
        assert again.session.progress.wallpaper is Wallpaper.BACK
        tray = again.tray()
        await until(lambda: own.shown and again.session.progress.wallpaper is Wallpaper.UNTOUCHED)
        await ended(tray)


async def test_the_last_window_brings_it_back_where_nothing_else_could() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform, window = FakePlatform(tasks), LastWindow()
        session = ended_session(platform)
        session.change(wallpaper=Wallpaper.HIDDEN)
        platform.wallpaper.shown = False
        farewell = tasks.create_task(
            say_farewell(platform, session, "customer", (), chat_of(platform), ActivityRecord(), 5)
        )
        tray = tasks.create_task(last_window(platform, window))
        await until(lambda: platform.wallpaper.shown)
        window.closed.set()
        await tray
        platform.programs.started[-1].end()
        await farewell
