"""All SQL about API tokens."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.engine import RowMapping

from daypass.server.accounts.models import ApiToken, SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.accounts.storage import HAS_PASSKEY, company_in, technician_in
from daypass.server.accounts.tables import api_token as t
from daypass.server.accounts.tables import company, technician
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection
from daypass.server.keyset import newest_first

NEVER = 2**53


@dataclass(frozen=True, slots=True)
class TokenInUse:
    """A valid token and whom it speaks for."""

    token_id: str
    last_used_at: int | None
    signed_in: SignedIn


async def add(db: AsyncConnection, token: ApiToken, company_id: str, hash_: str) -> None:
    """Insert a token."""
    await db.execute(
        insert(t).values(
            id=token.id,
            company_id=company_id,
            technician_id=token.technician_id,
            name=token.name,
            token_hash=hash_,
            scopes=[right.value for right in token.scopes],
            created_at=token.created_at,
            expires_at=token.expires_at,
        )
    )


async def count_of(db: AsyncConnection, technician_id: str, now: int) -> int:
    """How many valid tokens a technician has."""
    found = select(func.count()).where(t.c.technician_id == technician_id, *_valid(now))
    return (await db.execute(found)).scalar_one()


async def tokens(
    db: AsyncConnection,
    company_id: str,
    technician_id: str | None,
    now: int,
    after: Cursor | None = None,
    most: int | None = None,
) -> list[ApiToken]:
    """Valid tokens of a technician, or of the whole company, newest first."""
    found = select(t, technician.c.name.label("maker")).join_from(t, technician)
    found = found.where(t.c.company_id == company_id, *_valid(now))
    if technician_id is not None:
        found = found.where(t.c.technician_id == technician_id)
    found = newest_first(found, t.c.created_at, t.c.id, after, most)
    return [_token(row) for row in (await db.execute(found)).mappings()]


async def company_of(db: AsyncConnection, token_id: str) -> str | None:
    """Whose token it is."""
    return (await db.execute(select(t.c.company_id).where(t.c.id == token_id))).scalar_one_or_none()


async def revoke(db: AsyncConnection, company_id: str, technician_id: str | None, token_id: str, now: int) -> bool:
    """End a token; false when there is none to end."""
    found = update(t).where(t.c.id == token_id, t.c.company_id == company_id, t.c.revoked_at.is_(None))
    if technician_id is not None:
        found = found.where(t.c.technician_id == technician_id)
    return (await db.execute(found.values(revoked_at=now))).rowcount == 1


async def token_and_maker(db: AsyncConnection, hash_: str, now: int) -> TokenInUse | None:
    """The valid token with this hash, and its maker, who must not be disabled."""
    found = select(t, technician, company, HAS_PASSKEY).join_from(t, technician, t.c.technician_id == technician.c.id)
    found = found.join(company, company.c.id == technician.c.company_id)
    found = found.where(t.c.token_hash == hash_, technician.c.disabled_at.is_(None), *_valid(now))
    row = (await db.execute(found)).mappings().one_or_none()
    if row is None:
        return None
    scopes = frozenset(right for right in Right if right.value in row[t.c.scopes])
    who = SignedIn(
        technician=technician_in(row),
        company=company_in(row),
        expires_at=row[t.c.expires_at] or NEVER,
        has_second_factor=row["has_passkey"] or row[technician.c.totp_secret] is not None,
        scopes=scopes,
    )
    return TokenInUse(row[t.c.id], row[t.c.last_used_at], who)


async def write_use(db: AsyncConnection, token_id: str, now: int, address: str) -> None:
    """Remember that a token was used."""
    await db.execute(update(t).where(t.c.id == token_id).values(last_used_at=now, last_used_from=address[:45]))


def _valid(now: int) -> tuple[Any, ...]:
    return t.c.revoked_at.is_(None), or_(t.c.expires_at.is_(None), t.c.expires_at > now)


def _token(row: RowMapping) -> ApiToken:
    return ApiToken(
        id=row[t.c.id],
        technician_id=row[t.c.technician_id],
        technician_name=row["maker"],
        name=row[t.c.name],
        scopes=tuple(right for right in Right if right.value in row[t.c.scopes]),
        created_at=row[t.c.created_at],
        expires_at=row[t.c.expires_at],
        last_used_at=row[t.c.last_used_at],
        last_used_from=row[t.c.last_used_from],
    )
