"""Programs of the person's own that fill, hold or imitate the links of the host: they gain nothing, and keep nobody away."""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.host.sample_session import SESSION, identity

from daypass.host.connection.person_link import (
    AnswerConsent,
    AskConsent,
    ChatWritten,
    EndSession,
    Here,
    PersonTalk,
    Status,
    UndoEnd,
    encode,
    link_name,
    read_from_service,
)
from daypass.host.connection.tray_keeper import TrayLink
from daypass.host.installation.install import install_host
from daypass.host.platform.fake.assembly import FakePlatform
from daypass.host.platform.fake.local_links import LinksOf, memory_link
from daypass.host.platform.linux.local_links import UnixSocketLinks
from daypass.host.platform.ports import LocalPeer
from daypass.host.platform.stream_peer import MOST_AT_ONCE, MOST_OF_ONE_PROCESS
from daypass.host.service import run_service

STATUS = Status(language="en", company="Example Computers", technician="Technician One")
HOLDS_LINES = """
import contextlib, socket, sys
lines = [socket.socket(socket.AF_UNIX) for _ in range(int(sys.argv[2]))]
for line in lines:
    with contextlib.suppress(OSError):
        line.connect(sys.argv[1])
        line.sendall(bytes.fromhex(sys.argv[3]))
print("here", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def programs(count: int, lines: int, socket: Path, says: bytes = b"") -> Iterator[None]:
    """So many processes that hold so many lines each and say this much, for the length of the block."""
    command = [sys.executable, "-S", "-c", HOLDS_LINES, str(socket), str(lines), says.hex()]
    with contextlib.ExitStack() as running:
        started = [
            running.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            )
            for _ in range(count)
        ]
        for one in started:
            running.callback(one.kill)
        yield


async def served(links: UnixSocketLinks, first_within_s: float | None = None) -> tuple[list[int], object]:
    """A link that answers each message; the processes that have a place there, and how it stops."""
    here: list[int] = []

    async def answer(peer: LocalPeer) -> None:
        here.append(peer.pid)
        try:
            while True:
                await peer.send(await peer.receive())
        finally:
            here.remove(peer.pid)

    return here, await links.serve("talk", "person", answer, 1000, first_within_s)


async def until(true: object) -> None:
    async with asyncio.timeout(10):
        while not true():  # type: ignore[operator]  # noqa: ASYNC110 - other processes set no events
            await asyncio.sleep(0.01)


async def test_one_process_has_few_places_and_silent_ones_make_room(tmp_path: Path) -> None:
    links = UnixSocketLinks(tmp_path)
    here, stop = await served(links)
    with programs(5, 10, tmp_path / "talk.sock"):
        await until(lambda: len(here) == MOST_AT_ONCE)
        assert max(here.count(pid) for pid in here) <= MOST_OF_ONE_PROCESS
        for _ in range(3):
            async with asyncio.timeout(5):
                late = await links.connect("talk")
                await late.send(b"I am asked something")
                assert await late.receive() == b"I am asked something"
                await late.close()
    await stop()  # type: ignore[operator]


async def test_who_says_nothing_or_half_a_message_is_gone_in_time(tmp_path: Path) -> None:
    links = UnixSocketLinks(tmp_path)
    here, stop = await served(links, first_within_s=0.3)
    talkative = await links.connect("talk")
    await talkative.send(b"first")
    with programs(1, 2, tmp_path / "talk.sock"), programs(1, 2, tmp_path / "talk.sock", says=b"\x05\x00\x00\x00half"):
        await until(lambda: len(here) == 5)
        await until(lambda: len(here) == 1)
    await asyncio.sleep(0.5)
    await talkative.send(b"whoever has spoken may take time")
    assert [await talkative.receive(), await talkative.receive()][1] == b"whoever has spoken may take time"
    await talkative.close()
    await stop()  # type: ignore[operator]


async def test_programs_that_fill_the_well_known_link_do_not_keep_the_tray_from_being_asked(tmp_path: Path) -> None:
    """Also ones that speak: the tray has a link of its own."""
    platform_links, talk = UnixSocketLinks(tmp_path), PersonTalk(Wishes())
    stop = await platform_links.serve(link_name(SESSION), "person", talk.serve_window, 1000, 5)
    socket = tmp_path / f"{link_name(SESSION)}.sock"
    message = encode(Here())
    with programs(6, 4, socket, says=len(message).to_bytes(4, "little") + message):
        await until(lambda: len(talk._windows) == MOST_AT_ONCE)
        assert not talk.is_here, "they are nobody who could be asked"
        async with asyncio.TaskGroup() as tasks:
            mine, theirs = memory_link()
            serving = tasks.create_task(talk.serve(theirs))
            asking = tasks.create_task(talk.ask_consent("Technician One", "files", 5))
            question = read_from_service(await mine.receive())
            assert isinstance(question, AskConsent)
            await mine.send(encode(AnswerConsent(question.question, True)))
            assert await asking
            serving.cancel()
    await stop()


async def test_the_tray_s_link_serves_the_very_process_that_was_started() -> None:
    async with asyncio.TaskGroup() as tasks:
        platform, talk = FakePlatform(tasks), PersonTalk(Wishes())
        link = TrayLink(platform.programs, SESSION, talk.serve)
        stop = await link.listen(platform.links)
        early = await LinksOf(platform.links, 1).connect(link.name)
        with pytest.raises(EOFError):
            await early.receive()
        running = await link.start()
        stranger = await LinksOf(platform.links, running.pid + 1).connect(link.name)
        with pytest.raises(EOFError):
            await stranger.receive()
        await talk.show(STATUS)
        tray = await LinksOf(platform.links, running.pid).connect(link.name)
        assert isinstance(read_from_service(await tray.receive()), Status)
        await until(lambda: talk.is_here)
        again = await link.start()
        late = await LinksOf(platform.links, running.pid).connect(link.name)
        with pytest.raises(EOFError):
            await late.receive()
        assert again.pid != running.pid
        await tray.close()
        await stop()


async def test_by_the_well_known_link_nobody_answers_writes_or_reads_what_is_the_tray_s() -> None:
    wishes = Wishes()
    talk = PersonTalk(wishes)
    await talk.show(STATUS)
    await talk.log("Technician One", "uploaded", "secret.txt")
    async with asyncio.TaskGroup() as tasks:
        mine, theirs = memory_link()
        serving = tasks.create_task(ended(talk.serve_window(theirs)))
        await mine.send(encode(Here()))
        assert isinstance(read_from_service(await mine.receive()), Status)
        asking = tasks.create_task(talk.ask_consent("Technician One", "files", 1))
        await asyncio.sleep(0.05)
        for number in range(5):
            await mine.send(encode(AnswerConsent(number, True)))
        for message in (ChatWritten("in the person's name"), UndoEnd(), EndSession()):
            await mine.send(encode(message))
        await mine.send(b"\xc1 no message")
        assert not await asking, "nobody was there to say yes"
        assert wishes.heard == [EndSession()]
        await talk.show(STATUS)
        assert isinstance(read_from_service(await mine.receive()), Status), "no question and no line came before it"
        await mine.close()
        await serving


async def test_who_does_not_begin_with_here_is_sent_away() -> None:
    talk = PersonTalk(Wishes())
    for first in (encode(EndSession()), b"\xc1", b""):
        async with asyncio.TaskGroup() as tasks:
            mine, theirs = memory_link()
            serving = tasks.create_task(ended(talk.serve_window(theirs)))
            await mine.send(first)
            await serving


async def test_a_stranger_who_took_the_name_of_the_person_s_link_does_not_stop_the_tray(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with asyncio.TaskGroup() as tasks:
        platform = FakePlatform(tasks)
        serve = platform.links.serve

        async def taken(name: str, *rest):  # type: ignore[no-untyped-def]
            if name == link_name(SESSION):
                raise PermissionError("the pipe belongs to someone else")
            return await serve(name, *rest)

        monkeypatch.setattr(platform.links, "serve", taken)
        install_host(platform.installation, platform.vault, identity("http://localhost:9"), lambda _: None)
        service = tasks.create_task(run_service(platform, SESSION))
        await until(lambda: "tray" in str(platform.links._handlers))
        service.cancel()


async def ended(serving) -> None:  # type: ignore[no-untyped-def]
    with contextlib.suppress(EOFError):
        await serving


class Wishes:
    def __init__(self) -> None:
        self.heard: list[object] = []

    async def from_person(self, message: object) -> None:
        self.heard.append(message)
