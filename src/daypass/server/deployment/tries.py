"""Bounds guessing: how often one address, and everybody together, may try numbers, tickets and links that do not exist.

Only misses are counted, so a customer who reloads a right page is never shut out. An IPv6 customer holds a whole /64, so that is what
is counted.
"""

import ipaddress

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

MISSES_PER_ADDRESS = parse("10/minute")
MISSES_PER_ADDRESS_AND_DAY = parse("100/day")
MISSES_OF_ALL = parse("300/minute")


class Misses:
    """Counts misses of one kind (numbers, links)."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def too_many(self, address: str) -> bool:
        """Whether no further try is answered now, right or wrong."""
        return not all([await self._window.test(limit, *names) for limit, *names in self._limits(address)])

    async def count(self, address: str) -> None:
        """Remember one miss."""
        for limit, *names in self._limits(address):
            await self._window.hit(limit, *names)

    def _limits(self, address: str) -> list[tuple[RateLimitItem, *tuple[str, ...]]]:
        place = _place(address)
        return [
            (MISSES_PER_ADDRESS, self._kind, place),
            (MISSES_PER_ADDRESS_AND_DAY, self._kind, place),
            (MISSES_OF_ALL, self._kind, "everybody"),
        ]


def _place(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)
