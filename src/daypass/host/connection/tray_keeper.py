"""Keeps the tray process running for whoever is signed in at the screen."""

import asyncio
import logging

from daypass.host.platform.ports import Programs, Running

_CHECK_EVERY_S = 2.0
_log = logging.getLogger(__name__)


async def keep_tray(programs: Programs, session_id: str) -> None:
    """Until cancelled; nobody signed in means no tray, and trying again."""
    tray: Running | None = None
    try:
        while True:
            if tray is None or not tray.alive():
                tray = await _start(programs, session_id)
            await asyncio.sleep(_CHECK_EVERY_S)
    finally:
        if tray is not None:
            tray.end()


async def _start(programs: Programs, session_id: str) -> Running | None:
    try:
        return await asyncio.to_thread(programs.start_as_person, ["tray", "--session", session_id])
    except (OSError, LookupError) as error:
        _log.debug("no tray: %s", error)
        return None
