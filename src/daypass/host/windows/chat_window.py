"""The chat at the customer's PC: what was written above, one field below. Plain text only: nothing in it can be clicked."""

from collections.abc import Callable, Sequence
from typing import Any

import wx

from daypass.evidence.saved_record import SavedChat
from daypass.host.windows import chat_text, look, signs
from daypass.host.windows.saving import save_record
from daypass.host.windows.view import Chat
from daypass.protocol.chat import LONGEST_TEXT, Author, ChatLine
from daypass.translation import Translation

WIDTH, HEIGHT, MARGIN = 440, 560, 14  # DIP
STATE_HEIGHT = 60  # DIP; three lines in each language
INDENT = 40  # tenths of a millimetre
MOST_SHOWN = 500
"""Lines of the transcript in the window; the file that can be saved has all of them."""


class ChatWindow:
    """Everything is called in wx's thread."""

    def __init__(self, write: Callable[[str], None], shown: Callable[[int], None]) -> None:
        self._write, self._tell_shown = write, shown
        self._chat = Chat()
        self._texts = Translation("")
        self._wanted = 0
        self._frame: Any = None
        self._written: Any = None
        self._field: Any = None
        self._send: Any = None
        self._state: Any = None
        self._on_screen = 0
        """The number of the last line in the window."""

    @property
    def offered(self) -> bool:
        """There is something to read, or somebody to write to."""
        return bool(self._chat.lines or self._chat.technicians)

    def show(self, chat: Chat, texts: Translation) -> None:
        """The news; a technician's line that nobody has seen here opens the window, with sound and a flash."""
        self._texts = texts
        known = len(self._chat.lines)
        news = [line for line in chat.lines[known:] if line.author is Author.TECHNICIAN and line.number > chat.shown]
        called = chat.wanted > self._wanted and bool(chat.technicians)
        self._chat = chat
        if chat.technicians:  # the wish may come before the chat of whoever wishes it
            self._wanted = chat.wanted
        if (news or called) and self._frame is None:
            self._build(quietly=True)
        if self._frame is None:
            return
        self._refresh()
        if news or called:
            wx.Bell()
            self._frame.RequestUserAttention(wx.USER_ATTENTION_ERROR)

    def open(self, texts: Translation) -> None:
        """By the person's own wish."""
        self._texts = texts
        if self._frame is None:
            self._build(quietly=False)
            self._refresh()
        self._frame.Iconize(False)
        self._frame.Raise()
        self._field.SetFocus()

    def give_back(self, text: str, dp: str, texts: Translation) -> None:
        """What was written was not taken: it stands in the field again, and below it why."""
        if self._frame is not None:
            if not self._field.GetValue():
                self._field.SetValue(text)
            self._say(chat_text.why_not_taken(dp, texts))

    def close(self) -> None:
        frame, self._frame, self._on_screen = self._frame, None, 0
        if frame:
            frame.Destroy()

    def _build(self, quietly: bool) -> None:
        frame = self._frame = wx.Frame(None, title=self._text("title"), style=wx.DEFAULT_FRAME_STYLE)
        frame.SetIcon(signs.icon(signs.connected, 32))
        frame.Bind(wx.EVT_CLOSE, lambda _: self.close())
        frame.Bind(wx.EVT_ICONIZE, lambda event: self._refresh() if not event.IsIconized() else None)
        panel = wx.Panel(frame, style=wx.TAB_TRAVERSAL)
        panel.SetBackgroundColour(wx.SystemSettings.GetColour(wx.SYS_COLOUR_WINDOW))
        kind = wx.TE_MULTILINE | wx.TE_READONLY | wx.TE_RICH2  # not TE_AUTO_URL: an address is text
        self._written = wx.TextCtrl(panel, style=kind, name=self._text("written"))
        self._field = wx.TextCtrl(panel, style=wx.TE_MULTILINE, name=self._text("field"))
        self._field.SetMaxLength(LONGEST_TEXT)
        self._field.Bind(wx.EVT_KEY_DOWN, self._key)
        self._field.Bind(wx.EVT_TEXT_MAXLEN, lambda _: self._say(self._text("longest")))
        label = wx.StaticText(panel, label=self._text("field"))
        self._state = wx.StaticText(panel, label="", style=wx.ST_NO_AUTORESIZE)
        self._send = self._button(panel, "send", self._send_now)
        save = self._button(panel, "save", lambda: save_chat(frame, self._chat, self._texts))
        for control in (self._written, self._field, label):
            control.SetFont(look.font(12))
        self._state.SetFont(look.font(11))
        self._lay_out(panel, label, save)
        self._written.SetMargins(panel.FromDIP(6), panel.FromDIP(4))
        self._style(wx.SystemSettings.GetColour(wx.SYS_COLOUR_GRAYTEXT))
        self._written.AppendText(self._text("empty"))
        self._written.Bind(wx.EVT_SIZE, self._sized)
        self._place(frame, panel)
        if quietly:
            frame.ShowWithoutActivating()  # what the person types elsewhere must not end up here
        else:
            frame.Show()

    def _lay_out(self, panel: Any, label: Any, save: Any) -> None:
        gap = panel.FromDIP(8)
        foot = wx.BoxSizer(wx.HORIZONTAL)
        foot.Add(save, 0)
        foot.AddStretchSpacer()
        foot.Add(self._send, 0)
        column = wx.BoxSizer(wx.VERTICAL)
        column.Add(self._written, 1, wx.EXPAND | wx.BOTTOM, gap)
        column.Add(label, 0, wx.BOTTOM, panel.FromDIP(4))
        self._field.SetMinSize((-1, panel.FromDIP(76)))
        column.Add(self._field, 0, wx.EXPAND | wx.BOTTOM, gap)
        self._state.SetMinSize((-1, panel.FromDIP(STATE_HEIGHT)))
        column.Add(self._state, 0, wx.EXPAND | wx.BOTTOM, gap)
        column.Add(foot, 0, wx.EXPAND)
        whole = wx.BoxSizer(wx.VERTICAL)
        whole.Add(column, 1, wx.EXPAND | wx.ALL, panel.FromDIP(MARGIN))
        panel.SetSizer(whole)

    def _place(self, frame: Any, panel: Any) -> None:
        """In the right lower corner of the screen, where it covers least."""
        room = wx.Display(0).GetClientArea()
        width, height = min(frame.FromDIP(WIDTH), room.width), min(frame.FromDIP(HEIGHT), room.height)
        frame.SetSize(room.x + room.width - width, room.y + room.height - height, width, height)
        frame.SetMinSize(frame.FromDIP(wx.Size(320, 360)))
        panel.SetSize(frame.GetClientSize())
        panel.Layout()

    def _button(self, panel: Any, key: str, action: Callable[[], None]) -> Any:
        button = wx.Button(panel, label=self._text(key))
        button.SetFont(look.font(12))
        button.SetMinSize((-1, panel.FromDIP(40)))
        button.Bind(wx.EVT_BUTTON, lambda _: action())
        return button

    def _refresh(self) -> None:
        """Bring the window up to what is known."""
        if self._frame is None:
            return
        lines = self._chat.lines[max(self._on_screen, len(self._chat.lines) - MOST_SHOWN) :]
        if lines:
            self._append(lines)
        reads = bool(self._chat.technicians)
        self._send.Enable(reads)
        self._say(self._standing())
        if self._on_screen > self._chat.shown and not self._frame.IsIconized():
            self._tell_shown(self._on_screen)

    def _append(self, lines: Sequence[ChatLine]) -> None:
        """Below what is there, and brought into sight: who and when, and under it what was written."""
        text_colour = wx.SystemSettings.GetColour(wx.SYS_COLOUR_WINDOWTEXT)
        if not self._on_screen:
            self._written.Clear()
        self._written.Freeze()
        for line in lines:
            if self._on_screen:
                self._style(text_colour, points=5)
                self._written.AppendText("\n")
            own = line.author is Author.CUSTOMER
            self._style(text_colour if own else look.accent(), bold=True)
            self._written.AppendText(f"{chat_text.heading(line, self._texts)}\n")
            self._style(text_colour, indent=INDENT)
            self._written.AppendText("".join(f"{row}\n" for row in chat_text.rows(line)))
            self._on_screen = line.number
        self._written.Thaw()
        self._never_sideways()
        self._written.ShowPosition(self._written.GetLastPosition())

    def _sized(self, event: Any) -> None:
        event.Skip()
        wx.CallAfter(self._never_sideways)

    def _never_sideways(self) -> None:
        """Rows are wrapped, but the control wants both of its scroll bars to be seen (ES_DISABLENOSCROLL), and Wine shows both."""
        if self._frame is not None:
            self._written.SetScrollbar(wx.HORIZONTAL, 0, 0, 0)

    def _style(self, colour: Any, points: int = 12, bold: bool = False, indent: int = 0) -> None:
        """Of what is appended next."""
        style = wx.TextAttr(colour, font=look.font(points, bold))
        style.SetLeftIndent(indent)
        self._written.SetDefaultStyle(style)

    def _standing(self) -> str:
        sentence = chat_text.who_reads(self._chat.technicians, self._texts)
        last = self._chat.lines[-1] if self._chat.lines else None
        if last and last.author is Author.CUSTOMER and self._chat.read >= last.number:
            return f"{self._text('read')} {sentence}"
        return sentence

    def _say(self, sentence: str) -> None:
        if self._state.GetLabel() != sentence:
            self._state.SetLabel(sentence.replace("&", "&&"))
            self._state.Wrap(self._state.GetSize().width)

    def _key(self, event: Any) -> None:
        """Enter sends; with Shift it is a new line."""
        if event.GetKeyCode() in (wx.WXK_RETURN, wx.WXK_NUMPAD_ENTER) and not event.ShiftDown():
            self._send_now()
        else:
            event.Skip()

    def _send_now(self) -> None:
        text = self._field.GetValue().strip()
        if text and self._chat.technicians:
            self._write(text)
            self._field.SetValue("")
        self._field.SetFocus()

    def _text(self, key: str) -> str:
        return self._texts.text(f"host.chat.{key}")


def save_chat(parent: Any, chat: Chat, texts: Translation) -> None:
    save_record(parent, "chat", SavedChat(chat.session_id, chat.lines), texts)
