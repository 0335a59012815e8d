"""The person's own process sees to their wallpaper: hides it, puts it back, and says so. One change at a time, the newest wish."""

import asyncio
import logging

from daypass.host.connection.person_link import WallpaperBack
from daypass.host.connection.person_side import ServiceTalk
from daypass.host.lifecycle.session_record import Wallpaper
from daypass.host.platform.ports import Wallpaper as PlatformWallpaper

_log = logging.getLogger(__name__)


class PersonWallpaper:
    """Windows tells every program of a change, and some answer late: that is waited for beside the tray."""

    def __init__(self, wallpaper: PlatformWallpaper | None, talk: ServiceTalk, tasks: asyncio.TaskGroup) -> None:
        self._wallpaper, self._talk, self._tasks = wallpaper, talk, tasks
        self._wanted = Wallpaper.UNTOUCHED
        self._changing = asyncio.Lock()

    def see_to(self, wanted: Wallpaper) -> None:
        """What the service says of it."""
        if wanted is not self._wanted:
            self._wanted = wanted
            self._tasks.create_task(self._change(), name="wallpaper")

    async def leave(self) -> None:
        """The service is gone: nothing stays hidden without it."""
        if self._wanted is Wallpaper.HIDDEN:
            self._wanted = Wallpaper.BACK
            await self._change()

    async def _change(self) -> None:
        async with self._changing:
            wanted = self._wanted
            if self._wallpaper is None or wanted is Wallpaper.UNTOUCHED:
                return
            hide = wanted is Wallpaper.HIDDEN
            try:
                await asyncio.to_thread(self._wallpaper.hide if hide else self._wallpaper.put_back)
                if not hide:
                    await self._talk.tell(WallpaperBack())
            except (OSError, EOFError) as error:
                _log.warning("the wallpaper: %s", error)
