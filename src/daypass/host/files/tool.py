"""File Manager in the service: each technician's channel, and the files process that works for it, with the rights that hold now.

The process runs as the person at the screen, so that nothing can be reached that they could not reach themselves; as the system only
when the technician asks for it, which whoever is at the PC reads in the activity log.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from daypass.host.connection.alongside import alongside
from daypass.host.connection.connections import ToolUse
from daypass.host.connection.own_process import OwnProcess
from daypass.host.connection.sealed_channel import SealedChannel
from daypass.host.connection.technician_side import hear_technician
from daypass.host.files.giving_way import GivingWay
from daypass.host.files.kept_parts import KeptParts
from daypass.host.files.process_frames import (
    Did,
    FrameKind,
    GaveUp,
    Here,
    PartKept,
    Word,
    check_said,
    read_frame,
    read_word,
    write_frame,
)
from daypass.host.lifecycle.activity_record import FILES
from daypass.host.platform.ports import LocalLinks, LocalPeer, Programs
from daypass.protocol.errors import ProtocolError
from daypass.protocol.file_pieces import FRAME_CAP
from daypass.protocol.files import FILES_CAP, FilesElevate, FilesReady, FilesRights, ToHost, read_to_host
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import Notice

_AGAIN_AFTER_S = 2.0
LEAVES_WITHIN_S = 5.0
"""How long a process whose visit is over may take to say what it has done."""
LARGEST_SAID = 1 + max(FRAME_CAP, FILES_CAP)
"""Bytes of one frame of a files process."""
_log = logging.getLogger(__name__)


class FilesTool:
    """Offered to connections. `may_elevate` tells whether the grant allows the system's rights."""

    def __init__(
        self,
        links: LocalLinks,
        programs: Programs,
        may_elevate: Callable[[], bool],
        parts: KeptParts,
        separator: str,
        giving_way: GivingWay,
    ) -> None:
        """`separator` is how paths are written on this PC, for as long as no process says so."""
        self._links, self._programs = links, programs
        self._may_elevate, self._parts, self.separator = may_elevate, parts, separator
        self.giving_way = giving_way
        self._visits = 0
        self._closing: set[asyncio.Task[None]] = set()

    async def run_tool(self, channel: SealedChannel, use: ToolUse) -> bool:
        """One technician's File Manager, until it ends; True when the technician closed it."""
        visit = _Visit(self, channel, use)
        self._visits += 1
        try:
            async with alongside(visit.keep_working(), "files process"):
                return await visit.take_all()
        finally:
            self._visits -= 1

    def aside(self, leaving: Coroutine[Any, Any, None]) -> None:
        """The visit does not wait for it: whoever comes back resumes at once, with a process of their own."""
        closing = asyncio.get_running_loop().create_task(leaving, name="end of a files process")
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    async def all_left(self) -> None:
        """After the lines were cut: until everything that was done is known."""
        while self._visits or self._closing:  # noqa: ASYNC110 - once in a session's life
            await asyncio.sleep(0.02)

    def process(self, rights: FilesRights) -> OwnProcess:
        return OwnProcess(self._links, self._programs, "files", elevated=rights is FilesRights.SYSTEM)

    @property
    def may_elevate(self) -> bool:
        return self._may_elevate()

    @property
    def parts(self) -> KeptParts:
        return self._parts


class _Visit:
    """One technician's use of the tool."""

    def __init__(self, tool: FilesTool, channel: SealedChannel, use: ToolUse) -> None:
        self._tool, self._channel, self._use = tool, channel, use
        self._rights = FilesRights.PERSON
        self._changed = asyncio.Event()
        self._stood = False
        """The process has said that it is there."""
        self._peer: LocalPeer | None = None

    async def keep_working(self) -> None:
        """A process as long as there is the visit, another one when the rights change, it went, or somebody signs in."""
        told = None
        while True:
            self._changed.clear()
            self._stood, why = False, None
            try:
                await self._work()
            except LookupError:
                why = "DP-709"
            except (OSError, TimeoutError) as error:  # EOFError is the technician's going, which ends the visit
                _log.warning("the files process went: %r", error)
                why = None if self._stood else "DP-900"
            if why is not None and why != told:
                await self._ready("", self._tool.separator, why)
            told = None if self._changed.is_set() else why
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_AGAIN_AFTER_S):
                    await self._changed.wait()
                    told = None  # with other rights it is told anew

    async def _work(self) -> None:
        process, peer = self._tool.process(self._rights), None
        try:
            peer = await process.start(LARGEST_SAID)
            async with alongside(self._pass_on(peer), "what the files process says"):
                await self._changed.wait()  # other rights
        finally:
            self._peer = None
            self._tool.aside(self._leave(process, peer))

    async def _leave(self, process: OwnProcess, peer: LocalPeer | None) -> None:
        """What it has done and not said yet is heard before it goes: nobody does anything unseen by leaving at once."""
        try:
            if peer is not None:
                async with asyncio.timeout(LEAVES_WITHIN_S):
                    await peer.send(write_frame(FrameKind.LEAVE, b""))
                    while True:
                        kind, payload = read_frame(await peer.receive())
                        if kind is FrameKind.WORD:
                            await self._note(read_word(payload))
        except (EOFError, OSError, TimeoutError, ValueError) as ended:
            _log.info("a files process is over: %r", ended)
        finally:
            await process.close()

    async def _pass_on(self, peer: LocalPeer) -> None:
        while True:
            try:
                data = await peer.receive()
            except EOFError as gone:
                raise OSError("it ended") from gone
            try:
                kind, payload = read_frame(data)
                if kind is FrameKind.MESSAGE:
                    check_said(payload)
                word = read_word(payload) if kind is FrameKind.WORD else None
            except (ValueError, RecursionError) as error:  # a program of the person's may be at the other end
                raise OSError(f"it says what no files process says: {error}") from error
            if word is not None:
                await self._hear(peer, word)
            else:
                await self._hand_on(kind, payload)

    async def _hand_on(self, kind: FrameKind, payload: memoryview) -> None:
        if kind is FrameKind.MESSAGE:
            await self._channel.send(Kind.MESSAGE, payload)
        else:
            await self._tool.giving_way.wait(payload.nbytes)
            await self._channel.send(Kind.BULK, payload)

    async def _hear(self, peer: LocalPeer, word: Word) -> None:
        if isinstance(word, Here):
            self._peer, self._stood = peer, True
            await self._ready(word.person, word.separator, None)
        elif isinstance(word, GaveUp):
            raise ProtocolError(word.what, "DP-205")
        else:
            await self._note(word)

    async def _note(self, word: Word) -> None:
        """What was done on the PC."""
        if isinstance(word, Did) and word.what in FILES:
            await self._use.log(word.what, word.detail)
        elif isinstance(word, PartKept):
            await asyncio.to_thread(self._tool.parts.note, word.path, word.kept)

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
        return await hear_technician(self._channel, read_to_host, self._take, self._take_contents)

    async def _take_contents(self, plain: bytes) -> None:
        await self._tool.giving_way.wait(len(plain))
        await self._give(write_frame(FrameKind.CONTENTS, plain))

    async def _take(self, message: ToHost, plain: bytes) -> None:
        if isinstance(message, FilesElevate):
            await self._elevate(message.on)
        else:
            await self._give(write_frame(FrameKind.MESSAGE, plain))

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
