"""The stage itself: what the tests of the host rely on."""

import time
from pathlib import Path

import pytest
from tests.wine.pc import CustomerPc

pytestmark = [pytest.mark.wine, pytest.mark.slow]


def test_what_the_customer_types_is_read_back_from_notepad(pc: CustomerPc, tmp_path: Path) -> None:
    notepad = pc.open_notepad()
    pc.display.do("mousemove", "400", "300", "click", "1")
    pc.display.do("type", "--delay", "20", "ola mundo 42")
    give_up = time.monotonic() + 10
    while pc.text_in("Notepad") != ["ola mundo 42"]:  # the last keys may still be on their way
        assert time.monotonic() < give_up, pc.text_in("Notepad")
        time.sleep(0.05)
    assert pc.screenshot(tmp_path / "pc.png").stat().st_size > 1000
    assert notepad.poll() is None


def test_a_pc_that_was_only_used_has_no_leftovers_and_a_planted_trace_is_seen(pc: CustomerPc) -> None:
    before = pc.inventory()
    pc.open_notepad()
    assert "process notepad.exe" in before.leftovers(pc.inventory())
    pc.run("taskkill", "/f", "/im", "notepad.exe")
    pc.restart()
    assert before.leftovers(pc.inventory()) == []

    pc.path(r"C:\ProgramData\Trace").mkdir()
    pc.path(r"C:\ProgramData\Trace\left.txt").write_text("left")
    pc.run(
        "reg", "add", r"HKLM\System\CurrentControlSet\Services\Trace", "/v", "Start", "/t", "REG_DWORD", "/d", "4", "/f"
    )
    found = before.leftovers(pc.inventory())
    assert "file C:\\ProgramData\\Trace\\left.txt" in found
    assert "registry HKLM\\System\\CurrentControlSet\\Services\\Trace\\Start = 4" in found


def test_nothing_of_the_builders_home_is_reachable_as_the_customers_folders(pc: CustomerPc) -> None:
    assert not [folder for folder in pc.profile().iterdir() if folder.is_symlink()]
