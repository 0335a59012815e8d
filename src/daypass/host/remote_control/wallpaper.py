"""The PC's wallpaper, hidden while a technician who is connected wants that: a plain ground costs less to send.

The person's own process hides it and puts it back, for the wallpaper is theirs. What they chose is never changed, so signing out puts it
back too. That it is hidden stands on the disk before it is, and goes only when that process has said that it is back: after a crash of
anything, the next start or the removal's last window sees to it.
"""

import asyncio
from collections.abc import Awaitable, Callable

from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.lifecycle.session_record import Wallpaper

SETTLES_EVERY_S = 0.5
"""A page gone wild changes it no more often."""


class HiddenWallpaper:
    """`changed` tells the person's process how it stands."""

    def __init__(self, session: LiveSession, changed: Callable[[], Awaitable[None]]) -> None:
        self._session, self._changed = session, changed
        self._wishing: set[int] = set()

    def wish(self, viewer: int, on: bool) -> None:
        """Of this viewer, until it says otherwise or leaves."""
        (self._wishing.add if on else self._wishing.discard)(viewer)

    def left(self, viewer: int) -> None:
        self._wishing.discard(viewer)

    async def end(self) -> None:
        """Nobody wishes anything any more."""
        self._wishing.clear()
        await self.settle()

    def is_back(self) -> None:
        """The person's process has put it back."""
        if self._session.progress.wallpaper is Wallpaper.BACK:
            self._session.change(wallpaper=Wallpaper.UNTOUCHED)

    async def keep(self) -> None:
        """As it is wished. Until cancelled."""
        while True:
            await self.settle()
            await asyncio.sleep(SETTLES_EVERY_S)

    async def settle(self) -> None:
        """What is wished now is on the disk, and told."""
        now = self._session.progress.wallpaper
        wanted = Wallpaper.HIDDEN if self._wishing else Wallpaper.BACK if now is Wallpaper.HIDDEN else now
        if wanted is not now:
            self._session.change(wallpaper=wanted)
            await self._changed()
