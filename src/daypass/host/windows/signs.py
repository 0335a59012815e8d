"""The small pictures of the host, told apart by shape as well as by colour.

Circle with a quarter cut out: active, nobody connected. Square with an arrow: somebody is connected. Triangle: a problem.
Circle with two bars: in pause.
"""

import math
from collections.abc import Callable
from typing import Any

import wx

from daypass.host.windows import look
from daypass.host.windows.view import TrayStatus

CONNECTED, PAUSED = "#1D4ED8", "#6B7280"
Painter = Callable[[Any, float], None]


def bitmap(paint: Painter, size: int) -> Any:
    """The sign on a transparent square of `size` pixels."""
    drawn = wx.Bitmap(size, size, 32)
    drawn.UseAlpha()
    memory = wx.MemoryDC(drawn)
    memory.SetBackground(wx.TRANSPARENT_BRUSH)
    memory.Clear()
    context = wx.GraphicsContext.Create(memory)
    context.SetAntialiasMode(wx.ANTIALIAS_DEFAULT)
    context.SetPen(wx.TRANSPARENT_PEN)
    paint(context, float(size))
    context.Flush()
    del context
    memory.SelectObject(wx.NullBitmap)
    return drawn


def icon(paint: Painter, size: int) -> Any:
    made = wx.Icon()
    made.CopyFromBitmap(bitmap(paint, size))
    return made


def for_status(status: TrayStatus) -> Painter:
    """A problem hides nothing: a connection is shown before anything else."""
    if status.technicians:
        return connected
    if status.link.value == "problem" or status.blocked:
        return problem
    return paused if status.paused else waiting


def waiting(context: Any, size: float) -> None:
    context.SetBrush(wx.Brush(wx.Colour(look.ACCENT)))
    context.DrawEllipse(0, 0, size, size)
    _white(context)
    middle, radius = size / 2, size * 0.36
    quarter = context.CreatePath()
    quarter.MoveToPoint(middle, middle)
    quarter.AddLineToPoint(middle, middle - radius)
    quarter.AddArc(middle, middle, radius, -math.pi / 2, 0, True)
    quarter.CloseSubpath()
    context.FillPath(quarter)


def connected(context: Any, size: float) -> None:
    context.SetBrush(wx.Brush(wx.Colour(CONNECTED)))
    context.DrawRoundedRectangle(0, 0, size, size, size * 0.12)
    _white(context)
    _polygon(context, size, (0.32, 0.2), (0.32, 0.8), (0.82, 0.5))


def paused(context: Any, size: float) -> None:
    context.SetBrush(wx.Brush(wx.Colour(PAUSED)))
    context.DrawEllipse(0, 0, size, size)
    _white(context)
    context.DrawRectangle(size * 0.3, size * 0.27, size * 0.14, size * 0.46)
    context.DrawRectangle(size * 0.56, size * 0.27, size * 0.14, size * 0.46)


def problem(context: Any, size: float) -> None:
    context.SetBrush(wx.Brush(wx.Colour(look.WARNING)))
    _polygon(context, size, (0.5, 0.02), (1.0, 0.95), (0.0, 0.95))
    _white(context)
    context.DrawRectangle(size * 0.44, size * 0.34, size * 0.12, size * 0.32)
    context.DrawRectangle(size * 0.44, size * 0.73, size * 0.12, size * 0.12)


def _white(context: Any) -> None:
    context.SetBrush(wx.WHITE_BRUSH)


def _polygon(context: Any, size: float, *corners: tuple[float, float]) -> None:
    path = context.CreatePath()
    path.MoveToPoint(corners[0][0] * size, corners[0][1] * size)
    for x, y in corners[1:]:
        path.AddLineToPoint(x * size, y * size)
    path.CloseSubpath()
    context.FillPath(path)
