"""What the person at the PC decides: who may connect, pause, end with a time to undo. Works without a server."""

import asyncio

from daypass.host.connection.connections import Connections
from daypass.host.connection.person_link import ChooseConsent, ChooseReceipt, EndSession, KeepAwake, Pause, UndoEnd
from daypass.host.connection.standing import Standing
from daypass.host.lifecycle.live_session import LiveSession

UNDO_S = 5


class PersonWishes:
    """Handles the messages of the first window and the tray."""

    def __init__(self, session: LiveSession, tasks: asyncio.TaskGroup) -> None:
        self._session, self._tasks = session, tasks
        self._connections: Connections | None = None
        self._standing: Standing | None = None
        self._ending: asyncio.Task[None] | None = None

    def connect(self, *, connections: Connections, standing: Standing) -> None:
        self._connections, self._standing = connections, standing

    async def from_person(
        self, message: ChooseConsent | ChooseReceipt | KeepAwake | Pause | EndSession | UndoEnd
    ) -> None:
        if isinstance(message, ChooseConsent):
            self._session.change(consent=message.consent)
        elif isinstance(message, ChooseReceipt):
            self._session.change(receipt=message.on and bool(self._session.progress.receipt_to))
        elif isinstance(message, KeepAwake):
            self._session.keep_awake(message.on)
        elif isinstance(message, Pause):
            await self._pause(message.paused)
        elif isinstance(message, EndSession):
            await self._end()
        else:
            await self._undo()
        if self._standing is not None:
            await self._standing.show()

    async def _pause(self, paused: bool) -> None:
        self._session.change(paused=paused)
        if paused and self._connections is not None:
            await self._connections.cut_all("DP-404")

    async def _end(self) -> None:
        """Everything is cut now and the wish is on disk; removal follows after the undo time."""
        if self._session.progress.ended_by is not None:
            return
        self._session.change(ended_by="customer")
        self._ending = self._tasks.create_task(self._end_after_undo_time(), name="undo time")
        if self._connections is not None:
            await self._connections.cut_all("DP-601")

    async def _end_after_undo_time(self) -> None:
        if self._standing is not None:
            await self._standing.undo_time(UNDO_S)
        await asyncio.sleep(UNDO_S)
        self._session.end("customer")

    async def _undo(self) -> None:
        if self._ending is None or self._session.ended.is_set():
            return
        self._ending.cancel()
        self._ending = None
        self._session.change(ended_by=None)
        if self._standing is not None:
            await self._standing.undo_time(0)
