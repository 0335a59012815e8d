"""A film in a window without frame, at `X Y WIDTH HEIGHT`; it rests on one picture as soon as there is a file C:\\rest."""

import random
import sys
from pathlib import Path

import wx

PICTURES, EVERY_MS = 20, 33
x, y, width, height = map(int, sys.argv[1:5])
chance = random.Random(1)


def picture() -> wx.Bitmap:
    """Soft clouds of colour: no text, nothing that scrolls."""
    rough = wx.Image(width // 16, height // 16, chance.randbytes(width // 16 * (height // 16) * 3))
    return wx.Bitmap(rough.Scale(width, height, wx.IMAGE_QUALITY_BILINEAR))


app = wx.App()
pictures = [picture() for _ in range(PICTURES)]
window = wx.Frame(None, pos=(x, y), size=(width, height), style=wx.STAY_ON_TOP | wx.NO_BORDER | wx.FRAME_NO_TASKBAR)
number = 0


def show_next(_: wx.TimerEvent) -> None:
    global number
    number += 1
    wx.ClientDC(window).DrawBitmap(pictures[number % PICTURES], 0, 0)
    if Path("C:/rest").exists():
        timer.Stop()


timer = wx.Timer(window)
window.Bind(wx.EVT_TIMER, show_next)
window.Bind(wx.EVT_PAINT, lambda _: wx.PaintDC(window).DrawBitmap(pictures[number % PICTURES], 0, 0))
window.ShowWithoutActivating()
timer.Start(EVERY_MS)
app.MainLoop()
