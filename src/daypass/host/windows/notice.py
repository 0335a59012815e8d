"""While a technician is connected: a slim bar at the top edge and a coloured border, above everything, on the customer's screen only."""

import ctypes
from collections.abc import Callable
from typing import Any

import wx

from daypass.host.windows import look, signs
from daypass.host.windows.bar_sentence import bar_sentence
from daypass.host.windows.view import TrayStatus
from daypass.translation import Translation

BORDER, HEIGHT = 4, 40  # DIP
NOT_IN_PICTURES = 0x11  # WDA_EXCLUDEFROMCAPTURE, Windows 10 2004 and newer
STYLE = wx.STAY_ON_TOP | wx.FRAME_NO_TASKBAR | wx.FRAME_TOOL_WINDOW | wx.BORDER_NONE


class ConnectedNotice:
    """Bar and border, made once and shown while somebody is connected."""

    def __init__(self, pause: Callable[[], None], end: Callable[[], None]) -> None:
        self._pause, self._end = pause, end
        self._bar: Any = None
        self._edges: list[Any] = []

    def show(self, status: TrayStatus, texts: Translation) -> None:
        self.close()
        screen = wx.Display(0).GetGeometry()
        self._edges = [_edge(place) for place in _edge_places(screen)]
        self._bar = self._make_bar(status, texts, screen)

    def close(self) -> None:
        for window in (self._bar, *self._edges):
            if window:
                window.Destroy()
        self._bar, self._edges = None, []

    def _make_bar(self, status: TrayStatus, texts: Translation, screen: Any) -> Any:
        frame = wx.Frame(None, style=STYLE)
        panel = wx.Panel(frame, style=wx.TAB_TRAVERSAL)
        panel.SetBackgroundColour(wx.Colour(signs.CONNECTED))
        sentence = bar_sentence(status, texts)
        frame.SetTitle(sentence)
        label = wx.StaticText(panel, label=sentence.replace("&", "&&"), style=wx.ST_ELLIPSIZE_MIDDLE)
        label.SetFont(look.font(11, bold=True))
        label.SetForegroundColour(wx.WHITE)
        row = wx.BoxSizer(wx.HORIZONTAL)
        row.Add(label, 1, wx.ALIGN_CENTRE_VERTICAL | wx.LEFT | wx.RIGHT, panel.FromDIP(16))
        for key, action in (("pause", self._pause), ("end", self._end)):
            row.Add(_button(panel, texts.text(f"host.bar.{key}"), action), 0, wx.ALL | wx.EXPAND, panel.FromDIP(4))
        panel.SetSizer(row)
        width = min(screen.width - frame.FromDIP(160), row.CalcMin().width + frame.FromDIP(12))
        frame.SetSize(screen.x + (screen.width - width) // 2, screen.y, width, frame.FromDIP(HEIGHT))
        panel.SetSize(frame.GetClientSize())
        panel.Layout()
        _show_quietly(frame)
        return frame


def _button(parent: Any, label: str, action: Callable[[], None]) -> Any:
    button = wx.Button(parent, label=label)
    button.SetFont(look.font(11))
    button.Bind(wx.EVT_BUTTON, lambda _: action())
    return button


def _edge_places(screen: Any) -> list[Any]:
    thick = wx.GetApp().GetTopWindow().FromDIP(BORDER) if wx.GetApp().GetTopWindow() else BORDER
    x, y, width, height = screen.x, screen.y, screen.width, screen.height
    return [
        wx.Rect(x, y, width, thick),
        wx.Rect(x, y + height - thick, width, thick),
        wx.Rect(x, y, thick, height),
        wx.Rect(x + width - thick, y, thick, height),
    ]


def _edge(place: Any) -> Any:
    edge = wx.Frame(None, style=STYLE)
    edge.SetBackgroundColour(wx.Colour(signs.CONNECTED))
    edge.SetSize(place)
    _show_quietly(edge)
    return edge


def _show_quietly(window: Any) -> None:
    """Without taking the keyboard from what the person is doing, and outside the technician's picture where Windows can."""
    affinity = getattr(ctypes, "windll").user32.SetWindowDisplayAffinity  # noqa: B009 - windll exists on Windows only
    affinity(ctypes.c_void_p(window.GetHandle()), NOT_IN_PICTURES)
    window.ShowWithoutActivating()
