"""Several technicians at one PC: one has mouse and keyboard, the others look on, and nothing stays pressed when they change."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.host.remote_control.queued_channel import not_logged

from daypass.host.connection.connections import ToolUse
from daypass.host.connection.sealed_channel import Opened
from daypass.host.platform.fake.hands import FakeAttention
from daypass.host.platform.fake.local_links import MemoryLinks
from daypass.host.platform.fake.programs import FakePrograms
from daypass.host.platform.ports import LocalPeer
from daypass.host.remote_control.desktop_frames import FrameKind, read_frame
from daypass.host.remote_control.tool import DesktopLink
from daypass.protocol.holding import Held
from daypass.protocol.messages import Message, encode
from daypass.protocol.remote_control import Key, ReleaseAll, read_to_host, read_to_viewer
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import Ping, ViewerEnd
from daypass.protocol.viewing import HandsHeld, OnlyLook, Recording, TakeHands

A_DOWN = Key(scan=0x1E, extended=False, down=True)
LINE_BREAKS = Ping(number=2**32 - 1)
"""Said by a technician's channel: nothing more comes, and no goodbye."""


class Technician:
    """One viewer's channel, spoken through by the test."""

    def __init__(self, link: DesktopLink, name: str) -> None:
        self.name, self._link = name, link
        self.said: asyncio.Queue[Message] = asyncio.Queue()
        self.hands: list[HandsHeld] = []
        self.recorded: list[bool] = []
        self.holds: list[Held] = []
        self._told = asyncio.Condition()

    async def run(self) -> None:
        with contextlib.suppress(EOFError):
            await self._link.run_tool(self, ToolUse(self.name, self.record, not_logged, self.hold))  # type: ignore[arg-type]

    async def record(self, on: bool) -> None:
        self.recorded.append(on)

    async def hold(self, held: Held) -> None:
        self.holds.append(held)

    async def receive(self) -> Opened:
        said = await self.said.get()
        if said is LINE_BREAKS:
            raise EOFError("the line broke")
        return Opened(Kind.MESSAGE, encode(said))

    async def send(self, kind: Kind, plain: bytes) -> None:
        message = read_to_viewer(plain)
        if isinstance(message, HandsHeld):
            async with self._told:
                self.hands.append(message)
                self._told.notify_all()

    async def hears(self, holder: str, yours: bool) -> None:
        """Returns when it has been told so."""
        wanted = HandsHeld(technician=holder, yours=yours)
        async with asyncio.timeout(5), self._told:
            await self._told.wait_for(lambda: bool(self.hands) and self.hands[-1] == wanted)


class Desk:
    """The service's side with its desktop process played by the test."""

    def __init__(self, tasks: asyncio.TaskGroup, link: DesktopLink, desktop: LocalPeer) -> None:
        self._tasks, self._link, self._desktop = tasks, link, desktop

    def comes(self, name: str) -> Technician:
        technician = Technician(self._link, name)
        self._tasks.create_task(technician.run())
        return technician

    async def next_input(self) -> tuple[int, Any]:
        """The next message that reaches the desktop process: the viewer's number and what it is."""
        while True:
            frame = read_frame(await asyncio.wait_for(self._desktop.receive(), 5))
            if frame.kind is FrameKind.MESSAGE:
                return frame.viewer, read_to_host(frame.payload)


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    async with asyncio.TaskGroup() as tasks:
        links = MemoryLinks(tasks)
        link = DesktopLink(FakePrograms(), "one", FakeAttention())
        stop = await links.serve("one", "system", link.serve)
        desktop = await links.connect("one")
        await asyncio.sleep(0)
        yield Desk(tasks, link, desktop)
        await desktop.close()
        await stop()


async def test_the_first_has_the_hands_and_what_the_second_presses_is_dropped() -> None:
    async with desk() as pc:
        one = pc.comes("Technician One")
        await one.hears("Technician One", True)
        two = pc.comes("Technician Two")
        await two.hears("Technician One", False)
        two.said.put_nowait(A_DOWN)
        one.said.put_nowait(A_DOWN)
        assert await pc.next_input() == (1, A_DOWN)
        two.said.put_nowait(ViewerEnd())
        one.said.put_nowait(ViewerEnd())


async def test_taking_control_releases_what_the_other_held_and_both_are_told() -> None:
    async with desk() as pc:
        one, two = pc.comes("Technician One"), pc.comes("Technician Two")
        await two.hears("Technician One", False)
        one.said.put_nowait(A_DOWN)
        assert await pc.next_input() == (1, A_DOWN)
        two.said.put_nowait(TakeHands())
        assert await pc.next_input() == (1, ReleaseAll())
        await one.hears("Technician Two", False)
        await two.hears("Technician Two", True)
        one.said.put_nowait(A_DOWN)
        two.said.put_nowait(A_DOWN)
        assert await pc.next_input() == (2, A_DOWN)
        one.said.put_nowait(ViewerEnd())
        two.said.put_nowait(ViewerEnd())


async def test_whoever_only_looks_on_gives_the_hands_free_and_gets_none_back_unasked() -> None:
    async with desk() as pc:
        one = pc.comes("Technician One")
        await one.hears("Technician One", True)
        one.said.put_nowait(OnlyLook(on=True))
        await one.hears("", False)
        two = pc.comes("Technician Two")
        await two.hears("Technician Two", True)
        two.said.put_nowait(ViewerEnd())
        await one.hears("", False)
        one.said.put_nowait(A_DOWN)
        one.said.put_nowait(OnlyLook(on=False))
        await one.hears("Technician One", True)
        one.said.put_nowait(ViewerEnd())
        assert await pc.next_input() == (1, ReleaseAll()), "and the key before it was not heard"


async def test_hands_of_a_line_that_broke_are_free_and_come_back_with_the_next_one() -> None:
    async with desk() as pc:
        one, two = pc.comes("Technician One"), pc.comes("Technician Two")
        await two.hears("Technician One", False)
        one.said.put_nowait(LINE_BREAKS)
        await two.hears("", False)
        again = pc.comes("Technician One")
        await again.hears("Technician One", True)
        two.said.put_nowait(ViewerEnd())
        again.said.put_nowait(ViewerEnd())


async def test_a_recording_is_told_to_whoever_is_at_the_pc() -> None:
    async with desk() as pc:
        one = pc.comes("Technician One")
        await one.hears("Technician One", True)
        one.said.put_nowait(Recording(on=True))
        one.said.put_nowait(A_DOWN)
        assert await pc.next_input() == (1, A_DOWN)
        assert one.recorded == [True]
        one.said.put_nowait(ViewerEnd())
