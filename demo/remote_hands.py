"""Notices that what the technician does in the viewer arrives on the PC: there, not in what was sent."""

import asyncio
import subprocess
import time
from typing import Any

from demo.live_screen import LiveScreen
from demo.remote_pc import RemotePc

# The customer's own hands, in the PC's picture, have reached the PC after this time.
SETTLES_S = 1.0
Look = tuple[str, str]


class RemoteHands:
    """Looks at the PC's pointer and Notepad while a technician is connected: what changes there and was not the customer is theirs."""

    def __init__(self, pc: RemotePc, screen: LiveScreen) -> None:
        self._pc, self._screen = pc, screen
        self._seen: Look | None = None
        self._arrived_in = ""

    async def arrived(self, session: dict[str, Any] | None) -> bool:
        """Whether anything has, in this session; asks the PC."""
        if session is None:
            return False
        if session["id"] == self._arrived_in:
            return True
        if session["state"] != "active" or session["presence"] != "connected":
            self._seen = None
            return False
        look = await asyncio.to_thread(self._look)
        customer = time.monotonic() - self._screen.touched_at < SETTLES_S
        if look is not None and self._seen is not None and look != self._seen and not customer:
            self._arrived_in = session["id"]
        self._seen = look
        return session["id"] == self._arrived_in

    def _look(self) -> Look | None:
        try:
            return self._pc.pointer(), self._pc.notepad_text()
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            return None  # a PC that is just being switched off
