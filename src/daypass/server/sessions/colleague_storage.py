"""SQL about colleagues who are invited to join a session."""

from collections.abc import Mapping, Sequence
from enum import Enum

from sqlalchemy import insert, select, update

from daypass.server.accounts.tables import technician
from daypass.server.database import AsyncConnection
from daypass.server.sessions.models import InvitedColleague
from daypass.server.sessions.storage import possible_id
from daypass.server.sessions.tables import connection, invited_colleague

i = invited_colleague
inviter = technician.alias("inviter")


class Invited(Enum):
    """How somebody stands to a session that is a colleague's."""

    NEVER = "never"
    NOW = "now"
    WITHDRAWN = "withdrawn"


async def invite(db: AsyncConnection, session_id: str, technician_id: str, by: str, now: int) -> bool:
    """Put an invitation in force; false when it was."""
    before = await standing(db, session_id, technician_id)
    if before is Invited.NOW:
        return False
    facts = {"invited_by": by, "invited_at": now, "withdrawn_at": None}
    if before is Invited.WITHDRAWN:
        of_both = (i.c.session_id == session_id) & (i.c.technician_id == technician_id)
        await db.execute(update(i).where(of_both).values(facts))
    else:
        await db.execute(insert(i).values(session_id=session_id, technician_id=technician_id, **facts))
    return True


async def withdraw(db: AsyncConnection, session_id: str, technician_id: str, now: int) -> bool:
    """Take an invitation back; false when none was in force."""
    in_force = (i.c.session_id == session_id) & (i.c.technician_id == technician_id) & i.c.withdrawn_at.is_(None)
    return (await db.execute(update(i).where(in_force).values(withdrawn_at=now))).rowcount == 1


async def withdraw_all(db: AsyncConnection, session_id: str, now: int) -> list[str]:
    """Take every invitation to a session back; returns whose."""
    in_force = (i.c.session_id == session_id) & i.c.withdrawn_at.is_(None)
    taken = update(i).where(in_force).values(withdrawn_at=now).returning(i.c.technician_id)
    return list((await db.execute(taken)).scalars())


async def standing(db: AsyncConnection, session_id: str, technician_id: str) -> Invited:
    """Whether somebody is invited to a session, or was."""
    of_both = (i.c.session_id == possible_id(session_id)) & (i.c.technician_id == technician_id)
    found = select(i.c.withdrawn_at).where(of_both)
    row = (await db.execute(found)).one_or_none()
    if row is None:
        return Invited.NEVER
    return Invited.NOW if row.withdrawn_at is None else Invited.WITHDRAWN


async def sessions_open_to(db: AsyncConnection, technician_id: str) -> list[str]:
    """The sessions that somebody is invited to, mostly none."""
    found = select(i.c.session_id).where(i.c.technician_id == technician_id, i.c.withdrawn_at.is_(None))
    return list((await db.execute(found)).scalars())


async def invited_to(db: AsyncConnection, session_ids: Sequence[str]) -> Mapping[str, tuple[InvitedColleague, ...]]:
    """Who is invited to each of many sessions, by invitation; without those who may not sign in any more."""
    found = select(i, technician.c.name, inviter.c.name.label("by_name"))
    found = found.join_from(i, technician, technician.c.id == i.c.technician_id)
    found = found.join(inviter, inviter.c.id == i.c.invited_by).where(i.c.session_id.in_(session_ids))
    found = found.where(i.c.withdrawn_at.is_(None), technician.c.disabled_at.is_(None))
    of: dict[str, tuple[InvitedColleague, ...]] = {}
    for row in await db.execute(found.order_by(i.c.invited_at, i.c.technician_id)):
        one = InvitedColleague(row.technician_id, row.name, row.by_name, row.invited_at)
        of[row.session_id] = (*of.get(row.session_id, ()), one)
    return of


async def connected(db: AsyncConnection, session_id: str) -> frozenset[str]:
    """The technicians whom the session's host has let in and who are not known to have gone."""
    found = select(connection.c.technician_id).where(
        connection.c.session_id == session_id,
        connection.c.opened_at.is_not(None),
        connection.c.closed_at.is_(None),
    )
    return frozenset((await db.execute(found)).scalars())


async def open_pairs(db: AsyncConnection, session_id: str, technician_id: str) -> list[bytes]:
    """The pairs of somebody's connections in a session that nobody has told to be closed."""
    found = select(connection.c.pair_id).where(
        connection.c.session_id == session_id,
        connection.c.technician_id == technician_id,
        connection.c.closed_at.is_(None),
    )
    return [bytes.fromhex(pair_id) for pair_id in (await db.execute(found)).scalars()]
