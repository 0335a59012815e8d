"""Takes the host off the PC and proves it: what was installed, what is left, signed by the host's key."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from daypass.host.chat.transcript import Transcript
from daypass.host.connection.greeting import USER_AGENT
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_requests import ServerRequests
from daypass.host.files.kept_parts import KeptParts, remove_parts
from daypass.host.lifecycle.activity_record import ActivityRecord, Head
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.lifecycle.session_record import SessionIdentity, SessionRecord
from daypass.host.platform.ports import Artefact, Platform
from daypass.protocol.host_api import Artefact as ReportedArtefact
from daypass.protocol.host_api import Removal, RemovalBlob, RemovalReport, write_json
from daypass.protocol.signed import Context, SigningKey

_REPORT_PAUSES_S = (0.0, 1.0, 3.0, 10.0, 30.0)
_MOST_REPORTED = 500
_TOLD_ENDS = ("customer", "technician", "deadline")
Farewell = Callable[[LiveSession, str, Sequence[Artefact], Transcript, ActivityRecord], Coroutine[Any, Any, None]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Removed:
    """What the removal came to; `reported` tells whether the server has the proof."""

    leftovers: Sequence[Artefact]
    reported: bool


def must_go(session: LiveSession | None) -> bool:
    """Whether the host of this session has no business on the PC any more."""
    return session is None or session.progress.ended_by is not None or session.time_is_over() or session.never_began()


async def remove_host(
    platform: Platform,
    session: LiveSession | None,
    session_id: str,
    report_pauses_s: Sequence[float] | None = None,
    farewell: Farewell | None = None,
) -> Removed:
    """Remove everything the manifest names, look what is left, report. The record is read first, since it goes too.

    The report is tried once after each of the pauses. `farewell` is shown meanwhile where a person would know what for; this
    returns when it is over, too.
    """
    manifest = SessionRecord(platform.vault(session_id)).manifest()
    chat = Transcript(platform.vault(session_id), session_id)
    activities = ActivityRecord(platform.vault(session_id), session_id)
    by = _ended_by(session)
    removed_at = session.now() if session else platform.machine.wall_ms()
    parts = KeptParts(platform.vault(session_id)).all()
    platform.installation.remove(session_id, manifest)
    # After the host itself, which no unfinished file may keep. Their names stay here: what could not be removed is not in the report.
    remove_parts(platform.files, parts)
    left = list(platform.installation.leftovers(manifest))
    if left:
        _log.error("still on this PC: %s", left)
    async with asyncio.TaskGroup() as tasks:
        if farewell is not None and session is not None and by in _TOLD_ENDS:
            tasks.create_task(farewell(session, by, left, chat, activities), name="last window")
        reported = await _report(
            session, by, removed_at, manifest, left, activities.head, report_pauses_s or _REPORT_PAUSES_S
        )
    return Removed(left, reported)


async def _report(
    session: LiveSession | None,
    by: str,
    removed_at: int,
    manifest: Sequence[Artefact],
    left: Sequence[Artefact],
    log: Head,
    pauses_s: Sequence[float],
) -> bool:
    if session is None or session.grant is None:
        return False
    report = RemovalReport(
        session_id=session.identity.session_id,
        removed_at=removed_at,
        by=by,
        installed=_reported(manifest),
        leftovers=_reported(left),
        chat_lines=session.progress.chat_lines,
        chat_head=session.progress.chat_head or None,
        log_lines=log.lines,
        log_head=log.hash if log.lines else None,
    )
    return await _send(session.identity, report, pauses_s)


def _ended_by(session: LiveSession | None) -> str:
    """Who ended it; a removal before the end is the customer's *Uninstall*."""
    if session is None:
        return "damaged"
    return session.progress.ended_by or ("deadline" if session.time_is_over() else "customer")


def _reported(artefacts: Sequence[Artefact]) -> tuple[ReportedArtefact, ...]:
    return tuple(ReportedArtefact(kind=one.kind[:32], name=one.name[:500]) for one in artefacts[:_MOST_REPORTED])


async def _send(identity: SessionIdentity, report: RemovalReport, pauses_s: Sequence[float]) -> bool:
    """Best effort: nothing may stay on the PC to try again later."""
    blob = SigningKey(identity.host_seed).blob(Context.REMOVAL, report)
    body = write_json(Removal(report=RemovalBlob(blob)))
    requests = ServerRequests(identity.address, USER_AGENT)
    for pause in pauses_s:
        await asyncio.sleep(pause)
        try:
            await requests.post("/api/host/removal", body)
        except HostProblem as problem:
            _log.warning("the removal report was not taken: %s", problem.dp)
            if problem.dp not in ("DP-201", "DP-202", "DP-203", "DP-900"):
                return False
        else:
            return True
    return False
