"""What a technician's messages do to mouse and keyboard: clamped, and nothing stays pressed."""

import pytest
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture

from daypass.host.platform.fake.hands import FakeHands
from daypass.host.platform.fake.screen import FakeScreen
from daypass.host.platform.ports import Area
from daypass.host.remote_control.cursor_shapes import content_id
from daypass.host.remote_control.input import ViewerInput
from daypass.host.remote_control.picture_source import PictureSource, virtual_screen
from daypass.protocol.remote_control import (
    CharacterKey,
    Key,
    PictureAck,
    PointerButton,
    PointerMoved,
    ReleaseAll,
    SecureAttention,
    TextTyped,
    Wheel,
)


@pytest.fixture
def hands() -> FakeHands:
    return FakeHands()


@pytest.fixture
def viewer(hands: FakeHands) -> ViewerInput:
    viewer = ViewerInput(hands)
    viewer.use_screen(virtual_screen(FakeScreen(Area(0, 0, 100, 80), Area(-60, 10, 60, 40)).monitors()))
    return viewer


def test_coordinates_are_clamped_and_count_from_the_left_top_of_all_monitors(
    viewer: ViewerInput, hands: FakeHands
) -> None:
    viewer.handle(PointerMoved(x=0, y=0))
    viewer.handle(PointerMoved(x=65535, y=65535))
    assert hands.done == [("move", -60, 0), ("move", 99, 79)]


def test_release_all_lifts_every_key_and_button_once(viewer: ViewerInput, hands: FakeHands) -> None:
    viewer.handle(Key(scan=0x1D, extended=False, down=True))
    viewer.handle(PointerButton(button=0, down=True, x=1, y=1))
    hands.done.clear()
    viewer.handle(ReleaseAll())
    viewer.handle(ReleaseAll())
    assert hands.done == [("key", 0x1D, False, False), ("button", 0, False)]


def test_what_was_never_pressed_is_not_released(viewer: ViewerInput, hands: FakeHands) -> None:
    viewer.handle(Key(scan=0x1E, extended=False, down=False))
    viewer.handle(PointerButton(button=1, down=False, x=5, y=5))
    assert hands.done == [("move", -55, 5)]


def test_text_keeps_lines_and_tabs_and_drops_other_control_characters(viewer: ViewerInput, hands: FakeHands) -> None:
    viewer.handle(TextTyped(text="a\x1b\x00ç\t\n日"))
    assert hands.done == [("text", "aç\t\n日")]


def test_a_key_that_makes_the_same_on_the_pc_is_pressed_and_released_with_the_technicians(
    viewer: ViewerInput, hands: FakeHands
) -> None:
    hands.makes = {0x1E: "a", 0x10: "a"}
    viewer.handle(CharacterKey(scan=0x1E, extended=False, text="a"))
    viewer.handle(Key(scan=0x1E, extended=False, down=False))
    viewer.handle(CharacterKey(scan=0x10, extended=False, text="a"))
    viewer.handle(ReleaseAll())
    pressed = ("character", 0x1E, "a"), ("key", 0x1E, False, False)
    assert hands.done == [*pressed, ("character", 0x10, "a"), ("key", 0x10, False, False)]


def test_a_key_that_makes_something_else_on_the_pc_is_typed_as_text(viewer: ViewerInput, hands: FakeHands) -> None:
    hands.makes = {0x15: "z"}
    viewer.handle(CharacterKey(scan=0x15, extended=False, text="y"))
    viewer.handle(Key(scan=0x15, extended=False, down=False))
    viewer.handle(CharacterKey(scan=0x15, extended=False, text="\x1b"))
    assert hands.done == [("text", "y")]


def test_ctrl_alt_del_is_three_keys_where_the_system_has_no_way_of_its_own(
    viewer: ViewerInput, hands: FakeHands
) -> None:
    viewer.handle(SecureAttention())
    keys = [(0x1D, False), (0x38, False), (0x53, True)]
    down, up = [("key", *key, True) for key in keys], [("key", *key, False) for key in reversed(keys)]
    assert hands.done == down + up


def test_wheel_is_passed_on_and_other_messages_are_not_input(viewer: ViewerInput, hands: FakeHands) -> None:
    assert viewer.handle(Wheel(dx=0, dy=-120))
    assert not viewer.handle(PictureAck(seq=1))
    assert hands.done == [("wheel", 0, -120)]


def test_nothing_moves_before_the_screen_is_known(hands: FakeHands) -> None:
    ViewerInput(hands).handle(PointerMoved(x=1, y=1))
    assert hands.done == []


def test_monitors_left_of_the_primary_are_in_the_picture_at_their_place() -> None:
    screen, seen, drawn = FakeScreen(Area(0, 0, 30, 20), Area(-10, 0, 10, 20)), CollectingViewer(), DrawnPicture()
    source = PictureSource(screen, seen)
    source.wait(0)
    source.send_cursor(screen.cursor())
    taken = source.take_picture()
    assert taken is not None
    drawn.draw(taken[1])
    assert (drawn.width, drawn.height) == (40, 20)
    assert [monitor.area.x for monitor in seen.screens[0].monitors] == [10, 0]
    assert seen.moves == [(5, 7, content_id(screen.cursor()), True)]


def test_a_new_size_is_told_and_starts_with_everything() -> None:
    screen, seen, drawn = FakeScreen(Area(0, 0, 30, 20)), CollectingViewer(), DrawnPicture()
    source = PictureSource(screen, seen)
    for size in ((30, 20), (50, 40)):
        screen.monitors_now = (Area(0, 0, *size),)
        source.wait(0)
        taken = source.take_picture()
        assert taken is not None
        drawn.draw(taken[1])
        assert (drawn.width, drawn.height) == size
    assert drawn.flags == [1, 1] and drawn.seqs == [1, 2] and len(seen.screens) == 2
