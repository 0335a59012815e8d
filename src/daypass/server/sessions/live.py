"""The live stream: what changes is told to every browser that may see it. One process for now; the port is small on purpose.

A slow browser loses events, never memory: its queue is bounded, and on overflow it is told to read everything again.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from daypass.server.accounts.models import SignedIn
from daypass.server.sessions.models import SessionCard

MOST_WAITING = 64
# A sign-in that another process ended is noticed within this time; one ended here, at once (`LiveStream.look_again`).
LOOK_AGAIN_S = 5.0
SIGNED_OUT = 1008
"""Closes a socket whose technician may not have it any more."""


class Wake(Enum):
    """News that is no session."""

    READ_AGAIN = "read again"
    """Something was lost: the browser reads everything once more."""
    LOOK_AGAIN = "look again"
    """The sign-in may be over."""


News = SessionCard | Wake


@dataclass(frozen=True, slots=True, eq=False)
class _Listener:
    who: SignedIn
    queue: asyncio.Queue[News]


class LiveStream:
    """Publishes events to listening browsers."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()

    def publish(self, card: SessionCard) -> None:
        """Tell every browser that may see this session; never waits."""
        for listener in self._listeners:
            if card.is_shown_to(listener.who):
                _put(listener.queue, card)

    def present(self) -> frozenset[str]:
        """The technicians who have a page of the console open."""
        return frozenset(listener.who.technician.id for listener in self._listeners)

    def look_again(self, technician_id: str) -> None:
        """A technician's sign-ins, role or access have changed: their streams see at once whether they may go on."""
        for listener in self._listeners:
            if listener.who.technician.id == technician_id:
                _put(listener.queue, Wake.LOOK_AGAIN)

    def resync(self, technician_id: str) -> None:
        """A session went out of this technician's sight: their browsers read everything again."""
        for listener in self._listeners:
            if listener.who.technician.id == technician_id:
                _put(listener.queue, Wake.READ_AGAIN)

    @contextlib.contextmanager
    def listening(self, who: SignedIn) -> Iterator[asyncio.Queue[News]]:
        """A bounded queue of changed sessions until the block ends."""
        listener = _Listener(who, asyncio.Queue(MOST_WAITING))
        self._listeners.add(listener)
        try:
            yield listener.queue
        finally:
            self._listeners.discard(listener)


async def next_news(changes: asyncio.Queue[News]) -> News:
    """What changes next; or, when nothing does for a while, a reason to look whether the browser is still signed in at all."""
    try:
        async with asyncio.timeout(LOOK_AGAIN_S):
            return await changes.get()
    except TimeoutError:
        return Wake.LOOK_AGAIN


def _put(queue: asyncio.Queue[News], news: News) -> None:
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(Wake.READ_AGAIN)
    queue.put_nowait(news)
