"""One page of a window: texts from top to bottom, controls, and buttons at the foot. Native controls only."""

from collections.abc import Callable, Sequence
from typing import Any

import wx

from daypass.host.windows import look, signs


class Page:
    """Build it from top to bottom, then `finish`. `panel` is the wx window that holds everything."""

    def __init__(self, parent: Any, colour: str = "") -> None:
        self.panel = wx.ScrolledWindow(parent, style=wx.TAB_TRAVERSAL)
        self.panel.SetScrollRate(0, 16)
        self.panel.SetBackgroundColour(wx.SystemSettings.GetColour(wx.SYS_COLOUR_WINDOW))
        self.panel.SetForegroundColour(wx.SystemSettings.GetColour(wx.SYS_COLOUR_WINDOWTEXT))
        self._column = wx.BoxSizer(wx.VERTICAL)
        self._buttons: list[Any] = []
        self._focus: Any = None
        self._wide = parent.FromDIP(look.WIDTH - 2 * look.MARGIN)
        self.title_text = ""
        # No panel: Tab would stop there, where nothing shows it.
        strip = wx.StaticText(self.panel, size=(-1, parent.FromDIP(6)), style=wx.ST_NO_AUTORESIZE)
        strip.SetBackgroundColour(look.accent(colour))
        self._strip = strip

    def title(self, text: str) -> None:
        self.title_text = text
        self._text(text, look.font(19, bold=True), after=10)

    def text(self, text: str, strong: bool = False, after: int = 10) -> Any:
        """A paragraph in the size everything is read in."""
        return self._text(text, look.font(12, strong), after)

    def small(self, text: str) -> Any:
        return self._text(text, look.font(11), after=8)

    def countdown(self, seconds: int, sentence: Callable[[int], str], strong: bool = False) -> None:
        """A text that says how many seconds are left, until none are."""
        label = self.text(sentence(seconds), strong)

        def tick(left: int) -> None:
            if label:  # False once its window is gone
                label.SetLabel(sentence(left))
                if left > 0:
                    wx.CallLater(1000, tick, left - 1)

        wx.CallLater(1000, tick, seconds - 1)

    def warning(self, text: str) -> "WarningLine":
        """Something to look out for: said by its sign and words, coloured besides."""
        return WarningLine(self, text)

    def control(self, control: Any, focus: bool = False, after: int = 8) -> Any:
        """Any native control; `focus`: the one that gets the keyboard first."""
        self.add(control, after)
        if focus:
            self._focus = control
        return control

    def lines(self, lines: Sequence[str], height: int, focus: bool = False) -> None:
        """Many lines, or long ones that have no spaces, to scroll and to copy; `height` in DIP."""
        size = self.panel.FromDIP(wx.Size(look.WIDTH - 2 * look.MARGIN, height))
        text = wx.TextCtrl(self.panel, value="\n".join(lines), size=size, style=wx.TE_MULTILINE | wx.TE_READONLY)
        text.SetFont(look.font(12))
        self.control(text, focus)

    def waiting(self) -> None:
        """Something is going on, and nobody knows how long it takes."""
        gauge = wx.Gauge(self.panel, size=self.panel.FromDIP(wx.Size(look.WIDTH - 2 * look.MARGIN, 12)))
        gauge.Pulse()
        self._column.AddSpacer(self.panel.FromDIP(10))
        self.control(gauge)

    def button(self, label: str, action: Callable[[], None], default: bool = False, focus: bool = False) -> Any:
        """At the foot, from left to right in the order of the calls. `default` answers to Enter."""
        button = wx.Button(self.panel, label=label.replace("&", "&&"))
        button.SetFont(look.font(12))
        button.SetMinSize((-1, self.panel.FromDIP(44)))
        button.Bind(wx.EVT_BUTTON, lambda _: action())
        if default:
            button.SetDefault()
        if focus:
            self._focus = button
        self._buttons.append(button)
        return button

    def finish(self) -> None:
        """Lay everything out and hand the keyboard to the first control."""
        margin = self.panel.FromDIP(look.MARGIN)
        foot = wx.BoxSizer(wx.HORIZONTAL)
        foot.AddStretchSpacer()
        for button in self._buttons:
            foot.Add(button, 0, wx.LEFT, self.panel.FromDIP(12))
        whole = wx.BoxSizer(wx.VERTICAL)
        whole.Add(self._strip, 0, wx.EXPAND)
        whole.Add(self._column, 1, wx.EXPAND | wx.LEFT | wx.RIGHT | wx.TOP, margin)
        whole.Add(foot, 0, wx.EXPAND | wx.ALL, margin)
        self.panel.SetSizer(whole)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Typing goes to the first control."""
        (self._focus or (self._buttons[0] if self._buttons else self.panel)).SetFocus()

    def add(self, item: Any, after: int) -> None:
        """A control or a sizer, and the room below it in DIP."""
        self._column.Add(item, 0)
        self._column.AddSpacer(self.panel.FromDIP(after))

    def label(self, text: str, font: Any, narrower: int = 0) -> Any:
        """A text wrapped to the page's width less `narrower` DIP."""
        label = wx.StaticText(self.panel, label=text.replace("&", "&&"))
        label.SetFont(font)
        label.Wrap(self._wide - self.panel.FromDIP(narrower))
        return label

    def _text(self, text: str, font: Any, after: int) -> Any:
        label = self.label(text, font)
        self.add(label, after)
        return label


class WarningLine:
    """The warning sign with a sentence beside it."""

    def __init__(self, page: Page, text: str) -> None:
        self._page = page
        self._sign = wx.StaticBitmap(page.panel, bitmap=signs.bitmap(signs.problem, page.panel.FromDIP(22)))
        self._row = wx.BoxSizer(wx.HORIZONTAL)
        self._row.Add(self._sign, 0, wx.RIGHT, page.panel.FromDIP(12))
        self._label = self._write(text)
        page.add(self._row, after=10)

    def _write(self, text: str) -> Any:
        label = self._page.label(text, look.font(12), narrower=36)
        label.SetForegroundColour(look.warning_colour())
        self._row.Add(label)
        return label

    def show(self, text: str) -> None:
        """Show `text` instead; an empty one takes the line away."""
        # A label that was wrapped once does not wrap another text to the same width: it is made anew.
        self._row.Detach(self._label)
        self._label.Destroy()
        self._label = self._write(text)
        for part in (self._sign, self._label):
            part.Show(bool(text))
        self._page.panel.Layout()


class PagedFrame:
    """A small window of fixed width that shows one page at a time and grows to its height."""

    def __init__(self, title: str, style: int = 0, least_height: int = look.LEAST_HEIGHT) -> None:
        self._least_height = least_height
        self.frame = wx.Frame(
            None,
            title=title,
            style=wx.CAPTION | wx.CLOSE_BOX | wx.MINIMIZE_BOX | wx.SYSTEM_MENU | wx.CLIP_CHILDREN | style,
        )
        self.frame.SetIcon(signs.icon(signs.waiting, 32))
        self._page: Page | None = None

    def show(self, build: Callable[[Page], None], colour: str = "", name: str = "") -> None:
        """Replace the page. The window's title says the page's too, so that screen readers announce it."""
        former, self._page = self._page, Page(self.frame, colour)
        build(self._page)
        self._page.finish()
        if former:
            former.panel.Destroy()
        title = self._page.title_text.removesuffix(".")
        self.frame.SetTitle(f"{title} – {name}" if name else title)
        self.fit()
        if not self.frame.IsShown():
            self.frame.CentreOnScreen()
            self.frame.Show()
            self.frame.Raise()

    def come_forward(self) -> None:
        """Before all other windows, also where Windows does not hand the keyboard to a program in the background."""
        frame = self.frame
        if not frame.IsShown():
            return  # it comes up in front when it has its first page
        if frame.IsIconized():
            frame.Iconize(False)
        style = frame.GetWindowStyleFlag()
        frame.SetWindowStyleFlag(style | wx.STAY_ON_TOP)
        frame.Raise()
        frame.SetWindowStyleFlag(style)
        if self._page:
            self._page.take_keyboard()
        frame.RequestUserAttention()

    def close(self) -> None:
        self.frame.Destroy()

    def fit(self) -> None:
        """As high as the page needs, within the screen."""
        assert self._page is not None
        wanted = self._page.panel.GetSizer().CalcMin().height
        screen = wx.Display(max(0, wx.Display.GetFromWindow(self.frame))).GetClientArea().height
        height = min(max(wanted, self.frame.FromDIP(self._least_height)), screen - self.frame.FromDIP(60))
        self.frame.SetClientSize((self.frame.FromDIP(look.WIDTH), height))
        self._page.panel.SetSize(self.frame.GetClientSize())
        self._page.panel.FitInside()
        self._page.panel.Layout()
