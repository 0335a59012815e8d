"""API tokens: a program's way in. A token acts for the person who made it, within its scopes and that person's present rights."""

from collections.abc import Sequence
from dataclasses import dataclass

from daypass.server.accounts import api_token_storage as storage
from daypass.server.accounts.models import ApiToken, SignedIn, Technician, readable_name
from daypass.server.accounts.rights import RIGHTS_OF, SCOPES, Right
from daypass.server.accounts.still_allowed import require_still_allowed
from daypass.server.audit.chain import AuditChain
from daypass.server.cursors import Cursor, Piece, piece_of
from daypass.server.database import Database
from daypass.server.identifiers import Clock, new_id, new_token, token_hash
from daypass.server.problems import Refusal, not_found

PREFIX = "daypass_"
"""Lets scanners for leaked secrets find one."""
MOST_DAYS = 3650
MOST_PER_TECHNICIAN = 50
DAY_MS = 86_400_000
# A token in heavy use is no reason to write at every request.
LAST_USE_EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class NewApiToken:
    """A fresh token: the secret is shown once and kept nowhere."""

    token: ApiToken
    secret: str


class ApiTokens:
    """Makes, lists, revokes and checks API tokens."""

    def __init__(self, database: Database, audit: AuditChain, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    async def create(self, maker: Technician, name: str, scopes: Sequence[Right], days: int | None) -> NewApiToken:
        """A token for this person. Raises `scope_refused` for what the maker may not do or no token may, `too_many_tokens`."""
        wanted = tuple(right for right in SCOPES if right in scopes)
        if not wanted or set(scopes) - set(wanted) or set(wanted) - RIGHTS_OF[maker.role]:
            raise Refusal("scope_refused")
        secret, now = PREFIX + new_token(), self._clock()
        expires_at = now + days * DAY_MS if days else None
        token = ApiToken(new_id(), maker.id, maker.name, readable_name(name), wanted, now, expires_at, None, None)
        async with self._database.writing() as db:
            await require_still_allowed(db, maker)
            if await storage.count_of(db, maker.id, now) >= MOST_PER_TECHNICIAN:
                raise Refusal("too_many_tokens", limit=MOST_PER_TECHNICIAN)
            await storage.add(db, token, maker.company_id, token_hash(secret))
            names = [right.value for right in wanted]
            await self._audit.add(db, maker.company_id, "api_token.created", maker.id, token_id=token.id, scopes=names)
        return NewApiToken(token, secret)

    async def listed(self, who: SignedIn, after: Cursor | None, most: int) -> Piece[ApiToken]:
        """One's own tokens, newest first; those who manage the team see the company's."""
        async with self._database.reading() as db:
            found = await storage.tokens(db, who.company.id, self._only(who), self._clock(), after, most + 1)
        return piece_of(found, most, lambda token: Cursor(token.created_at, token.id))

    async def of(self, person: Technician) -> list[ApiToken]:
        """One person's tokens, for the operator."""
        async with self._database.reading() as db:
            return await storage.tokens(db, person.company_id, person.id, self._clock())

    async def revoke_any(self, token_id: str) -> bool:
        """End a token of whatever company, for the operator; false when there is none to end."""
        async with self._database.writing() as db:
            company_id = await storage.company_of(db, token_id)
            if not company_id or not await storage.revoke(db, company_id, None, token_id, self._clock()):
                return False
            await self._audit.add(db, company_id, "api_token.revoked", token_id=token_id)
        return True

    async def revoke(self, who: SignedIn, token_id: str) -> None:
        """End a token at once. Raises `not_found` for a colleague's, unless one manages the team."""
        async with self._database.writing() as db:
            if not await storage.revoke(db, who.company.id, self._only(who), token_id, self._clock()):
                raise not_found()
            await self._audit.add(db, who.company.id, "api_token.revoked", who.technician.id, token_id=token_id)

    async def who_is(self, secret: str, address: str) -> SignedIn | None:
        """Whom a token speaks for: nobody once it is over, revoked, or its maker disabled."""
        if not secret.startswith(PREFIX):
            return None
        now = self._clock()
        async with self._database.reading() as db:
            found = await storage.token_and_maker(db, token_hash(secret), now)
        if found is None:
            return None
        if now - (found.last_used_at or 0) >= LAST_USE_EVERY_MS:
            async with self._database.writing() as db:
                await storage.write_use(db, found.token_id, now, address)
        return found.signed_in

    def _only(self, who: SignedIn) -> str | None:
        return None if Right.TEAM_WRITE in who.rights else who.technician.id
