"""Drawing over the PC's screen: a layer that is there only while something is to be seen, and goes with the technician who drew.

Messages may come as fast as they like: what is shown changes at most `TURNS_A_SECOND` times.
"""

import asyncio
import logging
import time
from typing import Protocol

from daypass.host.platform.ports import DrawingLayer, Drawn, OpenDrawing
from daypass.host.remote_control.ink import Ink
from daypass.protocol.drawing import DrawLine, PointAt, WipeDrawing
from daypass.protocol.messages import Message
from daypass.protocol.tool_line import Notice

TURNS_A_SECOND = 30
LINES_PER_SCREEN = 216
"""A line is so many times thinner than the picture is high: 5 pixels at 1080."""
TRIES_AGAIN_S = 5.0
NOT_POSSIBLE = "DP-413"
_log = logging.getLogger(__name__)


class Drawer(Protocol):
    """A viewer in the desktop process."""

    name: str

    def message(self, message: Message) -> None: ...
    def place(self, x: int, y: int) -> tuple[int, int] | None:
        """Of a place in the picture; None before the first picture."""

    def height(self) -> int:
        """Of the picture, in pixels."""


class Drawing:
    """For the desktop process; one loop uses it."""

    def __init__(self, open_layer: OpenDrawing) -> None:
        self._open = open_layer
        self._ink = Ink()
        self._drawer: Drawer | None = None
        self._layer: DrawingLayer | None = None
        self._shown: Drawn | None = None
        self._turn: asyncio.TimerHandle | None = None
        self._tries_at = 0.0

    def handle(self, drawer: Drawer, message: object) -> bool:
        """Do it if it is about drawing; answers whether it was."""
        if isinstance(message, WipeDrawing):
            self.leave(drawer)
        elif isinstance(message, PointAt | DrawLine):
            self._draw(drawer, message)
        else:
            return False
        return True

    def leave(self, drawer: Drawer) -> None:
        """What this one drew is gone when this returns."""
        if drawer is self._drawer:
            self._drawer = None
            self._end()

    def _draw(self, drawer: Drawer, message: PointAt | DrawLine) -> None:
        spots = message.points if isinstance(message, DrawLine) else (message,)
        places = [place for spot in spots if (place := drawer.place(spot.x, spot.y)) is not None]
        if not places or not self._has_layer(drawer):
            return
        if drawer is not self._drawer:
            self._ink.wipe()
            self._drawer = drawer
        now = time.monotonic()
        if isinstance(message, DrawLine):
            self._ink.draw(message.line, places, now)
        else:
            self._ink.point(places[0], now)
        if self._turn is None:
            self._show()

    def _has_layer(self, drawer: Drawer) -> bool:
        if self._layer is None and time.monotonic() >= self._tries_at:
            try:
                self._layer = self._open()
            except OSError as error:
                _log.warning("nothing can be drawn over the screen: %s", error)
                self._tries_at = time.monotonic() + TRIES_AGAIN_S
                drawer.message(Notice(dp=NOT_POSSIBLE))
        return self._layer is not None

    def _show(self) -> None:
        """Now, and again until all of it has faded."""
        self._turn = None
        if self._layer is None or self._drawer is None:
            return
        thickness = max(3, self._drawer.height() // LINES_PER_SCREEN)
        drawn = self._ink.shown(self._drawer.name, thickness, time.monotonic())
        if drawn is None:
            self._end()
            return
        if drawn != self._shown:
            self._shown = drawn
            self._layer.show(drawn)
        self._turn = asyncio.get_running_loop().call_later(1 / TURNS_A_SECOND, self._show)

    def _end(self) -> None:
        self._ink.wipe()
        self._shown = None
        if self._turn is not None:
            self._turn.cancel()
            self._turn = None
        layer, self._layer = self._layer, None
        if layer is not None:
            layer.close()
