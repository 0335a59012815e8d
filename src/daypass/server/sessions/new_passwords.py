"""A new session password while the session is active: lost, or given to too many. The deadline and everything else stay.

The technician's page registers its key and the verifier's salt; the host is ordered to show its code window again; page and host
agree through the pairing mailbox, as at activation. What counts is what the host tells afterwards, with both signatures: only then
does the server hand out the new salt. A request lives a quarter of an hour, and the newest takes the place of the one before.
"""

import secrets

import structlog

from daypass.protocol.commands import CommandNewPassword, CommandNewPasswordOver
from daypass.protocol.host_api import NEW_PASSWORD, NewPasswordNews
from daypass.protocol.lifecycle import State
from daypass.protocol.pairing import CODE_FOR_MS
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.still_allowed import require_still_allowed
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import new_password_storage as storage
from daypass.server.sessions import storage as sessions_storage
from daypass.server.sessions.control import ControlLinks
from daypass.server.sessions.models import NewPassword, NewPasswordStage, SessionCard, SupportSession
from daypass.server.sessions.service import Sessions, why_not_here

log = structlog.get_logger()


class NewPasswords:
    """Takes the requests of technicians, and what hosts tell about them."""

    def __init__(
        self,
        database: Database,
        sessions: Sessions,
        control: ControlLinks,
        audit: AuditChain,
        clock: Clock,
        code_digits: int,
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._control = control
        self._audit = audit
        self._clock = clock
        self._code_digits = code_digits

    async def ask(self, who: SignedIn, session_id: str, technician_key: bytes, verifier_salt: bytes) -> SessionCard:
        """Have the PC show its code window; a request under way is replaced, the same one again changes nothing.

        Raises `not_found`, `not_active_yet`, `session_over`, `host_offline`, `host_too_old`.
        """
        async with self._database.writing() as db:
            await require_still_allowed(db, who.technician)
            session = await sessions_storage.session_for(db, who, session_id, lock=True)
            if session is None:
                raise await why_not_here(db, who, session_id)
            self._require_askable(session)
            found = await storage.open_request(db, session_id, self._clock())
            if found is None or found.technician_key != technician_key:
                found = await self._add(db, who, session_id, technician_key, verifier_salt)
        if not await self._tell(session_id, self._order(found, who.technician.name)):
            await self._close(session_id, found.request_id, NewPasswordStage.CANCELLED)
            raise Refusal("host_offline")
        await self._sessions.publish(session_id)
        return await self._sessions.session(who, session_id)

    async def withdraw(self, who: SignedIn, session_id: str) -> SessionCard:
        """The technician does not want it any more: the window on the PC closes. Nothing under way is no error. Raises `not_found`."""
        await self._sessions.session(who, session_id)
        await self.give_up(session_id)
        return await self._sessions.session(who, session_id)

    async def give_up(self, session_id: str) -> None:
        """Close what is under way, if anything is: withdrawn, or the session went to somebody else."""
        async with self._database.reading() as db:
            found = await storage.open_request(db, session_id, self._clock())
        if found is None:
            return
        await self._close(session_id, found.request_id, NewPasswordStage.CANCELLED)
        await self._tell(session_id, CommandNewPasswordOver(request_id=found.request_id))
        await self._sessions.publish(session_id)

    async def page_came(self, session_id: str, technician_key: bytes) -> bool:
        """The page stands at the mailbox with a fresh code; false when it is not the one that asked last, or its time is over."""
        async with self._database.writing() as db:
            found = await storage.open_request(db, session_id, self._clock())
            if found is None or found.technician_key != technician_key:
                return False
            await storage.write(db, found.request_id, attempts=0)
        await self._sessions.publish(session_id)
        return True

    async def host_came(self, session_id: str) -> None:
        """A host that was away, or has started anew, learns again what is under way."""
        async with self._database.reading() as db:
            found = await storage.open_request(db, session_id, self._clock())
        if found is not None:
            await self._tell(session_id, self._order(found, found.technician_name))

    async def host_said(self, session_id: str, news: NewPasswordNews) -> None:
        """Where a request stands on the PC. Raises `proof_refused` when a new password is not proven."""
        async with self._database.writing() as db:
            session = await sessions_storage.session_by_id(db, session_id, lock=True)
            found = await storage.request(db, session_id, bytes(news.request_id))
            if session is None or found is None or found.stage is NewPasswordStage.DONE:
                return
            if news.stage == "done":
                await self._take_over(db, session, found, news)
            elif found.stage.is_open:
                await storage.write(db, found.request_id, stage=news.stage, stage_dp=news.dp, told_at=self._clock())
        await self._sessions.publish(session_id)

    async def _take_over(
        self, db: AsyncConnection, session: SupportSession, found: NewPassword, news: NewPasswordNews
    ) -> None:
        """The host has it on its disk: from now on pages derive the verifier with its salt.

        Also when the request is not the open one any more: what the host holds is what counts.
        """
        proof = news.proof
        if (
            proof is None
            or proof.technician_key != found.technician_key
            or not proof.is_proven(session.host_key or b"")
        ):
            raise Refusal("proof_refused")
        await storage.write(
            db, found.request_id, stage=NewPasswordStage.DONE.value, stage_dp=None, told_at=self._clock()
        )
        await sessions_storage.write_facts(
            db, session.id, technician_key=found.technician_key, verifier_salt=found.verifier_salt
        )
        await self._audit.add(db, session.company_id, "session.password_changed", found.technician_id, session.id)

    async def _tell(self, session_id: str, order: CommandNewPassword | CommandNewPasswordOver) -> bool:
        """False when the host is not here, or came back as one that does not know such orders."""
        return self._control.is_able(session_id, NEW_PASSWORD) and await self._control.order(session_id, order)

    def _require_askable(self, session: SupportSession) -> None:
        over_at = session.life.ends_by_itself_at()
        if over_at is None or over_at <= self._clock():
            raise Refusal("session_over")
        if session.state is not State.ACTIVE:
            raise Refusal("not_active_yet")
        if not self._control.is_online(session.id):
            raise Refusal("host_offline")
        if not self._control.is_able(session.id, NEW_PASSWORD):
            raise Refusal("host_too_old")

    async def _add(
        self, db: AsyncConnection, who: SignedIn, session_id: str, technician_key: bytes, verifier_salt: bytes
    ) -> NewPassword:
        now = self._clock()
        new = NewPassword(
            request_id=secrets.token_bytes(16),
            session_id=session_id,
            technician_id=who.technician.id,
            technician_name=who.technician.name,
            technician_key=technician_key,
            verifier_salt=verifier_salt,
            asked_at=now,
            expires_at=now + CODE_FOR_MS,
            stage=NewPasswordStage.ASKED,
        )
        await storage.replace_open(db, session_id)
        await storage.add(db, new)
        await self._audit.add(db, who.company.id, "session.password_asked", who.technician.id, session_id)
        return new

    async def _close(self, session_id: str, request_id: bytes, stage: NewPasswordStage) -> None:
        async with self._database.writing() as db:
            found = await storage.request(db, session_id, request_id)
            if found is not None and found.stage.is_open:
                await storage.write(db, request_id, stage=stage.value, told_at=self._clock())

    def _order(self, found: NewPassword, technician: str) -> CommandNewPassword:
        return CommandNewPassword(
            request_id=found.request_id,
            technician=technician,
            code_digits=9 if self._code_digits == 9 else 6,
            expires_at=found.expires_at,
        )
