"""Moves a support session along its life: the table of protocol/lifecycle.py, the database, and what must follow.

What belongs into the transaction is done here; what others must learn is returned and done after the commit by `Sessions.announce`.
"""

from dataclasses import dataclass, replace
from typing import Any

from daypass.protocol.lifecycle import Effect, Event, IllegalMove, step
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection
from daypass.server.sessions import storage
from daypass.server.sessions.models import Presence, Removal, SessionEvent, SupportSession
from daypass.server.sessions.ports import Invitations, SessionEvents

AUDIT_KINDS = {
    Event.HOST_ACTIVATES: "session.activated",
    Event.TECHNICIAN_ENDS: "session.ended",
    Event.CUSTOMER_ENDS: "session.ended",
    Event.TIME_PASSES: "session.ended",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A session after its move, and what is left to do after the commit."""

    session: SupportSession
    effects: frozenset[Effect]


class Transitions:
    """Applies events to locked sessions."""

    def __init__(self, invitations: Invitations, events: SessionEvents, audit: AuditChain) -> None:
        self._invitations = invitations
        self._events = events
        self._audit = audit

    async def tell(self, db: AsyncConnection, event: SessionEvent, session: SupportSession, **more: str) -> None:
        """Tell others what happened beside the moves, in the same transaction; before the audit entry, which comes last."""
        await self._events.happened(db, event, session, **more)

    async def apply(
        self, db: AsyncConnection, session: SupportSession, event: Event, now: int, technician_id: str | None = None
    ) -> Moved:
        """Do what the table says for a session that this transaction has locked. Raises IllegalMove."""
        life, effects = step(session.life, event, now)
        if life == session.life:
            return Moved(session, effects)
        if not await storage.write_life(db, session.id, session.state, life):
            raise IllegalMove(session.state, event)
        moved = replace(
            session,
            state=life.state,
            ending=life.ending,
            activated_at=life.activated_at,
            deadline_at=life.deadline_at,
            ended_at=life.ended_at,
        )
        if Effect.USE_UP_LINK in effects:
            await self._invitations.use_up(db, session.id, now)
        if Effect.REVOKE_LINK in effects:
            await self._invitations.close(db, session.id, now)
        if Effect.AWAIT_REMOVAL in effects:
            moved = replace(moved, removal=Removal.PENDING)
            await storage.write_facts(db, session.id, removal=Removal.PENDING.value)
        if not life.live and session.presence is Presence.CONNECTED:
            moved = replace(moved, presence=Presence.ONLINE, connected=())
            await storage.write_facts(db, session.id, presence=Presence.ONLINE.value, connected=[])
        await self.tell(db, SessionEvent.ACTIVATED if life.live else SessionEvent.ENDED, moved)
        details: dict[str, Any] = {"ending": life.ending.value} if life.ending else {}
        if life.ending and session.log_head:
            details |= {"log_lines": session.log_lines, "log_head": session.log_head}
        await self._audit.add(db, session.company_id, AUDIT_KINDS[event], technician_id, session.id, **details)
        return Moved(moved, effects)
