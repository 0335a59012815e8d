"""How guessing the session password gets slower and slower."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.protocol.errors import ProtocolError
from daypass.protocol.tries import ALARMING_TRIES, FREE_TRIES, LONGEST_WAIT_MS, PasswordTries, read_tries


def test_five_wrong_passwords_are_free_then_a_minute_doubling_and_an_hour_at_twenty() -> None:
    tries, waits = PasswordTries(), []
    for _ in range(ALARMING_TRIES):
        tries = tries.begun(0)
        waits.append(tries.wait_ms(0) // 60_000)
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60]
    assert tries.alarming and not PasswordTries(failures=19).alarming
    assert [PasswordTries(failures=n).tries_left for n in (0, 4, 5, 9)] == [FREE_TRIES, 1, 0, 0]


def test_tries_survive_a_restart_and_a_clock_turned_back() -> None:
    tries = PasswordTries(failures=20, blocked_until=10 * LONGEST_WAIT_MS)
    assert read_tries(tries.kept()) == tries
    assert tries.wait_ms(0) == LONGEST_WAIT_MS
    with pytest.raises(ProtocolError):
        read_tries(b"\0damaged")


@given(st.integers(0, 10**6), st.integers(0, 2**50))
def test_a_wait_is_never_longer_than_an_hour(failures: int, now: int) -> None:
    assert 0 <= PasswordTries(failures=failures).begun(now).wait_ms(now) <= LONGEST_WAIT_MS
