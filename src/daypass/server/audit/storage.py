"""All SQL that looks for entries; what appends them is in `chain.py`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.engine import Row

from daypass.server.audit.tables import audit_address, audit_entry
from daypass.server.database import AsyncConnection

e = audit_entry.c


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries; empty fields do not narrow. Times are ms since 1970, `since` included, `until` not."""

    since: int | None = None
    until: int | None = None
    kinds: tuple[str, ...] = ()
    """Whole kinds, or beginnings that end with a dot or a star: `session.`, `sign_in*`."""
    technicians: tuple[str, ...] = ()
    """Pseudonyms; an entry by any of them."""
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is kept; `address` is from beside the chain and gone after its time."""

    no: int
    at: int
    kind: str
    technician: str | None
    session_id: str | None
    details: dict[str, Any]
    hash: str
    address: str | None


HIGHEST_NO = 2**31 - 1  # of a 32-bit column: PostgreSQL refuses to compare it with more


async def entries(db: AsyncConnection, company_id: str, wanted: Filter, before: int | None, most: int) -> list[Entry]:
    """Entries of a company, newest first, numbered below `before`."""
    address = (audit_address.c.company_id == e.company_id) & (audit_address.c.no == e.no)
    found = select(audit_entry, audit_address.c.address).join_from(audit_entry, audit_address, address, isouter=True)
    found = found.where(e.company_id == company_id, *_conditions(wanted))
    if before is not None:
        found = found.where(e.no < min(before, HIGHEST_NO))
    return [_entry(row) for row in await db.execute(found.order_by(e.no.desc()).limit(most))]


async def kinds(db: AsyncConnection, company_id: str) -> list[str]:
    """Every kind that a company's chain holds."""
    found = select(e.kind).where(e.company_id == company_id).distinct().order_by(e.kind)
    return list((await db.execute(found)).scalars())


async def erase_addresses(db: AsyncConnection, before: int) -> int:
    """Erase addresses of entries made before a time (ms); the chain keeps their pseudonyms. Returns how many."""
    return (await db.execute(delete(audit_address).where(audit_address.c.at < before))).rowcount


def _conditions(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.since is not None:
        yield e.at >= wanted.since
    if wanted.until is not None:
        yield e.at < wanted.until
    if wanted.kinds:
        yield _of_kinds(wanted.kinds)
    if wanted.technicians:
        yield e.technician_id.in_(wanted.technicians)
    if wanted.session_id:
        yield e.session_id == wanted.session_id


def _of_kinds(wanted: Sequence[str]) -> ColumnElement[bool]:
    begins = [kind.rstrip("*") for kind in wanted if kind.endswith((".", "*"))]
    whole = [kind for kind in wanted if not kind.endswith((".", "*"))]
    return or_(e.kind.in_(whole), *(e.kind.startswith(start, autoescape=True) for start in begins))


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.no, row.at, row.kind, row.technician_id, row.session_id, row.details, row.hash, row.address)
