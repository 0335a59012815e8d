"""A host that is already on the PC when the next one is to be installed: removed when its session is over, else in the way."""

import asyncio
import logging
from collections.abc import Callable

from daypass.host.connection.opened_again import OtherSession
from daypass.host.connection.tombstone import hear_whether_it_is_over
from daypass.host.installation.removal import must_go, remove_host
from daypass.host.lifecycle.live_session import LiveSession, open_session
from daypass.host.platform.ports import Installation, Platform
from daypass.host.windows.view import Step

_REMOVAL_PATIENCE_S = 30.0
_LOOK_EVERY_S = 0.25
_ONE_REPORT = (0.0,)
_log = logging.getLogger(__name__)


async def clear_earlier_host(platform: Platform, show: Callable[[Step], None]) -> None:
    """Runs elevated. Raises HostProblem DP-113, with nothing changed, while a session that is not over lives here."""
    if not platform.installation.present():
        return
    for session_id in platform.installation.installed_sessions():
        session = open_session(platform, session_id)
        if session is not None and not must_go(session):
            await hear_whether_it_is_over(session)
        if session is not None and not must_go(session):
            raise _other_session(session).problem()
    show(Step.CLEARING)
    await _let_a_removal_finish(platform.installation)
    # A half-removed host has no record any more: then everything that any host could have left is looked for.
    for session_id in platform.installation.installed_sessions() or [""]:
        session = open_session(platform, session_id) if session_id else None
        _log.info("removing the host of an earlier session")
        await remove_host(platform, session, session_id, _ONE_REPORT)


def _other_session(session: LiveSession) -> OtherSession:
    technician = session.progress.technician or session.identity.technician
    return OtherSession(technician, session.identity.company, over=False)


async def _let_a_removal_finish(installation: Installation) -> None:
    """Two removals at once would be one too many: the slower one would take the next host away."""
    try:
        async with asyncio.timeout(_REMOVAL_PATIENCE_S):
            while installation.removal_under_way():  # noqa: ASYNC110 - another process sets no event
                await asyncio.sleep(_LOOK_EVERY_S)
    except TimeoutError:
        _log.warning("a removal that began earlier does not end")
