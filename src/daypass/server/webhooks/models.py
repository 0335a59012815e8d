"""Webhooks as values. Knows neither framework nor SQL."""

from dataclasses import dataclass
from enum import StrEnum

from daypass.server.sessions.models import SessionEvent

MOST_PER_COMPANY = 20


TEST = "webhook.test"
"""Sent by the test button only."""


class DeliveryState(StrEnum):
    """Where a delivery is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    """Tried for about a day, or the receiver said that it is gone."""


class Failure(StrEnum):
    """Why a try failed."""

    ADDRESS_REFUSED = "address_refused"
    """The name leads to an address inside a network, where this server sends nothing."""
    NOT_FOUND = "not_found"
    """The name leads nowhere."""
    NOT_REACHED = "not_reached"
    TLS = "tls"
    TIMEOUT = "timeout"
    REDIRECT = "redirect"
    STATUS = "status"
    """The receiver answered, and not with 2xx."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """One receiver. Times are milliseconds since 1970."""

    id: str
    company_id: str
    url: str
    events: tuple[SessionEvent, ...]
    secret_no: int
    rotated_at: int | None
    created_at: int
    disabled_at: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to tell one receiver. Times are milliseconds since 1970."""

    id: str
    webhook_id: str
    kind: str
    body: str
    state: DeliveryState
    attempts: int
    next_at: int
    failure: Failure | None
    status: int | None
    created_at: int
    sent_at: int | None
