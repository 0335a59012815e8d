"""Argon2id for technicians' passwords, in a bounded pool: a flood of sign-ins is refused instead of eating the machine.

64 MiB, t = 3 takes about 0.2 s; two workers and eight waiting are five sign-ins a second, more is answered 503.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from daypass.server.problems import Refusal

R = TypeVar("R")
WORKERS = 2
MOST_WAITING = 8


class PasswordPool:
    """Hashes and checks passwords beside the event loop."""

    def __init__(self, memory_kib: int, workers: int = WORKERS, most_waiting: int = MOST_WAITING) -> None:
        self._hasher = PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=1)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="argon2")
        self._places = workers + most_waiting
        self._taken = 0
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to keep. Raises `sign_in_busy` when the pool is full."""
        return await self._run(self._hasher.hash, password)

    async def matches(self, hash_: str | None, password: str) -> bool:
        """Whether the password fits; without a hash, false after the same time."""
        if hash_ is None and self._decoy is None:
            # Checked when the address is unknown, so that the answer takes equally long.
            self._decoy = await self._run(self._hasher.hash, "no technician has this password")
        fits = await self._run(self._check, hash_ or self._decoy or "", password)
        return fits and hash_ is not None

    def is_outdated(self, hash_: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hash_)

    def close(self) -> None:
        """Stop the workers."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _check(self, hash_: str, password: str) -> bool:
        try:
            return self._hasher.verify(hash_, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[..., R], *arguments: str) -> R:
        if self._taken >= self._places:
            raise Refusal("sign_in_busy", headers={"Retry-After": "2"})
        self._taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)
        finally:
            self._taken -= 1
