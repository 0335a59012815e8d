"""What a technician types on one keyboard stands right in a program whose PC has another: five layouts, each with each."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from demo.notepad_reader import open_notepad

from daypass.host.platform.linux.hands import X11Hands
from daypass.host.platform.ports import KeyOfCharacter
from daypass.host.remote_control.input import ViewerInput
from daypass.protocol.remote_control import CharacterKey, TextTyped

pytestmark = pytest.mark.slow
AT_ONCE = 16  # a program far behind would read a character typed later for a spare key used earlier
KEYBOARDS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors/keyboards.json").read_text(encoding="utf-8")
)


@pytest.fixture
def notepad(x_display: str, tmp_path: Path) -> Iterator[Callable[[], str]]:
    with open_notepad(x_display, tmp_path / "typed.txt") as text:
        yield text


def messages(technicians: str) -> list[tuple[str, CharacterKey | TextTyped]]:
    """Each character of a keyboard and what the console makes of its keys (`tests/viewer/layouts.test.ts` says so of the same table)."""
    typed: list[tuple[str, CharacterKey | TextTyped]] = []
    for character, presses in KEYBOARDS[technicians]["characters"].items():
        _, scan, _ = presses[-1]
        composed = len(presses) > 1
        message = TextTyped(text=character) if composed else CharacterKey(scan=scan, extended=False, text=character)
        typed.append((character, message))
    return typed


def typed_since(text: Callable[[], str], before: str, wanted: str) -> str:
    give_up = time.monotonic() + 15
    while text()[len(before) :] != wanted and time.monotonic() < give_up:
        time.sleep(0.02)
    return text()[len(before) :]


# X11 has no acknowledgement of a changed layout: a program that a busy machine holds up for long reads a key as it is by then.
@pytest.mark.flaky(reruns=2, reruns_delay=1)
@pytest.mark.parametrize("pcs", KEYBOARDS)
def test_every_character_arrives_whatever_the_two_layouts(x_display: str, notepad: Callable[[], str], pcs: str) -> None:
    subprocess.run(["setxkbmap", "-display", x_display, *KEYBOARDS[pcs]["setxkbmap"]], check=True)
    hands = X11Hands(x_display)
    viewer = ViewerInput(hands)
    for technicians in KEYBOARDS:
        typed = messages(technicians)
        for at in range(0, len(typed), AT_ONCE):
            before, wanted = notepad(), ""
            for character, message in typed[at : at + AT_ONCE]:
                viewer.handle(message)
                wanted += character
            assert typed_since(notepad, before, wanted) == wanted, f"typed on {technicians}, into {pcs}"
    for character, presses in KEYBOARDS[pcs]["characters"].items():
        _, scan, level = presses[0]
        if len(presses) == 1 and level < 2:
            assert hands.key_of(character) == KeyOfCharacter(scan, False, level == 1)
            assert hands.character_key(scan, False, character), f"{character} has a key of its own on {pcs}"
    hands.close()
