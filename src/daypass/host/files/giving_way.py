"""Contents give way to hands: while somebody works on the remote screen, files pass more slowly, so that clicks are not late."""

import asyncio
from collections.abc import Awaitable, Callable

REST_S = 1.0
"""Hands that have not moved for so long rest, and files go on at full speed."""
WHILE_HANDS_MOVE = 8_000_000
"""Bytes a second, of one technician's transfers: more than most lines carry, and a small part of what two cores can seal."""


class GivingWay:
    """One for all transfers of a host. `quiet_s` tells for how many seconds nobody has moved pointer or keys."""

    def __init__(self, quiet_s: Callable[[], float], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._quiet_s, self._sleep = quiet_s, sleep

    async def wait(self, count: int) -> None:
        """Before so many bytes of contents pass."""
        if self._quiet_s() < REST_S:
            await self._sleep(count / WHILE_HANDS_MOVE)
