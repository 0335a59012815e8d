"""One-time links: an invitation to a company, a new password, a new address. All SQL about them, and how long each is good."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import RowMapping

from daypass.server.accounts.rights import Role
from daypass.server.accounts.tables import account_link as t
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection
from daypass.server.keyset import oldest_first

HOUR_MS = 3_600_000


class LinkKind(StrEnum):
    """What a link does when it is used."""

    INVITATION = "invitation"
    RESET = "reset"
    EMAIL = "email"


GOOD_FOR_MS = {LinkKind.INVITATION: 7 * 24 * HOUR_MS, LinkKind.RESET: HOUR_MS, LinkKind.EMAIL: 24 * HOUR_MS}


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A one-time link. Times are milliseconds since 1970."""

    id: str
    kind: LinkKind
    company_id: str
    technician_id: str | None
    email: str
    name: str
    role: Role
    language: str
    made_by: str | None
    created_at: int

    @property
    def expires_at(self) -> int:
        """From then on it opens nothing."""
        return self.created_at + GOOD_FOR_MS[self.kind]


async def add(db: AsyncConnection, link: AccountLink) -> None:
    """Keep a link; older ones of the same kind for the same address stop working."""
    older = update(t).where(t.c.kind == link.kind.value, t.c.email == link.email, t.c.company_id == link.company_id)
    await db.execute(older.where(t.c.used_at.is_(None)).values(revoked_at=link.created_at))
    await db.execute(
        insert(t).values(
            id=link.id,
            kind=link.kind.value,
            company_id=link.company_id,
            technician_id=link.technician_id,
            email=link.email,
            name=link.name,
            role=link.role.value,
            language=link.language,
            made_by=link.made_by,
            created_at=link.created_at,
            expires_at=link.expires_at,
        )
    )


async def open_link(db: AsyncConnection, link_id: str, kind: LinkKind | None, now: int) -> AccountLink | None:
    """A link that may still be used."""
    found = select(t).where(t.c.id == link_id, *_open(now))
    if kind is not None:
        found = found.where(t.c.kind == kind.value)
    row = (await db.execute(found)).mappings().one_or_none()
    return _link(row) if row else None


async def use(db: AsyncConnection, link_id: str, kind: LinkKind, now: int) -> AccountLink | None:
    """Use a link up; it is given exactly once, whoever races."""
    used = update(t).where(t.c.id == link_id, t.c.kind == kind.value, *_open(now)).values(used_at=now)
    row = (await db.execute(used.returning(t))).mappings().one_or_none()
    return _link(row) if row else None


async def open_invitations(
    db: AsyncConnection, company_id: str, now: int, after: Cursor | None = None, most: int | None = None
) -> list[AccountLink]:
    """Invitations that nobody has accepted yet, oldest first."""
    found = select(t).where(t.c.company_id == company_id, t.c.kind == LinkKind.INVITATION.value, *_open(now))
    rows = await db.execute(oldest_first(found, t.c.created_at, t.c.id, after, most))
    return [_link(row) for row in rows.mappings()]


async def revoke_invitation(db: AsyncConnection, company_id: str, link_id: str, now: int) -> bool:
    """Withdraw an invitation; false when there is none to withdraw."""
    found = update(t).where(t.c.id == link_id, t.c.company_id == company_id, *_open(now))
    found = found.where(t.c.kind == LinkKind.INVITATION.value)
    return (await db.execute(found.values(revoked_at=now))).rowcount == 1


async def revoke_of(db: AsyncConnection, technician_id: str, now: int) -> None:
    """Withdraw every open link of a person: their password or access has changed."""
    found = update(t).where(t.c.technician_id == technician_id, *_open(now))
    await db.execute(found.values(revoked_at=now))


async def revoke_made_by(db: AsyncConnection, technician_id: str, now: int) -> None:
    """Withdraw the open invitations that a person made who may not invite any more."""
    found = update(t).where(t.c.made_by == technician_id, *_open(now))
    await db.execute(found.values(revoked_at=now))


def _open(now: int) -> tuple[Any, ...]:
    return t.c.used_at.is_(None), t.c.revoked_at.is_(None), t.c.expires_at > now


def _link(row: RowMapping) -> AccountLink:
    return AccountLink(
        id=row[t.c.id],
        kind=LinkKind(row[t.c.kind]),
        company_id=row[t.c.company_id],
        technician_id=row[t.c.technician_id],
        email=row[t.c.email],
        name=row[t.c.name],
        role=Role(row[t.c.role]),
        language=row[t.c.language],
        made_by=row[t.c.made_by],
        created_at=row[t.c.created_at],
    )
