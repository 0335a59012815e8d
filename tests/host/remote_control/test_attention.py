"""Ctrl+Alt+Del: asked of the system by the service; where that is refused, the technician is told and nothing is pressed."""

import asyncio
import threading
import time

from tests.host.remote_control.queued_channel import QueuedChannel, not_logged

from daypass.host.connection.connections import ToolUse
from daypass.host.platform.fake.hands import FakeAttention
from daypass.host.platform.fake.local_links import MemoryLinks
from daypass.host.platform.fake.programs import FakePrograms
from daypass.host.remote_control.desktop_frames import FrameKind, read_frame
from daypass.host.remote_control.tool import DesktopLink
from daypass.protocol.holding import Held
from daypass.protocol.remote_control import SecureAttention
from daypass.protocol.tool_line import Notice, ViewerEnd
from daypass.protocol.viewing import TakeHands


async def not_recorded(on: bool) -> None:
    raise AssertionError("nobody records")


async def not_held(held: Held) -> None:
    raise AssertionError("nobody holds the PC")


async def asked(attention: FakeAttention) -> tuple[list[object], list[FrameKind]]:
    """What the technician is told, and the kinds of frames that reach the desktop process."""
    channel = QueuedChannel(SecureAttention(), ViewerEnd())
    async with asyncio.TaskGroup() as tasks:
        links = MemoryLinks(tasks)
        link = DesktopLink(FakePrograms(), "one", attention)
        stop = await links.serve("one", "system", link.serve)
        desktop = await links.connect("one")
        await asyncio.sleep(0)
        assert await link.run_tool(channel, ToolUse("Technician One", not_recorded, not_logged, not_held))  # type: ignore[arg-type]
        frames: list[FrameKind] = []
        while FrameKind.CLOSE not in frames:
            frames.append(read_frame(await desktop.receive()).kind)
        await desktop.close()
        await stop()
    return [told for told in channel.told if isinstance(told, Notice)], frames


async def test_the_system_presses_it_where_it_can() -> None:
    attention = FakeAttention()
    assert await asked(attention) == ([], [FrameKind.OPEN, FrameKind.CLOSE])
    assert attention.sent == 1


async def test_the_desktop_process_presses_three_keys_where_the_system_has_no_way_of_its_own() -> None:
    attention = FakeAttention()
    attention.answer = False
    assert await asked(attention) == ([], [FrameKind.OPEN, FrameKind.MESSAGE, FrameKind.CLOSE])


async def test_a_refusal_is_told_and_nothing_is_pressed() -> None:
    attention = FakeAttention()
    attention.answer = PermissionError("a policy")
    assert await asked(attention) == ([Notice(dp="DP-409")], [FrameKind.OPEN, FrameKind.CLOSE])


class Watched(FakeAttention):
    """Notes whether two presses ever overlap."""

    def __init__(self) -> None:
        super().__init__()
        self._pressing, self.overlapped = threading.Lock(), False

    def send(self) -> bool:
        alone = self._pressing.acquire(blocking=False)
        self.overlapped |= not alone
        time.sleep(0.02)
        if alone:
            self._pressing.release()
        return super().send()


async def test_two_technicians_never_press_it_at_the_same_moment() -> None:
    """Windows' policy is opened and put back around each press: of two, one would put back what the other had opened."""
    attention = Watched()
    link = DesktopLink(FakePrograms(), "one", attention)
    channels = [QueuedChannel(*[TakeHands(), SecureAttention()] * 3, ViewerEnd()) for _ in range(3)]
    assert all(
        await asyncio.gather(
            *(
                link.run_tool(channel, ToolUse("Technician One", not_recorded, not_logged, not_held))
                for channel in channels
            )
        )
    )  # type: ignore[arg-type]
    assert attention.sent >= 3 and not attention.overlapped
