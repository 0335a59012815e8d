"""The code window that comes again while a session is active, when a technician has set a new session password."""

from collections.abc import Callable
from typing import Any

import wx

from daypass.host.windows.code_field import Digits, add_digits
from daypass.host.windows.page import Page, PagedFrame, WarningLine
from daypass.host.windows.two_loops import ask
from daypass.host.windows.view import CodeQuestion
from daypass.translation import Translation

Answer = Callable[[Any], None]


class CodeWindow:
    """One window from the first question to the last word. Everything but `ask` is called in wx's thread."""

    def __init__(
        self,
        open_window: Callable[[], PagedFrame],
        close_window: Callable[[PagedFrame], None],
        leave: Callable[[], None],
    ) -> None:
        """`leave` is called when the person closes it while a code is being checked."""
        self._open_window, self._close_window, self._leave = open_window, close_window, leave
        self._window: PagedFrame | None = None
        self._texts = Translation("")
        self._waiting: WarningLine | None = None
        self._waiting_for: str | None = None

    async def ask(self, question: CodeQuestion, texts: Translation) -> str | None:
        """The code as typed; None: the person closed the window."""

        def show(answer: Answer) -> Callable[[], None]:
            self._texts = texts

            def typed(code: str) -> None:
                answer(code)
                wx.CallAfter(self._show_checking)  # the field that this comes from goes with its page

            self._show(lambda page: self._build(page, question, typed), lambda: answer(None))
            return lambda: None  # the window stays for what comes next

        typed: str | None = await ask(show)
        return typed

    def show_waiting(self, dp: str | None) -> None:
        """What is waited for, beside whatever the window shows."""
        self._waiting_for = dp
        if self._waiting and self._window:
            self._waiting.show(self._waiting_text())
            self._window.fit()

    def finish(self, changed: bool) -> None:
        """The last word, or none."""
        self._waiting_for = None
        if not changed or self._window is None:
            self.close()
            return

        def build(page: Page) -> None:
            page.title(self._text("new_password.done"))
            page.text(self._text("new_password.done_what"))
            page.button(self._texts.text("common.close"), self.close, default=True, focus=True)

        self._show(build, self.close)

    def close(self) -> None:
        """Take it away, if it is there."""
        window, self._window, self._waiting = self._window, None, None
        if window is not None:
            self._close_window(window)

    def _build(self, page: Page, question: CodeQuestion, answer: Answer) -> None:
        page.title(self._text("code.title"))
        page.text(self._text("new_password.text", technician=question.technician))
        hint = self._text("code.hint", digits=question.digits)
        add_digits(page, self._texts, Digits("security_code", question.digits, question.wrong, hint), answer)
        page.small(self._text("new_password.not_asked", technician=question.technician))
        self._add_waiting(page)

    def _show_checking(self) -> None:
        if self._window is None:
            return

        def build(page: Page) -> None:
            page.title(self._text("step.pairing"))
            page.text(self._text("step_more.pairing"))
            page.waiting()
            self._add_waiting(page)

        self._show(build, self._leave)

    def _show(self, build: Callable[[Page], None], when_closed: Callable[[], None]) -> None:
        fresh = self._window is None
        if self._window is None:
            self._window = self._open_window()
        window = self._window
        self._waiting = None
        window.frame.Unbind(wx.EVT_CLOSE)
        window.frame.Bind(wx.EVT_CLOSE, lambda _: when_closed())
        window.show(build, name=self._text("title_plain"))
        if fresh:
            window.frame.RequestUserAttention()

    def _add_waiting(self, page: Page) -> None:
        self._waiting = page.warning(self._waiting_text())
        self._waiting.show(self._waiting_text())

    def _waiting_text(self) -> str:
        if not self._waiting_for:
            return ""
        happened, _, now = self._texts.problem(self._waiting_for)
        return f"{happened} {now} ({self._waiting_for})"

    def _text(self, key: str, **values: object) -> str:
        return self._texts.text(f"host.{key}", **values)
