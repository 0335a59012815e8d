"""What a technician draws over an X11 screen: a window cut to the lines, which no input reaches. X11 leaves no window out of pictures.

The name of whoever draws is not written here: Linux is for development, and its X servers have no fonts worth relying on.
"""

import ctypes

from daypass.host.platform.linux import x11
from daypass.host.platform.ports import Drawn, DrawnLine

INK, RIM = 0xC81E1E, 0xFFFFFF
BOUNDING, INPUT, SET = 0, 2, 0
OVERRIDE_REDIRECT = 1 << 9
ROUND = 2  # CapRound; JoinRound is 1
SOLID, JOIN_ROUND, AT_ORIGIN, FULL_CIRCLE = 0, 1, 0, 360 * 64


class X11DrawingLayer:
    """One thread uses it."""

    def __init__(self, display_name: str | None) -> None:
        """Raises OSError where there is no X server."""
        self._x = x11.functions()
        self._display = x11.open_display(display_name)
        root, screen = self._x.XDefaultRootWindow(self._display), self._x.XDefaultScreen(self._display)
        self._width = self._x.XDisplayWidth(self._display, screen)
        self._height = self._x.XDisplayHeight(self._display, screen)
        place = (0, 0, self._width, self._height)
        self._window = self._x.XCreateSimpleWindow(self._display, root, *place, 0, RIM, RIM)
        attributes = x11.XSetWindowAttributes(override_redirect=1)
        self._x.XChangeWindowAttributes(self._display, self._window, OVERRIDE_REDIRECT, ctypes.byref(attributes))
        for kind in (BOUNDING, INPUT):
            self._x.XShapeCombineRectangles(self._display, self._window, kind, 0, 0, None, 0, SET, 0)
        self._mask = self._x.XCreatePixmap(self._display, self._window, self._width, self._height, 1)
        self._cutting = self._x.XCreateGC(self._display, self._mask, 0, None)
        self._pen = self._x.XCreateGC(self._display, self._window, 0, None)
        self._x.XSetForeground(self._display, self._pen, INK)
        self._x.XMapRaised(self._display, self._window)
        self._x.XFlush(self._display)

    def show(self, drawn: Drawn) -> None:
        x, display = self._x, self._display
        x.XSetForeground(display, self._cutting, 0)
        x.XFillRectangle(display, self._mask, self._cutting, 0, 0, self._width, self._height)
        x.XSetForeground(display, self._cutting, 1)
        for line in drawn.lines:
            self._draw(self._mask, self._cutting, line, line.thickness)
        x.XShapeCombineMask(display, self._window, BOUNDING, 0, 0, self._mask, SET)
        x.XRaiseWindow(display, self._window)
        x.XClearWindow(display, self._window)
        for line in drawn.lines:
            self._draw(self._window, self._pen, line, max(1, line.thickness - 2 * max(1, line.thickness // 5)))
        x.XFlush(display)

    def close(self) -> None:
        self._x.XDestroyWindow(self._display, self._window)
        self._x.XCloseDisplay(self._display)

    def _draw(self, onto: int, pen: int, line: DrawnLine, thickness: int) -> None:
        if len(set(line.points)) == 1:
            (x, y), half = line.points[0], thickness // 2
            self._x.XFillArc(self._display, onto, pen, x - half, y - half, thickness, thickness, 0, FULL_CIRCLE)
            return
        places = (x11.XPoint * len(line.points))(*(x11.XPoint(*place) for place in line.points))
        self._x.XSetLineAttributes(self._display, pen, thickness, SOLID, ROUND, JOIN_ROUND)
        self._x.XDrawLines(self._display, onto, pen, places, len(line.points), AT_ORIGIN)
