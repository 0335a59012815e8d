"""Sees the desktop that has the input: by desktop duplication where Windows offers it, else through GDI.

GDI works on every PC, in every session and under Wine, but does not tell what changed: `wait` then answers "compare everything" at
a steady pace.
"""

import sys

assert sys.platform == "win32"

import ctypes
import time
from collections.abc import Sequence
from typing import Any

from daypass.host.platform.duplicated_screen import DuplicatedScreen
from daypass.host.platform.pointer_shape import PointerShape
from daypass.host.platform.ports import Area, Cursor, Monitor
from daypass.host.platform.windows import gdi
from daypass.host.platform.windows.cursor_shape import ARROW, read_shape
from daypass.host.platform.windows.duplication import duplicate_outputs
from daypass.host.platform.windows.input_desktop import InputDesktop, use_physical_pixels

PACE_S = 1 / 40
KEPT_CANVASES = 4
KEPT_SHAPES = 64


def open_screen() -> DuplicatedScreen:
    """For the thread that calls; it must own no windows."""
    plain = GdiScreen()
    return DuplicatedScreen(plain, lambda: duplicate_outputs(*plain.corner))


class GdiScreen:
    """The virtual screen with its left-top corner at 0, 0, whatever Windows calls it. One thread uses it."""

    def __init__(self) -> None:
        use_physical_pixels()
        self._desktop = InputDesktop()
        self._desktop.follow()
        self._canvases: dict[int, gdi.Canvas] = {}
        self._shapes: dict[int, PointerShape] = {}
        self._monitors: list[Monitor] = []
        self._left = self._top = self._height = 0
        self._source: Any = None
        self._compare_at = 0.0
        self._look_again()

    def monitors(self) -> Sequence[Monitor]:
        return self._monitors

    def wait(self, timeout_s: float) -> Sequence[Area] | None:
        time.sleep(max(0.0, min(timeout_s, self._compare_at - time.monotonic())))
        if not self.became_another() and time.monotonic() < self._compare_at:
            return []
        self._compare_at = time.monotonic() + PACE_S
        return None

    def became_another(self) -> bool:
        """Follow the desktop that has the input; True when that, or the size, is another one than before."""
        another = self._desktop.follow() or self._bounds() != self._known_bounds
        if another:
            self._look_again()
        return another

    @property
    def corner(self) -> tuple[int, int]:
        """Where Windows counts the virtual screen's left-top corner."""
        return self._left, self._top

    def grab(self, area: Area) -> memoryview:
        """The pixels of `area`; black where Windows shows nothing, as for a moment between two desktops."""
        canvas = self._canvas(area.width)
        if area.height > canvas.height:
            raise ValueError(f"the screen has {canvas.height} rows, not {area.height}")
        left, top = area.x + self._left, area.y + self._top
        size = (area.width, area.height)
        if not gdi.gdi32.BitBlt(canvas.context, 0, 0, *size, self._source, left, top, gdi.SRCCOPY):
            self._desktop.follow()
            self._look_again()
            canvas = self._canvas(area.width)
            gdi.gdi32.BitBlt(canvas.context, 0, 0, *size, self._source, left, top, gdi.SRCCOPY)
        gdi.gdi32.GdiFlush()
        return canvas.pixels[: area.width * area.height * 4]

    def cursor(self) -> Cursor:
        info = gdi.CursorInfo(ctypes.sizeof(gdi.CursorInfo))
        if not gdi.user32.GetCursorInfo(ctypes.byref(info)):
            return Cursor(0, 0, False, 0, 0, 0, 0, 0, b"")
        shape = self._shape(info.cursor or 0)
        return Cursor(
            info.place.x - self._left,
            info.place.y - self._top,
            bool(info.flags & gdi.CURSOR_SHOWING),
            shape.shape_id,
            shape.width,
            shape.height,
            shape.hot_x,
            shape.hot_y,
            shape.rgba,
        )

    def close(self) -> None:
        self._forget()
        self._desktop.close()

    def _shape(self, cursor: int) -> PointerShape:
        if cursor not in self._shapes:
            if len(self._shapes) >= KEPT_SHAPES:
                self._shapes.clear()  # programs reuse handles for new shapes
            self._shapes[cursor] = read_shape(cursor) if cursor else ARROW
        return self._shapes[cursor]

    def _canvas(self, width: int) -> gdi.Canvas:
        """One canvas for each width, so that rows follow each other without gaps."""
        if width not in self._canvases:
            if len(self._canvases) >= KEPT_CANVASES:
                self._canvases.pop(next(iter(self._canvases))).close()
            self._canvases[width] = gdi.Canvas(width, self._height)
        return self._canvases[width]

    def _bounds(self) -> tuple[int, int, int, int]:
        metric = gdi.user32.GetSystemMetrics
        return (
            metric(gdi.VIRTUAL_X),
            metric(gdi.VIRTUAL_Y),
            metric(gdi.VIRTUAL_WIDTH),
            metric(gdi.VIRTUAL_HEIGHT),
        )

    def _look_again(self) -> None:
        """A new desktop or another size: everything that belonged to the old one is let go."""
        self._forget()
        self._known_bounds = self._bounds()
        self._left, self._top, width, self._height = self._known_bounds
        self._source = gdi.user32.GetDC(None)
        self._monitors = monitors_from(self._left, self._top) or [Monitor(0, Area(0, 0, width, self._height), True)]

    def _forget(self) -> None:
        for canvas in self._canvases.values():
            canvas.close()
        self._canvases.clear()
        self._shapes.clear()
        if self._source:
            gdi.user32.ReleaseDC(None, self._source)
            self._source = None


def monitors_from(left: int, top: int) -> list[Monitor]:
    """Every monitor, its place counted from there."""
    found: list[Monitor] = []

    def add(monitor: int, *_: object) -> bool:
        info = gdi.MonitorInfo(ctypes.sizeof(gdi.MonitorInfo))
        if gdi.user32.GetMonitorInfoW(monitor, ctypes.byref(info)):
            edge = info.area
            area = Area(edge.left - left, edge.top - top, edge.right - edge.left, edge.bottom - edge.top)
            found.append(Monitor(_number(info.device, len(found)), area, bool(info.flags & gdi.PRIMARY)))
        return True

    gdi.user32.EnumDisplayMonitors(None, None, gdi.MONITOR_FOUND(add), 0)
    return found


def _number(device: str, otherwise: int) -> int:
    r"""The 2 of `\\.\DISPLAY2`: it stays with a monitor while others come and go."""
    digits = device[len(device.rstrip("0123456789")) :]
    return int(digits[-4:]) if digits else otherwise
