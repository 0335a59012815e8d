"""The pass ends in time on the PC's own clocks, whatever happens to wall clock, power and network: a virtual PC against the rules."""

from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from daypass.host.lifecycle.expiry import (
    OFFLINE_AFTER_MS,
    ClockRecord,
    Reading,
    begin,
    hear_server_time,
    is_over,
    next_check_s,
    now_at,
    pass_time,
)

MINUTE, HOUR = 60_000, 3_600_000
START = 1_800_000_000_000
LIFE = 24 * HOUR


@dataclass
class VirtualPC:
    """True time, and the clocks a PC derives from it."""

    true_at: int = START
    wall_error: int = 0
    booted_at: int = START - 5 * HOUR
    boots: int = 1
    record: ClockRecord = field(init=False)

    def __post_init__(self) -> None:
        self.record = begin(START + LIFE, START, self.reading())

    def reading(self) -> Reading:
        return Reading(self.true_at + self.wall_error, self.true_at - self.booted_at, f"boot-{self.boots}")

    def run(self, duration: int) -> None:
        """Time passes with the service awake: it checks and keeps its mark."""
        end = self.true_at + duration
        while self.true_at < end:
            self.true_at = min(end, self.true_at + 5 * MINUTE)
            self.record = pass_time(self.record, self.reading())

    def sleep(self, duration: int) -> None:
        self.true_at += duration

    def reboot(self, off: int) -> None:
        self.true_at += off
        self.boots += 1
        self.booted_at = self.true_at
        self.record = pass_time(self.record, self.reading())

    def contact(self) -> None:
        self.record = hear_server_time(self.record, self.true_at, self.reading())

    def over(self) -> bool:
        return is_over(self.record, self.reading())


def test_a_day_within_one_boot_ends_at_the_deadline_and_not_before() -> None:
    pc = VirtualPC()
    pc.run(LIFE - 1000)
    assert not pc.over()
    pc.run(1000)
    assert pc.over()


def test_sleep_counts() -> None:
    pc = VirtualPC()
    pc.sleep(LIFE - 1000)
    assert not pc.over()
    pc.sleep(1000)
    assert pc.over()


def test_a_clock_three_hours_fast_from_the_start_does_not_end_the_pass_early_even_after_a_reboot() -> None:
    pc = VirtualPC(wall_error=3 * HOUR)
    pc.run(20 * HOUR)
    pc.reboot(off=HOUR)
    pc.run(2 * HOUR + 50 * MINUTE)
    assert not pc.over()
    pc.run(10 * MINUTE)
    assert pc.over()


def test_turning_the_clock_back_within_a_boot_changes_nothing() -> None:
    pc = VirtualPC()
    pc.run(10 * HOUR)
    pc.wall_error = -72 * HOUR
    pc.run(14 * HOUR)
    assert pc.over()


def test_turning_the_clock_back_before_a_reboot_gains_only_the_time_switched_off() -> None:
    pc = VirtualPC()
    pc.run(23 * HOUR)
    pc.wall_error = -72 * HOUR
    pc.reboot(off=30 * MINUTE)
    assert now_at(pc.record, pc.reading()) >= START + 23 * HOUR
    pc.run(HOUR + MINUTE)
    assert pc.over()


def test_after_a_reboot_the_deadline_waits_ten_minutes_for_the_server_to_say_otherwise() -> None:
    pc = VirtualPC()
    pc.reboot(off=25 * HOUR)
    pc.run(OFFLINE_AFTER_MS - MINUTE)
    assert not pc.over()
    pc.run(MINUTE)
    assert pc.over()


def test_the_server_corrects_a_clock_that_was_put_forward_while_the_pc_was_off() -> None:
    pc = VirtualPC()
    pc.wall_error = 72 * HOUR
    pc.reboot(off=MINUTE)
    pc.contact()
    pc.run(23 * HOUR)
    assert not pc.over()
    pc.run(59 * MINUTE)
    assert pc.over()


def test_signed_server_time_at_the_deadline_ends_the_pass_at_once() -> None:
    pc = VirtualPC()
    pc.record = hear_server_time(pc.record, START + LIFE, pc.reading())
    assert pc.over()


def test_the_next_check_is_never_far_away() -> None:
    pc = VirtualPC()
    assert next_check_s(pc.record, pc.reading()) == 30.0
    pc.run(LIFE - 2000)
    assert next_check_s(pc.record, pc.reading()) == 2.0
    pc.run(HOUR)
    assert next_check_s(pc.record, pc.reading()) == 1.0


steps = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(0, 6 * HOUR)),
        st.tuples(st.just("sleep"), st.integers(0, 12 * HOUR)),
        st.tuples(st.just("reboot"), st.integers(MINUTE, 12 * HOUR)),
        st.tuples(st.just("clock"), st.integers(-72 * HOUR, 72 * HOUR)),
        st.tuples(st.just("contact"), st.just(0)),
    ),
    max_size=30,
)


@settings(max_examples=400, deadline=None)
@given(steps)
def test_online_it_never_ends_early_and_never_late(history: list[tuple[str, int]]) -> None:
    """Whoever reaches the server at the end has the exact deadline, whatever the clocks did before."""
    pc = VirtualPC()
    for what, amount in history:
        _play(pc, what, amount)
    pc.contact()
    assert pc.over() == (pc.true_at >= START + LIFE)


@settings(max_examples=400, deadline=None)
@given(steps)
@example([("clock", 660_001), ("contact", 0), ("sleep", 600_001), ("clock", 0), ("reboot", 60_000)])
def test_no_history_prolongs_the_pass_by_more_than_the_time_switched_off(history: list[tuple[str, int]]) -> None:
    """Offline for good: after the deadline plus all time the PC was off plus ten minutes of running it is over.

    A PC that is switched off in its sleep was off since it fell asleep: nobody looked at its clocks in between.
    """
    pc, off, seen_at = VirtualPC(), 0, START
    for what, amount in history:
        _play(pc, what, amount)
        if what == "reboot":
            off += pc.true_at - seen_at
        if what in ("contact", "reboot") or (what == "run" and amount):
            seen_at = pc.true_at
    pc.run(max(0, START + LIFE + off - pc.true_at) + OFFLINE_AFTER_MS)
    assert pc.over()


@settings(max_examples=400, deadline=None)
@given(steps)
def test_with_an_untouched_clock_it_never_ends_early(history: list[tuple[str, int]]) -> None:
    pc = VirtualPC()
    for what, amount in history:
        if what != "clock":
            _play(pc, what, amount)
        if pc.true_at < START + LIFE:
            assert not pc.over()


@settings(max_examples=200, deadline=None)
@given(steps)
def test_known_time_never_goes_back_without_the_server(history: list[tuple[str, int]]) -> None:
    pc = VirtualPC()
    reached = now_at(pc.record, pc.reading())
    for what, amount in history:
        _play(pc, what, amount)
        pc.record = pass_time(pc.record, pc.reading())
        now = now_at(pc.record, pc.reading())
        if what != "contact":
            assert now >= reached
        reached = now


def _play(pc: VirtualPC, what: str, amount: int) -> None:
    if what == "clock":
        pc.wall_error = amount
    elif what == "contact":
        pc.contact()
    else:
        {"run": pc.run, "sleep": pc.sleep, "reboot": pc.reboot}[what](amount)
