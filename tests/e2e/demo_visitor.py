"""A visitor of the demo's page: sees what stands in its live pictures and uses mouse, keyboard and clipboard, nothing else."""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.browsers import ARGUMENTS, CHROMIUM
from demo.clean_end import marked
from demo.live_browser import NARROWEST_PAGE
from demo.server_process import ROOT
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

PATIENCE_S = 90
ACCENT, RED, LIGHT_RED = (15, 118, 110), (180, 35, 24), (253, 240, 239)
TOLERANCE = 6
GRAIN = 4
# From the right edge's middle of *Send e-mail and prepare session* to *Copy password*, in pixels of the console's own page.
COPY_PASSWORD = (-434, -164)


@dataclass
class RunningDemo:
    """`python -m demo` with its temporary files in a folder of ours."""

    process: "subprocess.Popen[str]"
    folder: Path
    address: str

    def notepad(self) -> str:
        """What stands in the Linux PC's Notepad."""
        return next(self.folder.glob("*/pc/notepad.txt")).read_text(encoding="utf-8")

    def leftovers(self) -> list[str]:
        """Files and processes of this demo. They carry its folder in their environment."""
        files = [str(path) for path in self.folder.rglob("*")]
        return files + [f"process {process}" for process in marked("DEMO_UNDER_TEST", str(self.folder))]


@contextmanager
def running_demo(*options: str) -> Iterator[RunningDemo]:
    """On a machine without a screen: the address is printed. Ended by a signal when a test has not ended it."""
    with tempfile.TemporaryDirectory(prefix="dpd-", ignore_cleanup_errors=True) as name:
        bare = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
        process = subprocess.Popen(
            [sys.executable, "-m", "demo", *options],
            cwd=ROOT,
            env=bare | {"TMPDIR": name, "DEMO_UNDER_TEST": name},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            found = re.search(r"http://localhost\S+", line)
            assert found, line + process.stdout.read()
            yield RunningDemo(process, Path(name), found[0])
        finally:
            process.terminate()
            process.communicate(timeout=60)


class Visitor:
    """Sits before the page. Places in a picture are fractions of it."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page, self._pictures, self._taken = page, pictures, 0
        self.told: list[dict[str, Any]] = []
        """What the page told the demo about mouse and keys."""

    def hear(self, frame: str | bytes) -> None:
        """What the page tells; nonsense is a test's own."""
        with suppress(ValueError, RecursionError):
            if isinstance(told := json.loads(frame), dict):
                self.told.append(told)

    def look(self, name: str) -> None:
        """Keep what the visitor sees."""
        self._taken += 1
        self._pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self._pictures / f"{self._taken:02}-{name}.png")

    def waits_for(self, *keys: str) -> None:
        """Until the page's line names one of these next moves."""
        selector = ", ".join(f"#next[data-key={key}]" for key in keys)
        self.page.locator(selector).wait_for(timeout=PATIENCE_S * 1000)

    def ticked(self) -> list[str]:
        return self.page.locator("#steps li.done").evaluate_all("all => all.map(one => one.firstChild.data)")

    def picture(self, side: str) -> Locator:
        return self.page.locator(f".picture[data-side={side}] img")

    def presses_button(self, side: str, colour: Colour = ACCENT) -> None:
        """Click the picture's large button of a colour."""
        left, top, right, bottom = self._finds_button(side, colour)
        self.picture(side).click(position={"x": (left + right) / 2, "y": (top + bottom) / 2})

    def _finds_button(self, side: str, colour: Colour) -> Box:
        """The picture's large button of a colour, once it stands still."""
        deadline = time.monotonic() + PATIENCE_S
        before = None
        while True:
            box = largest_button(self._sees(side), colour)
            if box is not None and box == before:
                return box
            assert time.monotonic() < deadline, f"no button in the picture {side}"
            before = box
            time.sleep(0.4)

    def copies_password(self) -> str:
        """*Copy password* in the second step of *New session*; what is in the clipboard then."""
        _, top, right, bottom = self._finds_button("console", ACCENT)
        shown = self.picture("console").bounding_box()
        assert shown is not None
        shrunk = shown["width"] / max(NARROWEST_PAGE, shown["width"])
        place = {"x": right + COPY_PASSWORD[0] * shrunk, "y": (top + bottom) / 2 + COPY_PASSWORD[1] * shrunk}
        self.page.evaluate("navigator.clipboard.writeText('')")
        self.picture("console").click(position=place)
        return self.clipboard()

    def presses_at(self, side: str, x: float, y: float) -> None:
        box = self.picture(side).bounding_box()
        assert box is not None
        self.picture(side).click(position={"x": box["width"] * x, "y": box["height"] * y})

    def points_at(self, side: str, x: float, y: float) -> None:
        box = self.picture(side).bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)

    def waits_until_told(self, wanted: dict[str, Any]) -> None:
        """Until this is the last thing that the page told."""
        deadline = time.monotonic() + 10
        while not self.told or self.told[-1] != wanted:
            assert time.monotonic() < deadline, self.told[-3:]
            self.page.wait_for_timeout(20)

    def finds_the_window(self) -> tuple[float, float]:
        """The middle of the coloured edge on top of the host's window on the PC, as fractions of the picture."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            seen = self._sees("pc")
            if edge := coloured_edge(seen):
                return edge[0] / seen.width, edge[1] / seen.height
            assert time.monotonic() < deadline, "no window of the host on the PC"
            time.sleep(0.3)

    def points_at_the_top(self, side: str) -> None:
        """Where the viewer's bar comes down."""
        box = self.picture(side).bounding_box()
        assert box is not None
        self.picture(side).hover(position={"x": box["width"] * 0.1, "y": 1})

    def copies_all(self, side: str) -> str:
        """Everything written in a browser's picture, by Ctrl+A and Ctrl+C."""
        self.page.evaluate("navigator.clipboard.writeText('')")
        self.page.locator(f".picture[data-side={side}] textarea").focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Control+c")
        return self.clipboard()

    def clipboard(self) -> str:
        """Once something is in it."""
        deadline = time.monotonic() + 10
        while not (text := str(self.page.evaluate("navigator.clipboard.readText()"))):
            assert time.monotonic() < deadline, "nothing was copied"
            time.sleep(0.1)
        return text

    def _sees(self, side: str) -> Image.Image:
        return Image.open(io.BytesIO(self.picture(side).screenshot())).convert("RGB")


def largest_button(picture: Image.Image, colour: Colour) -> Box | None:
    """The largest connected area of about this colour that has a button's shape: left, top, right, bottom in pixels."""
    small = picture.resize((picture.width // GRAIN, picture.height // GRAIN), Image.Resampling.NEAREST)
    pixels = small.load()
    assert pixels is not None
    left = {
        (x, y)
        for x in range(small.width)
        for y in range(small.height)
        if all(abs(a - b) <= TOLERANCE for a, b in zip(pixels[x, y], colour, strict=True))
    }
    best: tuple[int, Box] | None = None
    while left:
        area = _connected(left)
        xs, ys = [x for x, _ in area], [y for _, y in area]
        box = min(xs) * GRAIN, min(ys) * GRAIN, (max(xs) + 1) * GRAIN, (max(ys) + 1) * GRAIN
        width, height = box[2] - box[0], box[3] - box[1]
        if width >= 50 and 16 <= height <= 80 and (best is None or len(area) > best[0]):
            best = len(area), box
    return best[1] if best else None


def coloured_edge(picture: Image.Image) -> tuple[int, int] | None:
    """The middle of the topmost row that is ours in colour over a quarter of the picture. JPEG takes thin colours less exactly."""
    reds, greens, blues = (channel.tobytes() for channel in picture.split())
    for y in range(picture.height):
        row = range(y * picture.width, (y + 1) * picture.width)
        ours = [
            at - row.start
            for at in row
            if abs(reds[at] - ACCENT[0]) < 30 and abs(greens[at] - ACCENT[1]) < 30 and abs(blues[at] - ACCENT[2]) < 30
        ]
        if len(ours) > picture.width / 4:
            return ours[len(ours) // 2], y
    return None


def _connected(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take one connected area out of the rest."""
    area = [left.pop()]
    for x, y in area:
        for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if near in left:
                left.remove(near)
                area.append(near)
    return area


@contextmanager
def visitor(address: str, pictures: Path, width: int = 1440, height: int = 900) -> Iterator[Visitor]:
    """Opens the page in a browser of their own and waits until it is ready."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(
            viewport={"width": width, "height": height}, permissions=["clipboard-read", "clipboard-write"]
        )
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        person = Visitor(page, pictures)
        page.on("websocket", lambda socket: socket.on("framesent", person.hear))
        page.goto(address)
        page.locator("body[data-phase=ready]").wait_for(timeout=PATIENCE_S * 1000)
        try:
            yield person
        finally:
            browser.close()
        assert errors == []
