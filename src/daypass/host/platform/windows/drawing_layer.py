"""What a technician draws over the screen: a window cut to the lines, so that all around them is the work itself.

A thread of its own makes the window, paints it and takes it away; Windows sends mouse and keyboard through it.
"""

import sys

assert sys.platform == "win32"

import ctypes
import logging
import threading
from collections.abc import Sequence
from ctypes import wintypes
from functools import cache
from typing import Any

from daypass.host.platform.ports import Drawn, DrawnLine
from daypass.host.platform.windows.input_desktop import InputDesktop
from daypass.host.platform.windows.layer_window import LayerWindow, can_be_left_out, fill, gdi32, user32

QUIT, APP = 0x0012, 0x8000
STARTS_S, ENDS_S = 2.0, 1.0
INK, RIM = 0x1E1EC8, 0xFFFFFF  # blue, green, red
SOLID, UNION, WINDING = 0, 2, 2
CENTRE, ONE_LINE, NO_PREFIX = 0x1 | 0x4, 0x20, 0x800
LETTER_PX, LABEL_PX = 9, 24
_log = logging.getLogger(__name__)


@cache
def _functions() -> Any:
    """Those of gdi32 that only lines need, and the messages of threads."""
    library = gdi32()
    handle, whole = wintypes.HANDLE, ctypes.c_int
    for name, result, arguments in (
        ("CreateCompatibleDC", handle, [handle]),
        ("DeleteDC", wintypes.BOOL, [handle]),
        ("BeginPath", wintypes.BOOL, [handle]),
        ("EndPath", wintypes.BOOL, [handle]),
        ("WidenPath", wintypes.BOOL, [handle]),
        ("PathToRegion", handle, [handle]),
        ("SetPolyFillMode", whole, [handle, whole]),
        ("Polyline", wintypes.BOOL, [handle, ctypes.c_void_p, whole]),
        ("CreatePen", handle, [whole, whole, wintypes.DWORD]),
        ("CreateEllipticRgn", handle, [whole] * 4),
        ("CreateRoundRectRgn", handle, [whole] * 6),
        ("CreateRectRgn", handle, [whole] * 4),
        ("CombineRgn", whole, [handle, handle, handle, whole]),
        ("FillRgn", wintypes.BOOL, [handle, handle, handle]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    user32().PostThreadMessageW.argtypes = [wintypes.DWORD, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM]
    user32().GetMessageW.argtypes = [ctypes.POINTER(wintypes.MSG), wintypes.HWND, wintypes.UINT, wintypes.UINT]
    user32().DispatchMessageW.argtypes = [ctypes.POINTER(wintypes.MSG)]
    return library


class WindowsDrawingLayer:
    """Opened, shown and closed by one thread; its own does the rest."""

    def __init__(self) -> None:
        """Raises OSError when Windows makes no window."""
        self._drawn = Drawn((), "", (0, 0))
        self._problem = "the layer did not come in time"
        self._thread_id = 0
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name="drawing over the screen", daemon=True)
        self._thread.start()
        self._begun.wait(STARTS_S)
        if self._problem:
            self.close()
            raise OSError(self._problem)

    def show(self, drawn: Drawn) -> None:
        self._drawn = drawn
        user32().PostThreadMessageW(self._thread_id, APP, 0, 0)

    def close(self) -> None:
        if self._thread_id:
            user32().PostThreadMessageW(self._thread_id, QUIT, 0, 0)
        self._thread.join(ENDS_S)

    def _run(self) -> None:
        _functions()
        self._thread_id = ctypes.WinDLL("kernel32").GetCurrentThreadId()
        desktop = InputDesktop()
        desktop.follow()
        try:
            window = LayerWindow("Daypass", lambda context: self._paint(window, context))
        except OSError as error:
            self._problem = str(error)
            self._begun.set()
            return
        try:
            # Else the picture would bring back what the technician's own page has long drawn; earlier Windows would paint it black.
            if can_be_left_out() and not window.is_left_out():
                _log.info("Windows shows what is drawn in its pictures, too")
            window.cut(_functions().CreateRectRgn(0, 0, 0, 0))
            window.show()
            self._problem = ""
            self._begun.set()
            self._turn(window)
        finally:
            window.close()
            desktop.close()

    def _turn(self, window: LayerWindow) -> None:
        message = wintypes.MSG()
        while user32().GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == APP:
                drawn, (left, top, _, _) = self._drawn, window.place
                window.cut(_united([*(_region(line, left, top) for line in drawn.lines), _label(drawn, window)]))
                window.stay_in_front()
            else:
                user32().DispatchMessageW(ctypes.byref(message))

    def _paint(self, window: LayerWindow, context: int) -> None:
        """White, then every line again a little thinner: the rim tells it from a ground of its own colour."""
        left, top, width, height = window.place
        fill(context, wintypes.RECT(0, 0, width, height), RIM)
        drawn = self._drawn
        for line in drawn.lines:
            rim = max(1, line.thickness // 5)
            _filled(context, _region(DrawnLine(line.points, max(1, line.thickness - 2 * rim)), left, top))
        if drawn.name:
            _filled(context, _label(drawn, window))
            _write(context, drawn.name, _label_area(drawn, window))


def _filled(context: int, region: int) -> None:
    brush = gdi32().CreateSolidBrush(INK)
    _functions().FillRgn(context, region, brush)
    gdi32().DeleteObject(brush)
    gdi32().DeleteObject(region)


def _united(regions: Sequence[int]) -> int:
    whole = int(_functions().CreateRectRgn(0, 0, 0, 0))
    for region in regions:
        _functions().CombineRgn(whole, whole, region, UNION)
        gdi32().DeleteObject(region)
    return whole


def _region(line: DrawnLine, left: int, top: int) -> int:
    """The pixels of a line, in the window's."""
    places = [(x - left, y - top) for x, y in line.points]
    if len(set(places)) == 1:
        (x, y), half = places[0], max(1, line.thickness // 2)
        return int(_functions().CreateEllipticRgn(x - half, y - half, x + half + 1, y + half + 1))
    context = _functions().CreateCompatibleDC(None)
    pen = _functions().CreatePen(SOLID, max(2, line.thickness), 0)  # round ends and joints
    former = gdi32().SelectObject(context, pen)
    points = (wintypes.POINT * len(places))(*(wintypes.POINT(*place) for place in places))
    _functions().SetPolyFillMode(context, WINDING)
    _functions().BeginPath(context)
    _functions().Polyline(context, points, len(places))
    _functions().EndPath(context)
    _functions().WidenPath(context)
    region = int(_functions().PathToRegion(context) or _functions().CreateRectRgn(0, 0, 0, 0))
    gdi32().SelectObject(context, former)
    gdi32().DeleteObject(pen)
    _functions().DeleteDC(context)
    return region


def _label_area(drawn: Drawn, window: LayerWindow) -> wintypes.RECT:
    """Right below the place, and inside the screen."""
    left, top, width, height = window.place
    wide, tall = len(drawn.name) * LETTER_PX + LABEL_PX, LABEL_PX + 4
    x = min(max(0, drawn.name_at[0] - left + LABEL_PX), max(0, width - wide))
    y = min(max(0, drawn.name_at[1] - top + LABEL_PX), max(0, height - tall))
    return wintypes.RECT(x, y, x + wide, y + tall)


def _label(drawn: Drawn, window: LayerWindow) -> int:
    if not drawn.name:
        return int(_functions().CreateRectRgn(0, 0, 0, 0))
    area = _label_area(drawn, window)
    return int(_functions().CreateRoundRectRgn(area.left, area.top, area.right, area.bottom, 12, 12))


def _write(context: int, name: str, area: wintypes.RECT) -> None:
    font = gdi32().CreateFontW(-LABEL_PX * 2 // 3, 0, 0, 0, 600, *([0] * 7), 0, "Segoe UI")
    former = gdi32().SelectObject(context, font)
    gdi32().SetBkMode(context, 1)
    gdi32().SetTextColor(context, RIM)
    user32().DrawTextW(context, name, -1, ctypes.byref(area), CENTRE | ONE_LINE | NO_PREFIX)
    gdi32().SelectObject(context, former)
    gdi32().DeleteObject(font)
