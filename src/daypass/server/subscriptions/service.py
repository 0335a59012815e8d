"""What a company starts with."""

from daypass.server.accounts.models import Company
from daypass.server.database import AsyncConnection
from daypass.server.subscriptions import storage
from daypass.server.subscriptions.models import Plan, Subscription


async def open_for(db: AsyncConnection, company: Company, now: int) -> None:
    """A self-hosted company starts on premier with unlimited seats: plans serve operators who sell."""
    await storage.add_subscription(db, company.id, Subscription(Plan.PREMIER, None, started_at=now))
    await storage.make_slots(db, company.id, company.sessions_per_company)
