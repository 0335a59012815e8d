"""Whose the hands are after a line broke."""

from daypass.host.remote_control.held_hands import KEPT_S, HeldHands


class Clock:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def two_at_the_pc() -> tuple[HeldHands, Clock]:
    clock = Clock()
    hands = HeldHands(clock)
    hands.came(1, "Technician One")
    hands.came(2, "Technician Two")
    return hands, clock


def test_whoever_comes_back_first_is_not_given_what_another_had() -> None:
    hands, _ = two_at_the_pc()
    hands.left(1, broken=True)
    hands.left(2, broken=True)
    hands.came(3, "Technician Two")
    assert hands.holder is None
    hands.came(4, "Technician One")
    assert hands.holder == 4


def test_they_are_kept_for_a_while_and_never_from_who_takes_them() -> None:
    hands, clock = two_at_the_pc()
    hands.left(1, broken=True)
    hands.take(2)
    assert hands.holder == 2
    hands.came(3, "Technician One")
    assert hands.holder == 2, "they were taken meanwhile"

    hands, clock = two_at_the_pc()
    hands.left(1, broken=True)
    hands.only_look(2, on=False)
    assert hands.holder is None
    clock.s = KEPT_S
    hands.only_look(2, on=False)
    assert hands.holder == 2


def test_a_new_line_that_came_before_the_old_one_was_given_up_has_them() -> None:
    hands, _ = two_at_the_pc()
    hands.came(3, "Technician One")
    hands.left(1, broken=True)
    assert hands.holder == 3


def test_after_a_goodbye_they_are_whose_who_comes() -> None:
    hands, _ = two_at_the_pc()
    hands.left(1, broken=False)
    hands.came(3, "Technician Three")
    assert hands.holder == 3
