"""Forgets what is past its time: links and mails first, then what is known of the PC, last of all who the customer was.

Times count from a session's end. The session itself stays, with its times and codes; the audit chain keeps keyed pseudonyms, so that
erasing leaves it valid.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, not_, or_, select, update

from daypass.server.accounts.tables import account_link
from daypass.server.audit.chain import AuditChain
from daypass.server.audit.pseudonyms import customer_pseudonym, key_of
from daypass.server.database import AsyncConnection, Database
from daypass.server.deployment.receipt_mail import KIND as RECEIPT
from daypass.server.deployment.tables import deployment_link
from daypass.server.identifiers import Clock
from daypass.server.mail.outbox import MailState
from daypass.server.mail.tables import mail_message
from daypass.server.sessions.models import ReceiptState
from daypass.server.sessions.tables import host_token
from daypass.server.sessions.tables import support_session as s

DAY_MS = 86_400_000
SWEEP_EVERY_S = 3600.0
# A round is short, so that nobody waits for it long; the next one follows at once while there is more.
MOST_IN_A_ROUND = 200


@dataclass(frozen=True, slots=True)
class Days:
    """How long each is kept after a session's end, in days."""

    customer: int
    computer: int
    invitation: int


class Retention:
    """Erases what is past its time."""

    def __init__(self, database: Database, audit: AuditChain, clock: Clock, days: Days) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._days = days

    async def sweep(self) -> int:
        """Erase everything that is due, and return in how many sessions something was erased."""
        await self._forget_account_links()
        erased = 0
        while erased_now := await self._round():
            erased += erased_now
        return erased

    async def _forget_account_links(self) -> None:
        """Invitations to a company, links for new passwords and addresses, and mails about accounts: they name people too."""
        before = self._clock() - self._days.invitation * DAY_MS
        of_no_session = (mail_message.c.session_id == "") & (mail_message.c.created_at <= before)
        async with self._database.writing() as db:
            await db.execute(delete(account_link).where(account_link.c.expires_at <= before))
            await db.execute(delete(mail_message).where(of_no_session))

    async def _round(self) -> int:
        now = self._clock()
        async with self._database.writing() as db:
            invitations = await _due(db, now - self._days.invitation * DAY_MS, _has_invitation())
            await _erase_invitations(db, invitations)
            computers = await _due(db, now - self._days.computer * DAY_MS, _names_a_computer())
            await _erase_computers(db, computers, now)
            customers = await _due(db, now - self._days.customer * DAY_MS, _names_a_customer())
            await _erase_customers(db, customers, now)
            for session_id, company_id in customers.items():
                await self._audit.add(db, company_id, "session.erased", None, session_id)
        return len(invitations.keys() | computers.keys() | customers.keys())


async def _due(db: AsyncConnection, ended_before: int, holds_something: ColumnElement[bool]) -> dict[str, str]:
    """Ids of sessions and their companies, oldest end first within a company's chain order."""
    found = select(s.c.id, s.c.company_id).where(s.c.ended_at <= ended_before, holds_something)
    found = found.order_by(s.c.company_id, s.c.ended_at, s.c.id).limit(MOST_IN_A_ROUND)
    return {row.id: row.company_id for row in await db.execute(found)}


async def _erase_invitations(db: AsyncConnection, sessions: dict[str, str]) -> None:
    left = s.c.id.in_(
        select(mail_message.c.session_id).where(
            mail_message.c.kind == RECEIPT, mail_message.c.state == MailState.SENT.value
        )
    )
    for which, state in ((left, ReceiptState.SENT), (not_(left), ReceiptState.FAILED)):
        waiting = (s.c.id.in_(sessions), s.c.receipt_state == ReceiptState.QUEUED.value, which)
        await db.execute(update(s).where(*waiting).values(receipt_state=state.value))
    for table in (deployment_link, host_token, mail_message):
        await db.execute(delete(table).where(table.c.session_id.in_(sessions)))


async def _erase_computers(db: AsyncConnection, sessions: dict[str, str], now: int) -> None:
    nothing = {"computer_name": None, "computer_words": None, "system": None, "sight": None}
    await db.execute(update(s).where(s.c.id.in_(sessions)).values(**nothing, computer_erased_at=now))


async def _erase_customers(db: AsyncConnection, sessions: dict[str, str], now: int) -> None:
    """What stays is the pseudonym that the audit chain holds anyway: the same customer again, and never who."""
    with_address = select(s.c.id, s.c.company_id, s.c.customer_email).where(s.c.id.in_(sessions))
    for row in (await db.execute(with_address.where(s.c.customer_email != ""))).all():
        key = await key_of(db, row.company_id)
        if key is not None:
            kept = customer_pseudonym(key, row.customer_email)
            await db.execute(update(s).where(s.c.id == row.id).values(customer_pseudonym=kept))
    nobody = {"customer_email": "", "customer_name": "", "customer_words": "", "note": "", "closing_note": None}
    await db.execute(update(s).where(s.c.id.in_(sessions)).values(**nobody, customer_erased_at=now))


def _has_invitation() -> ColumnElement[bool]:
    return or_(*(s.c.id.in_(select(table.c.session_id)) for table in (deployment_link, host_token, mail_message)))


def _names_a_computer() -> ColumnElement[bool]:
    return or_(s.c.computer_name.is_not(None), s.c.sight.is_not(None))


def _names_a_customer() -> ColumnElement[bool]:
    return or_(s.c.customer_email != "", s.c.customer_name != "", s.c.note != "", s.c.closing_note.is_not(None))
