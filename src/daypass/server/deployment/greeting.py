"""A host's first words: which session it is for, whether that may begin, and the server's signed welcome.

What the host says about its PC is hostile input: sizes and types are checked by the protocol before anything here sees it.
"""

from dataclasses import dataclass

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from daypass.protocol.download_name import read_ticket
from daypass.protocol.host_api import CompanyShown, Hello, TechnicianShown, Welcome, sign_welcome
from daypass.protocol.signed import SigningKey
from daypass.protocol.version import is_served
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import readable_name
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.deployment import storage
from daypass.server.deployment.invitation_mail import require_usable
from daypass.server.deployment.models import DeploymentLink, link_state, ticket_hash
from daypass.server.deployment.tries import Misses, TooManyTries
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.sessions import storage as sessions
from daypass.server.sessions.host_door import HostDoor
from daypass.server.sessions.models import Milestone, SupportSession
from daypass.server.sessions.service import Sessions

# Each one is written down, and a second host into the audit trail: whoever has a link must not fill those.
GREETINGS_PER_SESSION = parse("40/10 minutes")


@dataclass(frozen=True, slots=True)
class GreetingSettings:
    """What a welcome says about this server."""

    public_url: str
    code_digits: int


class Greeting:
    """Answers `POST /api/host/hello`."""

    def __init__(
        self,
        database: Database,
        sessions_: Sessions,
        hosts: HostDoor,
        audit: AuditChain,
        server_key: SigningKey,
        settings: GreetingSettings,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sessions = sessions_
        self._hosts = hosts
        self._audit = audit
        self._server_key = server_key
        self._settings = settings
        self._clock = clock
        self._wrong_numbers = Misses("hello by number", guessable=True)
        self._wrong_tickets = Misses("hello by ticket")
        self._greetings = MovingWindowRateLimiter(MemoryStorage())

    async def welcome(self, hello: Hello, address: str) -> Welcome:
        """Admit the host to the pairing of its session.

        Raises `versions_differ`, `too_many_tries`, `unknown_number` (one answer for every unknown number and ticket), or the refusal of
        a link that delivers nothing. A host on a second PC is admitted beside the first: the newer one takes the pairing's place, the
        audit trail says so, and only the one whose customer types the code is activated.
        """
        if not is_served(hello.protocol):
            raise Refusal("versions_differ")
        wrong = self._wrong_numbers if hello.ticket is None else self._wrong_tickets
        try:
            async with wrong.trying(address):
                session, welcome = await self._greet(hello, wrong, address)
        except TooManyTries:
            raise Refusal("too_many_tries", minutes=1, headers={"Retry-After": "60"}) from None
        await self._sessions.reach(session.id, Milestone.STARTED)
        return welcome

    async def _greet(self, hello: Hello, wrong: Misses, address: str) -> tuple[SupportSession, Welcome]:
        now = self._clock()
        async with self._database.writing() as db:
            link = await self._link(db, hello)
            session = await sessions.session_by_id(db, link.session_id, lock=True) if link else None
            if link and session:
                require_usable(link_state(link, session.state, session.ending, now))
                if not await self._greetings.hit(GREETINGS_PER_SESSION, session.id):
                    raise TooManyTries
                token = await self._admit(db, hello, session)
                return session, await self._welcome(db, hello, session, token, now)
        await wrong.count(address)
        raise Refusal("unknown_number")

    async def _link(self, db: AsyncConnection, hello: Hello) -> DeploymentLink | None:
        if hello.ticket is not None:
            ticket = read_ticket(hello.ticket)
            return await storage.link_by_ticket(db, ticket_hash(ticket)) if ticket else None
        return await storage.link_by_number(db, hello.number) if hello.number else None

    async def _admit(self, db: AsyncConnection, hello: Hello, session: SupportSession) -> str:
        facts = {"computer_name": readable_name(hello.system.computer_name), "system": system_facts(hello)}
        await sessions.write_facts(db, session.id, **facts, host_stage=None, host_stage_dp=None)
        second_host = await storage.another_host_greeted(db, session.id, hello.host_key)
        token = await self._hosts.admit(db, session.id, hello.host_key)
        await storage.keep_newest_host_tokens(db, session.id)
        if second_host:
            await self._audit.add(db, session.company_id, "host.greeted_again", None, session.id)
        return token

    async def _welcome(
        self, db: AsyncConnection, hello: Hello, session: SupportSession, token: str, now: int
    ) -> Welcome:
        technician = await accounts.technician_by_id(db, session.technician_id)
        company = await accounts.company_by_id(db, session.company_id)
        if technician is None or company is None:
            raise Refusal("unknown_number")
        welcome = Welcome(
            session_id=session.id,
            host_token=token,
            company=CompanyShown(
                name=company.name, colour=company.colour, phone=company.phone, website=company.website
            ),
            technician=TechnicianShown(name=technician.name),
            customer_language=session.customer_language,
            code_digits=9 if self._settings.code_digits == 9 else 6,
            server_time_at=now,
            protocol=hello.protocol,
            public_url=self._settings.public_url,
        )
        return sign_welcome(self._server_key, hello.nonce, welcome)


def system_facts(hello: Hello) -> dict[str, str]:
    """What the technician's page shows about the PC."""
    told = {name: getattr(hello.system, name) for name in ("platform", "edition", "build", "language", "architecture")}
    return {name: readable_name(value) for name, value in told.items()}
