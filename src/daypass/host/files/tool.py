"""File Manager in the service: each technician's channel, and the files process that works for it, with the rights that hold now.

The process runs as the person at the screen, so that nothing can be reached that they could not reach themselves; as the system only
when the technician asks for it, which whoever is at the PC reads in the activity log.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec

from daypass.host.connection.alongside import alongside
from daypass.host.connection.connections import ToolUse
from daypass.host.connection.sealed_channel import SealedChannel
from daypass.host.files.giving_way import GivingWay
from daypass.host.files.kept_parts import KeptParts
from daypass.host.files.process_frames import (
    Did,
    FrameKind,
    GaveUp,
    Here,
    PartKept,
    read_frame,
    read_word,
    write_frame,
)
from daypass.host.platform.ports import LocalLinks, LocalPeer, Programs, Running
from daypass.protocol.errors import ProtocolError
from daypass.protocol.files import FilesElevate, FilesReady, FilesRights, read_to_host
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import Notice, Ping, Pong, ViewerEnd

_COMES_WITHIN_S = 20.0
_AGAIN_AFTER_S = 2.0
_LOGGED = frozenset({"uploaded", "downloaded", "made_folder", "renamed", "deleted", "recycled", "copied", "moved"})
_log = logging.getLogger(__name__)


def link_name(session_id: str, number: int) -> str:
    return f"files-{number}-{session_id}"


class FilesTool:
    """Offered to connections. `may_elevate` tells whether the grant allows the system's rights."""

    def __init__(
        self,
        links: LocalLinks,
        programs: Programs,
        session_id: str,
        may_elevate: Callable[[], bool],
        parts: KeptParts,
        separator: str,
        giving_way: GivingWay,
    ) -> None:
        """`separator` is how paths are written on this PC, for as long as no process says so."""
        self._links, self._programs, self._session_id = links, programs, session_id
        self._may_elevate, self._parts, self.separator = may_elevate, parts, separator
        self.giving_way = giving_way
        self._numbers = 0
        self._closing: set[asyncio.Task[None]] = set()

    async def run_tool(self, channel: SealedChannel, use: ToolUse) -> bool:
        """One technician's File Manager, until it ends; True when the technician closed it."""
        visit = _Visit(self, channel, use)
        async with alongside(visit.keep_working(), "files process"):
            return await visit.take_all()

    def close_aside(self, link: "_OpenLink") -> None:
        """The visit does not wait for it: whoever comes back resumes at once, with a process of their own."""
        closing = asyncio.get_running_loop().create_task(link.close(), name="end of a files process")
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    async def open_link(self, number: int, rights: FilesRights, came: "asyncio.Future[LocalPeer]") -> "_OpenLink":
        """Listen, and start the process that will come. Raises LookupError when nobody is signed in, OSError when it does not start."""
        over = asyncio.Event()

        async def serve(peer: LocalPeer) -> None:
            if not came.done():
                came.set_result(peer)
                await over.wait()

        who = "person" if rights is FilesRights.PERSON else "system"
        stop = await self._links.serve(link_name(self._session_id, number), who, serve)
        arguments = ["files", "--session", self._session_id, "--number", str(number)]
        start = self._programs.start_as_person if rights is FilesRights.PERSON else self._programs.start_on_desktop
        try:
            running = await asyncio.to_thread(start, arguments)
        except (LookupError, OSError):
            await stop()
            raise
        return _OpenLink(running, over, stop)

    @property
    def may_elevate(self) -> bool:
        return self._may_elevate()

    @property
    def parts(self) -> KeptParts:
        return self._parts


class _OpenLink:
    """A started process and the link it came by."""

    def __init__(self, running: Running, over: asyncio.Event, stop: Callable[[], Awaitable[None]]) -> None:
        self._running, self._over, self._stop = running, over, stop

    async def close(self) -> None:
        """The process closes its files when the link ends; it is not waited for longer than ending takes."""
        self._over.set()
        await self._stop()
        for _ in range(20):
            if not self._running.alive():
                return
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self._running.end)


class _Visit:
    """One technician's use of the tool."""

    def __init__(self, tool: FilesTool, channel: SealedChannel, use: ToolUse) -> None:
        self._tool, self._channel, self._use = tool, channel, use
        self._rights = FilesRights.PERSON
        self._changed = asyncio.Event()
        self._peer: LocalPeer | None = None

    async def keep_working(self) -> None:
        """A process as long as there is the visit, another one when the rights change or it went."""
        while True:
            self._changed.clear()
            try:
                await self._work()
            except LookupError:
                await self._ready("", self._tool.separator, "DP-709")
                await self._changed.wait()
            except (OSError, TimeoutError) as error:  # EOFError is the technician's going, which ends the visit
                _log.warning("the files process went: %r", error)
                await asyncio.sleep(_AGAIN_AFTER_S)

    async def _work(self) -> None:
        came: asyncio.Future[LocalPeer] = asyncio.get_running_loop().create_future()
        link = await self._tool.open_link(self._tool.next_number(), self._rights, came)
        try:
            async with asyncio.timeout(_COMES_WITHIN_S):
                peer = await came
            async with alongside(self._pass_on(peer), "what the files process says"):
                await self._changed.wait()  # other rights
        finally:
            self._peer = None
            self._tool.close_aside(link)

    async def _pass_on(self, peer: LocalPeer) -> None:
        while True:
            try:
                data = await peer.receive()
            except EOFError as gone:
                raise OSError("it ended") from gone
            try:
                kind, payload = read_frame(data)
                if kind is FrameKind.MESSAGE:
                    await self._channel.send(Kind.MESSAGE, bytes(payload))
                elif kind is FrameKind.CONTENTS:
                    await self._tool.giving_way.wait(payload.nbytes)
                    await self._channel.send(Kind.BULK, payload)
                else:
                    await self._hear(peer, payload)
            except ValueError as error:  # a program of the person's may be at the other end
                raise OSError(f"it says what no files process says: {error}") from error

    async def _hear(self, peer: LocalPeer, payload: memoryview) -> None:
        try:
            word = read_word(payload)
        except msgspec.MsgspecError as error:
            raise OSError(f"an unreadable word: {error}") from error
        if isinstance(word, Here):
            self._peer = peer
            await self._ready(word.person, word.separator, None)
        elif isinstance(word, Did) and word.what in _LOGGED:
            await self._use.log(word.what, word.detail)
        elif isinstance(word, PartKept):
            await asyncio.to_thread(self._tool.parts.note, word.path, word.kept)
        elif isinstance(word, GaveUp):
            raise ProtocolError(word.what, "DP-205")

    async def _ready(self, person: str, separator: str, dp: str | None) -> None:
        ready = FilesReady(
            rights=self._rights,
            person=person,
            separator=separator,
            may_elevate=self._tool.may_elevate,
            dp=dp,
        )
        await self._channel.send_message(ready)

    async def take_all(self) -> bool:
        """What the technician says; True when they close the tool."""
        while True:
            opened = await self._channel.receive()
            if opened.kind is Kind.BULK:
                await self._tool.giving_way.wait(len(opened.plain))
                await self._give(write_frame(FrameKind.CONTENTS, opened.plain))
                continue
            if opened.kind is not Kind.MESSAGE:
                continue
            message = read_to_host(opened.plain)
            if isinstance(message, ViewerEnd):
                return True
            if isinstance(message, Ping):
                await self._channel.send_message(Pong(number=message.number))
            elif isinstance(message, FilesElevate):
                await self._elevate(message.on)
            else:
                await self._give(write_frame(FrameKind.MESSAGE, opened.plain))

    async def _give(self, frame: bytes) -> None:
        """What comes while there is no process is lost: its number is told anew by FilesReady, and everything begins again after it."""
        if self._peer is None:
            return
        try:
            await self._peer.send(frame)
        except EOFError:
            self._peer = None

    async def _elevate(self, on: bool) -> None:
        rights = FilesRights.SYSTEM if on else FilesRights.PERSON
        if on and not self._tool.may_elevate:
            await self._channel.send_message(Notice(dp="DP-710"))
            return
        if rights is not self._rights or not on:
            if rights is not self._rights:
                await self._use.log("elevated" if on else "not_elevated", "")
            self._rights = rights
            self._changed.set()
