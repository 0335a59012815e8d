"""What happened on this PC while the tray was there: who used what, and when. Kept in memory, shown on request."""

import bisect
import time
from dataclasses import dataclass

import wx

from daypass.host.windows.page import Page, PagedFrame
from daypass.host.windows.times import hour
from daypass.host.windows.view import Logged, TrayStatus
from daypass.protocol.holding import Held
from daypass.protocol.shown_text import harmless
from daypass.translation import Translation

MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class _Entry:
    at: int
    what: str
    technician: str
    tool: str = ""
    detail: str = ""


class ActivityLog:
    """Notes the difference between one status and the next, and what technicians did with their tools."""

    def __init__(self) -> None:
        self._former: TrayStatus | None = None
        self._entries: list[_Entry] = []
        self._window: PagedFrame | None = None

    def note(self, status: TrayStatus) -> None:
        former, self._former = self._former, status
        before, now = set(former.uses) if former else set(), set(status.uses)
        self._add("opened", now - before)
        self._add("closed", before - now)
        recorded, records = set(former.recording) if former else set(), set(status.recording)
        self._add("recording_started", {(who, "") for who in records - recorded})
        self._add("recording_stopped", {(who, "") for who in recorded - records})
        self._note_hold(former, status)
        if former and former.paused != status.paused:
            self._add("paused" if status.paused else "resumed", {("", "")})

    def add(self, logged: Logged) -> None:
        """In its place by the time: what happened before this tray was there comes later."""
        entry = _Entry(logged.at, logged.what, logged.technician, detail=logged.detail)
        if entry not in self._entries:
            bisect.insort(self._entries, entry, key=lambda one: one.at)
            del self._entries[:-MOST_ENTRIES]

    def _note_hold(self, former: TrayStatus | None, status: TrayStatus) -> None:
        before = (former.held, former.holder) if former else (Held.NOTHING, "")
        if (status.held, status.holder) == before:
            return
        if status.held is Held.NOTHING:
            self._add("hold_ended", {(before[1], "")})
        else:
            self._add("held_screen" if status.held is Held.SCREEN else "held_input", {(status.holder, "")})

    def lines(self, texts: Translation) -> list[str]:
        """Oldest first: "10:06  Technician One: connected (Remote control)"."""
        return [f"{hour(entry.at)}  {_sentence(entry, texts)}" for entry in self._entries]

    def open(self, texts: Translation) -> None:
        self.close()
        window = self._window = PagedFrame(texts.text("host.log.title"))
        window.frame.Bind(wx.EVT_CLOSE, lambda _: self.close())

        def build(page: Page) -> None:
            page.title(texts.text("host.log.title"))
            page.lines(self.lines(texts) or [texts.text("host.log.empty")], height=220, focus=True)
            page.button(texts.text("common.close"), self.close, default=True)

        window.show(build)

    def close(self) -> None:
        if self._window:
            self._window.close()
            self._window = None

    def _add(self, what: str, uses: set[tuple[str, str]]) -> None:
        at = time.time_ns() // 1_000_000
        self._entries += [_Entry(at, what, technician, tool) for technician, tool in sorted(uses)]
        del self._entries[:-MOST_ENTRIES]


def _sentence(entry: _Entry, texts: Translation) -> str:
    tool = texts.text(f"host.tool.{entry.tool}") if entry.tool else ""
    values = {"technician": entry.technician, "tool": tool, "detail": harmless(entry.detail)}
    return texts.text(f"host.log.{entry.what}", **values)
