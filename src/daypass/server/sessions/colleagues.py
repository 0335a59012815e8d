"""Colleagues join a session: invited by whoever has it, they see it and connect with its password, and do nothing else with it.

The password never comes here, so whoever invites tells it. An invitation ends when it is withdrawn, when the session goes to somebody
else, and as a way to connect with the session itself; withdrawing cuts the colleague's lines.
"""

from dataclasses import dataclass

from daypass.protocol.lifecycle import State
from daypass.server.accounts import storage as accounts
from daypass.server.accounts import team_storage
from daypass.server.accounts.account_mail import AccountMails
from daypass.server.accounts.models import SignedIn
from daypass.server.audit.chain import AuditChain
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal, not_found
from daypass.server.sessions import colleague_storage, storage
from daypass.server.sessions.live import LiveStream
from daypass.server.sessions.models import SessionCard
from daypass.server.sessions.ports import Lines
from daypass.server.sessions.service import Sessions, own_session, require_not_over


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be invited.

    `present`: has a page of the console open, or a tool of the session; `invited_at`: is invited since (ms since 1970).
    """

    technician_id: str
    name: str
    present: bool
    invited_at: int | None


class Colleagues:
    """Invites colleagues to sessions, and takes it back."""

    def __init__(
        self,
        database: Database,
        sessions: Sessions,
        live: LiveStream,
        lines: Lines,
        mails: AccountMails,
        audit: AuditChain,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._live = live
        self._lines = lines
        self._mails = mails
        self._audit = audit
        self._clock = clock

    async def everybody(self, who: SignedIn, session_id: str) -> list[Colleague]:
        """Whom the session's technician or an admin may invite, by name. Raises `not_found`, `only_invited`."""
        card = await self._sessions.session(who, session_id)
        invited = {one.technician_id: one.invited_at for one in card.colleagues}
        async with self._database.reading() as db:
            # A tool's page has no live stream.
            present = self._live.present() | await colleague_storage.connected(db, card.session.id)
            members = await team_storage.members(db, who.company.id, None, None)
        people = [member.technician for member in members if member.technician.disabled_at is None]
        return [
            Colleague(person.id, person.name, person.id in present, invited.get(person.id))
            for person in people
            if person.id not in (card.session.technician_id, who.technician.id)
        ]

    async def invite(self, who: SignedIn, session_id: str, technician_id: str) -> SessionCard:
        """Let a colleague see an active session and connect; whoever may already is no error. Without a page open, they get a mail.

        Raises `not_found` (no such session, or no such colleague), `only_invited`, `not_active_yet`, `session_over`.
        """
        async with self._database.writing() as db:
            session = await own_session(db, who, session_id)
            colleague = await accounts.colleague(db, who.company.id, technician_id)
            if colleague is None:
                raise not_found()
            require_not_over(session, self._clock())
            if session.state is not State.ACTIVE:
                raise Refusal("not_active_yet")
            if colleague.id != session.technician_id and await colleague_storage.invite(
                db, session.id, colleague.id, who.technician.id, self._clock()
            ):
                await self._audit.add(
                    db,
                    session.company_id,
                    "session.colleague_invited",
                    who.technician.id,
                    session.id,
                    of=colleague.id,
                )
                if colleague.id not in self._live.present():
                    await self._mails.queue_session_invitation(db, colleague)
        await self._sessions.publish(session_id)
        return await self._sessions.session(who, session_id)

    async def withdraw(self, who: SignedIn, session_id: str, technician_id: str) -> SessionCard:
        """Take an invitation back and cut the colleague's lines; none in force is no error. Raises `not_found`, `only_invited`."""
        technician_id = storage.possible_id(technician_id)
        async with self._database.writing() as db:
            session = await own_session(db, who, session_id)
            colleague = await accounts.technician_by_id(db, technician_id)
            if colleague is None or colleague.company_id != who.company.id:
                raise not_found()
            withdrawn = await colleague_storage.withdraw(db, session.id, technician_id, self._clock())
            pairs = await colleague_storage.open_pairs(db, session.id, technician_id) if withdrawn else []
            if withdrawn:
                await self._audit.add(
                    db,
                    session.company_id,
                    "session.invitation_withdrawn",
                    who.technician.id,
                    session.id,
                    of=technician_id,
                )
        if withdrawn:
            await self._lines.withdraw(pairs)
            await self._sessions.publish(session_id)
            self._sessions.look_again(technician_id)
        return await self._sessions.session(who, session_id)
