"""Slows down who talks too much: what one peer asks of the database must not starve the others."""

import asyncio
import time
from collections.abc import Awaitable, Callable

BURST = 40
PER_S = 4.0


class Pace:
    """Lets `burst` messages through at once and `per_s` a second after that; the others wait, unread, at the sender's end."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        burst: int = BURST,
        per_s: float = PER_S,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._burst, self._per_s = burst, per_s
        self._saved, self._at = float(burst), clock()

    async def step(self) -> None:
        """One more message: returns when it may be handled."""
        now = self._clock()
        self._saved, self._at = min(self._burst, self._saved + (now - self._at) * self._per_s) - 1, now
        if self._saved < 0:
            await self._sleep(-self._saved / self._per_s)
