"""A technician withdraws a link before anybody used it."""

from daypass.protocol.lifecycle import State
from daypass.server.accounts.models import SignedIn
from daypass.server.audit.chain import AuditChain
from daypass.server.database import Database
from daypass.server.deployment import storage
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import storage as sessions
from daypass.server.sessions.pairing import PairingMailbox
from daypass.server.sessions.service import Sessions, why_not_here


class Revocation:
    """Withdraws links."""

    def __init__(
        self, database: Database, sessions_: Sessions, mailbox: PairingMailbox, audit: AuditChain, clock: Clock
    ) -> None:
        self._database = database
        self._sessions = sessions_
        self._mailbox = mailbox
        self._audit = audit
        self._clock = clock

    async def revoke(self, who: SignedIn, session_id: str) -> None:
        """Close the link and forget every host that greeted through it; twice is no error.

        Raises `not_found`, `link_used` when the session is active, `session_over` when it has ended.
        """
        now = self._clock()
        async with self._database.writing() as db:
            session = await sessions.session_for(db, who, session_id, lock=True)
            if session is None:
                raise await why_not_here(db, who, session_id)
            if session.state is not State.PREPARED:
                raise Refusal("link_used" if session.state is State.ACTIVE else "session_over")
            if await storage.close_link(db, session_id, now, revoked_at=now):
                await storage.forget_host_tokens(db, session_id)
                await self._audit.add(db, session.company_id, "link.revoked", who.technician.id, session_id)
        await self._mailbox.end(session_id, "link_revoked")
        await self._sessions.publish(session_id)
