"""The picture a viewer draws is the screen, pixel for pixel: a real X server, random changes, decoded from the wire format."""

import random
import time
from collections.abc import Callable, Iterator

import pytest
from tests.host.remote_control.memory_screen import MemoryScreen
from tests.host.remote_control.painter import Painter
from tests.host.remote_control.viewer_picture import CollectingViewer, DrawnPicture, opaque

from daypass.host.platform.linux.screen import X11Screen
from daypass.host.platform.ports import Area
from daypass.host.remote_control import capture
from daypass.host.remote_control.capture import Capture
from daypass.host.remote_control.picture_source import PictureSource
from daypass.protocol.picture import picture_seq

WIDTH, HEIGHT = 640, 480


@pytest.fixture
def painter(x_display: str) -> Iterator[Painter]:
    painter = Painter(x_display)
    yield painter
    painter.close()


@pytest.fixture
def screen(x_display: str) -> Iterator[X11Screen]:
    screen = X11Screen(x_display)
    yield screen
    screen.close()


def real_pixels(x_display: str) -> bytes:
    screen = X11Screen(x_display)
    pixels = opaque(screen.grab(Area(0, 0, WIDTH, HEIGHT)))
    screen.close()
    return pixels


def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.005)


def test_random_changes_arrive_pixel_for_pixel(x_display: str, painter: Painter, screen: X11Screen) -> None:
    chance, viewer, drawn = random.Random(7), CollectingViewer(), DrawnPicture()
    source = PictureSource(screen, viewer)
    for _ in range(60):
        for _ in range(chance.randrange(6)):
            x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
            painter.fill(x, y, chance.randrange(1, 300), chance.randrange(1, 200), chance.randrange(1 << 24))
        source.wait(0.01)
        taken = source.take_picture() if source.has_changes else None
        if taken:
            drawn.draw(taken[1])
        assert bytes(drawn.pixels) == real_pixels(x_display)
    assert drawn.flags[0] == 1 and set(drawn.flags[1:]) == {0}
    assert viewer.screens[0].width == WIDTH and viewer.screens[0].height == HEIGHT


def test_a_small_change_sends_a_small_area(painter: Painter, screen: X11Screen) -> None:
    source, drawn = PictureSource(screen, CollectingViewer()), DrawnPicture()
    painter.fill(0, 0, WIDTH, HEIGHT, 0x123456)
    source.wait(0.05)
    source.take_picture()
    painter.fill(100, 100, 20, 10, 0xFFFFFF)
    source.wait(0.2)
    taken = source.take_picture()
    assert taken is not None
    assert len(taken[1]) < 400
    drawn.pixels, drawn.width = bytearray(WIDTH * HEIGHT * 4), WIDTH
    drawn.draw(taken[1])
    assert drawn.areas == [(100, 100, 20, 10)]


def test_painting_the_same_again_sends_nothing(painter: Painter, screen: X11Screen) -> None:
    source = PictureSource(screen, CollectingViewer())
    painter.fill(0, 0, 50, 50, 0xABCDEF)
    source.wait(0.05)
    source.take_picture()
    painter.fill(0, 0, 50, 50, 0xABCDEF)
    source.wait(0.2)
    assert source.take_picture() is None


def test_unacknowledged_pictures_stop_the_capture_and_the_newest_state_follows(
    x_display: str, painter: Painter
) -> None:
    viewer, drawn, failures = CollectingViewer(), DrawnPicture(), []
    pictures = Capture(lambda: X11Screen(x_display)).show_to(viewer, failures.append)
    try:
        wait_until(lambda: len(viewer.pictures) == 1)
        for colour in range(1, 40):
            painter.fill(0, 0, 64, 64, colour * 1000)
            time.sleep(0.01)
        wait_until(lambda: len(viewer.pictures) >= 2)
        time.sleep(0.1)
        assert len(viewer.pictures) == 2, "two pictures under way and no more"
        for picture in viewer.pictures:
            pictures.acknowledge(drawn.draw(picture))
        wait_until(lambda: len(viewer.pictures) == 3)
        drawn.draw(viewer.pictures[2])
        assert bytes(drawn.pixels) == real_pixels(x_display)
    finally:
        pictures.stop()
    assert failures == []


def test_an_acknowledgement_of_a_picture_never_sent_opens_nothing(x_display: str, painter: Painter) -> None:
    viewer = CollectingViewer()
    pictures = Capture(lambda: X11Screen(x_display)).show_to(viewer, _fails)
    try:
        wait_until(lambda: len(viewer.pictures) == 1)
        pictures.acknowledge(1_000_000)
        for colour in range(1, 20):
            painter.fill(0, 0, 64, 64, colour * 3000)
            time.sleep(0.01)
        wait_until(lambda: len(viewer.pictures) >= 2)
        time.sleep(0.1)
        assert len(viewer.pictures) == 2
    finally:
        pictures.stop()


def test_refresh_sends_everything_again(x_display: str) -> None:
    viewer, drawn = CollectingViewer(), DrawnPicture()
    pictures = Capture(lambda: X11Screen(x_display)).show_to(viewer, _fails)
    try:
        wait_until(lambda: len(viewer.pictures) == 1)
        pictures.refresh()
        wait_until(lambda: len(viewer.pictures) == 2)
        assert bytes(drawn.pixels) == b""
        drawn.draw(viewer.pictures[1])
        assert bytes(drawn.pixels) == real_pixels(x_display)
    finally:
        pictures.stop()


def test_whoever_asks_for_everything_without_end_gets_it_a_few_times_a_second(x_display: str) -> None:
    viewer = CollectingViewer()
    pictures = Capture(lambda: X11Screen(x_display)).show_to(viewer, _fails)
    try:
        wait_until(lambda: len(viewer.pictures) == 1)
        began = time.monotonic()
        while time.monotonic() - began < 0.6:
            pictures.refresh()
            pictures.acknowledge(picture_seq(viewer.pictures[-1]))
            time.sleep(0.002)
        assert 2 <= len(viewer.pictures) <= 5
    finally:
        pictures.stop()


def test_nothing_is_sent_after_stop(x_display: str, painter: Painter) -> None:
    viewer = CollectingViewer()
    pictures = Capture(lambda: X11Screen(x_display)).show_to(viewer, _fails)
    wait_until(lambda: len(viewer.pictures) == 1)
    pictures.stop()
    painter.fill(0, 0, 640, 480, 0x777777)
    time.sleep(0.1)
    assert len(viewer.pictures) == 1


def test_a_screen_that_cannot_be_opened_is_reported() -> None:
    failures: list[Exception] = []
    pictures = Capture(lambda: X11Screen(":65000")).show_to(CollectingViewer(), failures.append)
    wait_until(lambda: len(failures) == 1)
    pictures.stop()
    assert isinstance(failures[0], OSError)


def test_a_calm_screen_is_asked_for_its_cursor_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = MemoryScreen(64, 64)
    waits: list[float] = []
    monkeypatch.setattr(capture, "_CALM_AFTER_S", 0.2)

    def wait(timeout_s: float) -> list[Area]:
        waits.append(timeout_s)
        time.sleep(0.01)
        return list(MemoryScreen.wait(screen, timeout_s) or [])

    monkeypatch.setattr(screen, "wait", wait)
    watched = Capture(lambda: screen).show_to(CollectingViewer(), _fails)
    wait_until(lambda: bool(waits) and waits[-1] > 0.09)
    watched.acknowledge(1)
    screen.fill(Area(0, 0, 8, 8), b"\xff\xff\xff\xff")
    wait_until(lambda: waits[-1] < 0.04)
    watched.stop()


def _fails(error: Exception) -> None:
    raise error
