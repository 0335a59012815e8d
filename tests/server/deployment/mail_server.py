"""A real SMTP server on loopback, which a test can take down."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """What a mail server received, and what it answers."""

    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    breaks_the_line: bool = False

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.recipients.append(envelope.rcpt_tos)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            content = cast(bytes, envelope.content)
            self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=default)))
        if self.breaks_the_line:
            self.breaks_the_line = False
            server.transport.close()
        return answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Smtp:
    """A real SMTP server on loopback that can be down."""

    mailbox: Mailbox
    port: int
    controller: Controller | None = None

    def up(self) -> None:
        self.controller = Controller(self.mailbox, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def down(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    """An SMTP server, down until a test says `up`."""
    server = Smtp(Mailbox(), _free_port())
    yield server
    server.down()
