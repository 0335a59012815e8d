"""What people who sign in can do: first set-up, signing in and out, making companies and colleagues."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy.exc import IntegrityError

from daypass.server.accounts import storage
from daypass.server.accounts.models import Company, Role, SignedIn, Technician, folded_email, readable_name
from daypass.server.accounts.passwords import PasswordPool
from daypass.server.audit.chain import AuditChain
from daypass.server.callers import counted_place
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock, new_id, new_token, token_hash
from daypass.server.problems import Refusal, not_found

OnNewCompany = Callable[[AsyncConnection, Company, int], Awaitable[None]]
"""What other features add for a new company, in the same transaction."""

HOUR_MS = 3_600_000
SETUP_LINK_HOURS = 24
# Delays per account and address, never a lock-out: a stranger cannot keep a technician out of the console for long.
TRIES_PER_ACCOUNT = parse("10/5 minutes")
TRIES_PER_ADDRESS = parse("30/5 minutes")


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """A fresh sign-in: the token goes into the cookie and nowhere else."""

    token: str
    signed_in: SignedIn


class Accounts:
    """Use cases around companies, technicians and sign-ins."""

    def __init__(
        self,
        database: Database,
        passwords: PasswordPool,
        audit: AuditChain,
        on_new_company: OnNewCompany,
        clock: Clock,
        sign_in_hours: int,
    ) -> None:
        self._database = database
        self._on_new_company = on_new_company
        self._passwords = passwords
        self._audit = audit
        self._clock = clock
        self._sign_in_ms = sign_in_hours * HOUR_MS
        self._tries = MovingWindowRateLimiter(MemoryStorage())

    async def setup_link(self) -> str | None:
        """A fresh token for the set-up page; None when somebody can sign in already."""
        token, now = new_token(), self._clock()
        async with self._database.writing() as db:
            if await storage.any_technician(db):
                return None
            await storage.add_setup_link(db, token_hash(token), now, now + SETUP_LINK_HOURS * HOUR_MS)
        return token

    async def check_setup_link(self, token: str) -> None:
        """Raises `not_found` unless this token may make the first owner."""
        async with self._database.reading() as db:
            if not await storage.setup_link_is_open(db, token_hash(token), self._clock()):
                raise not_found()

    async def set_up(
        self, token: str, company_name: str, name: str, email: str, password: str, language: str
    ) -> Technician:
        """Make the company and its owner, once. Raises `not_found` for every other link."""
        await self.check_setup_link(token)
        hash_ = await self._passwords.hash(password)
        now = self._clock()
        async with self._database.writing() as db:
            if not await storage.use_setup_link(db, token_hash(token), now):
                raise not_found()
            firm = await self._add_company(db, company_name, language, now)
            return await self._add_technician(db, firm.id, name, email, hash_, Role.OWNER, language, now)

    async def create_company(self, name: str, language: str) -> Company:
        """A further company, from the command line."""
        async with self._database.writing() as db:
            return await self._add_company(db, name, language, self._clock())

    async def create_technician(
        self, company_id: str, name: str, email: str, password: str, role: Role, language: str
    ) -> Technician:
        """A colleague. Raises `email_taken` when somebody signs in with that address."""
        hash_ = await self._passwords.hash(password)
        async with self._database.writing() as db:
            return await self._add_technician(db, company_id, name, email, hash_, role, language, self._clock())

    async def sign_in(self, email: str, password: str, address: str) -> NewSignIn:
        """Check the password and remember the browser. One answer for unknown address and wrong password."""
        account = folded_email(email)
        await self._count_try(account, address)
        async with self._database.reading() as db:
            found = await storage.password_of(db, account)
        if not await self._passwords.matches(found[1] if found else None, password) or found is None:
            raise Refusal("sign_in_refused")
        fresh = await self._passwords.hash(password) if self._passwords.is_outdated(found[1]) else None
        token, now = new_token(), self._clock()
        async with self._database.writing() as db:
            if fresh:
                await storage.set_password_hash(db, found[0].id, fresh)
            await storage.add_sign_in(db, token_hash(token), found[0].id, now, now + self._sign_in_ms, address)
            signed_in = await storage.signed_in(db, token_hash(token), now)
            await self._audit.add(db, found[0].company_id, "sign_in", technician_id=found[0].id)
        if signed_in is None:
            raise Refusal("sign_in_refused")
        return NewSignIn(token, signed_in)

    async def who_is(self, token: str) -> SignedIn | None:
        """Whom a cookie speaks for."""
        async with self._database.reading() as db:
            return await storage.signed_in(db, token_hash(token), self._clock())

    async def sign_out(self, token: str) -> None:
        """Forget the browser."""
        async with self._database.writing() as db:
            await storage.remove_sign_in(db, token_hash(token))

    async def _count_try(self, account: str, address: str) -> None:
        place = counted_place(address)
        within = await self._tries.hit(TRIES_PER_ADDRESS, "sign-in", place)
        within = await self._tries.hit(TRIES_PER_ACCOUNT, "sign-in", account, place) and within
        if not within:
            raise Refusal("too_many_tries", headers={"Retry-After": "60"}, retry_after_s=60, minutes=1)

    async def _add_company(self, db: AsyncConnection, name: str, language: str, now: int) -> Company:
        firm = Company(new_id(), readable_name(name), "#0F766E", "", "", language, 1, 5)
        await storage.add_company(db, firm, now)
        await self._audit.begin(db, firm.id)
        await self._on_new_company(db, firm, now)
        return firm

    async def _add_technician(
        self,
        db: AsyncConnection,
        company_id: str,
        name: str,
        email: str,
        hash_: str,
        role: Role,
        language: str,
        now: int,
    ) -> Technician:
        person = Technician(new_id(), company_id, folded_email(email), readable_name(name), role, language)
        try:
            await storage.add_technician(db, person, hash_, now)
        except IntegrityError as error:
            raise Refusal("email_taken") from error
        await self._audit.add(db, company_id, "technician.created", technician_id=person.id, role=role.value)
        return person
