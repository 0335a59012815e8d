"""Adds entries to a company's hash chain, and checks one.

An entry's hash is SHA-256 over the previous hash and the entry as canonical JSON, so a changed, removed or inserted row breaks every
later one. Details hold ids, counts and codes, never names, addresses or texts: erasing a person's data leaves the chain valid.
"""

import hashlib
import json
from typing import Any

from sqlalchemy import insert, select, update

from daypass.server.audit.tables import audit_entry, audit_head
from daypass.server.database import AsyncConnection
from daypass.server.identifiers import Clock

FIRST = "0" * 64


class AuditChain:
    """Appends in the caller's transaction; call it last there, because it holds the company's chain until the commit."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def begin(self, db: AsyncConnection, company_id: str) -> None:
        """Start a company's chain."""
        await db.execute(insert(audit_head).values(company_id=company_id, no=0, hash=FIRST))

    async def add(
        self,
        db: AsyncConnection,
        company_id: str,
        kind: str,
        technician_id: str | None = None,
        session_id: str | None = None,
        **details: Any,
    ) -> None:
        """Append one entry."""
        head = select(audit_head.c.no, audit_head.c.hash).where(audit_head.c.company_id == company_id).with_for_update()
        last = (await db.execute(head)).one()
        entry = {
            "company_id": company_id,
            "no": last.no + 1,
            "at": self._clock(),
            "kind": kind,
            "technician_id": technician_id,
            "session_id": session_id,
            "details": details,
        }
        hash_ = entry_hash(last.hash, entry)
        await db.execute(insert(audit_entry).values(**entry, hash=hash_))
        moved = update(audit_head).where(audit_head.c.company_id == company_id)
        await db.execute(moved.values(no=entry["no"], hash=hash_))


def entry_hash(previous: str, entry: dict[str, Any]) -> str:
    """The hash of an entry that follows `previous`."""
    canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


async def first_broken_entry(db: AsyncConnection, company_id: str) -> int | None:
    """The number of the first entry that does not follow from the one before; None when the whole chain holds."""
    previous, no = FIRST, 0
    for row in await db.execute(
        select(audit_entry).where(audit_entry.c.company_id == company_id).order_by(audit_entry.c.no)
    ):
        entry = {
            column: getattr(row, column)
            for column in ("company_id", "no", "at", "kind", "technician_id", "session_id", "details")
        }
        if row.no != no + 1 or entry_hash(previous, entry) != row.hash:
            return int(row.no)
        previous, no = row.hash, row.no
    head = (await db.execute(select(audit_head.c.hash).where(audit_head.c.company_id == company_id))).scalar()
    return None if head == previous else no + 1
