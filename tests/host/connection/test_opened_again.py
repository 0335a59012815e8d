"""The same download opened again finds who is there already; any other download learns whose session it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from tests.host.sample_session import active_session, identity

from daypass.host.connection import opened_again
from daypass.host.connection.opened_again import (
    HOST_LINK,
    InFront,
    LivingHost,
    OtherSession,
    download_mark,
    reachable_window,
    who_is_here,
)
from daypass.host.connection.person_link import ComeForward, PersonTalk, read_from_service
from daypass.host.connection.server_address import ServerAddress
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.platform.fake.local_links import MemoryLinks, memory_link
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.vault import MemoryVault
from daypass.host.platform.ports import LocalPeer

HERE = ServerAddress("https://support.example.org", b"k" * 32)
OTHER = OtherSession("Technician One", "Example Computers", over=False)


@asynccontextmanager
async def links() -> AsyncIterator[MemoryLinks]:
    async with asyncio.TaskGroup() as tasks:
        yield MemoryLinks(tasks)


def living_session(mark: str = "our-download") -> LiveSession:
    session = active_session(FakeMachine(), MemoryVault())
    session.identity = msgspec.structs.replace(identity(), download_mark=mark)
    return session


class NoWishes:
    async def from_person(self, message: Any) -> None:
        """Nobody wishes anything here."""


def test_the_mark_is_the_same_for_one_download_and_different_for_any_other() -> None:
    mark = download_mark(HERE, "T" * 20, None)
    assert mark == download_mark(HERE, "T" * 20, "418203775"), "a ticket says more than a number"
    others = {
        download_mark(HERE, "U" * 20, None),
        download_mark(HERE, None, "418203775"),
        download_mark(HERE, None, None),
        download_mark(ServerAddress("https://other.example.org", b"k" * 32), "T" * 20, None),
        download_mark(ServerAddress("https://support.example.org", b"l" * 32), "T" * 20, None),
    }
    assert len(others) == 5 and mark not in others
    assert "T" * 5 not in mark


async def test_on_a_pc_without_any_host_nobody_answers() -> None:
    async with links() as pc:
        assert await who_is_here(pc, "our-download") is None


async def test_a_window_of_the_same_download_comes_to_the_front_until_it_closes() -> None:
    fronts: list[str] = []
    async with links() as pc:
        async with reachable_window(pc, "our-download", lambda: fronts.append("front")):
            assert await who_is_here(pc, "our-download") == InFront()
            assert await who_is_here(pc, "our-download") == InFront()
            assert await who_is_here(pc, "another-download") is None
        assert await who_is_here(pc, "our-download") is None
    assert fronts == ["front", "front"]


async def test_a_window_that_may_not_serve_its_link_opens_all_the_same() -> None:
    class TakenLinks(MemoryLinks):
        async def serve(self, *_: Any) -> Any:
            raise PermissionError("taken")

    async with asyncio.TaskGroup() as tasks, reachable_window(TakenLinks(tasks), "our-download", lambda: None):
        pass


async def test_the_tray_of_the_same_download_comes_to_the_front() -> None:
    async with links() as pc, asyncio.TaskGroup() as tasks:
        person = PersonTalk(NoWishes())
        mine, theirs = memory_link()
        tray = tasks.create_task(person.serve(theirs))
        await asyncio.sleep(0)
        await pc.serve(HOST_LINK, "person", LivingHost(living_session(), person).serve)
        assert await who_is_here(pc, "our-download") == InFront()
        assert read_from_service(await mine.receive()) == ComeForward()
        tray.cancel()


@pytest.mark.parametrize(("mark", "answer"), [("another-download", OTHER), ("our-download", InFront())])
async def test_another_download_learns_whose_session_lives_here_and_ours_is_never_refused_for_want_of_a_tray(
    mark: str, answer: InFront | OtherSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened_again, "TRAY_STARTS_WITHIN_S", 0.05)
    async with links() as pc:
        await pc.serve(HOST_LINK, "person", LivingHost(living_session(), PersonTalk(NoWishes())).serve)
        assert await who_is_here(pc, mark) == answer
        assert OTHER.problem().values == {"technician": "Technician One", "company": "Example Computers"}


async def test_a_tray_that_is_just_starting_is_waited_for() -> None:
    async with links() as pc, asyncio.TaskGroup() as tasks:
        person = PersonTalk(NoWishes())
        await pc.serve(HOST_LINK, "person", LivingHost(living_session(), person).serve)
        asking = tasks.create_task(who_is_here(pc, "our-download"))
        await asyncio.sleep(0.05)
        assert not asking.done()
        mine, theirs = memory_link()
        tray = tasks.create_task(person.serve(theirs))
        assert await asking == InFront()
        assert read_from_service(await mine.receive()) == ComeForward()
        tray.cancel()


async def test_a_session_that_is_over_says_so() -> None:
    async with links() as pc:
        session = living_session()
        await pc.serve(HOST_LINK, "person", LivingHost(session, PersonTalk(NoWishes())).serve)
        session.change(ended_by="technician")
        assert await who_is_here(pc, "another-download") == msgspec.structs.replace(OTHER, over=True)


@pytest.mark.parametrize(
    "nonsense", [b"", b"\xc1", b"\x80", msgspec.msgpack.encode({"type": "InFront"}), bytes(100_000)]
)
async def test_nonsense_on_the_link_is_no_answer_and_no_question(nonsense: bytes) -> None:
    async def stranger(peer: LocalPeer) -> None:
        await peer.send(nonsense)

    async with links() as pc:
        await pc.serve(HOST_LINK, "person", LivingHost(living_session(), PersonTalk(NoWishes())).serve)
        peer = await pc.connect(HOST_LINK)
        await peer.send(nonsense)
        assert msgspec.msgpack.decode(await peer.receive(), type=OtherSession) == OTHER
        await pc.serve(HOST_LINK, "person", stranger)
        found = await who_is_here(pc, "our-download")
        assert found is None or nonsense == msgspec.msgpack.encode({"type": "InFront"})
