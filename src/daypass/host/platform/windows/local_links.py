"""Named pipes between the host's own processes: nobody else may open, squat or impersonate them.

A pipe is made with FIRST_PIPE_INSTANCE (a squatter makes the service fail loudly, or wait with the person's link, instead of
talking to it), refuses remote machines, and carries a DACL of exactly those who may open it; towards the desktop process, which
holds the picture and the hands, the caller must also run the service's own program file. (Not towards the person's processes: the
first window runs from another folder, and a person can start an interpreter with any script.) Clients allow identification only, so
even a squatter could not act as them. (Wine 8 ignores FIRST_PIPE_INSTANCE; `selftest` proves it.)
"""

import sys

assert sys.platform == "win32"

import asyncio
import ctypes
import logging
import os
import time
from asyncio.windows_utils import PipeHandle
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import pywintypes
import win32api
import win32con
import win32file
import win32pipe
import win32security
import winerror

from daypass.host.platform.ports import LARGEST_LOCAL_MESSAGE, LocalPeer
from daypass.host.platform.stream_peer import SEND_WITHIN_S, Places, StreamPeer
from daypass.host.platform.windows import people

BUFFER = 256 * 1024
FIRST_INSTANCE = 0x00080000
REJECT_REMOTE = 0x00000008
IDENTIFY_ONLY = 0x00100000 | 0x00010000  # SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION: a squatter cannot act as us
PROCESS_QUERY_LIMITED_INFORMATION = 0x1000
TALK = 0x0012018B  # read and write, but not FILE_CREATE_PIPE_INSTANCE
LOOK_FOR_PERSON_EVERY_S = 1.0
_log = logging.getLogger(__name__)
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)


class WindowsLinks:
    """Serves and opens the host's named pipes. Needs the proactor event loop, the default on Windows."""

    def __init__(self, image: Path | None = None) -> None:
        """`image` is the program file that callers for "system" must be running; this process's own when left out."""
        self._image = image or Path(win32api.GetModuleFileName(0))

    async def serve(
        self,
        name: str,
        who: str,
        handler: Callable[[LocalPeer], Awaitable[None]],
        largest: int = LARGEST_LOCAL_MESSAGE,
        first_within_s: float | None = None,
    ) -> Callable[[], Awaitable[None]]:
        """Listen as `name` for `who` ("system", "person", "elevated", "self"); returns a stop function.

        A "person" link follows whoever is signed in at the screen: nobody at first, as after a start of the PC, then one, then another.
        """
        image = self._image if who == "system" else None
        listener = _Listener(
            name, who, handler, image, partial(_peer_of, largest=largest, first_within_s=first_within_s)
        )
        work = _follow_sign_ins(listener) if who == "person" else listener.run(listener.first_pipe())
        owner = asyncio.get_running_loop().create_task(work, name=f"pipe {name}")  # ended by stop()

        async def stop() -> None:
            owner.cancel()
            await asyncio.gather(owner, return_exceptions=True)

        return stop

    async def connect(self, name: str, patience_s: float = 5.0, to_parent: bool = False) -> LocalPeer:
        """Open `name`, waiting so long for a free instance. Raises FileNotFoundError, or PermissionError for a stranger's pipe."""
        give_up = time.monotonic() + patience_s
        while True:
            try:
                handle = win32file.CreateFile(
                    _path(name), TALK, 0, None, win32con.OPEN_EXISTING, 0x40000000 | IDENTIFY_ONLY, None
                )
                break
            except pywintypes.error as problem:
                if problem.winerror == winerror.ERROR_ACCESS_DENIED:
                    raise PermissionError(problem.strerror) from problem
                if problem.winerror not in (winerror.ERROR_PIPE_BUSY, winerror.ERROR_FILE_NOT_FOUND):
                    raise OSError(problem.strerror) from problem
                if time.monotonic() > give_up:
                    raise FileNotFoundError(name) from problem
                await asyncio.sleep(0.05)
        pipe = PipeHandle(handle.Detach())
        server = _process_at(_kernel32.GetNamedPipeServerProcessId, pipe)
        if to_parent and server != os.getppid():
            pipe.close()
            raise PermissionError(f"another process serves {name}")
        reader, writer = await _streams(pipe)
        return StreamPeer(reader, writer, server)


class _Listener:
    def __init__(
        self,
        name: str,
        who: str,
        handler: Callable[[LocalPeer], Awaitable[None]],
        image: Path | None,
        peer_of: Callable[[PipeHandle], Awaitable[StreamPeer]],
    ) -> None:
        self._name, self._who, self._handler, self._image, self._peer_of = name, who, handler, image, peer_of
        self._places = Places()

    def first_pipe(self) -> PipeHandle:
        """Take the name. Raises PermissionError when somebody else has it, LookupError when nobody is signed in."""
        return _make_pipe(self._name, self._who, first=True)

    async def run(self, pipe: PipeHandle) -> None:
        """Talk to whoever comes, until cancelled; the conversations end with it."""
        proactor: Any = asyncio.get_running_loop()._proactor  # type: ignore[attr-defined]
        async with asyncio.TaskGroup() as conversations:
            try:
                while True:
                    await proactor.accept_pipe(pipe)
                    taken, pipe = pipe, _make_pipe(self._name, self._who, first=False)
                    if self._image and not _runs(_caller(taken), self._image):
                        taken.close()
                        continue
                    conversations.create_task(self._talk(taken), name=f"pipe {self._name} conversation")
            finally:
                pipe.close()

    async def _talk(self, pipe: PipeHandle) -> None:
        peer = await self._peer_of(pipe)
        try:
            if self._places.take(peer):
                await self._handler(peer)
        except EOFError:
            pass
        except Exception:
            # Its conversation is over; the link stays for the next one.
            _log.exception("a conversation by the pipe %s broke", self._name)
        finally:
            self._places.leave(peer)
            await peer.close()


async def _follow_sign_ins(listener: _Listener) -> None:
    """Listen for the person at the screen, whoever that is, until cancelled. A new sign-in gets a new pipe: an old one keeps its list."""
    said = ""
    while True:
        person = people.person_at_screen()
        try:
            if person is not None:
                await _while_signed_in(person, listener.run(listener.first_pipe()))
        except (LookupError, PermissionError) as trouble:
            if said != str(trouble):
                _log.warning("no link for the person at the screen: %s", trouble)
                said = str(trouble)
        await asyncio.sleep(LOOK_FOR_PERSON_EVERY_S)


async def _while_signed_in(person: str, listening: Coroutine[Any, Any, None]) -> None:
    listens = asyncio.get_running_loop().create_task(listening, name="pipe of the person at the screen")
    try:
        while not listens.done() and people.person_at_screen() == person:
            await asyncio.wait([listens], timeout=LOOK_FOR_PERSON_EVERY_S)
    finally:
        listens.cancel()
        (ended,) = await asyncio.gather(listens, return_exceptions=True)
    if isinstance(ended, Exception):
        _log.warning("the link for the person at the screen broke: %r", ended)


def _path(name: str) -> str:
    return rf"\\.\pipe\daypass-{name}"


def _make_pipe(name: str, who: str, *, first: bool) -> PipeHandle:
    attributes = win32security.SECURITY_ATTRIBUTES()
    attributes.SECURITY_DESCRIPTOR = win32security.ConvertStringSecurityDescriptorToSecurityDescriptor(_sddl(who), 1)
    try:
        handle = win32pipe.CreateNamedPipe(
            _path(name),
            win32pipe.PIPE_ACCESS_DUPLEX | win32con.FILE_FLAG_OVERLAPPED | (FIRST_INSTANCE if first else 0),
            win32pipe.PIPE_TYPE_BYTE | win32pipe.PIPE_WAIT | REJECT_REMOTE,
            win32pipe.PIPE_UNLIMITED_INSTANCES,
            BUFFER,
            BUFFER,
            0,
            attributes,
        )
    except pywintypes.error as problem:
        raise PermissionError(f"the pipe {name} belongs to someone else: {problem.strerror}") from problem
    return PipeHandle(handle.Detach())


def _sddl(who: str) -> str:
    """Full access for the server's own account (SYSTEM in the service), talking rights for those it is made for."""
    own = f"(A;;GA;;;{people.own_sid()})"
    if who == "system":
        return f"D:P{own}(A;;GA;;;SY)"
    if who == "self":
        return f"D:P{own}"
    if who == "elevated":
        return f"D:P{own}(A;;{TALK:#x};;;BA)(A;;GA;;;SY)"
    if who == "person":
        return f"D:P{own}(A;;{TALK:#x};;;{people.logon_sid_at_screen()})"
    raise ValueError(f"nobody is called {who}")


def _caller(pipe: PipeHandle) -> int:
    return _process_at(_kernel32.GetNamedPipeClientProcessId, pipe)


def _process_at(end: Any, pipe: PipeHandle) -> int:
    """0 where Windows does not tell."""
    pid = ctypes.c_ulong()
    return pid.value if end(ctypes.c_void_p(pipe.handle), ctypes.byref(pid)) else 0


def _runs(pid: int, image: Path) -> bool:
    """Whether process `pid` runs the program file `image`."""
    name, length = ctypes.create_unicode_buffer(32768), ctypes.c_ulong(32768)
    try:
        process = win32api.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, False, pid)
        known = _kernel32.QueryFullProcessImageNameW(ctypes.c_void_p(int(process)), 0, name, ctypes.byref(length))
        return bool(known) and Path(name.value).samefile(image)
    except (pywintypes.error, OSError):
        return False


async def _peer_of(pipe: PipeHandle, largest: int, first_within_s: float | None) -> StreamPeer:
    caller = _caller(pipe)
    reader, writer = await _streams(pipe)
    return StreamPeer(reader, writer, caller, largest, SEND_WITHIN_S, first_within_s)


async def _streams(pipe: PipeHandle) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop: Any = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=BUFFER)
    protocol = asyncio.StreamReaderProtocol(reader)
    transport = loop._make_duplex_pipe_transport(pipe, protocol)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)
