"""What scrolls is copied where the viewer has it already, and the picture stays right whatever the screen does."""

import random

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, noise, text
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.ports import Area
from daypass.host.remote_control.picture_source import PictureSource

WIDTH, HEIGHT = 320, 240
PANE = Area(40, 30, 200, 180)


class Watched:
    """A screen and what its viewer has drawn."""

    def __init__(self, silent: bool = False) -> None:
        self.screen = MemoryScreen(WIDTH, HEIGHT, silent)
        self.source, self.drawn = PictureSource(self.screen, CollectingViewer()), DrawnPicture()

    def show(self) -> int:
        """Bytes sent for what changed."""
        self.source.wait(0)
        taken = self.source.take_picture() if self.source.has_changes else None
        self.drawn.copies.clear()
        if taken is None:
            return 0
        self.drawn.draw(taken[1])
        return len(taken[1])

    @property
    def exact(self) -> bool:
        return self.drawn.pixels == opaque(self.screen.pixels)


@pytest.fixture
def watched() -> Watched:
    watched = Watched()
    chance = random.Random(1)
    watched.screen.fill(Area(0, 0, WIDTH, HEIGHT), b"\xee\xee\xee\xff")
    watched.screen.put(2, 10, text(chance, 36, 200))
    watched.screen.put(PANE.x, PANE.y, text(chance, PANE.width, PANE.height))
    watched.show()
    return watched


@pytest.mark.parametrize("by", [1, 5, 18, 60, -1, -18, -60])
def test_a_scrolled_pane_costs_only_what_came_in(watched: Watched, by: int) -> None:
    appearing = text(random.Random(2), PANE.width, abs(by))
    watched.screen.scroll(PANE, by, appearing)
    cost = watched.show()
    assert watched.exact
    assert sum(area.height for area in watched.drawn.copies) >= PANE.height - abs(by) - 20
    assert cost < 400 + PANE.width * abs(by)


def test_two_panes_that_scroll_differently_are_both_copied(watched: Watched) -> None:
    left, right = Area(8, 0, 120, HEIGHT), Area(176, 0, 120, HEIGHT)
    for pane in (left, right):
        watched.screen.put(pane.x, pane.y, text(random.Random(pane.x), pane.width, pane.height))
    watched.show()
    watched.screen.scroll(left, 16, text(random.Random(3), 120, 16))
    watched.screen.scroll(right, -30, text(random.Random(4), 120, 30))
    watched.show()
    assert watched.exact
    assert {area.x for area in watched.drawn.copies} == {8, 176}


def test_an_unchanged_neighbour_does_not_hide_the_scrolling(watched: Watched) -> None:
    watched.screen.scroll(PANE, 16, text(random.Random(5), PANE.width, 16))
    watched.show()
    assert watched.exact and watched.drawn.copies


@pytest.mark.parametrize("by", [(8, 6), (-9, 5), (13, -11), (-1, -1), (30, 0), (-30, 0), (40, 50)])
def test_a_dragged_window_costs_only_what_it_uncovers(by: tuple[int, int]) -> None:
    watched, chance = Watched(), random.Random(8)
    desk, window = noise(chance, WIDTH, HEIGHT), text(chance, 180, 120)
    watched.screen.put(0, 0, desk)
    watched.screen.put(60, 55, window)
    watched.show()
    (across, down), left, top = by, min(60, 60 + by[0]), min(55, 55 + by[1])
    under = [row[left * 4 :][: (180 + abs(across)) * 4] for row in desk[top:][: 120 + abs(down)]]
    for index, row in enumerate(window):
        start, line = (60 + across - left) * 4, 55 + down - top + index
        under[line] = under[line][:start] + row + under[line][start + len(row) :]
    watched.screen.put(left, top, under)
    uncovered = 180 * 120 - (180 - abs(across)) * (120 - abs(down))
    assert watched.show() < 3 * 64 * 120 + 4 * uncovered
    assert watched.exact
    assert watched.drawn.copies == [Area(60 + across, 55 + down, 180, 120)]


def test_what_blinks_inside_a_dragged_window_does_not_end_the_copy() -> None:
    watched, chance = Watched(), random.Random(9)
    window = text(chance, 200, 160)
    watched.screen.put(40, 30, window)
    watched.show()
    watched.screen.fill(Area(40, 30, 10, 160), b"\0\0\0\0")
    watched.screen.put(50, 30, window)
    watched.screen.fill(Area(200, 90, 16, 16), b"\1\2\3\xff")
    cost = watched.show()
    assert watched.exact and cost < 2500
    assert sum(area.width * area.height for area in watched.drawn.copies) > 180 * 150


def test_a_page_scrolled_sideways_is_copied(watched: Watched) -> None:
    moved = watched.screen.rows(Area(PANE.x + 24, PANE.y, PANE.width - 24, PANE.height))
    watched.screen.put(PANE.x, PANE.y, moved)
    watched.screen.put(PANE.x + PANE.width - 24, PANE.y, text(random.Random(10), 24, PANE.height))
    assert watched.show() < 64 * PANE.height
    assert watched.exact and watched.drawn.copies


def test_another_page_is_no_scrolling(watched: Watched) -> None:
    watched.screen.put(PANE.x, PANE.y, noise(random.Random(6), PANE.width, PANE.height))
    watched.show()
    assert watched.exact and not watched.drawn.copies


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_screen_does_the_picture_is_exact(seed: int, silent: bool) -> None:
    chance, watched = random.Random(seed), Watched(silent)
    for _ in range(60):
        for _ in range(chance.randrange(1, 4)):
            draw_something(chance, watched.screen)
        watched.show()
        assert watched.exact


def draw_something(chance: random.Random, screen: MemoryScreen) -> None:
    x, y = chance.randrange(WIDTH - 20), chance.randrange(HEIGHT - 20)
    area = Area(x, y, chance.randrange(10, WIDTH - x + 1), chance.randrange(10, HEIGHT - y + 1))
    match chance.randrange(6):
        case 0:
            screen.fill(area, chance.randbytes(3) + b"\xff")
        case 1:
            screen.put(x, y, text(chance, area.width, area.height))
        case 2:
            screen.put(x, y, noise(chance, area.width, min(40, area.height)))
        case 3:
            moved = screen.rows(area)
            screen.put(chance.randrange(WIDTH - area.width + 1), chance.randrange(HEIGHT - area.height + 1), moved)
        case _:
            by = chance.choice((-1, 1)) * chance.randrange(1, area.height)
            screen.scroll(area, by, text(chance, area.width, abs(by)))
