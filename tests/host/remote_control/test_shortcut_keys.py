"""A shortcut means the same on the PC whatever the two layouts: five of them, each with each."""

import json
from pathlib import Path
from typing import Any

import pytest

from daypass.host.platform.fake.hands import FakeHands
from daypass.host.platform.ports import KeyOfCharacter
from daypass.host.remote_control.input import ViewerInput
from daypass.host.remote_control.shortcut_keys import DIGITS
from daypass.protocol.remote_control import Key, ReleaseAll, ShortcutKey

KEYBOARDS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors/keyboards.json").read_text(encoding="utf-8")
)
CTRL, SHIFT, ALT = (0x1D, False), (0x2A, False), (0x38, False)


def layout_of(name: str) -> dict[str, KeyOfCharacter]:
    """What one key makes on this keyboard, with Shift at most."""
    one_key = {text: presses[0] for text, presses in KEYBOARDS[name]["characters"].items() if len(presses) == 1}
    return {text: KeyOfCharacter(scan, False, level == 1) for text, (_, scan, level) in one_key.items() if level < 2}


def hands_at(name: str) -> FakeHands:
    hands = FakeHands()
    hands.layout = layout_of(name)
    return hands


def pressed_at(name: str, technicians: KeyOfCharacter, text: str, *held: tuple[int, bool]) -> list[tuple[object, ...]]:
    """What is done on a PC with this keyboard for Ctrl with this key of the technician's."""
    hands = hands_at(name)
    viewer = ViewerInput(hands)
    for scan, extended in (*held, *([SHIFT] if technicians.shift else [])):
        viewer.handle(Key(scan=scan, extended=extended, down=True))
    hands.done.clear()
    viewer.handle(ShortcutKey(scan=technicians.scan, extended=technicians.extended, text=text))
    viewer.handle(Key(scan=technicians.scan, extended=technicians.extended, down=False))
    return hands.done


@pytest.mark.parametrize("pcs", KEYBOARDS)
@pytest.mark.parametrize("technicians", KEYBOARDS)
def test_every_letter_digit_and_sign_with_ctrl_is_that_of_the_pc(technicians: str, pcs: str) -> None:
    there = layout_of(pcs)
    for text, key in layout_of(technicians).items():
        done = pressed_at(pcs, key, text, CTRL)
        wanted = there.get(text.lower())
        place = [("key", key.scan, False, True), ("key", key.scan, False, False)]
        if (key.scan in DIGITS and (not key.shift or text.isdigit())) or wanted is None:
            assert done == place, f"{text}: by its place"
        elif key.scan in DIGITS and wanted.scan in DIGITS:
            assert done == place, f"{text}: a digit's key stays one"
        elif text.lower() != text.upper():
            if wanted.shift:  # only µ
                wanted = key
            assert done == [("key", wanted.scan, False, True), ("key", wanted.scan, False, False)], text
        else:
            needed = [("key", *SHIFT, wanted.shift)] if wanted.shift != key.shift else []
            back = [("key", *SHIFT, key.shift)] if needed else []
            down, up = ("key", wanted.scan, False, True), ("key", wanted.scan, False, False)
            assert done == [*needed, down, *back, up], text


@pytest.mark.parametrize(
    ("technicians", "pcs", "text", "lies_at"),
    [
        ("French", "US-International", "a", 0x1E),
        ("French", "pt-BR ABNT2", "w", 0x11),
        ("German", "Spanish", "z", 0x2C),
        ("pt-BR ABNT2", "French", "q", 0x1E),
        ("US-International", "German", "y", 0x2C),
        ("Spanish", "French", "m", 0x27),
        ("pt-BR ABNT2", "German", "Z", 0x15),
        ("US-International", "French", "1", 0x02),
        ("German", "US-International", "/", 0x35),
        ("German", "US-International", "-", 0x0C),
    ],
)
def test_shortcuts_that_people_know_by_heart(technicians: str, pcs: str, text: str, lies_at: int) -> None:
    done = pressed_at(pcs, layout_of(technicians)[text], text, CTRL)
    assert ("key", lies_at, False, True) in done
    assert ("key", lies_at, False, False) in done


def test_the_digits_of_a_french_keyboard_are_digits_though_signs_are_printed_on_them() -> None:
    assert pressed_at("German", KeyOfCharacter(0x03, False, False), "é", CTRL)[0] == ("key", 0x03, False, True)


def test_a_character_that_the_pc_does_not_have_stays_in_its_place() -> None:
    done = pressed_at("pt-BR ABNT2", KeyOfCharacter(0x27, False, False), "ж", CTRL)
    assert done == [("key", 0x27, False, True), ("key", 0x27, False, False)]


def test_with_alt_no_shift_comes_or_goes_for_windows_would_change_the_layout() -> None:
    semicolon = layout_of("US-International")[";"]
    done = pressed_at("German", semicolon, ";", ALT)
    assert done == [("key", semicolon.scan, False, True), ("key", semicolon.scan, False, False)]


def test_release_all_lifts_the_key_that_was_pressed_and_not_the_technicians() -> None:
    hands = hands_at("US-International")
    viewer = ViewerInput(hands)
    viewer.handle(ShortcutKey(scan=0x10, extended=False, text="a"))
    viewer.handle(ReleaseAll())
    viewer.handle(Key(scan=0x10, extended=False, down=False))
    assert hands.done == [("key", 0x1E, False, True), ("key", 0x1E, False, False)]
