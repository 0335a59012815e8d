"""Terminals: flow, ends, rights and what the activity log says; real shells on a pseudo-terminal of this system."""

import asyncio
import sys
from dataclasses import replace

import pytest
from tests.host.dashboard.visits import Visit, visiting

from daypass.host.platform.fake.dashboard import FakeDashboard
from daypass.host.platform.ports import LocalPeer
from daypass.protocol.dashboard import (
    MOST_TERMINALS,
    TERMINAL_AHEAD,
    CloseTerminal,
    DashboardReady,
    OpenTerminal,
    ResizeTerminal,
    Shell,
    TerminalInput,
    TerminalOpened,
    TerminalOutput,
    TerminalOver,
    TerminalTaken,
)
from daypass.protocol.messages import encode


def asked(terminal: int = 1, shell: Shell = Shell.COMMAND_PROMPT, elevated: bool = False) -> OpenTerminal:
    return OpenTerminal(terminal=terminal, shell=shell, elevated=elevated, columns=80, rows=25)


def output(visit: Visit) -> bytes:
    return b"".join(one.output for one in visit.channel.of(TerminalOutput))


async def until(visit: Visit, text: bytes) -> None:
    await visit.channel.until(lambda: text in output(visit))


async def test_a_shell_answers_ends_and_is_logged_with_the_account_it_ran_as() -> None:
    async with visiting() as visit:
        visit.say(asked())
        assert (await visit.wait(TerminalOpened)).account == "PC\\ana"
        visit.say(TerminalInput(terminal=1, input=b"dir\r"))
        await until(visit, b"> dir\r")
        visit.say(TerminalInput(terminal=1, input=b"exit"))
        assert (await visit.wait(TerminalOver)).dp is None
        assert visit.logged[0] == ("terminal_opened", "cmd (PC\\ana)")
        assert visit.logged[1][0] == "terminal_closed" and "dir" not in str(visit.logged)


async def test_output_that_the_page_has_not_shown_waits_at_the_shell() -> None:
    async with visiting() as visit:
        visit.say(asked())
        await visit.wait(TerminalOpened)
        visit.say(TerminalInput(terminal=1, input=b"flood"))
        await asyncio.sleep(0.3)
        ahead = len(output(visit))
        assert TERMINAL_AHEAD <= ahead < TERMINAL_AHEAD + 64 * 1024
        visit.say(TerminalTaken(terminal=1, bytes=ahead))
        await visit.channel.until(lambda: len(output(visit)) >= 2 * TERMINAL_AHEAD - 64 * 1024)
        visit.say(CloseTerminal(terminal=1))
        await visit.wait(TerminalOver)


async def test_rights_are_the_persons_unless_they_were_asked_for() -> None:
    async with visiting(nobody_signed_in=True) as visit:
        visit.say(asked(1))
        assert await visit.wait(TerminalOver) == TerminalOver(terminal=1, dp="DP-709")
        visit.say(asked(2, elevated=True))
        assert (await visit.wait(TerminalOpened)).terminal == 2
        visit.say(CloseTerminal(terminal=2))
        await visit.wait(TerminalOver, 2)


async def test_a_shell_that_does_not_start_and_one_too_many_are_told() -> None:
    async with visiting() as visit:
        for number in range(MOST_TERMINALS + 1):
            visit.say(asked(number))
        assert await visit.wait(TerminalOver) == TerminalOver(terminal=MOST_TERMINALS, dp="DP-807")
    pc = FakeDashboard()

    def refuse(shell: Shell, columns: int, rows: int) -> object:
        raise FileNotFoundError("no such program")

    async with visiting(replace(pc.ports, open_shell=refuse)) as visit:  # type: ignore[arg-type]
        visit.say(asked())
        assert await visit.wait(TerminalOver) == TerminalOver(terminal=1, dp="DP-806")


async def test_a_program_in_the_terminals_place_speaks_for_nothing_but_its_terminal() -> None:
    async def pretend(peer: LocalPeer) -> None:
        await peer.receive()
        for told in (
            TerminalOutput(terminal=1, output=b"before its name"),
            TerminalOpened(terminal=2, account="PC\\other"),
            TerminalOpened(terminal=1, account="PC\\ana"),
            TerminalOpened(terminal=1, account="NT AUTHORITY\\SYSTEM"),
            TerminalOutput(terminal=2, output=b"another terminal's"),
            DashboardReady(panels=(), shells=(), person="somebody"),
            TerminalOutput(terminal=1, output=b"its own"),
            TerminalOver(terminal=1),
        ):
            await peer.send(encode(told))

    async with visiting(terminal=pretend) as visit:
        visit.say(asked())
        await visit.wait(TerminalOver)
        assert [(one.terminal, one.account) for one in visit.channel.of(TerminalOpened)] == [(1, "PC\\ana")]
        assert visit.channel.of(TerminalOutput) == [TerminalOutput(terminal=1, output=b"its own")]
        assert len(visit.channel.of(DashboardReady)) == 1
        assert [what for what, _ in visit.logged] == ["terminal_opened", "terminal_closed"]


async def test_a_shell_that_is_ended_before_it_was_heard_of_stands_in_the_activity_log_too() -> None:
    typed = asyncio.Event()

    async def takes_what_is_typed(peer: LocalPeer) -> None:
        await peer.receive()
        await peer.receive()
        typed.set()
        await peer.receive()

    async with visiting(terminal=takes_what_is_typed) as visit:
        visit.say(asked(elevated=True))
        visit.say(TerminalInput(terminal=1, input=b"shutdown /s\r", at=0))
        async with asyncio.timeout(5):
            await typed.wait()
        visit.say(CloseTerminal(terminal=1))
        await visit.wait(TerminalOver)
        assert [what for what, _ in visit.logged] == ["terminal_opened", "terminal_closed"]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal of Linux")
async def test_a_real_shell_knows_its_size_and_ends_with_the_visit() -> None:
    from daypass.host.platform.linux.dashboard import dashboard_ports
    from daypass.host.platform.linux.machine import LinuxMachine

    async with visiting(dashboard_ports(LinuxMachine({}))) as visit:
        visit.say(asked(shell=Shell.SH))
        await visit.wait(TerminalOpened)
        visit.say(ResizeTerminal(terminal=1, columns=132, rows=43))
        visit.say(TerminalInput(terminal=1, input=b"stty size; echo caf\xc3\xa9-$((40+2))\n"))
        await until(visit, "café-42".encode())
        assert b"43 132" in output(visit)
        visit.say(TerminalInput(terminal=1, input=b"sleep 100\n"))
    assert visit.logged[-1][0] == "terminal_closed"
