"""The process around one shell: hands its output on as far as the technician's page keeps up, and what was typed to it."""

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor

from daypass.host.platform.dashboard_ports import OpenShell, PseudoTerminal
from daypass.host.platform.ports import LocalPeer
from daypass.protocol.dashboard import (
    MOST_OUTPUT,
    TERMINAL_AHEAD,
    OpenTerminal,
    ResizeTerminal,
    TerminalInput,
    TerminalOpened,
    TerminalOutput,
    TerminalOver,
    TerminalTaken,
    TerminalTyped,
    read_to_host,
)
from daypass.protocol.messages import Message, encode

_log = logging.getLogger(__name__)


class TerminalProcess:
    """Serves one OpenTerminal, then ends."""

    def __init__(self, peer: LocalPeer, open_shell: OpenShell) -> None:
        self._peer, self._open_shell = peer, open_shell
        self._sent = self._taken = 0
        self._room = asyncio.Event()
        self._room.set()
        self._typed: asyncio.Queue[bytes] = asyncio.Queue()
        """Bounded by the service, which lets nobody type more than TYPED_AHEAD before it is taken."""

    async def run(self) -> None:
        asked = read_to_host(await self._peer.receive())
        if not isinstance(asked, OpenTerminal):
            return
        try:
            shell = await asyncio.to_thread(self._open_shell, asked.shell, asked.columns, asked.rows)
        except OSError as error:
            _log.warning("no shell: %s", error)
            await self._tell(TerminalOver(terminal=asked.terminal, dp="DP-806"))
            return
        try:
            await self._tell(TerminalOpened(terminal=asked.terminal, account=shell.account[:200]))
            await self._carry(shell, asked.terminal)
        finally:
            await asyncio.to_thread(shell.close)

    async def _carry(self, shell: PseudoTerminal, number: int) -> None:
        loop, reader = asyncio.get_running_loop(), ThreadPoolExecutor(1, thread_name_prefix="reading a shell")
        async with asyncio.TaskGroup() as tasks:
            hearing = tasks.create_task(self._take(shell), name="hearing the service")
            typing = tasks.create_task(self._type(shell, number), name="typing")
            with contextlib.suppress(EOFError):
                while output := await loop.run_in_executor(reader, shell.read):
                    for start in range(0, len(output), MOST_OUTPUT):
                        await self._room.wait()
                        piece = output[start : start + MOST_OUTPUT]
                        await self._tell(TerminalOutput(terminal=number, output=piece))
                        self._count(sent=len(piece))
                await self._tell(TerminalOver(terminal=number))
            hearing.cancel()
            typing.cancel()
        reader.shutdown(wait=False)

    async def _take(self, shell: PseudoTerminal) -> None:
        """Until the service is gone; then the shell is ended, and with it the reading."""
        try:
            while True:
                match read_to_host(await self._peer.receive()):
                    case TerminalInput(input=data):
                        self._typed.put_nowait(data)
                    case ResizeTerminal(columns=columns, rows=rows):
                        await asyncio.to_thread(shell.resize, columns, rows)
                    case TerminalTaken(bytes=taken):
                        self._count(taken=taken)
        except (EOFError, OSError):
            self._room.set()
            await asyncio.to_thread(shell.close)

    async def _type(self, shell: PseudoTerminal, number: int) -> None:
        """Apart from hearing: a program that reads nothing must not keep its terminal from being resized or ended."""
        typed = 0
        with contextlib.suppress(EOFError, OSError):
            while True:
                data = await self._typed.get()
                await asyncio.to_thread(shell.write, data)
                typed += len(data)
                await self._tell(TerminalTyped(terminal=number, bytes=typed))

    def _count(self, sent: int = 0, taken: int = 0) -> None:
        self._sent += sent
        self._taken = max(self._taken, min(taken, self._sent))
        if self._sent - self._taken < TERMINAL_AHEAD:
            self._room.set()
        else:
            self._room.clear()

    async def _tell(self, message: Message) -> None:
        await self._peer.send(encode(message))
