"""What the system says it moved is copied where the pixels agree, and costs nothing but bytes where they do not."""

import random
from collections.abc import Sequence

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, noise, text
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.ports import Area, MovedArea
from daypass.host.remote_control.picture_source import PictureSource

WIDTH, HEIGHT = 320, 240


class TellingScreen(MemoryScreen):
    """Moves parts of itself and says so; or says what is not so."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.put(0, 0, noise(random.Random(1), WIDTH, HEIGHT))
        self.says: list[Area] = []

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        says, self.says = self.says, []
        return [*says, *(super().wait(timeout_s) or [])]

    def move(self, area: Area, across: int, down: int) -> None:
        rows = self.rows(Area(area.x + across, area.y + down, area.width, area.height))
        self.put(area.x, area.y, rows)
        self._drawn.pop()
        self.says.append(MovedArea(area.x, area.y, area.width, area.height, across, down))


class Watched:
    def __init__(self) -> None:
        self.screen, self.drawn = TellingScreen(), DrawnPicture()
        self.source = PictureSource(self.screen, CollectingViewer(), clock=lambda: 1.0)
        self.show()

    def show(self) -> int:
        """Bytes of the next picture."""
        self.source.wait(0)
        taken = self.source.take_picture() if self.source.has_changes else None
        if taken is not None:
            self.drawn.draw(taken.data)
        return len(taken.data) if taken else 0

    @property
    def exact(self) -> bool:
        return self.drawn.pixels == opaque(self.screen.pixels)


@pytest.mark.parametrize(("across", "down"), [(0, 12), (0, -12), (30, 0), (-30, 0), (25, 17), (-25, -17)])
def test_what_was_moved_anywhere_comes_as_a_copy(across: int, down: int) -> None:
    watched = Watched()
    watched.screen.move(Area(60, 60, 150, 100), across, down)
    assert watched.show() < 100
    assert watched.drawn.copies == [Area(60, 60, 150, 100)]
    assert watched.exact


def test_moves_that_the_viewer_missed_are_one_copy() -> None:
    watched = Watched()
    for _ in range(3):
        watched.screen.move(Area(40, 40, 200, 20), 0, 20)
        watched.screen.move(Area(40, 60, 200, 100), 0, 20)
    watched.show()
    assert watched.exact
    assert Area(40, 60, 200, 60) in watched.drawn.copies, (
        "by three times as far; the rest came from below, of which nothing stood"
    )


def test_what_was_drawn_over_a_move_breaks_only_its_rows() -> None:
    watched = Watched()
    watched.screen.move(Area(60, 60, 150, 100), 0, 12)
    watched.screen.put(100, 100, text(random.Random(2), 20, 10))
    watched.show()
    assert sorted(watched.drawn.copies, key=lambda one: one.y) == [Area(60, 60, 150, 40), Area(60, 110, 150, 50)]
    assert watched.exact


@pytest.mark.parametrize(
    "lie",
    [
        MovedArea(60, 60, 150, 100, 0, 12),
        MovedArea(0, 0, WIDTH, HEIGHT, 5000, -70000),
        MovedArea(-500, -500, 5000, 5000, 1, 1),
        MovedArea(10, 10, 1, 1, -1, 0),
        MovedArea(60, 60, 150, 100, 0, 0),
    ],
)
def test_a_move_that_was_none_copies_nothing(lie: MovedArea) -> None:
    watched = Watched()
    watched.screen.put(60, 60, noise(random.Random(3), 150, 100))
    watched.screen.says.append(lie)
    watched.show()
    assert watched.drawn.copies == []
    assert watched.exact


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_moved_drawn_and_said_the_picture_is_exact(seed: int) -> None:
    chance, watched = random.Random(seed), Watched()
    for _ in range(40):
        for _ in range(chance.randrange(1, 4)):
            width, height = chance.randrange(20, 200), chance.randrange(20, 150)
            x, y = chance.randrange(WIDTH - width), chance.randrange(HEIGHT - height)
            across, down = (
                chance.randrange(-at, side - at - part) for at, side, part in ((x, WIDTH, width), (y, HEIGHT, height))
            )
            if chance.random() < 0.6:
                watched.screen.move(Area(x, y, width, height), across, down)
            if chance.random() < 0.4:
                watched.screen.put(x, y, noise(chance, width, height // 3 + 1))
            if chance.random() < 0.3:
                watched.screen.says.append(
                    MovedArea(x, y, width, height, chance.randrange(-99, 99), chance.randrange(-99, 99))
                )
        if chance.random() < 0.7:
            watched.show()
            assert watched.exact
    watched.show()
    assert watched.exact
