"""The customer's mail: queued with its session, composed when it leaves or when a technician looks, sent again on demand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from daypass.protocol.secrets import SessionNumber
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import Company, SignedIn, Technician
from daypass.server.database import AsyncConnection, Database
from daypass.server.deployment import storage
from daypass.server.deployment.letterhead import letterhead
from daypass.server.deployment.models import DeploymentLink, LinkState, link_state
from daypass.server.identifiers import Clock
from daypass.server.mail import outbox
from daypass.server.mail.invitation import InvitationFacts, invitation_message
from daypass.server.mail.mails_per_address import MailsPerAddress
from daypass.server.mail.message import HeaderRefused, Message, as_email
from daypass.server.mail.outbox import MailState, OutboxMail
from daypass.server.problems import Refusal, not_found
from daypass.server.sessions import storage as sessions
from daypass.server.sessions.models import SupportSession
from daypass.server.sessions.service import why_not_here
from daypass.translation import Translation

KIND = "invitation"
RESENDS_PER_HOUR = 6
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class MailShown:
    """The mail as the technician's page shows it; without an outbox row its state is empty."""

    state: MailState | None
    to: str
    message: Message
    last_error: str | None
    attempts: int
    next_at: int | None
    sent_at: int | None


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What every mail needs to know of this server."""

    public_url: str
    message_id_domain: str
    can_send: bool


class InvitationMails:
    """Makes and shows the invitation of a session."""

    def __init__(self, database: Database, settings: MailSettings, link_of: Callable[[str], str], clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._link_of = link_of
        self._clock = clock
        self._asked_for = MailsPerAddress()

    async def count(self, company_id: str, address: str) -> None:
        """One more mail is asked for. Raises `too_many_tries`; without a mail server nothing is counted."""
        if self._settings.can_send:
            await self._asked_for.count(company_id, address)

    async def queue(
        self,
        db: AsyncConnection,
        session: SupportSession,
        link: DeploymentLink,
        technician: Technician,
        company: Company,
    ) -> None:
        """Put the mail into the outbox, when there is an address. Raises `invalid_request` for what no header can carry."""
        if not session.customer_email:
            return
        mail = self._new_mail(session)
        message = self._message(session, link, technician, company)
        try:
            as_email(message, sender_address=_any_address(), message_id=mail.message_id, sent_at=datetime.now(UTC))
        except HeaderRefused as error:
            facts = [{"field": "customer_name", "kind": "header_refused", "why": str(error)}]
            raise Refusal("invalid_request", fields=facts) from error
        await outbox.add_mail(db, mail)

    async def compose(self, mail: OutboxMail) -> Message | None:
        """The message as of now, for the sender; None when its link delivers nothing any more."""
        async with self._database.reading() as db:
            session = await sessions.session_by_id(db, mail.session_id)
            link = await storage.link_of(db, mail.session_id)
            if session is None or link is None:
                return None
            if link_state(link, session.state, session.ending, self._clock()) is not LinkState.USABLE:
                return None
            return await self._compose(db, session, link)

    async def shown(self, who: SignedIn, session_id: str) -> MailShown:
        """The mail for the technician's page. Raises `not_found`."""
        async with self._database.reading() as db:
            session, link = await self._own(db, who, session_id)
            mail = await outbox.newest_mail(db, session_id, KIND)
            message = await self._compose(db, session, link)
        return MailShown(
            state=mail.state if mail else None,
            to=session.customer_email,
            message=message,
            last_error=mail.last_error if mail else None,
            attempts=mail.attempts if mail else 0,
            next_at=mail.next_at if mail and mail.state is MailState.QUEUED else None,
            sent_at=mail.sent_at if mail else None,
        )

    async def resend(self, who: SignedIn, session_id: str) -> None:
        """Send again, or at once when it is still waiting. Raises `not_found`, the link's refusal, or `too_many_tries`."""
        async with self._database.writing() as db:
            session, link = await self._own(db, who, session_id)
            now = self._clock()
            require_usable(link_state(link, session.state, session.ending, now))
            if not session.customer_email:
                raise Refusal(
                    "invalid_request", fields=[{"field": "customer_email", "kind": "missing", "why": "no address"}]
                )
            waiting = await outbox.newest_mail(db, session_id, KIND)
            if waiting and waiting.state is MailState.QUEUED:
                await outbox.try_now(db, waiting.id, now)
                return
            if await outbox.mails_since(db, session_id, KIND, now - HOUR_MS) >= RESENDS_PER_HOUR:
                raise Refusal("too_many_tries", minutes=60, headers={"Retry-After": "3600"})
            await outbox.add_mail(db, self._new_mail(session))

    async def _own(self, db: AsyncConnection, who: SignedIn, session_id: str) -> tuple[SupportSession, DeploymentLink]:
        session = await sessions.session_for(db, who, session_id)
        if session is None:
            raise await why_not_here(db, who, session_id)
        link = await storage.link_of(db, session_id)
        if link is None:
            raise not_found()
        return session, link

    async def _compose(self, db: AsyncConnection, session: SupportSession, link: DeploymentLink) -> Message:
        technician = await accounts.technician_by_id(db, session.technician_id)
        company = await accounts.company_by_id(db, session.company_id)
        if technician is None or company is None:
            raise not_found()
        return self._message(session, link, technician, company)

    def _message(
        self, session: SupportSession, link: DeploymentLink, technician: Technician, company: Company
    ) -> Message:
        facts = InvitationFacts(
            **letterhead(session, technician, company),
            link=self._link_of(session.id),
            address=self._settings.public_url,
            number=str(SessionNumber(link.number)),
            until=datetime.fromtimestamp(link.expires_at / 1000).astimezone(),
        )
        return invitation_message(facts, Translation(session.customer_language).text)

    def _new_mail(self, session: SupportSession) -> OutboxMail:
        domain, company_id, session_id = self._settings.message_id_domain, session.company_id, session.id
        to = session.customer_email
        mail = outbox.new_mail(KIND, to, domain, self._clock(), company_id=company_id, session_id=session_id)
        return mail if self._settings.can_send else replace(mail, state=MailState.KEPT)


def require_usable(state: LinkState) -> None:
    """Raises the refusal of a link that delivers nothing."""
    refusals = {
        LinkState.EXPIRED: "link_expired",
        LinkState.REVOKED: "link_revoked",
        LinkState.REPORTED: "link_revoked",
        LinkState.USED: "link_used",
        LinkState.ENDED: "session_over",
    }
    if state in refusals:
        raise Refusal(refusals[state])


def _any_address() -> str:
    return "sender@example.org"
