"""People of companies for tests, signed in without the sign-in page."""

from dataclasses import dataclass

from daypass.server.accounts import storage
from daypass.server.accounts.models import Company, SignedIn, SignIn
from daypass.server.accounts.rights import Right, Role
from daypass.server.app import Parts
from daypass.server.identifiers import new_id, new_token, token_hash

HOUR_MS = 3_600_000


@dataclass
class Person:
    """Somebody with access."""

    who: SignedIn
    cookie: str

    async def fresh_cookie(self, parts: Parts) -> str:
        """One more browser of theirs, that has just proven its person."""
        return (await _signed_in(parts, self.who.technician.id))[1]


async def person_of(
    parts: Parts,
    role: Role,
    company: Company | str = "Example Computers",
    name: str = "Technician One",
    email: str = "",
    password: str | None = None,
) -> Person:
    """Somebody with this role; `company` is one, or the name of a new one."""
    if isinstance(company, str):
        company = await parts.accounts.create_company(company, "en")
    hash_ = await parts.passwords.hash(password) if password else "no hash"
    address = email or f"{new_id()}@example.org"
    async with parts.database.writing() as db:
        person = await parts.accounts.add_technician(db, company.id, name, address, hash_, role, "en", parts.clock())
    return Person(*await _signed_in(parts, person.id))


async def token_of(parts: Parts, person: Person, scopes: list[Right]) -> str:
    """An API token of theirs; older ones are revoked, because nobody may have too many."""
    for token in (await parts.people.tokens.listed(person.who, None, 200)).items:
        await parts.people.tokens.revoke(person.who, token.id)
    return (await parts.people.tokens.create(person.who.technician, "test", scopes, None)).secret


async def _signed_in(parts: Parts, technician_id: str) -> tuple[SignedIn, str]:
    token, now = new_token(), parts.clock()
    new = SignIn(new_id(), technician_id, now, now + 12 * HOUR_MS, "127.0.0.1", "Test")
    async with parts.database.writing() as db:
        await storage.add_sign_in(db, token_hash(token), new)
        who = await storage.signed_in(db, token_hash(token), now)
    assert who is not None
    return who, token
