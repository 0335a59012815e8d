"""A plain screen over every monitor, for the people at the PC alone: Windows leaves it out of every picture that is taken.

It lets everything through: the technician's clicks reach the windows under it, and for programs it hides nothing of them.
"""

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Sequence
from ctypes import wintypes

from daypass.host.platform.ports import Area
from daypass.host.platform.windows.layer_window import LayerWindow, fill, gdi32, user32
from daypass.host.platform.windows.screen import monitors_from

CENTRE, WORD_BREAK, MEASURE, NO_PREFIX = 0x1, 0x10, 0x400, 0x800
GROUND, TEXT, QUIET_TEXT = 0x2D330A, 0xFFFFFF, 0xE2E8D0  # blue, green, red


class BlankWindow:
    """The thread that makes it has to wait for messages."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Raises OSError where it would be in the technician's picture; then nobody has seen it."""
        self._lines = list(lines)
        self._window = LayerWindow(" ".join(lines), self._paint)
        if not self._window.is_left_out():
            self.close()
            raise OSError("this Windows does not leave a window out of pictures")
        self._window.show()

    def stay_in_front(self) -> None:
        """Of windows that came meanwhile, and over monitors that did."""
        self._window.stay_in_front()

    def close(self) -> None:
        self._window.close()

    def _paint(self, context: int) -> None:
        left, top, width, height = self._window.place
        fill(context, wintypes.RECT(0, 0, width, height), GROUND)
        gdi32().SetBkMode(context, 1)
        for monitor in monitors_from(left, top):
            self._write(context, monitor.area)

    def _write(self, context: int, area: Area) -> None:
        """In the middle of one monitor, the first line larger."""
        y = area.y + area.height // 3
        for number, line in enumerate(self._lines):
            size = max(20, area.height // (30 if number == 0 else 42))
            font = gdi32().CreateFontW(-size, 0, 0, 0, 600 if number == 0 else 400, *([0] * 7), 0, "Segoe UI")
            former = gdi32().SelectObject(context, font)
            gdi32().SetTextColor(context, TEXT if number < 2 else QUIET_TEXT)
            edge = area.width // 16
            left, right, how = area.x + edge, area.x + area.width - edge, CENTRE | WORD_BREAK | NO_PREFIX
            measured = wintypes.RECT(left, y, right, y)
            end = y + user32().DrawTextW(context, line, -1, ctypes.byref(measured), how | MEASURE)
            user32().DrawTextW(context, line, -1, ctypes.byref(wintypes.RECT(left, y, right, end)), how)
            y = end + size
            gdi32().SelectObject(context, former)
            gdi32().DeleteObject(font)
