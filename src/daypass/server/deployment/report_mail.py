"""Tells a company's owners that a customer reported a link: queued with the report, composed when it leaves."""

from daypass.protocol.secrets import SessionNumber
from daypass.server.accounts import storage as accounts
from daypass.server.company_colour import readable_company_colours
from daypass.server.database import AsyncConnection, Database
from daypass.server.deployment import storage
from daypass.server.identifiers import Clock
from daypass.server.mail import outbox
from daypass.server.mail.message import Mailbox, Message
from daypass.server.mail.notice import Letterhead, notice_message
from daypass.server.mail.outbox import OutboxMail
from daypass.server.sessions import storage as sessions
from daypass.server.sessions.models import SupportSession
from daypass.translation import Translation

KIND = "report"


class ReportMails:
    """Makes the owners' mails; without a mail server the audit trail and the log are all there is."""

    def __init__(self, database: Database, message_id_domain: str, can_send: bool, clock: Clock) -> None:
        self._database = database
        self._domain = message_id_domain
        self._can_send = can_send
        self._clock = clock

    async def queue(self, db: AsyncConnection, session: SupportSession) -> None:
        """One mail for each owner, in the transaction of the report."""
        if not self._can_send:
            return
        now = self._clock()
        for owner in await accounts.owners_of(db, session.company_id):
            company_id, session_id = session.company_id, session.id
            mail = outbox.new_mail(KIND, owner.email, self._domain, now, company_id=company_id, session_id=session_id)
            await outbox.add_mail(db, mail)

    async def compose(self, mail: OutboxMail) -> Message | None:
        """The message for one owner; None when session or owner are gone."""
        async with self._database.reading() as db:
            session = await sessions.session_by_id(db, mail.session_id)
            link = await storage.link_of(db, mail.session_id)
            company = await accounts.company_by_id(db, mail.company_id)
            technician = await accounts.technician_by_id(db, session.technician_id) if session else None
            owners = await accounts.owners_of(db, mail.company_id)
        owner = next((owner for owner in owners if owner.email == mail.recipient), None)
        if link is None or company is None or technician is None or owner is None:
            return None
        say = Translation(owner.language).text
        facts = {"number": str(SessionNumber(link.number)), "technician": technician.name, "company": company.name}
        paragraphs = [say(f"mail.report.{part}", **facts) for part in ("happened", "done", "next")]
        to = Mailbox(owner.name, owner.email)
        letterhead = Letterhead(company.name, readable_company_colours(company.colour).light)
        answers = Mailbox(technician.name, technician.email)  # an owner asks the technician what happened
        return notice_message(to, owner.language, say("mail.report.subject"), paragraphs, letterhead, reply_to=answers)
