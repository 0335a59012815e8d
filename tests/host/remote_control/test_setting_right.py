"""What is not right in a viewer's picture is set right nearest to the cursor first, all of it, and soon enough everywhere."""

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen, noise
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import Area, Cursor
from daypass.host.remote_control.lossy import CALM_S, Run, WrongTiles
from daypass.host.remote_control.picture_source import PictureSource
from daypass.protocol.viewing import Quality

WIDTH, HEIGHT, FRAME_S = 900, 500, 1 / 30
EVERYTHING = Area(0, 0, WIDTH, HEIGHT)
CURSOR = 610, 170


def distance(area: Area, near: tuple[int, int] = CURSOR) -> float:
    """From the middle of an area's tile, whole or cut by the screen's edge."""
    x, y = area.x // 64 * 64 + 32, area.y // 64 * 64 + 32
    return float((x - near[0]) ** 2 + (y - near[1]) ** 2) ** 0.5


def taken(wrong: WrongTiles, runs: Iterator[Run]) -> list[Run]:
    """Each is sent whole."""
    all_of_them = []
    for run in runs:
        wrong.settled(run.area)
        all_of_them.append(run)
    return all_of_them


def covered(runs: list[Run]) -> int:
    return sum(run.area.width * run.area.height for run in runs)


def test_owed_tiles_come_nearest_first_and_each_once() -> None:
    wrong = WrongTiles(WIDTH, HEIGHT)
    wrong.owe(EVERYTHING, 1.0)
    runs = taken(wrong, wrong.owed(CURSOR))
    assert covered(runs) == WIDTH * HEIGHT
    assert all(before <= after for before, after in pairwise(distance(run.first) for run in runs))
    assert all(run.area.x <= run.first.x < run.area.x + run.area.width for run in runs)


def test_rough_tiles_wait_until_they_are_calm_and_then_come_nearest_first() -> None:
    wrong = WrongTiles(WIDTH, HEIGHT)
    wrong.mark_rough(EVERYTHING, 1.0)
    moving = Area(512, 128, 128, 64)
    wrong.mark_rough(moving, 1.1)
    assert wrong.due_in(1.0) == pytest.approx(CALM_S)
    assert list(wrong.calm(CURSOR, 1.0 + CALM_S - 0.001)) == []
    runs = taken(wrong, wrong.calm(CURSOR, 1.001 + CALM_S))
    assert covered(runs) == WIDTH * HEIGHT - 128 * 64
    assert all(before <= after for before, after in pairwise(distance(run.first) for run in runs))
    assert covered(taken(wrong, wrong.calm(CURSOR, 1.101 + CALM_S))) == 128 * 64
    assert wrong.due_in(2.0) is None


def test_the_neighbours_of_a_tile_that_went_alone_are_still_owed() -> None:
    wrong = WrongTiles(WIDTH, HEIGHT)
    wrong.owe(EVERYTHING, 1.0)
    went = 0
    for run in wrong.owed(CURSOR):
        wrong.settled(run.first)
        went += run.first.width * run.first.height
    assert went == WIDTH * HEIGHT


def test_of_three_tiles_one_is_that_which_waits_longest() -> None:
    wrong = WrongTiles(64 * 40, 64)
    far, near = Area(64 * 39, 0, 64, 64), [Area(64 * column, 0, 64, 64) for column in range(0, 36, 2)]
    wrong.owe(far, 1.0)
    for area in near:
        wrong.owe(area, 2.0)
    assert [run.first for run in wrong.owed((0, 0))].index(far) == 2


def test_what_is_copied_from_a_wrong_place_is_wrong_in_its_new_place_and_nowhere_else() -> None:
    wrong = WrongTiles(WIDTH, HEIGHT)
    wrong.owe(Area(0, 64, 64, 64), 1.0)
    wrong.mark_rough(Area(128, 64, 64, 64), 1.0)
    wrong.moved(Area(0, 256, 256, 64), Area(0, 64, 256, 64), 2.0)
    assert {run.area for run in wrong.owed((0, 0))} == {Area(0, 64, 64, 64), Area(0, 256, 64, 64)}
    assert {run.area for run in wrong.calm((0, 0), 3.0)} == {Area(128, 64, 64, 64), Area(128, 256, 64, 64)}


def test_a_film_over_a_part_of_an_owed_tile_leaves_the_rest_owed() -> None:
    wrong = WrongTiles(WIDTH, HEIGHT)
    wrong.owe(Area(0, 0, 128, 64), 1.0)
    wrong.mark_rough(Area(0, 0, 96, 64), 2.0)
    assert [run.area for run in wrong.owed((0, 0))] == [Area(64, 0, 64, 64)]


class Watched:
    """A screen with the cursor in its right half, over a line of 3 Mbit/s."""

    def __init__(self, quality: Quality, budget: int = 37_500) -> None:
        self.budget = budget
        self.now, self.screen, self.drawn = 100.0, MemoryScreen(WIDTH, HEIGHT), DrawnPicture()
        self.source = PictureSource(self.screen, CollectingViewer(), open_encoder, lambda: self.now)
        self.source.show_videos(True)
        self.source.use_quality(quality)
        self.show()
        self.source.send_cursor(Cursor(*CURSOR, True, 1, 1, 1, 0, 0, b"\0\0\0\xff"))

    def show(self) -> list[Area]:
        """The areas of the next picture."""
        self.now += FRAME_S
        self.source.wait(0)
        taken = self.source.take_picture(self.budget) if self.source.has_changes else None
        self.drawn.areas.clear()
        if taken is not None:
            self.drawn.draw(taken.data)
        return [Area(*place) for place in self.drawn.areas]

    @property
    def exact(self) -> bool:
        return self.drawn.pixels == opaque(self.screen.pixels)


@pytest.mark.parametrize("quality", [Quality.AUTO, Quality.SHARP])
def test_what_a_slow_line_takes_later_comes_nearest_to_the_cursor_first(quality: Quality) -> None:
    """In auto the repair of a rough picture, in sharp what was not sent."""
    watched = Watched(quality)
    watched.screen.put(0, 0, noise(random.Random(1), WIDTH, HEIGHT))
    later: list[Area] = []
    for _ in range(80):
        later += [area for area in watched.show() if area.width <= 256]
    assert watched.exact
    reached = [min(distance(Area(x, area.y, 1, 1)) for x in range(area.x, area.x + area.width, 64)) for area in later]
    assert reached[0] < 64
    half = len(reached) // 2
    assert max(reached[:half]) < 1.5 * min(reached[half:]) + 128
    assert all(before <= after + 200 for before, after in pairwise(reached))


@pytest.mark.parametrize("budget", [12_500, 37_500])
def test_what_moves_beside_the_cursor_hides_nothing_for_ever(budget: int) -> None:
    watched, chance = Watched(Quality.SHARP, budget), random.Random(2)
    watched.screen.put(0, 0, noise(chance, WIDTH, HEIGHT))
    for number in range(150 * 37_500 // budget):
        if number % 2:
            watched.screen.put(CURSOR[0] - 100, CURSOR[1] - 100, noise(chance, 200, 200))
        watched.show()
    still = [Area(0, 0, 448, HEIGHT), Area(768, 320, WIDTH - 768, HEIGHT - 320)]
    for area in still:
        drawn = [
            bytes(watched.drawn.pixels[(y * WIDTH + area.x) * 4 :][: area.width * 4])
            for y in range(area.y, area.y + area.height)
        ]
        assert b"".join(drawn) == opaque(b"".join(watched.screen.rows(area)))
