"""What one and two viewers of the same desktop cost the PC: `python -m benchmarks.viewers [--cases flip video360p30] [--seconds 6]`.

The painter of `make bench-screen` plays on an Xvfb of 1920 × 1080; the real desktop process captures it for viewers that
acknowledge each picture after 5 ms, and a second one that does so after 80 ms under `two_paces`. No server, no sealing: what is
measured is capture, comparison, encoding. `late_ms`: from the newest painted state to the picture's leaving, median.
"""

import argparse
import asyncio
import json
import multiprocessing
import time
from bisect import bisect
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

import psutil
from benchmarks.screen.cases import HEIGHT, WIDTH
from benchmarks.screen.painting import Painter, painter
from benchmarks.screen.processor_time import Stopwatch
from tests.host.x_server import x_server

from daypass.host.platform.fake.clipboard import FakeClipboard
from daypass.host.platform.fake.drawing_layer import FakeDrawingLayer
from daypass.host.platform.fake.hands import FakeHands
from daypass.host.platform.fake.hold import FakeHold
from daypass.host.platform.linux.screen import X11Screen
from daypass.host.platform.linux.video import open_encoder
from daypass.host.remote_control.desktop_frames import FrameKind, Opened, read_frame, write_frame
from daypass.host.remote_control.desktop_process import DesktopProcess
from daypass.protocol.messages import Message, encode
from daypass.protocol.picture import picture_seq
from daypass.protocol.remote_control import PictureAck, ViewerShows

AUDIENCES = {"one": (0.005,), "two": (0.005, 0.005), "two_paces": (0.005, 0.08)}
"""After how many seconds each viewer acknowledges a picture."""
SETTLED_S = 1.5


class Viewers:
    """The service's end of the link, in the desktop process itself: takes pictures and acknowledges them."""

    def __init__(self, acknowledge_after_s: tuple[float, ...]) -> None:
        self._after_s = acknowledge_after_s
        self._to_desktop: asyncio.Queue[bytes] = asyncio.Queue()
        self.left: list[list[tuple[float, int]]] = [[] for _ in acknowledge_after_s]
        """Epoch milliseconds and bytes of each picture, by viewer."""

    def open(self) -> None:
        for viewer in range(len(self._after_s)):
            self._to_desktop.put_nowait(write_frame(FrameKind.OPEN, viewer, Opened(0, "").write()))
            self._say(viewer, ViewerShows(video=True))

    def close(self) -> None:
        self._to_desktop.put_nowait(b"")

    def _say(self, viewer: int, message: Message) -> None:
        self._to_desktop.put_nowait(write_frame(FrameKind.MESSAGE, viewer, encode(message)))

    async def send(self, message: bytes) -> None:
        """A LocalPeer's: from the desktop process."""
        frame = read_frame(message)
        if frame.kind is FrameKind.PICTURE:
            self.left[frame.viewer].append((time.time_ns() / 1e6, len(frame.payload)))
            drawn = PictureAck(seq=picture_seq(frame.payload))
            asyncio.get_running_loop().call_later(self._after_s[frame.viewer], self._say, frame.viewer, drawn)

    async def receive(self) -> bytes:
        """A LocalPeer's: to the desktop process."""
        if not (message := await self._to_desktop.get()):
            raise EOFError
        return message


def capture(display: str, told: Connection, acknowledge_after_s: tuple[float, ...]) -> None:
    """The desktop process, until it is told to end; answers what left."""

    async def main() -> None:
        viewers = Viewers(acknowledge_after_s)
        process = DesktopProcess(
            viewers,  # type: ignore[arg-type]
            lambda: X11Screen(display),
            open_encoder,
            FakeHands(),
            FakeClipboard,
            FakeHold,
            FakeDrawingLayer,
        )
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(process.run())
            viewers.open()
            await asyncio.to_thread(told.recv)
            told.send(viewers.left)
            viewers.close()

    asyncio.run(main())


def measure(display: str, paint: Painter, case: str, seconds: float, audience: str) -> dict[str, Any]:
    """Percent of a core of the desktop process, and for each viewer its pictures, bytes and how late they left."""
    paint.prepare(case)
    ours, theirs = multiprocessing.Pipe()
    desktop = multiprocessing.Process(target=capture, args=(display, theirs, AUDIENCES[audience]))
    desktop.start()
    time.sleep(SETTLED_S)
    watch = Stopwatch({"host": lambda: [desktop.pid or 0], "x_server": _x_servers})
    began = time.time_ns() / 1e6
    paint.begin(seconds)
    states = [began, *(at for _, at in paint.states())]
    shares = watch.shares()
    ours.send("end")
    left: list[list[tuple[float, int]]] = ours.recv()
    desktop.join()
    return {
        "host_cpu": round(shares["host"], 1),
        "x_server_cpu": round(shares["x_server"], 1),
        "viewers": [_of_viewer([one for one in each if one[0] >= began], states, seconds) for each in left],
    }


def _x_servers() -> list[int]:
    return [child.pid for child in psutil.Process().children() if child.name() == "Xvfb"]


def _of_viewer(shown: list[tuple[float, int]], states: list[float], seconds: float) -> dict[str, float]:
    late = [at - states[bisect(states, at) - 1] for at, _ in shown]
    return {
        "fps": round(len(shown) / seconds, 1),
        "late_ms": round(median(late), 2) if late else 0.0,
        "kBps": round(sum(size for _, size in shown) / seconds / 1000, 1),
    }


def main() -> None:
    """Print everything as JSON."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", nargs="+", default=["flip", "video360p30"])
    arguments.add_argument("--seconds", type=float, default=6.0)
    arguments.add_argument("--audiences", nargs="+", default=list(AUDIENCES), choices=list(AUDIENCES))
    chosen = arguments.parse_args()
    multiprocessing.set_start_method("spawn")
    with x_server(WIDTH, HEIGHT) as display, painter(display) as paint:
        report = {
            case: {audience: measure(display, paint, case, chosen.seconds, audience) for audience in chosen.audiences}
            for case in chosen.cases
        }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
