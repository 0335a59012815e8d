"""How long to wait before the next attempt to reach the server: it doubles, with jitter, and never gives up."""

from collections.abc import Callable

SHORTEST_S, LONGEST_S = 0.5, 30.0
CALM_AFTER_S = 20.0


class Backoff:
    """`random` gives numbers in [0, 1)."""

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._failures = 0

    def next_wait_s(self) -> float:
        """Half fixed, half jitter: many hosts that lost one server do not come back in one moment."""
        whole = min(LONGEST_S, SHORTEST_S * (1 << self._failures))
        self._failures = min(self._failures + 1, 16)
        return whole / 2 + self._random() * whole / 2

    def worked_for(self, seconds: float) -> None:
        """A link that held for a while starts the waits anew."""
        if seconds >= CALM_AFTER_S:
            self._failures = 0
