"""All SQL about people who sign in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.engine import RowMapping

from daypass.server.accounts.models import Company, Role, SignedIn, SignIn, Technician
from daypass.server.accounts.tables import company, passkey, setup_link, sign_in, technician
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection
from daypass.server.keyset import newest_first

HAS_PASSKEY = exists(select(passkey.c.id).where(passkey.c.technician_id == technician.c.id)).label("has_passkey")


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
    return company_in(row._mapping) if row else None


async def write_company(db: AsyncConnection, changed: Company) -> None:
    """Replace what a company may change of itself."""
    written = update(company).where(company.c.id == changed.id)
    await db.execute(
        written.values(
            name=changed.name,
            colour=changed.colour,
            phone=changed.phone,
            website=changed.website,
            language=changed.language,
            sessions_per_technician=changed.sessions_per_technician,
            sessions_per_company=changed.sessions_per_company,
            may_hold=changed.may_hold,
        )
    )


async def companies(db: AsyncConnection) -> list[Company]:
    """Every company, oldest first."""
    return [company_in(row._mapping) for row in await db.execute(select(company).order_by(company.c.created_at))]


async def any_technician(db: AsyncConnection) -> bool:
    """Whether anybody can sign in yet."""
    return bool((await db.execute(select(exists(select(technician.c.id))))).scalar())


async def technician_by_id(db: AsyncConnection, technician_id: str) -> Technician | None:
    """One technician, also a disabled one."""
    row = (await db.execute(select(technician).where(technician.c.id == technician_id))).one_or_none()
    return technician_in(row._mapping) if row else None


async def held_role(db: AsyncConnection, technician_id: str) -> Role | None:
    """The role somebody has now, which nobody changes until the commit; None for one who may not sign in."""
    found = select(technician.c.role).where(technician.c.id == technician_id, technician.c.disabled_at.is_(None))
    role = (await db.execute(found.with_for_update(read=True))).scalar_one_or_none()
    return Role(role) if role else None


async def hold_account(db: AsyncConnection, technician_id: str) -> None:
    """Until the commit nobody else signs this person in, changes their password or keeps them out (SQLite has one writer anyway)."""
    held = select(technician.c.id).where(technician.c.id == technician_id).with_for_update(key_share=True)
    await db.execute(held)


async def colleague(db: AsyncConnection, company_id: str, technician_id: str) -> Technician | None:
    """A technician of this company who may sign in. An id from outside: what cannot be one is nobody."""
    if not (technician_id.isascii() and technician_id.isalnum()):
        return None
    found = select(technician).where(technician.c.id == technician_id, technician.c.company_id == company_id)
    row = (await db.execute(found.where(technician.c.disabled_at.is_(None)))).one_or_none()
    return technician_in(row._mapping) if row else None


async def owners_of(db: AsyncConnection, company_id: str) -> list[Technician]:
    """The owners of a company who may still sign in."""
    found = select(technician).where(technician.c.company_id == company_id, technician.c.role == Role.OWNER.value)
    rows = await db.execute(found.where(technician.c.disabled_at.is_(None)).order_by(technician.c.created_at))
    return [technician_in(row._mapping) for row in rows]


async def technician_names(db: AsyncConnection, company_id: str) -> dict[str, str]:
    """Names of a company's technicians by id."""
    rows = await db.execute(select(technician.c.id, technician.c.name).where(technician.c.company_id == company_id))
    return {row.id: row.name for row in rows}


async def names_of(db: AsyncConnection, technician_ids: Collection[str]) -> dict[str, str]:
    """Names of technicians by id."""
    rows = await db.execute(select(technician.c.id, technician.c.name).where(technician.c.id.in_(technician_ids)))
    return {row.id: row.name for row in rows}


@dataclass(frozen=True, slots=True)
class WayIn:
    """How somebody signs in."""

    technician: Technician
    password_hash: str
    methods: tuple[str, ...]
    """Second factors that this person has set up: `totp`, `passkey`; empty: the password is enough."""

    def is_as(self, later: "WayIn | None") -> bool:
        """Whether what was proven for this way in still opens the account."""
        return later is not None and (self.password_hash, self.methods) == (later.password_hash, later.methods)


async def way_in_of(db: AsyncConnection, email: str) -> WayIn | None:
    """How the technician with this address signs in; None for a disabled one."""
    found = select(technician, HAS_PASSKEY).where(technician.c.email == email, technician.c.disabled_at.is_(None))
    row = (await db.execute(found)).mappings().one_or_none()
    if row is None:
        return None
    has = {"totp": row[technician.c.totp_secret] is not None, "passkey": row["has_passkey"]}
    methods = tuple(name for name, present in has.items() if present)
    return WayIn(technician_in(row), row[technician.c.password_hash], methods)


async def set_password_hash(db: AsyncConnection, technician_id: str, password_hash: str) -> None:
    """Replace a password's hash (new password, or new parameters)."""
    await db.execute(update(technician).where(technician.c.id == technician_id).values(password_hash=password_hash))


async def add_sign_in(db: AsyncConnection, hash_: str, new: SignIn) -> None:
    """Remember one signed-in browser, and forget those whose time is over."""
    await db.execute(delete(sign_in).where(sign_in.c.expires_at <= new.created_at))
    await db.execute(
        insert(sign_in).values(
            token_hash=hash_,
            id=new.id,
            technician_id=new.technician_id,
            created_at=new.created_at,
            expires_at=new.expires_at,
            confirmed_at=new.created_at,
            address=new.address[:45],
            browser=new.browser[:200],
        )
    )


async def signed_in(db: AsyncConnection, hash_: str, now: int) -> SignedIn | None:
    """Whom the cookie with this hash speaks for, if its time is not over."""
    found = select(sign_in.c.id, sign_in.c.expires_at, sign_in.c.confirmed_at, technician, company, HAS_PASSKEY)
    found = found.join_from(sign_in, technician).join(company, company.c.id == technician.c.company_id)
    found = found.where(sign_in.c.token_hash == hash_, sign_in.c.expires_at > now, technician.c.disabled_at.is_(None))
    row = (await db.execute(found)).mappings().one_or_none()
    if row is None:
        return None
    return SignedIn(
        technician=technician_in(row),
        company=company_in(row),
        expires_at=row[sign_in.c.expires_at],
        sign_in_id=row[sign_in.c.id],
        confirmed_at=row[sign_in.c.confirmed_at],
        has_second_factor=row["has_passkey"] or row[technician.c.totp_secret] is not None,
    )


async def confirm_sign_in(db: AsyncConnection, sign_in_id: str, now: int) -> None:
    """Remember when a browser last proved its person."""
    await db.execute(update(sign_in).where(sign_in.c.id == sign_in_id).values(confirmed_at=now))


async def sign_ins_of(
    db: AsyncConnection, technician_id: str, now: int, after: Cursor | None, most: int
) -> list[SignIn]:
    """A person's signed-in browsers, newest first."""
    found = select(sign_in).where(sign_in.c.technician_id == technician_id, sign_in.c.expires_at > now)
    rows = await db.execute(newest_first(found, sign_in.c.created_at, sign_in.c.id, after, most))
    return [SignIn(row.id, row.technician_id, row.created_at, row.expires_at, row.address, row.browser) for row in rows]


async def end_sign_in(db: AsyncConnection, technician_id: str, sign_in_id: str) -> bool:
    """Sign out one of a person's browsers; false when there is none."""
    ended = delete(sign_in).where(sign_in.c.technician_id == technician_id, sign_in.c.id == sign_in_id)
    return (await db.execute(ended)).rowcount == 1


async def end_sign_ins(db: AsyncConnection, technician_id: str, but: str = "") -> int:
    """Sign out all of a person's browsers, but for one; how many there were."""
    ended = delete(sign_in).where(sign_in.c.technician_id == technician_id, sign_in.c.id != but)
    return (await db.execute(ended)).rowcount


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


def company_in(row: RowMapping) -> Company:
    """The company of a row with every column of its table."""
    c = company.c
    return Company(
        id=row[c.id],
        name=row[c.name],
        colour=row[c.colour],
        phone=row[c.phone],
        website=row[c.website],
        language=row[c.language],
        sessions_per_technician=row[c.sessions_per_technician],
        sessions_per_company=row[c.sessions_per_company],
        second_factor_required=row[c.second_factor_required],
        may_hold=row[c.may_hold],
        logo=row[c.logo],
    )


def technician_in(row: RowMapping) -> Technician:
    """The technician of a row with every column of its table."""
    c = technician.c
    return Technician(
        id=row[c.id],
        company_id=row[c.company_id],
        email=row[c.email],
        name=row[c.name],
        role=Role(row[c.role]),
        language=row[c.language],
        disabled_at=row[c.disabled_at],
        picture=row[c.picture],
    )
