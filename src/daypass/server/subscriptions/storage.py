"""All SQL about plans and slots."""

from typing import Any

from sqlalchemy import Select, insert, select, update
from sqlalchemy.engine import Row

from daypass.server.accounts.tables import company
from daypass.server.database import AsyncConnection
from daypass.server.subscriptions.models import Plan, Subscription, Terms
from daypass.server.subscriptions.tables import company_slot, subscription


async def add_subscription(db: AsyncConnection, company_id: str, new: Subscription) -> None:
    """Insert a company's hold on a plan."""
    await db.execute(insert(subscription).values(company_id=company_id, **_columns(new)))


async def write_subscription(db: AsyncConnection, company_id: str, changed: Subscription) -> None:
    """Replace a company's hold on a plan."""
    written = update(subscription).where(subscription.c.company_id == company_id)
    await db.execute(written.values(**_columns(changed)))


async def subscription_of(db: AsyncConnection, company_id: str) -> Subscription:
    """A company's hold on a plan."""
    return _subscription((await db.execute(select(subscription).where(subscription.c.company_id == company_id))).one())


async def terms_of(db: AsyncConnection, company_id: str) -> Terms:
    """What decides whether one more session of this company may begin, as it is in this transaction."""
    found = select(subscription, company.c.sessions_per_technician, company.c.sessions_per_company)
    found = found.join_from(subscription, company).where(company.c.id == company_id)
    row = (await db.execute(found)).one()
    return Terms(_subscription(row), row.sessions_per_technician, row.sessions_per_company)


async def make_slots(db: AsyncConnection, company_id: str, count: int) -> None:
    """Make slots 1 … count exist. Slots above a lowered limit stay: whoever holds one keeps it."""
    rows = await db.execute(select(company_slot.c.no).where(company_slot.c.company_id == company_id))
    missing = set(range(1, count + 1)) - {row.no for row in rows}
    if missing:
        await db.execute(insert(company_slot), [{"company_id": company_id, "no": no} for no in sorted(missing)])


async def claim_slot(db: AsyncConnection, company_id: str, highest: int, occupied: Select[tuple[int]]) -> int | None:
    """Lock one free slot until the end of the transaction, passing over those that others are claiming now (PostgreSQL)."""
    free = select(company_slot.c.no).where(
        company_slot.c.company_id == company_id, company_slot.c.no <= highest, company_slot.c.no.not_in(occupied)
    )
    free = free.order_by(company_slot.c.no).limit(1).with_for_update(skip_locked=True)
    return (await db.execute(free)).scalar()


def _columns(held: Subscription) -> dict[str, Any]:
    return {"plan": held.plan.value, "seats": held.seats, "started_at": held.started_at, "ends_at": held.ends_at}


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(Plan(row.plan), row.seats, row.started_at, row.ends_at)
