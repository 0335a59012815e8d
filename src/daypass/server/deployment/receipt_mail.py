"""The customer's receipt: queued once, after the removal or a day after the end; composed, with what is known then, when it leaves."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import Artefact, RemovalReport, open_removal
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import readable_name
from daypass.server.audit.chain import AuditChain
from daypass.server.database import AsyncConnection, Database
from daypass.server.deployment.letterhead import letterhead
from daypass.server.identifiers import Clock
from daypass.server.mail import outbox
from daypass.server.mail.message import Message
from daypass.server.mail.outbox import MailState, OutboxMail
from daypass.server.mail.receipt import Connected, KnownLog, ReceiptFacts, Removed, Thing, receipt_message, said_in
from daypass.server.sessions import storage as sessions
from daypass.server.sessions.models import ReceiptState, Removal, SupportSession
from daypass.server.sessions.recordings import recorded_until
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.tables import connection as c
from daypass.server.sessions.tables import support_session as s
from daypass.translation import Translation

KIND = "receipt"
WAITS_FOR_REMOVAL_MS = 86_400_000
MOST_AT_ONCE = 50
LONGEST_NAME = 160
# What mail programs turn into a link. Nothing that a host installs and no Windows PC is called so: only a PC that lies would be.
_LINK = re.compile(r"://|www\.|@|\w\.\w+/", re.IGNORECASE)
SETTLED = {
    MailState.SENT: ReceiptState.SENT,
    MailState.REFUSED: ReceiptState.FAILED,
    MailState.DROPPED: ReceiptState.FAILED,
}


class ReceiptMails:
    """Makes the receipts that customers asked for. Runs only where there is a mail server."""

    def __init__(
        self, database: Database, sessions: Sessions, audit: AuditChain, message_id_domain: str, clock: Clock
    ) -> None:
        self._database = database
        self._sessions = sessions
        self._audit = audit
        self._domain = message_id_domain
        self._clock = clock

    async def queue_due(self) -> int:
        """Queue what is due, each receipt once whatever the number of nodes; returns how many."""
        due = select(s.c.id).where(*_due(self._clock()))
        async with self._database.reading() as db:
            if (await db.execute(due.limit(1))).one_or_none() is None:
                return 0
        async with self._database.writing() as db:
            ids = (await db.execute(due.limit(MOST_AT_ONCE).with_for_update(skip_locked=True))).scalars().all()
            for session_id in ids:
                await self._queue(db, session_id)
        for session_id in ids:
            await self._sessions.publish(session_id)
        return len(ids)

    async def _queue(self, db: AsyncConnection, session_id: str) -> None:
        now = self._clock()
        asked = (s.c.id == session_id) & (s.c.receipt_state == ReceiptState.ASKED.value)
        taken = update(s).where(asked).values(receipt_state=ReceiptState.QUEUED.value, receipt_at=now)
        row = (await db.execute(taken.returning(s.c.company_id, s.c.customer_email))).one()
        recipient, company_id = row.customer_email, row.company_id
        mail = outbox.new_mail(KIND, recipient, self._domain, now, company_id=company_id, session_id=session_id)
        await outbox.add_mail(db, mail)

    async def compose(self, mail: OutboxMail) -> Message | None:
        """The receipt with what is known now; its hash is kept. None when the customer's address was erased."""
        async with self._database.reading() as db:
            session = await sessions.session_by_id(db, mail.session_id)
            facts = await self._facts(db, mail, session) if session and session.customer_email else None
        if facts is None:
            return None
        say = Translation(facts.language).text
        said = said_in(facts, say)
        async with self._database.writing() as db:
            await sessions.write_facts(db, mail.session_id, receipt_hash=said.sha256)
        return receipt_message(facts, said, say)

    async def settled(self, mail: OutboxMail, state: MailState) -> None:
        """The mail has left, or never will."""
        if (now_is := SETTLED.get(state)) is None:
            return
        async with self._database.writing() as db:
            session = await sessions.session_by_id(db, mail.session_id, lock=True)
            if session is None:
                return
            await sessions.write_facts(db, session.id, receipt_state=now_is.value, receipt_at=self._clock())
            if now_is is ReceiptState.SENT:
                kept = {"sha256": session.receipt_hash or ""}
                await self._audit.add(db, session.company_id, "session.receipt_sent", None, session.id, **kept)
        await self._sessions.publish(mail.session_id)

    async def _facts(self, db: AsyncConnection, mail: OutboxMail, session: SupportSession) -> ReceiptFacts | None:
        company = await accounts.company_by_id(db, session.company_id)
        technician = await accounts.technician_by_id(db, session.technician_id)
        if company is None or technician is None or session.activated_at is None or session.ended_at is None:
            return None
        found = select(c).where(c.c.session_id == session.id).order_by(c.c.requested_at, c.c.pair_id)
        rows = (await db.execute(found)).all()
        names = await accounts.names_of(db, {row.technician_id for row in rows})
        blob = (await db.execute(select(s.c.removal_report).where(s.c.id == session.id))).scalar_one()
        return ReceiptFacts(
            number=mail.id,
            **letterhead(session, technician, company),
            computer=_without_links(session.computer_name or ""),
            begun=_moment(session.activated_at),
            ended=_moment(session.ended_at),
            ending=session.ending.value if session.ending else "",
            connections=tuple(
                Connected(
                    tool=row.tool,
                    technician=names.get(row.technician_id, technician.name),
                    opened=_moment(row.opened_at),
                    lasted_ms=None if row.closed_at is None else max(0, row.closed_at - row.opened_at),
                    transferred=_sum(row.bytes_to_host, row.bytes_to_technician),
                    recorded_ms=recorded_until(row, session.ended_at),
                )
                for row in rows
                if row.opened_at is not None
            ),
            refused=sum(row.refused_dp is not None for row in rows),
            removed=_removed(session, blob),
            log=KnownLog(session.log_lines, session.log_head) if session.log_head else None,
        )


def _due(now: int) -> tuple[ColumnElement[bool], ...]:
    gone = s.c.removal == Removal.CONFIRMED.value
    return (
        s.c.receipt_state == ReceiptState.ASKED.value,
        s.c.ended_at.is_not(None),
        or_(gone, s.c.ended_at <= now - WAITS_FOR_REMOVAL_MS),
    )


def _removed(session: SupportSession, blob: bytes | None) -> Removed | None:
    """What the PC reported about the removal; None: nothing yet."""
    if blob is None or session.host_key is None or session.removed_at is None:
        return None
    try:
        report: RemovalReport = open_removal(session.host_key, blob)
    except ProtocolError:  # it was checked when it came; what cannot be read now confirms nothing
        return None
    head = report.chat_head.hex() if report.chat_head else ""
    installed, leftovers = _things(report.installed), _things(report.leftovers)
    return Removed(_moment(session.removed_at), installed, leftovers, report.chat_lines, head)


def _things(artefacts: tuple[Artefact, ...]) -> tuple[Thing, ...]:
    """As the PC named them, without characters that could pretend to be another line."""
    return tuple(Thing(one.kind, _without_links(readable_name(one.name)[:LONGEST_NAME])) for one in artefacts)


def _without_links(name: str) -> str:
    """What a PC calls something, unless the customer's mail program would make a link of it."""
    return "" if _LINK.search(name) else name


def _sum(to_host: int | None, to_technician: int | None) -> int | None:
    return None if to_host is None and to_technician is None else (to_host or 0) + (to_technician or 0)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000).astimezone()
