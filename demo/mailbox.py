"""The customer's mailbox: a real SMTP server on loopback that keeps what arrives in memory.

It takes mails from the demo's own server only, which knows a password: a web page in any browser of this machine can post to any port
of it, and what it posts reads like a mail. The visitor would open it, and run what it leads to.
"""

import email
import email.policy
import ipaddress
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from demo.server_process import free_port

LARGEST_MAIL = 1 << 20


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as the customer sees it. `arrived_at` is `time.monotonic()` seconds."""

    sender: str
    to: str
    subject: str
    text: str
    html: str
    arrived_at: float

    def link(self) -> str:
        """The deployment link in it. Raises ValueError when there is none."""
        found = re.search(r"https?://\S+?/d/[^\s\"'<>)]+", self.text)
        if found is None:
            raise ValueError(f"no deployment link in: {self.text}")
        return found.group(0)


class Mailbox:
    """Letters in the order of arrival; `smtp_url` is what the server is told."""

    def __init__(self, asks_for_password: bool) -> None:
        self._asks_for_password = asks_for_password
        self._letters: list[Letter] = []
        self._arrived = threading.Condition()
        self.smtp_url = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail (called by the SMTP server)."""
        if self._asks_for_password and not session.authenticated:
            return "530 5.7.0 Authentication required"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        letter = Letter(
            sender=str(message["From"]),
            to=str(message["To"]),
            subject=str(message["Subject"]),
            text=_part(message, "plain"),
            html=_part(message, "html"),
            arrived_at=time.monotonic(),
        )
        with self._arrived:
            self._letters.append(letter)
            self._arrived.notify_all()
        return "250 OK"

    def letters(self) -> list[Letter]:
        """Everything that has arrived."""
        with self._arrived:
            return list(self._letters)

    def wait_for(self, count: int, timeout_s: float) -> Letter:
        """The letter number `count` (from 1). Raises TimeoutError."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self._letters) >= count, timeout_s):
                raise TimeoutError(f"only {len(self._letters)} of {count} mails arrived in {timeout_s} s")
            return self._letters[count - 1]


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


@contextmanager
def open_mailbox(address: str = "127.0.0.1") -> Iterator[Mailbox]:
    """A mailbox that listens on a free port of an address of this machine until the end.

    Away from loopback it asks for no password, which would travel in the clear: that is a cable nobody else is on (`two_machines`).
    """
    password = secrets.token_urlsafe(16) if ipaddress.ip_address(address).is_loopback else ""
    mailbox = Mailbox(asks_for_password=bool(password))

    def knows_it(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: object) -> AuthResult:
        known = isinstance(told, LoginPassword) and secrets.compare_digest(told.password, password.encode())
        return AuthResult(success=known, handled=False)

    # The controller calls its own port once to start, so it must know it beforehand.
    port = free_port()
    controller = Controller(
        mailbox,
        hostname=address,
        port=port,
        data_size_limit=LARGEST_MAIL,
        authenticator=knows_it,
        auth_require_tls=False,
    )
    controller.start()
    try:
        mailbox.smtp_url = f"smtp://{f'server:{password}@' if password else ''}{address}:{port}/?starttls=never"
        yield mailbox
    finally:
        controller.stop()
