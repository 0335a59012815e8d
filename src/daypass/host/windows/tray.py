"""The tray, as the person at the screen sees it: icon and menu, bar and border, the consent question and the last window."""

import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import wx
import wx.adv

from daypass.host.windows import signs
from daypass.host.windows.activity_log import ActivityLog
from daypass.host.windows.chat_window import ChatWindow, save_chat
from daypass.host.windows.code_window import CodeWindow
from daypass.host.windows.notice import ConnectedNotice
from daypass.host.windows.page import Page, PagedFrame
from daypass.host.windows.times import moment, time_left
from daypass.host.windows.two_loops import FlowThread, ask
from daypass.host.windows.view import (
    Activity,
    Chat,
    CodeQuestion,
    Consent,
    ConsentQuestion,
    Ended,
    RestartQuestion,
    TrayActions,
    TrayStatus,
    TrayView,
)
from daypass.protocol.restarting import RestartAnswer
from daypass.translation import Translation

Answer = Callable[[Any], None]


class Tray:
    """Every method may be called from the flow's thread."""

    def __init__(self, language: str) -> None:
        self._texts = Translation(language)
        self._actions: TrayActions | None = None
        self._status: TrayStatus | None = None
        self._log = ActivityLog()
        self._icon = _Icon(self)
        self._windows: list[PagedFrame] = []
        self._code = CodeWindow(self._open_window, self._close_window, lambda: self.act("leave_code"))
        self._chat = ChatWindow(
            write=lambda text: self.act("write_chat", text), shown=lambda number: self.act("chat_shown", number)
        )
        self._notice = ConnectedNotice(pause=lambda: self.act("pause", True), end=lambda: self.act("end_session"))

    def use_language(self, language: str) -> None:
        wx.CallAfter(self._use_language, language)

    def use_session(self, session_id: str) -> None:
        wx.CallAfter(self._log.belongs_to, session_id)

    def use_actions(self, actions: TrayActions) -> None:
        self._actions = actions

    def show_status(self, status: TrayStatus) -> None:
        wx.CallAfter(self._show_status, status)

    def show_chat(self, chat: Chat) -> None:
        wx.CallAfter(lambda: self._chat.show(chat, self._texts))

    def chat_not_taken(self, text: str, dp: str) -> None:
        wx.CallAfter(lambda: self._chat.give_back(text, dp, self._texts))

    def log(self, lines: Sequence[Activity], salt: bytes) -> None:
        wx.CallAfter(self._log.add, lines, salt)

    def come_forward(self) -> None:
        wx.CallAfter(self._come_forward)

    async def ask_consent(self, question: ConsentQuestion) -> bool:
        def build(page: Page, answer: Answer) -> None:
            title, text = question.lines(self._texts)
            page.title(title)
            page.text(text, strong=True)
            page.countdown(question.timeout_s, lambda left: self._text("ask.timeout", count=left))
            page.button(self._text("ask.no"), lambda: answer(False))
            page.button(self._text("ask.yes"), lambda: answer(True))

        return bool(await self._ask_in_window(build, when_closed=False))

    async def ask_restart(self, question: RestartQuestion) -> RestartAnswer | None:
        def build(page: Page, answer: Answer) -> None:
            page.title(self._text("restart.title"))
            who = {"technician": question.technician, "company": question.company}
            page.text(self._text("restart.text_safe" if question.safe_mode else "restart.text", **who), strong=True)
            page.text(self._text("restart.save"))
            page.text(self._text("restart.back", **who))
            page.countdown(question.timeout_s, lambda left: self._text("restart.timeout", count=left))
            for choice in (RestartAnswer.NO, RestartAnswer.LATER, RestartAnswer.NOW):
                page.button(self._text(f"restart.{choice.value}"), partial(answer, choice))

        # Whoever waves the question away must not lose sight of a restart that comes all the same.
        answered: RestartAnswer | None = await self._ask_in_window(build, when_closed=RestartAnswer.LATER)
        return answered

    async def ask_code(self, question: CodeQuestion) -> str | None:
        return await self._code.ask(question, self._texts)

    def show_waiting(self, dp: str | None) -> None:
        wx.CallAfter(self._code.show_waiting, dp)

    def close_code(self, changed: bool) -> None:
        wx.CallAfter(self._code.finish, changed)

    async def show_ended(self, ended: Ended) -> None:
        def build(page: Page, answer: Answer) -> None:
            page.title(self._text("ended.title"))
            page.text(self._text(f"ended.{ended.by}", technician=ended.technician))
            if ended.undo_s:
                undo = page.button(self._text("ended.undo"), lambda: self.act("undo_end"))
                page.countdown(ended.undo_s, lambda left: self._removal_in(left, undo), strong=True)
            elif ended.leftovers is not None:
                self._tell_removed(page, ended.leftovers)
            else:
                page.text(self._text("ended.removing"), strong=True)
            if (chat := ended.chat) is not None:
                page.button(self._text("chat.save"), lambda: save_chat(page.panel, chat, self._texts))
            if not ended.undo_s and not self._log.is_empty:
                page.button(self._text("log.save"), lambda: self._log.save(page.panel, self._texts))
            page.button(self._texts.text("common.close"), lambda: answer(None), default=True, focus=True)

        wx.CallAfter(self._close_everything)
        await self._ask_in_window(build, when_closed=None)

    def _tell_removed(self, page: Page, leftovers: tuple[str, ...]) -> None:
        if leftovers:
            page.warning(self._text("ended.leftovers"))
            page.lines(leftovers, height=90)
        else:
            page.text(self._text("ended.removed"), strong=True)
            page.text(self._text("ended.removed_what"))

    def close(self) -> None:
        """Take icon and bar away; called in wx's thread or from the flow's."""
        wx.CallAfter(self.close_now)

    def close_now(self) -> None:
        self._close_everything()
        self._icon.Destroy()

    def act(self, action: str, *values: object) -> None:
        if self._actions:
            getattr(self._actions, action)(*values)

    def menu(self) -> Any:
        """A fresh menu for the state of this moment."""
        menu, status = wx.Menu(), self._status
        if status is None:
            return menu
        for line in self._facts(status):
            menu.Append(wx.ID_ANY, line.replace("&", "&&")).Enable(False)
        if status.restart_at is not None:
            at = moment(status.restart_at, self._texts.language)
            menu.Append(wx.ID_ANY, self._text("menu.restart", at=at).replace("&", "&&")).Enable(False)
        if status.problem:
            happened, _, now_do = self._texts.problem(status.problem)
            for line in (f"{happened} ({status.problem})", now_do):
                menu.Append(wx.ID_ANY, line.replace("&", "&&")).Enable(False)
        menu.AppendSeparator()
        if self._chat.offered:
            self._append(menu, self._text("menu.chat"), lambda: self._chat.open(self._texts))
        self._append(menu, self._text("menu.log"), lambda: self._log.open(self._texts))
        menu.AppendSubMenu(self._permissions(status), self._text("menu.permission"))
        if status.receipt_to:
            self._append_receipt(menu, status)
        if status.restart_at is not None:
            self._append(menu, self._text("menu.no_restart"), lambda: self.act("refuse_restart"))
        pause = self._text("menu.resume" if status.paused else "menu.pause")
        self._append(menu, pause, lambda: self.act("pause", not status.paused))
        menu.AppendSeparator()
        self._append(menu, self._texts.text("common.end_and_remove"), lambda: self.act("end_session"))
        return menu

    def _facts(self, status: TrayStatus) -> tuple[str, str]:
        left = time_left(status.deadline_at, time.time_ns() // 1_000_000, self._texts)
        until = moment(status.deadline_at, self._texts.language)
        return self._text("menu.who", company=status.company), self._text("menu.left", left=left, until=until)

    def _come_forward(self) -> None:
        """The newest open window, else one that says how the session stands."""
        if not self._windows and self._status is not None:
            self._show_standing(self._status)
        if self._windows:
            self._windows[-1].come_forward()

    def _show_standing(self, status: TrayStatus) -> None:
        window = self._open_window()

        def end() -> None:
            self._close_window(window)
            self.act("end_session")

        def build(page: Page) -> None:
            page.title(self._text("again.title"))
            page.text(self._sentence(status), strong=True)
            who, left = self._facts(status)
            page.text(who, after=4)
            page.text(left)
            page.text(self._text("again.next"))
            page.small(self._text("ready.tray"))
            page.button(self._texts.text("common.end_and_remove"), end)
            page.button(self._texts.text("common.close"), lambda: self._close_window(window), default=True, focus=True)

        window.frame.Bind(wx.EVT_CLOSE, lambda _: self._close_window(window))
        window.show(build, name=self._text("title_plain"))

    def _open_window(self) -> PagedFrame:
        window = PagedFrame(self._text("title_plain"), wx.STAY_ON_TOP, least_height=260)
        self._windows.append(window)
        return window

    def _close_window(self, window: PagedFrame) -> None:
        if window in self._windows:
            self._windows.remove(window)
            window.close()

    def _permissions(self, status: TrayStatus) -> Any:
        permissions = wx.Menu()
        for consent in Consent:
            item = permissions.AppendRadioItem(wx.ID_ANY, self._text(f"consent.{consent.value}"))
            item.Check(consent == status.consent)
            permissions.Bind(wx.EVT_MENU, lambda _, chosen=consent: self.act("choose_consent", chosen), item)
        return permissions

    def _append_receipt(self, menu: Any, status: TrayStatus) -> None:
        label = self._text("receipt.send", address=status.receipt_to).replace("&", "&&")
        item = menu.AppendCheckItem(wx.ID_ANY, label)
        item.Check(status.receipt)
        menu.Bind(wx.EVT_MENU, lambda _: self.act("choose_receipt", not status.receipt), item)

    def _append(self, menu: Any, label: str, action: Callable[[], None]) -> None:
        menu.Bind(wx.EVT_MENU, lambda _: action(), menu.Append(wx.ID_ANY, label))

    def _use_language(self, language: str) -> None:
        self._texts = Translation(language)
        if self._status:
            self._show_status(self._status)

    def _show_status(self, status: TrayStatus) -> None:
        shown = _in_the_bar(self._status) if self._status else None
        self._status = status
        self._icon.show(signs.for_status(status), self._sentence(status))
        if not status.technicians:
            self._notice.close()
        elif _in_the_bar(status) != shown:
            self._notice.show(status, self._texts)

    def _sentence(self, status: TrayStatus) -> str:
        if status.technicians:
            return self._text("tray.connected", technicians=", ".join(status.technicians))
        for key, holds in (("blocked", status.blocked), ("paused", status.paused)):
            if holds:
                return self._text(f"tray.{key}")
        if status.problem in (None, "DP-201"):
            return self._text(f"tray.{status.link.value}")
        return f"{self._texts.problem(status.problem)[0]} ({status.problem})"

    def _removal_in(self, seconds: int, undo: Any) -> str:
        undo.Enable(seconds > 0)
        return self._text("ended.removing_in", count=seconds) if seconds else self._text("ended.removing")

    def _close_everything(self) -> None:
        self._code.close()
        for window in list(self._windows):
            self._close_window(window)
        self._notice.close()
        self._log.close()
        self._chat.close()
        self._icon.hide()

    def _text(self, key: str, **values: object) -> str:
        return self._texts.text(f"host.{key}", **values)

    async def _ask_in_window(self, build: Callable[[Page, Answer], None], when_closed: object) -> Any:
        def show(answer: Answer) -> Callable[[], None]:
            window = self._open_window()
            window.frame.Bind(wx.EVT_CLOSE, lambda _: answer(when_closed))
            window.show(lambda page: build(page, answer), name=self._text("title_plain"))
            window.frame.RequestUserAttention()
            return lambda: self._close_window(window)

        return await ask(show)


def _in_the_bar(status: TrayStatus) -> tuple[object, ...]:
    return status.uses, status.recording, status.holder, status.held


class _Icon(wx.adv.TaskBarIcon):  # type: ignore[misc]
    """One click opens the same menu on either mouse button: nobody has to know which."""

    def __init__(self, tray: Tray) -> None:
        super().__init__()
        self._tray = tray
        self._shown: tuple[object, str] | None = None
        self.Bind(wx.adv.EVT_TASKBAR_LEFT_UP, lambda _: self.PopupMenu(tray.menu()))

    def show(self, sign: signs.Painter, sentence: str) -> None:
        if self._shown != (sign, sentence):
            self._shown = (sign, sentence)
            size = wx.SystemSettings.GetMetric(wx.SYS_SMALLICON_X) or 16
            self.SetIcon(signs.icon(sign, size), sentence[:127])

    def hide(self) -> None:
        self._shown = None
        self.RemoveIcon()

    def CreatePopupMenu(self) -> Any:  # noqa: N802 - wx's name
        return self._tray.menu()


def run(flow: Callable[[TrayView], Coroutine[Any, Any, int]], language: str = "pt-BR") -> int:
    """Show the tray in the main thread and run `flow(view)` beside it; returns the flow's result."""
    thread = FlowThread()
    tray = Tray(language)
    try:
        return thread.run(lambda: flow(tray))
    finally:
        tray.close_now()
