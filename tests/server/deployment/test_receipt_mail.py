"""The customer's receipt: wanted, queued once, composed with what is known, and its hash kept on both sides."""

import hashlib
import os
import re

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select, update
from tests.server.asking import asking, owner_of
from tests.server.deployment.mail_server import Smtp, smtp
from tests.server.deployment.world import SettingsOf
from tests.server.ready_database import make_ready
from tests.server.running import ShiftedClock

from daypass.protocol.host_api import Artefact, HostStatus, RecordingReport, RemovalReport, Salt16
from daypass.protocol.lifecycle import Event
from daypass.protocol.messages import Bytes32, Consent
from daypass.protocol.signed import Context, SigningKey
from daypass.server.accounts.models import SignedIn
from daypass.server.app import Parts, build
from daypass.server.audit.tables import audit_entry
from daypass.server.deployment.receipt_mail import KIND
from daypass.server.mail import outbox
from daypass.server.mail.message import Message
from daypass.server.mail.outbox import MailState
from daypass.server.mail.tables import mail_message
from daypass.server.reports.remote_access import Wanted
from daypass.server.sessions import storage
from daypass.server.sessions.activation import masked
from daypass.server.sessions.models import NewSession
from daypass.server.sessions.tables import support_session as s

pytestmark = pytest.mark.slow

__all__ = ["smtp"]
HOST = SigningKey(bytes(range(32)))
INSTALLED = (
    Artefact(kind="service", name="DaypassHost-1"),
    Artefact(kind="directory", name="C:\\Program Files\\Daypass"),
)
TO_ONE = "customer@example.org"


class Pass:
    """One session, moved on by what a host and a technician do."""

    def __init__(self, parts: Parts, clock: ShiftedClock) -> None:
        self.parts, self.clock, self.id, self.technician_id = parts, clock, "", ""

    async def begin(self, language: str = "en", email: str = TO_ONE, who: SignedIn | None = None) -> None:
        if who is None:
            _, cookie = await owner_of(self.parts)
            who = await self.parts.accounts.who_is(cookie)
        assert who is not None
        asked = NewSession(customer_email=email, customer_name="Customer One", language=language)
        self.id = (await self.parts.sessions.prepare(who, asked, None)).card.session.id
        self.technician_id = who.technician.id
        await self._move(Event.HOST_ACTIVATES)
        async with self.parts.database.writing() as db:
            await storage.write_facts(db, self.id, host_key=HOST.public, computer_name="RECEPTION-PC")

    async def wish(self, receipt: bool) -> None:
        status = HostStatus(connected=(), consent=Consent.ASK, paused=False, receipt=receipt)
        await self.parts.news.handle(self.id, status)

    async def connect(self, minutes: int) -> None:
        pair, now = os.urandom(16), self.clock()
        async with self.parts.database.writing() as db:
            await storage.add_connection(db, pair, self.id, self.technician_id, "remote_control", now)
            await storage.write_connection(db, pair, self.id, "opened_at", opened_at=now)
            await storage.write_traffic(db, pair, self.id, 200_000, 2_300_000, now + minutes * 60_000)

    async def is_recorded(self, minutes: int) -> None:
        """In a connection that goes on for as long as nobody tells its end."""
        pair = os.urandom(16)
        async with self.parts.database.writing() as db:
            await storage.add_connection(db, pair, self.id, self.technician_id, "remote_control", self.clock())
            await storage.write_connection(db, pair, self.id, "opened_at", opened_at=self.clock())
        for on in (True, True, False, False, True):
            await self.parts.news.handle(self.id, RecordingReport(pair_id=Salt16(pair), on=on))
            self.clock.turn(seconds=minutes * 30 - 1)

    async def end(self) -> None:
        await self._move(Event.TECHNICIAN_ENDS)

    async def report(
        self, *leftovers: Artefact, installed: tuple[Artefact, ...] = INSTALLED, chat: tuple[int, bytes] | None = None
    ) -> None:
        lines, head = chat or (0, None)
        report = RemovalReport(
            session_id=self.id,
            removed_at=self.clock(),
            by="technician",
            installed=installed,
            leftovers=leftovers,
            chat_lines=lines,
            chat_head=Bytes32(head) if head else None,
        )
        await self.parts.removals.report(HOST.blob(Context.REMOVAL, report))

    async def queue(self) -> int:
        return await self.parts.deployment.receipts.queue_due()

    async def state(self) -> str | None:
        async with self.parts.database.reading() as db:
            return (await db.execute(select(s.c.receipt_state).where(s.c.id == self.id))).scalar_one()

    async def composed(self) -> Message | None:
        async with self.parts.database.reading() as db:
            mail = await outbox.newest_mail(db, self.id, KIND)
        assert mail is not None
        return await self.parts.deployment.receipts.compose(mail)

    async def text(self) -> str:
        message = await self.composed()
        assert message is not None
        return message.text

    async def _move(self, event: Event) -> None:
        async with self.parts.database.writing() as db:
            session = await storage.session_by_id(db, self.id, lock=True)
            assert session is not None
            await self.parts.transitions.apply(db, session, event, self.clock())


@pytest.fixture
async def a_pass(parts_on: Parts, clock: ShiftedClock) -> Pass:
    """A session at its beginning, on both databases."""
    return Pass(parts_on, clock)


def kept_part(text: str) -> str:
    """What the fingerprint is about: from the receipt's number down to the line that says it."""
    return text[text.index("Receipt number: ") : text.index("\n\nFingerprint")]


async def test_a_chat_stands_in_the_receipt_with_what_a_saved_copy_is_checked_by(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    await a_pass.report(chat=(4, bytes(range(32))))
    assert await a_pass.queue() == 1
    assert f"\nChat: 4 messages. Fingerprint (SHA-256): {bytes(range(32)).hex()}\n" in await a_pass.text()


async def test_a_recording_stands_in_receipt_and_report_with_how_long_it_lasted(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.connect(minutes=12)
    await a_pass.is_recorded(minutes=4)  # 4 on, 2 + 2 off (the second told twice), 2 until the session's end
    await a_pass.end()
    await a_pass.report()
    await a_pass.queue()
    text = await a_pass.text()
    assert text.count("screen recorded for 6 minutes") == 1
    async with a_pass.parts.database.reading() as db:
        company_id = (await db.execute(select(s.c.company_id).where(s.c.id == a_pass.id))).scalar_one()
    (line,) = (await a_pass.parts.reports.remote_access.piece(Wanted(company_id), None, 5)).items
    assert line.access.recorded_ms is not None and round(line.access.recorded_ms / 60_000) == 6


async def test_a_receipt_says_who_when_how_much_and_what_was_removed(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.connect(minutes=12)
    await a_pass.end()
    assert await a_pass.queue() == 0, "not before the removal is confirmed"
    await a_pass.report()
    assert (await a_pass.queue(), await a_pass.queue(), await a_pass.state()) == (1, 0, "queued")
    message = await a_pass.composed()
    assert message is not None
    assert message.subject == "Receipt: remote support from Example Computers"
    assert (message.to.address, message.sender_name) == (TO_ONE, "Example Computers")
    assert message.reply_to is not None and message.reply_to.name == "Technician One"
    for said in (
        "Customer One", "Who helped: Technician One", "Your PC: RECEPTION-PC", "by Technician One",
        "Remote control · Technician One · 12 minutes · 2.5 MB transferred", "found nothing left",
        "- Windows service: DaypassHost-1",
    ):  # fmt: skip
        assert said in message.text
        assert said.removeprefix("- ").split(": ")[-1] in message.html
    assert "<img" not in message.html and "http" not in message.html


async def test_both_sides_have_the_same_fingerprint_of_the_receipt(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    await a_pass.report()
    await a_pass.queue()
    text = await a_pass.text()
    assert text == await a_pass.text(), "another try sends the same receipt"
    sha256 = hashlib.sha256(kept_part(text).encode()).hexdigest()
    assert re.findall(r"[0-9a-f]{64}", text) == [sha256]
    async with a_pass.parts.database.reading() as db:
        mail = await outbox.newest_mail(db, a_pass.id, KIND)
    assert mail is not None
    await a_pass.parts.deployment.receipts.settled(mail, MailState.SENT)
    async with a_pass.parts.database.reading() as db:
        entry = (await db.execute(select(audit_entry).where(audit_entry.c.kind == "session.receipt_sent"))).one()
        card = await a_pass.parts.sessions.card(db, a_pass.id)
    assert (entry.session_id, entry.details) == (a_pass.id, {"sha256": sha256})
    assert (card.session.receipt_state, card.session.receipt_hash) == ("sent", sha256)


async def test_no_wish_no_receipt(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    assert await a_pass.state() == "asked"
    await a_pass.wish(False)
    await a_pass.end()
    await a_pass.report()
    assert (await a_pass.queue(), await a_pass.state()) == (0, None)
    await a_pass.wish(True)
    assert await a_pass.state() is None, "nobody wishes after the end"


async def test_without_an_address_nothing_is_asked_for(a_pass: Pass) -> None:
    await a_pass.begin(email="")
    await a_pass.wish(True)
    assert await a_pass.state() is None


async def test_a_removal_that_nobody_confirms_is_not_claimed_a_day_later(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    a_pass.clock.turn(hours=23.9)
    assert await a_pass.queue() == 0
    a_pass.clock.turn(hours=0.2)
    assert await a_pass.queue() == 1
    text = await a_pass.text()
    assert "has not yet confirmed that the app is gone" in text and "Nobody connected to your PC." in text
    await a_pass.report()
    assert await a_pass.queue() == 0, "never twice"
    assert "found nothing left" in await a_pass.text(), "a mail that waits leaves with what is known then"


async def test_leftovers_are_named_and_no_name_makes_a_line_of_its_own(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    await a_pass.report(Artefact(kind="file", name="host.exe\n\nThe app is gone"), Artefact(kind="odd", name="thing"))
    a_pass.clock.turn(hours=24.1)
    assert await a_pass.queue() == 1
    text = await a_pass.text()
    assert "not everything could be removed yet" in text and "- File: host.exe The app is gone\n- Other: thing" in text


@pytest.mark.parametrize(
    ("language", "subject"),
    [("pt-BR", "Recibo: suporte remoto de Example Computers"), ("es", "Recibo: soporte remoto de Example Computers")],
)
async def test_a_receipt_is_in_the_customers_language(
    settings_of: SettingsOf, clock: ShiftedClock, language: str, subject: str
) -> None:
    parts = build(settings_of(), clock)
    a_pass = Pass(parts, clock)
    await make_ready(parts.database)
    await a_pass.begin(language)
    await a_pass.wish(True)
    await a_pass.connect(minutes=1)
    await a_pass.end()
    await a_pass.report()
    await a_pass.queue()
    message = await a_pass.composed()
    assert message is not None and message.subject == subject
    await parts.close()


async def test_a_receipt_goes_with_the_other_mails_and_says_that_it_never_left(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    await a_pass.report()
    await a_pass.queue()
    a_pass.clock.turn(hours=24 * 7 + 1)
    await a_pass.parts.deployment.retention.sweep()
    async with a_pass.parts.database.reading() as db:
        assert (await db.execute(select(func.count()).select_from(mail_message))).scalar_one() == 0
    assert await a_pass.state() == "failed"


async def test_a_receipt_that_left_is_not_called_lost_when_its_sender_died_before_saying_so(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    await a_pass.report()
    await a_pass.queue()
    async with a_pass.parts.database.writing() as db:
        await db.execute(update(mail_message).where(mail_message.c.kind == KIND).values(state=MailState.SENT.value))
    a_pass.clock.turn(hours=24 * 7 + 1)
    await a_pass.parts.deployment.retention.sweep()
    assert await a_pass.state() == "sent"


async def test_an_erased_customer_gets_none(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    await a_pass.report()
    await a_pass.queue()
    async with a_pass.parts.database.writing() as db:
        await db.execute(update(s).values(customer_email="", customer_name=""))
    assert await a_pass.composed() is None


@pytest.mark.slow
async def test_a_receipt_leaves_once_also_when_the_mail_server_was_down(
    settings_of: SettingsOf, clock: ShiftedClock, smtp: Smtp
) -> None:
    url = SecretStr(f"smtp://127.0.0.1:{smtp.port}")
    parts = build(settings_of(smtp_url=url, mail_from="support@example.org"), clock)
    await make_ready(parts.database)
    a_pass = Pass(parts, clock)
    await a_pass.begin()
    async with parts.database.writing() as db:
        await db.execute(update(mail_message).values(state=MailState.SENT.value))  # the invitation
    await a_pass.wish(True)
    await a_pass.end()
    await a_pass.report()
    await a_pass.queue()
    sender = parts.deployment.mail_sender
    assert sender is not None
    await sender.send_due()
    assert await a_pass.state() == "queued"
    smtp.up()
    for _ in range(3):
        clock.turn(hours=0.1)
        await a_pass.queue()
        await sender.send_due()
    (mail,) = smtp.mailbox.mails
    assert mail["Subject"] == "Receipt: remote support from Example Computers"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[attr-defined]
    assert str(mail["Reply-To"]).startswith("Technician One <")
    app, cookie = await owner_of(parts)
    async with asking(app, cookie) as browser:
        shown = (await browser.get(f"/api/support-sessions/{a_pass.id}")).json()
    assert shown["receipt_state"] == "sent" and shown["receipt_hash"] in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    await parts.close()


def test_an_address_on_the_screen_tells_only_its_owner() -> None:
    assert (masked("customer@example.org"), masked("")) == ("c•••@example.org", "")
