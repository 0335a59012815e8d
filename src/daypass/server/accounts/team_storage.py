"""All SQL about a company's people beyond signing in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, update

from daypass.server.accounts.models import Role, Technician
from daypass.server.accounts.storage import HAS_PASSKEY, technician_in
from daypass.server.accounts.tables import company, sign_in, technician
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection


@dataclass(frozen=True, slots=True)
class Member:
    """A technician as the team's list shows them."""

    technician: Technician
    has_second_factor: bool
    signed_in_at: int | None
    """The newest sign-in that is still open (ms)."""


async def member(db: AsyncConnection, company_id: str, technician_id: str) -> Member:
    """One of a company's people, who is known to be there."""
    return (await _members(db, _everybody(company_id).where(technician.c.id == technician_id)))[0]


async def members(db: AsyncConnection, company_id: str, after: Cursor | None, most: int | None) -> list[Member]:
    """The people of a company by name, whatever its capitals, behind the one at `after`."""
    by_name = func.lower(technician.c.name)
    found = _everybody(company_id)
    if after is not None:
        last = select(by_name).where(technician.c.id == after.id, technician.c.company_id == company_id)
        name = (await db.execute(last)).scalar_one_or_none() or ""
        found = found.where(or_(by_name > name, and_(by_name == name, technician.c.id > after.id)))
    return await _members(db, found.order_by(by_name, technician.c.id).limit(most))


def _everybody(company_id: str) -> Select[Any]:
    newest = select(func.max(sign_in.c.created_at)).where(sign_in.c.technician_id == technician.c.id)
    found = select(technician, HAS_PASSKEY, newest.scalar_subquery().label("signed_in_at"))
    return found.where(technician.c.company_id == company_id)


async def _members(db: AsyncConnection, found: Select[Any]) -> list[Member]:
    rows = (await db.execute(found)).mappings()
    return [
        Member(
            technician=technician_in(row),
            has_second_factor=row["has_passkey"] or row[technician.c.totp_secret] is not None,
            signed_in_at=row["signed_in_at"],
        )
        for row in rows
    ]


async def is_known(db: AsyncConnection, email: str) -> bool:
    """Whether somebody signs in with this address."""
    return bool((await db.execute(select(exists(select(technician.c.id).where(technician.c.email == email))))).scalar())


async def technician_by_email(db: AsyncConnection, email: str) -> Technician | None:
    """Who signs in with this address, also a disabled one."""
    row = (await db.execute(select(technician).where(technician.c.email == email))).mappings().one_or_none()
    return technician_in(row) if row else None


async def lock_company(db: AsyncConnection, company_id: str) -> None:
    """Until the commit nobody else who asks for it changes this company's roles (SQLite has one writer anyway)."""
    await db.execute(select(company.c.id).where(company.c.id == company_id).with_for_update(key_share=True))


async def set_role(db: AsyncConnection, technician_id: str, role: Role) -> None:
    """Change a role."""
    await db.execute(update(technician).where(technician.c.id == technician_id).values(role=role.value))


async def set_disabled(db: AsyncConnection, technician_id: str, at: int | None) -> None:
    """Since when a technician may not sign in; None: may."""
    await db.execute(update(technician).where(technician.c.id == technician_id).values(disabled_at=at))


async def set_second_factor_required(db: AsyncConnection, company_id: str, required: bool) -> None:
    """Whether a company's people need a second factor."""
    await db.execute(update(company).where(company.c.id == company_id).values(second_factor_required=required))
