"""Bounds guessing: how often one address, and everybody together, may try numbers, tickets and links that do not exist.

Only misses are counted, so a customer who reloads a right page is never shut out. What nobody can guess (links, tickets) has no bound
for everybody together: it would only let a stranger with many addresses shut all customers out.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from daypass.server.callers import counted_place

MISSES_PER_ADDRESS = parse("10/minute")
MISSES_PER_ADDRESS_AND_DAY = parse("100/day")
MISSES_OF_ALL = parse("300/minute")


class TooManyTries(Exception):
    """Too many wrong numbers, tickets or links: no answer for now, right or wrong."""


class Misses:
    """Counts misses of one kind (numbers, tickets, links)."""

    def __init__(self, kind: str, guessable: bool = False) -> None:
        """`guessable`: short enough that many guessers together could find one."""
        self._kind = kind
        self._guessable = guessable
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._one_at_a_time = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def trying(self, address: str) -> AsyncIterator[None]:
        """Around one try; call `count` inside when it was a miss. Raises TooManyTries.

        One guess is looked up after the other: a burst of them sent at once finds the misses before it counted.
        """
        async with self._one_at_a_time if self._guessable else contextlib.nullcontext():
            if not all([await self._window.test(limit, *names) for limit, *names in self._limits(address)]):
                raise TooManyTries
            yield

    async def count(self, address: str) -> None:
        """Remember one miss."""
        for limit, *names in self._limits(address):
            await self._window.hit(limit, *names)

    def _limits(self, address: str) -> list[tuple[RateLimitItem, *tuple[str, ...]]]:
        place = counted_place(address)
        everybody: list[tuple[RateLimitItem, *tuple[str, ...]]] = [(MISSES_OF_ALL, self._kind, "everybody")]
        return [
            (MISSES_PER_ADDRESS, self._kind, place),
            (MISSES_PER_ADDRESS_AND_DAY, self._kind, place),
            *(everybody if self._guessable else []),
        ]
