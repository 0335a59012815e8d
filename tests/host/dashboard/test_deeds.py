"""Whatever a technician has changed on the PC stands in the activity log, however quickly they are gone, and however much of it failed."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.host.dashboard.test_restarts import Pc
from tests.host.dashboard.visits import visiting

from daypass.host.platform.fake.dashboard import process
from daypass.protocol.dashboard import ActionDone, ControlService, EndProcess, ServiceAction, SwitchStartup
from daypass.protocol.messages import Message
from daypass.protocol.registry import CreateKey, DeleteKey, RegistryView
from daypass.protocol.restarting import PlanRestart, RestartMode

KEY = r"HKEY_LOCAL_MACHINE\Software\Example\Key"
WIDE = RegistryView.WIDE


class Slow:
    """Work in a thread that takes until it may end."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.begun, self.may_end, self.fails = threading.Event(), threading.Event(), fails

    def __call__(self, *arguments: object) -> None:
        self.begun.set()
        assert self.may_end.wait(10)
        if self.fails is not None:
            raise self.fails


async def until(true: "threading.Event | Sequence[object]") -> None:
    async with asyncio.timeout(10):
        while not (true.is_set() if isinstance(true, threading.Event) else true):  # noqa: ASYNC110 - a thread's word
            await asyncio.sleep(0.01)


async def test_who_gives_an_order_and_is_gone_at_once_stands_in_the_activity_log_all_the_same() -> None:
    for fails, written in ((None, KEY), (PermissionError("a key below is closed"), f"{KEY} (DP-803)")):
        slow = Slow(fails)
        async with visiting() as visit:
            visit.pc.registry.delete_key = slow  # type: ignore[method-assign]
            visit.say(DeleteKey(action=1, path=KEY, view=WIDE))
            await until(slow.begun)
        assert visit.logged == []
        slow.may_end.set()
        await until(visit.logged)
        assert visit.logged == [("registry_deleted", written)]


async def test_an_order_that_had_not_begun_goes_with_who_gave_it() -> None:
    threads = ThreadPoolExecutor(1)
    asyncio.get_running_loop().set_default_executor(threads)
    slow = Slow()
    async with visiting() as visit:
        visit.pc.registry.delete_key = slow  # type: ignore[method-assign]
        visit.say(DeleteKey(action=1, path=KEY, view=WIDE))
        await until(slow.begun)
        visit.say(CreateKey(action=2, path=KEY, view=WIDE, name="Later"))
        await asyncio.sleep(0.05)
    slow.may_end.set()
    await until(visit.logged)
    await asyncio.to_thread(int)  # whatever waited before it had its turn
    assert visit.logged == [("registry_deleted", KEY)] and visit.pc.registry.held == {}


async def test_what_failed_on_its_way_stands_in_the_activity_log_and_what_found_nothing_does_not() -> None:
    problem: Exception = TimeoutError("it takes its time")

    def fail(key: str, on: bool) -> str:
        raise problem

    async with visiting() as visit:
        pc = visit.pc
        pc.processes.running = [process(7, "editor")]
        stop = ControlService(action=2, name="Spooler", order=ServiceAction.STOP)
        orders: tuple[Message, ...] = (
            EndProcess(action=1, pid=7, started_at=pc.processes.running[0].started_at),
            stop,
            SwitchStartup(action=3, key="updater", on=False),
        )
        pc.startup.switch = fail  # type: ignore[method-assign]
        pc.processes.refuse = pc.services.refuse = problem
        for order in orders:
            visit.say(order)
        await visit.wait(ActionDone, 3)
        assert sorted(visit.logged) == [
            ("process_ended", "PID 7 (DP-804)"),
            ("service_stop", "Spooler (DP-804)"),
            ("startup_off", "updater (DP-804)"),
        ]
        pc.processes.refuse = pc.services.refuse = problem = LookupError("gone")
        for order in orders:
            visit.say(order)
        await visit.wait(ActionDone, 6)
        assert len(visit.logged) == 3


async def test_a_restart_is_known_to_everybody_although_who_wants_it_is_gone_at_once() -> None:
    pc, begun, goes_on = Pc(), asyncio.Event(), asyncio.Event()

    async def changed() -> None:
        begun.set()
        await goes_on.wait()

    pc.restarts._around = replace(pc.restarts._around, changed=changed)
    async with visiting(restarts=pc.restarts) as visit:
        visit.say(PlanRestart(action=1, mode=RestartMode.NORMAL, in_s=600))
        async with asyncio.timeout(5):
            await begun.wait()
    goes_on.set()
    await until(visit.logged)
    assert pc.planned is not None and visit.restarts_reported == [pc.planned]
    assert [what for what, _ in visit.logged] == ["restart_planned"]
