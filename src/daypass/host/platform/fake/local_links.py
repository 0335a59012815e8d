"""Local links in memory."""

import asyncio
from collections.abc import Awaitable, Callable

from daypass.host.platform.ports import LARGEST_LOCAL_MESSAGE, LocalPeer

Handler = Callable[[LocalPeer], Awaitable[None]]


class MemoryPeer:
    """One end; an empty slot in the queue is the end of the line."""

    def __init__(self) -> None:
        self._incoming: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.other: MemoryPeer | None = None
        self._closed = False
        self.pid = 0
        """Of the process that a test lets be at the other end."""

    async def send(self, message: bytes) -> None:
        if self._closed or self.other is None or self.other._closed:
            raise EOFError("the other side is gone")
        self.other._incoming.put_nowait(message)

    async def receive(self) -> bytes:
        message = None if self._closed else await self._incoming.get()
        if message is None:
            self._closed = True
            raise EOFError("the other side is gone")
        return message

    async def close(self) -> None:
        if not self._closed and self.other is not None:
            self.other._incoming.put_nowait(None)
        self._closed = True


def memory_link() -> tuple[MemoryPeer, MemoryPeer]:
    """Both ends of one link."""
    one, two = MemoryPeer(), MemoryPeer()
    one.other, two.other = two, one
    return one, two


class MemoryLinks:
    """Links by name; conversations run in the task group the test gives."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self._tasks = tasks
        self._handlers: dict[str, Handler] = {}

    async def serve(
        self,
        name: str,
        who: str,
        handler: Handler,
        largest: int = LARGEST_LOCAL_MESSAGE,
        first_within_s: float | None = None,
    ) -> Callable[[], Awaitable[None]]:
        self._handlers[name] = handler

        async def stop() -> None:
            self._handlers.pop(name, None)

        return stop

    async def connect(self, name: str, patience_s: float = 5.0, to_parent: bool = False, pid: int = 0) -> LocalPeer:
        """`pid`: as this process of the test's."""
        handler = self._handlers.get(name)
        if handler is None:
            raise FileNotFoundError(name)
        mine, theirs = memory_link()
        theirs.pid = pid
        self._tasks.create_task(self._talk(handler, theirs), name=f"link {name}")
        return mine

    async def _talk(self, handler: Handler, peer: MemoryPeer) -> None:
        try:
            await handler(peer)
        except EOFError:
            pass
        finally:
            await peer.close()


class LinksOf(MemoryLinks):
    """The same links as another process has them, which the system calls `pid`."""

    def __init__(self, links: MemoryLinks, pid: int) -> None:
        super().__init__(links._tasks)
        self._handlers, self._pid = links._handlers, pid

    async def connect(self, name: str, patience_s: float = 5.0, to_parent: bool = False, pid: int = 0) -> LocalPeer:
        return await super().connect(name, patience_s, to_parent, pid or self._pid)
