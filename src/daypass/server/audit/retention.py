"""Lets the oldest part of the trail go when its time is over; what stays is still a chain."""

from sqlalchemy import select

from daypass.server.audit import storage
from daypass.server.audit.chain import AuditChain
from daypass.server.audit.tables import audit_head
from daypass.server.database import Database
from daypass.server.identifiers import Clock

DAY_MS = 86_400_000
SWEEP_EVERY_S = 3600.0


class AuditRetention:
    """Removes old entries, and addresses beside the chain sooner."""

    def __init__(self, database: Database, chain: AuditChain, clock: Clock, entry_days: int, address_days: int) -> None:
        self._database = database
        self._chain = chain
        self._clock = clock
        self._entry_ms = entry_days * DAY_MS
        self._address_ms = address_days * DAY_MS

    async def sweep(self) -> int:
        """Remove what is past its time, one company after the other; returns how many entries and addresses."""
        now = self._clock()
        async with self._database.writing() as db:
            gone = await storage.erase_addresses(db, now - self._address_ms)
        async with self._database.reading() as db:
            companies = list((await db.execute(select(audit_head.c.company_id))).scalars())
        for company_id in companies:
            async with self._database.writing() as db:
                gone += await self._chain.remove_before(db, company_id, now - self._entry_ms)
        return gone
