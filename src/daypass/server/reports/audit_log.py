"""The audit trail for the people who answer for it: what happened, by whom, and whether the chain holds."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from daypass.server.audit import storage
from daypass.server.audit.signed_heads import SignedHeads
from daypass.server.audit.storage import Entry, Filter
from daypass.server.audit.verification import Verdict, verify
from daypass.server.cursors import Cursor, Piece, piece_of
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.reports.people import People, Person, people_of

PIECE = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with the people in it: who did it (`by`), and to whom it was done (`of`), as far as they are still known."""

    entry: Entry
    by: Person | None
    of: Person | None

    @property
    def details(self) -> dict[str, Any]:
        """The entry's details, with a name for `of` where there is one."""
        return {**self.entry.details, **({"of": self.of.name} if self.of else {})}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the trail can be narrowed to."""

    kinds: list[str]
    technicians: list[Person]


class AuditLog:
    """Looks into one company's trail."""

    def __init__(self, database: Database, heads: SignedHeads, clock: Clock) -> None:
        self._database = database
        self._heads = heads
        self._clock = clock
        self._verdicts: dict[str, Verdict] = {}
        self._one_check = asyncio.Lock()

    async def piece(
        self, company_id: str, wanted: Filter, technician_id: str, after: Cursor | None, most: int
    ) -> Piece[Told]:
        """Entries that fit, newest first, with the names of who did it."""
        async with self._database.reading() as db:
            people = await people_of(db, company_id)
            wanted = _by(wanted, people, technician_id)
            found = await storage.entries(db, company_id, wanted, after.at if after else None, most + 1)
        named = [Told(e, people.named(e.technician), people.named(e.details.get("of"))) for e in found]
        return piece_of(named, most, lambda told: Cursor(told.entry.no))

    async def every(self, company_id: str, wanted: Filter, technician_id: str) -> AsyncIterator[Told]:
        """Every entry that fits, newest first, read in pieces: a slow reader holds no transaction."""
        after: Cursor | None = None
        while True:
            piece = await self.piece(company_id, wanted, technician_id, after, PIECE)
            for entry in piece.items:
                yield entry
            if piece.next is None:
                return
            after = piece.next

    async def choices(self, company_id: str) -> Choices:
        """What there is to choose from."""
        async with self._database.reading() as db:
            people = await people_of(db, company_id)
            found = {person.id: person for person in people.by_pseudonym.values()}
            return Choices(await storage.kinds(db, company_id), sorted(found.values(), key=lambda p: p.name.lower()))

    async def verify(self, company_id: str) -> Verdict:
        """Check the company's whole chain now, also against the heads signed before.

        One check at a time: a long chain is much work. Who asks again meanwhile gets what a check found that began later than they asked.
        """
        asked_at = self._clock()
        async with self._one_check:
            found = self._verdicts.get(company_id)
            if found is not None and found.checked_at > asked_at:
                return found
            signed = await self._heads.of(company_id)
            async with self._database.snapshot() as db:
                verdict = await verify(db, company_id, signed, self._heads.key.public, self._clock())
            self._verdicts[company_id] = verdict
            return verdict

    def last_verdict(self, company_id: str) -> Verdict | None:
        """What this process found when it last checked."""
        return self._verdicts.get(company_id)


def _by(wanted: Filter, people: People, technician_id: str) -> Filter:
    return replace(wanted, technicians=people.written(technician_id)) if technician_id else wanted
