"""After the end, the technician writes down what was done; it stays with the session and stands in the report."""

from daypass.protocol.lifecycle import State
from daypass.server.accounts.models import SignedIn
from daypass.server.audit.chain import AuditChain
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.models import SessionCard
from daypass.server.sessions.service import Sessions, why_not_here


class ClosingNotes:
    """Keeps the newest text of each session; the audit trail knows when it was written, and how long it is."""

    def __init__(self, database: Database, sessions: Sessions, audit: AuditChain, clock: Clock) -> None:
        self._database = database
        self._sessions = sessions
        self._audit = audit
        self._clock = clock

    async def write(self, who: SignedIn, session_id: str, text: str) -> SessionCard:
        """Replace the note. Raises `not_found`, `session_not_ended`."""
        async with self._database.writing() as db:
            session = await storage.session_for(db, who, session_id, lock=True)
            if session is None:
                raise await why_not_here(db, who, session_id)
            if session.state is not State.ENDED:
                raise Refusal("session_not_ended")
            if text != session.closing_note:
                await storage.write_facts(db, session.id, closing_note=text, closing_note_at=self._clock())
                await self._audit.add(
                    db, session.company_id, "session.note_written", who.technician.id, session.id, letters=len(text)
                )
        await self._sessions.publish(session.id)
        return await self._sessions.session(who, session.id)
