"""How the host's windows look: the system's own colours and controls, large type, one accent."""

from typing import Any

import wx

ACCENT = "#0F766E"
WARNING = "#B45309"
WIDTH, LEAST_HEIGHT, MARGIN = 580, 420, 28  # DIP


def accent(colour: str = "") -> Any:
    """The company's colour, or ours; in high contrast the system's own."""
    if wx.SystemSettings.GetMetric(wx.SYS_SCREEN_X) and high_contrast():
        return wx.SystemSettings.GetColour(wx.SYS_COLOUR_HIGHLIGHT)
    chosen = wx.Colour(colour) if colour else wx.Colour(ACCENT)
    return chosen if chosen.IsOk() else wx.Colour(ACCENT)


def high_contrast() -> bool:
    """Whether the person chose one of Windows' high-contrast themes: then no colour of ours is used."""
    background = wx.SystemSettings.GetColour(wx.SYS_COLOUR_BTNFACE)
    text = wx.SystemSettings.GetColour(wx.SYS_COLOUR_BTNTEXT)
    return bool(abs(background.GetLuminance() - text.GetLuminance()) > 0.99)


def warning_colour() -> Any:
    if high_contrast():
        return wx.SystemSettings.GetColour(wx.SYS_COLOUR_WINDOWTEXT)
    return wx.Colour(WARNING)


def font(points: int, bold: bool = False) -> Any:
    """The system's message font at `points`; Windows scales it with the person's text size."""
    chosen = wx.SystemSettings.GetFont(wx.SYS_DEFAULT_GUI_FONT)
    chosen.SetPointSize(points)
    if bold:
        chosen.SetWeight(wx.FONTWEIGHT_BOLD)
    return chosen


def digits_font(points: int) -> Any:
    """Figures of one width, for codes."""
    return wx.Font(wx.FontInfo(points).Family(wx.FONTFAMILY_TELETYPE))
