"""On a line of 1 to 10 Mbit/s what a technician sees is never old, and a line that improves is used. Time is simulated."""

import random
from collections.abc import Callable

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, noise, panning, text
from tests.host.remote_control.simulated_line import MBIT, SimulatedLine, Take, between, lateness, watch
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.linux.video import open_encoder
from daypass.host.remote_control.pacing import Pacing
from daypass.host.remote_control.picture_source import PictureSource
from daypass.protocol.viewing import Quality

pytestmark = pytest.mark.slow

FRAME_S = 1 / 30


def hard_film(wanted_bytes: int = 25_000) -> Take:
    """Thirty pictures a second that would take so much, by an encoder that keeps to what it is told, roughly."""
    chance, shown = random.Random(5), -1

    def take(now: float, pacing: Pacing) -> int | None:
        nonlocal shown
        if int(now / FRAME_S) == shown:
            return None
        shown = int(now / FRAME_S)
        rate = pacing.video_rate
        return int(min(wanted_bytes, rate.kbits * 125 / rate.pictures * chance.uniform(0.85, 1.1)))

    return take


@pytest.mark.parametrize("unrest_s", [0.0, 0.015])
@pytest.mark.parametrize("there_and_back_s", [0.02, 0.1])
@pytest.mark.parametrize("mbit", [1, 2, 5, 10])
def test_a_film_on_a_slow_line_is_whole_and_not_old(mbit: int, there_and_back_s: float, unrest_s: float) -> None:
    line = SimulatedLine(lambda now: mbit * MBIT, there_and_back_s, unrest_s)
    settled = between(watch(line, Pacing(), hard_film(), 8), 2, 8)
    assert len(settled) >= 27 * 6
    assert lateness(settled, 50) <= 0.1 + there_and_back_s / 2
    assert lateness(settled, 97) <= 0.2
    assert max(one.late_s for one in settled) <= 0.25
    sent = sum(one.size for one in settled) / 6
    assert sent >= 0.5 * min(mbit * MBIT, 25_000 / FRAME_S), "the line is used"


@pytest.mark.parametrize("there_and_back_s", [0.02, 0.1])
@pytest.mark.parametrize("mbit", [1, 3])
def test_a_line_that_breaks_down_and_improves_is_followed(mbit: int, there_and_back_s: float) -> None:
    line = SimulatedLine(lambda now: (mbit if 4 <= now < 10 else 100) * MBIT, there_and_back_s, unrest_s=0.005)
    shown = watch(line, Pacing(), hard_film(), 14)
    assert max(one.late_s for one in between(shown, 6, 14)) <= 0.25, "two seconds later nothing is old"
    assert lateness(between(shown, 6, 10), 50) <= 0.1 + there_and_back_s / 2
    after = between(shown, 12, 14)
    assert len(after) >= 58
    assert sum(one.size for one in after) >= 0.95 * 25_000 * len(after), (
        "two seconds after it improved all is as sharp as before"
    )


def test_one_late_picture_on_a_fast_line_is_forgotten_within_half_a_second() -> None:
    line, pacing, told = SimulatedLine(lambda now: 100 * MBIT), Pacing(), []
    take = hard_film()

    def stumbling(now: float, pacing: Pacing) -> int | None:
        line.unrest_s = 0.3 if 3 <= now < 3.05 else 0.0
        told.append((now, pacing.bytes_per_s))
        return take(now, pacing)

    shown = watch(line, pacing, stumbling, 5)
    assert max(one.late_s for one in between(shown, 3, 3.1)) > 0.1
    assert min(rate for now, rate in told if 3.7 <= now) > 1_000_000
    assert sum(one.size for one in between(shown, 4, 5)) >= 0.95 * 25_000 * 29


def test_letters_that_are_drawn_late_make_no_slow_line() -> None:
    """A technician's busy computer: what is small says little of the line."""
    line, pacing = SimulatedLine(lambda now: 100 * MBIT, unrest_s=0.05), Pacing()
    believed = pacing.bytes_per_s
    watch(line, pacing, lambda now, pacing: 300 if int(now * 20) != int((now - 0.001) * 20) else None, 20)
    assert pacing.bytes_per_s >= believed


def test_fast_takes_half_of_what_the_line_gives_and_fewer_pictures() -> None:
    pacing = Pacing()
    whole, budget = pacing.video_rate, pacing.budget
    pacing.frugal = True
    assert (pacing.video_rate.kbits, pacing.budget) == (whole.kbits // 2, budget // 2)
    assert pacing.video_rate.pictures < whole.pictures


class WatchedOverALine:
    """A real source on a screen in memory, with a real encoder unless `shows_videos` is False; drawn where `draws`."""

    WIDTH, HEIGHT = 480, 320

    def __init__(self, quality: Quality = Quality.AUTO, draws: bool = False, shows_videos: bool = True) -> None:
        self.now, self.screen = 0.0, MemoryScreen(self.WIDTH, self.HEIGHT)
        self.screen.put(0, 0, text(random.Random(1), self.WIDTH, self.HEIGHT))
        self.source = PictureSource(self.screen, CollectingViewer(), open_encoder, lambda: self.now)
        self.source.show_videos(shows_videos)
        self.source.use_quality(quality)
        self.drawn = DrawnPicture() if draws else None

    def playing(self, paint: Callable[[int], None]) -> Take:
        """`paint` changes the screen thirty times a second."""
        painted = -1

        def take(now: float, pacing: Pacing) -> int | None:
            nonlocal painted
            self.now = now
            while painted < int(now / FRAME_S):
                painted += 1
                paint(painted)
            self.source.wait(0)
            self.source.limit_video(pacing.video_rate)
            taken = self.source.take_picture(pacing.budget) if self.source.has_changes else None
            if taken is not None and self.drawn is not None:
                self.drawn.draw(taken.data)
            return len(taken.data) if taken else None

        return take


@pytest.mark.parametrize("mbit", [1, 10])
def test_whatever_happens_on_the_screen_of_a_slow_line_nothing_is_older_than_a_quarter_of_a_second(mbit: int) -> None:
    """A film with grain, pages of text and photographs in turn, by the real encoder; exact when all is calm."""
    watched, chance = WatchedOverALine(draws=True), random.Random(7)
    play = panning(chance, 256, 192)
    pages = [text(chance, 400, 280), noise(chance, 400, 280), text(chance, 480, 320)]

    def paint(number: int) -> None:
        if number < 240:
            watched.screen.put(64, 40, play(number))
        if number < 240 and number % 40 == 39:
            watched.screen.put(0, 0, pages[number // 40 % 3])

    line = SimulatedLine(lambda now: mbit * MBIT, unrest_s=0.002)
    shown = watch(line, Pacing(), watched.playing(paint), 18)
    first_seconds = 2
    assert max(one.late_s for one in between(shown, first_seconds, 18)) <= 0.25
    assert lateness(between(shown, first_seconds, 8), 90) <= 0.12
    assert watched.drawn is not None and watched.drawn.pixels == opaque(watched.screen.pixels)


def test_fast_lowers_what_the_encoder_takes() -> None:
    taken = []
    for quality in (Quality.AUTO, Quality.FAST):
        watched, chance = WatchedOverALine(quality), random.Random(8)
        pictures = [noise(chance, 320, 240) for _ in range(12)]

        def paint(number: int, watched: WatchedOverALine = watched, pictures: list[list[bytes]] = pictures) -> None:
            watched.screen.put(32, 32, pictures[number % 12])

        pacing = Pacing()
        pacing.frugal = quality is Quality.FAST
        line = SimulatedLine(lambda now: 100 * MBIT)
        every_s = 1 / pacing.video_rate.pictures
        shown = between(watch(line, pacing, watched.playing(paint), 4, every_s), 1, 4)
        taken.append(sum(one.size for one in shown))
    assert taken[1] < 0.55 * taken[0]


@pytest.mark.parametrize("there_and_back_s", [0.02, 0.1])
@pytest.mark.parametrize("mbit", [1, 3, 10])
@pytest.mark.parametrize(
    ("quality", "shows_videos"),
    [(Quality.AUTO, True), (Quality.FAST, True), (Quality.SHARP, True), (Quality.AUTO, False), (Quality.FAST, False)],
)
def test_all_of_the_screen_as_noise_makes_no_queue_in_any_quality_from_the_first_picture_on(
    quality: Quality, shows_videos: bool, mbit: int, there_and_back_s: float
) -> None:
    watched, chance = WatchedOverALine(quality, draws=True, shows_videos=shows_videos), random.Random(9)
    pictures = [noise(chance, WatchedOverALine.WIDTH, WatchedOverALine.HEIGHT) for _ in range(4)]
    watched.screen.put(0, 0, pictures[0])

    def paint(number: int) -> None:
        if number < 60:
            watched.screen.put(0, 0, pictures[number % 4])

    pacing = Pacing()
    pacing.frugal = quality is Quality.FAST
    line = SimulatedLine(lambda now: mbit * MBIT, there_and_back_s)
    shown = watch(line, pacing, watched.playing(paint), 12)
    assert max(one.late_s for one in shown) <= 0.25
    assert lateness(shown, 50) <= 0.1 + there_and_back_s
    assert watched.drawn is not None and watched.drawn.pixels == opaque(watched.screen.pixels)
