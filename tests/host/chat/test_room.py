"""One chat for every technician who has it open and whoever is at the PC: nothing is lost, doubled, or taken in a flood."""

import asyncio
import contextlib
import random
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.host.remote_control.queued_channel import not_logged

from daypass.host.chat.room import ChatRoom, Clocks
from daypass.host.chat.transcript import Transcript
from daypass.host.connection.connections import ToolUse
from daypass.host.connection.person_link import ChatHere, ChatNotTaken, ChatShown, ChatTranscript, ChatWritten
from daypass.host.connection.sealed_channel import Opened
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.chat import AT_ONCE, Author, ChatLines, ChatPeople, ChatRead, ChatRefused, ChatSay, ChatSince
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Message, encode
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import Ping, Pong, ViewerEnd


async def not_recorded(on: bool) -> None:
    raise AssertionError("nobody records a chat")


async def not_held(held: object) -> None:
    raise AssertionError("a chat holds nothing")


class Page:
    """One technician's page, spoken through by the test."""

    def __init__(self, room: ChatRoom, name: str) -> None:
        self._room, self.name = room, name
        self._said: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.told: list[Any] = []
        self._told = asyncio.Condition()

    async def run(self, chat_after: bool = False) -> bool:
        use = ToolUse(self.name, not_recorded, not_logged, not_held, chat_after=chat_after)
        with contextlib.suppress(EOFError):
            return await self._room.run_tool(self, use)  # type: ignore[arg-type]
        return False

    def says(self, *messages: Message) -> None:
        for message in messages:
            self._said.put_nowait(encode(message))

    def breaks(self) -> None:
        self._said.put_nowait(None)

    async def receive(self) -> Opened:
        plain = await self._said.get()
        if plain is None:
            raise EOFError("the line broke")
        return Opened(Kind.MESSAGE, plain)

    async def send_message(self, message: Message) -> None:
        async with self._told:
            self.told.append(message)
            self._told.notify_all()

    async def hears(self, **values: object) -> None:
        """Returns when a message with these values has come."""
        async with asyncio.timeout(5), self._told:
            await self._told.wait_for(
                lambda: any(all(getattr(one, key, None) == value for key, value in values.items()) for one in self.told)
            )

    async def has(self, count: int) -> list[str]:
        """The lines that came, once there are so many."""
        async with asyncio.timeout(5), self._told:
            await self._told.wait_for(lambda: len(self.lines) >= count)
        return self.lines

    @property
    def lines(self) -> list[str]:
        return [line.text for one in self.told if isinstance(one, ChatLines) for line in one.lines]


class PC:
    """The service with its chat; `window` is what the person's tray was told."""

    def __init__(self, vault: MemoryVault, tasks: asyncio.TaskGroup) -> None:
        self.vault, self._tasks = vault, tasks
        self.window: list[Any] = []
        self.heads: list[tuple[int, bytes]] = []
        self.rising_ms = 0
        self.transcript = Transcript(vault, "session-1")
        self.room = ChatRoom(
            transcript=self.transcript,
            clocks=Clocks(lambda: 1_795_000_000_000, lambda: self.rising_ms),
            tell_person=self._tell,
            keep_head=lambda lines, head: self.heads.append((lines, head)),
        )

    async def _tell(self, message: Any) -> None:
        self.window.append(message)

    async def opens(self, name: str = "Technician One", since: int = 0, chat_after: bool = False) -> Page:
        page = Page(self.room, name)
        page.task = self._tasks.create_task(page.run(chat_after))  # type: ignore[attr-defined]
        page.says(ChatSince(number=since))
        await asyncio.sleep(0)
        return page

    @property
    def here(self) -> ChatHere:
        return [one for one in self.window if isinstance(one, ChatHere)][-1]


@asynccontextmanager
async def pc(vault: MemoryVault | None = None) -> AsyncIterator[PC]:
    async with asyncio.TaskGroup() as tasks:
        made = PC(vault or MemoryVault(), tasks)
        pages: list[Page] = []
        opens = made.opens

        async def remembered(*args: Any, **values: Any) -> Page:
            pages.append(await opens(*args, **values))
            return pages[-1]

        made.opens = remembered  # type: ignore[method-assign]
        yield made
        for page in pages:
            page.says(ViewerEnd())


async def test_words_go_both_ways_and_both_sides_learn_that_they_were_shown() -> None:
    async with pc() as host:
        page = await host.opens()
        page.says(ChatSay(text="Good morning", reference=1))
        assert await page.has(1) == ["Good morning"]
        shown = next(one for one in host.window if isinstance(one, ChatTranscript))
        assert shown.lines[0].author is Author.TECHNICIAN and shown.lines[0].name == "Technician One"
        await host.room.from_person(ChatShown(1))
        await page.hears(shown=1)
        await host.room.from_person(ChatWritten("It does not print"))
        assert await page.has(2) == ["Good morning", "It does not print"]
        page.says(ChatRead(number=2), Ping(number=7))
        await page.hears(number=7)
        assert host.here == ChatHere(("Technician One",), 2, 1, 0)
        assert host.heads[-1] == (2, host.transcript.head)
        assert any(isinstance(one, Pong) for one in page.told)


async def test_several_technicians_share_one_chat_and_each_sees_who_is_there() -> None:
    async with pc() as host:
        one, two = await host.opens("Technician One"), await host.opens("Technician Two")
        await one.hears(technicians=("Technician One", "Technician Two"))
        one.says(ChatSay(text="from one", reference=1))
        two.says(ChatSay(text="from two", reference=1))
        assert sorted(await one.has(2)) == sorted(await two.has(2)) == ["from one", "from two"]
        two.says(ViewerEnd())
        async with asyncio.timeout(5):
            while host.here.technicians != ("Technician One",):  # noqa: ASYNC110 - a list sets no event
                await asyncio.sleep(0)


async def test_who_comes_later_or_again_hears_what_they_missed_and_nothing_twice() -> None:
    async with pc() as host:
        first = await host.opens()
        for number in range(1, 6):
            first.says(ChatSay(text=f"line {number}", reference=number))
        await first.has(5)
        first.breaks()
        again = await host.opens(since=3)
        again.says(ChatSay(text="line 5", reference=5), ChatSay(text="line 6", reference=6))
        assert await again.has(3) == ["line 4", "line 5", "line 6"], "what was sent twice was taken once"
        colleague = await host.opens("Technician Two")
        assert len(await colleague.has(6)) == 6


async def test_a_flood_is_refused_and_goes_on_when_time_has_passed() -> None:
    async with pc() as host:
        page = await host.opens()
        for number in range(1, AT_ONCE + 3):
            page.says(ChatSay(text="again", reference=number))
        await page.hears(dp="DP-431", reference=AT_ONCE + 2)
        assert len(await page.has(AT_ONCE)) == AT_ONCE
        assert [one.reference for one in page.told if isinstance(one, ChatRefused)] == [AT_ONCE + 1, AT_ONCE + 2]
        host.rising_ms += 1000
        page.says(ChatSay(text="later", reference=99))
        assert (await page.has(AT_ONCE + 1))[-1] == "later"
        for _ in range(AT_ONCE + 1):
            await host.room.from_person(ChatWritten("and back"))
        assert host.window[-1] == ChatNotTaken("and back", "DP-431"), "the other side has an allowance of its own"


async def test_nobody_can_be_written_to_who_is_not_there() -> None:
    async with pc() as host:
        await host.room.from_person(ChatWritten("hello?"))
        assert host.window == [ChatNotTaken("hello?", "")] and host.transcript.lines == []


async def test_a_chat_after_connecting_opens_the_window_before_a_word_is_written() -> None:
    async with pc() as host:
        page = await host.opens(chat_after=True)
        await page.hears(technicians=("Technician One",))
        assert host.here.wanted == 1
        remote_control = host.room.opening(answering_true)
        use = ToolUse("Technician One", not_recorded, not_logged, not_held, chat_after=True)
        assert await remote_control(None, use)  # type: ignore[arg-type]
        assert host.here.wanted == 2


async def answering_true(channel: object, use: object) -> bool:
    return True


async def test_a_new_tray_is_told_everything() -> None:
    vault = MemoryVault()
    async with pc(vault) as host:
        page = await host.opens()
        page.says(*(ChatSay(text=f"line {number}", reference=number) for number in range(1, 6)))
        await page.has(5)
        here, *parts = host.room.for_new_window()
        assert isinstance(here, ChatHere) and here.technicians == ("Technician One",)
        assert [line.text for part in parts if isinstance(part, ChatTranscript) for line in part.lines] == page.lines
    async with pc(vault) as later:
        page = await later.opens()
        assert len(await page.has(5)) == 5, "after a restart of the service too"


async def test_a_disk_that_takes_nothing_refuses_the_line_and_keeps_the_chat_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with pc() as host:
        page = await host.opens()

        def full(name: str, secret: bytes) -> None:
            raise OSError("no room")

        monkeypatch.setattr(host.vault, "write", full)
        page.says(ChatSay(text="lost?", reference=1))
        await page.hears(dp="DP-432")
        monkeypatch.undo()
        page.says(ChatSay(text="lost?", reference=1))
        assert await page.has(1) == ["lost?"]
        assert [line.number for line in host.transcript.lines] == [1]


async def test_whether_somebody_is_at_the_pc_is_told() -> None:
    async with pc() as host:
        page = await host.opens()
        await page.hears(customer_here=False)
        await host.room.presence(True)
        await page.hears(customer_here=True)
        assert isinstance(page.told[0], ChatPeople)


@pytest.mark.parametrize("text", [" ", "\n\t "])
async def test_a_line_of_blanks_ends_the_connection_of_who_sends_it(text: str) -> None:
    async with asyncio.TaskGroup() as tasks:
        host = PC(MemoryVault(), tasks)
        page = Page(host.room, "Technician One")
        page.says(ChatSay(text=text, reference=1))
        with pytest.raises(ProtocolError):
            await page.run()
        assert host.here.technicians == ()


async def test_a_line_whose_writer_is_cut_off_is_never_written_over_the_next_one() -> None:
    class SlowAtFirst(MemoryVault):
        def __init__(self) -> None:
            super().__init__()
            self.writes, self.goes_on = 0, threading.Event()

        def write(self, name: str, secret: bytes) -> None:
            self.writes += 1
            if self.writes == 1:
                self.goes_on.wait(5)
            super().write(name, secret)

    vault = SlowAtFirst()
    async with pc(vault) as here:
        cut, other = await here.opens("Technician One"), await here.opens("Technician Two")
        cut.says(ChatSay(text="cut off", reference=1))
        async with asyncio.timeout(5):
            while not vault.writes:  # noqa: ASYNC110 - a thread's word
                await asyncio.sleep(0.01)
        cut.task.cancel()  # type: ignore[attr-defined]
        other.says(ChatSay(text="the next", reference=2))
        await asyncio.sleep(0.1)
        vault.goes_on.set()
        await other.has(2)
        assert [line.text for line in here.transcript.lines] == ["cut off", "the next"]
    kept = Transcript(vault, "session-1")
    assert kept.lines == here.transcript.lines and kept.head == here.heads[-1][1]


class Restless:
    """A page whose line breaks whenever it likes: it says again what it does not know to have arrived, as the console does."""

    def __init__(self, chat: PC, name: str, luck: random.Random) -> None:
        self._chat, self._name, self._luck = chat, name, luck
        self.heard: dict[int, str] = {}
        self.page: Page | None = None

    async def comes(self, texts: Sequence[str]) -> None:
        references = {hash((self._name, text)) % 2**50 + 1: text for text in texts}
        while len(self.arrived(texts)) < len(texts):
            self.page = await self._chat.opens(self._name, since=len(self.heard))
            for reference, text in references.items():
                if text not in self.arrived(texts):
                    self.page.says(ChatSay(text=text, reference=reference))
            self._chat.rising_ms += 60_000
            for _ in range(self._luck.randrange(1, 40)):
                await asyncio.sleep(0)
            self.hear()
            self.page.breaks()
            await self.page.task  # type: ignore[attr-defined]
            self.hear()

    def hear(self) -> None:
        """Lines in order and without gaps; what comes again is what was there."""
        assert self.page is not None
        for message in self.page.told:
            for line in message.lines if isinstance(message, ChatLines) else ():
                assert self.heard.get(line.number, line.text) == line.text and line.number <= len(self.heard) + 1
                self.heard[line.number] = line.text

    def arrived(self, texts: Sequence[str]) -> set[str]:
        return set(texts) & set(self.heard.values())


@pytest.mark.parametrize("seed", range(6))
async def test_lines_that_break_while_everybody_writes_lose_nothing_and_bring_nothing_twice(seed: int) -> None:
    async with pc() as chat:
        pages = [
            Restless(chat, f"Technician {name}", random.Random(seed * 10 + place)) for place, name in enumerate("AB")
        ]
        watching = await chat.opens("Technician C")

        async def customer() -> None:
            for number in range(30):
                chat.rising_ms += 1_000
                await chat.room.from_person(ChatWritten(f"customer {number}"))

        async with asyncio.timeout(30), asyncio.TaskGroup() as writing:
            for page in pages:
                writing.create_task(page.comes([f"{page._name} {number}" for number in range(8)]))
            writing.create_task(customer())
        everything = [line.text for line in chat.transcript.lines]
        assert len(everything) == len(set(everything)) == 46
        assert [text for text in everything if text.startswith("customer")] == [f"customer {n}" for n in range(30)]
        assert await watching.has(46) == everything
        shown = [line.text for one in chat.window if isinstance(one, ChatTranscript) for line in one.lines]
        assert shown == everything
        assert Transcript(chat.vault, "session-1").head == chat.transcript.head == chat.heads[-1][1]


async def test_ten_thousand_messages_fill_the_transcript_and_the_rest_is_refused_in_words() -> None:
    async with pc() as chat:
        page = await chat.opens()
        for _ in range(10_000):
            chat.rising_ms += 1_000
            await chat.room.from_person(ChatWritten("x"))
        assert len(chat.transcript.lines) == 5_000
        refused = [one for one in chat.window if isinstance(one, ChatNotTaken)]
        assert len(refused) == 5_000 and {one.dp for one in refused} == {"DP-432"}
        page.says(ChatSay(text="and mine", reference=1))
        await page.hears(reference=1, dp="DP-432")
        assert len(await page.has(5_000)) == 5_000
        again = Transcript(chat.vault, "session-1")
        assert again.head == chat.transcript.head and again.full
