"""Puts what happens to sessions into the queue of every webhook that wants it, in the transaction in which it happens."""

import json
from datetime import UTC, datetime

from daypass.server.database import AsyncConnection
from daypass.server.identifiers import Clock, new_id
from daypass.server.sessions.models import SessionEvent, SupportSession
from daypass.server.webhooks import storage
from daypass.server.webhooks.models import Delivery, DeliveryState


class WebhookNews:
    """What sessions call (sessions/ports.py, SessionEvents)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def happened(self, db: AsyncConnection, event: SessionEvent, session: SupportSession, **more: str) -> None:
        """Queue one delivery for each webhook that wants this."""
        wanting = await storage.webhooks_wanting(db, session.company_id, event)
        if not wanting:
            return
        now = self._clock()
        body = event_body(event.value, now, {"session": _session_facts(session), **more})
        for hook in wanting:
            await storage.add_delivery(db, new_delivery(hook.id, event.value, body, now))


def new_delivery(webhook_id: str, kind: str, body: str, now: int) -> Delivery:
    """A delivery that is due at once."""
    return Delivery(
        id=new_id(),
        webhook_id=webhook_id,
        kind=kind,
        body=body,
        state=DeliveryState.QUEUED,
        attempts=0,
        next_at=now,
        failure=None,
        status=None,
        created_at=now,
        sent_at=None,
    )


def event_body(kind: str, now: int, data: dict[str, object]) -> str:
    """The body as it is signed: type, time and data. Ids and times only; who wants more asks the API."""
    moment = datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": kind, "timestamp": moment, "data": data}, separators=(",", ":"))


def _session_facts(session: SupportSession) -> dict[str, object]:
    return {
        "id": session.id,
        "technician_id": session.technician_id,
        "state": session.state.value,
        "ending": session.ending.value if session.ending else None,
        "created_at": session.created_at,
        "prepared_until": session.prepared_until,
        "activated_at": session.activated_at,
        "deadline_at": session.deadline_at,
        "ended_at": session.ended_at,
        "removal": session.removal.value,
        "removed_at": session.removed_at,
    }
