"""All SQL about what people change about themselves."""

from sqlalchemy import delete, insert, select, update

from daypass.server.accounts.storage import hold_account
from daypass.server.accounts.tables import technician, technician_picture
from daypass.server.database import AsyncConnection


async def change(db: AsyncConnection, technician_id: str, **facts: str | None) -> None:
    """Set columns of a technician. Raises IntegrityError when an e-mail address is taken."""
    await db.execute(update(technician).where(technician.c.id == technician_id).values(**facts))


async def set_picture(db: AsyncConnection, technician_id: str, image: bytes, version: str) -> None:
    """Keep this picture and no other, whoever else sets one now."""
    await hold_account(db, technician_id)
    await db.execute(delete(technician_picture).where(technician_picture.c.technician_id == technician_id))
    await db.execute(insert(technician_picture).values(technician_id=technician_id, image=image))
    await change(db, technician_id, picture=version)


async def remove_picture(db: AsyncConnection, technician_id: str) -> None:
    """Forget the picture."""
    await hold_account(db, technician_id)
    await db.execute(delete(technician_picture).where(technician_picture.c.technician_id == technician_id))
    await change(db, technician_id, picture=None)


async def picture(db: AsyncConnection, company_id: str, technician_id: str) -> bytes | None:
    """The picture of somebody of this company."""
    found = select(technician_picture.c.image).join_from(technician_picture, technician)
    found = found.where(technician.c.id == technician_id, technician.c.company_id == company_id)
    return (await db.execute(found)).scalar_one_or_none()
