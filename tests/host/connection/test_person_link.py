"""What the person at the PC decides reaches the service, and silence is a no."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.host.sample_session import active_session

from daypass.host.connection import person_wishes
from daypass.host.connection.password_tries import TriesOnDisk
from daypass.host.connection.person_link import (
    Activities,
    AnswerConsent,
    AnswerRestart,
    AskConsent,
    AskRestart,
    ChooseConsent,
    ChooseReceipt,
    ConsentOver,
    EndSession,
    KeepAwake,
    Pause,
    PersonTalk,
    Status,
    UndoEnd,
    encode,
    read_from_service,
)
from daypass.host.connection.person_wishes import PersonWishes
from daypass.host.connection.standing import Standing
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.platform.fake.local_links import MemoryPeer, memory_link
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.holding import Held
from daypass.protocol.messages import Consent, Tool
from daypass.protocol.restarting import RestartAnswer


class CutConnections:
    """Remembers what was cut, and why."""

    def __init__(self) -> None:
        self.cuts: list[str] = []

    def recording(self) -> tuple[str, ...]:
        return ()

    def uses(self) -> tuple[tuple[str, Tool], ...]:
        return ()

    def holding(self) -> tuple[str, Held]:
        return "", Held.NOTHING

    def technicians(self) -> tuple[str, ...]:
        return ()

    async def cut_all(self, dp: str) -> None:
        self.cuts.append(dp)


class NoControl:
    async def tell_status(self) -> None:
        """No server at all: everything here must work without one."""


class Person:
    """A process of the person at the screen, with the service behind it."""

    def __init__(self, peer: MemoryPeer, session: LiveSession, talk: PersonTalk, cut: CutConnections) -> None:
        self._peer, self.session, self.talk, self.cut = peer, session, talk, cut

    async def says(self, message: Any) -> None:
        await self._peer.send(encode(message))

    async def sees(self, kind: type[Any], **values: object) -> Any:
        """The next message of this kind with these values."""
        async with asyncio.timeout(30):
            while True:
                message = read_from_service(await self._peer.receive())
                if isinstance(message, kind) and all(getattr(message, name) == one for name, one in values.items()):
                    return message


@asynccontextmanager
async def person_at_the_pc() -> AsyncIterator[Person]:
    machine, vault = FakeMachine(), MemoryVault()
    session = active_session(machine, vault)
    cut: Any = CutConnections()
    control: Any = NoControl()
    async with asyncio.TaskGroup() as tasks:
        standing = Standing(session, TriesOnDisk(vault, session.now()))
        wishes = PersonWishes(session, tasks)
        talk = PersonTalk(wishes)
        standing.connect(person=talk, connections=cut, control=control)
        wishes.connect(connections=cut, standing=standing)
        mine, theirs = memory_link()
        serving = tasks.create_task(talk.serve(theirs))
        await standing.show()
        yield Person(mine, session, talk, cut)
        serving.cancel()


async def test_consent_and_staying_awake_are_kept() -> None:
    async with person_at_the_pc() as person:
        await person.says(ChooseConsent(Consent.ALWAYS))
        await person.says(KeepAwake(True))
        await person.sees(Status, consent=Consent.ALWAYS, keep_awake=True)
        assert person.session.progress.keep_awake


async def test_a_receipt_is_wanted_until_the_person_takes_the_tick_away() -> None:
    async with person_at_the_pc() as person:
        person.session.change(receipt_to="c•••@example.org", receipt=True)
        await person.says(ChooseReceipt(False))
        await person.sees(Status, receipt=False, receipt_to="c•••@example.org")
        await person.says(ChooseReceipt(True))
        await person.sees(Status, receipt=True)


async def test_where_no_receipt_can_be_sent_none_is_wanted() -> None:
    async with person_at_the_pc() as person:
        await person.says(ChooseReceipt(True))
        await person.says(Pause(True))
        await person.sees(Status, paused=True, receipt=False)


async def test_a_pause_cuts_everything_and_only_the_person_resumes() -> None:
    async with person_at_the_pc() as person:
        await person.says(Pause(True))
        await person.sees(Status, paused=True)
        assert person.cut.cuts == ["DP-404"] and person.session.progress.paused
        await person.says(Pause(False))
        await person.sees(Status, paused=False)


async def test_ending_cuts_at_once_and_is_final_after_the_undo_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_wishes, "UNDO_S", 0)
    async with person_at_the_pc() as person:
        await person.says(EndSession())
        await person.sees(Status, ended_by="customer")
        await asyncio.wait_for(person.session.ended.wait(), 5)
        assert person.cut.cuts == ["DP-601"]


async def test_an_end_can_be_undone_within_its_time() -> None:
    async with person_at_the_pc() as person:
        await person.says(EndSession())
        await person.sees(Status, ended_by="customer", undo_s=5)
        assert not person.session.connections_allowed
        await person.says(UndoEnd())
        await person.sees(Status, ended_by=None, undo_s=0)
        assert person.session.connections_allowed and not person.session.ended.is_set()


@pytest.mark.parametrize("yes", [True, False])
async def test_the_answer_of_the_person_counts(yes: bool) -> None:
    async with person_at_the_pc() as person, asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(person.talk.ask_consent("Technician One", "remote_control", 5))
        question = await person.sees(AskConsent, technician="Technician One")
        await person.says(AnswerConsent(question.question + 1, True))
        await person.says(AnswerConsent(question.question, yes))
        assert await asked is yes
        await person.sees(ConsentOver, question=question.question)


async def test_no_answer_in_time_is_a_no() -> None:
    async with person_at_the_pc() as person:
        assert not await person.talk.ask_consent("Technician One", "remote_control", 0)
        await person.sees(ConsentOver)


async def test_nonsense_from_the_persons_side_is_passed_over() -> None:
    async with person_at_the_pc() as person:
        await person._peer.send(b"\xc1")
        await person.says(Pause(True))
        await person.sees(Status, paused=True)


async def test_a_name_with_half_a_character_reaches_every_tray() -> None:
    async with person_at_the_pc() as person:
        await person.talk.log("Technician One", "ended_process", "evil\ud800.exe")
        (shown,) = (await person.sees(Activities)).lines
        assert (shown.what, shown.detail) == ("ended_process", "evil?.exe")


async def test_pausing_stands_in_the_activity_log_once() -> None:
    async with person_at_the_pc() as person:
        for paused in (True, True, False):
            await person.says(Pause(paused))
            await person.sees(Status, paused=paused)
        assert [line.what for line in person.talk.activities.lines] == ["paused", "resumed"]


async def test_a_window_that_comes_late_reads_the_activity_log_from_its_beginning() -> None:
    talk = PersonTalk(None)  # type: ignore[arg-type]
    for number in range(450):
        await talk.log("Technician One", "copied", str(number))
    mine, theirs = memory_link()
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(talk.serve(theirs))
        read = [line for _ in range(3) for line in read_from_service(await mine.receive()).lines]
        serving.cancel()
    assert [line.number for line in read] == list(range(1, 451))


async def test_technicians_press_nothing_while_any_question_is_shown_and_everything_while_none_can_be() -> None:
    talk = PersonTalk(None)  # type: ignore[arg-type]
    async with asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(talk.ask_restart("Technician One", False, 5))
        await asyncio.sleep(0)
        assert not talk.is_asked, "nobody is here who could answer, and somebody has to sign in"
        mine, theirs = memory_link()
        serving = tasks.create_task(talk.serve(theirs))
        asked = read_from_service(await mine.receive())
        assert isinstance(asked, AskRestart) and talk.is_asked
        await mine.send(encode(AnswerRestart(asked.question, RestartAnswer.NO)))
        assert await asking is RestartAnswer.NO and not talk.is_asked
        coding = tasks.create_task(talk.ask_code("Technician One", 6, None, None))
        await asyncio.sleep(0)
        assert talk.is_asked
        coding.cancel()
        await asyncio.wait((coding,))
        assert not talk.is_asked
        await mine.close()
        await serving


async def test_a_question_is_seen_only_when_nothing_waits_to_be_pressed_and_nothing_more_is_by_then() -> None:
    async with person_at_the_pc() as person:
        asked_while_pressing: list[bool] = []
        pressed = asyncio.Event()

        async def pressing() -> None:
            asked_while_pressing.append(person.talk.is_asked)
            await pressed.wait()

        person.talk.before_question = pressing
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(person.talk.ask_consent("Technician One", "hold_input", 5))
            await asyncio.sleep(0.02)
            assert asked_while_pressing == [True] and not asking.done()
            pressed.set()
            question = await person.sees(AskConsent, what="hold_input")
            await person.says(AnswerConsent(question.question, True))
        assert asking.result()
