"""Adds entries to a company's hash chain.

An entry's hash is SHA-256 over the previous hash and the entry as canonical JSON, so a changed, removed or inserted row breaks every
later one. People stand in it as keyed pseudonyms, never as names, addresses or texts: erasing a person's data leaves the chain valid.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from daypass.server.audit.pseudonyms import customer_pseudonym, key_for_writing, pseudonym
from daypass.server.audit.tables import audit_address, audit_entry, audit_head
from daypass.server.database import AsyncConnection
from daypass.server.identifiers import Clock

FIRST = "0" * 64
HASHED = ("company_id", "no", "at", "kind", "technician_id", "session_id", "details")


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """One end of a chain: the number and hash of an entry, or 0 and `FIRST` before every entry."""

    no: int = 0
    hash: str = FIRST


class AuditChain:
    """Appends in the caller's transaction; call it last there, because it holds the company's chain until the commit."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def begin(self, db: AsyncConnection, company_id: str) -> None:
        """Start a company's chain."""
        ends = {"no": 0, "hash": FIRST, "start_no": 0, "start_hash": FIRST}
        await db.execute(insert(audit_head).values(company_id=company_id, **ends))

    async def add(
        self,
        db: AsyncConnection,
        company_id: str,
        kind: str,
        technician_id: str | None = None,
        session_id: str | None = None,
        *,
        of: str | None = None,
        customer: str | None = None,
        address: str | None = None,
        **details: Any,
    ) -> None:
        """Append one entry. `technician_id` (who did it), `of` (the technician it was done to), `customer` (e-mail address) and
        `address` (IP) go in as pseudonyms.

        The IP address itself is kept beside the chain, for the account-access report, until its time is over.
        """
        head = select(audit_head.c.no, audit_head.c.hash).where(audit_head.c.company_id == company_id).with_for_update()
        last = (await db.execute(head)).one()
        key = await key_for_writing(db, company_id)
        details |= _pseudonyms(key, of, customer, address)
        entry = {
            "company_id": company_id,
            "no": last.no + 1,
            "at": self._clock(),
            "kind": kind,
            "technician_id": pseudonym(key, "technician", technician_id) if technician_id else None,
            "session_id": session_id,
            "details": details,
        }
        hash_ = entry_hash(last.hash, entry)
        await db.execute(insert(audit_entry).values(**entry, hash=hash_))
        if address:
            beside = {"company_id": company_id, "no": entry["no"], "at": entry["at"], "address": address[:45]}
            await db.execute(insert(audit_address).values(**beside))
        moved = update(audit_head).where(audit_head.c.company_id == company_id)
        await db.execute(moved.values(no=entry["no"], hash=hash_))


def _pseudonyms(key: bytes, of: str | None, customer: str | None, address: str | None) -> dict[str, str]:
    people = (("of", "technician", of), ("address", "address", address))
    named = {name: pseudonym(key, what, value) for name, what, value in people if value}
    if customer and customer.strip():
        named["customer"] = customer_pseudonym(key, customer)
    return named


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry that follows `previous`."""
    canonical = json.dumps(
        {name: entry[name] for name in HASHED}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
