"""Dashboard's panels with a PC in memory: streams while looked at, changes only, whatever the PC says."""

import asyncio

import msgspec
import pytest
from tests.host.dashboard.visits import visiting

from daypass.host.dashboard import load, processes, tables
from daypass.host.dashboard.load import sample
from daypass.host.platform.dashboard_ports import LoadReading
from daypass.host.platform.fake.dashboard import BOOTED_AT, process
from daypass.protocol.dashboard import (
    ActionDone,
    ControlService,
    DashboardReady,
    EndProcess,
    EventLevel,
    LoadSample,
    Overview,
    Panel,
    PanelFailed,
    Priority,
    ReadEvents,
    ServiceAction,
    ServiceStart,
    SetPriority,
    SetServiceStart,
    Shell,
    SwitchStartup,
    TableRows,
    UnwatchPanel,
    WatchPanel,
)
from daypass.protocol.tool_line import Ping, Pong

HOSTILE = "\x1b]0;x\x07\u202egnp.exe\x00" + "x" * 10_000_000 + "\ud800"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "EVERY_S", 0.02)
    monkeypatch.setattr(load, "EVERY_S", 0.02)


def memory(busy: float, whole: float, read: int = 0) -> LoadReading:
    return LoadReading((busy,), (whole,), 2**33, 2**32, read, 0, 0, 0)


async def test_the_host_says_first_what_it_has() -> None:
    async with visiting() as visit:
        ready = await visit.wait(DashboardReady)
        assert Panel.TASKS not in ready.panels and Panel.PROCESSES in ready.panels
        assert ready.shells == (Shell.COMMAND_PROMPT, Shell.POWERSHELL) and ready.person == "ana"


async def test_of_processes_only_changes_are_told() -> None:
    async with visiting() as visit:
        visit.pc.processes.running = [process(10, "a.exe"), process(11, "b.exe")]
        visit.say(WatchPanel(panel=Panel.PROCESSES))
        everything = await visit.wait(TableRows)
        assert everything.first and [row.cells[0] for row in everything.rows] == ["a.exe", "b.exe"]
        visit.pc.processes.running = [process(11, "b.exe", threads=2), process(12, "c.exe")]
        await visit.wait(TableRows, 3)
        gone, changed = visit.channel.of(TableRows)[1:3]
        assert gone.gone == (f"10-{BOOTED_AT}",) and not gone.rows
        assert [row.cells[0] for row in changed.rows] == ["b.exe", "c.exe"] and not changed.first
        await asyncio.sleep(0.1)
        assert len(visit.channel.of(TableRows)) == 3


async def test_nothing_streams_that_nobody_looks_at() -> None:
    async with visiting() as visit:
        visit.say(WatchPanel(panel=Panel.LOAD))
        await visit.wait(LoadSample)
        visit.say(UnwatchPanel(panel=Panel.LOAD))
        visit.say(Ping(number=7))
        await visit.wait(Pong)
        told = len(visit.channel.told)
        await asyncio.sleep(0.1)
        assert len(visit.channel.told) == told


async def test_hostile_names_arrive_cut_and_readable() -> None:
    """`Channel` reads every message as the technician's side would: one that is too long or no text would end the line."""
    async with visiting() as visit:
        visit.pc.processes.running = [process(n, HOSTILE, command=HOSTILE, person=HOSTILE) for n in range(10, 300)]
        visit.pc.pc.name = HOSTILE
        visit.pc.programs = {HOSTILE: (HOSTILE,) * 6}
        for panel in (Panel.PROCESSES, Panel.OVERVIEW, Panel.PROGRAMS):
            visit.say(WatchPanel(panel=panel))
        overview = await visit.wait(Overview)
        assert len(overview.computer_name) == 1024
        rows = await visit.wait(TableRows, 2)
        assert rows.rows and all(len(cell) <= 1024 for row in rows.rows for cell in row.cells)


async def test_a_table_of_100_000_rows_ends_where_nobody_reads_on() -> None:
    rows = {str(n): ("name", "1", "", "", "", "") for n in range(100_000)}
    told = list(tables.TableChanges(Panel.PROGRAMS).since(rows))
    assert sum(len(one.rows) for one in told) == tables.MOST_IN_TABLE
    assert [one.first for one in told] == [True] + [False] * (len(told) - 1)


async def test_a_panel_that_fails_says_so_and_the_others_go_on() -> None:
    async with visiting() as visit:
        visit.pc.pc.broken = RuntimeError("surprise")
        visit.say(WatchPanel(panel=Panel.OVERVIEW))
        visit.say(WatchPanel(panel=Panel.TASKS))
        visit.say(WatchPanel(panel=Panel.LOAD))
        await visit.wait(PanelFailed, 2)
        assert {(one.panel, one.dp) for one in visit.channel.of(PanelFailed)} == {
            (Panel.OVERVIEW, "DP-900"),
            (Panel.TASKS, "DP-805"),
        }
        await visit.wait(LoadSample)


def test_the_load_is_what_lies_between_two_readings() -> None:
    told = sample(memory(10.0, 100.0, 1000), memory(10.5, 101.0, 3000), 2.0, 5)
    assert told.cores == (500,) and told.disk_read == 1000


def test_counters_that_begin_anew_count_as_nothing() -> None:
    told = sample(memory(10.0, 100.0, 1000), memory(0.0, 1.0, 10), 1.0, 5)
    assert told.cores == (0,) and told.disk_read == 0


async def test_a_process_is_ended_and_whoever_is_at_the_pc_reads_it() -> None:
    async with visiting() as visit:
        visit.pc.processes.running = [process(10, "game.exe")]
        visit.say(EndProcess(action=1, pid=10, started_at=BOOTED_AT))
        assert await visit.wait(ActionDone) == ActionDone(action=1)
        assert visit.pc.processes.running == [] and visit.logged == [("process_ended", "game.exe")]


async def test_a_process_that_vanished_or_whose_number_is_used_again_is_not_touched() -> None:
    async with visiting() as visit:
        visit.pc.processes.running = [process(10, "another.exe", started_at=BOOTED_AT + 5000)]
        visit.say(EndProcess(action=1, pid=10, started_at=BOOTED_AT))
        visit.say(SetPriority(action=2, pid=99, started_at=BOOTED_AT, priority=Priority.IDLE))
        await visit.wait(ActionDone, 2)
        assert {one.dp for one in visit.channel.of(ActionDone)} == {"DP-801"}
        assert len(visit.pc.processes.running) == 1 and visit.logged == []


async def test_what_daypass_and_the_system_live_on_is_not_ended() -> None:
    async with visiting() as visit:
        visit.pc.processes.running = [process(processes.os.getpid(), "pythonw.exe"), process(500, "csrss.exe")]
        visit.pc.processes.vital_pids = {500}
        for number, pid in enumerate((processes.os.getpid(), 500)):
            visit.say(EndProcess(action=number, pid=pid, started_at=BOOTED_AT))
        await visit.wait(ActionDone, 2)
        assert {one.dp for one in visit.channel.of(ActionDone)} == {"DP-802"}
        assert len(visit.pc.processes.running) == 2


async def test_a_refusal_of_the_system_has_its_code() -> None:
    async with visiting() as visit:
        visit.pc.processes.running = [process(10, "a.exe")]
        visit.pc.processes.refuse = PermissionError("protected")
        visit.say(SetPriority(action=1, pid=10, started_at=BOOTED_AT, priority=Priority.HIGH))
        assert (await visit.wait(ActionDone)).dp == "DP-803"


async def test_services_are_started_stopped_and_given_a_start_type() -> None:
    async with visiting() as visit:
        visit.say(ControlService(action=1, name="Spooler", order=ServiceAction.STOP))
        await visit.wait(ActionDone)
        visit.say(SetServiceStart(action=2, name="Spooler", start=ServiceStart.DISABLED))
        await visit.wait(ActionDone, 2)
        assert visit.pc.services.states["Spooler"] == ["stopped", "disabled"]
        assert visit.logged == [("service_stop", "Spooler"), ("service_start_type", "Spooler")]


async def test_what_starts_by_itself_is_switched_off_and_on_and_stands_in_the_log() -> None:
    async with visiting() as visit:
        visit.say(WatchPanel(panel=Panel.STARTUP))
        assert len((await visit.wait(TableRows)).rows) == 2
        visit.say(SwitchStartup(action=1, key="HKLM Updater", on=False))
        assert await visit.wait(ActionDone) == ActionDone(action=1)
        visit.say(SwitchStartup(action=2, key="HKCU Chat", on=True))
        visit.say(SwitchStartup(action=3, key="gone", on=True))
        await visit.wait(ActionDone, 3)
        assert visit.channel.of(ActionDone)[1:] == [ActionDone(action=2), ActionDone(action=3, dp="DP-801")]
        assert [cells[3] for cells in visit.pc.startup.items.values()] == ["disabled", "enabled"]
        assert visit.logged == [("startup_off", "Updater"), ("startup_on", "Chat")]
        assert "SwitchStartup" in ((await visit.wait(DashboardReady)).known or ())


@pytest.mark.parametrize(
    "message",
    [
        ControlService(action=1, name="daypasshost-1", order=ServiceAction.STOP),
        ControlService(action=1, name="Core", order=ServiceAction.RESTART),
        ControlService(action=1, name="Dhcp", order=ServiceAction.STOP),
        ControlService(action=1, name="Base", order=ServiceAction.STOP),
        SetServiceStart(action=1, name="DaypassHost-1", start=ServiceStart.MANUAL),
        SetServiceStart(action=1, name="Dnscache", start=ServiceStart.DISABLED),
    ],
)
async def test_services_that_carry_the_session_stay(message: ControlService | SetServiceStart) -> None:
    async with visiting() as visit:
        visit.pc.services.needed_by = {"Core": ["DaypassHost-1"], "Base": ["WlanSvc"]}
        visit.say(message)
        assert (await visit.wait(ActionDone)).dp == "DP-802"
        assert visit.logged == []


async def test_a_service_that_does_not_answer_in_time_is_told() -> None:
    async with visiting() as visit:
        visit.pc.services.refuse = TimeoutError("30 s")
        visit.say(ControlService(action=1, name="Spooler", order=ServiceAction.START))
        assert (await visit.wait(ActionDone)).dp == "DP-804"


async def test_100_000_events_are_read_page_by_page() -> None:
    async with visiting() as visit:
        visit.pc.events.events = [(str(n), "error", "disk", "7", HOSTILE[:50]) for n in range(100_000)]
        visit.say(ReadEvents(log="System", levels=()))
        page = await visit.wait(TableRows)
        assert page.first and len(page.rows) == 200 and page.read_on == str(100_000 - 200)
        visit.say(ReadEvents(log="System", levels=(), before=page.read_on))
        further = await visit.wait(TableRows, 2)
        assert not further.first and further.rows[0].key == str(100_000 - 201)


async def test_the_pc_filters_its_events_and_reading_on_keeps_the_filter() -> None:
    asks = ReadEvents(
        log="System", levels=(EventLevel.ERROR,), source="DISK", event=7, text="bad", since=1000, until=8000, question=3
    )
    async with visiting() as visit:
        fits, levels = ("1000", "error", "disk", "7", "Bad block"), ("error", "warning")
        others = [("999", *fits[1:]), ("8001", *fits[1:]), ("2000", "warning", *fits[2:]), (*fits[:3], "8", "bad")]
        visit.pc.events.events = others + [(str(1000 + n), levels[n % 2], *fits[2:]) for n in range(600)]
        visit.say(asks)
        page = await visit.wait(TableRows)
        assert len(page.rows) == 200 and {row.cells[1] for row in page.rows} == {"error"} and page.read_on
        visit.say(msgspec.structs.replace(asks, before=page.read_on))
        further = await visit.wait(TableRows, 2)
        assert len(further.rows) == 100 and {row.cells[1] for row in further.rows} == {"error"}
        assert further.read_on == "" and int(further.rows[0].key) < int(page.rows[-1].key)
        assert (page.question, further.question) == (3, 3)
        assert "event_times" in ((await visit.wait(DashboardReady)).known or ())


async def test_a_log_that_is_not_there_is_told() -> None:
    async with visiting() as visit:
        visit.say(ReadEvents(log="Nonsense", levels=()))
        assert await visit.wait(PanelFailed) == PanelFailed(panel=Panel.EVENTS, dp="DP-801")
