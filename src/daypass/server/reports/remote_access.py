"""Who accessed which PC, when, how often and how much: one row for each session that was activated.

A session that was handed over is everybody's who has it or connected in it. Asked for one person, the connections are theirs alone.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.engine import Row

from daypass.server.accounts.tables import technician
from daypass.server.cursors import Cursor, Piece
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock
from daypass.server.keyset import newest_first
from daypass.server.sessions.recordings import recorded_ms, was_recorded
from daypass.server.sessions.tables import connection as c
from daypass.server.sessions.tables import support_session as s

PIECE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions: activated in the range (ms since 1970), had or entered by this technician; empty fields do not narrow."""

    company_id: str
    since: int | None = None
    until: int | None = None
    technician_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who connected."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Access:
    """What the connections of one session come to. Bytes are None where no relay told them; `people`: by first connection."""

    connections: int = 0
    refused: int = 0
    tools: tuple[str, ...] = ()
    connected_ms: int = 0
    bytes_to_host: int | None = None
    bytes_to_technician: int | None = None
    recorded_ms: int | None = None
    """How long the screen was recorded; None: it was not."""
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One session of the report. Times are ms since 1970; `ended_at` None: it is still active."""

    session_id: str
    technician_id: str
    technician_name: str
    customer: str
    computer_name: str
    activated_at: int
    ended_at: int | None
    duration_ms: int
    ending: str | None
    removal: str
    closing_note: str
    access: Access


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole range in figures."""

    sessions: int
    duration_ms: int
    connections: int
    connected_ms: int
    bytes: int


class RemoteAccess:
    """Reads the report: three queries for each piece, whatever its length."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def piece(self, wanted: Wanted, after: Cursor | None, most: int) -> Piece[Line]:
        """A piece of the report."""
        async with self._database.reading() as db:
            rows = (await db.execute(_lines(wanted, after, most + 1))).all()
            now = self._clock()
            accesses = await _accesses(db, [row.id for row in rows[:most]], wanted.technician_id, now)
        lines = [_line(row, accesses.get(row.id, Access()), now) for row in rows[:most]]
        last = lines[-1] if len(rows) > most else None
        return Piece(lines, Cursor(last.activated_at, last.session_id) if last else None)

    async def every(self, wanted: Wanted) -> AsyncIterator[Line]:
        """Every line, read in pieces: a slow reader holds no transaction."""
        after: Cursor | None = None
        while True:
            piece = await self.piece(wanted, after, PIECE)
            for line in piece.items:
                yield line
            if piece.next is None:
                return
            after = piece.next

    async def totals(self, wanted: Wanted) -> Totals:
        """The figures of the whole range."""
        lasted = func.coalesce(s.c.ended_at, self._clock()) - s.c.activated_at
        sessions = select(func.count(), func.coalesce(func.sum(lasted), 0)).where(*_conditions(wanted))
        passed = func.coalesce(c.c.bytes_to_host, 0) + func.coalesce(c.c.bytes_to_technician, 0)
        sums = (func.count(c.c.opened_at), _sum(_connected()), _sum(passed))
        used = select(*sums).join_from(c, s, s.c.id == c.c.session_id)
        used = used.where(*_conditions(wanted), *_by(wanted.technician_id))
        async with self._database.reading() as db:
            count, duration = (await db.execute(sessions)).one()
            connections, connected, total = (await db.execute(used)).one()
        return Totals(int(count), int(duration), int(connections), int(connected), int(total))


def _lines(wanted: Wanted, after: Cursor | None, most: int) -> Select[Any]:
    found = select(s, technician.c.name.label("technician_name"))
    found = found.join_from(s, technician, technician.c.id == s.c.technician_id).where(*_conditions(wanted))
    return newest_first(found, s.c.activated_at, s.c.id, after, most)


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    yield s.c.company_id == wanted.company_id
    yield s.c.activated_at.is_not(None)
    if wanted.since is not None:
        yield s.c.activated_at >= wanted.since
    if wanted.until is not None:
        yield s.c.activated_at < wanted.until
    if wanted.technician_id:
        entered = and_(c.c.session_id == s.c.id, c.c.opened_at.is_not(None), *_by(wanted.technician_id))
        yield or_(s.c.technician_id == wanted.technician_id, exists().where(entered).correlate(s))


def _by(technician_id: str) -> Iterable[ColumnElement[bool]]:
    """The connections of one person; of everybody when empty."""
    if technician_id:
        yield c.c.technician_id == technician_id


def _connected() -> ColumnElement[int]:
    """How long a connection was open; one whose end nobody told counts as nothing."""
    return case((c.c.opened_at.is_not(None), func.coalesce(c.c.closed_at, c.c.opened_at) - c.c.opened_at), else_=0)


def _sum(what: ColumnElement[Any]) -> ColumnElement[int]:
    return func.coalesce(func.sum(what), 0)


async def _accesses(db: AsyncConnection, session_ids: list[str], technician_id: str, now: int) -> Mapping[str, Access]:
    """The connections of many sessions, in two queries."""
    people = await _people(db, session_ids, technician_id)
    sums = select(
        c.c.session_id,
        c.c.tool,
        func.count(c.c.opened_at).label("opened"),
        func.count(c.c.refused_dp).label("refused"),
        _sum(_connected()).label("connected"),
        func.sum(c.c.bytes_to_host).label("to_host"),
        func.sum(c.c.bytes_to_technician).label("to_technician"),
        func.sum(case((was_recorded(), recorded_ms(now)))).label("recorded"),
    ).join_from(c, s, s.c.id == c.c.session_id)
    sums = sums.where(c.c.session_id.in_(session_ids), *_by(technician_id))
    sums = sums.group_by(c.c.session_id, c.c.tool).order_by(c.c.tool)
    found: dict[str, Access] = {}
    for row in await db.execute(sums):
        before = found.get(row.session_id, Access())
        found[row.session_id] = Access(
            connections=before.connections + row.opened,
            refused=before.refused + row.refused,
            tools=(*before.tools, row.tool) if row.opened else before.tools,
            connected_ms=before.connected_ms + int(row.connected),
            bytes_to_host=_plus(before.bytes_to_host, row.to_host),
            bytes_to_technician=_plus(before.bytes_to_technician, row.to_technician),
            recorded_ms=_plus(before.recorded_ms, row.recorded),
            people=people.get(row.session_id, ()),
        )
    return found


async def _people(db: AsyncConnection, session_ids: list[str], technician_id: str) -> Mapping[str, tuple[Person, ...]]:
    """Who connected in each of many sessions, by first connection."""
    entered = select(c.c.session_id, technician.c.id, technician.c.name, func.min(c.c.opened_at).label("first"))
    entered = entered.join_from(c, technician, technician.c.id == c.c.technician_id)
    entered = entered.where(c.c.session_id.in_(session_ids), c.c.opened_at.is_not(None), *_by(technician_id))
    entered = entered.group_by(c.c.session_id, technician.c.id, technician.c.name).order_by("first", technician.c.id)
    found: dict[str, tuple[Person, ...]] = {}
    for row in await db.execute(entered):
        found[row.session_id] = (*found.get(row.session_id, ()), Person(row.id, row.name))
    return found


def _plus(one: int | None, other: int | None) -> int | None:
    return int(one or 0) + int(other or 0) if one is not None or other is not None else None


def _line(row: Row[Any], access: Access, now: int) -> Line:
    return Line(
        session_id=row.id,
        technician_id=row.technician_id,
        technician_name=row.technician_name,
        customer=" · ".join(part for part in (row.customer_name, row.customer_email) if part),
        computer_name=row.computer_name or "",
        activated_at=row.activated_at,
        ended_at=row.ended_at,
        duration_ms=(row.ended_at if row.ended_at is not None else now) - row.activated_at,
        ending=row.ending,
        removal=row.removal,
        closing_note=row.closing_note or "",
        access=access,
    )
