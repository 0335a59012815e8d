"""Keys and buttons arrive at a real X client as they were meant."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from daypass.host.platform.linux.hands import X11Hands

pytestmark = pytest.mark.slow


class EventWindow:
    """`xev` prints every event its window gets."""

    def __init__(self, display: str, log: Path) -> None:
        self._log = log
        with log.open("w") as out:
            self._process = subprocess.Popen(
                ["xev", "-display", display, "-geometry", "200x200+0+0", "-event", "keyboard", "-event", "button"],
                stdout=out,
            )

    def text(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_for(self, what: str, count: int = 1) -> None:
        give_up = time.monotonic() + 30
        while self.text().count(what) < count:
            assert time.monotonic() < give_up, f"{what} × {count} did not come:\n{self.text()[-2000:]}"
            time.sleep(0.02)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def window(x_display: str, tmp_path: Path) -> Iterator[EventWindow]:
    window = EventWindow(x_display, tmp_path / "events")
    xdotool = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Event Tester"]
    subprocess.run(xdotool, env=os.environ | {"DISPLAY": x_display}, check=True, timeout=30, stdout=subprocess.DEVNULL)
    yield window
    window.close()


@pytest.fixture
def hands(x_display: str, window: EventWindow) -> Iterator[X11Hands]:
    hands = X11Hands(x_display)
    hands.move(100, 100)
    yield hands
    hands.close()


def test_scan_codes_reach_the_program_as_keys(hands: X11Hands, window: EventWindow) -> None:
    for scan, extended in ((0x1E, False), (0x3B, False), (0x47, True), (0x1D, True)):
        hands.key(scan, extended, True)
        hands.key(scan, extended, False)
    for keysym in ("a)", "F1)", "Home)", "Control_R)"):
        window.wait_for(keysym, 2)


@pytest.mark.parametrize("text", ["a", "Ç", "€", "ß", "日", "ãé"])
def test_characters_are_typed_whatever_the_layout(hands: X11Hands, window: EventWindow, text: str) -> None:
    hands.text(text)
    for character in text:
        keysym = ord(character) if ord(character) < 256 else 0x01000000 | ord(character)
        window.wait_for(f"keysym 0x{keysym:x}", 2)


def test_spare_keys_are_used_again_for_other_characters(hands: X11Hands, window: EventWindow) -> None:
    """In batches: a program that lags far behind would read the newer character for the older key."""
    for start in range(0x0410, 0x0410 + 40, 10):
        batch = "".join(chr(start + index) for index in range(10))
        hands.text(batch)
        for character in batch:
            window.wait_for(f"keysym 0x{0x01000000 | ord(character):x}", 2)


def test_buttons_and_wheel_reach_the_program(hands: X11Hands, window: EventWindow) -> None:
    hands.button(2, True)
    hands.button(2, False)
    window.wait_for("button 3", 2)
    hands.wheel(0, 60)
    hands.wheel(0, 60)
    window.wait_for("button 4", 2)
    hands.wheel(0, -240)
    window.wait_for("button 5", 4)
