"""The SQL of links, greetings and the outbox, on SQLite and on PostgreSQL."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from tests.server.deployment.world import set_up_company

from daypass.protocol.lifecycle import Event
from daypass.server.app import Parts
from daypass.server.deployment import storage
from daypass.server.mail import outbox
from daypass.server.mail.outbox import MailState, OutboxMail
from daypass.server.mail.tables import mail_message
from daypass.server.sessions.models import NewSession
from daypass.server.sessions.storage import session_by_id

NEW = NewSession(customer_email="customer@example.org", language="en")


@pytest.fixture
async def cookie(parts_on: Parts) -> AsyncIterator[str]:
    """The owner's sign-in."""
    yield await set_up_company(parts_on)


async def _prepare(parts: Parts, cookie: str) -> str:
    who = await parts.accounts.who_is(cookie)
    assert who is not None
    return (await parts.sessions.prepare(who, NEW, None)).card.session.id


async def test_a_number_is_free_again_when_its_link_is_closed(parts_on: Parts, cookie: str) -> None:
    session_id = await _prepare(parts_on, cookie)
    async with parts_on.database.writing() as db:
        link = await storage.link_of(db, session_id)
        assert link is not None
        assert await storage.number_is_taken(db, link.number)
        assert await storage.close_link(db, session_id, 1, revoked_at=1)
        assert not await storage.close_link(db, session_id, 2, used_at=2)
        assert not await storage.number_is_taken(db, link.number)
        assert await storage.link_by_number(db, link.number) is None
        closed = await storage.link_of(db, session_id)
    assert closed is not None
    assert (closed.revoked_at, closed.used_at, closed.closed_at) == (1, None, 1)


async def test_activation_uses_the_link_up(parts_on: Parts, cookie: str) -> None:
    session_id = await _prepare(parts_on, cookie)
    async with parts_on.database.writing() as db:
        session = await session_by_id(db, session_id, lock=True)
        assert session is not None
        await parts_on.transitions.apply(db, session, Event.HOST_ACTIVATES, parts_on.clock())
        link = await storage.link_of(db, session_id)
    assert link is not None
    assert link.used_at is not None
    assert link.closed_at is not None


async def test_few_host_tokens_of_a_session_stay(parts_on: Parts, cookie: str) -> None:
    session_id = await _prepare(parts_on, cookie)
    async with parts_on.database.writing() as db:
        assert not await storage.another_host_greeted(db, session_id, b"a" * 32)
        for _ in range(12):
            await parts_on.hosts.admit(db, session_id, b"a" * 32)
            await storage.keep_newest_host_tokens(db, session_id)
        assert not await storage.another_host_greeted(db, session_id, b"a" * 32)
        assert await storage.another_host_greeted(db, session_id, b"b" * 32)
        await storage.forget_host_tokens(db, session_id)
        assert not await storage.another_host_greeted(db, session_id, b"b" * 32)


async def test_ten_senders_at_once_take_each_mail_once(parts_on: Parts) -> None:
    async with parts_on.database.writing() as db:
        for number in range(40):
            await outbox.add_mail(db, _mail(number))

    async def take() -> list[str]:
        taken: list[str] = []
        while True:
            async with parts_on.database.writing() as db:
                mails = await outbox.lease_due(db, now=100, lease_ms=1000, most=3)
            if not mails:
                return taken
            taken += [mail.id for mail in mails]

    taken = [id_ for some in await asyncio.gather(*(take() for _ in range(10))) for id_ in some]
    assert sorted(taken) == sorted(f"mail-{number}" for number in range(40))


async def test_a_leased_mail_comes_back_by_time_and_leaves_the_queue_once(parts_on: Parts) -> None:
    async with parts_on.database.writing() as db:
        await outbox.add_mail(db, _mail(1))
        assert len(await outbox.lease_due(db, now=0, lease_ms=1000, most=9)) == 1
        assert await outbox.lease_due(db, now=999, lease_ms=1000, most=9) == []
        (again,) = await outbox.lease_due(db, now=1000, lease_ms=1000, most=9)
        assert again.attempts == 2
        assert await outbox.settle(db, again.id, MailState.SENT, error=None, next_at=0, sent_at=1001)
        assert not await outbox.settle(db, again.id, MailState.QUEUED, error="late", next_at=0, sent_at=None)
        assert await outbox.lease_due(db, now=10**6, lease_ms=1000, most=9) == []
        count = (await db.execute(select(func.count()).select_from(mail_message))).scalar_one()
    assert count == 1


def _mail(number: int) -> OutboxMail:
    return OutboxMail(
        id=f"mail-{number}",
        company_id="company",
        session_id=os.urandom(4).hex(),
        kind="invitation",
        recipient="customer@example.org",
        message_id=f"<{number}@example.org>",
        state=MailState.QUEUED,
        attempts=0,
        next_at=0,
        last_error=None,
        created_at=0,
        sent_at=None,
    )
