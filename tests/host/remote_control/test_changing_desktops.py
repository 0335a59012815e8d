"""Whatever becomes of the desktop while two watch it, both see it right again: another resolution, a monitor that goes, another session."""

import asyncio
import ctypes
import itertools
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, noise, text
from tests.host.remote_control.painter import Painter
from tests.host.remote_control.queued_channel import not_logged
from tests.host.remote_control.resizable_display import ResizableDisplay
from tests.host.remote_control.test_capture import wait_until
from tests.host.remote_control.test_capture_for_several import Technician, WatchedDesk
from tests.host.remote_control.viewer_picture import DrawnPicture, opaque
from tests.host.x_server import x_server

from daypass.host.connection.connections import ToolUse
from daypass.host.connection.sealed_channel import Opened
from daypass.host.platform.duplicated_screen import Duplicate, DuplicatedScreen, ScreenLost, Told
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.platform.linux.screen import X11Screen
from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import Area, Monitor
from daypass.host.remote_control.capture import Capture
from daypass.host.remote_control.desktop_process import DesktopProcess
from daypass.host.remote_control.tool import DesktopLink
from daypass.protocol.messages import Message, encode
from daypass.protocol.remote_control import PictureAck, ViewerShows
from daypass.protocol.sealing import Kind

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 640, 480


@pytest.fixture
def display() -> Iterator[str]:
    with x_server(WIDTH, HEIGHT) as name:
        yield name


def seen_by_x(display: str) -> bytes:
    screen = X11Screen(display)
    pixels = opaque(bytes(screen.grab(screen.monitors()[0].area)))
    screen.close()
    return pixels


@pytest.mark.slow
def test_a_resolution_that_changes_in_the_middle_heals_for_a_quick_and_a_slow_viewer(display: str) -> None:
    painter, display_of = Painter(display), ResizableDisplay(display)
    capture = Capture(lambda: X11Screen(display), open_encoder)
    quick, slow = Technician(capture), Technician(capture, takes_s=0.06)
    chance = random.Random(1)
    try:
        display_of.unplug()
        for width, height in ((500, 400), (321, 241), (WIDTH, HEIGHT), (400, 300)):
            for number in range(12):
                painter.put(10, 10, 160, 120, chance.randbytes(160 * 120 * 4))
                if number == 6:
                    display_of.resize(width, height)
                time.sleep(1 / 60)
            now = seen_by_x(display)
            wait_until(lambda now=now: bytes(quick.drawn.pixels) == bytes(slow.drawn.pixels) == now)  # type: ignore[misc]
            assert (slow.screens[-1].width, slow.screens[-1].height) == (width, height)
        assert quick.failures == slow.failures == []
    finally:
        quick.leave()
        slow.leave()
        display_of.close()
        painter.close()


class TwoMonitors(WatchedDesk):
    """The right one can be unplugged: its part of the screen goes with it."""

    def __init__(self) -> None:
        super().__init__()
        self.plugged = [Monitor(7, Area(0, 0, 200, 240), True), Monitor(4, Area(200, 0, 120, 240), False)]

    def monitors(self) -> Sequence[Monitor]:
        return self.plugged

    def of(self, area: Area) -> bytes:
        return opaque(b"".join(self.rows(area)))


def test_a_monitor_that_is_unplugged_in_the_middle_heals_for_who_watched_it_and_who_watched_all() -> None:
    desk = TwoMonitors()
    left, everything = desk.plugged[0].area, Area(0, 0, 320, 240)
    capture = Capture(desk.opening, open_encoder)
    one, all_of_it = Technician(capture), Technician(capture, takes_s=0.03)
    try:
        one.watched.show_monitor(4)
        wait_until(lambda: bytes(one.drawn.pixels) == desk.of(Area(200, 0, 120, 240)))
        wait_until(lambda: bytes(all_of_it.drawn.pixels) == desk.of(everything))
        for number in range(12):
            desk.draw(20, 20, noise(random.Random(number), 250, 100))
            if number == 6:
                desk.plugged = desk.plugged[:1]
            time.sleep(1 / 60)
        wait_until(lambda: bytes(one.drawn.pixels) == bytes(all_of_it.drawn.pixels) == desk.of(left))
        assert (one.monitors_gone, all_of_it.monitors_gone) == (1, 0)
    finally:
        one.leave()
        all_of_it.leave()


class LosableOutput:
    """All of a desk, duplicated; as DXGI it may be lost in any call (DXGI_ERROR_ACCESS_LOST)."""

    upright = True

    def __init__(self, desk: WatchedDesk) -> None:
        self.area = Area(0, 0, desk.width, desk.height)
        self.lost = self.closed = False
        self._desk = desk

    def changed(self, timeout_ms: int) -> Told:
        self._check()
        return Told(WatchedDesk.wait(self._desk, timeout_ms / 1000) or ())

    def read(self, part: Area, address: int, row_bytes: int) -> None:
        self._check()
        with self._desk.guard:
            for number, row in enumerate(self._desk.rows(part)):
                ctypes.memmove(address + number * row_bytes, row, len(row))

    def close(self) -> None:
        self.closed = True

    def _check(self) -> None:
        if self.lost:
            raise ScreenLost("AcquireNextFrame: 0x887A0026")


class PlainDesk(WatchedDesk):
    """What GDI would see of it."""

    def became_another(self) -> bool:
        return False

    def wait(self, timeout_s: float) -> list[Area] | None:  # type: ignore[override]
        time.sleep(min(timeout_s, 0.01))
        return None


def test_outputs_that_are_lost_again_and_again_heal_for_both_and_are_never_duplicated_twice() -> None:
    desk, made, chance, asked = PlainDesk(), list[LosableOutput](), random.Random(2), itertools.count()

    def duplicate() -> Sequence[Duplicate]:
        assert all(one.closed for one in made), "Windows duplicates an output once"
        if next(asked) % 2:
            raise ScreenLost("DuplicateOutput: 0x80070005")
        made.append(LosableOutput(desk))
        return made[-1:]

    capture = Capture(lambda: DuplicatedScreen(desk, duplicate), open_encoder)
    quick, slow = Technician(capture), Technician(capture, takes_s=0.05)
    try:
        give_up = time.monotonic() + 30
        while len(made) < 3 and time.monotonic() < give_up:
            for _ in range(10):
                desk.draw(chance.randrange(200), chance.randrange(150), noise(chance, 100, 70))
                time.sleep(1 / 60)
            for one in made[:2]:
                one.lost = True
        wait_until(lambda: quick.sees(desk) and slow.sees(desk))
        assert len(made) == 3
        assert quick.failures == slow.failures == []
    finally:
        quick.leave()
        slow.leave()


class Line:
    """A technician's channel: draws what comes after a while, and says so."""

    def __init__(self, takes_s: float) -> None:
        self.drawn = DrawnPicture()
        self._takes_s = takes_s
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._said.put_nowait(ViewerShows(video=True))

    async def receive(self) -> Opened:
        return Opened(Kind.MESSAGE, encode(await self._said.get()))

    async def send(self, kind: Kind, plain: bytes) -> None:
        if kind is Kind.PICTURE:
            await asyncio.sleep(self._takes_s)
            self._said.put_nowait(PictureAck(seq=self.drawn.draw(plain)))

    async def send_message(self, message: Message) -> None:
        """Nothing of it counts here."""


class Session(MemoryScreen):
    """One session's desktop, of a size of its own, on which a clock ticks."""

    def __init__(self, seed: int, width: int, height: int) -> None:
        super().__init__(width, height)
        self._chance, self._ticks = random.Random(seed), 40
        self.put(0, 0, text(self._chance, width, height))

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        time.sleep(min(timeout_s, 0.01))
        if self._ticks:
            self._ticks -= 1
            self.put(8, 8, noise(self._chance, 60, 40))
        return super().wait(timeout_s)


class Pc:
    """The service; `switch_to` ends the desktop process and begins another in that session."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self._tasks, self.platform = tasks, FakePlatform(tasks)
        self.link = DesktopLink(self.platform.programs, "one", self.platform.attention)
        self._process: asyncio.Task[None] | None = None

    async def switch_to(self, session: Session) -> None:
        await self.end_process()
        self._peer = peer = await self.platform.links.connect("one")
        parts = (self.platform.hands(), self.platform.clipboard, self.platform.hold, self.platform.drawing_layer)
        self._process = self._tasks.create_task(DesktopProcess(peer, lambda: session, open_encoder, *parts).run())

    async def end_process(self) -> None:
        if self._process is not None:
            self._process.cancel()
            await asyncio.wait([self._process])
            await self._peer.close()

    def comes(self, line: Line) -> "asyncio.Task[bool]":
        async def holds(held: object) -> None:
            """Nothing is held here."""

        async def records(on: bool) -> None:
            """Nor recorded."""

        use = ToolUse("Technician One", records, not_logged, holds)  # type: ignore[arg-type]
        return self._tasks.create_task(self.link.run_tool(line, use))  # type: ignore[arg-type]


@asynccontextmanager
async def pc() -> AsyncIterator[Pc]:
    async with asyncio.TaskGroup() as tasks:
        made = Pc(tasks)
        stop = await made.platform.links.serve("one", "system", made.link.serve)
        yield made
        await made.end_process()
        await stop()


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not reached():  # noqa: ASYNC110 - nothing of these sets an event
            await asyncio.sleep(0.01)


async def test_another_session_at_the_screen_is_shown_to_a_quick_and_a_slow_viewer() -> None:
    async with pc() as host:
        quick, slow = Line(0.0), Line(0.04)
        first = Session(1, 320, 240)
        await host.switch_to(first)
        work = [host.comes(quick), host.comes(slow)]
        await until(lambda: len(quick.drawn.seqs) > 5 and len(slow.drawn.seqs) > 2)
        for number, (width, height) in enumerate(((300, 200), (320, 240))):
            session = Session(2 + number, width, height)
            await host.switch_to(session)

            def both_see(session: Session = session) -> bool:
                now = opaque(bytes(session.pixels))
                return bytes(quick.drawn.pixels) == bytes(slow.drawn.pixels) == now

            await until(both_see)
        assert quick.drawn.seqs == sorted(set(quick.drawn.seqs)), "numbers go on from one desktop process to the next"
        for one in work:
            one.cancel()
        await asyncio.wait(work)
