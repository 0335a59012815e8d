"""The service's processes and their links: nobody else comes by them, and nothing that is at their other end holds the service up."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from daypass.host.connection.own_process import OwnProcess
from daypass.host.platform import stream_peer
from daypass.host.platform.fake.local_links import MemoryLinks
from daypass.host.platform.fake.programs import FakePrograms, FakeRunning
from daypass.host.platform.linux.local_links import UnixSocketLinks
from daypass.host.platform.ports import LocalPeer

pytestmark = pytest.mark.slow


class _Programs(FakePrograms):
    def started_link(self) -> str:
        return self.started[-1].arguments[-1]


@asynccontextmanager
async def _process(links: MemoryLinks, programs: FakePrograms, elevated: bool = False) -> AsyncIterator[OwnProcess]:
    process = OwnProcess(links, programs, "files", elevated)
    try:
        yield process
    finally:
        await process.close()


async def _until_started(programs: FakePrograms) -> FakeRunning:
    while not programs.started:  # noqa: ASYNC110 - started in a thread
        await asyncio.sleep(0.01)
    return programs.started[0]


async def test_only_the_process_that_was_started_comes_by_the_link() -> None:
    async with asyncio.TaskGroup() as tasks:
        links, programs = MemoryLinks(tasks), _Programs()
        async with _process(links, programs) as process:
            starting = tasks.create_task(process.start(1024))
            running = await _until_started(programs)
            stranger = await links.connect(programs.started_link(), pid=running.pid + 1)
            with pytest.raises(EOFError):
                await stranger.receive()
            own = await links.connect(programs.started_link(), pid=running.pid)
            peer = await starting
            await own.send(b"here")
            assert await peer.receive() == b"here"
            second = await links.connect(programs.started_link(), pid=running.pid)
            with pytest.raises(EOFError):
                await second.receive()


async def test_each_link_has_a_name_of_its_own_that_nobody_guesses() -> None:
    async with asyncio.TaskGroup() as tasks:
        links, programs = MemoryLinks(tasks), _Programs()
        names = set()
        for _ in range(3):
            async with _process(links, programs) as process:
                starting = tasks.create_task(process.start(1024))
                while len(programs.started) == len(names):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
                names.add(programs.started_link())
                starting.cancel()
        assert len(names) == 3 and all(len(name) == len("files-") + 32 for name in names)


async def test_a_process_that_starts_while_nobody_waits_any_more_is_ended() -> None:
    class SlowPrograms(FakePrograms):
        def start_as_person(self, arguments: Sequence[str]) -> FakeRunning:
            time.sleep(0.1)
            return super().start_as_person(arguments)

    async with asyncio.TaskGroup() as tasks:
        programs = SlowPrograms()
        async with _process(MemoryLinks(tasks), programs) as process:
            starting = tasks.create_task(process.start(1024))
            await asyncio.sleep(0.05)
            starting.cancel()
        running = await _until_started(programs)
        async with asyncio.timeout(5):
            while running.alive():  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_who_does_not_listen_is_gone_in_two_seconds_and_who_says_too_much_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daypass.host.platform.linux.local_links.SEND_WITHIN_S", 0.2)
    assert stream_peer.SEND_WITHIN_S == 2.0
    links, heard = UnixSocketLinks(tmp_path), asyncio.Queue[str]()

    async def talk(peer: LocalPeer) -> None:
        try:
            await peer.receive()
            while True:
                await peer.send(bytes(1 << 20))
        except EOFError as error:
            heard.put_nowait(str(error))

    stop = await links.serve("talk", "person", talk, largest=1000)
    deaf, loud = await links.connect("talk"), await links.connect("talk")
    async with asyncio.timeout(5):
        await deaf.send(b"begin")
        assert await heard.get() == "the other process does not listen"
        await loud.send(bytes(1001))
        assert await heard.get() == "the other process announced more than it may send"
    await asyncio.gather(deaf.close(), loud.close(), stop())


async def test_a_link_that_another_process_serves_is_not_our_parents(tmp_path: Path) -> None:
    links = UnixSocketLinks(tmp_path)

    async def talk(peer: LocalPeer) -> None:
        await peer.receive()

    stop = await links.serve("talk", "person", talk)
    with pytest.raises(PermissionError):
        await links.connect("talk", to_parent=True)
    await stop()
