"""What happened on this PC while the tray was there: who connected and left, and when. Kept in memory, shown on request."""

import time

import wx

from daypass.host.windows.page import Page, PagedFrame
from daypass.host.windows.times import hour
from daypass.host.windows.view import TrayStatus
from daypass.translation import Translation

MOST_ENTRIES = 500


class ActivityLog:
    """Notes the difference between one status and the next."""

    def __init__(self) -> None:
        self._former: TrayStatus | None = None
        self._entries: list[tuple[int, str, str]] = []
        self._window: PagedFrame | None = None

    def note(self, status: TrayStatus) -> None:
        former, self._former = self._former, status
        before = set(former.technicians) if former else set()
        now = set(status.technicians)
        self._add("opened", now - before)
        self._add("closed", before - now)
        recorded = set(former.recording) if former else set()
        self._add("recording_started", set(status.recording) - recorded)
        self._add("recording_stopped", recorded - set(status.recording))
        if former and former.paused != status.paused:
            self._add("paused" if status.paused else "resumed", {""})

    def lines(self, texts: Translation) -> list[str]:
        """Oldest first: "10:06  Technician One: connected"."""
        return [f"{hour(at)}  {texts.text(f'host.log.{what}', technician=who)}" for at, what, who in self._entries]

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

    def _add(self, what: str, technicians: set[str]) -> None:
        at = time.time_ns() // 1_000_000
        self._entries += [(at, what, technician) for technician in sorted(technicians)]
        del self._entries[:-MOST_ENTRIES]
