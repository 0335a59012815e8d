"""Real lines of 1 and 10 Mbit/s while all of the screen is noise: an answer comes at once, from the first picture on, in every quality.

Answers wait behind the pictures that were sent before them, so they tell how long the queue is: server, host and line are real.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from benchmarks.screen.slow_line import ROUND_TRIP_S, slow_line
from tests.host.remote_control.painter import Painter
from tests.host.technician import TechnicianPage, TechnicianViewer
from tests.host.test_journey import HEIGHT, WIDTH, CustomersPC, activate, pc, real_pixels, server
from tests.server.running import RunningServer

from daypass.protocol.remote_control import ViewerShows
from daypass.protocol.tool_line import Ping, Pong
from daypass.protocol.viewing import ChooseQuality, Quality

__all__ = ["pc", "server"]
pytestmark = pytest.mark.slow
MBIT = 1_000_000
WATCHED_S, ASKED_EVERY_S = 2.0, 0.03
QUEUE_S = 0.25
OWN_UNREST_S = 0.2
"""Server, viewer and line of this test share one interpreter, and its machine may have other work."""


@asynccontextmanager
async def noise_on(display: str) -> AsyncIterator[None]:
    """All of the screen, ten times a second."""
    painter, noise = Painter(display), random.Random(1).randbytes(WIDTH * HEIGHT * 4 + 4000)

    async def paint() -> None:
        for number in range(10_000):
            shift = number * 4 % 4000
            await asyncio.to_thread(painter.put, 0, 0, WIDTH, HEIGHT, noise[shift : shift + WIDTH * HEIGHT * 4])
            await asyncio.sleep(0.1)

    painting = asyncio.get_running_loop().create_task(paint())
    try:
        yield
    finally:
        painting.cancel()
        await asyncio.gather(painting, return_exceptions=True)
        painter.close()


async def waits_for_answers_s(viewer: TechnicianViewer) -> tuple[float, float]:
    """What 19 of 20 answers take at most, and the longest. Ask again and again for a while, from now on; take and acknowledge what comes.

    What is asked before the host captures is asked of nobody and stays without an answer.
    """
    asked: dict[int, float] = {}
    waits: dict[int, float] = {}

    async def ask() -> None:
        end = time.monotonic() + WATCHED_S
        while time.monotonic() < end or not waits:
            asked[len(asked)] = time.monotonic()
            await viewer.send(Ping(number=len(asked) - 1))
            await asyncio.sleep(ASKED_EVERY_S)

    asking = asyncio.get_running_loop().create_task(ask())
    async with asyncio.timeout(30):
        while not asking.done() or max(waits) < max(asked):
            await viewer.take_one()
            for message in viewer.messages:
                if isinstance(message, Pong):
                    waits[message.number] = time.monotonic() - asked[message.number]
            viewer.messages.clear()
    assert len(waits) > WATCHED_S / ASKED_EVERY_S / 3
    in_order = sorted(waits.values())
    return in_order[len(in_order) * 19 // 20 - 1], in_order[-1]


async def test_noise_all_over_the_screen_makes_no_queue_on_a_slow_line_in_any_quality(
    server: RunningServer, pc: CustomersPC, x_display: str
) -> None:
    page = await activate(server, pc, "--consent", "always")
    waits = {}
    async with noise_on(x_display):
        for mbit, quality, video in [
            (1, Quality.SHARP, True),
            (1, Quality.AUTO, False),
            (1, Quality.AUTO, True),
            (10, Quality.SHARP, True),
            (10, Quality.FAST, False),
        ]:
            waits[mbit, quality, video] = await watched(page, mbit, quality, video, server.port)
    assert max(usual for usual, _ in waits.values()) <= QUEUE_S + ROUND_TRIP_S, waits
    assert max(longest for _, longest in waits.values()) <= QUEUE_S + ROUND_TRIP_S + OWN_UNREST_S, waits
    with slow_line(server.port, 10 * MBIT) as line:
        line.limit()
        async with page.connect(line_port=line.port) as viewer:
            assert isinstance(viewer, TechnicianViewer), viewer
            await viewer.see_until(lambda: bytes(viewer.drawn.pixels) == real_pixels(x_display))


async def watched(
    page: TechnicianPage, mbit: int, quality: Quality, video: bool, server_port: int
) -> tuple[float, float]:
    """The waits for answers on such a line, which is slow before the first picture is asked for."""
    with slow_line(server_port, mbit * MBIT) as line:
        line.limit()
        async with page.connect(line_port=line.port) as viewer:
            assert isinstance(viewer, TechnicianViewer), viewer
            await viewer.send(ViewerShows(video=video))
            await viewer.send(ChooseQuality(quality=quality))
            waits = await waits_for_answers_s(viewer)
            assert (viewer.drawn.video_frames > 0) == (video and quality is not Quality.SHARP)
            return waits
