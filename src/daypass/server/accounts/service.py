"""What people who sign in can do: first set-up, signing in and out, making companies and colleagues."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy.exc import IntegrityError

from daypass.server.accounts import storage
from daypass.server.accounts.models import Company, Role, SignedIn, SignIn, Technician, folded_email, readable_name
from daypass.server.accounts.passkeys import Passkeys
from daypass.server.accounts.passwords import PasswordPool
from daypass.server.accounts.second_factors import SecondFactors
from daypass.server.accounts.storage import WayIn
from daypass.server.audit.chain import AuditChain
from daypass.server.callers import counted_place
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock, new_id, new_token, token_hash
from daypass.server.later import Later
from daypass.server.problems import Refusal, not_found

OnNewCompany = Callable[[AsyncConnection, Company, int], Awaitable[None]]
"""What other features add for a new company, in the same transaction."""

AccessEnded = Callable[[str], Awaitable[None]]
"""Told the id of a technician of whom one or more sign-ins have just ended, after the commit."""

HOUR_MS = 3_600_000
CONFIRMED_FOR_MS = 900_000
SETUP_LINK_HOURS = 24
# Delays per account and address, never a lock-out: a stranger cannot keep a technician out of the console for long.
TRIES_PER_ACCOUNT = parse("10/5 minutes")
TRIES_PER_ADDRESS = parse("30/5 minutes")
# Whoever gets here knows the password already, so counting by account alone keeps no stranger's victim out.
CODES_PER_ACCOUNT = parse("10/5 minutes")


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
        factors: SecondFactors,
        passkeys: Passkeys,
        later: Later,
    ) -> None:
        self._later = later
        self._factors = factors
        self._passkeys = passkeys
        self._followers: list[AccessEnded] = []
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
            return await self.add_technician(db, firm.id, name, email, hash_, Role.OWNER, language, now)

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
            return await self.add_technician(db, company_id, name, email, hash_, role, language, self._clock())

    def when_access_ends(self, follower: AccessEnded) -> None:
        """Await `follower(technician_id)` whenever somebody's sign-ins were ended: live streams and connections close."""
        self._followers.append(follower)

    async def access_ended(self, technician_id: str) -> None:
        """Tell the followers; called after the commit that ended sign-ins."""
        for follower in self._followers:
            await follower(technician_id)

    async def sign_in(self, email: str, password: str, address: str, browser: str = "", code: str = "") -> NewSignIn:
        """Check password and second factor, and remember the browser. One answer for unknown address and wrong password.

        Raises `sign_in_refused`, `second_factor_needed` (with a right password only), `second_factor_wrong`, `too_many_tries`.
        """
        account = folded_email(email)
        await self._count_try(account, address)
        async with self._database.reading() as db:
            found = await storage.way_in_of(db, account)
        if not await self._passwords.matches(found.password_hash if found else None, password) or found is None:
            if found is not None:  # beside the answer, which must take as long as for an address that nobody has
                person = found.technician
                await self._later.do(lambda: self._remember_refusal(person, address, "password"))
            raise Refusal("sign_in_refused")
        if found.methods and not code:
            raise Refusal("second_factor_needed", methods=found.methods)
        if found.methods:
            await self._count_code(found.technician.id)
        fresh = await self._passwords.hash(password) if self._passwords.is_outdated(found.password_hash) else None
        async with self._database.writing() as db:
            await storage.hold_account(db, found.technician.id)
            is_as_checked = found.is_as(await storage.way_in_of(db, account))
            way = await self._way_of(db, found, code) if is_as_checked else None
            if way is not None:
                if fresh:
                    await storage.set_password_hash(db, found.technician.id, fresh)
                return await self._open(db, found.technician, address, browser, way)
        if (
            not is_as_checked
        ):  # somebody changed password, second factor or access meanwhile: what counts is how it is now
            return await self.sign_in(email, password, address, browser, code)
        await self._remember_refusal(found.technician, address, "second_factor")
        raise Refusal("second_factor_wrong")

    async def _way_of(self, db: AsyncConnection, found: WayIn, code: str) -> str | None:
        return await self._factors.prove(db, found.technician.id, code) if found.methods else "password"

    async def sign_in_with_passkey(self, credential: dict[str, Any], address: str, browser: str) -> NewSignIn:
        """Remember the browser of whose key signed. Raises `passkey_refused`, `too_many_tries`."""
        await self._count_place(address)
        async with self._database.writing() as db:
            technician_id = await self._passkeys.prove(db, credential)
            await storage.hold_account(db, technician_id)
            person = await storage.technician_by_id(db, technician_id)
            if person is None:
                raise Refusal("passkey_refused")
            return await self._open(db, person, address, browser, "passkey")

    async def confirm(self, who: SignedIn, password: str, address: str) -> None:
        """The person proves again who they are, before a change that matters. Raises `password_refused`, `too_many_tries`."""
        await self.require_password(who.technician, password, address)
        async with self._database.writing() as db:
            await storage.confirm_sign_in(db, who.sign_in_id, self._clock())

    async def confirm_with_passkey(self, who: SignedIn, credential: dict[str, Any], address: str) -> None:
        """The same by a passkey of this person's; a key of somebody else proves nothing. Raises `passkey_refused`, `too_many_tries`."""
        await self._count_place(address)
        async with self._database.writing() as db:
            if await self._passkeys.prove(db, credential) != who.technician.id:
                raise Refusal("passkey_refused")
            await storage.confirm_sign_in(db, who.sign_in_id, self._clock())

    async def require_password(self, person: Technician, password: str, address: str) -> None:
        """Raises `password_refused` unless it is this person's, `too_many_tries`."""
        await self._count_try(person.email, address)
        async with self._database.reading() as db:
            found = await storage.way_in_of(db, person.email)
        if not await self._passwords.matches(found.password_hash if found else None, password):
            raise Refusal("password_refused")

    def is_freshly_confirmed(self, who: SignedIn) -> bool:
        """Whether this browser proved its person within the last quarter of an hour."""
        return self._clock() - who.confirmed_at < CONFIRMED_FOR_MS

    async def who_is(self, token: str) -> SignedIn | None:
        """Whom a cookie speaks for."""
        if not token:
            return None
        async with self._database.reading() as db:
            return await storage.signed_in(db, token_hash(token), self._clock())

    async def sign_out(self, token: str) -> None:
        """Forget the browser."""
        async with self._database.writing() as db:
            who = await storage.signed_in(db, token_hash(token), self._clock())
            await storage.remove_sign_in(db, token_hash(token))
            if who is not None:
                await self._audit.add(db, who.company.id, "sign_out", who.technician.id)

    async def _open(self, db: AsyncConnection, person: Technician, address: str, browser: str, way: str) -> NewSignIn:
        token, now = new_token(), self._clock()
        new = SignIn(new_id(), person.id, now, now + self._sign_in_ms, address, browser)
        await storage.add_sign_in(db, token_hash(token), new)
        signed_in = await storage.signed_in(db, token_hash(token), now)
        if signed_in is None:  # disabled in this moment
            raise Refusal("sign_in_refused")
        await self._audit.add(db, person.company_id, "sign_in", technician_id=person.id, address=address, way=way)
        return NewSignIn(token, signed_in)

    async def _remember_refusal(self, person: Technician, address: str, wrong: str) -> None:
        """A try at somebody's account stands in the audit trail; how many there can be is bounded by `_count_try`."""
        async with self._database.writing() as db:
            await self._audit.add(db, person.company_id, "sign_in.refused", person.id, address=address, wrong=wrong)

    async def _count_try(self, account: str, address: str) -> None:
        place = counted_place(address)
        await self._count_place(address)
        if not await self._tries.hit(TRIES_PER_ACCOUNT, "sign-in", account, place):
            raise _too_many_tries()

    async def _count_place(self, address: str) -> None:
        if not await self._tries.hit(TRIES_PER_ADDRESS, "sign-in", counted_place(address)):
            raise _too_many_tries()

    async def _count_code(self, technician_id: str) -> None:
        if not await self._tries.hit(CODES_PER_ACCOUNT, "code", technician_id):
            raise _too_many_tries()

    async def _add_company(self, db: AsyncConnection, name: str, language: str, now: int) -> Company:
        firm = Company(new_id(), readable_name(name), "#0F766E", "", "", language, 1, 5)
        await storage.add_company(db, firm, now)
        await self._audit.begin(db, firm.id)
        await self._on_new_company(db, firm, now)
        return firm

    async def add_technician(
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
        """A person with access, in the caller's transaction. Raises `email_taken`."""
        person = Technician(new_id(), company_id, folded_email(email), readable_name(name), role, language)
        try:
            await storage.add_technician(db, person, hash_, now)
        except IntegrityError as error:
            raise Refusal("email_taken") from error
        await self._audit.add(db, company_id, "technician.created", technician_id=person.id, role=role.value)
        return person


def _too_many_tries() -> Refusal:
    return Refusal("too_many_tries", headers={"Retry-After": "60"}, retry_after_s=60, minutes=1)
