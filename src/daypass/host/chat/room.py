"""The chat of one session: every technician who has it open, and whoever is at the PC, over one transcript."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from daypass.host.chat.transcript import Transcript
from daypass.host.connection.alongside import alongside
from daypass.host.connection.connections import ToolRunner, ToolUse
from daypass.host.connection.person_link import (
    ChatHere,
    ChatNotTaken,
    ChatShown,
    ChatTranscript,
    ChatWritten,
    FromService,
)
from daypass.host.connection.sealed_channel import SealedChannel
from daypass.host.connection.technician_side import hear_technician
from daypass.protocol.chat import (
    LINES_AT_ONCE,
    Allowance,
    Author,
    ChatLine,
    ChatLines,
    ChatPeople,
    ChatRead,
    ChatRefused,
    ChatSay,
    ChatSince,
    read_to_host,
)

MOST_TOLD = 32
_log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Member:
    """One technician's open chat."""

    name: str
    since: int | None = None
    """Lines up to here were sent; None: the page has not said which it has."""
    people: ChatPeople | None = None
    """As it was told last."""
    read: int = 0


@dataclass(frozen=True, slots=True)
class Clocks:
    """The server's time for what people read, and one that only rises for what floods; both in milliseconds."""

    now: Callable[[], int]
    rising: Callable[[], int]


class ChatRoom:
    """`run_tool` is the technicians' side; `for_new_window` and `from_person` are the side of the person at the PC."""

    def __init__(
        self,
        transcript: Transcript,
        clocks: Clocks,
        tell_person: Callable[[FromService], Awaitable[None]],
        keep_head: Callable[[int, bytes], None],
    ) -> None:
        """`keep_head(lines, head)` is called with each line: the removal's report tells both."""
        self._transcript, self._clocks = transcript, clocks
        self._tell_person, self._keep_head = tell_person, keep_head
        self._members: list[_Member] = []
        self._changed = asyncio.Condition()
        self._adding = asyncio.Lock()
        self._under_way: set[asyncio.Task[str | None]] = set()
        self._allowances: dict[str | None, Allowance] = {}
        """By technician; None: the person at the PC."""
        self._references = {(line.name, line.reference) for line in transcript.lines if line.reference}
        self._shown, self._here, self._window_wanted = 0, False, 0

    # --- technicians ----------------------------------------------------------------------------------------------

    async def run_tool(self, channel: SealedChannel, use: ToolUse) -> bool:
        """One technician's chat, until it ends; True when the technician closed it."""
        member = _Member(use.technician)
        self._members.append(member)
        try:
            await self._announce()
            if use.chat_after:
                await self.open_window()
            async with alongside(self._tell(channel, member), "chat"):
                return await self._hear(channel, member)
        finally:
            self._members.remove(member)
            await self._announce()

    def opening(self, tool: ToolRunner) -> ToolRunner:
        """`tool`, with the chat's window opened at its beginning where the technician wants that."""

        async def run(channel: SealedChannel, use: ToolUse) -> bool:
            if use.chat_after:
                await self.open_window()
            return await tool(channel, use)

        return run

    async def open_window(self) -> None:
        """The person sees the chat before a word is written."""
        self._window_wanted += 1
        await self._announce()

    async def _tell(self, channel: SealedChannel, member: _Member) -> None:
        """Whatever this technician has not been told; how fast, is the line's to say."""
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._has_news(member))
            people = self._people()
            if member.people != people:
                member.people = people
                await channel.send_message(people)
            if member.since is not None and (lines := self._transcript.since(member.since, LINES_AT_ONCE)):
                member.since = lines[-1].number
                await channel.send_message(ChatLines(lines=lines, head=self._transcript.head_after(member.since)))

    def _has_news(self, member: _Member) -> bool:
        return member.people != self._people() or (
            member.since is not None and member.since < len(self._transcript.lines)
        )

    async def _hear(self, channel: SealedChannel, member: _Member) -> bool:
        async def take(message: ChatSince | ChatRead | ChatSay, _: bytes) -> None:
            if isinstance(message, ChatSince):
                member.since = min(message.number, len(self._transcript.lines))
                await self._wake()
            elif isinstance(message, ChatRead):
                member.read = max(member.read, min(message.number, len(self._transcript.lines)))
                await self._announce()
            elif (refused := await self._say(member, message)) is not None:
                await channel.send_message(ChatRefused(reference=message.reference, dp=refused))

        return await hear_technician(channel, read_to_host, take)

    async def _say(self, member: _Member, message: ChatSay) -> str | None:
        """Take a technician's line; the code of why not. One that came before is not taken twice."""
        return await self._take(Author.TECHNICIAN, member.name, message.text, message.reference)

    # --- the person at the PC -------------------------------------------------------------------------------------

    def for_new_window(self) -> list[FromService]:
        """Everything for a tray that has just come."""
        return [self._for_person(), *transcript_for_person(self._transcript)]

    async def presence(self, here: bool) -> None:
        """Somebody is at the PC who could see the window, or nobody any more."""
        self._here = here
        await self._wake()

    async def from_person(self, message: ChatWritten | ChatShown) -> None:
        if isinstance(message, ChatShown):
            self._shown = max(self._shown, min(message.number, len(self._transcript.lines)))
            await self._wake()
        elif not self._members:
            await self._tell_person(ChatNotTaken(message.text, ""))
        elif message.text.strip():
            refused = await self._take(Author.CUSTOMER, "", message.text, 0)
            if refused is not None:
                await self._tell_person(ChatNotTaken(message.text, refused))

    # --- both -----------------------------------------------------------------------------------------------------

    async def _take(self, author: Author, name: str, text: str, reference: int) -> str | None:
        """One after the other, and each to its end, whatever becomes of who wrote it: half a line would be written over the next one."""
        taking = asyncio.get_running_loop().create_task(self._in_turn(author, name, text, reference), name="chat line")
        self._under_way.add(taking)
        taking.add_done_callback(self._under_way.discard)
        return await asyncio.shield(taking)

    async def _in_turn(self, author: Author, name: str, text: str, reference: int) -> str | None:
        async with self._adding:
            if reference and (name, reference) in self._references:
                return None
            return await self._add(author, name, text, reference)

    async def _add(self, author: Author, name: str, text: str, reference: int) -> str | None:
        """The next line of the transcript, told to everybody; or the code of why it is not taken."""
        if self._transcript.full:
            return "DP-432"
        writer = name if author is Author.TECHNICIAN else None
        if not self._allowances.setdefault(writer, Allowance()).take(self._clocks.rising()):
            return "DP-431"
        number = len(self._transcript.lines) + 1
        line = ChatLine(number=number, at=self._clocks.now(), author=author, name=name, text=text, reference=reference)
        try:
            await asyncio.to_thread(self._transcript.keep, line)
        except OSError as error:
            _log.warning("a line of the chat could not be kept: %s", error)
            return "DP-432"
        self._transcript.take(line)
        if reference:
            self._references.add((name, reference))
        self._keep_head(number, self._transcript.head)
        await self._tell_person(ChatTranscript((line,)))
        await self._wake()
        return None

    def _people(self) -> ChatPeople:
        names = tuple(dict.fromkeys(member.name for member in self._members))[:MOST_TOLD]
        return ChatPeople(technicians=names, customer_here=self._here, shown=self._shown)

    def _for_person(self) -> ChatHere:
        read = max((member.read for member in self._members), default=0)
        return ChatHere(self._people().technicians, read, self._shown, self._window_wanted)

    async def _announce(self) -> None:
        await self._tell_person(self._for_person())
        await self._wake()

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def transcript_for_person(transcript: Transcript) -> list[FromService]:
    """All lines, in messages of a bearable size."""
    starts = range(0, len(transcript.lines), LINES_AT_ONCE)
    return [ChatTranscript(transcript.since(start, LINES_AT_ONCE)) for start in starts]
