"""`make demo` with the real Windows executable: one person lives the whole pass on its page, under Wine."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import build_host
import pytest
from demo.wine_pc import missing
from tests.e2e.demo_pass import lives_the_whole_pass
from tests.e2e.demo_visitor import RunningDemo, Visitor, running_demo

pytestmark = [pytest.mark.wine, pytest.mark.slow, pytest.mark.long]


@pytest.fixture
def demo() -> Iterator[RunningDemo]:
    if tools := missing():
        pytest.skip(f"{tools} are not installed: tools/setup.sh wine")
    build_host.main()
    with running_demo("--pc", "windows", "--language", "en") as running:
        yield running


class WindowsWindow:
    """The host's windows have a coloured edge on top; Tab goes to the button that says yes."""

    def comes_to_the_window(self, person: Visitor) -> None:
        time.sleep(1)  # the page before this one has gone
        person.presses_at("pc", *person.finds_the_window())

    def agrees(self, person: Visitor) -> None:
        self.comes_to_the_window(person)
        person.page.keyboard.press("Tab")
        person.page.keyboard.type(" ")

    def closes_the_ready_window(self, person: Visitor) -> None:
        self.comes_to_the_window(person)
        person.look("ready-on-the-pc")
        person.page.keyboard.press("Enter")

    def allows_the_connection(self, person: Visitor) -> None:
        """The PC asks each time, as the customer left it on the *Ready* page."""
        self.comes_to_the_window(person)
        person.look("wants-to-connect")
        person.page.keyboard.press("Tab")
        person.page.keyboard.type(" ")

    def finds_it_typed(self) -> None:
        """The page has ticked it, which looks at the PC's pointer and Notepad; its text is what `make demo-once` compares."""

    def closes_the_last_window(self, person: Visitor) -> None:
        self.comes_to_the_window(person)
        person.page.keyboard.press("Enter")


def test_from_a_new_session_to_nothing_left_behind_on_windows(demo: RunningDemo, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("DAYPASS_SCREENSHOTS") or tmp_path)
    seconds = lives_the_whole_pass(demo, WindowsWindow(), pictures)
    print(f"{seconds:.0f} s from the empty console to the confirmed removal")
