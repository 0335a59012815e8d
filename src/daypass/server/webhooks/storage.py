"""All SQL about webhooks and their deliveries."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Row

from daypass.server import durable_queue
from daypass.server.cursors import Cursor
from daypass.server.database import AsyncConnection
from daypass.server.keyset import newest_first, oldest_first
from daypass.server.sessions.models import SessionEvent
from daypass.server.webhooks.models import TEST, Delivery, DeliveryState, Failure, Webhook
from daypass.server.webhooks.tables import webhook, webhook_delivery

w, d = webhook.c, webhook_delivery.c


async def add_webhook(db: AsyncConnection, new: Webhook) -> None:
    """Insert a webhook."""
    await db.execute(
        insert(webhook).values(
            id=new.id,
            company_id=new.company_id,
            url=new.url,
            events=[event.value for event in new.events],
            secret_no=new.secret_no,
            rotated_at=new.rotated_at,
            created_at=new.created_at,
            disabled_at=new.disabled_at,
        )
    )


async def webhook_for(db: AsyncConnection, company_id: str, webhook_id: str, lock: bool = False) -> Webhook | None:
    """One webhook of this company: the one door to it."""
    found = select(webhook).where(w.company_id == company_id, w.id == _id(webhook_id))
    row = (await db.execute(found.with_for_update() if lock else found)).one_or_none()
    return _webhook(row) if row else None


async def webhook_by_id(db: AsyncConnection, webhook_id: str) -> Webhook | None:
    """One webhook, for the sender."""
    row = (await db.execute(select(webhook).where(w.id == webhook_id))).one_or_none()
    return _webhook(row) if row else None


async def webhooks_of(
    db: AsyncConnection, company_id: str, after: Cursor | None = None, most: int | None = None
) -> list[Webhook]:
    """A company's webhooks, oldest first."""
    found = select(webhook).where(w.company_id == company_id)
    return [_webhook(row) for row in await db.execute(oldest_first(found, w.created_at, w.id, after, most))]


async def webhooks_wanting(db: AsyncConnection, company_id: str, kind: SessionEvent) -> list[Webhook]:
    """The webhooks of a company that want this kind of event and are not disabled."""
    return [hook for hook in await webhooks_of(db, company_id) if hook.disabled_at is None and kind in hook.events]


async def write_webhook(db: AsyncConnection, webhook_id: str, **facts: Any) -> None:
    """Set columns of a webhook."""
    await db.execute(update(webhook).where(w.id == webhook_id).values(**facts))


async def remove_webhook(db: AsyncConnection, webhook_id: str) -> None:
    """Remove a webhook and all that waits for it."""
    await db.execute(delete(webhook_delivery).where(d.webhook_id == webhook_id))
    await db.execute(delete(webhook).where(w.id == webhook_id))


async def add_delivery(db: AsyncConnection, new: Delivery, leased_until: int = 0) -> None:
    """Put a delivery into the queue."""
    await db.execute(
        insert(webhook_delivery).values(
            id=new.id,
            webhook_id=new.webhook_id,
            kind=new.kind,
            body=new.body,
            state=new.state.value,
            attempts=new.attempts,
            next_at=new.next_at,
            leased_until=leased_until,
            created_at=new.created_at,
        )
    )


async def lease_due(db: AsyncConnection, webhook_id: str, now: int, lease_ms: int, most: int) -> list[Delivery]:
    """Take due deliveries to one receiver, for one try each."""
    due = await durable_queue.lease_due(db, webhook_delivery, now, lease_ms, most, d.webhook_id == webhook_id)
    return [_delivery(row) for row in due]


async def receivers_due(
    db: AsyncConnection, now: int, most: int, but: Collection[str], but_of: Collection[str]
) -> dict[str, str]:
    """Receivers that something waits for, longest waiting first, and their companies; `but` these, and those `but_of` these companies."""
    due = select(d.webhook_id, w.company_id).join_from(webhook_delivery, webhook)
    due = due.where(d.state == DeliveryState.QUEUED.value, d.next_at <= now, d.leased_until <= now)
    due = due.where(d.webhook_id.not_in(but), w.company_id.not_in(but_of)).group_by(d.webhook_id, w.company_id)
    rows = await db.execute(due.order_by(func.min(d.next_at), d.webhook_id).limit(most))
    return {row.webhook_id: row.company_id for row in rows}


async def settle(
    db: AsyncConnection,
    delivery_id: str,
    state: DeliveryState,
    *,
    failure: Failure | None,
    status: int | None,
    next_at: int,
    sent_at: int | None,
) -> bool:
    """Write down how a try ended; false when the delivery had already left the queue."""
    return await durable_queue.settle(
        db,
        webhook_delivery,
        delivery_id,
        state=state.value,
        failure=failure.value if failure else None,
        status=status,
        next_at=next_at,
        sent_at=sent_at,
    )


async def put_off(db: AsyncConnection, webhook_id: str, until: int) -> None:
    """Leave a receiver that just failed alone: nothing of its queue is tried before `until`."""
    waiting = (d.webhook_id == webhook_id) & (d.state == DeliveryState.QUEUED.value) & (d.next_at < until)
    await db.execute(update(webhook_delivery).where(waiting, d.leased_until == 0).values(next_at=until))


async def release(db: AsyncConnection, delivery_ids: list[str], until: int) -> None:
    """Give leased deliveries back untried, to be tried after `until`."""
    waiting = d.id.in_(delivery_ids) & (d.state == DeliveryState.QUEUED.value)
    back = update(webhook_delivery).where(waiting)
    await db.execute(back.values(leased_until=0, attempts=d.attempts - 1, next_at=until))


async def give_up(db: AsyncConnection, webhook_id: str) -> None:
    """Nothing more is sent to a receiver that is gone."""
    waiting = (d.webhook_id == webhook_id) & (d.state == DeliveryState.QUEUED.value)
    await db.execute(update(webhook_delivery).where(waiting).values(state=DeliveryState.FAILED.value))


async def deliveries(db: AsyncConnection, webhook_id: str, after: Cursor | None, most: int) -> list[Delivery]:
    """A webhook's deliveries, newest first."""
    found = select(webhook_delivery).where(d.webhook_id == webhook_id)
    return [_delivery(row) for row in await db.execute(newest_first(found, d.created_at, d.id, after, most))]


async def delivery_of(db: AsyncConnection, webhook_id: str, delivery_id: str) -> Delivery | None:
    """One delivery of a webhook."""
    found = select(webhook_delivery).where(d.webhook_id == webhook_id, d.id == _id(delivery_id))
    row = (await db.execute(found)).one_or_none()
    return _delivery(row) if row else None


async def send_again(db: AsyncConnection, delivery_id: str, now: int) -> None:
    """Put a delivery back to the start of the queue; one that is being tried stays where it is."""
    again = update(webhook_delivery).where(d.id == delivery_id, d.leased_until <= now)
    await db.execute(again.values(state=DeliveryState.QUEUED.value, attempts=0, next_at=now, leased_until=0))


async def waiting_counts(db: AsyncConnection, company_id: str) -> dict[str, dict[str, int]]:
    """How many deliveries of each state every webhook of a company has; tests are for who made them."""
    counted = select(d.webhook_id, d.state, func.count().label("count")).join_from(webhook_delivery, webhook)
    counted = counted.where(w.company_id == company_id, d.kind != TEST).group_by(d.webhook_id, d.state)
    rows = await db.execute(counted)
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.webhook_id, {})[row.state] = int(row[2])
    return found


async def forget_deliveries(db: AsyncConnection, before: int) -> int:
    """Remove what was made before a time (ms) and waits no more; returns how many."""
    over = delete(webhook_delivery).where(d.created_at < before, d.state != DeliveryState.QUEUED.value)
    return (await db.execute(over)).rowcount


def _id(claimed: str) -> str:
    return claimed if claimed.isascii() and claimed.isalnum() and len(claimed) <= 26 else ""


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.id,
        company_id=row.company_id,
        url=row.url,
        events=tuple(SessionEvent(event) for event in row.events),
        secret_no=row.secret_no,
        rotated_at=row.rotated_at,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        webhook_id=row.webhook_id,
        kind=row.kind,
        body=row.body,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_at=row.next_at,
        failure=Failure(row.failure) if row.failure else None,
        status=row.status,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
