"""Empties the queue: every delivery is tried until its receiver takes it, for about a day."""

import asyncio
from itertools import groupby

import structlog

from daypass.server.database import Database
from daypass.server.durable_queue import wait_ms
from daypass.server.identifiers import Clock
from daypass.server.webhooks import storage
from daypass.server.webhooks.models import TEST, Delivery, DeliveryState, Failure
from daypass.server.webhooks.posting import Answer, Poster
from daypass.server.webhooks.signing import WebhookSecrets

log = structlog.get_logger()

SEND_EVERY_S = 1.0
FORGET_EVERY_S = 3600.0
AT_ONE_TIME = 16
LEASE_MS = 180_000  # longer than that many tries at one receiver
WAITS_MS = (5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000)
MOST_TRIES = len(WAITS_MS) + 1
LEFT_ALONE_MS = (
    300_000  # a receiver that fails holds up nobody else's deliveries, and hears of its newest ones soon enough
)
KEPT_MS = 30 * 86_400_000
GONE = 410


class WebhookSender:
    """Sends what is due. `app.py` owns the task that calls `send_due` again and again."""

    def __init__(self, database: Database, secrets: WebhookSecrets, poster: Poster, clock: Clock) -> None:
        self._database = database
        self._secrets = secrets
        self._poster = poster
        self._clock = clock

    async def send_due(self) -> None:
        """Try every delivery whose time has come: all receivers at once, each in the order in which things happened."""
        while due := await self._lease():
            async with asyncio.TaskGroup() as receivers:
                for webhook_id, waiting in groupby(sorted(due, key=_place), key=lambda delivery: delivery.webhook_id):
                    receivers.create_task(self._send_to_one(list(waiting)), name=f"webhook {webhook_id}")

    async def try_once(self, delivery: Delivery) -> bool:
        """Try a delivery that is leased, and settle it; whether the receiver took it."""
        async with self._database.reading() as db:
            hook = await storage.webhook_by_id(db, delivery.webhook_id)
        if hook is None:
            return False
        headers = self._secrets.headers(hook, delivery.id, delivery.body, self._clock())
        answer = await self._post(hook.url, headers, delivery)
        await self._settle(delivery, answer)
        failure = answer.failure.value if answer.failure else None
        log.info("webhook.tried", delivery=delivery.id, failure=failure, status=answer.status)
        return answer.failure is None

    async def forget(self) -> int:
        """Remove deliveries from the log when their time is over."""
        async with self._database.writing() as db:
            return await storage.forget_deliveries(db, self._clock() - KEPT_MS)

    async def _send_to_one(self, deliveries: list[Delivery]) -> None:
        for no, delivery in enumerate(deliveries, 1):
            if not await self.try_once(delivery):
                async with self._database.writing() as db:
                    await storage.release(db, [later.id for later in deliveries[no:]], self._clock() + LEFT_ALONE_MS)
                return

    async def _lease(self) -> list[Delivery]:
        async with self._database.reading() as db:
            if not await storage.any_due(db, self._clock()):
                return []
        async with self._database.writing() as db:
            return await storage.lease_due(db, self._clock(), LEASE_MS, AT_ONE_TIME)

    async def _post(self, url: str, headers: dict[str, str], delivery: Delivery) -> Answer:
        try:
            return await self._poster.post(url, headers, delivery.body)
        except Exception:  # a fault of ours must not take the other tries with it
            log.exception("webhook.failed", delivery=delivery.id)
            return Answer(Failure.NOT_REACHED)

    async def _settle(self, delivery: Delivery, answer: Answer) -> None:
        now = self._clock()
        next_at = now + wait_ms(WAITS_MS, delivery.attempts)
        is_gone = answer.status == GONE
        is_test = delivery.kind == TEST  # somebody looks at it right now: nothing is gained by trying again
        over = delivery.attempts >= MOST_TRIES or is_gone or is_test
        state = DeliveryState.FAILED if over else DeliveryState.QUEUED
        sent_at = None
        if answer.failure is None:
            state, sent_at, next_at = DeliveryState.SENT, now, now
        async with self._database.writing() as db:
            await storage.settle(
                db,
                delivery.id,
                state,
                failure=answer.failure,
                status=answer.status,
                next_at=next_at,
                sent_at=sent_at,
            )
            if is_gone:
                await storage.write_webhook(db, delivery.webhook_id, disabled_at=now)
                await storage.give_up(db, delivery.webhook_id)
            elif answer.failure is not None and not is_test:
                await storage.put_off(db, delivery.webhook_id, min(next_at, now + LEFT_ALONE_MS))


def _place(delivery: Delivery) -> tuple[str, int]:
    return delivery.webhook_id, delivery.created_at
