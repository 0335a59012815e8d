"""Asks the server once whether a session is over, for a host whose service is not there to hear it."""

import asyncio
import logging

from daypass.host.connection.alongside import alongside
from daypass.host.connection.backoff import Backoff
from daypass.host.connection.control_link import ControlLink, control_socket, end_session
from daypass.host.lifecycle.live_session import LiveSession
from daypass.protocol.commands import Command, CommandEnd
from daypass.protocol.host_api import HostStatus

ANSWER_S = 5.0
_log = logging.getLogger(__name__)


async def hear_whether_it_is_over(session: LiveSession, answer_s: float = ANSWER_S) -> None:
    """The end is noted in the session. A server that is away, or says nothing of an end, changes nothing."""
    if session.grant is None:
        return

    async def end(command: Command) -> None:
        end_session(session, command)

    async def seen(_problem: str | None) -> None:
        """Nobody watches this link."""

    control = ControlLink(
        session=session,
        open_link=control_socket(session),
        backoff=Backoff(lambda: 0.0),
        status=lambda: HostStatus(
            connected=(),
            consent=session.progress.consent,
            paused=session.progress.paused,
            receipt=session.progress.receipt,
        ),
        handlers={CommandEnd: end},
        seen=seen,
    )
    try:
        async with asyncio.timeout(answer_s), alongside(control.run(), "tombstone"):
            await session.ended.wait()
    except TimeoutError:
        _log.info("the server says nothing of an end")
