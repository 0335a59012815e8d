"""The PC's own mouse and keyboard are held by the host's hooks. Under Wine, XTEST's keys (xdotool) come from a device like any other."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.wine.pc import CustomerPc

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"

pytestmark = [pytest.mark.wine, pytest.mark.slow]


def until(reached: Callable[[], object], timeout_s: float = 40) -> None:
    give_up = time.monotonic() + timeout_s
    while not reached():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_keys_of_the_pc_are_swallowed_while_injected_ones_arrive_and_escape_frees_it(
    shared_pc: CustomerPc, tmp_path: Path
) -> None:
    said, go = tmp_path / "said", tmp_path / "go"
    shared_pc.open_notepad()
    shared_pc.wait_for_window("Notepad")
    shared_pc.display.do("type", "a")
    until(lambda: shared_pc.text_in() == ["a"])
    shared_pc.start_python(HERE / "hold_inside.py", SOURCES, said, go)
    until(lambda: said.exists() and "held" in said.read_text())
    shared_pc.display.do("mousemove", "50", "60")
    shared_pc.display.do("type", "xyz")
    go.touch()
    until(lambda: "typed" in said.read_text())
    until(lambda: shared_pc.text_in() == ["ab"])
    assert shared_pc.inside("pointer") == [321, 234], "where the technician moved it"
    shared_pc.display.do("keydown", "Escape")
    began = time.monotonic()
    until(lambda: "freed: keys" in said.read_text())
    assert time.monotonic() - began > 2
    shared_pc.display.do("keyup", "Escape")
    shared_pc.display.do("type", "c")
    until(lambda: shared_pc.text_in() == ["abc"])
    assert "not blank" in said.read_text(), "Wine leaves no window out of pictures, and then none is shown"
