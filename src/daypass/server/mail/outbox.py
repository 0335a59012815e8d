"""Mails waiting to leave: all SQL about them. A row is written in the transaction that wants the mail, so neither is lost alone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Row

from daypass.server import durable_queue
from daypass.server.database import AsyncConnection
from daypass.server.identifiers import new_id
from daypass.server.mail.tables import mail_message as m


class MailState(StrEnum):
    """Where a mail is."""

    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    """The mail server said no for good; its words are kept."""
    KEPT = "kept"
    """There is no mail server: the console shows the message to copy."""
    DROPPED = "dropped"
    """Nobody wants it any more: its session was over before it left."""


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """One mail as it is kept. Times are milliseconds since 1970."""

    id: str
    company_id: str
    session_id: str
    kind: str
    recipient: str
    message_id: str
    state: MailState
    attempts: int
    next_at: int
    last_error: str | None
    created_at: int
    sent_at: int | None
    about_id: str | None = None
    """What else it is about, when `session_id` is empty."""


def new_mail(
    kind: str,
    recipient: str,
    domain: str,
    now: int,
    *,
    company_id: str,
    session_id: str = "",
    about_id: str | None = None,
) -> OutboxMail:
    """A mail that waits for its first try; `domain` is that of its Message-ID."""
    id_ = new_id()
    return OutboxMail(
        id=id_,
        company_id=company_id,
        session_id=session_id,
        kind=kind,
        recipient=recipient,
        message_id=f"<{id_}@{domain}>",
        state=MailState.QUEUED,
        attempts=0,
        next_at=now,
        last_error=None,
        created_at=now,
        sent_at=None,
        about_id=about_id,
    )


async def add_mail(db: AsyncConnection, mail: OutboxMail) -> None:
    """Put a mail into the outbox."""
    await db.execute(
        insert(m).values(
            id=mail.id,
            company_id=mail.company_id,
            session_id=mail.session_id,
            kind=mail.kind,
            recipient=mail.recipient,
            message_id=mail.message_id,
            state=mail.state.value,
            attempts=mail.attempts,
            next_at=mail.next_at,
            leased_until=0,
            last_error=mail.last_error,
            created_at=mail.created_at,
            sent_at=mail.sent_at,
            about_id=mail.about_id,
        )
    )


async def lease_due(db: AsyncConnection, now: int, lease_ms: int, most: int) -> list[OutboxMail]:
    """Take due mails for one try."""
    return [_mail(row) for row in await durable_queue.lease_due(db, m, now, lease_ms, most)]


async def settle(
    db: AsyncConnection, mail_id: str, state: MailState, *, error: str | None, next_at: int, sent_at: int | None
) -> bool:
    """Write down how a try ended; false when the mail had already left the queue."""
    return await durable_queue.settle(
        db, m, mail_id, state=state.value, last_error=error, next_at=next_at, sent_at=sent_at
    )


async def try_now(db: AsyncConnection, mail_id: str, now: int) -> None:
    """Do not wait for the next try of a queued mail."""
    await db.execute(update(m).where(m.c.id == mail_id, m.c.state == MailState.QUEUED.value).values(next_at=now))


async def newest_mail(db: AsyncConnection, session_id: str, kind: str) -> OutboxMail | None:
    """The newest mail of a kind about a session."""
    found = (
        select(m).where(m.c.session_id == session_id, m.c.kind == kind).order_by(m.c.created_at.desc(), m.c.id).limit(1)
    )
    row = (await db.execute(found)).one_or_none()
    return _mail(row) if row else None


async def mails_since(db: AsyncConnection, session_id: str, kind: str, since: int) -> int:
    """How many mails of a kind about a session were made after `since`."""
    found = select(m.c.id).where(m.c.session_id == session_id, m.c.kind == kind, m.c.created_at > since)
    return len((await db.execute(found)).all())


def _mail(row: Row[Any]) -> OutboxMail:
    return OutboxMail(
        id=row.id,
        company_id=row.company_id,
        session_id=row.session_id,
        kind=row.kind,
        recipient=row.recipient,
        message_id=row.message_id,
        state=MailState(row.state),
        attempts=row.attempts,
        next_at=row.next_at,
        last_error=row.last_error,
        created_at=row.created_at,
        sent_at=row.sent_at,
        about_id=row.about_id,
    )
