"""Checks chains: entry after entry from the start, and against the heads that the server signed while they were new.

The chain alone shows that nobody changed one row; a signed head shows that nobody wrote the whole chain again.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from daypass.server.audit.chain import HASHED, ChainEnd, entry_hash
from daypass.server.audit.tables import audit_entry, audit_head
from daypass.server.database import AsyncConnection

PIECE = 1000


@dataclass(slots=True)
class ChainCheck:
    """Takes a chain's entries in order; `broken` names the first that does not follow from the one before.

    `signed` maps the numbers of entries to the hashes that the server's key vouches for.
    """

    start: ChainEnd
    signed: Mapping[int, str] = field(default_factory=dict)
    broken: int | None = None
    entries: int = 0
    _end: ChainEnd = field(init=False)

    def __post_init__(self) -> None:
        self._end = self.start

    def take(self, entry: Mapping[str, Any]) -> None:
        """Check the next entry, with its `hash`."""
        if self.broken is not None:
            return
        no, hash_ = entry["no"], entry["hash"]
        follows = no == self._end.no + 1 and entry_hash(self._end.hash, entry) == hash_
        if not follows or self.signed.get(no, hash_) != hash_:
            self.broken = self._end.no + 1
            return
        self._end = ChainEnd(no, hash_)
        self.entries += 1

    def finish(self, head: ChainEnd | None) -> None:
        """Say where the chain claims to end (None: not told); a signed head beyond its end means that entries are missing."""
        claimed = max([self._end.no, *self.signed])
        if self.broken is None and ((head is not None and head != self._end) or claimed > self._end.no):
            self.broken = self._end.no + 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `broken`: the first entry that is wrong or missing; None when the whole chain holds."""

    company_id: str
    entries: int
    head: ChainEnd
    broken: int | None
    checked_at: int


async def verify(db: AsyncConnection, company_id: str, signed: Mapping[int, str], now: int) -> Verdict:
    """Check a company's whole chain; `db` must be a snapshot, because the chain grows meanwhile."""
    found = select(audit_head).where(audit_head.c.company_id == company_id)
    ends = (await db.execute(found)).one()
    head, start = ChainEnd(ends.no, ends.hash), ChainEnd(ends.start_no, ends.start_hash)
    later = {no: hash_ for no, hash_ in signed.items() if no > start.no}
    check = ChainCheck(start=start, signed=later)
    async for entry in entries_of(db, company_id):
        check.take(entry)
    check.finish(head)
    return Verdict(company_id, check.entries, head, check.broken, now)


async def entries_of(db: AsyncConnection, company_id: str, after: int = 0) -> AsyncIterator[dict[str, Any]]:
    """A company's entries in order, read in pieces, as they are hashed and with their hash."""
    while True:
        piece = select(audit_entry).where(audit_entry.c.company_id == company_id, audit_entry.c.no > after)
        rows = (await db.execute(piece.order_by(audit_entry.c.no).limit(PIECE))).all()
        for row in rows:
            yield {name: getattr(row, name) for name in (*HASHED, "hash")}
        if len(rows) < PIECE:
            return
        after = rows[-1].no


async def first_broken_entry(db: AsyncConnection, company_id: str) -> int | None:
    """The number of the first entry that does not follow from the one before; None when the whole chain holds."""
    return (await verify(db, company_id, {}, 0)).broken
