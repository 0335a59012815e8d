"""A line and a viewer at its end that exist only in numbers: time passes as fast as the test computes."""

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from daypass.host.remote_control.pacing import Pacing

MBIT = 1_000_000 / 8
_STEP_S = 0.001
_SERVED_AT_ONCE_S = 0.005


@dataclass
class SimulatedLine:
    """A queue without end, served at `bytes_per_s(now)`; what arrives is drawn, sooner or later, and acknowledged."""

    bytes_per_s: Callable[[float], float]
    there_and_back_s: float = 0.02
    unrest_s: float = 0.0
    """How late a busy viewer draws, on average."""
    _chance: random.Random = field(default_factory=lambda: random.Random(3))
    _free_at: float = 0.0

    def drawn_at(self, size: int, now: float) -> float:
        """When the viewer has drawn what is sent now."""
        at, left = max(self._free_at, now + self.there_and_back_s / 2), float(size)
        while left > 0:
            served = min(left, self.bytes_per_s(at) * _SERVED_AT_ONCE_S)
            left, at = left - served, at + served / self.bytes_per_s(at)
        self._free_at = at
        late = self._chance.expovariate(1 / self.unrest_s) if self.unrest_s else 0.0
        return at + 0.004 + late


@dataclass(frozen=True)
class Shown:
    """A picture: when it was taken from the screen, when the viewer had drawn it (seconds), its bytes."""

    taken: float
    drawn: float
    size: int

    @property
    def late_s(self) -> float:
        return self.drawn - self.taken


Take = Callable[[float, Pacing], int | None]
"""The bytes of the picture that is taken now; None when nothing changed."""


def watch(line: SimulatedLine, pacing: Pacing, take: Take, seconds: float, every_s: float = 1 / 60) -> list[Shown]:
    """What the viewer saw of a screen that is asked for pictures as the capture does it."""
    shown: list[Shown] = []
    acknowledgements: list[tuple[float, int]] = []
    now = not_before = 0.0
    while now < seconds:
        while acknowledgements and acknowledgements[0][0] <= now:
            at, seq = heapq.heappop(acknowledgements)
            pacing.acknowledged(seq, at)
        if pacing.has_room and now >= not_before and (size := take(now, pacing)):
            seq, not_before = len(shown) + 1, now + every_s
            pacing.sent(seq, size, now)
            shown.append(Shown(now, line.drawn_at(size, now), size))
            heapq.heappush(acknowledgements, (shown[-1].drawn + line.there_and_back_s / 2, seq))
        now += _STEP_S
    return shown


def between(shown: Sequence[Shown], begin: float, end: float) -> list[Shown]:
    """Those that were taken then."""
    return [one for one in shown if begin <= one.taken < end]


def lateness(shown: Sequence[Shown], percent: int) -> float:
    """Seconds that so many percent of the pictures do not exceed."""
    late = sorted(one.late_s for one in shown)
    return late[min(len(late) - 1, len(late) * percent // 100)]
