"""Runs on the PC: the host's own chat window. `SOURCES LANGUAGE NEWS SAID`: NEWS is shown line by line; SAID hears what it says.

A line of NEWS is a JSON object: `technicians` who read, `say` (what a technician wrote), `own` (the customer), `read`, `wanted`, `refused`;
`paste` so many characters into the field, `look` how the window is, `save` the chat beside NEWS under this name.
Each sound and each flash is told, too.
"""

import ctypes
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, sys.argv[1])

import wx  # noqa: E402 - found by then

from daypass.host.windows.chat_window import ChatWindow, save_chat  # noqa: E402
from daypass.host.windows.view import Chat  # noqa: E402
from daypass.protocol.chat import Author, ChatLine  # noqa: E402
from daypass.translation import Translation  # noqa: E402

TEN_O_CLOCK = 1_800_000_000_000
texts, news, said = Translation(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])


def say(what: str, value: object) -> None:
    with said.open("a", encoding="utf-8") as file:
        file.write(json.dumps([what, value]) + "\n")


class Noticed:
    """What calls for the person's attention, counted and done."""

    def __init__(self, what: str, real: Callable[..., object]) -> None:
        self._what, self._real, self._times = what, real, 0

    def __call__(self, *given: object) -> None:
        self._times += 1
        say(self._what, self._times)
        self._real(*given)


bell, flash = Noticed("bell", wx.Bell), Noticed("flash", wx.TopLevelWindow.RequestUserAttention)
wx.Bell, wx.TopLevelWindow.RequestUserAttention = bell, lambda window, how: flash(window, how)
WS_HSCROLL = 0x00100000


class Chosen:
    """Stands for the person who chooses a file."""

    path = Path()

    def __init__(self, *given: object, **more: object) -> None: ...
    def __enter__(self) -> "Chosen":
        return self

    def __exit__(self, *given: object) -> None: ...
    def ShowModal(self) -> int:  # noqa: N802 - wx's name
        return int(wx.ID_OK)

    def GetPath(self) -> str:  # noqa: N802 - wx's name
        return str(self.path)


wx.FileDialog = Chosen


class Feeding:
    """Looks for news ten times a second, as the tray hears them from the service."""

    def __init__(self) -> None:
        self._chat, self._heard = Chat("session-1"), 0
        self._window = ChatWindow(self._write, lambda number: say("shown", number))
        self._timer = wx.Timer()
        self._timer.Bind(wx.EVT_TIMER, lambda _: self._look())
        self._timer.Start(100)

    def _look(self) -> None:
        lines = news.read_text(encoding="utf-8").splitlines() if news.exists() else []
        for line in lines[self._heard :]:
            self._heard += 1
            self._hear(json.loads(line))

    def _hear(self, told: dict[str, Any]) -> None:
        for text in told.get("say", ()):
            self._add(Author.TECHNICIAN, text)
        for text in told.get("own", ()):
            self._add(Author.CUSTOMER, text)
        changed = {name: told[name] for name in ("read", "wanted") if name in told}
        if "technicians" in told:
            changed["technicians"] = tuple(told["technicians"])
        self._chat = replace(self._chat, **changed)
        self._window.show(self._chat, texts)
        if refused := told.get("refused"):
            self._window.give_back(refused[0], refused[1], texts)
        if count := told.get("paste"):
            self._paste(count)
        if name := told.get("save"):
            Chosen.path = news.with_name(name)
            save_chat(None, self._chat, texts)
        if "look" in told:
            style = ctypes.windll.user32.GetWindowLongW(self._window._written.GetHandle(), -16)  # type: ignore[attr-defined]
            say("sideways", bool(style & WS_HSCROLL))
        say("heard", self._heard)

    def _paste(self, count: int) -> None:
        wx.TheClipboard.Open()
        wx.TheClipboard.SetData(wx.TextDataObject("x" * count))
        wx.TheClipboard.Close()
        self._window._field.Paste()
        say("field", len(self._window._field.GetValue()))

    def _add(self, author: Author, text: str) -> None:
        name = "Technician One" if author is Author.TECHNICIAN else ""
        number = len(self._chat.lines) + 1
        line = ChatLine(number=number, at=TEN_O_CLOCK + 60_000 * number, author=author, name=name, text=text)
        self._chat = replace(self._chat, lines=(*self._chat.lines, line))

    def _write(self, text: str) -> None:
        say("wrote", text)
        self._add(Author.CUSTOMER, text)
        self._window.show(self._chat, texts)


app = wx.App()
frame = wx.Frame(None)  # the loop lasts as long as a window is there; this one is never shown
feeding = Feeding()
app.MainLoop()
