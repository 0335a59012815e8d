"""A table as a queue that loses nothing: what waits to leave is written in the transaction that wants it, leased for one try, and settled.

The table has the columns `id`, `state`, `attempts`, `next_at` and `leased_until`; what waits is in the state `queued`.
"""

from typing import Any

from sqlalchemy import ColumnElement, Table, select, update
from sqlalchemy.engine import Row

from daypass.server.database import AsyncConnection

QUEUED = "queued"


async def lease_due(
    db: AsyncConnection, queue: Table, now: int, lease_ms: int, most: int, *only: ColumnElement[bool]
) -> list[Row[Any]]:
    """Take what is due for one try, of what fits `only`.

    Nobody else takes it while the lease lasts, and a sender that dies gives it back by time.
    """
    c = queue.c
    due = select(c.id).where(c.state == QUEUED, c.next_at <= now, c.leased_until <= now, *only)
    due = due.order_by(c.next_at).limit(most).with_for_update(skip_locked=True)
    taken = update(queue).where(c.id.in_(due)).values(leased_until=now + lease_ms, attempts=c.attempts + 1)
    return list(await db.execute(taken.returning(queue)))


async def settle(db: AsyncConnection, queue: Table, id_: str, **outcome: Any) -> bool:
    """Write down how a try ended; false when it had already left the queue."""
    settled = update(queue).where(queue.c.id == id_, queue.c.state == QUEUED).values(leased_until=0, **outcome)
    return (await db.execute(settled)).rowcount == 1


def wait_ms(waits: tuple[int, ...], attempts: int) -> int:
    """How long to wait after that many tries (1, 2, …)."""
    return waits[min(max(attempts, 1), len(waits)) - 1]
