"""Checks chains: entry after entry from the start, and against the heads that the server signed while they were new.

The chain alone shows that nobody changed one row; a signed head shows that nobody wrote the whole chain again or cut off its end, and
the signed start that nobody cut off its beginning.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from daypass.server.audit.chain import HASHED, ChainEnd, entry_hash
from daypass.server.audit.signed_heads import is_true_start
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
    end: ChainEnd = field(init=False)
    """The last entry that follows."""

    def __post_init__(self) -> None:
        self.end = self.start

    def miss_the_beginning(self) -> None:
        """Say that nothing vouches for where it starts: the entry before is missing, perhaps more."""
        self.broken = max(self.start.no, 1)

    def take(self, entry: Mapping[str, Any]) -> None:
        """Check the next entry, with its `hash`."""
        if self.broken is not None:
            return
        no, hash_ = entry["no"], entry["hash"]
        follows = no == self.end.no + 1 and entry_hash(self.end.hash, entry) == hash_
        if not follows or self.signed.get(no, hash_) != hash_:
            self.broken = self.end.no + 1
            return
        self.end = ChainEnd(no, hash_)
        self.entries += 1

    def finish(self, head: ChainEnd | None) -> None:
        """Say where the chain claims to end (None: not told); a signed head beyond its end means that entries are missing."""
        claimed = max([self.end.no, *self.signed])
        if self.broken is None and ((head is not None and head != self.end) or claimed > self.end.no):
            self.broken = self.end.no + 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `broken`: the first entry that is wrong or missing; None when the whole chain holds."""

    company_id: str
    entries: int
    head: ChainEnd
    broken: int | None
    checked_at: int


async def verify(
    db: AsyncConnection, company_id: str, signed: Mapping[int, str], server_public: bytes, now: int
) -> Verdict:
    """Check a company's whole chain; `db` must be a snapshot, because the chain grows meanwhile."""
    found = select(audit_head).where(audit_head.c.company_id == company_id)
    ends = (await db.execute(found)).one_or_none()
    if ends is None:  # there is one from the company's first moment on
        return Verdict(company_id, 0, ChainEnd(), 1, now)
    head, start = ChainEnd(ends.no, ends.hash), ChainEnd(ends.start_no, ends.start_hash)
    later = {no: hash_ for no, hash_ in signed.items() if no > start.no}
    check = ChainCheck(start=start, signed=later)
    if not is_true_start(server_public, company_id, start, ends.start_signature):
        check.miss_the_beginning()
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
    """The first entry of a chain from which nothing was removed yet that does not follow from the one before; None when it holds."""
    return (await verify(db, company_id, {}, bytes(32), 0)).broken
