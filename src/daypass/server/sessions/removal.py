"""The report of a removed host: signed with the key that activated the session, so it needs no other proof (docs/protocol.md, 5)."""

from dataclasses import replace
from typing import Any

from daypass.protocol.host_api import RemovalReport, claimed_session, open_removal
from daypass.protocol.lifecycle import Event
from daypass.server.audit.chain import AuditChain
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.log_heads import keep_log_head
from daypass.server.sessions.models import Removal, SessionEvent
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.transitions import Moved, Transitions


class Removals:
    """Takes reports. Confirmed means: nothing of what was installed is left, by the host's own inventory."""

    def __init__(
        self, database: Database, sessions: Sessions, transitions: Transitions, audit: AuditChain, clock: Clock
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._transitions = transitions
        self._audit = audit
        self._clock = clock

    async def report(self, blob: bytes) -> None:
        """Keep the first report, and a later one only if the first left something behind. Raises ProtocolError, `not_found`.

        A host that removed itself while the session was live (Windows' own *Uninstall*) ends it as the customer's decision.
        """
        session_id = claimed_session(blob)
        moved: Moved | None = None
        async with self._database.writing() as db:
            session = await storage.session_by_id(db, session_id, lock=True)
            if session is None or session.host_key is None:
                raise Refusal("not_found")
            report = open_removal(session.host_key, blob)
            if session.removal is Removal.CONFIRMED or (session.removed_at is not None and report.leftovers):
                return
            now = self._clock()
            if session.life.live:
                over_at = session.life.ends_by_itself_at() or now
                event = Event.CUSTOMER_ENDS if now < over_at else Event.TIME_PASSES
                moved = await self._transitions.apply(db, session, event, now)
            removal = Removal.PENDING if report.leftovers else Removal.CONFIRMED
            await storage.write_facts(
                db,
                session_id,
                removal=removal.value,
                removed_at=now,
                removal_report=blob,
                leftovers=len(report.leftovers),
            )
            if removal is Removal.CONFIRMED:
                now_gone = replace(moved.session if moved else session, removal=removal, removed_at=now)
                await self._transitions.tell(db, SessionEvent.REMOVED, now_gone)
            await keep_log_head(db, self._audit, session_id, report.log_lines, report.log_head, now)
            await self._audit.add(
                db,
                session.company_id,
                "host.removed",
                None,
                session_id,
                installed=len(report.installed),
                leftovers=len(report.leftovers),
                **_hashes(report),
            )
        if moved:
            await self._sessions.announce(moved)
        await self._sessions.publish(session_id)


def _hashes(report: RemovalReport) -> dict[str, Any]:
    """What the server knows of chat and activity log: how many lines, and the hash that a copy of them can be checked with."""
    facts: dict[str, Any] = {}
    if report.chat_head is not None:
        facts |= {"chat_lines": report.chat_lines, "chat_head": report.chat_head.hex()}
    if report.log_head is not None:
        facts |= {"log_lines": report.log_lines, "log_head": report.log_head.hex()}
    return facts
