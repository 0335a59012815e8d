"""The files process: works on the PC's drives for one technician, with its own account's rights. It speaks no network.

Contents that come and go each have a thread of their own, in order; jobs have theirs. The loop only passes on.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from daypass.host.files.changes import Changes
from daypass.host.files.copying import Copying
from daypass.host.files.downloads import Downloads
from daypass.host.files.folders import Folders
from daypass.host.files.hashes import Hashes
from daypass.host.files.jobs import Handler, Jobs
from daypass.host.files.listing import Listing
from daypass.host.files.process_frames import (
    Did,
    FrameKind,
    GaveUp,
    Here,
    PartKept,
    Word,
    read_frame,
    write_frame,
    write_word,
)
from daypass.host.files.uploads import Uploads
from daypass.host.platform.ports import Files, LocalPeer
from daypass.protocol import files as said
from daypass.protocol.errors import ProtocolError
from daypass.protocol.file_pieces import CHUNK, FRAME, FRAME_CAP
from daypass.protocol.messages import Message, encode, sayable

_MOST_WAITING_BYTES = CHUNK + 2 * FRAME_CAP
_MOST_WAITING_MESSAGES = 256
_FRAMES_AHEAD = 2
_LINE_BEFORE_ENDS_S = 5.0
"""Whoever comes back has another process at once; the one before may still be writing what it took."""
_MOST_UNSAID = 64
"""Deeds that the service may not have heard of yet: whoever does more waits."""
_log = logging.getLogger(__name__)


class FilesProcess:
    """Serves the service's link until it ends."""

    def __init__(self, peer: LocalPeer, files: Files) -> None:
        self._peer, self._files = peer, files
        self._loop = asyncio.get_running_loop()
        self._sending = asyncio.Lock()
        self._unsaid: deque[Future[None]] = deque()
        folders = Folders(files)
        changes = Changes(files, folders)
        self._jobs = Jobs(handlers_of(files, self._part_from_thread), self._say_from_thread, self._log_from_thread)
        self._uploads = Uploads(
            files, folders, changes, self._log_from_thread, self._part_from_thread, _LINE_BEFORE_ENDS_S
        )
        self._downloads = Downloads(files, folders, self._log_from_thread)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="contents that come")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="contents that go")
        self._coming: asyncio.Queue[said.PutFiles | said.StopFiles | memoryview] = asyncio.Queue()
        self._orders: asyncio.Queue[Callable[[], None]] = asyncio.Queue()
        self._coming_bytes = 0
        self._going: asyncio.Queue[tuple[bytes, list[Message]]] = asyncio.Queue(_FRAMES_AHEAD)
        self._wanted, self._room = asyncio.Event(), asyncio.Event()
        self._sent = self._taken = 0
        self._handlers: dict[type[Any], Callable[[Any], None]] = {
            said.DecideConflict: self._jobs.answer,
            said.StopJob: lambda message: self._jobs.stop(message.job),
            said.PutFiles: self._put,
            said.WantFiles: self._want,
            said.StopFiles: self._stop,
            said.BytesTaken: self._other_took,
        }

    async def run(self) -> None:
        """Until the service goes away."""
        try:
            await self._tell(Here(sayable(self._files.person())[:200], self._files.separator))
            async with asyncio.TaskGroup() as tasks:
                owned = [
                    tasks.create_task(self._take_contents(), name="contents that come"),
                    tasks.create_task(self._take_orders(), name="what is wanted"),
                    tasks.create_task(self._read_contents(), name="contents to send"),
                    tasks.create_task(self._send_contents(), name="contents that go"),
                ]
                await self._receive_all()
                for task in owned:
                    task.cancel()
        except* EOFError:
            _log.info("the service went away")
        except* ProtocolError as errors:
            first = errors.exceptions[0]
            if isinstance(first, ProtocolError):
                with contextlib.suppress(EOFError):
                    await self._tell(GaveUp(first.dp, first.what))
        finally:
            self._jobs.end()
            await self._loop.run_in_executor(self._writer, self._uploads.close)
            await self._loop.run_in_executor(self._reader, self._downloads.close)
            await self._loop.run_in_executor(None, self._jobs.wait)  # they say their last words by this loop
            await asyncio.gather(*map(asyncio.wrap_future, self._unsaid), return_exceptions=True)
            self._writer.shutdown(wait=False)
            self._reader.shutdown(wait=False)

    # --- what comes -----------------------------------------------------------------------------------------------

    async def _receive_all(self) -> None:
        while True:
            kind, payload = read_frame(await self._peer.receive())
            if kind is FrameKind.CONTENTS:
                self._coming_bytes += payload.nbytes
                if self._coming_bytes > _MOST_WAITING_BYTES or payload.nbytes > FRAME_CAP:
                    raise ProtocolError("more contents than were asked for")
                self._coming.put_nowait(payload)
            elif kind is FrameKind.MESSAGE:
                self._handle(said.read_to_host(bytes(payload)))
            elif kind is FrameKind.LEAVE:
                return

    def _handle(self, message: said.ToHost) -> None:
        """Never waits: the service gives up on a process that does not listen."""
        if isinstance(message, said.Work):
            self._jobs.begin(message)
        elif (handler := self._handlers.get(type(message))) is not None:
            handler(message)

    def _put(self, message: said.PutFiles) -> None:
        if self._coming.qsize() > _MOST_WAITING_MESSAGES:
            raise ProtocolError("more announcements than can wait")
        self._coming.put_nowait(message)

    def _want(self, message: said.WantFiles) -> None:
        self._order(partial(self._downloads.want, message))

    def _stop(self, message: said.StopFiles) -> None:
        self._coming.put_nowait(message)
        self._order(partial(self._downloads.stop, message))

    def _order(self, order: Callable[[], None]) -> None:
        """Done in order, and not here: while a drive does not answer, what else the service says must be heard."""
        if self._orders.qsize() > _MOST_WAITING_MESSAGES:
            raise ProtocolError("more orders than can wait")
        self._orders.put_nowait(order)

    def _other_took(self, message: said.BytesTaken) -> None:
        if not self._taken <= message.bytes <= self._sent:
            raise ProtocolError("more bytes taken than were sent")
        self._taken = message.bytes
        self._room.set()

    # --- contents -------------------------------------------------------------------------------------------------

    async def _take_contents(self) -> None:
        while True:
            item = await self._coming.get()
            if isinstance(item, said.PutFiles):
                answers = await self._loop.run_in_executor(self._writer, self._uploads.put, item)
            elif isinstance(item, said.StopFiles):
                await self._loop.run_in_executor(self._writer, self._uploads.stop, item)
                answers = []
            else:
                answers = await self._loop.run_in_executor(self._writer, self._uploads.take, item)
                self._coming_bytes -= item.nbytes
            for answer in answers:
                await self._say(answer)

    async def _take_orders(self) -> None:
        while True:
            order = await self._orders.get()
            await self._loop.run_in_executor(self._reader, order)
            self._wanted.set()

    async def _read_contents(self) -> None:
        """As much as the line has room for, a frame ahead of what is being sent."""
        while True:
            await self._wanted.wait()
            while (room := CHUNK - (self._sent - self._taken)) < FRAME:
                self._room.clear()
                await self._room.wait()
            frame, filled, answers = await self._loop.run_in_executor(self._reader, self._downloads.next_frame, room)
            self._sent += filled
            await self._going.put((frame, answers))
            if not self._downloads.any_left:
                self._wanted.clear()

    async def _send_contents(self) -> None:
        while True:
            frame, answers = await self._going.get()
            if frame:
                await self._send(write_frame(FrameKind.CONTENTS, frame))
            for answer in answers:
                await self._say(answer)

    # --- what goes ------------------------------------------------------------------------------------------------

    async def _send(self, frame: bytes) -> None:
        async with self._sending:
            await self._peer.send(frame)

    async def _say(self, message: Message) -> None:
        await self._send(write_frame(FrameKind.MESSAGE, encode(message)))

    async def _tell(self, word: Word) -> None:
        await self._send(write_word(word))

    def _say_from_thread(self, message: Message) -> None:
        asyncio.run_coroutine_threadsafe(self._say(message), self._loop).result()

    def _log_from_thread(self, what: str, detail: str) -> None:
        self._tell_from_thread(Did(what, sayable(detail)))

    def _part_from_thread(self, path: str, kept: bool) -> None:
        if path != sayable(path):  # half a character in a folder's name: the list of parts cannot hold it
            _log.warning("a part in a folder whose name is no text: the removal will not know of it")
            return
        self._tell_from_thread(PartKept(path, kept))

    def _tell_from_thread(self, word: Word) -> None:
        """Raises EOFError when nobody hears what is done here: then nothing more is done."""
        self._unsaid.append(asyncio.run_coroutine_threadsafe(self._tell(word), self._loop))
        while len(self._unsaid) > _MOST_UNSAID:
            with contextlib.suppress(IndexError):  # another thread waits for it
                self._unsaid.popleft().result()


def handlers_of(files: Files, keep: Callable[[str, bool], None]) -> dict[type[Any], Handler]:
    """What does each job; `keep` hears of parts that outlive a moment (True) or went (False)."""
    folders = Folders(files)
    changes, listing = Changes(files, folders), Listing(files, folders)
    return {
        said.ListPlaces: listing.places,
        said.ListFolder: listing.folder,
        said.ListTree: listing.tree,
        said.MeasureEntries: listing.measure,
        said.MakeFolder: changes.make_folder,
        said.RenameEntry: changes.rename,
        said.DeleteEntries: changes.delete,
        said.CopyEntries: Copying(files, folders, listing, changes, keep).copy,
        said.HashFiles: Hashes(files, folders).of_files,
    }
