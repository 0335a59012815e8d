"""Terminals in the service: each shell runs in a process of its own, with the rights it was asked with, and speaks by a local link.

A terminal belongs to no line: when a technician's line breaks it goes on for TERMINALS_WAIT_S, and the page takes it up again on another
one, by a secret that the page alone was given. What the page has not shown yet is kept here for that; the process does not read on from
its shell while the page is too far behind (TerminalTaken), so that no output floods line or memory. What is typed carries its place, so
that nothing is typed twice or left out. Nothing typed is ever kept: it may be a password. The activity log says who opened a terminal,
with whose rights, and for how long.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from daypass.host.connection.connections import ToolUse
from daypass.host.connection.own_process import OwnProcess
from daypass.host.dashboard.panel import Say
from daypass.host.platform.ports import LocalLinks, LocalPeer, Programs
from daypass.protocol.dashboard import (
    MOST_OUTPUT,
    TERMINAL_AHEAD,
    TERMINALS_WAIT_S,
    TYPED_AHEAD,
    OpenTerminal,
    ResizeTerminal,
    Shell,
    TerminalInput,
    TerminalOpened,
    TerminalOutput,
    TerminalOver,
    TerminalResumed,
    TerminalTaken,
    TerminalTyped,
    read_to_technician,
)
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Message, encode

LARGEST_SAID = MOST_OUTPUT + 4096
"""Bytes of one message of a terminal's process."""
MOST_AT_ALL = 32
"""Terminals of all technicians, those included that wait for their page."""
SHELL_NAMES = {Shell.COMMAND_PROMPT: "cmd", Shell.POWERSHELL: "PowerShell", Shell.SH: "sh"}
"""What people call them in any language: so they stand in the activity log."""
_log = logging.getLogger(__name__)
StartTask = Callable[[Coroutine[Any, Any, None], str], "asyncio.Task[None]"]
"""Starts named work that ends with whatever it belongs to."""
Fed = TerminalInput | ResizeTerminal | TerminalTaken


@dataclass(eq=False)
class Page:
    """Where a terminal is shown: the number that the page calls it by, and how the page is told."""

    number: int
    say: Say
    telling: "asyncio.Task[None] | None" = None


class Terminal:
    """One shell, from its start to its end. `attach` a page to it; without one it waits, and ends when none comes."""

    def __init__(self, asked: OpenTerminal, use: ToolUse, gone: Callable[["Terminal"], None]) -> None:
        """`gone` is called when nothing of it is of use any more."""
        self.token = secrets.token_bytes(16)
        self.technician = use.technician
        self._asked, self._use, self._gone = asked, use, gone
        self._page: Page | None = None
        self._peer: LocalPeer | None = None
        self._running: asyncio.Task[None] | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._kept = bytearray()
        """Output from `_shown` on, which the page may not have."""
        self._shown = self._typed = self._taken_by_shell = 0
        self._early: list[TerminalInput] = []
        """Typed before the shell was there."""
        self._size: ResizeTerminal | None = None
        self._account = ""
        self._may_run = False
        """There may be a shell, and nobody has said that there is none."""
        self._ending = False
        self._over: TerminalOver | None = None
        self._news = asyncio.Event()

    def run(self, links: LocalLinks, programs: Programs, start: StartTask) -> None:
        self._running = start(self._run(links, programs), "terminal")

    def end(self) -> None:
        """At once, whoever looks at it."""
        if self._running is not None and not self._ending:
            self._ending = True  # once: it must not be cancelled while it ends its process
            self._running.cancel()

    def leave(self) -> None:
        """Nobody shows it any more, and nobody will."""
        self._part()
        self.end()
        self._gone(self)

    # --- its page -------------------------------------------------------------------------------------------------

    def attach(self, page: Page, start: StartTask, received: int | None) -> None:
        """Show it on `page` from now on, and nowhere else; `received`: from this byte of its output on, None: from its beginning.

        Raises LookupError where that byte is not kept.
        """
        begin = 0 if received is None else received
        if not self._shown <= begin <= self._shown + len(self._kept):
            raise LookupError("that much was never told")
        self._part()
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        self._page = page
        page.telling = start(self._tell(page, begin, resumed=received is not None), "telling of a terminal")

    def is_shown_on(self, page: Page) -> bool:
        return self._page is page

    def detach(self, page: Page) -> None:
        """The page's line broke."""
        if self._page is page:
            self._part()
            self._waiting = asyncio.get_running_loop().call_later(TERMINALS_WAIT_S, self.leave)

    def _part(self) -> None:
        if self._page is not None and self._page.telling is not None:
            self._page.telling.cancel()
        self._page = None

    async def _tell(self, page: Page, told: int, resumed: bool) -> None:
        """Everything that the page does not know yet, as it comes; its line is as slow as it likes."""
        named, taken = resumed, -1
        try:
            if resumed:
                await page.say(TerminalResumed(terminal=page.number, typed=self._typed))
            while True:
                self._news.clear()
                if not named and self._account:
                    named = True
                    await page.say(TerminalOpened(terminal=page.number, account=self._account, token=self.token))
                if taken != self._taken_by_shell and self._account:
                    taken = self._taken_by_shell
                    await page.say(TerminalTyped(terminal=page.number, bytes=taken))
                start = told - self._shown
                if piece := bytes(self._kept[start : start + MOST_OUTPUT]):
                    told += len(piece)
                    await page.say(TerminalOutput(terminal=page.number, output=piece))
                elif self._over is not None:
                    await page.say(TerminalOver(terminal=page.number, dp=self._over.dp))
                    self._gone(self)
                    return
                else:
                    await self._news.wait()
        except EOFError:
            return  # the line is gone, as the visit learns too

    async def feed(self, page: Page, message: Fed) -> None:
        """What the technician typed, the size, or how much was shown. A terminal that is over takes nothing more.

        Raises ProtocolError for what no page of ours says.
        """
        if self._page is not page or self._over is not None:
            return
        if isinstance(message, TerminalInput):
            await self._type(message)
        elif isinstance(message, TerminalTaken):
            shown = max(self._shown, min(message.bytes, self._shown + len(self._kept)))
            del self._kept[: shown - self._shown]
            self._shown = shown
            await self._pass_on(TerminalTaken(terminal=self._asked.terminal, bytes=shown))
        else:
            self._size = ResizeTerminal(terminal=self._asked.terminal, columns=message.columns, rows=message.rows)
            await self._pass_on(self._size)

    async def _type(self, message: TerminalInput) -> None:
        at = self._typed if message.at is None else message.at
        if at > self._typed:
            raise ProtocolError("something that was typed is missing")
        fresh = message.input[self._typed - at :]
        if not fresh:
            return
        self._typed += len(fresh)
        # Pages of the version before do not wait until what they sent is taken.
        if self._typed - self._taken_by_shell > (TYPED_AHEAD if message.at is not None else 16 * TYPED_AHEAD):
            raise ProtocolError("typed faster than the terminal takes it")
        typed = TerminalInput(terminal=self._asked.terminal, input=fresh)
        if self._peer is None:
            self._early.append(typed)
        else:
            await self._pass_on(typed)

    async def _pass_on(self, message: Message) -> None:
        if self._peer is not None:
            try:
                await self._peer.send(encode(message))
            except (EOFError, OSError):
                return  # its process is gone, as `_run` learns too

    # --- its shell ------------------------------------------------------------------------------------------------

    async def _run(self, links: LocalLinks, programs: Programs) -> None:
        dp: str | None = None
        try:
            dp = await self._with_process(OwnProcess(links, programs, "terminal", self._asked.elevated))
        except (OSError, ProtocolError, EOFError) as error:
            _log.warning("a terminal ended: %s", error)
            dp = "DP-806"
        finally:
            self._over = TerminalOver(terminal=self._asked.terminal, dp=dp)
            self._news.set()

    async def _with_process(self, process: OwnProcess) -> str | None:
        """Until the shell ends; the code when there was none."""
        opened_s = time.monotonic()
        try:
            peer = await process.start(LARGEST_SAID)
            self._may_run = True
            await peer.send(encode(self._asked))
            await self._say_what_came_early(peer)
            return await self._hear(peer)
        except LookupError:
            return "DP-709"
        finally:
            self._peer = None
            try:
                await process.close()
            finally:
                if (
                    self._may_run
                ):  # a shell takes what is typed before it is heard of: nobody is so quick that it is not known
                    await self._opened(TerminalOpened(terminal=self._asked.terminal, account=""))
                if self._account:
                    minutes, seconds = divmod(round(time.monotonic() - opened_s), 60)
                    await self._use.log("terminal_closed", f"{self._named}, {minutes}:{seconds:02}")

    async def _say_what_came_early(self, peer: LocalPeer) -> None:
        while self._early:
            await peer.send(encode(self._early.pop(0)))
        self._peer = peer
        if self._size is not None:
            await self._pass_on(self._size)

    async def _hear(self, peer: LocalPeer) -> str | None:
        """At the other end there may be any program of the person's: it speaks for its own terminal, once by its name."""
        try:
            while True:
                told = read_to_technician(await peer.receive())
                if isinstance(told, TerminalOver):
                    self._may_run = False
                    return told.dp
                if not isinstance(told, TerminalOpened | TerminalOutput | TerminalTyped):
                    continue
                if told.terminal != self._asked.terminal:
                    continue
                if isinstance(told, TerminalOpened):
                    await self._opened(told)
                elif self._account:
                    self._take(told)
                self._news.set()
        except EOFError:
            return None if self._account else "DP-806"

    async def _opened(self, told: TerminalOpened) -> None:
        if not self._account:
            self._account = told.account or "?"
            await self._use.log("terminal_opened", self._named)

    def _take(self, told: TerminalOutput | TerminalTyped) -> None:
        if isinstance(told, TerminalTyped):
            self._taken_by_shell = max(self._taken_by_shell, min(told.bytes, self._typed))
            return
        self._kept += told.output
        if len(self._kept) > TERMINAL_AHEAD + MOST_OUTPUT:
            raise ProtocolError("a terminal's process does not wait for the page")

    @property
    def _named(self) -> str:
        return f"{SHELL_NAMES[self._asked.shell]} ({self._account})"
