"""A viewer that reads nothing for a long time, over real sockets: the real server and host, whose limits on silence are shorter here."""

import asyncio
import contextlib
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from tests.host.remote_control.painter import Painter
from tests.host.technician import TechnicianViewer
from tests.host.test_journey import HEIGHT, WIDTH, CustomersPC, activate, pc, real_pixels
from tests.server.running import RunningServer, small_server

from daypass.protocol.connecting import Mode
from daypass.protocol.remote_control import ViewerShows
from daypass.protocol.tool_line import Ping

__all__ = ["pc"]
pytestmark = pytest.mark.slow
ASKED_EVERY_S = 1.0
"""Twenty seconds as it is delivered; who does not answer within as long again is gone."""
SLEPT_S = float(os.environ.get("DAYPASS_SLEPT_S", "1.5"))
"""A real tab sleeps for minutes; what is kept for it does not grow after the first pictures."""
ROOM_MB = 24


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    async with small_server(tmp_path / "server", linux_host=True, silence_s=ASKED_EVERY_S) as running:
        yield running


def memory_mb(pc: CustomersPC) -> tuple[float, float]:
    """What the host's processes hold, and what the server holds, which runs in this one."""
    host = sum(process.memory_info().rss for process in pc.host_processes())
    return host / 2**20, psutil.Process().memory_info().rss / 2**20


@contextlib.asynccontextmanager
async def restless(display: str) -> AsyncIterator[None]:
    """All of the screen changes thirty times a second, to what no codec makes small."""
    painter, noise = Painter(display), random.Random(1).randbytes(WIDTH * HEIGHT * 4)

    async def paint() -> None:
        for number in range(10_000):
            shift = number * 4 % 4000
            painter.put(0, 0, WIDTH, HEIGHT - 1, noise[shift : shift + WIDTH * (HEIGHT - 1) * 4])
            await asyncio.sleep(1 / 30)

    async with asyncio.TaskGroup() as tasks:
        painting = tasks.create_task(paint())
        try:
            yield
        finally:
            painting.cancel()
    painter.close()


async def see_enough(viewer: TechnicianViewer, shows: ViewerShows) -> None:
    """Thirty pictures, and that they come the way this viewer shows; the host may still be fetching its encoder."""
    drawn, seen = viewer.drawn, len(viewer.drawn.seqs)
    await viewer.see_until(
        lambda: (
            len(drawn.seqs) > seen + 30
            and (not shows.video or drawn.video_frames > 0)
            and (not shows.photos or drawn.photos > 0)
        )
    )


async def test_a_viewer_that_sleeps_or_reads_nothing_costs_no_memory_and_sees_the_right_picture_afterwards(
    server: RunningServer,
    pc: CustomersPC,
    x_display: str,
) -> None:
    page = await activate(server, pc, "--consent", "always")
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer
        await viewer.see_until(lambda: bytes(viewer.drawn.pixels) == real_pixels(x_display))
        resume, connection_id = viewer.secured.resume_secret, viewer.secured.connection_id

        # A tab that sleeps: its browser answers for it, but nothing is drawn. With a video, then as photographs, then without loss.
        held = []
        for shows in (ViewerShows(video=True), ViewerShows(video=False, photos=True), ViewerShows(video=False)):
            await viewer.send(shows)
            async with restless(x_display):
                await see_enough(viewer, shows)
                held.append(memory_mb(pc))
                await asyncio.sleep(SLEPT_S)
                held.append(memory_mb(pc))
            await viewer.see_until(lambda: bytes(viewer.drawn.pixels) == real_pixels(x_display))

        # A computer that stands still: nothing is read, nobody answers.
        async with restless(x_display):
            viewer.stop_reading()
            for number in range(2000):
                await viewer.send(Ping(number=number))
            await server.until(page.session_id, seconds=4 * ASKED_EVERY_S + 3, connected=[])
            held.append(memory_mb(pc))
            viewer.break_off()
    for of_one_side in zip(*held, strict=True):
        assert max(of_one_side) - of_one_side[0] < ROOM_MB, held

    async with page.connect(Mode.RESUME, resume, connection_id) as again:
        assert isinstance(again, TechnicianViewer), again
        await again.see_until(lambda: bytes(again.drawn.pixels) == real_pixels(x_display))
