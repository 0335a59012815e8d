"""Holding the PC: who may, what holds, and every way in which it ends."""

import pytest

from daypass.host.remote_control.pc_hold import BREATH_S, KEPT_FREE_S, SILENT_S, TOO_SOON, PcHold
from daypass.protocol.holding import BlankScreen, Held, LockInput

LOCK, UNLOCK = LockInput(on=True), LockInput(on=False)
BLANK, SHOW = BlankScreen(on=True), BlankScreen(on=False)
ONE, TWO = 1, 2


@pytest.fixture
def pc() -> PcHold:
    return PcHold()


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ((LOCK,), Held.INPUT),
        ((LOCK, UNLOCK), Held.NOTHING),
        ((BLANK,), Held.SCREEN),
        ((BLANK, SHOW), Held.NOTHING),
        ((LOCK, BLANK, SHOW), Held.INPUT),
        ((BLANK, LOCK), Held.SCREEN),
        ((BLANK, LOCK, SHOW), Held.INPUT),
        ((LOCK, BLANK, UNLOCK), Held.NOTHING),
        ((UNLOCK,), Held.NOTHING),
        ((SHOW,), Held.NOTHING),
    ],
)
def test_a_blank_screen_holds_the_input_too(
    pc: PcHold, asked: tuple[LockInput | BlankScreen, ...], wanted: Held
) -> None:
    for message in asked:
        assert pc.ask(ONE, message, 0) is None
    assert pc.wanted is wanted
    assert pc.viewer == (None if wanted is Held.NOTHING else ONE)


def test_it_ends_when_the_hands_pass_or_are_put_down(pc: PcHold) -> None:
    pc.ask(ONE, LOCK, 0)
    pc.hands_passed(ONE, 1)
    assert pc.viewer == ONE
    pc.hands_passed(TWO, 1)
    assert pc.viewer is None
    pc.ask(TWO, LOCK, 10)
    pc.hands_passed(None, 11)
    assert pc.wanted is Held.NOTHING


def test_it_ends_when_its_viewer_falls_silent(pc: PcHold) -> None:
    pc.ask(ONE, LOCK, 0)
    pc.heard(ONE, 5)
    pc.heard(TWO, 5 + SILENT_S)
    assert pc.lives(5 + SILENT_S)
    assert not pc.lives(5 + SILENT_S + 0.1)
    assert pc.wanted is Held.NOTHING


def test_whoever_freed_the_pc_keeps_it_free_for_a_while(pc: PcHold) -> None:
    pc.ask(ONE, BLANK, 0)
    pc.freed_at_pc(10)
    assert pc.ask(ONE, LOCK, 10 + KEPT_FREE_S - 1) == TOO_SOON
    assert pc.ask(TWO, LOCK, 10 + KEPT_FREE_S - 1) == TOO_SOON
    assert pc.viewer is None
    assert pc.ask(ONE, LOCK, 10 + KEPT_FREE_S) is None


def test_a_flood_of_on_and_off_changes_little(pc: PcHold) -> None:
    held = [Held.NOTHING]
    for turn in range(4000):
        pc.ask(ONE, (LOCK, BLANK, SHOW, UNLOCK)[turn % 4], turn / 1000)
        if pc.wanted is not held[-1]:
            held.append(pc.wanted)
    assert len(held) <= 1 + 4 * 4 / BREATH_S, "in four seconds, with four changes in a round"


def test_another_viewer_ends_nothing_by_asking_for_the_end(pc: PcHold) -> None:
    pc.ask(ONE, LOCK, 0)
    assert pc.ask(TWO, UNLOCK, 0) is None
    assert pc.ask(TWO, SHOW, 0) is None
    assert pc.viewer == ONE and pc.wanted is Held.INPUT


def test_an_end_that_comes_twice_is_one(pc: PcHold) -> None:
    pc.end(0)
    pc.freed_at_pc(0)
    assert pc.ask(ONE, LOCK, 0) is None, "nothing had been held"
