"""The owner of everything that runs beside requests. Entered once by `app.py`; leaving it ends every task."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import structlog

log = structlog.get_logger()


class Background:
    """Named tasks with one owner. A failing round of `every` is logged and tried again; it never takes the server down."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def every(self, seconds: float, name: str, round_: Callable[[], Awaitable[object]]) -> None:
        """Run `round_` now and then `seconds` after each end, until the server stops."""
        self.once(name, lambda: self._repeat(seconds, name, round_))

    def once(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Run `work` once beside the requests; an exception is logged."""
        task = asyncio.get_running_loop().create_task(self._guarded(name, work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _repeat(self, seconds: float, name: str, round_: Callable[[], Awaitable[object]]) -> None:
        while True:
            await self._guarded(name, round_)
            await asyncio.sleep(seconds)

    async def _guarded(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
        except Exception:
            log.exception("background.failed", task=name)
