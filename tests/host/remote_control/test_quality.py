"""What the technician prefers, and what the pictures cost: sharp is never rough, fast is video sooner, the figures add up."""

import random

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, panning, text
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import Area
from daypass.host.remote_control.figures import PictureFigures, ways_of
from daypass.host.remote_control.picture_source import PictureSource
from daypass.protocol.picture import Codec, PictureArea
from daypass.protocol.viewing import Quality, SentAs, SentWay

WIDTH, HEIGHT, FRAME_S = 480, 320, 1 / 30
FILM = Area(64, 40, 160, 128)
"""So small that a film must go on for a while before it is one."""


TILE = 64


def cut(pixels: bytes | bytearray, left: int, top: int) -> bytes:
    """The pixels of one tile of the screen."""
    starts = [(y * WIDTH + left) * 4 for y in range(top, min(top + TILE, HEIGHT))]
    return b"".join(bytes(pixels[start : start + min(TILE, WIDTH - left) * 4]) for start in starts)


class Watched:
    """A screen with text, watched with a quality; time passes only here."""

    def __init__(self, quality: Quality) -> None:
        self.now, self.screen, self.drawn = 100.0, MemoryScreen(WIDTH, HEIGHT), DrawnPicture()
        self.screen.put(0, 0, text(random.Random(1), WIDTH, HEIGHT))
        self.source = PictureSource(self.screen, CollectingViewer(), open_encoder, lambda: self.now)
        self.source.show_videos(True)
        self.source.use_quality(quality)
        self.show(1 << 62)

    def show(self, budget: int) -> None:
        self.now += FRAME_S
        self.source.wait(0)
        taken = self.source.take_picture(budget) if self.source.has_changes else None
        if taken is not None:
            self.drawn.draw(taken.data)

    def pictures_before_the_first_video(self, pictures: int = 40) -> int:
        play = panning(random.Random(2), FILM.width, FILM.height)
        for number in range(pictures):
            self.screen.put(FILM.x, FILM.y, play(number))
            self.show(1 << 62)
            if self.drawn.video_frames:
                return number
        return pictures


def test_sharp_is_exact_in_every_picture_that_the_line_takes() -> None:
    watched, play = Watched(Quality.SHARP), panning(random.Random(3), FILM.width, FILM.height)
    for number in range(20):
        watched.screen.put(FILM.x, FILM.y, play(number))
        watched.show(budget=100_000)
        assert watched.drawn.pixels == opaque(watched.screen.pixels)
    assert watched.drawn.video_frames == 0


def test_sharp_on_a_slow_line_shows_every_tile_as_the_screen_was_at_some_time() -> None:
    """Late in places, rough nowhere: each tile that is drawn is one of the film's."""
    watched, play = Watched(Quality.SHARP), panning(random.Random(3), FILM.width, FILM.height)
    been: list[bytes] = [opaque(watched.screen.pixels)]
    for number in range(20):
        watched.screen.put(FILM.x, FILM.y, play(number))
        been.append(opaque(watched.screen.pixels))
        watched.show(budget=10_000)
        for top in range(0, HEIGHT, TILE):
            for left in range(0, WIDTH, TILE):
                tile = cut(watched.drawn.pixels, left, top)
                assert any(tile == cut(one, left, top) for one in reversed(been))
    assert watched.drawn.video_frames == 0
    for _ in range(20):
        watched.show(budget=10_000)
    assert watched.drawn.pixels == opaque(watched.screen.pixels)


def test_fast_becomes_a_video_sooner_than_auto() -> None:
    fast = Watched(Quality.FAST).pictures_before_the_first_video()
    auto = Watched(Quality.AUTO).pictures_before_the_first_video()
    assert fast < auto < 40


def test_changing_to_sharp_in_the_middle_of_a_film_is_exact_from_the_next_rest_on() -> None:
    watched, play = Watched(Quality.AUTO), panning(random.Random(4), FILM.width, FILM.height)
    for number in range(20):
        watched.screen.put(FILM.x, FILM.y, play(number))
        watched.show(1 << 62)
    frames = watched.drawn.video_frames
    assert frames > 0
    watched.source.use_quality(Quality.SHARP)
    for number in range(20, 30):
        watched.screen.put(FILM.x, FILM.y, play(number))
        watched.show(1 << 62)
    assert watched.drawn.video_frames == frames
    for _ in range(20):
        watched.show(1 << 62)
    assert watched.drawn.pixels == opaque(watched.screen.pixels)


def test_the_figures_tell_the_median_wait_and_what_came_how() -> None:
    figures = PictureFigures(now=10.0)
    still = PictureArea(0, 0, 10, 10, Codec.GREY, b"abc")
    film = PictureArea(0, 0, 20, 10, Codec.VIDEO, b"defgh")
    for seq, waited in ((1, 0.010), (2, 0.030), (3, 0.020)):
        figures.sent(seq, 10.0 + seq * 0.1, ways_of([still], [film] if seq == 3 else []))
        figures.acknowledged(seq, 10.0 + seq * 0.1 + waited)
    assert figures.take(10.5, 1000.0) is None, "once a second"
    told = figures.take(11.0, 125_000.0)
    assert told is not None
    assert (told.span_ms, told.pictures, told.glass_ms, told.line_kbits) == (1000, 3, 20, 1000)
    assert set(told.ways) == {
        SentWay(way=SentAs.LOSSLESS, pixels=300, bytes=9),
        SentWay(way=SentAs.REPAIR, pixels=200, bytes=5),
    }
    again = figures.take(12.0, 0.0)
    assert again is not None and (again.pictures, again.glass_ms, again.ways) == (0, 0, ())


@pytest.mark.parametrize(
    ("codec", "way"),
    [
        (Codec.PLANES, SentAs.LOSSLESS),
        (Codec.KEPT, SentAs.LOSSLESS),
        (Codec.COPY, SentAs.COPY),
        (Codec.VIDEO, SentAs.VIDEO),
    ],
)
def test_each_codec_counts_as_what_it_means_to_a_technician(codec: Codec, way: SentAs) -> None:
    assert ways_of([PictureArea(0, 0, 3, 2, codec, b"1234")]) == {way: (6, 4)}
