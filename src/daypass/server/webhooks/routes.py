"""Routes to webhooks, for owner and admins."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from daypass.server.accounts.door import Door
from daypass.server.accounts.fields import PlainText, Truth
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.paging import Paged
from daypass.server.sessions.models import SessionEvent
from daypass.server.webhooks.models import Delivery, Webhook
from daypass.server.webhooks.receiver_address import LONGEST_URL
from daypass.server.webhooks.service import NewSecret, Webhooks

Events = Annotated[list[SessionEvent], Field(min_length=1, max_length=10, description="which events it wants")]
Url = Annotated[PlainText, Field(min_length=1, max_length=LONGEST_URL, description="https:// address of the receiver")]


class NewWebhookRequest(BaseModel):
    """A receiver to make."""

    model_config = ConfigDict(extra="forbid")
    url: Url
    events: Events = Field(default_factory=lambda: list(SessionEvent))


class ChangedWebhookRequest(BaseModel):
    """What to change of a receiver; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    url: Url | None = None
    events: Events | None = None
    enabled: Truth | None = None


class WebhookView(BaseModel):
    """A receiver. Times are ms since 1970."""

    id: str
    url: str
    events: list[SessionEvent]
    enabled: bool
    created_at: int
    rotated_at: int | None = Field(description="when its secret was renewed; the old one signs too for a day")
    queued: int = Field(description="deliveries that wait")
    failed: int = Field(description="deliveries given up, of the last 30 days")


class WebhookWithSecret(WebhookView):
    """A receiver with its secret, which is shown this once."""

    secret: str = Field(description="whsec_…, for any library of Standard Webhooks")


class WebhookList(BaseModel):
    """Receivers, oldest first; `next` goes into `cursor` for what follows."""

    items: list[WebhookView]
    next: str | None


class DeliveryView(BaseModel):
    """One thing told to one receiver. Times are ms since 1970."""

    id: str = Field(description="the header webhook-id, the same at every try")
    kind: str
    state: Literal["queued", "sent", "failed"]
    attempts: int
    next_at: int = Field(description="when it is tried again, while it waits")
    failure: str | None = Field(description="why the last try failed")
    status: int | None = Field(description="the receiver's last HTTP status")
    created_at: int
    sent_at: int | None
    body: str


class DeliveryList(BaseModel):
    """Deliveries, newest first; `next` goes into `cursor` for what follows."""

    items: list[DeliveryView]
    next: str | None


def router(webhooks: Webhooks, door: Door) -> APIRouter:
    """Routes of this feature."""
    routes = APIRouter(prefix="/api/webhooks", tags=["webhooks"])
    Who = Annotated[SignedIn, Depends(door.may(Right.WEBHOOKS_WRITE))]

    @routes.get("", operation_id="listWebhooks")
    async def list_webhooks(who: Who, page: Paged) -> WebhookList:
        """The company's receivers."""
        counts = await webhooks.waiting(who.company.id)
        found = await webhooks.listed(who.company.id, page.after, page.limit)
        items, next_ = found.shown(lambda hook: _view(hook, counts.get(hook.id, {})))
        return WebhookList(items=items, next=next_)

    @routes.post("", status_code=201, operation_id="createWebhook")
    async def create(asked: NewWebhookRequest, who: Who) -> WebhookWithSecret:
        """Make a receiver; its secret is in this answer and nowhere else."""
        made = await webhooks.create(who.company.id, asked.url, _unique(asked.events), who.technician.id)
        return _with_secret(made)

    @routes.patch("/{webhook_id}", operation_id="changeWebhook")
    async def change(webhook_id: str, asked: ChangedWebhookRequest, who: Who) -> WebhookView:
        """Change address, events, or whether it is told at all."""
        events = _unique(asked.events) if asked.events is not None else None
        changed = await webhooks.change(
            who.company.id, webhook_id, who.technician.id, url=asked.url, events=events, enabled=asked.enabled
        )
        return _view(changed, (await webhooks.waiting(who.company.id)).get(webhook_id, {}))

    @routes.delete("/{webhook_id}", status_code=204, operation_id="removeWebhook")
    async def remove(webhook_id: str, who: Who) -> None:
        """Remove a receiver and what waits for it."""
        await webhooks.remove(who.company.id, webhook_id, who.technician.id)

    @routes.post("/{webhook_id}/secret", operation_id="renewWebhookSecret")
    async def renew_secret(webhook_id: str, who: Who) -> WebhookWithSecret:
        """A new secret, shown in this answer only; the old one signs too for a day."""
        return _with_secret(await webhooks.renew_secret(who.company.id, webhook_id, who.technician.id))

    @routes.post("/{webhook_id}/test", operation_id="testWebhook")
    async def test(webhook_id: str, who: Who) -> DeliveryView:
        """Send `webhook.test` now; the answer says what became of it."""
        return _delivery_view(await webhooks.test(who.company.id, webhook_id))

    @routes.get("/{webhook_id}/deliveries", operation_id="listDeliveries")
    async def deliveries(webhook_id: str, who: Who, page: Paged) -> DeliveryList:
        """What was sent in the last 30 days, and what waits."""
        found = await webhooks.deliveries(who.company.id, webhook_id, page.after, page.limit)
        items, next_ = found.shown(_delivery_view)
        return DeliveryList(items=items, next=next_)

    @routes.post("/{webhook_id}/deliveries/{delivery_id}", operation_id="sendDeliveryAgain")
    async def send_again(webhook_id: str, delivery_id: str, who: Who) -> DeliveryView:
        """Send a delivery again, soon."""
        return _delivery_view(await webhooks.send_again(who.company.id, webhook_id, delivery_id))

    return routes


def _unique(events: list[SessionEvent]) -> tuple[SessionEvent, ...]:
    return tuple(dict.fromkeys(events))


def _view(hook: Webhook, counts: dict[str, int]) -> WebhookView:
    return WebhookView(
        id=hook.id,
        url=hook.url,
        events=list(hook.events),
        enabled=hook.disabled_at is None,
        created_at=hook.created_at,
        rotated_at=hook.rotated_at,
        queued=counts.get("queued", 0),
        failed=counts.get("failed", 0),
    )


def _with_secret(made: NewSecret) -> WebhookWithSecret:
    return WebhookWithSecret(**_view(made.webhook, {}).model_dump(), secret=made.secret)


def _delivery_view(delivery: Delivery) -> DeliveryView:
    return DeliveryView(
        id=delivery.id,
        kind=delivery.kind,
        state=delivery.state.value,
        attempts=delivery.attempts,
        next_at=delivery.next_at,
        failure=delivery.failure.value if delivery.failure else None,
        status=delivery.status,
        created_at=delivery.created_at,
        sent_at=delivery.sent_at,
        body=delivery.body,
    )
