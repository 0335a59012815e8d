"""Mails about accounts: an invitation, a new password, a new address, and notices of a change to whom it concerns.

Like every mail they are queued in the transaction that wants them and composed when they leave: no link lies in the database.
"""

from enum import StrEnum

from daypass.server.accounts import account_links, storage
from daypass.server.accounts.account_links import AccountLink, LinkKind
from daypass.server.accounts.account_secrets import AccountSecrets
from daypass.server.accounts.models import Company, Technician
from daypass.server.company_colour import readable_company_colours
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock
from daypass.server.mail import outbox
from daypass.server.mail.mails_per_address import MailsPerAddress
from daypass.server.mail.message import Mailbox, Message
from daypass.server.mail.notice import Button, Letterhead, notice_message
from daypass.server.mail.outbox import OutboxMail
from daypass.server.problems import Refusal
from daypass.translation import Translation

PAGE_OF_LINK = {LinkKind.INVITATION: "join", LinkKind.RESET: "new-password", LinkKind.EMAIL: "new-address"}


class AccountMail(StrEnum):
    """The kinds of mails; a mail with a link has the link's kind in its name."""

    INVITATION = "account_invitation"
    RESET = "account_reset"
    EMAIL = "account_email"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a mail
    EMAIL_CHANGED = "email_changed"
    FACTOR_CHANGED = "factor_changed"
    SESSION_INVITATION = "session_invitation"


_MAIL_OF_LINK = {
    LinkKind.INVITATION: AccountMail.INVITATION,
    LinkKind.RESET: AccountMail.RESET,
    LinkKind.EMAIL: AccountMail.EMAIL,
}


class AccountMails:
    """Queues and composes them; without a mail server nothing is queued and the links are copied by hand."""

    def __init__(
        self,
        database: Database,
        secrets: AccountSecrets,
        address: str,
        message_id_domain: str,
        can_send: bool,
        clock: Clock,
    ) -> None:
        self.can_send = can_send
        self._database = database
        self._secrets = secrets
        self._address = address
        self._domain = message_id_domain
        self._clock = clock
        self._asked_for = MailsPerAddress()
        self._invited = MailsPerAddress()

    async def count_invitation(self, company_id: str, address: str) -> None:
        """One more is asked for. Raises `too_many_tries`; without a mail server nothing is counted."""
        if self.can_send:
            await self._asked_for.count(company_id, address)

    def address_of(self, link: AccountLink) -> str:
        """The link as a person opens it."""
        return f"{self._address}/console/{PAGE_OF_LINK[link.kind]}/{self._secrets.link_token(link.id)}"

    async def queue_link(self, db: AsyncConnection, link: AccountLink) -> None:
        """Send a link to the address it is for."""
        await self._queue(db, _MAIL_OF_LINK[link.kind], link.company_id, link.id, link.email)

    async def queue_notice(self, db: AsyncConnection, kind: AccountMail, person: Technician) -> None:
        """Tell a person, at the address they have now, that something about their account has changed."""
        await self._queue(db, kind, person.company_id, person.id, person.email)

    async def queue_session_invitation(self, db: AsyncConnection, person: Technician) -> None:
        """Tell a colleague that a support session waits for them. Not again and again: their list shows it all the same."""
        if not self.can_send:
            return
        try:
            await self._invited.count(person.company_id, person.email)
        except Refusal:
            return
        await self.queue_notice(db, AccountMail.SESSION_INVITATION, person)

    async def _queue(self, db: AsyncConnection, kind: AccountMail, company_id: str, about: str, recipient: str) -> None:
        if not self.can_send:
            return
        mail = outbox.new_mail(
            kind.value, recipient, self._domain, self._clock(), company_id=company_id, about_id=about
        )
        await outbox.add_mail(db, mail)

    async def compose(self, mail: OutboxMail) -> Message | None:
        """The message as of now; None when its link is over or its person gone."""
        if mail.kind in _MAIL_OF_LINK.values():
            return await self._with_link(mail)
        return await self._notice(mail)

    async def _with_link(self, mail: OutboxMail) -> Message | None:
        async with self._database.reading() as db:
            link = await account_links.open_link(db, mail.about_id or "", None, self._clock())
            company = await storage.company_by_id(db, mail.company_id)
            inviter = await storage.technician_by_id(db, link.made_by) if link and link.made_by else None
            person = await storage.technician_by_id(db, link.technician_id) if link and link.technician_id else None
        if link is None or company is None:
            return None
        say = Translation(link.language).text
        facts = {"company": company.name, "inviter": inviter.name if inviter else company.name, "server": self._address}
        return notice_message(
            Mailbox(person.name if person else link.name, link.email),
            link.language,
            say(f"mail.{mail.kind}.subject", **facts),
            [say(f"mail.{mail.kind}.{part}", **facts) for part in ("happened", "next", "not_you")],
            _letterhead(company),
            button=Button(say(f"mail.{mail.kind}.button"), self.address_of(link), after=1),
            reply_to=Mailbox(inviter.name, inviter.email) if inviter and link.kind is LinkKind.INVITATION else None,
        )

    async def _notice(self, mail: OutboxMail) -> Message | None:
        async with self._database.reading() as db:
            person = await storage.technician_by_id(db, mail.about_id or "")
            company = await storage.company_by_id(db, mail.company_id)
        if person is None or company is None:
            return None
        say = Translation(person.language).text
        facts = {"server": self._address, "company": company.name}
        invites = mail.kind == AccountMail.SESSION_INVITATION
        label = say("mail.session_invitation.button") if invites else ""
        return notice_message(
            Mailbox(person.name, mail.recipient),
            person.language,
            say(f"mail.{mail.kind}.subject", **facts),
            [say(f"mail.{mail.kind}.{part}", **facts) for part in ("happened", "next" if invites else "not_you")],
            _letterhead(company),
            button=Button(label, f"{self._address}/console/", after=1) if invites else None,
        )


def _letterhead(company: Company) -> Letterhead:
    return Letterhead(company.name, readable_company_colours(company.colour).light)
