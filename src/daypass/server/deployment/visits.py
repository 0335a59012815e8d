"""What a customer does on the page, before any host speaks: look, continue, download, say what they see, report.

Looking changes nothing: mail filters look at every link too.
"""

from dataclasses import dataclass

import structlog

from daypass.protocol.errors import ProtocolError
from daypass.protocol.lifecycle import Event, State
from daypass.protocol.secrets import SessionNumber
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import Company, Technician
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.deployment import storage
from daypass.server.deployment.models import DeploymentLink, LinkSecrets, LinkState, Sight, link_state, token_hash
from daypass.server.deployment.report_mail import ReportMails
from daypass.server.deployment.tries import Misses, TooManyTries
from daypass.server.identifiers import Clock
from daypass.server.sessions import storage as sessions
from daypass.server.sessions.models import Milestone, SupportSession
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.transitions import Transitions

LONGEST_TOKEN = 64
log = structlog.get_logger()


class UnknownLink(LookupError):
    """This link leads nowhere."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A link, its session and the people behind it, as of now."""

    token: str
    link: DeploymentLink
    state: LinkState
    session: SupportSession
    technician: Technician
    company: Company


class Visits:
    """Use cases of the customer's page."""

    def __init__(
        self,
        database: Database,
        secrets: LinkSecrets,
        sessions_: Sessions,
        transitions: Transitions,
        report_mails: ReportMails,
        audit: AuditChain,
        clock: Clock,
    ) -> None:
        self._database = database
        self._secrets = secrets
        self._sessions = sessions_
        self._transitions = transitions
        self._report_mails = report_mails
        self._audit = audit
        self._clock = clock
        self._wrong_links = Misses("links")
        self._wrong_numbers = Misses("numbers", guessable=True)

    async def at(self, token: str, address: str) -> Visit:
        """What stands behind a link; changes nothing. Raises `UnknownLink`, `TooManyTries`."""
        async with self._wrong_links.trying(address):
            async with self._database.reading() as db:
                link = await storage.link_by_token(db, token_hash(token[:LONGEST_TOKEN]))
                visit = await self._visit(db, link) if link else None
            if visit is None:
                await self._wrong_links.count(address)
                raise UnknownLink
        return visit

    async def at_number(self, typed: str, address: str) -> Visit:
        """The visit behind a typed session number. One answer, `UnknownLink`, for wrong, over, and too many."""
        try:
            async with self._wrong_numbers.trying(address):
                async with self._database.reading() as db:
                    link = await self._by_number(db, typed)
                    visit = await self._visit(db, link) if link else None
                if visit is None or visit.state is not LinkState.USABLE:
                    await self._wrong_numbers.count(address)
                    raise UnknownLink
        except TooManyTries:
            raise UnknownLink from None
        return visit

    async def continued(self, visit: Visit, language: str) -> None:
        """The customer pressed *Continue*: a person, not a filter. `language`: of the page they pressed it on."""
        if visit.state is LinkState.USABLE:
            await self._speak(visit, language)
            await self._sessions.reach(visit.session.id, Milestone.VISITED)

    async def turned_to(self, visit: Visit, language: str) -> None:
        """The customer reads the steps in `language`. It counts after *Continue* only: before it, filters look around."""
        if visit.state is LinkState.USABLE and Milestone.VISITED in visit.session.milestones:
            await self._speak(visit, language)

    async def downloaded(self, visit: Visit, language: str) -> None:
        """The last byte of the host has left, from a page in `language`."""
        await self._speak(visit, language)
        await self._sessions.reach(visit.session.id, Milestone.DOWNLOADED)

    async def _speak(self, visit: Visit, language: str) -> None:
        """From now on host, page and what is read aloud speak the language that the customer chose."""
        if language == visit.session.customer_language:
            return
        async with self._database.writing() as db:
            changed = await sessions.write_pairing_facts(db, visit.session.id, customer_language=language)
        if changed:
            await self._sessions.publish(visit.session.id)

    async def saw(self, visit: Visit, sight: Sight) -> None:
        """The customer pressed the picture of what they see; the technician sees it too."""
        if visit.state is not LinkState.USABLE:
            return
        async with self._database.writing() as db:
            await sessions.write_facts(db, visit.session.id, sight=sight.value, sight_at=self._clock())
        await self._sessions.publish(visit.session.id)

    async def report(self, visit: Visit) -> None:
        """The customer did not ask for this help: link and session end at once; owners, operator and audit trail learn it."""
        if visit.state is not LinkState.USABLE:
            return
        now = self._clock()
        async with self._database.writing() as db:
            session = await sessions.session_by_id(db, visit.session.id, lock=True)
            if session is None or session.state is not State.PREPARED:
                return
            await storage.close_link(db, session.id, now, revoked_at=now, reported_at=now)
            await storage.forget_host_tokens(db, session.id)
            await self._report_mails.queue(db, session)
            moved = await self._transitions.apply(db, session, Event.CUSTOMER_ENDS, now)
            await self._audit.add(db, session.company_id, "link.reported", None, session.id)
        log.warning("link.reported", session=moved.session.id, company=moved.session.company_id)
        await self._sessions.announce(moved)

    async def _by_number(self, db: AsyncConnection, typed: str) -> DeploymentLink | None:
        try:
            number = SessionNumber.parse(typed)
        except (ValueError, ProtocolError):
            return None
        return await storage.link_by_number(db, number.digits)

    async def _visit(self, db: AsyncConnection, link: DeploymentLink) -> Visit | None:
        session = await sessions.session_by_id(db, link.session_id)
        technician = await accounts.technician_by_id(db, session.technician_id) if session else None
        company = await accounts.company_by_id(db, session.company_id) if session else None
        if session is None or technician is None or company is None:
            return None
        state = link_state(link, session.state, session.ending, self._clock())
        return Visit(self._secrets.token(session.id), link, state, session, technician, company)
