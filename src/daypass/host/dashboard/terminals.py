"""Who has which terminal: those of one visit to Dashboard, and those that wait for a page whose line broke."""

import hmac

from daypass.host.connection.connections import ToolUse
from daypass.host.dashboard.panel import Say
from daypass.host.dashboard.terminal import MOST_AT_ALL, Fed, Page, StartTask, Terminal
from daypass.host.platform.ports import LocalLinks, Programs
from daypass.protocol.dashboard import (
    MOST_TERMINALS,
    CloseTerminal,
    OpenTerminal,
    ResumeTerminal,
    TerminalOver,
)


class AllTerminals:
    """Of the whole PC. `start` starts work that ends with the service."""

    def __init__(self, programs: Programs, links: LocalLinks, start: StartTask) -> None:
        self._programs, self._links, self._start = programs, links, start
        self._here: list[Terminal] = []
        self._waiting: set[Terminal] = set()

    def open(self, asked: OpenTerminal, use: ToolUse) -> Terminal | None:
        """None where there are too many."""
        if len(self._here) >= MOST_AT_ALL:
            return None
        terminal = Terminal(asked, use, self._gone)
        self._here.append(terminal)
        terminal.run(self._links, self._programs, self._start)
        return terminal

    def find(self, token: bytes, technician: str) -> Terminal | None:
        found = [one for one in self._here if hmac.compare_digest(one.token, token)]
        return found[0] if found and found[0].technician == technician else None

    def wait(self, terminal: Terminal, page: Page) -> None:
        """For a page that may come back."""
        terminal.detach(page)
        self._waiting.add(terminal)

    def taken_up(self, terminal: Terminal) -> None:
        self._waiting.discard(terminal)

    def nobody_comes_back(self) -> None:
        """After a pause, the end, a new password: what waits, waits for nothing."""
        for terminal in list(self._waiting):
            terminal.leave()

    def _gone(self, terminal: Terminal) -> None:
        self._waiting.discard(terminal)
        if terminal in self._here:
            self._here.remove(terminal)


class TerminalsOfVisit:
    """The terminals that one page shows. `start` starts work that ends with its line."""

    def __init__(self, everywhere: AllTerminals, use: ToolUse, say: Say, start: StartTask) -> None:
        self._all, self._use, self._say, self._start = everywhere, use, say, start
        self._shown: dict[int, tuple[Terminal, Page]] = {}

    async def open(self, message: OpenTerminal) -> None:
        number = message.terminal
        if number in self._shown:
            return
        terminal = self._all.open(message, self._use) if len(self._shown) < MOST_TERMINALS else None
        if terminal is None:
            await self._say(TerminalOver(terminal=number, dp="DP-807"))
        else:
            self._show(terminal, number, None)

    async def resume(self, message: ResumeTerminal) -> None:
        """Also where the line before has not been missed yet: the terminal is shown here alone from now on."""
        number = message.terminal
        terminal = self._all.find(message.token, self._use.technician)
        try:
            if terminal is None or number in self._shown or len(self._shown) >= MOST_TERMINALS:
                raise LookupError("no such terminal waits")
            self._show(terminal, number, message.received)
            self._all.taken_up(terminal)
        except LookupError:
            await self._say(TerminalOver(terminal=number, dp="DP-208"))

    def _show(self, terminal: Terminal, number: int, received: int | None) -> None:
        async def say(message: object) -> None:
            if isinstance(message, TerminalOver):
                self._shown.pop(number, None)
            await self._say(message)  # type: ignore[arg-type] # what a terminal says is a message

        page = Page(number, say)
        terminal.attach(page, self._start, received)
        self._shown[number] = terminal, page

    async def feed(self, message: Fed) -> None:
        """Raises ProtocolError for what no page of ours says."""
        if message.terminal in self._shown:
            terminal, page = self._shown[message.terminal]
            await terminal.feed(page, message)

    async def close(self, message: CloseTerminal) -> None:
        if message.terminal in self._shown:
            self._shown[message.terminal][0].end()

    def end(self, comes_back: bool) -> None:
        """The visit is over; its terminals end too, unless the page may come back."""
        for terminal, page in self._shown.values():
            if not terminal.is_shown_on(page):
                continue  # taken up on another line
            if comes_back:
                self._all.wait(terminal, page)
            else:
                terminal.leave()
        self._shown.clear()
