"""The first window's flow with a customer who answers by script: every ending is told to both sides and changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from tests.host.sample_session import identity

from daypass.host.connection import first_stage
from daypass.host.connection.first_stage import (
    CLOSED_BY_CUSTOMER,
    OPEN_ALREADY,
    READY,
    STOPPED_BY_PROBLEM,
    FirstStageParts,
    run_first_stage,
)
from daypass.host.connection.greeting import Greeting
from daypass.host.connection.opened_again import InFront, OtherSession
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress
from daypass.host.lifecycle.session_record import SessionIdentity
from daypass.host.windows.view import Choices, CodeQuestion, Problem, Ready, Step, WhoIsAsking
from daypass.protocol.host_api import CompanyShown, Signature64, TechnicianShown, Welcome
from daypass.protocol.messages import Consent, System
from daypass.protocol.pairing import CodeExpired, CodeWrong, Paired
from daypass.protocol.secrets import SecurityCode

NEVER = object()


class ScriptedCustomer:
    """Answers questions from lists; `log` is everything shown."""

    def __init__(self, **answers: Any) -> None:
        self._answers = {"confirm": [True], "retry": [], "numbers": [], "codes": ["417902"], **answers}
        self.log: list[Any] = []
        self.reads_ready = asyncio.Event()

    async def _next(self, kind: str) -> Any:
        answer = self._answers[kind].pop(0) if self._answers[kind] else None
        if answer is NEVER:
            await asyncio.Event().wait()
        return answer

    def use_language(self, language: str) -> None:
        self.log.append(("language", language))

    def come_forward(self) -> None:
        self.log.append("front")

    def show_checking(self) -> None:
        self.log.append("checking")

    async def ask_session_number(self, wrong: Problem | None) -> str | None:
        self.log.append(("number", wrong and wrong.dp))
        return await self._next("numbers")

    async def confirm_who_is_asking(self, asking: WhoIsAsking) -> bool:
        self.log.append(("who", asking.technician, asking.company))
        return bool(await self._next("confirm"))

    def show_step(self, step: Step) -> None:
        self.log.append(step)

    async def ask_code(self, question: CodeQuestion) -> str | None:
        self.log.append(("code", question.wrong and question.wrong.dp, question.tries_left))
        return await self._next("codes")

    def show_waiting(self, dp: str | None) -> None:
        self.log.append(("waiting", dp))

    async def show_problem(self, problem: Problem, retry: bool) -> bool:
        self.log.append(("problem", problem.dp, retry))
        return bool(await self._next("retry")) if retry else False

    async def show_ready(self, ready: Ready) -> Choices:
        self.log.append(("ready", ready.deadline_at))
        if self._answers.get("ready") is NEVER:
            self.reads_ready.set()
            await asyncio.Event().wait()
        return Choices(Consent.ALWAYS, True)


class ScriptedMailbox:
    """Judges attempts by a list of outcomes."""

    def __init__(self, outcomes: list[CodeWrong | CodeExpired | Paired]) -> None:
        self._outcomes = outcomes
        self.stages: list[tuple[str, str | None]] = []
        self.tried: list[SecurityCode] = []
        self.over: asyncio.Future[HostProblem] = asyncio.get_running_loop().create_future()

    def watch_waiting(self, show: Callable[[str | None], None]) -> None:
        show("DP-306")

    async def stage(self, stage: str, dp: str | None = None) -> None:
        self.stages.append((stage, dp))

    last_stage = stage

    async def attempt(self, code: SecurityCode) -> CodeWrong | CodeExpired | Paired:
        self.tried.append(code)
        return self._outcomes.pop(0)


class ScriptedPC:
    """Everything behind the flow."""

    def __init__(self) -> None:
        self.mailbox = ScriptedMailbox([PAIRED])
        self.greetings: list[Greeting | HostProblem] = [GREETING]
        self.greeted: list[tuple[str | None, str | None]] = []
        self.obstacles: list[HostProblem] = []
        self.refusals = 0
        self.install_failure: HostProblem | None = None
        self.activation_failure: HostProblem | None = None
        self.installed: list[SessionIdentity] = []
        self.chosen: list[Choices] = []
        self.over_now = asyncio.Event()
        self.here: list[InFront | OtherSession | None] = []
        self.reachable: list[str] = []

    def parts(self, ticket: str | None = "T" * 20) -> FirstStageParts:
        return FirstStageParts(
            address=ServerAddress("https://support.example.org", b"k" * 32),
            host_seed=b"h" * 32,
            ticket=ticket,
            number=None,
            download_mark="our-download",
            who_is_here=self._who_is_here,
            reachable=self._reachable,
            obstacles=lambda: self.obstacles,
            greet=self._greet,
            pair=lambda welcome: self._pair(),  # type: ignore[arg-type, return-value]
            elevate=lambda show: self._elevate(),  # type: ignore[arg-type, return-value]
            follow_service=lambda session_id: self._follow(),  # type: ignore[arg-type, return-value]
        )

    async def _who_is_here(self) -> InFront | OtherSession | None:
        return self.here.pop(0) if self.here else None

    @asynccontextmanager
    async def _reachable(self, come_forward: Callable[[], None]) -> AsyncIterator[None]:
        self.reachable.append("from now on")
        come_forward()
        yield
        self.reachable.append("not any more")

    async def _greet(self, ticket: str | None, number: str | None) -> Greeting:
        self.greeted.append((ticket, number))
        answer = self.greetings.pop(0)
        if isinstance(answer, HostProblem):
            raise answer
        return answer

    @asynccontextmanager
    async def _pair(self) -> AsyncIterator[ScriptedMailbox]:
        yield self.mailbox

    @asynccontextmanager
    async def _elevate(self) -> AsyncIterator["ScriptedPC"]:
        if self.refusals:
            self.refusals -= 1
            raise PermissionError
        yield self

    async def install(self, wanted: SessionIdentity, show: Callable[[Step], None]) -> None:
        show(Step.INSTALLING)
        if self.install_failure:
            raise self.install_failure
        self.installed.append(wanted)

    @asynccontextmanager
    async def _follow(self) -> AsyncIterator["ScriptedPC"]:
        yield self

    async def ready(self, show_waiting: Callable[[str | None], None]) -> Ready:
        if self.activation_failure:
            raise self.activation_failure
        return Ready("Technician One", 1_900_000_000_000, Consent.ASK)

    async def over(self) -> None:
        await self.over_now.wait()

    async def choose(self, choices: Choices) -> None:
        self.chosen.append(choices)


KEPT = identity()
PAIRED = Paired(
    KEPT.transcript, KEPT.technician_key, KEPT.technician_signature, b"p" * 32, KEPT.host_signature, KEPT.verifier, b"s" * 16,
    "RECEPTION-PC", System(platform="windows"),
)  # fmt: skip
GREETING = Greeting(
    Welcome(
        session_id="session-1",
        host_token="token-of-this-host",
        company=CompanyShown(name="Example Computers"),
        technician=TechnicianShown(name="Technician One"),
        customer_language="es",
        code_digits=6,
        server_time_at=1,
        protocol=1,
        public_url="https://support.example.org",
        signature=Signature64(bytes(64)),
    )
)


@pytest.fixture
async def pc() -> ScriptedPC:
    return ScriptedPC()


async def test_from_checking_to_ready(pc: ScriptedPC) -> None:
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == READY
    assert pc.greeted == [("T" * 20, None)]
    assert [stage for stage, _ in pc.mailbox.stages] == ["asking", "elevating", "code", "installing"]
    assert ("language", "es") in customer.log and ("ready", 1_900_000_000_000) in customer.log
    assert pc.installed == [
        replace_address(KEPT, "https://support.example.org", b"k" * 32, pc.installed[0].host_seed, language="es")
    ]
    assert pc.chosen == [Choices(Consent.ALWAYS, True)]


async def test_a_ready_window_left_open_closes_with_the_session(pc: ScriptedPC) -> None:
    customer = ScriptedCustomer(ready=NEVER)
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        window = tasks.create_task(run_first_stage(customer, pc.parts()))
        await customer.reads_ready.wait()
        pc.over_now.set()
    assert window.result() == READY and pc.chosen == []


def replace_address(kept: SessionIdentity, url: str, key: bytes, seed: bytes, language: str) -> SessionIdentity:
    return msgspec.structs.replace(
        kept,
        address=ServerAddress(url, key),
        server_name=url,
        host_seed=seed,
        language=language,
        download_mark="our-download",
    )


async def test_an_obstacle_stops_before_the_server_hears_anything(pc: ScriptedPC) -> None:
    pc.obstacles = [HostProblem("DP-103", {"program": "Other Support"})]
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == STOPPED_BY_PROBLEM
    assert pc.greeted == [] and customer.log[-1] == ("problem", "DP-103", False)


async def test_the_same_download_opened_again_shows_nothing_of_its_own(pc: ScriptedPC) -> None:
    pc.here = [InFront()]
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == OPEN_ALREADY
    assert customer.log == [] and pc.greeted == [] and pc.reachable == []


async def test_a_window_can_be_brought_forward_as_long_as_it_is_open(pc: ScriptedPC) -> None:
    customer = ScriptedCustomer(confirm=[False])
    assert await run_first_stage(customer, pc.parts()) == CLOSED_BY_CUSTOMER
    assert customer.log[0] == "front" and pc.reachable == ["from now on", "not any more"]


async def test_another_session_that_lives_here_is_in_the_way(pc: ScriptedPC) -> None:
    pc.here = [OtherSession("Technician Two", "Example Computers", over=False)]
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == STOPPED_BY_PROBLEM
    assert pc.greeted == [] and customer.log[-1] == ("problem", "DP-113", False)


async def test_a_session_that_is_over_leaves_and_the_new_one_goes_on(
    pc: ScriptedPC, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_stage, "_LOOK_EVERY_S", 0.0)
    pc.here = [OtherSession("Technician Two", "Example Computers", over=True)] * 3
    assert await run_first_stage(ScriptedCustomer(), pc.parts()) == READY
    assert pc.here == [] and pc.installed[0].download_mark == "our-download"


async def test_an_end_that_was_undone_meanwhile_is_in_the_way_again(
    pc: ScriptedPC, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_stage, "_LOOK_EVERY_S", 0.0)
    pc.here = [OtherSession("T", "C", over=True), OtherSession("T", "C", over=False)]
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == STOPPED_BY_PROBLEM
    assert customer.log[-1] == ("problem", "DP-113", False)


async def test_a_wrong_number_is_asked_again_and_spaces_do_not_matter(pc: ScriptedPC) -> None:
    pc.greetings = [HostProblem("DP-307"), GREETING]
    customer = ScriptedCustomer(numbers=["12 34", "111 222 333", "418 203 775"])
    assert await run_first_stage(customer, pc.parts(ticket=None)) == READY
    assert pc.greeted == [(None, "111222333"), (None, "418203775")]
    assert [entry[1] for entry in customer.log if entry[0] == "number"] == [None, "DP-307", "DP-307"]


async def test_an_unreachable_server_can_be_tried_again(pc: ScriptedPC) -> None:
    ways = ["DP-201", "DP-202", "DP-203", "DP-106"]
    pc.greetings = [*(HostProblem(dp) for dp in ways), GREETING]
    customer = ScriptedCustomer(retry=[True] * 4)
    assert await run_first_stage(customer, pc.parts()) == READY
    assert [entry for entry in customer.log if entry[0] == "problem"] == [("problem", dp, True) for dp in ways]
    assert len(pc.greeted) == 5


@pytest.mark.parametrize("dp", ["DP-303", "DP-304", "DP-305", "DP-204", "DP-309", "DP-601"])
async def test_a_link_that_is_over_is_said_once(pc: ScriptedPC, dp: str) -> None:
    pc.greetings = [HostProblem(dp)]
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == STOPPED_BY_PROBLEM
    assert customer.log[-1] == ("problem", dp, False)


async def test_who_did_not_ask_for_help_changes_nothing(pc: ScriptedPC) -> None:
    customer = ScriptedCustomer(confirm=[False])
    assert await run_first_stage(customer, pc.parts()) == CLOSED_BY_CUSTOMER
    assert pc.mailbox.stages[-1] == ("stopped", None) and pc.installed == []


async def test_refused_elevation_is_told_to_the_page_and_may_be_tried_again(pc: ScriptedPC) -> None:
    pc.refusals = 2
    customer = ScriptedCustomer(retry=[True, True])
    assert await run_first_stage(customer, pc.parts()) == READY
    assert pc.mailbox.stages.count(("elevation_refused", "DP-102")) == 2


async def test_wrong_codes_show_the_tries_left_and_nonsense_costs_none(pc: ScriptedPC) -> None:
    pc.mailbox = ScriptedMailbox([CodeWrong(4), CodeWrong(0), PAIRED])
    customer = ScriptedCustomer(codes=["000 000", "12", "111111", "417 902"])
    assert await run_first_stage(customer, pc.parts()) == READY
    questions = [entry for entry in customer.log if isinstance(entry, tuple) and entry[0] == "code"]
    assert questions == [("code", None, None), ("code", "DP-301", 4), ("code", "DP-310", 4), ("code", "DP-302", 0)]
    assert len(pc.mailbox.tried) == 3


async def test_a_code_that_ran_out_is_said_to_be_just_that(pc: ScriptedPC) -> None:
    pc.mailbox = ScriptedMailbox([CodeWrong(4), CodeExpired(), PAIRED])
    customer = ScriptedCustomer(codes=["000 000", "417 902", "222 222"])
    assert await run_first_stage(customer, pc.parts()) == READY
    questions = [entry for entry in customer.log if isinstance(entry, tuple) and entry[0] == "code"]
    assert questions == [("code", None, None), ("code", "DP-301", 4), ("code", "DP-311", None)]


async def test_a_session_that_ends_while_the_code_is_asked_closes_the_question(pc: ScriptedPC) -> None:
    customer = ScriptedCustomer(codes=[NEVER])
    async with asyncio.TaskGroup() as tasks:
        flow = tasks.create_task(run_first_stage(customer, pc.parts()))
        while ("code", None, None) not in customer.log:  # noqa: ASYNC110 - the script sets no event
            await asyncio.sleep(0)
        pc.mailbox.over.set_result(HostProblem("DP-601"))
        assert await flow == STOPPED_BY_PROBLEM
    assert customer.log[-1] == ("problem", "DP-601", False) and pc.installed == []


async def test_a_failed_installation_is_told_to_both_sides(pc: ScriptedPC) -> None:
    pc.install_failure = HostProblem("DP-111")
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == STOPPED_BY_PROBLEM
    assert pc.mailbox.stages[-1] == ("install_failed", "DP-111")
    assert customer.log[-1] == ("problem", "DP-111", False)


async def test_an_activation_that_is_refused_is_told_to_both_sides(pc: ScriptedPC) -> None:
    pc.activation_failure = HostProblem("DP-305")
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == STOPPED_BY_PROBLEM
    assert pc.mailbox.stages[-1] == ("stopped", "DP-305")
    assert customer.log[-1] == ("problem", "DP-305", False)


async def test_a_surprise_is_a_sentence_too_and_never_a_window_that_vanishes(pc: ScriptedPC) -> None:
    pc.mailbox = ScriptedMailbox([])  # judges nothing: an IndexError of the mailbox's
    customer = ScriptedCustomer()
    assert await run_first_stage(customer, pc.parts()) == STOPPED_BY_PROBLEM
    assert pc.mailbox.stages[-1] == ("stopped", "DP-900")
    assert customer.log[-1] == ("problem", "DP-900", False) and pc.installed == []
