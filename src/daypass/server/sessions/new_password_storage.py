"""All SQL about new session passwords. A request's technician is named as the card needs it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.engine import Row

from daypass.server.accounts.tables import technician
from daypass.server.database import AsyncConnection
from daypass.server.sessions.models import NewPassword, NewPasswordStage
from daypass.server.sessions.tables import new_password as n

OPEN = [stage.value for stage in NewPasswordStage if stage.is_open]
# What a session keeps: a host that was away may still tell of an earlier one.
MOST_KEPT = 8


async def add(db: AsyncConnection, new: NewPassword) -> None:
    """Keep a request, and forget the oldest ones of its session."""
    older = select(n.c.request_id).where(n.c.session_id == new.session_id)
    ids = [row.request_id for row in await db.execute(older.order_by(n.c.asked_at.desc(), n.c.request_id))]
    if len(ids) >= MOST_KEPT:
        await db.execute(delete(n).where(n.c.request_id.in_(ids[MOST_KEPT - 1 :])))
    await db.execute(
        insert(n).values(
            request_id=new.request_id.hex(),
            session_id=new.session_id,
            technician_id=new.technician_id,
            technician_key=new.technician_key,
            verifier_salt=new.verifier_salt,
            asked_at=new.asked_at,
            expires_at=new.expires_at,
            stage=new.stage.value,
            attempts=new.attempts,
        )
    )


async def replace_open(db: AsyncConnection, session_id: str) -> None:
    """The requests under way give way to a newer one."""
    replaced = update(n).where(n.c.session_id == session_id, n.c.stage.in_(OPEN))
    await db.execute(replaced.values(stage=NewPasswordStage.REPLACED.value))


async def open_request(db: AsyncConnection, session_id: str, now: int) -> NewPassword | None:
    """The request that is under way."""
    found = _requests().where(n.c.session_id == session_id, n.c.stage.in_(OPEN), n.c.expires_at > now)
    row = (await db.execute(found)).first()
    return _new_password(row, now) if row else None


async def request(db: AsyncConnection, session_id: str, request_id: bytes) -> NewPassword | None:
    """One request of this session, as it was told last."""
    found = _requests().where(n.c.session_id == session_id, n.c.request_id == request_id.hex())
    row = (await db.execute(found)).one_or_none()
    return _new_password(row, None) if row else None


async def newest_of(db: AsyncConnection, session_ids: Sequence[str], now: int) -> dict[str, NewPassword]:
    """The newest request of each of these sessions that has one."""
    if not session_ids:
        return {}
    found = _requests().where(n.c.session_id.in_(session_ids)).order_by(n.c.asked_at, n.c.request_id)
    return {row.session_id: _new_password(row, now) for row in await db.execute(found)}


async def write(db: AsyncConnection, request_id: bytes, **facts: Any) -> None:
    """Set what is known of a request."""
    await db.execute(update(n).where(n.c.request_id == request_id.hex()).values(**facts))


async def count_attempt(db: AsyncConnection, session_id: str) -> None:
    """Count one try of the code that is being asked for."""
    counted = update(n).where(n.c.session_id == session_id, n.c.stage.in_(OPEN))
    await db.execute(counted.values(attempts=n.c.attempts + 1))


def _requests() -> Select[Any]:
    return select(n, technician.c.name.label("technician_name")).join_from(n, technician)


def _new_password(row: Row[Any], now: int | None) -> NewPassword:
    """With `now`: a request whose time is over reads as expired, also when nobody has told so."""
    stage = NewPasswordStage(row.stage)
    if now is not None and stage.is_open and row.expires_at <= now:
        stage = NewPasswordStage.EXPIRED
    return NewPassword(
        request_id=bytes.fromhex(row.request_id),
        session_id=row.session_id,
        technician_id=row.technician_id,
        technician_name=row.technician_name,
        technician_key=row.technician_key,
        verifier_salt=row.verifier_salt,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        stage=stage,
        stage_dp=row.stage_dp,
        told_at=row.told_at,
        attempts=row.attempts,
    )
