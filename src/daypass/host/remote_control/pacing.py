"""How much may be under way to one viewer, so that what it sees is never old: learnt from its acknowledgements.

Everything that costs bytes asks here: how large a picture may be, whether another may leave, what a video may take.

The line is thought of as a queue that serves one picture after the other. An acknowledgement comes when the picture has waited for
those before it, was served, and the shortest way there and back has passed; so the time of serving is known, and with it the rate.
Where that time is short the line is not what limits: such a picture may raise the rate that is believed in, never lower it. A rate
that is believed in too high makes pictures queue, and then they tell the truth; one too low would hide it.
"""

from collections import deque
from dataclasses import dataclass

from daypass.host.platform.ports import VideoRate

QUEUED_S = 0.1
"""A picture should take no longer than this on the line."""
PICTURES_UNDER_WAY = 2
_MOST_UNDER_WAY = 8
_JOINED_S = 0.06
"""Another picture may join those under way while the line needs no longer than this for them."""
PICTURES_A_SECOND, FRUGAL_PICTURES_A_SECOND = 30, 20
_VIDEO_SHARE = 0.8
"""Of the line; the rest is for what is beside the video, and for being wrong."""
_FRUGAL_SHARE = 0.5
"""Of what the line takes: where a quick picture is wanted more than a sharp one, it is under way half as long."""
_LEAST_BUDGET = 4 * 1024
_FIRST_RATE, _LEAST_RATE, _MOST_RATE = 150_000.0, 16_000.0, 12_500_000.0
"""Bytes a second. The first picture of a line of 1 Mbit/s must not be old either; more than the last makes no difference to any."""
_UNHURRIED_S = 0.03
"""A picture that was served sooner says nothing bad of the line: a busy viewer takes as long. One that is late is not believed
alone, unless it should have taken as long."""
_TELLING_BYTES = 2 * 1024
"""What is smaller is late for other reasons than the line."""
_LOWERED_BY = 0.7
"""The share of the way down, in powers, to what a late picture tells: a line that became slow is known after two."""
_DRAINED = 0.8
"""So much of it is believed in then: what queued must drain before the way shows how short it is."""
_GROWTH = 4.0
"""How much more of a line is believed in after each second in which it was used, at most."""
_TRUSTED = 4.0
"""Where nothing waited, the shortest way is itself a guess: no more than so many times what came over in the whole time."""
_SHORTEST_SERVICE_S = 0.001
_WAY_KEPT_S = 15.0
"""The shortest way of so long, and of so long before, counts."""


@dataclass(slots=True)
class _UnderWay:
    seq: int
    size: int
    sent_at: float
    together: int
    """Bytes with those that were under way before it."""


class Pacing:
    """Bookkeeping for one viewer; times in seconds of one clock. Not for several threads at once."""

    def __init__(self, after_seq: int = 0) -> None:
        self.frugal = False
        self._under_way: deque[_UnderWay] = deque()
        self._sent = after_seq
        self._bytes_per_s = _FIRST_RATE
        self._way = _ShortestWay()
        self._last_acknowledged_at = 0.0
        self._was_late = False

    @property
    def has_room(self) -> bool:
        """Whether another picture may be taken. The longer the way, the more are needed to fill it."""
        if not self._under_way:
            return True
        way_s = self._way.seconds
        most = min(_MOST_UNDER_WAY, PICTURES_UNDER_WAY + int(way_s * PICTURES_A_SECOND))
        joined_s = _JOINED_S * (_FRUGAL_SHARE if self.frugal else 1)
        return len(self._under_way) < most and self._size <= self._bytes_per_s * (way_s + joined_s)

    @property
    def _size(self) -> int:
        return sum(one.size for one in self._under_way)

    @property
    def budget(self) -> int:
        """Bytes of one picture: what the line takes in `QUEUED_S`."""
        return max(_LEAST_BUDGET, int(self._bytes_per_s * QUEUED_S * (_FRUGAL_SHARE if self.frugal else 1)))

    @property
    def video_rate(self) -> VideoRate:
        """What a video may take of the line."""
        share = _VIDEO_SHARE * (_FRUGAL_SHARE if self.frugal else 1)
        pictures = FRUGAL_PICTURES_A_SECOND if self.frugal else PICTURES_A_SECOND
        return VideoRate(int(self._bytes_per_s * 8 / 1000 * share), pictures)

    @property
    def bytes_per_s(self) -> float:
        """What the line takes, as far as is known."""
        return self._bytes_per_s

    def sent(self, seq: int, size: int, now: float) -> None:
        """Picture `seq` of so many bytes leaves now."""
        self._sent = seq
        self._under_way.append(_UnderWay(seq, size, now, self._size + size))

    def acknowledged(self, seq: int, now: float) -> bool:
        """The viewer has drawn `seq` and all before it. False for a number that is not under way."""
        if seq > self._sent or not self._under_way or self._under_way[0].seq > seq:
            return False
        first, size = self._under_way[0], 0
        while self._under_way and self._under_way[0].seq <= seq:
            newest = self._under_way.popleft()
            size += newest.size
        self._learn(first, newest, size, now)
        self._last_acknowledged_at = now
        return True

    def _learn(self, first: _UnderWay, newest: _UnderWay, size: int, now: float) -> None:
        known = self._way.known
        self._way.took(now - newest.sent_at, now)
        elapsed = max(_SHORTEST_SERVICE_S, now - first.sent_at)
        if size >= _TELLING_BYTES and size / elapsed > self._bytes_per_s:
            self._believe(size / elapsed)  # with the whole way in it: the line takes so much at least
        if not known:
            if size >= _TELLING_BYTES and elapsed > QUEUED_S:
                self._believe(size / elapsed)
            return
        arrived, free = first.sent_at + self._way.seconds, self._last_acknowledged_at
        service = max(_SHORTEST_SERVICE_S, now - max(arrived, free))
        rate, believed = size / service, self._bytes_per_s
        if arrived > free:
            rate = min(rate, _TRUSTED * newest.together / max(_SHORTEST_SERVICE_S, now - newest.sent_at))
        if rate >= believed:
            self._believe(min(rate, believed + _GROWTH * size))
        late = rate < believed and service >= _UNHURRIED_S and size >= _TELLING_BYTES
        if late and (self._was_late or size >= _UNHURRIED_S * believed):
            self._believe(believed * (_DRAINED * rate / believed) ** _LOWERED_BY)
        self._was_late = late

    def _believe(self, bytes_per_s: float) -> None:
        self._bytes_per_s = min(_MOST_RATE, max(_LEAST_RATE, bytes_per_s))


class _ShortestWay:
    """The shortest time from sending to acknowledging in the last seconds: the way itself, without waiting."""

    def __init__(self) -> None:
        self._before: float | None = None
        self._now: float | None = None
        self._since = 0.0

    @property
    def known(self) -> bool:
        return self._now is not None

    @property
    def seconds(self) -> float:
        """A guess until something was acknowledged."""
        kept = [way for way in (self._before, self._now) if way is not None]
        return min(kept, default=0.02)

    def took(self, seconds: float, now: float) -> None:
        if self._now is None or now - self._since >= _WAY_KEPT_S:
            self._before, self._now, self._since = self._now, seconds, now
        self._now = min(self._now, seconds)
