"""What happened on this PC, as the service keeps it: shown on request, and saved where the person wants it."""

from collections.abc import Sequence
from typing import Any

import wx

from daypass.evidence.saved_record import SavedActivities
from daypass.host.windows import activity_text
from daypass.host.windows.page import Page, PagedFrame
from daypass.host.windows.saving import save_record
from daypass.host.windows.view import Activity
from daypass.translation import Translation

MOST_SHOWN = 500
"""Lines in the window; the file has all of them."""


class ActivityLog:
    """The lines that came so far, and the window that shows them."""

    def __init__(self) -> None:
        self._lines: list[Activity] = []
        self._session_id, self._salt = "", b""
        self._window: PagedFrame | None = None

    def belongs_to(self, session_id: str) -> None:
        self._session_id = session_id

    def add(self, lines: Sequence[Activity], salt: bytes) -> None:
        """Those that are here already come again from a service that started again."""
        self._salt = salt
        self._lines += [line for line in lines if line.number > len(self._lines)]

    @property
    def is_empty(self) -> bool:
        return not self._lines

    def open(self, texts: Translation) -> None:
        self.close()
        window = self._window = PagedFrame(texts.text("host.log.title"))
        window.frame.Bind(wx.EVT_CLOSE, lambda _: self.close())

        def build(page: Page) -> None:
            page.title(texts.text("host.log.title"))
            shown = [activity_text.shown_line(line, texts) for line in self._lines[-MOST_SHOWN:]]
            page.lines(shown or [texts.text("host.log.empty")], height=220, focus=True)
            if len(self._lines) > MOST_SHOWN:
                page.small(texts.text("host.log.newest", count=MOST_SHOWN))
            if self._lines:
                page.button(texts.text("host.log.save"), lambda: self.save(page.panel, texts))
            page.button(texts.text("common.close"), self.close, default=True)

        window.show(build)

    def save(self, parent: Any, texts: Translation) -> None:
        save_record(parent, "log", SavedActivities(self._session_id, self._salt, self._lines), texts)

    def close(self) -> None:
        if self._window:
            self._window.close()
            self._window = None
