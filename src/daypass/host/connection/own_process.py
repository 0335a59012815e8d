"""A process of the host's own that works for the service, and the link that only this process may use (docs/decisions/0011).

The link's name is random and told to the process alone; the system says which process is at either end, and neither talks to another
than the one it started, or was started by.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence

from daypass.host.platform.ports import LocalLinks, LocalPeer, Programs, Running

COMES_WITHIN_S = 20.0
_LEAVES_WITHIN_S = 1.0
_LOOK_EVERY_S = 0.05
_log = logging.getLogger(__name__)


def random_link(purpose: str) -> str:
    """A name that nobody can take before us."""
    return f"{purpose}-{secrets.token_hex(16)}"


class OwnProcess:
    """`start` it, talk with it by `peer`, and `close` it whatever became of it."""

    def __init__(self, links: LocalLinks, programs: Programs, command: str, elevated: bool) -> None:
        """`python -m daypass.host COMMAND --link …`, as the person at the screen, or `elevated` as the system."""
        self._links, self._programs, self._command, self._elevated = links, programs, command, elevated
        self._running: Running | None = None
        self._started = asyncio.Event()
        self._came: asyncio.Future[LocalPeer] = asyncio.get_running_loop().create_future()
        self._over = asyncio.Event()
        self._stop: Callable[[], Awaitable[None]] | None = None

    async def start(self, largest: int) -> LocalPeer:
        """Its end of the link, when it has come; `largest`: the most bytes that it may send at once.

        Raises LookupError when nobody is signed in, OSError when it does not start or come.
        """
        name = random_link(self._command)
        who = "system" if self._elevated else "person"
        self._stop = await self._links.serve(name, who, self._take, largest)
        start = self._programs.start_on_desktop if self._elevated else self._programs.start_as_person
        self._running = await _start(start, [self._command, "--link", name])
        self._started.set()
        async with asyncio.timeout(COMES_WITHIN_S):
            return await self._came

    async def _take(self, peer: LocalPeer) -> None:
        """Handler for LocalLinks.serve: the very process that was started, once."""
        await self._started.wait()
        if self._running is None or peer.pid != self._running.pid or self._came.done():
            _log.warning("another process came by the link of the %s process", self._command)
            return
        self._came.set_result(peer)
        await self._over.wait()

    async def close(self) -> None:
        """The link ends, and the process with it; it is not waited for longer than ending takes."""
        self._over.set()
        self._started.set()  # whoever came meanwhile goes
        self._came.cancel()
        if self._stop is not None:
            await self._stop()
        if self._running is not None:
            await _gone(self._running)


async def _start(start: Callable[[Sequence[str]], Running], arguments: Sequence[str]) -> Running:
    """In a thread, and ended if nobody waits for it any more: else it would run on unknown."""
    starting = asyncio.get_running_loop().run_in_executor(None, start, arguments)
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(_end_at_once)
        raise


def _end_at_once(starting: "asyncio.Future[Running]") -> None:
    if not starting.cancelled() and starting.exception() is None:
        starting.get_loop().run_in_executor(None, starting.result().end)


async def _gone(running: Running) -> None:
    for _ in range(round(_LEAVES_WITHIN_S / _LOOK_EVERY_S)):
        if not running.alive():
            return
        await asyncio.sleep(_LOOK_EVERY_S)
    await asyncio.to_thread(running.end)
