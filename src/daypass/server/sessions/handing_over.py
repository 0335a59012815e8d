"""A session goes to a colleague: within the colleague's own limit, told to the host before the next picture, and to the browsers.

Everything else stays as it is: company slot, seat, deadline, password. Whoever had the session loses sight of it at once, their page
answers no pairing any more, and every line to the PC is cut, so that the new technician connects with the password and the customer
sees a name before a picture. Whom they had invited is invited no more: who has the session now says who helps.
"""

import asyncio
import random

from sqlalchemy.exc import IntegrityError

from daypass.protocol.commands import CommandAssign
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import SignedIn, Technician
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal, not_found
from daypass.server.sessions import colleague_storage, storage
from daypass.server.sessions.control import ControlLinks
from daypass.server.sessions.models import SessionCard
from daypass.server.sessions.new_passwords import NewPasswords
from daypass.server.sessions.pairing import PairingMailbox
from daypass.server.sessions.ports import Lines
from daypass.server.sessions.service import MOST_TRIES, Sessions, own_session, require_not_over
from daypass.server.sessions.slots import free_technician_slot
from daypass.server.subscriptions import storage as subscriptions


class HandingOver:
    """Gives sessions to colleagues."""

    def __init__(
        self,
        database: Database,
        sessions: Sessions,
        control: ControlLinks,
        new_passwords: NewPasswords,
        mailbox: PairingMailbox,
        lines: Lines,
        audit: AuditChain,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._control = control
        self._new_passwords = new_passwords
        self._mailbox = mailbox
        self._lines = lines
        self._audit = audit
        self._clock = clock

    async def assign(self, who: SignedIn, session_id: str, technician_id: str) -> SessionCard:
        """Give a live session to a colleague; to whom it belongs already is no error.

        Raises `not_found` (no such session, or no such colleague), `session_handed_over` (the caller gave it away before),
        `session_over`, and the colleague's `technician_limit`.
        """
        for _ in range(MOST_TRIES):
            try:
                async with self._database.writing() as db:
                    colleague, before, invited = await self._assign(db, who, session_id, technician_id)
                    card = await self._sessions.card(db, session_id)
                break
            except IntegrityError:  # another session took the colleague's slot first: look again
                await asyncio.sleep(random.uniform(0.001, 0.01))  # noqa: S311 - spreads the losers of a race
        else:
            raise Refusal("unexpected")
        if before != colleague.id:
            await self._mailbox.send_page_away(session_id)
            await self._lines.hand_over(session_id)
            await self._new_passwords.give_up(session_id)
            await self._control.order(session_id, CommandAssign(technician=colleague.name))
            await self._sessions.publish(session_id)
            for technician in (before, *invited):
                self._sessions.look_again(technician)
        return card

    async def _assign(
        self, db: AsyncConnection, who: SignedIn, session_id: str, technician_id: str
    ) -> tuple[Technician, str, list[str]]:
        session = await own_session(db, who, session_id)
        colleague = await accounts.colleague(db, who.company.id, technician_id)
        if colleague is None:
            raise not_found()
        now = self._clock()
        require_not_over(session, now)
        if session.technician_id == colleague.id:
            return colleague, colleague.id, []
        terms = await subscriptions.terms_of(db, who.company.id)
        slot = await free_technician_slot(db, who, colleague.id, terms)
        await storage.write_technician(db, session_id, colleague.id, slot, now)
        invited = await colleague_storage.withdraw_all(db, session_id, now)
        await self._audit.add(db, who.company.id, "session.assigned", who.technician.id, session_id, of=colleague.id)
        return colleague, session.technician_id, invited
