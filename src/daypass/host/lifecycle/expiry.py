"""When the pass is over by time, decided on this PC alone: pure functions over a small record and one reading of the clocks.

1. A signed server time at or after the deadline: over.
2. Within the boot that last heard a signed time, the ticks since then count (they include sleep); the wall clock is ignored.
3. After a reboot, the wall clock corrected by the offset measured at the last signed time counts, never below what was
   already known to have passed; it ends the pass only after ten minutes without contact, since the server knows better.

So a clock that is three hours fast does not end the pass early, and one turned back does not prolong it. All times are
milliseconds; `…_at` since 1970 UTC, `…_awake` since boot.
"""

import msgspec

OFFLINE_AFTER_MS = 10 * 60 * 1000


class Reading(msgspec.Struct, frozen=True):
    """All clocks of the PC at one moment."""

    wall_at: int
    awake: int
    boot_id: str


class ClockRecord(msgspec.Struct, frozen=True):
    """What is kept on disk. `mark_at` is the latest moment known to have been reached, noted at `mark_awake` of `mark_boot`."""

    deadline_at: int
    mark_at: int
    mark_awake: int
    mark_boot: str
    signed: bool
    """The mark is a signed server time of this very boot."""
    offset_ms: int
    """Server time minus wall clock at the last signed time."""
    contact_awake: int
    """The last contact in `mark_boot`, or when the clocks were first read in it."""


def begin(deadline_at: int, server_at: int, reading: Reading) -> ClockRecord:
    """The record at activation, when the server has just told the time."""
    return ClockRecord(
        deadline_at=deadline_at,
        mark_at=server_at,
        mark_awake=reading.awake,
        mark_boot=reading.boot_id,
        signed=True,
        offset_ms=server_at - reading.wall_at,
        contact_awake=reading.awake,
    )


def hear_server_time(record: ClockRecord, server_at: int, reading: Reading) -> ClockRecord:
    """The server's signed time replaces every estimate, also a later one."""
    return begin(record.deadline_at, server_at, reading)


def pass_time(record: ClockRecord, reading: Reading) -> ClockRecord:
    """Move the mark to `reading`; never backwards."""
    same_boot = reading.boot_id == record.mark_boot
    ticked_at = record.mark_at + (max(0, reading.awake - record.mark_awake) if same_boot else 0)
    signed = record.signed and same_boot
    reached_at = ticked_at if signed else max(ticked_at, reading.wall_at + record.offset_ms)
    return msgspec.structs.replace(
        record,
        mark_at=reached_at,
        mark_awake=reading.awake,
        mark_boot=reading.boot_id,
        signed=signed,
        contact_awake=record.contact_awake if same_boot else reading.awake,
    )


def is_over(record: ClockRecord, reading: Reading) -> bool:
    """Whether the deadline has passed as far as this PC can know."""
    now = pass_time(record, reading)
    if now.mark_at < now.deadline_at:
        return False
    return now.signed or reading.awake - now.contact_awake >= OFFLINE_AFTER_MS


def now_at(record: ClockRecord, reading: Reading) -> int:
    """The best estimate of the server's time."""
    return pass_time(record, reading).mark_at


def next_check_s(record: ClockRecord, reading: Reading, at_most_s: float = 30.0) -> float:
    """How long to wait before asking `is_over` again; short, since a sleeping PC sleeps through timers."""
    left_s = (record.deadline_at - now_at(record, reading)) / 1000
    return min(at_most_s, max(0.05, left_s)) if left_s > 0 else 1.0
