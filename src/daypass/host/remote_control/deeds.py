"""What a technician does by remote control and nobody at the PC sees, for the activity log. Of texts never a word, only their length.

The log is not flooded: what is done again and again is one line each `CALM_S`, with everything since the line before.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import msgspec

from daypass.protocol.clipboard import ClipboardText
from daypass.protocol.drawing import DrawLine, PointAt
from daypass.protocol.remote_control import SecureAttention, read_to_viewer
from daypass.protocol.viewing import ScreenshotTaken

CALM_S = 10.0
MOST_WAITING = 200
"""Lines on their way to the log; each kind comes once in `CALM_S`."""


class _Named(msgspec.Struct):
    type: str


_name_of = msgspec.msgpack.Decoder(_Named).decode


class Deeds:
    """Of one viewer. `log(what, detail)` is the line `host.log.<what>`."""

    def __init__(self, log: Callable[[str, str], Awaitable[None]]) -> None:
        self._log = log
        self._lines: asyncio.Queue[tuple[str, str]] = asyncio.Queue(MOST_WAITING)
        self._last: dict[str, float] = {}
        self._since: dict[str, int] = {}
        """Counted since the last line of its kind."""

    def done(self, message: object) -> None:
        """A message of the technician's that is obeyed."""
        if isinstance(message, ClipboardText):
            self._count("clipboard_sent", len(message.text))
        elif isinstance(message, ScreenshotTaken):
            self._count("screenshots", 1)
        elif isinstance(message, SecureAttention):
            self._once("attention")
        elif isinstance(message, PointAt | DrawLine):
            self._once("drawn")

    def told(self, message: bytes) -> None:
        """A message for the technician, from the desktop process."""
        if _name_of(message).type == ClipboardText.__name__:
            text = read_to_viewer(message)
            if isinstance(text, ClipboardText):
                self._count("clipboard_taken", len(text.text))

    def add(self, what: str, detail: str) -> None:
        """A line of its own."""
        if not self._lines.full():
            self._lines.put_nowait((what, detail))

    async def keep(self) -> None:
        """Write the lines. Until cancelled; what was only counted by then is written too."""
        try:
            while True:
                await self._log(*await self._next())
        finally:
            for what, amount in self._since.items():
                await self._log(what, str(amount))

    async def _next(self) -> tuple[str, str]:
        """The next line; what was counted after the last one of its kind when its time has come."""
        while True:
            try:
                async with asyncio.timeout(CALM_S):
                    return await self._lines.get()
            except TimeoutError:
                for what in list(self._since):
                    self._count(what, 0)

    def _once(self, what: str) -> None:
        """Said again only after it has rested for a while."""
        now = time.monotonic()
        if now - self._last.get(what, -CALM_S) >= CALM_S:
            self.add(what, "")
        self._last[what] = now

    def _count(self, what: str, amount: int) -> None:
        amount += self._since.pop(what, 0)
        now = time.monotonic()
        if now - self._last.get(what, -CALM_S) < CALM_S:
            self._since[what] = amount
            return
        self._last[what] = now
        self.add(what, str(amount))
