"""Lets the oldest part of the trail go when its time is over; what stays is still a chain, and its new start is signed.

Only what is whole is removed: whoever gives an entry another date, or writes a chain anew, gets no signature under a start that hides it.
"""

from sqlalchemy import delete, select, update

from daypass.server.audit import storage
from daypass.server.audit.chain import ChainEnd
from daypass.server.audit.signed_heads import SignedHeads, is_true_start, sign_start
from daypass.server.audit.tables import audit_entry, audit_head
from daypass.server.audit.verification import ChainCheck, entries_of
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock

DAY_MS = 86_400_000
SWEEP_EVERY_S = 3600.0


class AuditRetention:
    """Removes old entries, and addresses beside the chain sooner."""

    def __init__(
        self, database: Database, heads: SignedHeads, clock: Clock, entry_days: int, address_days: int
    ) -> None:
        self._database = database
        self._heads = heads
        self._clock = clock
        self._entry_ms = entry_days * DAY_MS
        self._address_ms = address_days * DAY_MS

    async def sweep(self) -> int:
        """Remove what is past its time, one company after the other; returns how many entries and addresses."""
        now = self._clock()
        async with self._database.writing() as db:
            gone = await storage.erase_addresses(db, now - self._address_ms)
        async with self._database.reading() as db:
            old = audit_entry.c.at < now - self._entry_ms
            companies = list((await db.execute(select(audit_entry.c.company_id).where(old).distinct())).scalars())
        for company_id in companies:
            signed = await self._heads.of(company_id)
            async with self._database.writing() as db:
                gone += await self._remove_before(db, company_id, now - self._entry_ms, signed)
        return gone

    async def _remove_before(self, db: AsyncConnection, company_id: str, time: int, signed: dict[int, str]) -> int:
        """Remove the oldest entries, up to the first that is not before `time` (ms). Returns how many; none of a broken chain."""
        of_company = audit_entry.c.company_id == company_id
        head = select(audit_head).where(audit_head.c.company_id == company_id).with_for_update()
        before = (await db.execute(head)).one()
        kept = select(audit_entry.c.no).where(of_company, audit_entry.c.at >= time)
        first_kept = (await db.execute(kept.order_by(audit_entry.c.no).limit(1))).scalar_one_or_none()
        last = before.no if first_kept is None else first_kept - 1
        start = ChainEnd(before.start_no, before.start_hash)
        if last <= start.no or not is_true_start(self._heads.key.public, company_id, start, before.start_signature):
            return 0
        check = ChainCheck(start=start, signed={no: hash_ for no, hash_ in signed.items() if start.no < no <= last})
        async for entry in entries_of(db, company_id, start.no):
            if entry["no"] > last:
                break
            check.take(entry)
        check.finish(None)
        if check.broken is not None or check.end.no != last:
            return 0
        await db.execute(delete(audit_entry).where(of_company, audit_entry.c.no <= last))
        moved = {"start_no": last, "start_hash": check.end.hash}
        moved["start_signature"] = sign_start(self._heads.key, company_id, check.end)
        await db.execute(update(audit_head).where(audit_head.c.company_id == company_id).values(**moved))
        return int(last - start.no)
