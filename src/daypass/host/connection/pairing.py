"""The pairing mailbox from the customer's side: keeps its socket open, tells the page the customer's step, carries the attempts.

What is said lives in `protocol/pairing.py`. While the page is closed an attempt waits and no try is spent.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from daypass.host.connection.alongside import alongside
from daypass.host.connection.backoff import Backoff
from daypass.host.connection.problems import HostProblem
from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import HostStage, PairingOver, PeerPresence, Stage, read_json, write_json
from daypass.protocol.pairing import CodeExpired, CodeWrong, Event, HostPairing, Paired, Send
from daypass.protocol.secrets import SecurityCode

MALFORMED, REPLACED, TOO_MANY, OVER, TOO_LARGE = 4000, 4001, 4008, 4010, 1009
MOST_MALFORMED = 3
LAST_STAGE_TIMEOUT_S = 3.0
_read_text = read_json(PeerPresence | PairingOver)  # type: ignore[arg-type]
_LASTING = frozenset({"DP-303", "DP-304", "DP-305", "DP-601", "DP-204"})
_DP_OF_CLOSE = {REPLACED: "DP-305", TOO_MANY: "DP-312", OVER: "DP-601"}
_DP_OF_BAD_MESSAGE = {MALFORMED: "DP-205", TOO_LARGE: "DP-206"}
_DP_OF_ENDING = {"session_over": "DP-601", "link_revoked": "DP-304"}
_log = logging.getLogger(__name__)
T = TypeVar("T")
OpenMailbox = Callable[[], AbstractAsyncContextManager[ClientConnection]]


class PairingTalk:
    """One customer's pairing, over as many sockets as the network needs."""

    def __init__(self, pairing: HostPairing, open_mailbox: OpenMailbox, backoff: Backoff) -> None:
        self._pairing, self._open_mailbox, self._backoff = pairing, open_mailbox, backoff
        self._socket: ClientConnection | None = None
        self._stage = HostStage(stage="checking")
        self._stage_told = asyncio.Event()
        self._outcomes: asyncio.Queue[CodeWrong | CodeExpired | Paired] = asyncio.Queue()
        self._malformed = 0
        self._show_waiting: Callable[[str | None], None] = lambda dp: None
        self.over: asyncio.Future[HostProblem] = asyncio.get_running_loop().create_future()
        """Done when the session cannot be paired any more."""

    def watch_waiting(self, show: Callable[[str | None], None]) -> None:
        """Call `show` with what is waited for: DP-306 for the technician's page, else what lies on the way to the server; None: nothing."""
        self._show_waiting = show

    async def stage(self, stage: Stage, dp: str | None = None) -> None:
        """Tell the technician's page where the customer stands; the newest is told again after a reconnection."""
        self._stage = HostStage(stage=stage, dp=dp)
        self._stage_told.clear()
        await self._tell_stage()

    async def last_stage(self, stage: Stage, dp: str | None = None) -> None:
        """The same before the window goes away: waits a moment for a socket that is still being opened."""
        await self.stage(stage, dp)
        try:
            async with asyncio.timeout(LAST_STAGE_TIMEOUT_S):
                await self._stage_told.wait()
        except TimeoutError:
            _log.info("the technician's page could not be told: %s", stage)

    async def _tell_stage(self) -> None:
        if await self._send(write_json(self._stage).decode()):
            self._stage_told.set()

    async def attempt(self, code: SecurityCode) -> CodeWrong | CodeExpired | Paired:
        """Try a typed code; waits as long as the technician's page is away."""
        await self._handle(self._pairing.attempt(code))
        return await self._outcomes.get()

    async def run(self) -> None:
        """Keep the mailbox open until cancelled or over."""
        while not self.over.done():
            waiting = "DP-208"
            try:
                async with self._open_mailbox() as socket:
                    await self._talk(socket)
            except HostProblem as problem:
                waiting = problem.dp
                if problem.dp in _LASTING:
                    self._finish(problem)
            except ConnectionClosed as closed:
                self._closed(closed.rcvd.code if closed.rcvd else None)
            except ProtocolError as error:
                _log.warning("the pairing mailbox said something unreadable: %s", error.what)
                self._count_malformed(error.dp)
            finally:
                self._socket = None
            if not self.over.done():
                self._show_waiting(waiting)
                await asyncio.sleep(self._backoff.next_wait_s())

    def _closed(self, code: int | None) -> None:
        """Some closings are for good; all others heal."""
        if code in _DP_OF_CLOSE:
            self._finish(HostProblem(_DP_OF_CLOSE[code]))
        elif code in _DP_OF_BAD_MESSAGE:
            self._count_malformed(_DP_OF_BAD_MESSAGE[code])

    def _count_malformed(self, dp: str) -> None:
        """A damaged message is said again over a new socket; a program that breaks the rules will break them again."""
        self._malformed += 1
        if self._malformed >= MOST_MALFORMED:
            self._finish(HostProblem(dp))

    async def _talk(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._backoff.worked_for(float("inf"))
        await self._tell_stage()
        async for message in socket:
            if isinstance(message, str):
                await self._server_says(message)
            else:
                await self._handle(self._pairing.receive(message))
        raise ConnectionClosed(None, None)

    async def _server_says(self, text: str) -> None:
        said = _read_text(text)
        if isinstance(said, PairingOver):
            self._finish(HostProblem(_DP_OF_ENDING.get(said.code, "DP-601")))
            return
        self._show_waiting(None if said.present else "DP-306")
        if said.present:
            await self._handle(self._pairing.peer_came())

    async def _handle(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Send):
                await self._send(event.data)
            else:
                self._malformed = 0
                self._outcomes.put_nowait(event)

    async def _send(self, message: bytes | str) -> bool:
        """Nothing is lost while the socket is away: attempt and stage are announced again when it is back."""
        if self._socket is None:
            return False
        try:
            await self._socket.send(message)
        except ConnectionClosed:
            self._socket = None
            return False
        return True

    def _finish(self, problem: HostProblem) -> None:
        if not self.over.done():
            self.over.set_result(problem)


@asynccontextmanager
async def pairing_talk(pairing: HostPairing, open_mailbox: OpenMailbox, backoff: Backoff) -> AsyncIterator[PairingTalk]:
    """A running PairingTalk for the length of the block."""
    talk = PairingTalk(pairing, open_mailbox, backoff)
    async with alongside(talk.run(), "pairing mailbox"):
        yield talk


async def unless_over(talk: PairingTalk, question: Coroutine[Any, Any, T]) -> T:
    """The answer, unless the session ends first: then its HostProblem is raised and the question closes."""
    async with alongside(question, "question") as asked:
        either: set[asyncio.Future[Any]] = {asked, talk.over}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if talk.over.done() and not asked.done():
            raise talk.over.result()
        return asked.result()
