"""Holding the PC through service and desktop process, both real, with a PC whose people the test plays."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from tests.host.sample_session import active_session

from daypass.host.connection.connections import ToolUse
from daypass.host.connection.sealed_channel import Opened
from daypass.host.lifecycle.session_record import Wallpaper
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.platform.fake.hold import FakeHold
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.screen import FakeScreen
from daypass.host.platform.fake.vault import MemoryVault
from daypass.host.platform.ports import Area
from daypass.host.remote_control import hold_orders, leased_hold, tool
from daypass.host.remote_control.desktop_frames import FrameKind, read_frame, write_frame
from daypass.host.remote_control.desktop_process import DesktopProcess
from daypass.host.remote_control.hold_frames import read_order
from daypass.host.remote_control.hold_orders import HoldTerms
from daypass.host.remote_control.pc_hold import BREATH_S
from daypass.host.remote_control.picture_source import no_video
from daypass.host.remote_control.tool import DesktopLink
from daypass.host.remote_control.wallpaper import HiddenWallpaper
from daypass.protocol.clipboard import CLIPBOARD_LIMIT, ClipboardText
from daypass.protocol.drawing import DrawLine, PointAt, Spot
from daypass.protocol.holding import BlankScreen, Held, LockInput, PcHeld
from daypass.protocol.messages import Message, encode
from daypass.protocol.remote_control import Key, PointerMoved, TextTyped, read_to_viewer
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import Notice, Ping, Pong, ViewerEnd
from daypass.protocol.viewing import HandsHeld, HideWallpaper, HostAbilities, OnlyLook, TakeHands


class Technician:
    """One viewer: what it is told, and what the bar on the PC says of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said: asyncio.Queue[Message] = asyncio.Queue()
        self.told: list[object] = []
        self.bar: list[Held] = []
        self.logged: list[tuple[str, str]] = []

    def say(self, *messages: Message) -> None:
        for message in messages:
            self.said.put_nowait(message)

    async def receive(self) -> Opened:
        return Opened(Kind.MESSAGE, encode(await self.said.get()))

    async def send(self, kind: Kind, plain: bytes) -> None:
        if kind is Kind.MESSAGE:
            self.told.append(read_to_viewer(plain))

    async def record(self, on: bool) -> None:
        raise AssertionError("nobody records")

    async def log(self, what: str, detail: str) -> None:
        self.logged.append((what, detail))

    async def hold(self, held: Held) -> None:
        self.bar.append(held)

    @property
    def notices(self) -> list[str]:
        return [one.dp for one in self.told if isinstance(one, Notice)]

    @property
    def held(self) -> PcHeld | None:
        told = [one for one in self.told if isinstance(one, PcHeld)]
        return told[-1] if told else None


class Resting(FakeScreen):
    """Nothing changes on it."""

    def wait(self, timeout_s: float) -> list[Area]:
        time.sleep(min(timeout_s, 0.05))
        return []


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def silence() -> bool:
    await asyncio.Event().wait()
    return False


class Pc:
    """The service and its desktop process."""

    def __init__(self, tasks: asyncio.TaskGroup, can: frozenset[str], wallpaper: HiddenWallpaper | None) -> None:
        self._tasks = tasks
        self.platform = FakePlatform(tasks)
        self.asked: list[tuple[str, str]] = []
        self.answer: Callable[[], Awaitable[bool]] = yes
        self.asking = False
        self.link = DesktopLink(
            self.platform.programs,
            "one",
            self.platform.attention,
            HoldTerms(can, lambda technician: (f"{technician} works here", "Esc"), self._ask),
            wallpaper,
            lambda: self.asking,
        )
        self.process: asyncio.Task[None] | None = None
        self.work: list[asyncio.Task[object]] = []

    async def _ask(self, technician: str, what: str, timeout_s: int) -> bool:
        self.asked.append((technician, what))
        self.asking = True
        try:
            return await self.answer()
        finally:
            self.asking = False

    async def start_desktop(self) -> None:
        peer = self._peer = await self.platform.links.connect("one")
        desktop = DesktopProcess(
            peer,
            Resting,
            no_video,
            self.platform.hands(),
            self.platform.clipboard,
            self.platform.hold,
            self.platform.drawing_layer,
        )
        self.process = self._tasks.create_task(desktop.run())
        await asyncio.sleep(0)

    async def lose_desktop(self) -> None:
        assert self.process is not None
        self.process.cancel()
        await asyncio.wait([self.process])
        await self._peer.close()

    def comes(self, technician: Technician, may_hold: bool = True) -> "asyncio.Task[bool]":
        use = ToolUse(technician.name, technician.record, technician.log, technician.hold, may_hold)
        return self._tasks.create_task(self.link.run_tool(technician, use))  # type: ignore[arg-type]

    @property
    def held(self) -> FakeHold | None:
        """What holds the PC now."""
        return next((one for one in self.platform.holds if not one.closed), None)


@asynccontextmanager
async def pc(
    can: frozenset[str] = frozenset({"LockInput", "BlankScreen"}), wallpaper: HiddenWallpaper | None = None
) -> AsyncIterator[Pc]:
    async with asyncio.TaskGroup() as tasks:
        made = Pc(tasks, can, wallpaper)
        stop = await made.platform.links.serve("one", "system", made.link.serve)
        keeping = tasks.create_task(made.link.keep_holds())
        await made.start_desktop()
        yield made
        keeping.cancel()
        await made.lose_desktop()
        await stop()


async def until(reached: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110 - nothing of these sets an event
            await asyncio.sleep(0.005)


@asynccontextmanager
async def one_at_work(desk: Pc, *said: Message) -> AsyncIterator[Technician]:
    one = Technician("Technician One")
    work = desk.comes(one)
    one.say(*said)
    yield one
    one.say(ViewerEnd())
    await work


async def test_the_input_is_locked_and_everybody_hears_of_it_and_of_the_end() -> None:
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: one.held == PcHeld(technician="Technician One", held=Held.INPUT))
        assert desk.held is not None and desk.held.lines is None
        assert one.bar == [Held.INPUT]
        two = Technician("Technician Two")
        looking_on = desk.comes(two)
        await until(lambda: two.held == PcHeld(technician="Technician One", held=Held.INPUT))
        one.say(LockInput(on=False))
        await until(lambda: two.held == PcHeld(technician="", held=Held.NOTHING))
        assert desk.held is None and one.bar == [Held.INPUT, Held.NOTHING] and two.bar == []
        two.say(ViewerEnd())
        await looking_on


async def test_a_blank_screen_says_who_works_there_and_gives_way_to_the_lock() -> None:
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: desk.held)
        one.say(BlankScreen(on=True))
        await until(lambda: one.held and one.held.held is Held.SCREEN)
        assert desk.held and desk.held.lines == ("Technician One works here", "Esc")
        one.say(BlankScreen(on=False))
        await until(lambda: one.held and one.held.held is Held.INPUT)
        assert desk.held and desk.held.lines is None
        assert desk.asked == [("Technician One", "hold_input"), ("Technician One", "hold_screen")], "each for itself"


async def test_only_whoever_has_the_hands_may_hold_the_pc_and_it_ends_when_they_pass() -> None:
    async with pc() as desk, one_at_work(desk) as one:
        await until(lambda: any(isinstance(told, HandsHeld) for told in one.told))
        two = Technician("Technician Two")
        work = desk.comes(two)
        two.say(LockInput(on=True), Ping(number=1))
        await until(lambda: len(two.told) > 3)
        assert desk.platform.holds == []
        one.say(LockInput(on=True))
        await until(lambda: desk.held)
        two.say(TakeHands())
        await until(lambda: two.held == PcHeld(technician="", held=Held.NOTHING))
        assert desk.held is None and one.bar == [Held.INPUT, Held.NOTHING]
        two.say(ViewerEnd())
        await work


async def test_looking_on_only_leaving_and_a_broken_line_end_it() -> None:
    for ending in (OnlyLook(on=True), ViewerEnd()):
        async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
            await until(lambda desk=desk: desk.held)  # type: ignore[misc]
            one.say(ending)
            await until(lambda desk=desk: desk.held is None)  # type: ignore[misc]
    async with pc() as desk:
        one = Technician("Technician One")
        work = desk.comes(one)
        one.say(LockInput(on=True))
        await until(lambda: desk.held)
        work.cancel()
        await until(lambda: desk.held is None and one.bar[-1] is Held.NOTHING)


@pytest.mark.parametrize("why", ["keys", "desktop"])
async def test_whoever_is_at_the_pc_ends_it_and_it_cannot_be_begun_again_at_once(why: str) -> None:
    async with pc() as desk, one_at_work(desk, BlankScreen(on=True)) as one:
        await until(lambda: one.bar == [Held.SCREEN])
        assert desk.held
        desk.held.free(why)
        await until(lambda: one.notices == ["DP-422"])
        await until(lambda: one.bar == [Held.SCREEN, Held.NOTHING])
        one.say(LockInput(on=True))
        await until(lambda: one.notices == ["DP-422", "DP-423"])
        assert desk.held is None


async def test_a_viewer_that_falls_silent_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hold_orders, "RENEW_EVERY_S", 0.02)
    monkeypatch.setattr("daypass.host.remote_control.pc_hold.SILENT_S", 0.2)
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: desk.held)
        for number in range(10):
            one.say(Ping(number=number))
            await asyncio.sleep(0.05)
        assert desk.held, "it says something now and then"
        await until(lambda: desk.held is None and one.held and one.held.held is Held.NOTHING)


async def test_the_desktop_process_lets_go_when_the_service_no_longer_renews_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hold_orders, "RENEW_EVERY_S", 0.05)
    monkeypatch.setattr(leased_hold, "LEASE_S", 0.3)
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: desk.held)
        await asyncio.sleep(0.5)
        assert desk.held, "renewed"
        monkeypatch.setattr(hold_orders, "RENEW_EVERY_S", 1000)
        await until(lambda: desk.held is None)
        await until(lambda: one.bar == [Held.INPUT, Held.NOTHING])
        assert one.notices == []


async def test_a_desktop_process_that_dies_holds_nothing_and_neither_does_the_next() -> None:
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: one.bar == [Held.INPUT])
        await desk.lose_desktop()
        await until(lambda: one.bar == [Held.INPUT, Held.NOTHING])
        await desk.start_desktop()
        await asyncio.sleep(0.05)
        assert desk.held is None and one.held == PcHeld(technician="", held=Held.NOTHING)


async def test_what_this_pc_cannot_do_is_not_offered_and_refused_when_asked() -> None:
    async with pc(frozenset({"LockInput"})) as desk, one_at_work(desk, BlankScreen(on=True)) as one:
        await until(lambda: one.notices == ["DP-421"])
        offered = next(told for told in one.told if isinstance(told, HostAbilities))
        assert "LockInput" in offered.known and "BlankScreen" not in offered.known
        assert desk.platform.holds == []


async def test_the_wish_for_a_plain_ground_is_heard_where_that_is_possible_and_ends_with_the_viewer() -> None:
    async with pc() as desk, one_at_work(desk, HideWallpaper(on=True), LockInput(on=True)) as one:
        await until(lambda: desk.held)
        offered = next(told for told in one.told if isinstance(told, HostAbilities))
        assert "HideWallpaper" not in offered.known
    session = active_session(FakeMachine(), MemoryVault())

    async def unchanged() -> None: ...

    wallpaper = HiddenWallpaper(session, unchanged)
    async with pc(wallpaper=wallpaper) as desk:
        async with one_at_work(desk, HideWallpaper(on=True), LockInput(on=True)) as one:
            await until(lambda: desk.held)
            offered = next(told for told in one.told if isinstance(told, HostAbilities))
            assert "HideWallpaper" in offered.known
            await wallpaper.settle()
            assert session.progress.wallpaper is Wallpaper.HIDDEN
        await wallpaper.settle()
        assert session.progress.wallpaper is Wallpaper.BACK


async def test_a_pc_that_cannot_be_held_after_all_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(hold: FakeHold, lines: object) -> None:
        if lines is not None:
            raise OSError("this Windows is too old")

    monkeypatch.setattr(FakeHold, "show", refuse)
    async with pc() as desk, one_at_work(desk, LockInput(on=True), BlankScreen(on=True)) as one:
        await until(lambda: one.notices == ["DP-424"])
        await until(lambda: desk.held is None)


async def test_what_the_people_at_the_pc_do_not_allow_does_not_begin_and_they_are_not_asked_again_at_once() -> None:
    async with pc() as desk:
        desk.answer = no
        async with one_at_work(desk, LockInput(on=True)) as one:
            await until(lambda: one.notices == ["DP-425"])
            one.say(BlankScreen(on=True))
            await until(lambda: one.notices == ["DP-425", "DP-423"])
            assert desk.platform.holds == [] and desk.asked == [("Technician One", "hold_input")]


async def test_while_they_are_asked_it_is_shown_and_a_technician_presses_nothing_but_lets_go() -> None:
    down, up = Key(scan=0x1E, extended=False, down=True), Key(scan=0x1E, extended=False, down=False)
    async with pc() as desk:
        desk.answer = silence
        async with one_at_work(desk, down, LockInput(on=True)) as one:
            await until(lambda: one.held == PcHeld(technician="", held=Held.NOTHING, asked=Held.INPUT))
            await until(lambda: desk.platform.typed.done == [("key", 0x1E, False, True)])
            one.say(up, down, TextTyped(text="yes"), PointerMoved(x=1, y=1))
            one.say(PointAt(x=1, y=1), DrawLine(line=1, points=(Spot(x=1, y=1),)), LockInput(on=False))
            await until(lambda: one.held == PcHeld(technician="", held=Held.NOTHING))
            assert desk.platform.typed.done[1:] == [("key", 0x1E, False, False)]
            assert desk.platform.holds == [] and not desk.asking, "switched off again: the question is gone"
            assert one.logged == [], "nothing was drawn over its words"


async def test_a_question_goes_with_whoever_asked() -> None:
    async with pc() as desk:
        desk.answer = silence
        async with one_at_work(desk, BlankScreen(on=True)):
            await until(lambda: desk.asking)
        await until(lambda: not desk.asking)
        async with one_at_work(desk) as one:
            await until(lambda: any(isinstance(told, HandsHeld) for told in one.told))
            two = Technician("Technician Two")
            work = desk.comes(two)
            one.say(LockInput(on=True))
            await until(lambda: desk.asking)
            two.say(TakeHands())
            await until(lambda: not desk.asking)
            two.say(ViewerEnd())
            await work


async def test_to_be_asked_for_the_screen_the_people_at_the_pc_have_their_mouse_back() -> None:
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: desk.held)
        desk.answer = no
        one.say(BlankScreen(on=True))
        await until(lambda: one.notices == ["DP-425"])
        assert desk.held is None


async def test_a_company_that_does_not_let_its_technicians_ask_offers_nothing() -> None:
    async with pc() as desk:
        one = Technician("Technician One")
        work = desk.comes(one, may_hold=False)
        one.say(LockInput(on=True))
        await until(lambda: one.notices == ["DP-421"])
        offered = next(told for told in one.told if isinstance(told, HostAbilities))
        assert not {"LockInput", "BlankScreen"} & set(offered.known)
        assert desk.asked == [] and desk.platform.holds == []
        one.say(ViewerEnd())
        await work


async def test_a_screen_that_was_agreed_to_stays_shown_when_the_hands_passed_before_it_was_hidden() -> None:
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: desk.held)
        two = Technician("Technician Two")
        work = desk.comes(two)
        tell = desk.link._holds._send

        async def slow(frame: bytes) -> None:
            await tell(frame)
            if len(desk.asked) == 2 and read_order(read_frame(frame).payload).held is Held.INPUT:
                two.say(TakeHands())
                await until(lambda: any(isinstance(told, HandsHeld) and told.yours for told in two.told))
                await asyncio.sleep(BREATH_S)

        desk.link._holds._send = slow
        one.say(BlankScreen(on=True))
        await until(lambda: any(isinstance(told, HandsHeld) and told.yours for told in two.told))
        await asyncio.sleep(BREATH_S + 0.1)
        assert desk.held is None
        two.say(ViewerEnd())
        await work


async def test_a_program_in_the_place_of_the_desktop_process_ends_its_own_conversation_only() -> None:
    async with pc() as desk, one_at_work(desk) as one:
        await until(lambda: one.told)
        await desk.lose_desktop()
        hostile = await desk.platform.links.connect("one")
        text = encode(ClipboardText(text="x" * (CLIPBOARD_LIMIT + 1)))
        await hostile.send(write_frame(FrameKind.MESSAGE, 1, text))
        await asyncio.sleep(0.05)
        assert not any(isinstance(told, ClipboardText) for told in one.told)
        await desk.start_desktop()
        one.say(Ping(number=7))
        await until(lambda: any(isinstance(told, Pong) for told in one.told))


async def test_what_was_pressed_before_a_question_is_pressed_before_it_is_seen() -> None:
    async with pc() as desk, one_at_work(desk) as one:
        await until(lambda: any(isinstance(told, HandsHeld) for told in one.told))
        pressed_when_seen: list[int] = []
        receive = desk._peer.receive

        async def slowly() -> bytes:
            await asyncio.sleep(0.002)
            return await receive()

        desk._peer.receive = slowly  # type: ignore[method-assign]

        async def seen() -> bool:
            await desk.link.everything_pressed()
            pressed_when_seen.append(len(desk.platform.typed.done))
            return False

        desk.answer = seen
        for _ in range(100):
            one.say(TextTyped(text="\t "))
        one.say(LockInput(on=True))
        await until(lambda: "DP-425" in one.notices)
        assert pressed_when_seen == [100] and len(desk.platform.typed.done) == 100


async def test_a_desktop_process_that_goes_on_pressing_ends_before_anybody_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tool, "PRESSED_WITHIN_S", 0.05)
    async with pc() as desk, one_at_work(desk):
        await until(lambda: desk.platform.programs.started)
        await desk.lose_desktop()
        deaf = await desk.platform.links.connect("one")
        await desk.link.everything_pressed()
        assert not desk.platform.programs.started[0].alive()
        await deaf.close()
        await desk.start_desktop()


async def test_a_line_to_the_desktop_process_that_breaks_while_sending_ends_what_is_held() -> None:
    async with pc() as desk, one_at_work(desk, LockInput(on=True)) as one:
        await until(lambda: desk.held)
        peer = desk.link._peer
        assert peer is not None

        async def broken(message: bytes) -> None:
            raise EOFError("the other process does not listen")

        peer.send = broken  # type: ignore[method-assign]
        one.say(PointerMoved(x=1, y=1))
        async with asyncio.timeout(leased_hold.LEASE_S / 4):
            await until(lambda: one.held == PcHeld(technician="", held=Held.NOTHING))
        await desk.lose_desktop()
        await desk.start_desktop()
        await asyncio.sleep(hold_orders.RENEW_EVERY_S * 1.2)
        assert desk.held is None, "nothing begins anew with the next one"
