"""Empties the queue: every delivery is tried until its receiver takes it, for about a day."""

import asyncio
import contextlib
from collections import Counter

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
# So many receivers are told at one time, of one company so many: who is slow to answer costs nobody else's deliveries their time.
MOST_RECEIVERS = 64
MOST_RECEIVERS_OF_A_COMPANY = 4
IN_A_TURN = 16
TURN_MS = 10_000  # then a receiver waits for its next turn, whatever is left
LEASE_MS = 180_000  # longer than any turn
LOOK_AGAIN_S = 0.5
MOST_LOOKED_AT = 200
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
        self._told_now: dict[str, str] = {}
        """Receivers that are being told, and their companies."""
        self._turn_over = asyncio.Event()

    async def send_due(self) -> None:
        """Try every delivery whose time has come: receivers beside one another, each in the order in which things happened.

        Whoever becomes due while a slow one is being told does not wait for it.
        """
        async with asyncio.TaskGroup() as receivers:
            while True:
                self._turn_over.clear()
                found = await self._receivers_due()
                # A turn that ended while this looked has left its place to another: look again.
                if not found and not self._told_now and not self._turn_over.is_set():
                    return
                for webhook_id, company_id in found.items():
                    self._told_now[webhook_id] = company_id
                    receivers.create_task(self._take_turn(webhook_id), name=f"webhook {webhook_id}")
                await self._some_are_done()

    async def _receivers_due(self) -> dict[str, str]:
        """Receivers whose turn it is now: within the places that are free, and within those of each company."""
        free = MOST_RECEIVERS - len(self._told_now)
        if free <= 0:
            return {}
        places = Counter(self._told_now.values())
        full = [company for company, taken in places.items() if taken >= MOST_RECEIVERS_OF_A_COMPANY]
        async with self._database.reading() as db:
            due = await storage.receivers_due(db, self._clock(), MOST_LOOKED_AT, list(self._told_now), full)
        found: dict[str, str] = {}
        for webhook_id, company_id in due.items():
            if len(found) < free and places[company_id] < MOST_RECEIVERS_OF_A_COMPANY:
                places[company_id] += 1
                found[webhook_id] = company_id
        return found

    async def _some_are_done(self) -> None:
        """Wait until there may be something to begin: a turn is over, or time has passed."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN_S):
                await self._turn_over.wait()

    async def _take_turn(self, webhook_id: str) -> None:
        try:
            async with self._database.writing() as db:
                due = await storage.lease_due(db, webhook_id, self._clock(), LEASE_MS, IN_A_TURN)
            await self._send_to_one(sorted(due, key=lambda delivery: delivery.created_at))
        except Exception:  # the other receivers' turns go on
            log.exception("webhook.turn_failed", webhook=webhook_id)
        finally:
            del self._told_now[webhook_id]
            self._turn_over.set()

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
        began = self._clock()
        for no, delivery in enumerate(deliveries, 1):
            taken = await self.try_once(delivery)
            now = self._clock()
            if taken and now - began < TURN_MS:
                continue
            async with self._database.writing() as db:
                until = now if taken else now + LEFT_ALONE_MS
                await storage.release(db, [later.id for later in deliveries[no:]], until)
            return

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
