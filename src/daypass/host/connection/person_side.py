"""The service as the person's processes see it, over the local link of `person_link.py`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec

from daypass.host.connection.alongside import alongside
from daypass.host.connection.person_link import (
    ChooseConsent,
    ChooseReceipt,
    FromPerson,
    FromService,
    Here,
    KeepAwake,
    Status,
    encode,
    link_name,
    read_from_service,
)
from daypass.host.connection.problems import HostProblem
from daypass.host.platform.ports import LocalLinks, LocalPeer
from daypass.host.windows.view import Choices, Ready

CONNECT_TIMEOUT_S = 60.0
CHOICE_TAKEN_TIMEOUT_S = 10.0
_CONNECT_PAUSE_S = 0.1
_log = logging.getLogger(__name__)


class ServiceTalk:
    """One end of the link; `statuses` is fed by whoever runs `receive`."""

    def __init__(self, peer: LocalPeer) -> None:
        self._peer = peer
        self._status: Status | None = None
        self._changed = asyncio.Condition()

    async def receive(self) -> FromService:
        """The next message. Raises EOFError when the service is gone."""
        while True:
            try:
                message: FromService = read_from_service(await self._peer.receive())
            except msgspec.MsgspecError:
                continue
            return message

    async def tell(self, message: FromPerson) -> None:
        await self._peer.send(encode(message))

    async def follow_status(self) -> None:
        """Keep the newest status until the service goes away."""
        try:
            while True:
                message = await self.receive()
                if isinstance(message, Status):
                    await self._note(message)
        except EOFError:
            await self._note(Status(language="", company="", technician="", problem="DP-111", ended_by="gone"))

    async def _note(self, status: Status) -> None:
        async with self._changed:
            self._status = status
            self._changed.notify_all()

    async def ready(self, show_waiting: Callable[[str | None], None]) -> Ready:
        """Wait for the activation; `show_waiting` hears why it takes long. Raises HostProblem when it is refused or given up."""
        async with self._changed:
            while (status := self._status) is None or (status.deadline_at is None and status.ended_by is None):
                show_waiting(status.problem if status else None)
                await self._changed.wait()
        if status.deadline_at is None:
            raise HostProblem(status.problem or "DP-111")
        return Ready(status.technician, status.deadline_at, status.consent, status.receipt_to, status.receipt)

    async def over(self) -> None:
        """Returns when the session has ended, or the service is gone: its last word may be lost with the pipe."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._status is not None and self._status.ended_by is not None)

    async def choose(self, choices: Choices) -> None:
        """Tell the choices and wait until the service has taken them: closing a pipe at once may lose what was written last."""
        await self.tell(KeepAwake(choices.keep_awake))
        await self.tell(ChooseReceipt(choices.receipt))
        await self.tell(ChooseConsent(choices.consent))
        try:
            async with asyncio.timeout(CHOICE_TAKEN_TIMEOUT_S), self._changed:
                await self._changed.wait_for(lambda: self._holds(choices))
        except TimeoutError:
            _log.warning("the service did not confirm the choices")

    def _holds(self, choices: Choices) -> bool:
        """Whether the service has said that every one of them is in force."""
        status = self._status
        return status is not None and choices == Choices(status.consent, status.keep_awake, status.receipt)


async def connect_to_service(links: LocalLinks, session_id: str, timeout_s: float = CONNECT_TIMEOUT_S) -> LocalPeer:
    """Connect as soon as the service listens. Raises HostProblem DP-111 when it does not."""
    try:
        async with asyncio.timeout(timeout_s):
            while True:
                try:
                    peer = await links.connect(link_name(session_id))
                    await peer.send(encode(Here()))
                    return peer
                except (OSError, EOFError):
                    await asyncio.sleep(_CONNECT_PAUSE_S)
    except TimeoutError:
        raise HostProblem("DP-111") from None


@asynccontextmanager
async def follow_service(links: LocalLinks, session_id: str) -> AsyncIterator[ServiceTalk]:
    """The first stage's link to the service it has just installed."""
    peer = await connect_to_service(links, session_id)
    talk = ServiceTalk(peer)
    try:
        async with alongside(talk.follow_status(), "service status"):
            yield talk
    finally:
        await peer.close()
