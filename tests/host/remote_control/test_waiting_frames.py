"""What waits for a viewer that does not read stays small, is its own loss, and never a picture."""

import asyncio
import logging

import pytest

from daypass.host.platform.fake.clipboard import FakeClipboard
from daypass.host.platform.fake.drawing_layer import FakeDrawingLayer
from daypass.host.platform.fake.hands import FakeHands
from daypass.host.platform.fake.hold import FakeHold
from daypass.host.platform.fake.local_links import MemoryPeer, memory_link
from daypass.host.platform.fake.screen import FakeScreen
from daypass.host.platform.ports import Area
from daypass.host.remote_control.desktop_frames import Frame, FrameKind, Opened, read_frame, write_frame
from daypass.host.remote_control.desktop_process import DesktopProcess
from daypass.host.remote_control.picture_source import no_video
from daypass.host.remote_control.waiting_frames import MOST_MESSAGE_BYTES, MOST_MESSAGES, WaitingFrames
from daypass.protocol.messages import encode
from daypass.protocol.picture import picture_seq
from daypass.protocol.remote_control import PictureAck
from daypass.protocol.tool_line import Ping

PONG, SHAPE = b"pong", bytes(256 * 256 * 4)


async def all_of(frames: WaitingFrames) -> list[Frame]:
    waiting: list[Frame] = []
    try:
        while True:
            async with asyncio.timeout(0.01):
                waiting.append(await frames.get())
    except TimeoutError:
        return waiting


async def test_messages_of_one_viewer_are_bounded_by_number_and_by_size() -> None:
    for payload, most in ((PONG, MOST_MESSAGES), (SHAPE, MOST_MESSAGE_BYTES // len(SHAPE))):
        frames = WaitingFrames()
        for _ in range(5000):
            frames.put(Frame(FrameKind.MESSAGE, 1, payload))
        assert len(await all_of(frames)) == most
        frames.put(Frame(FrameKind.MESSAGE, 1, payload))
        assert len(await all_of(frames)) == 1, "what was taken makes room"


async def test_pictures_the_end_and_everything_of_others_come_through_a_flood_of_one_viewer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    frames = WaitingFrames()
    with caplog.at_level(logging.WARNING):
        for _ in range(5000):
            frames.put(Frame(FrameKind.MESSAGE, 1, PONG))
    assert len(caplog.records) == 1
    kept = [
        Frame(FrameKind.PICTURE, 1, b"picture"),
        Frame(FrameKind.PICTURE, 2, b"picture"),
        Frame(FrameKind.MESSAGE, 2, PONG),
        Frame(FrameKind.CLOSE, 1, b"DP-900"),
    ]
    for frame in kept:
        frames.put(frame)
    assert (await all_of(frames))[MOST_MESSAGES:] == kept


class Lively(FakeScreen):
    """Another colour each time."""

    def wait(self, timeout_s: float) -> list[Area]:
        self.colour = bytes([(self.colour[0] + 1) % 250, 1, 2, 0])
        return [Area(0, 0, 64, 48)]


async def test_a_viewer_that_floods_pings_costs_its_colleague_no_picture() -> None:
    mine, theirs = memory_link()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        desktop = DesktopProcess(theirs, Lively, no_video, FakeHands(), FakeClipboard, FakeHold, FakeDrawingLayer)
        tasks.create_task(desktop.run())
        assert await pictures_of_the_second_viewer(mine, 12) == list(range(1, 13))
        await mine.close()


async def pictures_of_the_second_viewer(service: MemoryPeer, count: int) -> list[int]:
    """Their numbers, while the first viewer sends thousands of pings for each."""
    for viewer in (1, 2):
        await service.send(write_frame(FrameKind.OPEN, viewer, Opened(0, "Technician One").write()))
    ping = write_frame(FrameKind.MESSAGE, 1, encode(Ping(number=1)))
    seen: list[int] = []
    while len(seen) < count:
        frame = read_frame(await service.receive())
        if frame.kind is not FrameKind.PICTURE or frame.viewer != 2:
            continue
        seen.append(picture_seq(frame.payload))
        for _ in range(2500):
            await service.send(ping)
        await service.send(write_frame(FrameKind.MESSAGE, 2, encode(PictureAck(seq=seen[-1]))))
    return seen
