"""Hands the outbox to an SMTP server: every mail leaves, once, also when that server is down at first.

A mail is composed at the moment it leaves, so no text with a link lies in the database and nothing outdated is sent. A try that ends in
doubt (the line broke before the answer) is tried again under the same Message-ID, by which mail systems know it as the same mail.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

import aiosmtplib
import structlog

from daypass.server.database import Database
from daypass.server.durable_queue import wait_ms
from daypass.server.identifiers import Clock
from daypass.server.mail import outbox
from daypass.server.mail.message import HeaderRefused, Message, as_email, wire_address
from daypass.server.mail.outbox import MailState, OutboxMail
from daypass.server.mail.smtp_address import Encryption, SmtpAddress

log = structlog.get_logger()

TRY_TIMEOUT_S = 30.0
LEASE_MS = 150_000  # longer than every step of one try together
AT_ONE_TIME = 8
WAITS_MS = (5_000, 15_000, 60_000, 300_000, 900_000, 1_800_000)
_START_TLS = {Encryption.REQUIRED: True, Encryption.IF_OFFERED: None, Encryption.NEVER: False, Encryption.TLS: False}

Composer = Callable[[OutboxMail], Awaitable[Message | None]]
"""Makes the message as of now; None when nobody wants it any more."""
Listener = Callable[[OutboxMail, MailState], Awaitable[None]]
"""Hears how a try ended."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: MailState
    error: str | None = None


class MailSender:
    """Sends what is due. `app.py` owns the task that calls `send_due` again and again."""

    def __init__(
        self,
        database: Database,
        smtp: SmtpAddress,
        sender_address: str,
        composers: Mapping[str, Composer],
        listener: Listener,
        clock: Clock,
    ) -> None:
        self._database = database
        self._smtp = smtp
        self._sender_address = smtp.sender or sender_address
        self._composers = composers
        self._listener = listener
        self._clock = clock

    async def send_due(self) -> None:
        """Try every mail whose time has come."""
        while mails := await self._lease():
            async with asyncio.TaskGroup() as tries:
                for mail in mails:
                    tries.create_task(self._try(mail), name=f"mail {mail.id}")

    async def _lease(self) -> list[OutboxMail]:
        async with self._database.writing() as db:
            return await outbox.lease_due(db, self._clock(), LEASE_MS, AT_ONE_TIME)

    async def _try(self, mail: OutboxMail) -> None:
        outcome = await self._outcome(mail)
        now = self._clock()
        next_at = now + wait_ms(WAITS_MS, mail.attempts)
        sent_at = now if outcome.state is MailState.SENT else None
        async with self._database.writing() as db:
            settled = await outbox.settle(
                db, mail.id, outcome.state, error=outcome.error, next_at=next_at, sent_at=sent_at
            )
        facts = {"mail": mail.id, "state": outcome.state.value, "attempts": mail.attempts}
        if outcome.error is None:
            log.info("mail.tried", **facts)
        else:
            log.warning("mail.tried", **facts, reason=outcome.error)
        if settled:
            await self._listener(mail, outcome.state)

    async def _outcome(self, mail: OutboxMail) -> _Outcome:
        try:
            message = await self._composers[mail.kind](mail)
            if message is None:
                return _Outcome(MailState.DROPPED)
            await deliver(self._email(mail, message), self._smtp, self._sender_address, mail.recipient)
        except HeaderRefused as error:
            return _Outcome(MailState.REFUSED, str(error)[:300])
        except (aiosmtplib.SMTPException, OSError) as error:
            return _Outcome(MailState.REFUSED if is_final(error) else MailState.QUEUED, _words(error))
        except Exception as error:
            log.exception("mail.failed", mail=mail.id)
            return _Outcome(MailState.QUEUED, type(error).__name__)
        return _Outcome(MailState.SENT)

    def _email(self, mail: OutboxMail, message: Message) -> EmailMessage:
        return as_email(
            message,
            sender_address=self._sender_address,
            message_id=mail.message_id,
            sent_at=datetime.fromtimestamp(mail.created_at / 1000, UTC),
        )


async def deliver(email: EmailMessage, smtp: SmtpAddress, sender: str, recipient: str) -> None:
    """Hand one mail to the SMTP server. Raises SMTPException or OSError."""
    await aiosmtplib.send(
        email,
        sender=sender,
        recipients=[wire_address(recipient)],
        hostname=smtp.host,
        port=smtp.port,
        username=smtp.name,
        password=smtp.password,
        use_tls=smtp.encryption is Encryption.TLS,
        start_tls=_START_TLS[smtp.encryption],
        timeout=TRY_TIMEOUT_S,
    )


def is_final(error: Exception) -> bool:
    """Whether trying again cannot help: the server refused this recipient or this mail. A refused sign-in is the operator's to mend."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(is_final(refused) for refused in error.recipients)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return False
    refusals = (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError)
    return isinstance(error, refusals) and 500 <= error.code < 600


def _words(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        return _words(error.recipients[0])
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"{error.code} {error.message}"[:300]
    return (str(error) or type(error).__name__)[:300]
