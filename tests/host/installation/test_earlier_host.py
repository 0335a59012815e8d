"""A host that is here already: removed first when its session is over, in the way while it lives, never half of each."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.host.sample_session import SESSION, active_session, identity

from daypass.host.connection.handoff import elevated, serve_request
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.tombstone import hear_whether_it_is_over
from daypass.host.installation import earlier_host
from daypass.host.installation.earlier_host import clear_earlier_host
from daypass.host.installation.install import install_host
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.platform.fake.installation import ALL
from daypass.host.windows.view import Step

NOWHERE = "http://localhost:9"


@pytest.fixture(autouse=True)
def quick_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(session: LiveSession) -> None:
        await hear_whether_it_is_over(session, answer_s=0.1)

    monkeypatch.setattr(earlier_host, "hear_whether_it_is_over", answer)


@pytest.fixture
async def pc() -> AsyncIterator[FakePlatform]:
    async with asyncio.TaskGroup() as tasks:
        yield FakePlatform(tasks)


def installed(pc: FakePlatform) -> LiveSession:
    install_host(pc.installation, pc.vault, identity(NOWHERE), lambda _: None)
    return active_session(pc.machine, pc.vault(SESSION), NOWHERE)


async def test_on_a_clean_pc_nothing_happens(pc: FakePlatform) -> None:
    steps: list[Step] = []
    await clear_earlier_host(pc, steps.append)
    assert steps == []


async def test_a_session_that_lives_is_in_the_way_and_is_named(pc: FakePlatform) -> None:
    installed(pc)
    with pytest.raises(HostProblem) as problem:
        await clear_earlier_host(pc, lambda _: None)
    assert problem.value.dp == "DP-113"
    assert problem.value.values == {"technician": "Technician One", "company": "Example Computers"}
    assert pc.installation.on_pc == list(ALL) and pc.installation.service_runs


@pytest.mark.parametrize("over", ["ended", "deadline", "damaged", "half"])
async def test_a_host_whose_session_is_over_is_removed_first(pc: FakePlatform, over: str) -> None:
    session = installed(pc)
    if over == "ended":
        session.change(ended_by="technician")
    elif over == "deadline":
        pc.machine.pass_ms(24 * 3_600_000)
    elif over == "damaged":
        pc.vault(SESSION).write("identity", b"\xc1")
    else:
        pc.vaults.clear()
        pc.installation.installed_sessions = lambda: []  # type: ignore[method-assign]
        pc.installation.remove = lambda session_id, artefacts: pc.installation.on_pc.clear()  # type: ignore[method-assign]
    steps: list[Step] = []
    await clear_earlier_host(pc, steps.append)
    assert pc.installation.on_pc == [] and steps == [Step.CLEARING]


async def test_a_removal_under_way_is_let_finish(pc: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_host, "_LOOK_EVERY_S", 0.0)
    installed(pc).change(ended_by="technician")
    pc.installation.removing_for = 3
    await clear_earlier_host(pc, lambda _: None)
    assert pc.installation.removing_for < 0 and pc.installation.on_pc == []


async def test_a_removal_that_never_ends_is_done_anew(pc: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_host, "_REMOVAL_PATIENCE_S", 0.05)
    installed(pc).change(ended_by="technician")
    pc.installation.removing_for = 1_000_000
    await clear_earlier_host(pc, lambda _: None)
    assert pc.installation.on_pc == []


async def elevated_process(pc: FakePlatform) -> None:
    """What the person's *Yes* starts."""
    while not pc.programs.elevated:  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.01)
    pc.programs.elevated.clear()
    await serve_request(pc.links, "handoff", lambda show: clear_earlier_host(pc, show), lambda *_: None)


async def test_the_first_window_hears_of_both_before_any_code_is_asked(pc: FakePlatform) -> None:
    """Over the link between the elevated process and the window."""
    session = installed(pc)
    steps: list[Step] = []
    outcomes = []
    for _ in range(2):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(elevated_process(pc))
            try:
                async with elevated(pc.links, pc.programs, "handoff", steps.append):
                    outcomes.append("room")
            except HostProblem as problem:
                outcomes.append(problem.dp)
        session.change(ended_by="customer")
    assert outcomes == ["DP-113", "room"] and steps == [Step.CLEARING]
    assert pc.installation.on_pc == []
