"""What of the PC's own mouse and keyboard is swallowed while they are held, and which keys end it."""

from daypass.host.platform.own_input import Meaning, OwnInput
from daypass.host.platform.ports import ESCAPE_S

A, SHIFT, ESCAPE, CONTROL, ALT, DELETE, LEFT_BUTTON = range(7)


def test_everything_is_swallowed_and_comes_up_again_unseen() -> None:
    own = OwnInput()
    assert own.moved()
    assert [own.pressed(A, down, None, 0) for down in (True, True, False)] == [True] * 3
    assert own.pressed(LEFT_BUTTON, True, None, 0)


def test_a_key_that_was_down_before_comes_up_for_the_programs_too() -> None:
    own = OwnInput()
    assert not own.pressed(SHIFT, False, None, 0)


def test_escape_frees_when_it_was_held_long_enough_and_not_before() -> None:
    own = OwnInput()
    own.pressed(ESCAPE, True, Meaning.ESCAPE, 10)
    own.pressed(ESCAPE, True, Meaning.ESCAPE, 11)
    assert not own.frees(10 + ESCAPE_S - 0.1)
    own.pressed(ESCAPE, False, Meaning.ESCAPE, 12)
    assert not own.frees(100), "it came up in between"
    own.pressed(ESCAPE, True, Meaning.ESCAPE, 200)
    assert own.frees(200 + ESCAPE_S)
    assert not own.frees(300), "once"


def test_ctrl_alt_del_frees_at_once_and_two_of_the_three_do_not() -> None:
    own = OwnInput()
    own.pressed(CONTROL, True, Meaning.CONTROL, 0)
    own.pressed(DELETE, True, Meaning.DELETE, 0)
    assert not own.frees(0)
    own.pressed(ALT, True, Meaning.ALT, 0)
    own.pressed(DELETE, False, Meaning.DELETE, 0)
    own.pressed(DELETE, True, Meaning.DELETE, 0)
    assert own.frees(0)


def test_what_freed_the_pc_is_not_repeated_into_a_program_and_the_rest_arrives() -> None:
    own = OwnInput()
    own.pressed(ESCAPE, True, Meaning.ESCAPE, 0)
    assert own.frees(ESCAPE_S)
    assert own.pressed(ESCAPE, True, Meaning.ESCAPE, 3.1), "the system repeats it while it is down"
    assert not own.drained(3.2)
    assert not own.moved()
    assert [own.pressed(A, down, None, 3.3) for down in (True, False)] == [False, False]
    assert own.pressed(ESCAPE, False, Meaning.ESCAPE, 3.4)
    assert own.drained(3.5)
    assert not own.pressed(ESCAPE, True, Meaning.ESCAPE, 3.6)


def test_a_key_that_never_comes_up_keeps_nothing_alive() -> None:
    own = OwnInput()
    own.pressed(A, True, None, 0)
    own.free(1)
    assert not own.drained(2)
    assert own.drained(6)
    assert not own.frees(7), "it was over before"
