"""What is drawn over an X11 screen is seen there, lets the mouse through and leaves nothing behind."""

from pathlib import Path

import pytest
from PIL import Image
from tests.host.platform.test_linux_hands import EventWindow, hands, window
from tests.wine.display import Display

from daypass.host.platform.linux.drawing_layer import INK, RIM, X11DrawingLayer
from daypass.host.platform.linux.hands import X11Hands
from daypass.host.platform.ports import Drawn, DrawnLine

__all__ = ["hands", "window"]
pytestmark = pytest.mark.slow
GROUND = (0, 0, 0)


def rgb(colour: int) -> tuple[int, int, int]:
    return colour >> 16, colour >> 8 & 255, colour & 255


def test_lines_have_a_rim_dots_are_round_and_the_rest_is_the_work_itself(tmp_path: Path) -> None:
    display = Display(400, 300)
    layer = X11DrawingLayer(display.name)
    lines = (DrawnLine(((50, 100), (350, 100)), 10), DrawnLine(((200, 200),), 30))
    layer.show(Drawn(lines, "Technician One", (350, 100)))
    with Image.open(display.screenshot(tmp_path / "drawn.png")) as seen:
        picture = seen.convert("RGB")
        places = (200, 100), (200, 96), (200, 110), (200, 200), (214, 214)
        found = [picture.getpixel(place) for place in places]
        assert found == [rgb(INK), rgb(RIM), GROUND, rgb(INK), GROUND]
    layer.close()
    with Image.open(display.screenshot(tmp_path / "after.png")) as seen:
        assert seen.convert("RGB").getextrema() == ((0, 0),) * 3
    display.close()


def test_a_click_on_a_line_reaches_the_window_below(x_display: str, hands: X11Hands, window: EventWindow) -> None:
    layer = X11DrawingLayer(x_display)
    layer.show(Drawn((DrawnLine(((80, 100), (120, 100)), 16),), "", (120, 100)))
    hands.button(0, True)
    hands.button(0, False)
    window.wait_for("ButtonRelease event")
    layer.close()
