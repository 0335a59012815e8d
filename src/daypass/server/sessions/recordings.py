"""How long technicians recorded the screen, as the host tells when each recording begins and ends."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, update
from sqlalchemy.engine import Row

from daypass.server.database import AsyncConnection
from daypass.server.sessions.tables import connection as c
from daypass.server.sessions.tables import support_session as s


async def write_recording(db: AsyncConnection, session_id: str, pair_id: bytes, on: bool, now: int) -> None:
    """A recording of one of the session's connections began or ended; the same again changes nothing."""
    of_pair = (c.c.pair_id == pair_id.hex()) & (c.c.session_id == session_id)
    if on:
        await db.execute(update(c).where(of_pair, c.c.recording_since.is_(None)).values(recording_since=now))
        return
    lasted = func.coalesce(c.c.recorded_ms, 0) + now - c.c.recording_since
    ended = update(c).where(of_pair, c.c.recording_since.is_not(None))
    await db.execute(ended.values(recorded_ms=lasted, recording_since=None))


def recorded_ms(now: int) -> ColumnElement[int]:
    """How long a connection was recorded, in a query that joins its session; one whose end nobody told ran until the connection's."""
    until = func.coalesce(c.c.closed_at, s.c.ended_at, now)
    running = case((c.c.recording_since.is_not(None), until - c.c.recording_since), else_=0)
    return func.coalesce(c.c.recorded_ms, 0) + case((running > 0, running), else_=0)


def was_recorded() -> ColumnElement[bool]:
    """Whether a recording of this connection ever began."""
    return or_(c.c.recorded_ms.is_not(None), c.c.recording_since.is_not(None))


def recorded_until(row: Row[Any], ended_at: int) -> int | None:
    """As `recorded_ms`, for a connection's row of a session that ended then; None: it was not recorded."""
    if row.recorded_ms is None and row.recording_since is None:
        return None
    until = row.closed_at if row.closed_at is not None else ended_at
    running = 0 if row.recording_since is None else max(0, until - row.recording_since)
    return int(row.recorded_ms or 0) + int(running)
