"""Each pointer shape is given to a viewer once, named by what it looks like."""

from dataclasses import replace

from tests.host.remote_control.viewer_picture import CollectingViewer

from daypass.host.platform.fake.screen import FakeScreen
from daypass.host.platform.ports import Area, Cursor
from daypass.host.remote_control.cursor_shapes import CursorShapes, content_id
from daypass.host.remote_control.picture_source import PictureSource
from daypass.protocol.remote_control import CURSORS_KEPT

ARROW = Cursor(0, 0, True, 7, 2, 1, 0, 0, b"arrow123")


def test_a_shape_that_comes_back_is_not_sent_again_whatever_the_system_calls_it() -> None:
    shapes, hand = CursorShapes(), replace(ARROW, shape_id=8, rgba=b"hand1234")
    first, new = shapes.name(ARROW)
    assert new and shapes.name(hand) == (content_id(hand), True)
    assert shapes.name(replace(ARROW, shape_id=9)) == (first, False)


def test_another_hot_spot_is_another_shape() -> None:
    assert content_id(ARROW) != content_id(replace(ARROW, hot_x=1))


def test_what_the_viewer_has_forgotten_is_sent_again() -> None:
    shapes = CursorShapes()
    shapes.name(ARROW)
    for number in range(CURSORS_KEPT):
        assert shapes.name(replace(ARROW, shape_id=100 + number, hot_x=number + 1))[1]
    assert shapes.name(ARROW)[1]


def test_a_viewer_is_told_of_a_hidden_pointer_without_its_shape_again() -> None:
    screen, seen = FakeScreen(Area(0, 0, 30, 20)), CollectingViewer()
    source = PictureSource(screen, seen)
    source.wait(0)
    for visible in (True, False, True):
        screen.cursor_now = replace(ARROW, visible=visible)
        source.send_cursor(screen.cursor())
    assert [visible for *_, visible in seen.moves] == [True, False, True]
    assert len(seen.shapes) == 1
