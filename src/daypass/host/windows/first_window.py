"""The first window, as the person at the screen sees it: one question at a time, from the double click to "Ready"."""

from collections.abc import Callable, Coroutine
from typing import Any

import wx

from daypass.host.windows import look
from daypass.host.windows.code_field import Digits, add_digits
from daypass.host.windows.page import Page, PagedFrame, WarningLine
from daypass.host.windows.times import moment
from daypass.host.windows.two_loops import FlowThread, ask
from daypass.host.windows.view import (
    Choices,
    CodeQuestion,
    Consent,
    CustomerView,
    Problem,
    Ready,
    Step,
    WhoIsAsking,
)
from daypass.translation import Translation

NUMBER_DIGITS = 9
NOT_TO_BE_CLOSED = (Step.INSTALLING, Step.STARTING, Step.ACTIVATING)
Answer = Callable[[Any], None]


class FirstWindow:
    """Shows, asks and translates; holds no rules. Every method may be called from the flow's thread."""

    def __init__(self, language: str, on_close: Callable[[], None]) -> None:
        self._texts = Translation(language)
        self._window = PagedFrame(self._texts.text("host.title_plain"))
        self._window.frame.Bind(wx.EVT_CLOSE, self._closed)
        self._on_close = on_close
        self._close_question: Callable[[], None] | None = None
        self._may_close = True
        self._company = ""
        self._colour = ""
        self._waiting_for: str | None = None
        self._waiting: WarningLine | None = None

    def use_language(self, language: str) -> None:
        self._texts = Translation(language)

    def come_forward(self) -> None:
        wx.CallAfter(self._window.come_forward)

    def show_checking(self) -> None:
        def build(page: Page) -> None:
            page.title(self._text("checking.title"))
            page.text(self._text("checking.text"))
            page.waiting()

        self._show(build)

    def show_step(self, step: Step) -> None:
        def build(page: Page) -> None:
            page.title(self._text(f"step.{step.value}"))
            page.text(self._text(f"step_more.{step.value}"))
            page.waiting()
            self._add_waiting(page)

        self._show(build, may_close=step not in NOT_TO_BE_CLOSED)

    async def ask_session_number(self, wrong: Problem | None) -> str | None:
        def build(page: Page, answer: Answer) -> None:
            page.title(self._text("number.title"))
            page.text(self._text("number.text"))
            add_digits(
                page, self._texts, Digits("session_number", NUMBER_DIGITS, wrong, self._text("number.hint")), answer
            )

        typed: str | None = await self._ask(build, when_closed=None)
        return typed

    async def confirm_who_is_asking(self, asking: WhoIsAsking) -> bool:
        self._company, self._colour = asking.company, asking.colour

        def build(page: Page, answer: Answer) -> None:
            contact = " · ".join(part for part in (asking.phone, asking.website) if part)
            page.title(self._text("who.title", technician=asking.technician))
            page.text(self._text("who.company", company=asking.company), strong=True, after=4)
            if contact:
                page.small(self._text("who.reach", contact=contact))
            page.text(self._text("who.access", technician=asking.technician))
            page.warning(self._text("who.warning"))
            page.small(self._text("who.server", server=asking.server))
            page.text(self._text("who.question"), strong=True, after=0)
            page.button(self._text("who.no"), lambda: answer(False))
            page.button(self._text("who.yes"), lambda: answer(True))

        return bool(await self._ask(build, when_closed=False))

    async def ask_code(self, question: CodeQuestion) -> str | None:
        def build(page: Page, answer: Answer) -> None:
            page.title(self._text("code.title"))
            page.text(self._text("code.text", technician=question.technician))
            hint = self._text("code.hint", digits=question.digits)
            add_digits(page, self._texts, Digits("security_code", question.digits, question.wrong, hint), answer)
            self._add_waiting(page)

        typed: str | None = await self._ask(build, when_closed=None)
        return typed

    def show_waiting(self, dp: str | None) -> None:
        def update() -> None:
            self._waiting_for = dp
            if self._waiting:
                self._waiting.show(self._waiting_text())
                self._window.fit()

        wx.CallAfter(update)

    async def show_problem(self, problem: Problem, retry: bool) -> bool:
        def build(page: Page, answer: Answer) -> None:
            happened, why, now = self._texts.problem(problem.dp, **problem.values)
            page.title(happened)
            page.text(why)
            page.text(now, strong=True)
            page.small(self._texts.text("common.error_code", dp=problem.dp))
            page.button(self._texts.text("common.close"), lambda: answer(False), default=not retry)
            if retry:
                page.button(self._texts.text("common.try_again"), lambda: answer(True), default=True, focus=True)

        return bool(await self._ask(build, when_closed=False))

    async def show_ready(self, ready: Ready) -> Choices:
        chosen = _Choosing(ready)

        def build(page: Page, answer: Answer) -> None:
            page.title(self._text("ready.title"))
            until = moment(ready.deadline_at, self._texts.language)
            page.text(self._text("ready.until", technician=ready.technician, until=until), strong=True)
            page.text(self._text("ready.leave"))
            chosen.add_controls(page, self._texts)
            page.small(self._text("ready.tray"))
            page.button(self._text("ready.done"), lambda: answer(None), default=True, focus=True)

        await self._ask(build, when_closed=None)
        return chosen.choices()

    def close(self) -> None:
        self._window.close()

    def _add_waiting(self, page: Page) -> None:
        """The line that appears while the technician's page is closed (DP-306) or the server is away (DP-201 …)."""
        self._waiting = page.warning(self._waiting_text())
        self._waiting.show(self._waiting_text())

    def _waiting_text(self) -> str:
        return self._sentences(self._waiting_for) if self._waiting_for else ""

    def _sentences(self, dp: str) -> str:
        happened, _, now = self._texts.problem(dp)
        return f"{happened} {now} ({dp})"

    def _text(self, key: str, **values: object) -> str:
        return self._texts.text(f"host.{key}", **values)

    def _show(self, build: Callable[[Page], None], may_close: bool = True) -> None:
        wx.CallAfter(self._replace, build, may_close)

    def _replace(self, build: Callable[[Page], None], may_close: bool) -> None:
        self._may_close = may_close
        self._waiting = None
        name = self._text("title", company=self._company) if self._company else self._text("title_plain")
        self._window.show(build, self._colour, name)

    async def _ask(self, build: Callable[[Page, Answer], None], when_closed: object) -> Any:
        def show(answer: Answer) -> Callable[[], None]:
            self._replace(lambda page: build(page, answer), may_close=True)
            self._close_question = lambda: answer(when_closed)
            return self._forget_question

        return await ask(show)

    def _forget_question(self) -> None:
        self._close_question = None

    def _closed(self, event: Any) -> None:
        if self._close_question:
            self._close_question()
        elif self._may_close:
            self._on_close()
        if event.CanVeto():
            event.Veto()  # the flow closes the window when it has ended


class _Choosing:
    """The choices on the Ready page, kept as they are changed: the controls are gone when the flow asks for them."""

    def __init__(self, ready: Ready) -> None:
        self._ready = ready
        self._consent, self._awake, self._receipt = ready.consent, False, ready.receipt

    def add_controls(self, page: Page, texts: Translation) -> None:
        page.text(texts.text("host.ready.consent", technician=self._ready.technician), after=4)
        for place, consent in enumerate(Consent):
            option = wx.RadioButton(
                page.panel,
                label=texts.text(f"host.consent.{consent.value}"),
                style=wx.RB_GROUP if place == 0 else 0,
            )
            option.SetFont(look.font(12))
            option.SetValue(consent == self._consent)
            option.Bind(wx.EVT_RADIOBUTTON, lambda _, chosen=consent: setattr(self, "_consent", chosen))
            page.control(option, after=12 if consent is Consent.ALWAYS else 4)
        awake = wx.CheckBox(page.panel, label=texts.text("host.ready.awake"))
        awake.SetFont(look.font(12))
        awake.Bind(wx.EVT_CHECKBOX, lambda event: setattr(self, "_awake", event.IsChecked()))
        page.control(awake, after=4 if self._ready.receipt_to else 12)
        if self._ready.receipt_to:
            self._add_receipt(page, texts)

    def _add_receipt(self, page: Page, texts: Translation) -> None:
        label = texts.text("host.receipt.send", address=self._ready.receipt_to).replace("&", "&&")
        receipt = wx.CheckBox(page.panel, label=label)
        receipt.SetFont(look.font(12))
        receipt.SetValue(self._receipt)
        receipt.Bind(wx.EVT_CHECKBOX, lambda event: setattr(self, "_receipt", event.IsChecked()))
        page.control(receipt, after=12)

    def choices(self) -> Choices:
        return Choices(self._consent, self._awake, self._receipt)


def run(flow: Callable[[CustomerView], Coroutine[Any, Any, int]], language: str = "pt-BR") -> int:
    """Show the first window in the main thread and run `flow(view)` beside it; returns the flow's result."""
    thread = FlowThread()
    window = FirstWindow(language, on_close=thread.cancel)
    try:
        return thread.run(lambda: flow(window))
    finally:
        window.close()
