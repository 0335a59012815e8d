"""The live stream: what changes is told to every browser that may see it. One process for now; the port is small on purpose.

A slow browser loses events, never memory: its queue is bounded, and on overflow it is told to read everything again.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from daypass.server.accounts.models import SignedIn
from daypass.server.sessions.models import SessionCard

MOST_WAITING = 64


@dataclass(frozen=True, slots=True, eq=False)
class _Listener:
    who: SignedIn
    queue: asyncio.Queue[SessionCard | None]


class LiveStream:
    """Publishes events to listening browsers."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()

    def publish(self, card: SessionCard) -> None:
        """Tell every browser that may see this session; never waits."""
        for listener in self._listeners:
            if not card.session.is_visible_to(listener.who):
                continue
            if listener.queue.full():
                while not listener.queue.empty():
                    listener.queue.get_nowait()
                listener.queue.put_nowait(None)
            listener.queue.put_nowait(card)

    @contextlib.contextmanager
    def listening(self, who: SignedIn) -> Iterator[asyncio.Queue[SessionCard | None]]:
        """A bounded queue of changed sessions until the block ends; None says: read everything again."""
        listener = _Listener(who, asyncio.Queue(MOST_WAITING))
        self._listeners.add(listener)
        try:
            yield listener.queue
        finally:
            self._listeners.discard(listener)
