"""What moves like a film goes as video; when it rests, every pixel is right. Real x264, a clock of the test's own."""

import random
from collections.abc import Callable

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, noise, panning, text
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import Area, OpenVideo, VideoRate
from daypass.host.remote_control.picture_source import UNLIMITED, PictureSource, no_video
from daypass.protocol.viewing import Quality

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 480, 320
FILM = Area(64, 40, 256, 192)
SMALL_FILM = Area(64, 40, 160, 128)
"""Without loss it takes so little that it must go on for a while before it is a film."""
FRAME_S = 1 / 30
TILE_BYTES, HEADS_BYTES = 64 * 64 * 3, 1000
"""A tile of noise; what the numbers around the pixels of a picture take."""


class Watched:
    """A screen, and what a viewer that shows videos has drawn; time passes only here."""

    def __init__(
        self,
        shows_videos: bool = True,
        has_encoder: bool = True,
        size: tuple[int, int] = (WIDTH, HEIGHT),
        open_video: OpenVideo = open_encoder,
    ) -> None:
        self.now = 100.0
        self.screen = MemoryScreen(*size)
        self.screen.put(0, 0, text(random.Random(1), *size))
        self.source = PictureSource(
            self.screen, CollectingViewer(), open_video if has_encoder else no_video, lambda: self.now
        )
        self.source.show_videos(shows_videos)
        self.drawn = DrawnPicture()
        self.show()

    def show(self, after_s: float = FRAME_S, budget: int = UNLIMITED) -> int:
        """Bytes of the next picture."""
        self.now += after_s
        self.source.wait(0)
        taken = self.source.take_picture(budget) if self.source.has_changes else None
        if taken is None:
            return 0
        self.drawn.draw(taken[1])
        return len(taken[1])

    def rest(self) -> None:
        for _ in range(60):
            self.show()

    @property
    def exact(self) -> bool:
        return self.drawn.pixels == opaque(self.screen.pixels)


def film(chance: random.Random, area: Area) -> Callable[[MemoryScreen, int], None]:
    """Shows the picture of that number at `area`."""
    picture = panning(chance, area.width, area.height)
    return lambda screen, number: screen.put(area.x, area.y, picture(number))


def test_a_film_goes_as_video_and_is_exact_when_it_rests() -> None:
    watched, play = Watched(), film(random.Random(2), SMALL_FILM)
    costs = []
    for number in range(40):
        play(watched.screen, number)
        costs.append(watched.show())
    assert watched.drawn.video_frames >= 20
    assert sum(costs[-10:]) * 4 < sum(costs[1:4]) * 10 / 3
    assert not watched.exact
    watched.rest()
    assert watched.exact


def test_a_large_film_is_a_video_from_its_first_picture_however_fast_the_line_is() -> None:
    watched, play = Watched(size=(640, 480)), film(random.Random(16), Area(32, 32, 512, 384))
    costs = []
    for number in range(10):
        play(watched.screen, number)
        costs.append(watched.show(budget=UNLIMITED))
    assert watched.drawn.video_frames == 10
    assert sum(costs) < 128 * 1024, "a single picture of it without loss takes more"
    watched.rest()
    assert watched.exact


def test_a_large_page_of_text_is_exact_at_once() -> None:
    watched = Watched(size=(640, 480))
    watched.screen.put(0, 0, text(random.Random(17), 640, 480))
    watched.show()
    assert watched.exact
    assert watched.drawn.video_frames == 0


def test_text_over_a_photograph_that_was_looked_at_for_a_while_is_exact_at_once() -> None:
    watched = Watched(size=(640, 480))
    watched.screen.put(0, 0, noise(random.Random(18), 640, 480))
    watched.show()
    assert watched.drawn.video_frames == 1
    for _ in range(90):
        watched.show()
    assert watched.exact
    watched.screen.put(0, 0, text(random.Random(19), 640, 480))
    watched.show()
    assert watched.exact
    assert watched.drawn.video_frames == 1


def test_a_copy_out_of_a_new_film_is_repaired_at_rest() -> None:
    chance = random.Random(20)
    watched = Watched(size=(640, 480))
    for number in range(12):
        watched.screen.put(32, 16, noise(chance, 400, 200))
        watched.screen.scroll(Area(0, 240, 640, 240), 16, text(chance, 640, 16))
        if number % 3 == 2:
            watched.screen.scroll(Area(0, 0, 640, 480), 24, text(chance, 640, 24))
        watched.show(0.4)
    watched.rest()
    assert watched.exact


def test_a_film_moves_while_text_beside_it_is_exact() -> None:
    watched, play, chance = Watched(), film(random.Random(3), FILM), random.Random(4)
    for number in range(30):
        play(watched.screen, number)
        if number % 5 == 0:
            watched.screen.put(340 + number * 3, 250, text(chance, 12, 14))
        watched.show()
    assert watched.drawn.video_frames > 10
    beside = Area(340, 250, 100, 40)
    rows = [
        bytes(watched.drawn.pixels[(y * WIDTH + beside.x) * 4 :][: beside.width * 4])
        for y in range(beside.y, beside.y + beside.height)
    ]
    assert rows == watched.screen.rows(beside)


def test_a_viewer_that_shows_no_videos_gets_none() -> None:
    watched, play = Watched(shows_videos=False), film(random.Random(5), FILM)
    for number in range(20):
        play(watched.screen, number)
        watched.show()
        assert watched.exact
    assert watched.drawn.video_frames == 0


def test_typing_and_scrolling_text_never_become_a_video() -> None:
    watched, chance, pane = Watched(), random.Random(6), Area(20, 10, 400, 300)
    watched.screen.put(pane.x, pane.y, text(chance, pane.width, pane.height))
    watched.show()
    for _ in range(40):
        watched.screen.scroll(pane, 16, text(chance, pane.width, 16))
        watched.screen.put(440, 100, text(chance, 12, 14))
        watched.show()
        assert watched.exact
    assert watched.drawn.video_frames == 0


def test_what_scrolls_out_of_a_film_is_repaired_too() -> None:
    watched, play = Watched(), film(random.Random(7), FILM)
    for number in range(20):
        play(watched.screen, number)
        watched.show()
    everything = Area(0, 0, WIDTH, HEIGHT)
    for _ in range(3):
        watched.screen.scroll(everything, 20, text(random.Random(8), WIDTH, 20))
        watched.show()
    watched.rest()
    assert watched.exact


def test_a_photograph_on_a_slow_line_comes_rough_at_once_and_then_right() -> None:
    watched, budget = Watched(), 40_000
    photograph = panning(random.Random(9), 400, 300)(0)
    watched.screen.put(33, 11, photograph)
    first = watched.show(budget=budget)
    assert watched.drawn.video_frames == 1 and first < budget
    assert not watched.exact
    costs = [watched.show(budget=budget) for _ in range(90)]
    assert watched.exact
    assert max(costs) < budget + 64 * 64 * 3, "at most one tile more"


def test_text_is_never_rough_while_the_line_takes_it() -> None:
    watched = Watched()
    watched.screen.put(20, 20, text(random.Random(10), 120, 60))
    watched.show(budget=20_000)
    assert watched.exact


def test_a_pc_without_an_encoder_sends_everything_without_loss() -> None:
    watched, play = Watched(has_encoder=False), film(random.Random(11), FILM)
    for number in range(20):
        play(watched.screen, number)
        watched.show()
        assert watched.exact
    assert watched.drawn.video_frames == 0


@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), (WIDTH + 1, HEIGHT + 1)])
def test_a_first_picture_too_large_for_the_line_goes_as_video_and_is_exact_soon(size: tuple[int, int]) -> None:
    watched = Watched(size=size)
    watched.screen.put(0, 0, noise(random.Random(12), *size))
    watched.source.refresh()
    without_loss = 3 * size[0] * size[1]
    assert watched.show(budget=60_000) < without_loss / 5
    assert watched.drawn.video_frames == 1 and not watched.exact
    watched.rest()
    assert watched.exact and watched.drawn.video_frames == 1


def test_a_first_picture_that_the_line_takes_at_once_is_exact_at_once() -> None:
    watched = Watched()
    watched.source.refresh()
    watched.show(budget=200_000)
    assert watched.exact and not watched.drawn.video_frames


def _refresh_without_loss(source: PictureSource) -> None:
    source.refresh(without_loss=True)


def _want_no_loss(source: PictureSource) -> None:
    source.use_quality(Quality.SHARP)


def _show_no_videos(source: PictureSource) -> None:
    source.show_videos(False)


@pytest.mark.parametrize("choose", [_refresh_without_loss, _want_no_loss, _show_no_videos])
def test_a_viewer_that_cannot_decode_or_wants_no_loss_gets_everything_without_loss_in_pictures_that_fit(
    choose: Callable[[PictureSource], None],
) -> None:
    watched, budget = Watched(), 60_000
    watched.screen.put(0, 0, noise(random.Random(13), WIDTH, HEIGHT))
    watched.source.refresh()
    choose(watched.source)
    costs = [watched.show(budget=budget) for _ in range(2 + 3 * WIDTH * HEIGHT // (budget - 4 * TILE_BYTES))]
    assert watched.exact and not watched.drawn.video_frames
    assert max(costs) < budget + HEADS_BYTES


def test_an_encoder_that_comes_while_a_film_plays_is_used() -> None:
    there = False
    watched = Watched(open_video=lambda width, height: open_encoder(width, height) if there else None)
    play = film(random.Random(14), FILM)
    for number in range(60):
        play(watched.screen, number)
        watched.show()
    assert watched.drawn.video_frames == 0
    assert watched.exact, "without an encoder nothing is lost"
    there = True
    for number in range(60, 60 + 6 * 30):
        play(watched.screen, number)
        watched.show()
    assert watched.drawn.video_frames > 20
    watched.rest()
    assert watched.exact


class GivesUp:
    """Encodes a few frames and then no more."""

    def __init__(self, width: int, height: int) -> None:
        encoder = open_encoder(width, height)
        assert encoder is not None
        self._encoder, self._left = encoder, 5

    def follow(self, rate: VideoRate) -> None:
        self._encoder.follow(rate)

    def encode(self, pixels: bytes | memoryview, key: bool) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise OSError("the driver went away")
        return self._encoder.encode(pixels, key)


def test_an_encoder_that_gives_up_costs_nothing_but_bytes() -> None:
    watched, play = Watched(open_video=GivesUp), film(random.Random(15), FILM)
    for number in range(8 * 30):
        play(watched.screen, number)
        watched.show()
    assert 5 <= watched.drawn.video_frames <= 15, "it was tried again after a while"
    watched.rest()
    assert watched.exact


@pytest.mark.parametrize("seed", range(5))
def test_whatever_films_and_windows_do_the_picture_is_exact_at_rest(seed: int) -> None:
    chance = random.Random(seed)
    watched = Watched()
    for _ in range(3):
        area = Area(chance.randrange(100), chance.randrange(80), chance.randrange(100, 380), chance.randrange(100, 240))
        play = film(chance, area)
        for number in range(chance.randrange(5, 30)):
            play(watched.screen, number)
            if chance.random() < 0.3:
                watched.screen.put(chance.randrange(400), chance.randrange(250), noise(chance, 80, 70))
            if chance.random() < 0.05:
                watched.source.refresh()
            watched.show(chance.choice((FRAME_S, FRAME_S, 0.2)), chance.choice((UNLIMITED, 60_000)))
        if chance.random() < 0.5:
            watched.rest()
            assert watched.exact
    watched.rest()
    assert watched.exact
