"""How much may be under way to one viewer, so that what it sees is never old: learnt from its acknowledgements."""

from dataclasses import dataclass

PICTURES_UNDER_WAY = 2
QUEUED_S = 0.1
"""A picture should take no longer than this on the line."""
_LEAST_BUDGET = 32 * 1024
_FIRST_RATE = 1_500_000.0
_TELLING_BYTES = 16 * 1024
"""Smaller pictures tell the round trip, larger ones the rate."""
_NEW_SHARE = 0.4


@dataclass(slots=True)
class _UnderWay:
    seq: int
    size: int
    sent_at: float


class Pacing:
    """Bookkeeping for one viewer; times in seconds of one clock. Not for several threads at once."""

    def __init__(self, after_seq: int = 0) -> None:
        self._under_way: list[_UnderWay] = []
        self._sent = after_seq
        self._round_trip = 0.02
        self._bytes_per_s = _FIRST_RATE
        self._last_acknowledged_at = 0.0

    @property
    def has_room(self) -> bool:
        """Whether another picture may be taken."""
        return len(self._under_way) < PICTURES_UNDER_WAY

    @property
    def budget(self) -> int:
        """Bytes that the line takes in `QUEUED_S`."""
        return max(_LEAST_BUDGET, int(self._bytes_per_s * QUEUED_S))

    @property
    def bytes_per_s(self) -> float:
        """What the line takes, as far as is known."""
        return self._bytes_per_s

    def sent(self, seq: int, size: int, now: float) -> None:
        """Picture `seq` of so many bytes leaves now."""
        self._sent = seq
        self._under_way.append(_UnderWay(seq, size, now))

    def acknowledged(self, seq: int, now: float) -> bool:
        """The viewer has drawn `seq` and all before it. False for a number that is not under way."""
        done = [one for one in self._under_way if one.seq <= seq]
        if not done or seq > self._sent:
            return False
        self._under_way = self._under_way[len(done) :]
        self._learn(done[-1], sum(one.size for one in done), now)
        self._last_acknowledged_at = now
        return True

    def _learn(self, newest: _UnderWay, size: int, now: float) -> None:
        alone = newest.sent_at >= self._last_acknowledged_at
        took = max(0.001, now - max(newest.sent_at, self._last_acknowledged_at))
        if size < _TELLING_BYTES:
            if alone:
                self._round_trip += (took - self._round_trip) * (_NEW_SHARE if took > self._round_trip else 0.8)
            return
        on_the_line = max(0.001, took - self._round_trip) if alone else took
        self._bytes_per_s += (size / on_the_line - self._bytes_per_s) * _NEW_SHARE
