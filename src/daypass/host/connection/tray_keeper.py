"""Keeps the tray process running for whoever is signed in at the screen, and talks with that process only."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from daypass.host.connection.own_process import random_link
from daypass.host.connection.person_link import MESSAGE_CAP
from daypass.host.platform.ports import LocalLinks, LocalPeer, Programs, Running

_CHECK_EVERY_S = 2.0
_log = logging.getLogger(__name__)


class TrayLink:
    """The link of one tray after the other; each is told its random name, and the system says which process is at the other end."""

    def __init__(self, programs: Programs, session_id: str, serve: Callable[[LocalPeer], Awaitable[None]]) -> None:
        self._programs, self._session_id, self._serve = programs, session_id, serve
        self.name = random_link("tray")
        self._tray: Running | None = None
        self._known = asyncio.Event()
        self._known.set()

    async def listen(self, links: LocalLinks) -> Callable[[], Awaitable[None]]:
        """Until what is returned is called. Raises OSError."""
        return await links.serve(self.name, "person", self._take, MESSAGE_CAP)

    async def start(self) -> Running:
        """Raises OSError, or LookupError when nobody is signed in."""
        self._tray = None
        self._known.clear()
        try:
            arguments = ["tray", "--session", self._session_id, "--link", self.name]
            self._tray = await asyncio.to_thread(self._programs.start_as_person, arguments)
        finally:
            self._known.set()
        return self._tray

    async def _take(self, peer: LocalPeer) -> None:
        """Handler for LocalLinks.serve."""
        await self._known.wait()  # it may be here before it is known which process it is
        if self._tray is None or peer.pid != self._tray.pid:
            _log.warning("another process came by the tray's link")
            return
        await self._serve(peer)


async def keep_tray(link: TrayLink) -> None:
    """Until cancelled; nobody signed in means no tray, and trying again."""
    tray: Running | None = None
    try:
        while True:
            if tray is None or not tray.alive():
                tray = await _start(link)
            await asyncio.sleep(_CHECK_EVERY_S)
    finally:
        if tray is not None:
            tray.end()


async def _start(link: TrayLink) -> Running | None:
    try:
        return await link.start()
    except (OSError, LookupError) as error:
        _log.debug("no tray: %s", error)
        return None
