"""All SQL about second factors and passkeys."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from daypass.server.accounts.tables import passkey, recovery_code, technician, used_challenge
from daypass.server.database import AsyncConnection


@dataclass(frozen=True, slots=True)
class Passkey:
    """One registered key. Times are milliseconds since 1970."""

    id: str
    technician_id: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: int
    last_used_at: int | None = None


async def totp_secret(db: AsyncConnection, technician_id: str) -> bytes | None:
    """The sealed secret, if the person has an app."""
    found = select(technician.c.totp_secret).where(technician.c.id == technician_id)
    return (await db.execute(found)).scalar_one_or_none()


async def set_totp(db: AsyncConnection, technician_id: str, sealed: bytes, step: int) -> None:
    """Keep an app's secret; the code that proved it is used up."""
    changed = update(technician).where(technician.c.id == technician_id)
    await db.execute(changed.values(totp_secret=sealed, totp_last_step=step))


async def remove_totp(db: AsyncConnection, technician_id: str) -> bool:
    """Forget the app; false when there was none."""
    changed = update(technician).where(technician.c.id == technician_id, technician.c.totp_secret.is_not(None))
    return (await db.execute(changed.values(totp_secret=None, totp_last_step=None))).rowcount == 1


async def use_totp_step(db: AsyncConnection, technician_id: str, step: int) -> bool:
    """Use a time step up; true exactly once, and never again for it or an older one."""
    last = technician.c.totp_last_step
    changed = update(technician).where(technician.c.id == technician_id, or_(last.is_(None), last < step))
    return (await db.execute(changed.values(totp_last_step=step))).rowcount == 1


async def replace_recovery_codes(db: AsyncConnection, technician_id: str, hashes: Sequence[str]) -> None:
    """These codes, and no others."""
    await db.execute(delete(recovery_code).where(recovery_code.c.technician_id == technician_id))
    await db.execute(insert(recovery_code), [{"technician_id": technician_id, "code_hash": hash_} for hash_ in hashes])


async def use_recovery_code(db: AsyncConnection, technician_id: str, hash_: str) -> bool:
    """Use a code up; true exactly once."""
    used = delete(recovery_code).where(
        recovery_code.c.technician_id == technician_id, recovery_code.c.code_hash == hash_
    )
    return (await db.execute(used)).rowcount == 1


async def recovery_codes_left(db: AsyncConnection, technician_id: str) -> int:
    """How many codes have not been used."""
    found = select(func.count()).where(recovery_code.c.technician_id == technician_id)
    return (await db.execute(found)).scalar_one()


async def forget_codes_without_factor(db: AsyncConnection, technician_id: str) -> None:
    """Codes that stand in for nothing are forgotten."""
    has_totp = exists(
        select(technician.c.id).where(technician.c.id == technician_id, technician.c.totp_secret.is_not(None))
    )
    has_passkey = exists(select(passkey.c.id).where(passkey.c.technician_id == technician_id))
    forgotten = delete(recovery_code).where(recovery_code.c.technician_id == technician_id, ~has_totp, ~has_passkey)
    await db.execute(forgotten)


async def add_passkey(db: AsyncConnection, new: Passkey) -> None:
    """Insert a key. Raises IntegrityError when it is registered already."""
    await db.execute(
        insert(passkey).values(
            id=new.id,
            technician_id=new.technician_id,
            credential_id=new.credential_id,
            public_key=new.public_key,
            sign_count=new.sign_count,
            name=new.name,
            created_at=new.created_at,
        )
    )


async def passkeys_of(db: AsyncConnection, technician_id: str) -> list[Passkey]:
    """A person's keys, oldest first."""
    found = select(passkey).where(passkey.c.technician_id == technician_id)
    rows = await db.execute(found.order_by(passkey.c.created_at, passkey.c.id))
    return [_passkey(row) for row in rows.mappings()]


async def passkey_by_credential(db: AsyncConnection, credential_id: bytes) -> Passkey | None:
    """The key with this name of the authenticator's, whose owner may sign in."""
    found = select(passkey).join_from(passkey, technician)
    found = found.where(passkey.c.credential_id == credential_id, technician.c.disabled_at.is_(None))
    row = (await db.execute(found)).mappings().one_or_none()
    return _passkey(row) if row else None


async def write_passkey_use(db: AsyncConnection, passkey_id: str, sign_count: int, now: int) -> None:
    """Remember the authenticator's count and the moment."""
    changed = update(passkey).where(passkey.c.id == passkey_id)
    await db.execute(changed.values(sign_count=sign_count, last_used_at=now))


async def remove_passkey(db: AsyncConnection, technician_id: str, passkey_id: str) -> bool:
    """Forget one of a person's keys; false when there is none."""
    removed = delete(passkey).where(passkey.c.id == passkey_id, passkey.c.technician_id == technician_id)
    return (await db.execute(removed)).rowcount == 1


async def remove_passkeys(db: AsyncConnection, technician_id: str) -> None:
    """Forget every key of a person."""
    await db.execute(delete(passkey).where(passkey.c.technician_id == technician_id))


async def use_challenge(db: AsyncConnection, hash_: str, expires_at: int, now: int) -> bool:
    """Use a challenge up; true exactly once while it could still be answered."""
    await db.execute(delete(used_challenge).where(used_challenge.c.expires_at <= now))
    try:
        async with db.begin_nested():
            await db.execute(insert(used_challenge).values(challenge_hash=hash_, expires_at=expires_at))
    except IntegrityError:
        return False
    return True


def _passkey(row: RowMapping) -> Passkey:
    c = passkey.c
    return Passkey(
        id=row[c.id],
        technician_id=row[c.technician_id],
        credential_id=row[c.credential_id],
        public_key=row[c.public_key],
        sign_count=row[c.sign_count],
        name=row[c.name],
        created_at=row[c.created_at],
        last_used_at=row[c.last_used_at],
    )
