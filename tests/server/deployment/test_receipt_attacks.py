"""Nobody can turn the customer's receipt against anybody: not a PC that lies, not a technician, not another company."""

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update
from tests.server.accounts.people import person_of
from tests.server.deployment.mail_server import Smtp, smtp
from tests.server.deployment.test_receipt_mail import KIND, TO_ONE, Pass, a_pass
from tests.server.deployment.world import SettingsOf
from tests.server.ready_database import make_ready
from tests.server.running import ShiftedClock

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import Artefact, HostStatus, RemovalReport, read_json
from daypass.protocol.messages import Consent
from daypass.protocol.signed import Context, SigningKey
from daypass.server.accounts.rights import Role
from daypass.server.accounts.tables import company, technician
from daypass.server.app import Parts, build
from daypass.server.mail.outbox import MailState
from daypass.server.mail.tables import mail_message as m
from daypass.server.problems import Refusal
from daypass.server.sessions.tables import support_session as s

__all__ = ["a_pass", "smtp"]
TO_TWO = "somebody@example.net"


async def receipts(parts: Parts) -> list[tuple[str, str]]:
    """Of every company: the session and the address of each receipt."""
    async with parts.database.reading() as db:
        rows = await db.execute(select(m.c.session_id, m.c.recipient).where(m.c.kind == KIND).order_by(m.c.id))
        return [(row.session_id, row.recipient) for row in rows]


async def test_a_pc_that_asks_a_thousand_times_in_its_words_gets_one_mail_to_the_address_of_the_session(
    a_pass: Pass,
) -> None:
    await a_pass.begin()
    for wanted in (True, False) * 20 + (True,) * 20:
        await a_pass.wish(wanted)
    told = b'{"event": "status", "connected": [], "consent": "ask", "paused": false, "receipt": true, '
    with_address = read_json(HostStatus)(told + b'"receipt_to": "somebody@example.net", "customer_email": "x@y.zz"}')
    await a_pass.parts.news.handle(a_pass.id, with_address)
    await a_pass.end()
    for _ in range(3):
        await a_pass.report()
        await a_pass.wish(False)
        await a_pass.wish(True)
        await a_pass.queue()
        a_pass.clock.turn(hours=30)
    assert await receipts(a_pass.parts) == [(a_pass.id, TO_ONE)]


async def test_no_stranger_and_no_old_report_confirms_the_removal(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    await a_pass.end()
    report = RemovalReport(session_id=a_pass.id, removed_at=a_pass.clock(), by="technician", installed=(), leftovers=())
    for forged in (
        SigningKey(bytes(32)).blob(Context.REMOVAL, report),
        b"\x00" * 64 + SigningKey(bytes(32)).blob(Context.REMOVAL, report)[64:],
    ):
        with pytest.raises((Refusal, ProtocolError)):
            await a_pass.parts.removals.report(forged)
    assert await a_pass.queue() == 0
    a_pass.clock.turn(hours=25)
    assert await a_pass.queue() == 1
    assert "has not yet confirmed that the app is gone" in await a_pass.text()


async def test_what_a_lying_pc_reports_is_short_has_no_links_and_no_markup(a_pass: Pass) -> None:
    await a_pass.begin()
    await a_pass.wish(True)
    async with a_pass.parts.database.writing() as db:
        await db.execute(update(s).values(computer_name="pay at https://evil.example"))
    await a_pass.end()
    lies = (
        Artefact(kind="Your bank", name="https://evil.example/pay"),
        Artefact(kind="file", name="evil.example/pay"),
        Artefact(kind="file", name="write to help@evil.example"),
        Artefact(kind="file", name="see WWW.evil.example"),
        Artefact(kind="service", name="<b onclick=x>\r\nBcc: somebody@example.net"),
        Artefact(kind="service", name="<script>alert(1)</script>"),
        Artefact(kind="file", name="\u202eexe.\u2028\x1b[2J" + "x" * 450),
        *(Artefact(kind="file", name=f"C:\\{number}") for number in range(400)),
    )
    await a_pass.report(installed=lies)
    assert await a_pass.queue() == 1
    message = await a_pass.composed()
    assert message is not None
    for body in (message.text, message.html):
        for never in ("evil", "bank", "somebody", "Bcc", "<b ", "\u202e", "\u2028", "\x1b", "\r"):
            assert never not in body, never
        assert "and 387 more" in body and "x" * 160 not in body
    assert "<script" not in message.html and len(message.text) < 6000
    assert "- Other: …" in message.text and "Your PC:" not in message.text


@pytest.mark.slow
@pytest.mark.parametrize("bad", ["One\r\nBcc: somebody@example.net", "=?utf-8?q?=0D=0ABcc:_somebody=40example.net?="])
async def test_a_name_with_a_header_in_it_sends_nothing_and_the_page_says_so(
    settings_of: SettingsOf, clock: ShiftedClock, smtp: Smtp, bad: str
) -> None:
    """Every door refuses such names; here they stand in the database as if one had not."""
    smtp.up()
    url = SecretStr(f"smtp://127.0.0.1:{smtp.port}")
    parts = build(settings_of(smtp_url=url, mail_from="support@example.org"), clock)
    await make_ready(parts.database)
    passes = [Pass(parts, clock) for _ in range(3)]
    names = (technician.c.name, company.c.name, s.c.customer_name)
    for one, column in zip(passes, names, strict=True):
        person = await person_of(parts, Role.OWNER, f"Company {column.table.name}")
        await one.begin(who=person.who)
        await one.wish(True)
        await one.end()
        await one.report()
        id_ = {"technician": one.technician_id, "company": person.who.company.id}.get(column.table.name, one.id)
        async with parts.database.writing() as db:
            await db.execute(update(column.table).where(column.table.c.id == id_).values({column: bad}))
            await db.execute(update(m).where(m.c.kind != KIND).values(state=MailState.SENT.value))
    assert await passes[0].queue() == 3
    assert parts.deployment.mail_sender is not None
    await parts.deployment.mail_sender.send_due()
    assert smtp.mailbox.recipients == []
    assert [await one.state() for one in passes] == ["failed"] * 3
    await parts.close()


@pytest.mark.slow
async def test_two_companies_with_the_same_customer_tell_nothing_of_each_other(
    settings_of: SettingsOf, clock: ShiftedClock, smtp: Smtp
) -> None:
    smtp.up()
    url = SecretStr(f"smtp://127.0.0.1:{smtp.port}")
    parts = build(settings_of(smtp_url=url, mail_from="support@example.org"), clock)
    await make_ready(parts.database)
    firms = {}
    for name, language in (("Alpha Help", "pt-BR"), ("Beta Help", "es")):
        who = (await person_of(parts, Role.OWNER, name, f"Technician of {name}")).who
        one = firms[name] = Pass(parts, clock)
        await one.begin(language, who=who)
        await one.wish(True)
        await one.connect(minutes=3 if name == "Alpha Help" else 44)
        await one.end()
    async with parts.database.writing() as db:
        await db.execute(update(m).values(state=MailState.SENT.value))  # the invitations
    await firms["Beta Help"].report()
    sender = parts.deployment.mail_sender
    assert sender is not None
    for _ in range(3):
        await firms["Beta Help"].queue()
        await sender.send_due()
    (beta,) = smtp.mailbox.mails
    clock.turn(hours=24.1)
    await firms["Alpha Help"].queue()
    await sender.send_due()
    alpha = smtp.mailbox.mails[1]
    assert smtp.mailbox.recipients == [[TO_ONE], [TO_ONE]]
    for mail, own, other, minutes, words in (
        (beta, "Beta Help", "Alpha", "44 minutos", "ya no está"),
        (alpha, "Alpha Help", "Beta", "3 minutos", "ainda não confirmou"),
    ):
        assert own in mail["Subject"] and mail["Bcc"] is None and mail["Cc"] is None
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            text = body.get_content()
            assert own in text and other not in text and minutes in text and words in text
    await firms["Alpha Help"].report()
    clock.turn(hours=30)
    assert await firms["Alpha Help"].queue() == 0, "never a second one"
    await parts.close()


async def test_a_status_is_about_the_session_whose_key_the_host_has_proven(a_pass: Pass) -> None:
    await a_pass.begin()
    other = Pass(a_pass.parts, a_pass.clock)
    await other.begin(email=TO_TWO, who=(await person_of(a_pass.parts, Role.OWNER, "Another Company")).who)
    status = HostStatus(connected=("x",), consent=Consent.ASK, paused=False, receipt=True)
    await a_pass.parts.news.handle(a_pass.id, status)
    assert (await a_pass.state(), await other.state()) == ("asked", None)
