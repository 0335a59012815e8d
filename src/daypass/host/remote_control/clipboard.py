"""The PC's clipboard, shared with the technicians who have switched it on, and watched only while somebody has.

What one side puts is never told back to it: the platform keeps quiet about its own text, and the same text twice is said once.
No word of it goes into the log.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

from daypass.host.platform.ports import Clipboard, OpenClipboard
from daypass.protocol.clipboard import CLIPBOARD_LIMIT, ClipboardShared, ClipboardText
from daypass.protocol.messages import Message
from daypass.protocol.tool_line import Notice

_log = logging.getLogger(__name__)


class Sharer(Protocol):
    """A technician's connection."""

    def message(self, message: Message) -> None: ...


class ClipboardSharing:
    """For the desktop process; one loop uses it."""

    def __init__(self, open_clipboard: OpenClipboard) -> None:
        self._open = open_clipboard
        self._clipboard: Clipboard | None = None
        self._sharers: list[Sharer] = []
        self._last = ""

    def handle(self, sharer: Sharer, message: object) -> bool:
        """Do it if it is about the clipboard; answers whether it was."""
        if isinstance(message, ClipboardShared):
            if message.on:
                self._join(sharer)
            else:
                self.leave(sharer)
        elif isinstance(message, ClipboardText):
            self._put(sharer, message.text)
        else:
            return False
        return True

    def leave(self, sharer: Sharer) -> None:
        if sharer in self._sharers:
            self._sharers.remove(sharer)
        if not self._sharers and self._clipboard is not None:
            self._clipboard.close()
            self._clipboard, self._last = None, ""

    def _join(self, sharer: Sharer) -> None:
        if sharer not in self._sharers:
            self._sharers.append(sharer)
        if self._clipboard is None:
            loop = asyncio.get_running_loop()
            try:
                self._clipboard = self._open(lambda text: _told(loop, self._copied, text))
            except OSError as error:
                _log.warning("the clipboard cannot be watched: %s", error)
                sharer.message(Notice(dp="DP-411"))

    def _put(self, sharer: Sharer, text: str) -> None:
        if self._clipboard is None or sharer not in self._sharers:
            return
        try:
            self._clipboard.put(text)
        except OSError as error:
            _log.warning("the clipboard does not take a text: %s", error)
            sharer.message(Notice(dp="DP-411"))
            return
        self._last = text

    def _copied(self, text: str) -> None:
        if self._clipboard is None or text in ("", self._last):
            return
        self._last = text
        told = Notice(dp="DP-412") if len(text) > CLIPBOARD_LIMIT else ClipboardText(text=text)
        for sharer in self._sharers:
            sharer.message(told)


def _told(loop: asyncio.AbstractEventLoop, copied: Callable[[str], None], text: str) -> None:
    """From the platform's thread into the loop's."""
    with contextlib.suppress(RuntimeError):  # the loop is at its end
        loop.call_soon_threadsafe(copied, text)
