"""Work that a request leaves behind and that is done beside it, so that how long the answer takes tells nothing about it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()

Work = Callable[[], Awaitable[object]]
MOST_WAITING = 1000


class Later:
    """Does one thing after the other. `app.py` owns the task that runs it."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Work] = asyncio.Queue(MOST_WAITING)
        self._runs = False

    async def do(self, work: Work) -> None:
        """Do it soon; at once where nothing runs beside requests (commands), and when too much waits already."""
        if not self._runs or self._waiting.full():
            await work()
        else:
            self._waiting.put_nowait(work)

    async def run(self) -> None:
        """Until the server stops; what was promised by then is still done."""
        self._runs = True
        try:
            while True:
                await self._guarded(await self._waiting.get())
        finally:
            self._runs = False
            while not self._waiting.empty():
                await self._guarded(self._waiting.get_nowait())

    async def _guarded(self, work: Work) -> None:
        try:
            await work()
        except Exception:
            log.exception("later.failed")
