"""All SQL about plans and slots."""

from sqlalchemy import Select, insert, select

from daypass.server.database import AsyncConnection
from daypass.server.subscriptions.models import Plan, Subscription
from daypass.server.subscriptions.tables import company_slot, subscription


async def add_subscription(db: AsyncConnection, company_id: str, new: Subscription, now: int) -> None:
    """Insert a company's hold on a plan."""
    await db.execute(
        insert(subscription).values(company_id=company_id, plan=new.plan.value, seats=new.seats, started_at=now)
    )


async def subscription_of(db: AsyncConnection, company_id: str) -> Subscription:
    """A company's hold on a plan."""
    row = (await db.execute(select(subscription).where(subscription.c.company_id == company_id))).one()
    return Subscription(Plan(row.plan), row.seats)


async def make_slots(db: AsyncConnection, company_id: str, count: int) -> None:
    """Make slots 1 … count exist. Slots above a lowered limit stay: whoever holds one keeps it."""
    rows = await db.execute(select(company_slot.c.no).where(company_slot.c.company_id == company_id))
    missing = set(range(1, count + 1)) - {row.no for row in rows}
    if missing:
        await db.execute(insert(company_slot), [{"company_id": company_id, "no": no} for no in sorted(missing)])


async def claim_slot(db: AsyncConnection, company_id: str, usable: int, occupied: Select[tuple[int]]) -> int | None:
    """Lock one free slot until the end of the transaction, passing over those that others are claiming now (PostgreSQL)."""
    free = select(company_slot.c.no).where(
        company_slot.c.company_id == company_id, company_slot.c.no <= usable, company_slot.c.no.not_in(occupied)
    )
    free = free.order_by(company_slot.c.no).limit(1).with_for_update(skip_locked=True)
    return (await db.execute(free)).scalar()
