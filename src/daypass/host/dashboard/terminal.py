"""Terminals in the service: each shell runs in a process of its own, with the rights it was asked with, and speaks by a local link.

The process does not read on from its shell while the technician's page is too far behind (TerminalTaken), so that no output floods
line or memory. Nothing typed is ever kept: it may be a password. The activity log says who opened a terminal, with whose rights, and
for how long.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from daypass.host.connection.connections import ToolUse
from daypass.host.connection.own_process import OwnProcess
from daypass.host.dashboard.panel import Say
from daypass.host.platform.ports import LocalLinks, LocalPeer, Programs
from daypass.protocol.dashboard import (
    MOST_OUTPUT,
    MOST_TERMINALS,
    CloseTerminal,
    OpenTerminal,
    ResizeTerminal,
    TerminalInput,
    TerminalOpened,
    TerminalOutput,
    TerminalOver,
    TerminalTaken,
    read_to_technician,
)
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import encode

LARGEST_SAID = MOST_OUTPUT + 4096
"""Bytes of one message of a terminal's process."""
_log = logging.getLogger(__name__)
StartTask = Callable[[Coroutine[Any, Any, None], str], "asyncio.Task[None]"]
"""Starts named work that ends with the visit."""
Fed = TerminalInput | ResizeTerminal | TerminalTaken


@dataclass(eq=False)
class _Terminal:
    task: "asyncio.Task[None] | None" = None
    peer: LocalPeer | None = None
    closed: bool = False
    life: asyncio.Timeout = field(default_factory=lambda: asyncio.timeout(None))
    """Runs out when the technician closes the terminal."""


class Terminals:
    """The terminals of one technician's visit; they end with it."""

    def __init__(self, programs: Programs, links: LocalLinks, use: ToolUse, say: Say, start: StartTask) -> None:
        self._programs, self._links, self._use, self._say, self._start = programs, links, use, say, start
        self._open: dict[int, _Terminal] = {}

    async def open(self, message: OpenTerminal) -> None:
        if message.terminal in self._open:
            return
        if len(self._open) >= MOST_TERMINALS:
            await self._say(TerminalOver(terminal=message.terminal, dp="DP-807"))
            return
        terminal = self._open[message.terminal] = _Terminal()
        terminal.task = self._start(self._run(terminal, message), "terminal")

    async def feed(self, message: Fed) -> None:
        """What the technician typed, the size, or how much was shown. A terminal that is over takes nothing more."""
        terminal = self._open.get(message.terminal)
        if terminal is not None and terminal.peer is not None:
            with contextlib.suppress(EOFError, OSError):
                await terminal.peer.send(encode(message))

    async def close(self, message: CloseTerminal) -> None:
        terminal = self._open.get(message.terminal)
        if terminal is not None:
            terminal.closed = True
            if terminal.peer is not None:
                terminal.life.reschedule(asyncio.get_running_loop().time())

    async def _run(self, terminal: _Terminal, message: OpenTerminal) -> None:
        dp: str | None = None
        try:
            dp = await self._with_process(terminal, message)
        except (OSError, ProtocolError, EOFError) as error:
            _log.warning("a terminal ended: %s", error)
            dp = "DP-806"
        finally:
            del self._open[message.terminal]
        with contextlib.suppress(EOFError):
            await self._say(TerminalOver(terminal=message.terminal, dp=dp))

    async def _with_process(self, terminal: _Terminal, message: OpenTerminal) -> str | None:
        """Until the shell ends or is closed; the code when there was none."""
        process = OwnProcess(self._links, self._programs, "terminal", message.elevated)
        try:
            peer = await process.start(LARGEST_SAID)
            if terminal.closed:
                return None
            await peer.send(encode(message))
            terminal.peer = peer
            return await self._relay(terminal, peer, message)
        except LookupError:
            return "DP-709"
        finally:
            terminal.peer = None
            await process.close()

    async def _relay(self, terminal: _Terminal, peer: LocalPeer, message: OpenTerminal) -> str | None:
        opened_s, account = time.monotonic(), ""
        try:
            async with terminal.life:
                while True:
                    told = read_to_technician(await peer.receive())
                    if isinstance(told, TerminalOver):
                        return told.dp
                    # At the other end there may be any program of the person's: it speaks for its own terminal, once by its name.
                    if isinstance(told, TerminalOpened) and not account and told.terminal == message.terminal:
                        account = told.account or "?"
                        await self._use.log("terminal_opened", f"{message.shell.value} ({account})")
                        await self._say(told)
                    elif isinstance(told, TerminalOutput) and account and told.terminal == message.terminal:
                        await self._say(told)
        except TimeoutError:
            return None  # closed
        except EOFError:
            return None if account else "DP-806"
        finally:
            if account:
                minutes, seconds = divmod(round(time.monotonic() - opened_s), 60)
                await self._use.log("terminal_closed", f"{message.shell.value} ({account}), {minutes}:{seconds:02}")
