"""Whatever happens on the screen, the real viewer shows every pixel of it at rest, in each quality and without a video encoder.

`DAYPASS_PICTURE_SEEDS=17,18` plays these alone: each is what a failure names.
"""

import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page
from tests.e2e.test_viewer import HEIGHT, WIDTH, browser, connect, page, screen, stage, wait_for_state
from tests.e2e.test_viewer_bar import open_menu
from tests.e2e.viewer_stage import Stage
from tests.host.remote_control.memory_screen import noise, text
from tests.host.remote_control.painter import Painter
from tests.host.remote_control.resized_screen import ResizedScreen
from tests.host.remote_control.test_photos import photograph
from tests.wine.display import Display

from daypass.host.platform.linux.screen import X11Screen
from daypass.host.platform.ports import Area
from daypass.protocol.picture import Codec, read_picture

__all__ = ["browser", "page", "screen", "stage"]
pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PLAYED_S = 16.0
"""As many seeds as fit, in turn in each way of watching."""
AT_REST_WITHIN_S = 8.0
STEPS = 12
WANTED = {Codec.VIDEO, Codec.PLANES}, {Codec.PLANES, Codec.COPY}, {Codec.VIDEO}, {Codec.PHOTO, Codec.PLANES}
"""What must have been among it, in each way of watching."""
SIZES = ((WIDTH, HEIGHT), (801, 599), (640, 480), (333, 477))
DIGEST = """async () => {
  const bitmap = await createImageBitmap(document.querySelector("canvas[data-viewer=picture]"));
  const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = copy.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${bitmap.width} x ${bitmap.height}: ${hex}`;
}"""


class Desk:
    """What programs do on the customer's screen, by chance."""

    def __init__(self, display: str) -> None:
        self._painter, self._sizes, self._screen = Painter(display), ResizedScreen(display), X11Screen(display)
        chance = random.Random(1)
        self._pages = [b"".join(text(chance, 480, 300)), b"".join(noise(chance, 480, 300))]
        self._photographs = [b"".join(photograph(chance, 480, 300)) for _ in range(2)]
        self._wide = photograph(chance, 480, 240)
        self.size = WIDTH, HEIGHT

    def play(self, chance: random.Random) -> None:
        """A few changes, one soon after another; the size of the screen changes in the middle of some."""
        new_size = chance.choice(SIZES) if chance.random() < 0.3 else None
        for step in range(STEPS):
            if step == STEPS // 2 and new_size not in (None, self.size):
                self.size = new_size or self.size
                self._sizes.use(*self.size)
            acts: list[Callable[[random.Random], None]] = [
                self._fill,
                self._write,
                self._show,
                self._scroll,
                self._film,
            ]
            chance.choice(acts)(chance)
            time.sleep(chance.choice((0, 0, 0.01, 0.03, 0.2)))

    def digest(self) -> str:
        """Of the screen as it is now, as `DIGEST` tells it of the viewer's."""
        self._screen.wait(0)
        width, height = self.size
        pixels = bytes(self._screen.grab(Area(0, 0, width, height)))
        rgb = Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", 0, 1)
        return f"{width} x {height}: {hashlib.sha256(rgb.convert('RGBA').tobytes()).hexdigest()}"

    def close(self) -> None:
        self._sizes.close()
        self._screen.close()
        self._painter.close()

    def _place(self, chance: random.Random) -> tuple[int, int]:
        return chance.randrange(-100, self.size[0]), chance.randrange(-100, self.size[1])

    def _fill(self, chance: random.Random) -> None:
        self._painter.fill(
            *self._place(chance), chance.randrange(1, 400), chance.randrange(1, 300), chance.randrange(1 << 24)
        )

    def _write(self, chance: random.Random) -> None:
        self._painter.put(*self._place(chance), 480, chance.randrange(1, 300), self._pages[0])

    def _show(self, chance: random.Random) -> None:
        picture = chance.choice([self._pages[1], *self._photographs])
        self._painter.put(*self._place(chance), 480, chance.randrange(1, 300), picture)

    def _scroll(self, chance: random.Random) -> None:
        x, y = (abs(place) for place in self._place(chance))
        by_x, by_y = chance.choice(((0, 18), (0, -40), (7, 0), (-12, 5), (0, -64)))
        for _ in range(3):
            self._painter.move(x // 2, y // 2, 500, 400, by_x, by_y)
            time.sleep(0.005)

    def _film(self, chance: random.Random) -> None:
        x, y = self._place(chance)
        for number in range(6):
            frame = b"".join(row[number * 32 : number * 32 + 320 * 4] for row in self._wide)
            self._painter.put(x, y, 320, 240, frame)
            time.sleep(0.02)


@pytest.fixture
def desk(screen: Display) -> Iterator[Desk]:
    desk = Desk(screen.name)
    yield desk
    desk.close()


def test_every_pixel_is_right_at_rest_whatever_happened_on_the_screen(page: Page, stage: Stage, desk: Desk) -> None:
    named = [int(seed) for seed in os.environ.get("DAYPASS_PICTURE_SEEDS", "").split(",") if seed]
    ways = [("Automatic", True), ("Sharp", True), ("Fast", True), ("Automatic", False)]
    connect(page)
    wait_for_state(page, "connected")
    codecs = Codecs()
    stage.host.picture_filter = codecs.note
    played, began = 0, time.monotonic()
    for number, (name, encodes_videos) in enumerate(ways):
        stage.host.encodes_videos = encodes_videos
        open_menu(page, "Screen")
        page.get_by_role("menuitemradio", name=name).click()
        end = began + PLAYED_S * (number + 1) / len(ways)
        for seed in named or range(number * 1000, (number + 1) * 1000):
            if not named and time.monotonic() >= end:
                break
            desk.play(random.Random(seed))
            shows(page, desk, f"{name}, videos {encodes_videos}: DAYPASS_PICTURE_SEEDS={seed}")
            played += 1
        if not named:
            assert codecs.seen >= WANTED[number], "these seeds tell nothing of it"
        codecs.seen.clear()
    assert named or played >= 2 * len(ways)


class Codecs:
    """By which ways the areas of pictures came."""

    def __init__(self) -> None:
        self.seen: set[Codec] = set()
        self._size = WIDTH, HEIGHT

    def note(self, data: bytes) -> bytes:
        """Passes on each picture as it is."""
        read = read_picture(data, *self._size)
        self._size = read.size or self._size
        self.seen |= {area.codec for area in read.areas}
        return data


def shows(page: Page, desk: Desk, seed: str) -> None:
    """Soon, and then it stays so."""
    deadline = time.monotonic() + AT_REST_WITHIN_S
    while (drawn := page.evaluate(DIGEST)) != desk.digest():
        assert time.monotonic() < deadline, f"{seed}: {drawn} instead of {desk.digest()}"
        time.sleep(0.03)
