"""What a line takes is learnt from its acknowledgements."""

import pytest
from tests.host.remote_control.simulated_line import SimulatedLine, watch

from daypass.host.remote_control.pacing import Pacing


def test_two_pictures_are_under_way_and_no_more() -> None:
    pacing = Pacing(after_seq=7)
    pacing.sent(8, 100, 0.0)
    assert pacing.has_room
    pacing.sent(9, 100, 0.0)
    assert not pacing.has_room
    assert pacing.acknowledged(9, 0.01) and pacing.has_room


def test_numbers_that_are_not_under_way_open_nothing() -> None:
    pacing = Pacing()
    pacing.sent(1, 100, 0.0)
    pacing.sent(2, 100, 0.0)
    assert not pacing.acknowledged(3, 0.1) and not pacing.acknowledged(0, 0.1)
    assert not pacing.has_room


@pytest.mark.parametrize("rate", [100_000, 1_250_000, 8_000_000])
@pytest.mark.parametrize("round_trip_s", [0.002, 0.04])
def test_the_budget_is_a_tenth_of_a_second_of_the_line(rate: int, round_trip_s: float) -> None:
    pacing, line = Pacing(), SimulatedLine(lambda now: rate, round_trip_s)
    budgets = []

    def take(now: float, pacing: Pacing) -> int:
        budgets.append(pacing.budget)
        return pacing.budget

    watch(line, pacing, take, 6)
    late = budgets[len(budgets) // 2 :]
    assert 0.6 * rate / 10 <= sum(late) / len(late) <= 1.3 * rate / 10


def test_a_long_way_is_filled_with_more_pictures_but_never_with_more_bytes_than_the_line_takes() -> None:
    pacing = Pacing()
    pacing.sent(1, 100, 0.0)
    pacing.acknowledged(1, 0.2)
    for seq in range(2, 8):
        assert pacing.has_room
        pacing.sent(seq, 3000, 0.2)
    pacing.sent(8, 1_000_000, 0.2)
    assert not pacing.has_room


def test_a_large_picture_leaves_alone_and_a_small_one_joins_it() -> None:
    pacing = Pacing()
    pacing.sent(1, pacing.budget, 0.0)
    assert not pacing.has_room
    assert pacing.acknowledged(1, 0.1)
    pacing.sent(2, pacing.budget // 4, 0.1)
    assert pacing.has_room
