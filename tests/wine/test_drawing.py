"""What a technician draws lies over the PC's screen, lets the mouse through, and is gone afterwards."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.wine.pc import CustomerPc

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"
INK = (0xC8, 0x1E, 0x1E)
DRAWN, BESIDE = [(250, 300), (400, 350), (600, 350)], (250, 360)

pytestmark = [pytest.mark.wine, pytest.mark.slow]


def until(reached: Callable[[], object], timeout_s: float = 40) -> None:
    give_up = time.monotonic() + timeout_s
    while not reached():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_a_line_and_a_dot_are_seen_clicks_go_through_and_nothing_stays(shared_pc: CustomerPc, tmp_path: Path) -> None:
    said, go = tmp_path / "said", tmp_path / "go"

    def colours(name: str) -> list[object]:
        with Image.open(shared_pc.display.screenshot(tmp_path / name)) as seen:
            picture = seen.convert("RGB")
            return [picture.getpixel(place) for place in (*DRAWN, BESIDE)]

    shared_pc.open_notepad()
    shared_pc.wait_for_window("Notepad")
    before = colours("before.png")
    assert INK not in before
    shared_pc.start_python(HERE / "drawing_inside.py", SOURCES, said, go)
    until(lambda: colours("drawn.png")[:3] == [INK] * 3)
    assert colours("drawn.png")[3] == before[3], "around the lines is the work itself"
    shared_pc.display.do("mousemove", "250", "300", "click", "1", "type", "seen through")
    until(lambda: shared_pc.text_in() == ["seen through"])
    go.touch()
    until(lambda: said.read_text() == "gone")
    until(lambda: INK not in colours("after.png"))
