"""A restart is planned, seen coming, put off or refused by whoever is at the PC, carried out, and known after it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from tests.host.dashboard.visits import visiting
from tests.host.sample_session import active_session

from daypass.host.connection.handshakes import ConnectionSecrets, Proven, Visit
from daypass.host.connection.kept_over_restart import BACK_WITHIN_S, KeptOverRestart
from daypass.host.connection.person_link import (
    AnswerConsent,
    AnswerRestart,
    AskRestart,
    ConsentOver,
    PersonTalk,
    encode,
    read_from_service,
)
from daypass.host.dashboard import restarts as rules
from daypass.host.dashboard.panel import Refused
from daypass.host.dashboard.restarts import Around, Restarts
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.lifecycle.session_record import SessionProgress, SessionRecord
from daypass.host.platform.fake.local_links import memory_link
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.restart import FakeRestart
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.connecting import Secured
from daypass.protocol.dashboard import ActionDone, Panel, WatchPanel
from daypass.protocol.messages import Tool
from daypass.protocol.restarting import (
    ASK_S,
    LATER_S,
    PlannedRestart,
    PlanRestart,
    RestartAnswer,
    RestartMode,
    RestartState,
    WithdrawRestart,
)

NOW = PlanRestart(action=1, mode=RestartMode.NORMAL, in_s=0)
SAFE = PlanRestart(action=2, mode=RestartMode.SAFE, in_s=0)


class Person:
    """At the PC; `answer` is what they say when asked, unless they say nothing until the time is over."""

    def __init__(self) -> None:
        self.is_here, self.answer, self.patient = True, None, False  # type: tuple[bool, RestartAnswer | None, bool]
        self.asked: list[tuple[str, bool, int]] = []
        self.lines: list[str] = []

    async def ask_restart(self, technician: str, safe_mode: bool, timeout_s: int) -> RestartAnswer | None:
        self.asked.append((technician, safe_mode, timeout_s))
        if self.patient:
            await asyncio.Event().wait()
        return self.answer

    async def log(self, technician: str, what: str, detail: str) -> None:
        self.lines.append(what)


class Pc:
    """A service as far as restarts go."""

    def __init__(self) -> None:
        self.machine, self.vault = FakeMachine(), MemoryVault()
        self.session: LiveSession = active_session(self.machine, self.vault, rights=(Tool.DASHBOARD,))
        self.port, self.person = FakeRestart(), Person()
        self.told: list[str] = []
        self.restarts = Restarts(
            self.session,
            self.port,
            self.person,
            Around(self._before, lambda: self.told.append("failed"), self._changed),
        )

    async def _before(self, agreed: bool) -> None:
        self.told.append("before, agreed" if agreed else "before")

    async def _changed(self) -> None:
        self.told.append("changed")

    @property
    def planned(self) -> PlannedRestart | None:
        return self.session.progress.restart


def line(number: int) -> Secured:
    """A line's secrets, without its ciphers."""
    return Secured(
        connection_id=bytes([number]) * 16,
        sealer=None,  # type: ignore[arg-type]
        opener=None,  # type: ignore[arg-type]
        resume_secret=bytes([number]) * 32,
        channel_secret=bytes([number + 9]) * 32,
        transcript=b"",
    )


async def until(reached: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110 - a plan on the disk sets no event
            await asyncio.sleep(0.005)


@asynccontextmanager
async def running(pc: Pc) -> AsyncIterator[Pc]:
    async with asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(pc.restarts.keep())
        yield pc
        keeping.cancel()


async def test_whoever_is_at_the_pc_sees_it_coming_and_without_an_answer_it_comes() -> None:
    async with running(Pc()) as pc:
        planned = await pc.restarts.plan("Technician One", SAFE)
        assert planned.at - pc.session.now() == ASK_S * 1000
        await until(lambda: pc.port.ordered)
        assert pc.person.asked == [("Technician One", True, ASK_S)]
        assert pc.port.ordered == [RestartMode.SAFE]
        assert pc.told == ["changed", "changed", "before"], "technicians know before the line breaks"
        assert pc.planned is not None and pc.planned.begun
        assert pc.person.lines == ["restart_begun_safe"]
        with pytest.raises(Refused, match="DP-804"):
            await pc.restarts.withdraw()


async def test_they_may_put_it_off_or_refuse_and_the_technician_hears_of_it() -> None:
    pc = Pc()
    pc.person.answer = RestartAnswer.LATER
    async with running(pc):
        first = await pc.restarts.plan("Technician One", NOW)
        await until(lambda: pc.planned and pc.planned.at != first.at)
        assert pc.planned is not None and pc.planned.at == pc.session.now() + LATER_S * 1000
        assert pc.restarts.state().answer is RestartAnswer.LATER
        await pc.restarts.refuse()
        assert pc.restarts.state() == RestartState(modes=tuple(RestartMode), safe_mode=False, answer=RestartAnswer.NO)
        pc.person.answer = RestartAnswer.NO
        await pc.restarts.plan("Technician One", NOW)
        await until(lambda: pc.planned is None)
    assert pc.port.ordered == [] and pc.person.lines == ["restart_later", "restart_refused", "restart_refused"]


async def test_a_technician_withdraws_it_while_the_question_is_open() -> None:
    pc = Pc()
    pc.person.patient = True
    async with running(pc):
        await pc.restarts.plan("Technician One", NOW)
        await until(lambda: pc.person.asked)
        await pc.restarts.withdraw()
        await asyncio.sleep(0.02)
        assert pc.planned is None and pc.port.ordered == []
        with pytest.raises(LookupError):
            await pc.restarts.withdraw()


async def test_nobody_is_asked_long_before_and_never_for_a_paused_session() -> None:
    async with running(Pc()) as pc:
        later = PlanRestart(action=1, mode=RestartMode.NORMAL, in_s=3600)
        await pc.restarts.plan("Technician One", later)
        await asyncio.sleep(0.02)
        assert pc.person.asked == []
        pc.session.change(paused=True)
        await pc.restarts.plan("Technician One", NOW)
        await until(lambda: pc.planned is None)
        assert pc.person.asked == [] and pc.port.ordered == []


async def test_what_cannot_be_is_refused() -> None:
    pc = Pc()
    pc.port.offered = (RestartMode.NORMAL,)
    with pytest.raises(Refused, match="DP-809"):
        await pc.restarts.plan("Technician One", SAFE)
    pc.machine.pass_ms(24 * 3600 * 1000 - 30_000)
    with pytest.raises(Refused, match="DP-808"):
        await pc.restarts.plan("Technician One", NOW)


@pytest.mark.parametrize(("refuse", "dp"), [(PermissionError("no"), "DP-803"), (OSError("busy"), "DP-810")])
async def test_a_restart_that_the_system_refuses_leaves_nothing_behind(refuse: OSError, dp: str) -> None:
    pc = Pc()
    pc.port.refuse = refuse
    async with running(pc):
        await pc.restarts.plan("Technician One", SAFE)
        await until(lambda: pc.planned is None)
    assert pc.restarts.state().dp == dp and pc.told[-2:] == ["failed", "changed"]
    assert not pc.port.safe_flag and pc.port.settled == 1


async def test_one_that_was_ordered_and_does_not_come_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "BEGINS_WITHIN_S", 0.01)
    async with running(Pc()) as pc:
        await pc.restarts.plan("Technician One", NOW)
        await until(lambda: pc.restarts.state().dp)
        assert pc.restarts.state().dp == "DP-810" and pc.person.lines[-1] == "restart_failed"


async def test_the_next_start_knows_that_this_was_it_and_leaves_safe_mode_behind() -> None:
    pc = Pc()
    begun = PlannedRestart(at=pc.session.now(), mode=RestartMode.SAFE, technician="Technician One", begun=True)
    pc.session.change(restart=begun)
    pc.port.safe_flag = True
    await pc.restarts.came_back()
    assert pc.planned is None and not pc.port.safe_flag and pc.person.lines == ["restart_done"]
    old = PlannedRestart(at=pc.session.now() - rules.TOO_LATE_MS - 1, mode=RestartMode.NORMAL, technician="x")
    pc.session.change(restart=old)
    await pc.restarts.came_back()
    assert pc.planned is None
    coming = PlannedRestart(at=pc.session.now() + 60_000, mode=RestartMode.NORMAL, technician="x")
    pc.session.change(restart=coming)
    await pc.restarts.came_back()
    assert pc.planned == coming


def test_what_technicians_come_back_with_outlives_the_restart_once_and_is_one_visit() -> None:
    vault, before, after = MemoryVault(), ConnectionSecrets(), ConnectionSecrets()
    visit = Visit("Technician One", {Tool.DASHBOARD, Tool.CHAT})
    for number, tool in ((1, Tool.DASHBOARD), (2, Tool.CHAT)):
        before.opened(Proven(line(number), visit), tool)
    KeptOverRestart(vault).keep(before, now=1000, agreed=True)
    KeptOverRestart(vault).give_back(after)
    secret, back = after.resume(bytes([1]) * 16, Tool.DASHBOARD, 1000 + BACK_WITHIN_S * 1000 - 1) or (b"", None)
    assert secret == before.open_lines(0)[bytes([1]) * 16].secret
    assert back is not None and (back.technician, back.told) == ("Technician One", {Tool.DASHBOARD, Tool.CHAT})
    other = after.resume(bytes([2]) * 16, Tool.CHAT, 1000)
    assert other is not None and other[1] is back
    assert after.resume(bytes([1]) * 16, Tool.DASHBOARD, 1000) is None
    again = ConnectionSecrets()
    KeptOverRestart(vault).give_back(again)
    assert again.resume(bytes([2]) * 16, Tool.CHAT, 1000) is None, "the disk gives it once"


def test_whoever_wants_to_be_asked_is_asked_again_after_a_restart_that_nobody_at_the_pc_agreed_to() -> None:
    vault, before, after = MemoryVault(), ConnectionSecrets(), ConnectionSecrets()
    before.opened(Proven(line(1), Visit("Technician One", {Tool.DASHBOARD, Tool.CHAT})), Tool.DASHBOARD)
    KeptOverRestart(vault).keep(before, now=1000, agreed=False)
    KeptOverRestart(vault).give_back(after)
    _, back = after.resume(bytes([1]) * 16, Tool.DASHBOARD, 1000) or (b"", None)
    assert back is not None and (back.technician, back.told) == ("Technician One", set())


async def test_only_a_now_from_the_pc_lets_technicians_come_back_unasked() -> None:
    pc = Pc()
    pc.person.answer = RestartAnswer.NOW
    async with running(pc):
        await pc.restarts.plan("Technician One", NOW)
        await until(lambda: pc.port.ordered)
    assert pc.told[-1] == "before, agreed"


def test_a_damaged_file_and_a_restart_that_never_came_give_nothing_back() -> None:
    vault, secrets = MemoryVault(), ConnectionSecrets()
    vault.write("restart", b"\xc1")
    KeptOverRestart(vault).give_back(secrets)
    before = ConnectionSecrets()
    before.opened(Proven(line(1), Visit("Technician One")), Tool.DASHBOARD)
    KeptOverRestart(vault).keep(before, now=0, agreed=True)
    KeptOverRestart(vault).forget()
    KeptOverRestart(vault).give_back(secrets)
    assert secrets.resume(bytes([1]) * 16, Tool.DASHBOARD, 0) is None


async def test_a_tray_that_comes_late_is_asked_too_and_only_its_own_kind_of_answer_counts() -> None:
    async with asyncio.TaskGroup() as tasks:
        ours, theirs = memory_link()
        talk = PersonTalk(None)  # type: ignore[arg-type]
        asking = tasks.create_task(talk.ask_restart("Technician One", True, 5))
        await asyncio.sleep(0)
        serving = tasks.create_task(talk.serve(ours))
        asked = read_from_service(await theirs.receive())
        assert asked == AskRestart(1, "Technician One", True, 5)
        await theirs.send(encode(AnswerConsent(1, True)))
        await theirs.send(encode(AnswerRestart(1, RestartAnswer.LATER)))
        assert await asking is RestartAnswer.LATER
        assert read_from_service(await theirs.receive()) == ConsentOver(1)
        await theirs.close()
        await serving


async def test_a_technician_plans_and_withdraws_it_on_the_page_and_the_audit_trail_hears_of_it() -> None:
    pc = Pc()
    async with visiting(restarts=pc.restarts) as visit:
        visit.say(WatchPanel(panel=Panel.RESTART))
        assert (await visit.wait(RestartState)).planned is None
        visit.say(SAFE)
        assert await visit.wait(ActionDone) == ActionDone(action=2)
        state = await visit.wait(RestartState, 2)
        assert state.planned is not None and state.planned.technician == "Technician One"
        assert [one.mode for one in visit.restarts_reported] == [RestartMode.SAFE]
        visit.say(WithdrawRestart(action=3))
        await visit.wait(ActionDone, 2)
        assert (await visit.wait(RestartState, 3)).planned is None
        assert [what for what, _ in visit.logged] == ["restart_planned_safe", "restart_withdrawn"]


def test_a_plan_is_read_back_from_the_disk() -> None:
    pc = Pc()
    pc.session.change(restart=PlannedRestart(at=5, mode=RestartMode.SAFE, technician="Technician One"))
    progress = SessionRecord(pc.vault).progress()
    assert isinstance(progress, SessionProgress) and progress.restart == pc.planned
