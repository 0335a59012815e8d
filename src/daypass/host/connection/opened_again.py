"""The same download opened again: whoever is there already comes to the front, and nothing else happens.

Two links have well-known names. `window-<mark>` is served by a first window until it closes; the mark stands for the download
(the stamped server and the ticket or number) without telling either. `host` is served by the service that lives on this PC.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from daypass.host.connection.person_link import PersonTalk
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.platform.ports import FIRST_WITHIN_S, LocalLinks, LocalPeer

HOST_LINK = "host"
LARGEST_QUESTION = 1024
"""Bytes."""
_LOOK_S = 0.3
_ANSWER_S = 20.0
TRAY_STARTS_WITHIN_S = 15.0
_log = logging.getLogger(__name__)


class OpenedAgain(msgspec.Struct, tag=True, frozen=True):
    """A download with this mark was opened."""

    mark: str


class InFront(msgspec.Struct, tag=True, frozen=True):
    """It is ours, and its window is in front now."""


class OtherSession(msgspec.Struct, tag=True, frozen=True):
    """A session of another download lives here; `over`: it only has to be removed yet."""

    technician: str
    company: str
    over: bool

    def problem(self) -> HostProblem:
        """Why it is in the way, and whose it is (DP-113)."""
        return HostProblem("DP-113", {"technician": self.technician[:100], "company": self.company[:100]})


_question = msgspec.msgpack.Decoder(OpenedAgain)
_answer: Any = msgspec.msgpack.Decoder(InFront | OtherSession)


def download_mark(address: ServerAddress, ticket: str | None, number: str | None) -> str:
    """The same for each start of one download, different for any other."""
    told = "\0".join((address.public_url, address.server_key.hex(), ticket or "", "" if ticket else number or ""))
    return hashlib.sha256(b"daypass/1 download\0" + told.encode()).hexdigest()[:32]


async def who_is_here(links: LocalLinks, mark: str) -> InFront | OtherSession | None:
    """Ask a first window of this download, then the service of this PC; None when nobody answers."""
    for name in (_window_link(mark), HOST_LINK):
        answer = await _ask(links, name, mark)
        if answer is not None:
            return answer
    return None


async def _ask(links: LocalLinks, name: str, mark: str) -> InFront | OtherSession | None:
    try:
        peer = await links.connect(name, patience_s=_LOOK_S)
    except OSError:
        return None
    try:
        async with asyncio.timeout(_ANSWER_S):
            await peer.send(msgspec.msgpack.encode(OpenedAgain(mark)))
            answer: InFront | OtherSession = _answer.decode(await peer.receive())
            return answer
    except (EOFError, OSError, TimeoutError, msgspec.MsgspecError) as error:
        _log.info("%s did not answer: %r", name, error)
        return None
    finally:
        await peer.close()


@asynccontextmanager
async def reachable_window(links: LocalLinks, mark: str, come_forward: Callable[[], None]) -> AsyncIterator[None]:
    """Answer later starts of the same download for the length of the block. Without a link there is only no such answer."""

    async def serve(peer: LocalPeer) -> None:
        if await _is_for(peer, mark):
            come_forward()
            await peer.send(msgspec.msgpack.encode(InFront()))

    try:
        stop = await links.serve(_window_link(mark), "self", serve, LARGEST_QUESTION, FIRST_WITHIN_S)
    except OSError as error:
        _log.warning("a second start will not find this window: %s", error)
        yield
        return
    try:
        yield
    finally:
        await stop()


class LivingHost:
    """The service's answer to whoever opens a download on this PC."""

    def __init__(self, session: LiveSession, person: PersonTalk) -> None:
        self._session, self._person = session, person

    async def serve(self, peer: LocalPeer) -> None:
        """Handler for LocalLinks.serve."""
        identity, progress = self._session.identity, self._session.progress
        ours = await _is_for(peer, identity.download_mark)
        over = progress.ended_by is not None or self._session.time_is_over()
        # Even while no tray can be told: this session is no reason to refuse itself.
        if ours and (await self._person.come_forward(TRAY_STARTS_WITHIN_S) or not over):
            await peer.send(msgspec.msgpack.encode(InFront()))
            return
        other = OtherSession(progress.technician or identity.technician, identity.company, over)
        await peer.send(msgspec.msgpack.encode(other))


async def _is_for(peer: LocalPeer, mark: str) -> bool:
    try:
        return bool(_question.decode(await peer.receive()).mark == mark)
    except msgspec.MsgspecError:
        return False


def _window_link(mark: str) -> str:
    return f"window-{mark}"
