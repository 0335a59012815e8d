"""Between the first stage and the elevated installation: one request over a local link, steps and a result back.

The first stage listens under a random name; whoever was elevated connects. When either side goes away before the service was
started, the installation is rolled back.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from daypass.host.connection.problems import HostProblem
from daypass.host.lifecycle.session_record import SessionIdentity
from daypass.host.platform.ports import LocalLinks, LocalPeer, Programs
from daypass.host.windows.view import Step

ELEVATION_TIMEOUT_S = 180.0
_log = logging.getLogger(__name__)


class InstallRequest(msgspec.Struct, tag=True, frozen=True):
    identity: SessionIdentity


class InstallPossible(msgspec.Struct, tag=True, frozen=True):
    """Nothing is in the way any more; the request may come."""


class InstallStep(msgspec.Struct, tag=True, frozen=True):
    step: Step


class InstallStarted(msgspec.Struct, tag=True, frozen=True):
    """Everything is installed and the service runs."""


class InstallFailed(msgspec.Struct, tag=True, frozen=True):
    """Nothing of the installation is left."""

    dp: str
    values: dict[str, str] = {}


_request = msgspec.msgpack.Decoder(InstallRequest)
_answer: Any = msgspec.msgpack.Decoder(InstallPossible | InstallStep | InstallStarted | InstallFailed)
encode = msgspec.msgpack.encode


class ElevatedLink:
    """The elevated process as the first stage sees it."""

    def __init__(self, peer: LocalPeer) -> None:
        self._peer = peer

    async def install(self, identity: SessionIdentity, show: Callable[[Step], None]) -> None:
        """Returns when the service was started. Raises HostProblem after everything was rolled back."""
        try:
            await self._peer.send(encode(InstallRequest(identity)))
        except EOFError as error:
            raise HostProblem("DP-111") from error
        await self.follow(show)

    async def follow(self, show: Callable[[Step], None]) -> None:
        """Show the steps until the elevated process has done its part. Raises HostProblem when it could not."""
        try:
            while True:
                answer = _answer.decode(await self._peer.receive())
                if isinstance(answer, InstallStep):
                    show(answer.step)
                elif isinstance(answer, InstallFailed):
                    raise HostProblem(answer.dp, answer.values)
                else:
                    return
        except (EOFError, msgspec.MsgspecError) as error:
            raise HostProblem("DP-111") from error


@asynccontextmanager
async def elevated(
    links: LocalLinks, programs: Programs, name: str, show: Callable[[Step], None]
) -> AsyncIterator[ElevatedLink]:
    """Ask for elevation and wait until nothing is in the way. Raises PermissionError when the person refuses, or HostProblem."""
    came: asyncio.Future[LocalPeer] = asyncio.get_running_loop().create_future()
    leave = asyncio.Event()

    async def take(peer: LocalPeer) -> None:
        if came.done():
            return
        came.set_result(peer)
        await leave.wait()

    stop = await links.serve(name, "elevated", take)
    try:
        await asyncio.to_thread(programs.elevate, ["install", "--handoff", name])
        try:
            peer = await asyncio.wait_for(came, ELEVATION_TIMEOUT_S)
        except TimeoutError:
            raise HostProblem("DP-111") from None
        link = ElevatedLink(peer)
        await link.follow(show)
        yield link
    finally:
        leave.set()
        await stop()


async def serve_request(
    links: LocalLinks,
    name: str,
    clear: Callable[[Callable[[Step], None]], Awaitable[None]],
    install: Callable[[SessionIdentity, Callable[[Step], None]], None],
) -> bool:
    """The elevated side: connect, `clear` the way, take the request, run `install` in a thread, answer.

    False when there was nothing to do, or it could not be done.
    """
    peer = await links.connect(name)
    loop = asyncio.get_running_loop()

    def show(step: Step) -> None:
        asyncio.run_coroutine_threadsafe(peer.send(encode(InstallStep(step))), loop).result(10)

    def show_soon(step: Step) -> None:
        shown.append(loop.create_task(peer.send(encode(InstallStep(step))), name="show step"))

    shown: list[asyncio.Task[None]] = []
    try:
        await clear(show_soon)
        await asyncio.gather(*shown)
        await peer.send(encode(InstallPossible()))
        identity = _request.decode(await peer.receive()).identity
        await asyncio.to_thread(install, identity, show)
        await peer.send(encode(InstallStarted()))
    except HostProblem as problem:
        await asyncio.gather(*shown, return_exceptions=True)
        await peer.send(encode(InstallFailed(problem.dp, problem.values)))
        return False
    except EOFError:
        _log.info("the customer closed the window before pairing; nothing was installed")
        return False
    finally:
        await peer.close()
    return True
