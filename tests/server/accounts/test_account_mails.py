"""Mails about accounts leave by a real SMTP server, and the links in them work."""

import email
import re
from collections.abc import Iterator
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr
from tests.server.asking import OWNER, asking, owner_of
from tests.server.conftest import SettingsOf
from tests.server.mail.test_encryption import free_port
from tests.server.running import ShiftedClock

from daypass.server.accounts.rights import Role
from daypass.server.app import build
from daypass.server.mail.outbox import MailState
from daypass.server.mail.tables import mail_message
from daypass.server.migrations.run import migrate


class Mailbox:
    """What arrived."""

    def __init__(self) -> None:
        self.mails: list[email.message.EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep it."""
        assert isinstance(envelope.content, bytes)
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def smtp_url(mailbox: Mailbox) -> Iterator[str]:
    """A mail server on loopback."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


async def test_invitation_reset_and_notices_leave_once_and_their_links_work(
    settings_of: SettingsOf, clock: ShiftedClock, mailbox: Mailbox, smtp_url: str
) -> None:
    parts = build(settings_of(smtp_url=SecretStr(smtp_url), mail_from="daypass@example.org"), clock)
    await migrate(parts.database)
    app, cookie = await owner_of(parts)
    sender = parts.deployment.mail_sender
    assert sender is not None
    async with asking(app, cookie) as owner, asking(app) as stranger:
        made = await owner.post("/api/invitations", json={"email": "new@example.org", "language": "es"})
        assert made.json()["mailed"] is True
        await stranger.post("/api/password-reset", json={"email": OWNER})
        for _ in range(2):
            await sender.send_due()
        invitation, reset = sorted(mailbox.mails, key=lambda mail: "owner" in str(mail["To"]))
        assert (invitation["To"], reset["To"]) == ("new@example.org", f"Technician One <{OWNER}>")
        for mail in (invitation, reset):
            assert str(mail["From"]) == "Example Computers <daypass@example.org>"
            text, html = (part.get_content() for part in mail.iter_parts())
            assert text.rstrip().endswith("Example Computers") and link_of(mail) in text
            assert ">Example Computers</td>" in html and "<img" not in html and "url(" not in html
        assert invitation["Reply-To"] == f"Technician One <{OWNER}>", "an answer goes to the person who invited"
        assert reset["Reply-To"] is None
        assert invitation["Subject"] == "Invitación al equipo de Example Computers en Daypass"
        assert (await stranger.get(f"/api/joining/{link_of(invitation)}")).status_code == 200
        body = {"password": "another horse entirely"}
        assert (await stranger.post(f"/api/password-reset/{link_of(reset)}", json=body)).status_code == 204
        await sender.send_due()
        assert "password was changed" in str(mailbox.mails[-1]["Subject"]) and len(mailbox.mails) == 3
    async with parts.database.reading() as db:
        kept = (await db.execute(mail_message.select())).all()
    assert {row.state for row in kept} == {MailState.SENT.value}
    assert not re.search(r"console/", repr(kept)), "no link lies in the database"
    await parts.close()


async def test_a_mail_whose_link_is_over_before_it_leaves_is_dropped(
    settings_of: SettingsOf, clock: ShiftedClock, mailbox: Mailbox, smtp_url: str
) -> None:
    parts = build(settings_of(smtp_url=SecretStr(smtp_url)), clock)
    await migrate(parts.database)
    firm = await parts.accounts.create_company("Example Computers", "en")
    await parts.people.team.invite(firm.id, None, "new@example.org", "", Role.TECHNICIAN, "en")
    clock.turn(hours=7 * 24)
    assert parts.deployment.mail_sender is not None
    await parts.deployment.mail_sender.send_due()
    assert mailbox.mails == []
    await parts.close()


def link_of(mail: email.message.EmailMessage) -> str:
    """The token of the link that the text part carries; the HTML part carries the same."""
    text, html = (mail.get_body([kind]) for kind in ("plain", "html"))
    assert text is not None and html is not None
    found = re.search(r"http://localhost:8400/console/[\w-]+/(\S+)", text.get_content())
    assert found is not None and found[0] in html.get_content()
    return found[1]
