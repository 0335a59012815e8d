"""All SQL about people who sign in."""

from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.engine import Row

from daypass.server.accounts.models import Company, Role, SignedIn, Technician
from daypass.server.accounts.tables import company, setup_link, sign_in, technician
from daypass.server.database import AsyncConnection


async def add_company(db: AsyncConnection, new: Company, now: int) -> None:
    """Insert a company."""
    await db.execute(
        insert(company).values(
            id=new.id,
            name=new.name,
            colour=new.colour,
            phone=new.phone,
            website=new.website,
            language=new.language,
            sessions_per_technician=new.sessions_per_technician,
            sessions_per_company=new.sessions_per_company,
            created_at=now,
        )
    )


async def add_technician(db: AsyncConnection, new: Technician, password_hash: str, now: int) -> None:
    """Insert a technician. Raises IntegrityError when the e-mail address is taken."""
    await db.execute(
        insert(technician).values(
            id=new.id,
            company_id=new.company_id,
            email=new.email,
            name=new.name,
            role=new.role.value,
            language=new.language,
            password_hash=password_hash,
            created_at=now,
        )
    )


async def company_by_id(db: AsyncConnection, company_id: str) -> Company | None:
    """One company."""
    row = (await db.execute(select(company).where(company.c.id == company_id))).one_or_none()
    return _company(row) if row else None


async def companies(db: AsyncConnection) -> list[Company]:
    """Every company, oldest first."""
    return [_company(row) for row in await db.execute(select(company).order_by(company.c.created_at))]


async def any_technician(db: AsyncConnection) -> bool:
    """Whether anybody can sign in yet."""
    return bool((await db.execute(select(exists(select(technician.c.id))))).scalar())


async def technician_by_id(db: AsyncConnection, technician_id: str) -> Technician | None:
    """One technician, also a disabled one."""
    row = (await db.execute(select(technician).where(technician.c.id == technician_id))).one_or_none()
    return _technician(row) if row else None


async def owners_of(db: AsyncConnection, company_id: str) -> list[Technician]:
    """The owners of a company who may still sign in."""
    found = select(technician).where(technician.c.company_id == company_id, technician.c.role == Role.OWNER.value)
    rows = await db.execute(found.where(technician.c.disabled_at.is_(None)).order_by(technician.c.created_at))
    return [_technician(row) for row in rows]


async def technician_names(db: AsyncConnection, company_id: str) -> dict[str, str]:
    """Names of a company's technicians by id."""
    rows = await db.execute(select(technician.c.id, technician.c.name).where(technician.c.company_id == company_id))
    return {row.id: row.name for row in rows}


async def password_of(db: AsyncConnection, email: str) -> tuple[Technician, str] | None:
    """The technician who may sign in with this address, and the hash to check."""
    found = select(technician).where(technician.c.email == email, technician.c.disabled_at.is_(None))
    row = (await db.execute(found)).one_or_none()
    return (_technician(row), row.password_hash) if row else None


async def set_password_hash(db: AsyncConnection, technician_id: str, password_hash: str) -> None:
    """Replace a password's hash (new password, or new parameters)."""
    await db.execute(update(technician).where(technician.c.id == technician_id).values(password_hash=password_hash))


async def add_sign_in(
    db: AsyncConnection, hash_: str, technician_id: str, now: int, expires_at: int, address: str
) -> None:
    """Remember one signed-in browser, and forget those whose time is over."""
    await db.execute(delete(sign_in).where(sign_in.c.expires_at <= now))
    await db.execute(
        insert(sign_in).values(
            token_hash=hash_, technician_id=technician_id, created_at=now, expires_at=expires_at, address=address
        )
    )


async def signed_in(db: AsyncConnection, hash_: str, now: int) -> SignedIn | None:
    """Whom the cookie with this hash speaks for, if its time is not over."""
    found = select(sign_in.c.expires_at, technician.c.id, technician.c.company_id).join_from(sign_in, technician)
    found = found.where(sign_in.c.token_hash == hash_, sign_in.c.expires_at > now, technician.c.disabled_at.is_(None))
    row = (await db.execute(found)).one_or_none()
    if row is None:
        return None
    person = await technician_by_id(db, row.id)
    firm = await company_by_id(db, row.company_id)
    return SignedIn(person, firm, row.expires_at) if person and firm else None


async def remove_sign_in(db: AsyncConnection, hash_: str) -> None:
    """Sign one browser out."""
    await db.execute(delete(sign_in).where(sign_in.c.token_hash == hash_))


async def add_setup_link(db: AsyncConnection, hash_: str, now: int, expires_at: int) -> None:
    """Keep the newest set-up link only."""
    await db.execute(delete(setup_link).where(setup_link.c.used_at.is_(None)))
    await db.execute(insert(setup_link).values(token_hash=hash_, created_at=now, expires_at=expires_at))


async def setup_link_is_open(db: AsyncConnection, hash_: str, now: int) -> bool:
    """Whether this link may still make the first owner."""
    found = select(setup_link.c.token_hash).where(setup_link.c.token_hash == hash_, *_still_open(now))
    return (await db.execute(found)).one_or_none() is not None


async def use_setup_link(db: AsyncConnection, hash_: str, now: int) -> bool:
    """Use the link up; true exactly once, whoever races."""
    used = update(setup_link).where(setup_link.c.token_hash == hash_, *_still_open(now)).values(used_at=now)
    return (await db.execute(used)).rowcount == 1


def _still_open(now: int) -> tuple[Any, ...]:
    return setup_link.c.used_at.is_(None), setup_link.c.expires_at > now


def _company(row: Row[Any]) -> Company:
    return Company(
        id=row.id,
        name=row.name,
        colour=row.colour,
        phone=row.phone,
        website=row.website,
        language=row.language,
        sessions_per_technician=row.sessions_per_technician,
        sessions_per_company=row.sessions_per_company,
    )


def _technician(row: Row[Any]) -> Technician:
    return Technician(
        id=row.id,
        company_id=row.company_id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        language=row.language,
    )
