"""Frames on their way to viewers, bounded for each viewer by itself: who floods, or does not read, loses answers of their own.

Pictures are never among what is lost, for a later one builds on it; their number is bounded by the viewer's acknowledgements.
"""

import asyncio
import logging
from dataclasses import dataclass

from daypass.host.remote_control.desktop_frames import Frame, FrameKind

MOST_MESSAGES = 3000
MOST_MESSAGE_BYTES = 4 << 20
"""Of one viewer: more than a moving pointer brings in the 40 s after which the server gives up a line that takes nothing."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Held:
    messages: int = 0
    size: int = 0
    told: bool = False


class WaitingFrames:
    """First in, first out. One loop uses it."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Frame] = asyncio.Queue()
        self._held: dict[int, _Held] = {}

    def put(self, frame: Frame) -> None:
        """Have it sent, unless it is a message and too many of this viewer wait already."""
        if frame.kind is FrameKind.MESSAGE and not self._takes(frame):
            return
        self._queue.put_nowait(frame)

    async def get(self) -> Frame:
        """The next one, as soon as there is one."""
        frame = await self._queue.get()
        held = self._held.get(frame.viewer)
        if frame.kind is FrameKind.MESSAGE and held is not None:
            held.messages -= 1
            held.size -= len(frame.payload)
        return frame

    def _takes(self, frame: Frame) -> bool:
        held = self._held.setdefault(frame.viewer, _Held())
        full = held.messages >= MOST_MESSAGES or held.size + len(frame.payload) > MOST_MESSAGE_BYTES
        if full and not held.told:
            _log.warning("viewer %d does not take what it is told; some of it is lost", frame.viewer)
            held.told = True  # once: a log of every lost answer would fill the disk of the PC
        if full:
            return False
        held.messages += 1
        held.size += len(frame.payload)
        return True
