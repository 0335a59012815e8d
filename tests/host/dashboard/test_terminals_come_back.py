"""A terminal goes on while its technician's line is broken: not a byte is lost or typed twice, and nobody else gets it."""

import asyncio
import random
import sys
import threading
from dataclasses import replace

import pytest
from tests.host.dashboard.test_terminals import asked
from tests.host.dashboard.visits import Desk, Visit, desk, visiting

from daypass.host.dashboard import terminal as rules
from daypass.host.dashboard import terminals as all_rules
from daypass.host.platform.fake.dashboard import FakeDashboard, FakeShell
from daypass.host.platform.ports import LocalPeer
from daypass.protocol.dashboard import (
    MOST_OUTPUT,
    MOST_TERMINALS,
    TERMINAL_AHEAD,
    TYPED_AHEAD,
    CloseTerminal,
    OpenTerminal,
    ResumeTerminal,
    Shell,
    TerminalInput,
    TerminalOpened,
    TerminalOutput,
    TerminalOver,
    TerminalResumed,
    TerminalTaken,
    TerminalTyped,
    read_to_host,
)
from daypass.protocol.messages import encode


class Shown:
    """What a page knows of its terminal, from line to line."""

    def __init__(self) -> None:
        self.token, self.output, self.typed = b"", b"", b""

    async def opens(self, visit: Visit, shell: Shell = Shell.COMMAND_PROMPT) -> None:
        visit.say(asked(shell=shell))
        self.token = (await visit.wait(TerminalOpened)).token or b""

    def types(self, visit: Visit, data: bytes) -> None:
        visit.say(TerminalInput(terminal=1, input=data, at=len(self.typed)))
        self.typed += data

    async def resumes(self, visit: Visit) -> int:
        """How much of what was typed the PC has."""
        visit.say(self.ask())
        return (await visit.wait(TerminalResumed)).typed

    def ask(self) -> ResumeTerminal:
        return ResumeTerminal(terminal=1, token=self.token, received=len(self.output))

    def take(self, visit: Visit) -> None:
        """Everything that has arrived on this line, which is read no more."""
        self.output += b"".join(one.output for one in visit.channel.of(TerminalOutput))


async def all_typed(visit: Visit, page: Shown) -> None:
    wanted = TerminalTyped(terminal=1, bytes=len(page.typed))
    await visit.channel.until(lambda: wanted in visit.channel.told)


async def over(visit: Visit) -> str | None:
    return (await visit.wait(TerminalOver)).dp


async def until_ended(there: Desk) -> None:
    async with asyncio.timeout(5):
        while not any(what == "terminal_closed" for what, _ in there.logged):  # noqa: ASYNC110 - a log sets no event
            await asyncio.sleep(0.005)


async def test_the_shell_goes_on_and_the_page_goes_on_with_it_at_the_very_byte() -> None:
    page = Shown()
    async with desk() as there:
        async with there.visit(ends="broken") as visit:
            await page.opens(visit)
            page.types(visit, b"one")
            await visit.channel.until(lambda: any(b"one" in one.output for one in visit.channel.of(TerminalOutput)))
            page.take(visit)
        async with there.visit() as visit:
            assert await page.resumes(visit) == 3
            page.types(visit, b"two")
            await visit.channel.until(lambda: any(b"two" in one.output for one in visit.channel.of(TerminalOutput)))
            page.take(visit)
            await visit.channel.until(lambda: TerminalTyped(terminal=1, bytes=6) in visit.channel.told)
    assert page.output == b"> onetwo"
    assert [what for what, _ in there.logged] == ["terminal_opened", "terminal_closed"]


async def test_what_a_broken_line_took_is_typed_once_whatever_had_arrived() -> None:
    async with desk() as there:
        page = Shown()
        async with there.visit(ends="broken") as visit:
            await page.opens(visit)
            page.types(visit, b"abc")
            await all_typed(visit, page)
        async with there.visit() as visit:
            assert await page.resumes(visit) == 3
            visit.say(TerminalInput(terminal=1, input=b"bcdef", at=1))  # its answer had not come
            visit.say(TerminalInput(terminal=1, input=b"abcdef", at=0))
            await visit.channel.until(lambda: TerminalTyped(terminal=1, bytes=6) in visit.channel.told)
            # Its echo comes after the news that it was typed.
            await visit.channel.until(lambda: sum(len(one.output) for one in visit.channel.of(TerminalOutput)) >= 8)
            page.take(visit)
            assert page.output == b"> abcdef"


class NumberedShell(FakeShell):
    """Echoes what is typed; every "!" brings forth a hundred numbered lines before it is echoed."""

    def __init__(self, shell: Shell, columns: int, rows: int) -> None:
        super().__init__(shell, columns, rows)
        self.lines = 0

    def write(self, data: bytes) -> None:
        for byte in data:
            if byte == ord("!"):
                self._output.put(b"".join(b"%06d\n" % (self.lines + n) for n in range(100)))
                self.lines += 100
            self._output.put(bytes((byte,)))


def written(typed: bytes) -> bytes:
    lines, written = 0, b"> "
    for byte in typed:
        if byte == ord("!"):
            written += b"".join(b"%06d\n" % (lines + n) for n in range(100))
            lines += 100
        written += bytes((byte,))
    return written


@pytest.mark.parametrize("seed", range(3))
async def test_lines_that_break_at_any_moment_cost_no_byte_either_way(seed: int) -> None:
    dice, page = random.Random(seed), Shown()
    letters = "".join(dice.choice("abcdefgh!") for _ in range(300)).encode()
    ports = replace(FakeDashboard().ports, open_shell=NumberedShell)
    async with desk(ports) as there:
        arrived = 0
        while len(page.output) < len(written(letters)) and arrived < 60:
            arrived += 1
            async with there.visit(ends="broken") as visit:
                if page.token:
                    page.typed = letters[: await page.resumes(visit)]
                else:
                    await page.opens(visit)
                for _ in range(dice.randrange(8)):
                    piece = letters[len(page.typed) :][: dice.randrange(1, 30)]
                    if dice.random() < 0.8:
                        page.types(visit, piece)
                    await asyncio.sleep(dice.choice((0, 0.001, 0.01)))
                if dice.random() < 0.5:
                    visit.channel.deaf = True  # what comes now is lost, and the host learns of it late
                else:
                    await asyncio.sleep(0.02)
                page.take(visit)
                if dice.random() < 0.7:
                    visit.say(TerminalTaken(terminal=1, bytes=len(page.output)))
        assert arrived > 3, "the line broke more than once"
        assert page.output == written(letters)
        there.tool.terminals.nobody_comes_back()
        await until_ended(there)


@pytest.mark.parametrize("ends", ["closed", "dismissed", "cut"])
async def test_it_ends_at_once_when_nobody_comes_back(ends: str) -> None:
    async with desk() as there:
        page = Shown()
        async with there.visit(ends=ends) as visit:
            await page.opens(visit)
        await until_ended(there)
        async with there.visit() as visit:
            visit.say(page.ask())
            assert await over(visit) == "DP-208"


async def test_it_waits_a_bounded_time_and_for_nobody_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk() as there:
        page = Shown()
        async with there.visit(ends="broken") as visit:
            await page.opens(visit)
        assert len(there.logged) == 1
        there.tool.terminals.nobody_comes_back()
        await until_ended(there)
    monkeypatch.setattr(rules, "TERMINALS_WAIT_S", 0.05)
    async with desk() as there:
        async with there.visit(ends="broken") as visit:
            await page.opens(visit)
        await until_ended(there)


async def test_it_is_for_the_page_that_has_its_secret_and_for_the_same_technician() -> None:
    async with desk() as there:
        page = Shown()
        async with there.visit(ends="broken") as visit:
            await page.opens(visit)
        other = ResumeTerminal(terminal=1, token=bytes(16), received=0)
        ahead = ResumeTerminal(terminal=1, token=page.token, received=99)
        for technician, ask in (("Technician Two", page.ask()), ("Technician One", other), ("Technician One", ahead)):
            async with there.visit(technician=technician) as visit:
                visit.say(ask)
                assert await over(visit) == "DP-208"
        async with there.visit() as visit:
            assert await page.resumes(visit) == 0


async def test_a_new_line_takes_it_from_one_that_is_not_missed_yet() -> None:
    async with desk() as there:
        page = Shown()
        async with there.visit() as former:
            await page.opens(former)
            async with there.visit(ends="broken") as visit:
                await page.resumes(visit)
                former.say(TerminalInput(terminal=1, input=b"late", at=0))
                page.types(visit, b"here")
                await all_typed(visit, page)
                page.take(visit)
            assert b"late" not in page.output + b"".join(one.output for one in former.channel.of(TerminalOutput))
        assert len(there.logged) == 1, "what the former line was closed for is not on it any more"
        there.tool.terminals.nobody_comes_back()


async def test_what_a_shell_said_last_and_that_it_ended_is_told_when_the_page_is_back() -> None:
    async with desk() as there:
        page = Shown()
        async with there.visit(ends="broken") as visit:
            await page.opens(visit)
            await visit.wait(TerminalOutput)
            visit.channel.deaf = True
            page.types(visit, b"exit")
        await until_ended(there)
        async with there.visit() as visit:
            assert await page.resumes(visit) == 4
            assert await over(visit) is None
            page.take(visit)
        assert page.output == b"> "


async def test_a_terminal_that_prints_a_gigabyte_to_nobody_waits_and_one_that_does_not_wait_ends() -> None:
    async with desk() as there:
        page = Shown()
        async with there.visit(ends="broken") as visit:
            await page.opens(visit)
            page.types(visit, b"flood")
            await all_typed(visit, page)
        await asyncio.sleep(0.1)
        async with there.visit() as visit:
            await page.resumes(visit)
            await visit.channel.until(
                lambda: sum(len(one.output) for one in visit.channel.of(TerminalOutput)) >= TERMINAL_AHEAD
            )
            await asyncio.sleep(0.05)
            page.take(visit)
            assert len(page.output) <= TERMINAL_AHEAD + MOST_OUTPUT

    async def pretend(peer: LocalPeer) -> None:
        await peer.receive()
        await peer.send(encode(TerminalOpened(terminal=1, account="PC\\ana")))
        for _ in range(40):
            await peer.send(encode(TerminalOutput(terminal=1, output=bytes(MOST_OUTPUT))))

    async with visiting(terminal=pretend) as visit:
        visit.say(asked())
        assert await over(visit) == "DP-806"


async def test_what_is_typed_before_the_shell_is_there_reaches_it() -> None:
    heard: list[bytes] = []

    async def slow(peer: LocalPeer) -> None:
        assert isinstance(read_to_host(await peer.receive()), OpenTerminal)
        await peer.send(encode(TerminalOpened(terminal=1, account="PC\\ana")))
        while len(b"".join(heard)) < 5:
            told = read_to_host(await peer.receive())
            assert isinstance(told, TerminalInput)
            heard.append(told.input)

    async with visiting(terminal=slow) as visit:
        visit.say(asked())
        visit.say(TerminalInput(terminal=1, input=b"dir", at=0))
        visit.say(TerminalInput(terminal=1, input=b"\r\n", at=3))
        await over(visit)
    assert b"".join(heard) == b"dir\r\n"


async def test_a_program_that_reads_nothing_costs_a_bounded_memory_and_can_be_closed() -> None:
    read = threading.Event()

    class Deaf(FakeShell):
        def write(self, data: bytes) -> None:
            read.wait(10)

        def close(self) -> None:
            read.set()
            super().close()

    ports = replace(FakeDashboard().ports, open_shell=Deaf)
    async with visiting(ports) as visit:
        page = Shown()
        await page.opens(visit)
        for _ in range(TYPED_AHEAD // 16384):
            page.types(visit, bytes(16384))
        visit.say(CloseTerminal(terminal=1))
        assert await over(visit) is None
    async with desk(ports) as there:
        read.clear()
        async with there.visit(ends="malformed") as visit:
            await page.opens(visit)
            page.typed = b""
            for _ in range(TYPED_AHEAD // 16384 + 1):
                page.types(visit, bytes(16384))
        await until_ended(there)


async def test_a_gap_in_what_is_typed_ends_the_line() -> None:
    async with desk() as there, there.visit(ends="malformed") as visit:
        await Shown().opens(visit)
        visit.say(TerminalInput(terminal=1, input=b"x", at=1))


async def test_there_are_so_many_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_rules, "MOST_AT_ALL", MOST_TERMINALS + 1)
    async with desk() as there:
        async with there.visit(ends="broken") as visit:
            for number in range(MOST_TERMINALS):
                visit.say(asked(number))
            await visit.wait(TerminalOpened, MOST_TERMINALS)
        async with there.visit() as visit:
            visit.say(asked(1))
            await visit.wait(TerminalOpened)
            visit.say(asked(2))
            assert await over(visit) == "DP-807"
        there.tool.terminals.nobody_comes_back()


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal of Linux")
async def test_a_real_shell_counts_on_while_its_line_is_broken() -> None:
    from daypass.host.platform.linux.dashboard import dashboard_ports
    from daypass.host.platform.linux.machine import LinuxMachine

    async with desk(dashboard_ports(LinuxMachine({}))) as there:
        page = Shown()
        async with there.visit(ends="broken") as visit:
            await page.opens(visit, Shell.SH)
            page.types(visit, b"stty -echo; echo begin-$((1+1)); sleep 0.3; echo end-$((2+2))\n")
            await visit.channel.until(
                lambda: b"begin-2" in b"".join(o.output for o in visit.channel.of(TerminalOutput))
            )
            page.take(visit)
        await asyncio.sleep(0.4)
        async with there.visit() as visit:
            await page.resumes(visit)
            await visit.channel.until(lambda: b"end-4" in b"".join(o.output for o in visit.channel.of(TerminalOutput)))
            page.take(visit)
        assert page.output.count(b"begin-2") == page.output.count(b"end-4") == 1
