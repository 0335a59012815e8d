"""The chat's window on a PC where somebody is at work: it opens beside that, says what came, and sends what is typed into it."""

import json
import time
from pathlib import Path

import pytest
from tests.wine.pc import CustomerPc

from daypass.evidence.saved_record import SavedChat, check

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "src"
TITLE = "Chat with support"
LINK = "Please open https://example.org/print?a=1&b=2"

pytestmark = [pytest.mark.wine, pytest.mark.slow]


class Window:
    """What the service would tell the window, and what the window says to the service."""

    def __init__(self, pc: CustomerPc, folder: Path) -> None:
        self._pc, self._news, self._said, self._told = pc, folder / "news", folder / "said", 0
        pc.start_python(HERE / "chat_inside.py", SOURCES, "en", self._news, self._said)

    def hears(self, **news: object) -> None:
        with self._news.open("a", encoding="utf-8") as file:
            file.write(json.dumps(news) + "\n")
        self._told += 1
        self.says("heard", self._told)

    def says(self, what: str, value: object, timeout_s: float = 30) -> None:
        """Wait until it has."""
        give_up = time.monotonic() + timeout_s
        while json.dumps([what, value]) not in (said := self._said.read_text() if self._said.exists() else ""):
            assert time.monotonic() < give_up, said
            time.sleep(0.05)

    def has_said(self, what: str, value: object) -> bool:
        return json.dumps([what, value]) in self._said.read_text()

    def shows(self, words: str) -> bool:
        return any(words in said for said in self._pc.words_in(TITLE))


def test_a_message_opens_the_window_beside_the_work_and_an_answer_leaves_it(
    shared_pc: CustomerPc, tmp_path: Path
) -> None:
    shared_pc.open_notepad()
    shared_pc.display.do("mousemove", "300", "300", "click", "1")
    window = Window(shared_pc, tmp_path)
    window.hears(technicians=[], wanted=1)
    assert not [one for one in shared_pc.windows() if one["title"] == TITLE], "nobody would read there"
    window.hears(technicians=["Technician One"])
    x, y, width, height = shared_pc.wait_for_window(TITLE)["place"]
    assert window.shows("No messages yet.") and window.shows("Technician One")
    for what in ("bell", "flash"):  # *Start a chat after connecting*
        window.says(what, 1)
    window.hears(say=["Good morning", LINK])
    window.says("shown", 2)
    for what in ("bell", "flash"):
        window.says(what, 2)
    assert window.shows(f"Technician One Good morning {time.strftime('%H:%M', time.localtime(1_800_000_120))}"), (
        shared_pc.words_in(TITLE)
    )
    assert window.shows(LINK) and not window.shows("No messages yet.")
    shared_pc.display.do("type", "--delay", "20", "at work")
    give_up = time.monotonic() + 10
    while shared_pc.text_in() != ["at work"]:  # and not into the chat
        assert time.monotonic() < give_up, shared_pc.text_in()
        time.sleep(0.05)

    shared_pc.display.do("mousemove", str(x + width // 2), str(y + height - 170), "click", "1")
    shared_pc.display.do("type", "--delay", "20", "It does not print")
    shared_pc.display.do("key", "Return")
    window.says("wrote", "It does not print")
    window.hears(refused=["Once more", "DP-431"])
    assert window.shows("Once more") and window.shows("(DP-431)")
    shared_pc.screenshot(tmp_path / "chat.png")
    window.hears(own=["Hello?"], look=True)
    window.says("sideways", False)
    assert not window.has_said("bell", 3), "what one wrote oneself is no news"
    window.hears(save="chat.txt")
    saved = check((tmp_path / "chat.txt").read_bytes()).record
    assert isinstance(saved, SavedChat) and [line.text for line in saved.lines][-1] == "Hello?"
    window.hears(paste=1_000_000)
    window.says("field", 4_000)
    assert window.shows("at most 4,000 characters"), shared_pc.words_in(TITLE)

    shared_pc.display.do("key", "alt+F4")
    give_up = time.monotonic() + 10
    while any(one["title"] == TITLE for one in shared_pc.windows()):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    window.hears(technicians=[], say=["I call you back"])
    window.says("shown", 5)
    window.says("bell", 3)
    assert window.shows("Good morning") and window.shows("I call you back") and window.shows("Nobody from support")
