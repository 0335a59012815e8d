"""What administrators do with webhooks: make, change, test, renew the secret, look at what was delivered."""

from dataclasses import dataclass, replace

from daypass.server.audit.chain import AuditChain
from daypass.server.cursors import Cursor, Piece, piece_of
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock, new_id
from daypass.server.problems import Refusal, not_found
from daypass.server.sessions.models import SessionEvent
from daypass.server.webhooks import storage
from daypass.server.webhooks.models import MOST_PER_COMPANY, TEST, Delivery, Webhook
from daypass.server.webhooks.news import event_body, new_delivery
from daypass.server.webhooks.receiver_address import Egress, UrlRefused
from daypass.server.webhooks.sender import LEASE_MS, WebhookSender
from daypass.server.webhooks.signing import WebhookSecrets


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A webhook with its secret, which is shown this once."""

    webhook: Webhook
    secret: str


class Webhooks:
    """Use cases around webhooks. `by` is the technician's id for the audit trail; None: the command line."""

    def __init__(
        self,
        database: Database,
        secrets: WebhookSecrets,
        egress: Egress,
        sender: WebhookSender,
        audit: AuditChain,
        clock: Clock,
    ) -> None:
        self._database = database
        self._secrets = secrets
        self._egress = egress
        self._sender = sender
        self._audit = audit
        self._clock = clock

    async def listed(
        self, company_id: str, after: Cursor | None = None, most: int = MOST_PER_COMPANY
    ) -> Piece[Webhook]:
        """A company's webhooks, oldest first."""
        async with self._database.reading() as db:
            found = await storage.webhooks_of(db, company_id, after, most + 1)
        return piece_of(found, most, lambda hook: Cursor(hook.created_at, hook.id))

    async def waiting(self, company_id: str) -> dict[str, dict[str, int]]:
        """How many deliveries of each state every webhook has."""
        async with self._database.reading() as db:
            return await storage.waiting_counts(db, company_id)

    async def create(self, company_id: str, url: str, events: tuple[SessionEvent, ...], by: str | None) -> NewSecret:
        """Raises `webhook_url_refused`, `webhook_limit`."""
        checked = self._checked(url)
        now = self._clock()
        hook = Webhook(new_id(), company_id, checked, events, 1, None, now, None)
        async with self._database.writing() as db:
            if len(await storage.webhooks_of(db, company_id)) >= MOST_PER_COMPANY:
                raise Refusal("webhook_limit", limit=MOST_PER_COMPANY)
            await storage.add_webhook(db, hook)
            await self._audit.add(db, company_id, "webhook.created", by, webhook=hook.id)
        return NewSecret(hook, self._secrets.shown(hook))

    async def change(
        self,
        company_id: str,
        webhook_id: str,
        by: str | None,
        *,
        url: str | None = None,
        events: tuple[SessionEvent, ...] | None = None,
        enabled: bool | None = None,
    ) -> Webhook:
        """Change what is given. Raises `not_found`, `webhook_url_refused`."""
        checked = self._checked(url) if url is not None else None
        async with self._database.writing() as db:
            old = await self._one(db, company_id, webhook_id)
            new = replace(old, url=checked or old.url, events=old.events if events is None else events)
            if enabled is not None:
                new = replace(new, disabled_at=None if enabled else old.disabled_at or self._clock())
            if new != old:
                names = [event.value for event in new.events]
                await storage.write_webhook(db, old.id, url=new.url, events=names, disabled_at=new.disabled_at)
                await self._audit.add(db, company_id, "webhook.changed", by, webhook=old.id)
        return new

    async def renew_secret(self, company_id: str, webhook_id: str, by: str | None) -> NewSecret:
        """A new secret; the old one signs too for a day. Raises `not_found`."""
        async with self._database.writing() as db:
            old = await self._one(db, company_id, webhook_id)
            new = replace(old, secret_no=old.secret_no + 1, rotated_at=self._clock())
            await storage.write_webhook(db, old.id, secret_no=new.secret_no, rotated_at=new.rotated_at)
            await self._audit.add(db, company_id, "webhook.secret_renewed", by, webhook=old.id)
        return NewSecret(new, self._secrets.shown(new))

    async def remove(self, company_id: str, webhook_id: str, by: str | None) -> None:
        """Remove a webhook and what waits for it. Raises `not_found`."""
        async with self._database.writing() as db:
            old = await self._one(db, company_id, webhook_id)
            await storage.remove_webhook(db, old.id)
            await self._audit.add(db, company_id, "webhook.removed", by, webhook=old.id)

    async def test(self, company_id: str, webhook_id: str) -> Delivery:
        """Send a test now and return what became of it. Raises `not_found`."""
        now = self._clock()
        async with self._database.writing() as db:
            hook = await self._one(db, company_id, webhook_id)
            delivery = replace(new_delivery(hook.id, TEST, event_body(TEST, now, {}), now), attempts=1)
            await storage.add_delivery(db, delivery, leased_until=now + LEASE_MS)
        await self._sender.try_once(delivery)
        return await self._delivery(company_id, webhook_id, delivery.id)

    async def send_again(self, company_id: str, webhook_id: str, delivery_id: str) -> Delivery:
        """Put a delivery back into the queue. Raises `not_found`."""
        async with self._database.writing() as db:
            hook = await self._one(db, company_id, webhook_id)
            if await storage.delivery_of(db, hook.id, delivery_id) is None:
                raise not_found()
            await storage.send_again(db, delivery_id, self._clock())
        return await self._delivery(company_id, webhook_id, delivery_id)

    async def deliveries(self, company_id: str, webhook_id: str, after: Cursor | None, most: int) -> Piece[Delivery]:
        """What was sent or waits, newest first. Raises `not_found`."""
        async with self._database.reading() as db:
            hook = await self._one(db, company_id, webhook_id)
            found = await storage.deliveries(db, hook.id, after, most + 1)
        return piece_of(found, most, lambda one: Cursor(one.created_at, one.id))

    def _checked(self, url: str) -> str:
        try:
            return self._egress.checked(url.strip())
        except UrlRefused as refused:
            raise Refusal("webhook_url_refused", why=refused.why) from None

    async def _one(self, db: AsyncConnection, company_id: str, webhook_id: str) -> Webhook:
        found = await storage.webhook_for(db, company_id, webhook_id)
        if found is None:
            raise not_found()
        return found

    async def _delivery(self, company_id: str, webhook_id: str, delivery_id: str) -> Delivery:
        async with self._database.reading() as db:
            hook = await self._one(db, company_id, webhook_id)
            found = await storage.delivery_of(db, hook.id, delivery_id)
        if found is None:
            raise not_found()
        return found
