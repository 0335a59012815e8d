"""Holding the PC in the desktop process: only for as long as the service goes on ordering it.

The service, the line and the technician's page may all fail; none of them is needed to end a hold. It ends when no order renews it, when
whoever is at the PC frees it, when Windows shows another desktop, and with this process.
"""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from daypass.host.platform.ports import OpenHold, PcInputHold
from daypass.host.remote_control.hold_frames import FREED_BY_KEYS, NOT_RENEWED, HoldTold, read_order
from daypass.protocol.holding import Held

LEASE_S = 4.0
NOT_POSSIBLE = {Held.INPUT: "DP-421", Held.SCREEN: "DP-424"}
_log = logging.getLogger(__name__)


class LeasedHold:
    """For the desktop process; one loop uses it. `tell` takes a viewer's number and what is held now."""

    def __init__(self, open_hold: OpenHold, tell: Callable[[int, HoldTold], None]) -> None:
        self._open, self._tell = open_hold, tell
        self._viewer = 0
        self._held = Held.NOTHING
        self._hold: PcInputHold | None = None
        self._lease: asyncio.TimerHandle | None = None

    def order(self, viewer: int, payload: bytes) -> None:
        """Do what the service orders; the same again renews it."""
        try:
            order = read_order(payload)
        except msgspec.MsgspecError:
            _log.warning("an unreadable order to hold the PC")
            return
        if order.held is Held.NOTHING:
            if self._held is not Held.NOTHING:
                self._end("")
            return
        if (order.held, viewer) != (self._held, self._viewer) and not self._begin(viewer, order.held, order.lines):
            return
        self._renew()

    def left(self, viewer: int) -> None:
        """A viewer is gone."""
        if viewer == self._viewer and self._held is not Held.NOTHING:
            self._end("")

    def close(self) -> None:
        if self._held is not Held.NOTHING:
            self._end("")

    def _begin(self, viewer: int, held: Held, lines: tuple[str, ...]) -> bool:
        loop = asyncio.get_running_loop()
        try:
            if self._hold is None:
                self._hold = hold = self._open(lambda why: _told(loop, lambda: self._freed(hold, why)))
            self._hold.show(lines if held is Held.SCREEN else None)
        except OSError as error:
            _log.warning("the PC cannot be held: %s", error)
            self._viewer = viewer
            self._end(NOT_POSSIBLE[held])
            return False
        self._viewer, self._held = viewer, held
        self._tell(viewer, HoldTold(held))
        return True

    def _freed(self, hold: PcInputHold, why: str) -> None:
        if hold is self._hold:
            self._end(why or FREED_BY_KEYS)

    def _renew(self) -> None:
        if self._lease is not None:
            self._lease.cancel()
        self._lease = asyncio.get_running_loop().call_later(LEASE_S, self._end, NOT_RENEWED)

    def _end(self, why: str) -> None:
        hold, self._hold, self._held = self._hold, None, Held.NOTHING
        if self._lease is not None:
            self._lease.cancel()
            self._lease = None
        if hold is not None:
            hold.close()
        self._tell(self._viewer, HoldTold(Held.NOTHING, why))


def _told(loop: asyncio.AbstractEventLoop, freed: Callable[[], None]) -> None:
    """From the platform's thread into the loop's; a loop at its end closes the hold itself."""
    try:
        loop.call_soon_threadsafe(freed)
    except RuntimeError:
        _log.info("freed at the end of this process")
