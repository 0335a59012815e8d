"""A screen that the system tells about: what it told is all that is compared, and a plain screen stands in for what was lost."""

import ctypes
from collections.abc import Sequence

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen

from daypass.host.platform.duplicated_screen import (
    Duplicate,
    DuplicatedScreen,
    NeverDuplicated,
    ScreenLost,
    Told,
    upright_area,
)
from daypass.host.platform.pointer_shape import UNKNOWN_POINTER, PointerShape
from daypass.host.platform.ports import Area, MovedArea

LEFT, RIGHT = Area(0, 0, 24, 20), Area(24, 0, 12, 16)
"""Beside each other; below the right one the virtual screen has a corner that no output shows."""
WIDTH, HEIGHT = 36, 20


def coloured(layer: int) -> MemoryScreen:
    """Every pixel says where it is, and who shows it."""
    screen = MemoryScreen(WIDTH, HEIGHT)
    screen.put(0, 0, [b"".join(bytes([x, y, layer, 255]) for x in range(WIDTH)) for y in range(HEIGHT)])
    return screen


class Plain(MemoryScreen):
    """What GDI sees: black where no output is."""

    def __init__(self) -> None:
        super().__init__(WIDTH, HEIGHT)
        self.pixels = coloured(1).pixels
        self.another = False
        self.waits = self.grabs = 0

    def became_another(self) -> bool:
        another, self.another = self.another, False
        return another

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        self.waits += 1
        return None

    def grab(self, area: Area) -> memoryview:
        self.grabs += 1
        return super().grab(area)


class Output:
    """Tells what it was told to tell, one list for each question."""

    def __init__(self, area: Area, upright: bool = True) -> None:
        self.area, self.upright = area, upright
        self.tells: list[list[Area]] = []
        self.pointer: PointerShape | None = None
        self.lost = self.closed = False
        self.waited_ms: list[int] = []
        self._screen = coloured(2)

    def changed(self, timeout_ms: int) -> Told:
        self.waited_ms.append(timeout_ms)
        if self.lost:
            raise ScreenLost("lost")
        pointer, self.pointer = self.pointer, None
        return Told(self.tells.pop(0) if self.tells else (), pointer)

    def read(self, part: Area, address: int, row_bytes: int) -> None:
        assert not self.closed
        if self.lost:
            raise ScreenLost("lost")
        assert self.area.x <= part.x and part.x + part.width <= self.area.x + self.area.width
        for number, row in enumerate(self._screen.rows(part)):
            ctypes.memmove(address + number * row_bytes, row, len(row))

    def close(self) -> None:
        self.closed = True


class Stage:
    """A duplicated screen, its parts, and a clock that the test turns."""

    def __init__(self, *outputs: Output) -> None:
        self.now, self.opened = 50.0, 0
        self.plain, self.outputs = Plain(), list(outputs)
        self.refuses: OSError | None = None
        self.screen = DuplicatedScreen(self.plain, self._duplicate, lambda: self.now)

    def _duplicate(self) -> Sequence[Duplicate]:
        self.opened += 1
        self.now += 0.001
        if self.refuses:
            raise self.refuses
        return self.outputs

    def layers(self, area: Area) -> set[int]:
        pixels = bytes(self.screen.grab(area))
        assert len(pixels) == area.width * area.height * 4
        return set(pixels[2::4])


def test_what_the_system_told_is_all_that_changed() -> None:
    stage = Stage(Output(LEFT))
    stage.outputs[0].tells = [[Area(1, 2, 3, 4)], []]
    assert stage.screen.wait(0.1) == [Area(1, 2, 3, 4)]
    assert stage.screen.wait(0.1) == []
    assert stage.plain.waits == 0


def test_one_output_is_waited_for_in_one_go_and_several_in_turn() -> None:
    alone = Stage(Output(LEFT))
    alone.screen.wait(0.1)
    assert alone.outputs[0].waited_ms[0] == 0
    assert alone.outputs[0].waited_ms[1] in (99, 100)
    both = Stage(Output(LEFT), Output(RIGHT))
    both.outputs[1].tells = [[], [Area(30, 1, 1, 1)]]
    assert both.screen.wait(5.0) == [Area(30, 1, 1, 1)]
    assert max(both.outputs[0].waited_ms) < 20


def test_pixels_come_from_the_outputs_together_and_black_from_where_none_is() -> None:
    stage = Stage(Output(LEFT), Output(RIGHT))
    whole = bytes(stage.screen.grab(Area(0, 0, WIDTH, HEIGHT)))
    for x, y in ((0, 0), (23, 19), (24, 0), (35, 15)):
        assert whole[(y * WIDTH + x) * 4 :][:3] == bytes([x, y, 2])
    assert whole[(16 * WIDTH + 30) * 4 :][:4] == b"\0\0\0\0"
    assert bytes(stage.screen.grab(Area(25, 3, 2, 2)))[:3] == bytes([25, 3, 2])
    assert stage.plain.grabs == 0


def test_a_turned_output_tells_and_the_plain_screen_shows() -> None:
    stage = Stage(Output(LEFT), Output(RIGHT, upright=False))
    assert stage.layers(Area(22, 0, 2, 2)) == {2}
    assert stage.layers(Area(24, 0, 2, 2)) == {1}
    both = bytes(stage.screen.grab(Area(22, 5, 4, 1)))
    assert [both[at : at + 3] for at in range(0, 16, 4)] == [bytes([x, 5, 2 if x < 24 else 1]) for x in range(22, 26)]


def test_what_is_lost_is_shown_plainly_and_duplicated_again() -> None:
    lost = Output(LEFT)
    stage = Stage(lost)
    lost.lost = True
    assert stage.screen.wait(0.1) is None, "everything may look different"
    assert lost.closed
    stage.outputs = [Output(LEFT)]
    stage.outputs[0].tells = [[Area(0, 0, 1, 1)]]
    assert stage.screen.wait(0.1) is None, "what was drawn meanwhile is not known"
    assert stage.screen.wait(0.1) == [Area(0, 0, 1, 1)]
    assert stage.layers(LEFT) == {2}


def test_what_is_lost_while_it_is_read_is_shown_plainly() -> None:
    stage = Stage(Output(LEFT))
    stage.outputs[0].lost = True
    assert stage.layers(LEFT) == {1}
    assert stage.outputs[0].closed


def test_opening_again_is_tried_less_and_less_often() -> None:
    stage = Stage(Output(LEFT))
    stage.outputs[0].lost = True
    stage.screen.wait(0)
    stage.refuses = ScreenLost("another has it")
    begin, stage.opened = stage.now, 0
    while stage.now < begin + 60:
        assert stage.screen.wait(0.025) is None
        assert stage.layers(LEFT) == {1}
        stage.now += 0.025
    assert 8 <= stage.opened <= 14
    assert not stage.screen.is_duplicated
    assert stage.screen.refusal == "another has it"


def test_a_pc_without_duplication_is_asked_once_for_each_desktop() -> None:
    stage = Stage()
    stage.refuses = NeverDuplicated("none here")
    other = DuplicatedScreen(stage.plain, stage._duplicate, lambda: stage.now)
    stage.opened = 0
    for _ in range(100):
        stage.now += 10
        assert other.wait(0.1) is None
    assert stage.opened == 0
    assert stage.plain.waits == 100
    stage.plain.another = True
    assert other.wait(0.1) is None
    assert stage.opened == 1


def test_another_desktop_is_duplicated_at_once() -> None:
    first = Output(LEFT)
    stage = Stage(first)
    stage.plain.another, stage.outputs = True, [Output(RIGHT)]
    assert stage.screen.wait(0.1) is None
    assert first.closed
    stage.outputs[0].tells = [[RIGHT]]
    assert stage.screen.wait(0.1) == [RIGHT]


def test_what_moved_is_told_with_where_it_stood() -> None:
    stage = Stage(Output(LEFT))
    stage.outputs[0].tells = [[MovedArea(1, 2, 3, 4, 5, 6)]]
    assert stage.screen.wait(0.1) == [MovedArea(1, 2, 3, 4, 5, 6)]


def test_the_pointer_looks_as_the_outputs_tell_and_is_where_the_plain_screen_sees_it() -> None:
    stage = Stage(Output(LEFT), Output(RIGHT))
    plain = stage.plain.cursor()
    assert stage.screen.cursor() == plain, "until they told"
    beam = PointerShape(7, 2, 1, 1, 0, bytes(8))
    stage.outputs[1].pointer = beam
    stage.screen.wait(0.0)
    stage.screen.wait(0.0)
    seen = stage.screen.cursor()
    assert (seen.x, seen.y, seen.visible) == (plain.x, plain.y, plain.visible)
    assert (seen.shape_id, seen.width, seen.height, seen.hot_x, seen.hot_y, seen.rgba) == (7, 2, 1, 1, 0, bytes(8))
    stage.outputs[0].pointer = UNKNOWN_POINTER
    stage.screen.wait(0.0)
    assert stage.screen.cursor() == plain, "one that cannot be told is read from its handle"


def test_a_pointer_of_what_was_lost_is_not_shown_any_more() -> None:
    stage = Stage(Output(LEFT))
    stage.outputs[0].pointer = PointerShape(7, 1, 1, 0, 0, bytes(4))
    stage.screen.wait(0.0)
    stage.outputs[0].lost, stage.refuses = True, ScreenLost("another desktop")
    stage.screen.wait(0.0)
    assert stage.screen.cursor() == stage.plain.cursor()


def test_closing_lets_everything_go() -> None:
    stage = Stage(Output(LEFT), Output(RIGHT))
    stage.screen.close()
    assert all(one.closed for one in stage.outputs)


@pytest.mark.parametrize("rotation", [0, 1, 2, 3, 4])
def test_a_turned_area_is_where_its_pixels_are_seen(rotation: int) -> None:
    """Against turning single pixels clockwise, by hand."""
    width, height = (30, 50) if rotation in (2, 4) else (50, 30)
    turned_width, turned_height = (height, width) if rotation in (2, 4) else (width, height)

    def seen(x: int, y: int) -> tuple[int, int]:
        return {
            2: (width - 1 - y, x),
            3: (width - 1 - x, height - 1 - y),
            4: (y, height - 1 - x),
        }.get(rotation, (x, y))

    area = Area(4, 7, 9, 5)
    assert area.x + area.width <= turned_width and area.y + area.height <= turned_height
    pixels = {seen(x, y) for x in range(4, 13) for y in range(7, 12)}
    found = upright_area(area, rotation, width, height)
    assert pixels == {
        (x, y) for x in range(found.x, found.x + found.width) for y in range(found.y, found.y + found.height)
    }
