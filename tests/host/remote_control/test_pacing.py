"""What a line takes is learnt from its acknowledgements."""

import pytest

from daypass.host.remote_control.pacing import Pacing


def play(pacing: Pacing, bytes_per_s: float, round_trip_s: float, size: int, pictures: int, now: float = 0.0) -> float:
    """One picture after the other over a line of that rate."""
    for seq in range(int(now * 1000) + 1, int(now * 1000) + 1 + pictures):
        pacing.sent(seq, size, now)
        now += size / bytes_per_s + round_trip_s
        assert pacing.acknowledged(seq, now)
    return now


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


@pytest.mark.parametrize("rate", [150_000, 1_250_000, 100_000_000])
@pytest.mark.parametrize("round_trip_s", [0.0005, 0.04])
def test_the_budget_is_a_tenth_of_a_second_of_the_line(rate: int, round_trip_s: float) -> None:
    pacing = Pacing()
    now = play(pacing, rate, round_trip_s, 200, 10)
    play(pacing, rate, round_trip_s, 100_000, 20, now + 1)
    expected = max(32 * 1024, rate / 10)
    assert 0.7 * expected <= pacing.budget <= 1.5 * expected


def test_a_line_that_improves_is_noticed_within_a_few_pictures() -> None:
    pacing = Pacing()
    now = play(pacing, 200_000, 0.02, 40_000, 20)
    assert pacing.budget < 40_000
    play(pacing, 5_000_000, 0.02, 40_000, 8, now + 1)
    assert pacing.budget > 250_000
