"""Where there is no video photographs come as JPEG at once, and without loss when calm; text is never rough. Real JPEG, an own clock."""

import random

import pytest
from PIL import Image
from tests.host.remote_control.memory_screen import MemoryScreen, Pixels, noise, text
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.linux.photo import encode_photo
from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import Area, EncodePhoto
from daypass.host.remote_control.picture_source import UNLIMITED, PictureSource, no_video
from daypass.protocol.viewing import Quality

WIDTH, HEIGHT, FRAME_S = 640, 480, 1 / 30
PHOTO = Area(64, 64, 320, 192)


def photograph(chance: random.Random, width: int, height: int) -> Pixels:
    """Large and small forms in soft colours, and grain."""

    def noisy(scale: int) -> Image.Image:
        size = max(2, width // scale), max(2, height // scale)
        return Image.frombytes("RGB", size, chance.randbytes(3 * size[0] * size[1])).resize((width, height), 3)

    soft = Image.blend(noisy(64), noisy(16), 0.3)
    pixels = Image.blend(soft, noisy(1), 0.04).convert("RGBA").tobytes("raw", "BGRA")
    return [pixels[row * width * 4 : (row + 1) * width * 4] for row in range(height)]


class Watched:
    """A page of text on a screen without video; time passes only here."""

    def __init__(
        self, photo: EncodePhoto | None = encode_photo, shows_photos: bool = True, video: bool = False
    ) -> None:
        self.now, self.screen, self.drawn = 100.0, MemoryScreen(WIDTH, HEIGHT), DrawnPicture()
        self.screen.put(0, 0, text(random.Random(1), WIDTH, HEIGHT))
        viewer = CollectingViewer()
        self.source = PictureSource(
            self.screen, viewer, open_encoder if video else no_video, lambda: self.now, photo=photo
        )
        self.source.show_videos(video)
        self.source.show_photos(shows_photos)
        self.show()

    def show(self, budget: int = UNLIMITED, after_s: float = FRAME_S) -> int:
        """Bytes of the next picture."""
        self.now += after_s
        self.source.wait(0)
        taken = self.source.take_picture(budget) if self.source.has_changes else None
        if taken is None:
            return 0
        self.drawn.draw(taken.data)
        return len(taken.data)

    def show_photo(self, seed: int = 2) -> None:
        self.screen.put(PHOTO.x, PHOTO.y, photograph(random.Random(seed), PHOTO.width, PHOTO.height))

    def rest(self, budget: int = UNLIMITED) -> None:
        for _ in range(60):
            self.show(budget)

    @property
    def exact(self) -> bool:
        return self.drawn.pixels == opaque(self.screen.pixels)

    def off_by(self, area: Area) -> float:
        """How far the colours drawn are from those of the screen, of 255 on average."""
        wanted = b"".join(self.screen.rows(area))
        drawn = b"".join(
            bytes(self.drawn.pixels[(y * WIDTH + area.x) * 4 :][: area.width * 4])
            for y in range(area.y, area.y + area.height)
        )
        colours = [index for index in range(0, len(wanted), 37) if index % 4 != 3]
        return sum(abs(wanted[index] - drawn[index]) for index in colours) / len(colours)


def test_a_photograph_comes_at_once_for_a_few_bytes_and_is_exact_when_calm() -> None:
    watched = Watched()
    without_loss = Watched(photo=None)
    for one in (watched, without_loss):
        one.show_photo()
    rough = sum(watched.show(after_s=0.01) for _ in range(8))
    assert watched.drawn.photos > 0 and not watched.exact
    assert watched.off_by(PHOTO) < 8
    assert rough * 5 < without_loss.show()
    watched.rest()
    assert watched.exact


def test_text_beside_a_photograph_is_exact_at_once() -> None:
    watched = Watched()
    watched.screen.put(0, 0, text(random.Random(3), WIDTH, HEIGHT))
    watched.show_photo()
    for _ in range(8):
        watched.show(after_s=0.01)
    assert watched.drawn.photos > 0
    for beside in (Area(0, 0, WIDTH, 64), Area(384, 64, 256, 192), Area(0, 256, WIDTH, 224)):
        assert watched.off_by(beside) == 0
    watched.rest()
    assert watched.exact


def test_a_film_without_a_video_moves_as_photographs() -> None:
    watched, costs = Watched(), []
    wide = photograph(random.Random(4), PHOTO.width + 80, PHOTO.height)
    for number in range(20):
        watched.screen.put(PHOTO.x, PHOTO.y, [row[number * 16 :][: PHOTO.width * 4] for row in wide])
        costs.append(watched.show(budget=60_000))
        assert watched.off_by(PHOTO) < 12, "each picture of it is whole"
    assert max(costs) < 60_000
    watched.rest()
    assert watched.exact


def test_sharp_has_no_photographs() -> None:
    watched = Watched()
    watched.source.use_quality(Quality.SHARP)
    watched.show_photo()
    watched.rest(60_000)
    assert watched.exact and not watched.drawn.photos


def test_neither_has_a_viewer_that_does_not_show_them_nor_one_with_videos() -> None:
    for watched in (Watched(shows_photos=False), Watched(video=True)):
        watched.show_photo()
        watched.rest(60_000)
        assert watched.exact and not watched.drawn.photos
    assert watched.drawn.video_frames > 0


def test_a_pc_whose_encoder_fails_sends_without_loss_from_then_on() -> None:
    asked = 0

    def fails(pixels: bytes | memoryview, width: int, height: int, quality: int) -> bytes:
        nonlocal asked
        asked += 1
        raise OSError("the codec went away")

    watched = Watched(photo=fails)
    watched.show_photo()
    watched.rest()
    assert watched.exact and asked == 1


def test_fast_takes_rougher_photographs() -> None:
    costs = []
    for quality in (Quality.AUTO, Quality.FAST):
        watched = Watched()
        watched.source.use_quality(quality)
        watched.show_photo()
        costs.append(sum(watched.show(after_s=0.01) for _ in range(8)))
    assert costs[1] < 0.9 * costs[0]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_picture_is_exact_at_rest(seed: int) -> None:
    chance, watched = random.Random(seed), Watched()
    for _ in range(40):
        x, y = chance.randrange(WIDTH - 300), chance.randrange(HEIGHT - 200)
        draw = chance.choice((noise, text, photograph))
        if chance.random() < 0.3:
            watched.screen.scroll(Area(40, 30, 500, 400), by := chance.choice((9, 30, 64)), text(chance, 500, by))
        else:
            watched.screen.put(x, y, draw(chance, chance.randrange(20, 300), chance.randrange(20, 200)))
        watched.show(chance.choice((UNLIMITED, 60_000, 12_000)), chance.choice((0.01, FRAME_S, 0.2)))
    watched.rest(20_000)
    assert watched.exact
