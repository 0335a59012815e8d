"""The invitation: shown, sent over real SMTP, kept while the mail server is down, never sent twice or too late."""

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs
from tests.server.deployment.mail_server import Smtp, smtp
from tests.server.deployment.world import SettingsOf, TurnedClock, World, set_up_company

from daypass.server.accounts.door import COOKIE
from daypass.server.app import build, create_app

pytestmark = pytest.mark.slow
__all__ = ["smtp"]


@pytest.fixture
async def mailing(settings_of: SettingsOf, smtp: Smtp) -> AsyncIterator[World]:
    """A server with a mail server."""
    clock = TurnedClock()
    settings = settings_of(smtp_url=SecretStr(f"smtp://127.0.0.1:{smtp.port}"), mail_from="support@example.org")
    parts = build(settings, clock)
    cookie = await set_up_company(parts)
    app = create_app(settings, parts)
    wire = httpx.ASGITransport(app)
    async with (
        httpx.AsyncClient(transport=wire, base_url=settings.address(), cookies={COOKIE: cookie}) as technician,
        httpx.AsyncClient(transport=wire, base_url=settings.address()) as customer,
    ):
        yield World(parts, app, clock, technician, customer)
    await parts.close()


async def _send(world: World) -> None:
    sender = world.parts.deployment.mail_sender
    assert sender is not None
    await sender.send_due()


async def _mail(world: World, session: dict[str, Any]) -> dict[str, Any]:
    answer = await world.technician.get(f"/api/support-sessions/{session['id']}/mail")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


async def test_the_mail_arrives_with_link_short_address_and_number(mailing: World, smtp: Smtp) -> None:
    smtp.up()
    session = await mailing.prepare(customer_name="Cliente Açaí", language="pt-BR")
    await _send(mailing)
    (mail,) = smtp.mailbox.mails
    number = f"{session['number'][:3]} {session['number'][3:6]} {session['number'][6:]}"
    assert smtp.mailbox.recipients == [["customer@example.org"]]
    assert mail["Subject"] == "Suporte remoto de Example Computers"
    assert str(mail["From"]) == "Example Computers <support@example.org>"
    assert str(mail["Reply-To"]) == "Technician One <owner@example.org>"
    for body in (_part(mail, "plain"), _part(mail, "html")):
        for said in (session["link"], "localhost:8400", number, "Technician One", "+55 11 5555-0100", "Cliente Açaí"):
            assert said in body
    shown = await _mail(mailing, session)
    assert (shown["state"], shown["attempts"], shown["last_error"]) == ("sent", 1, None)
    assert "mail" in (await mailing.session(session["id"]))["milestones"]


async def test_a_mail_is_in_the_customers_language_and_the_companys_colour(mailing: World, smtp: Smtp) -> None:
    smtp.up()
    changed = await mailing.technician.patch("/api/company", json={"colour": "#123456"})
    assert changed.status_code == 200, changed.text
    subjects = []
    for language in ("pt-BR", "en", "es"):
        session = await mailing.prepare(language=language)
        await _send(mailing)
        mail = smtp.mailbox.mails[-1]
        subjects.append(str(mail["Subject"]))
        assert subjects[-1].endswith("Example Computers"), "the company's name, no exclamation, no tracking number"
        assert not set(subjects[-1]) & set("!?$%#0123456789")
        assert f'lang="{language}"' in _part(mail, "html") and "#123456" in _part(mail, "html").lower()
        assert "<" not in _part(mail, "plain").replace("<http", ""), "readable without HTML"
        await mailing.technician.delete(f"/api/support-sessions/{session['id']}")
    assert len(set(subjects)) == 3, subjects


async def test_a_customer_with_a_domain_in_its_own_script_gets_the_mail(mailing: World, smtp: Smtp) -> None:
    smtp.up()
    await mailing.prepare(customer_email="cliente@exämple.org")
    await _send(mailing)
    assert smtp.mailbox.recipients == [["cliente@xn--exmple-cua.org"]]
    assert smtp.mailbox.mails[0]["To"].addresses[0].addr_spec == "cliente@xn--exmple-cua.org"


async def test_the_mail_loads_nothing_and_names_no_foreign_domain(mailing: World, smtp: Smtp) -> None:
    smtp.up()
    session = await mailing.prepare()
    await _send(mailing)
    html = _part(smtp.mailbox.mails[0], "html")
    assert "<img" not in html
    assert "url(" not in html
    addresses = {part.split('"')[0] for part in html.split('href="')[1:]}
    assert addresses == {session["link"]}
    assert not list(smtp.mailbox.mails[0].iter_attachments())


async def test_a_mail_server_that_is_down_loses_nothing_and_gets_each_mail_once(mailing: World, smtp: Smtp) -> None:
    sessions = [await mailing.prepare(customer_email=f"customer{n}@example.org") for n in range(4)]
    await _send(mailing)
    shown = await _mail(mailing, sessions[0])
    assert (shown["state"], shown["attempts"]) == ("queued", 1)
    assert shown["last_error"]
    assert shown["next_at"] == mailing.clock() + 5_000
    smtp.up()
    await _send(mailing)
    assert smtp.mailbox.mails == []
    mailing.clock.turn(seconds=6)
    await asyncio.gather(_send(mailing), _send(mailing), _send(mailing))
    mailing.clock.turn(seconds=600)
    await _send(mailing)
    assert sorted(recipient for (recipient,) in smtp.mailbox.recipients) == [
        f"customer{n}@example.org" for n in range(4)
    ]
    assert len({mail["Message-ID"] for mail in smtp.mailbox.mails}) == 4
    assert (await _mail(mailing, sessions[0]))["state"] == "sent"


async def test_a_failed_try_is_a_warning_with_its_reason(mailing: World, smtp: Smtp) -> None:
    session = await mailing.prepare(customer_email="customer@example.org")
    with capture_logs() as lines:
        await _send(mailing)
    [tried] = [line for line in lines if line["event"] == "mail.tried"]
    assert tried["log_level"] == "warning"
    assert tried["reason"] == (await _mail(mailing, session))["last_error"]


async def test_a_reply_lost_on_the_way_repeats_the_same_message_id(mailing: World, smtp: Smtp) -> None:
    smtp.up()
    smtp.mailbox.breaks_the_line = True
    session = await mailing.prepare()
    await _send(mailing)
    assert (await _mail(mailing, session))["state"] == "queued"
    mailing.clock.turn(seconds=6)
    await _send(mailing)
    assert len({mail["Message-ID"] for mail in smtp.mailbox.mails}) == 1
    assert (await _mail(mailing, session))["state"] == "sent"


async def test_a_sender_that_died_gives_its_mail_back(mailing: World, smtp: Smtp) -> None:
    from daypass.server.mail import outbox
    from daypass.server.mail.sender import LEASE_MS

    session = await mailing.prepare()
    async with mailing.parts.database.writing() as db:
        assert len(await outbox.lease_due(db, mailing.clock(), LEASE_MS, 10)) == 1
    smtp.up()
    await _send(mailing)
    assert smtp.mailbox.mails == []
    mailing.clock.turn(seconds=LEASE_MS / 1000 + 1)
    await _send(mailing)
    assert len(smtp.mailbox.mails) == 1
    assert (await _mail(mailing, session))["attempts"] == 2


async def test_a_refused_address_is_told_in_the_servers_words_and_not_tried_again(mailing: World, smtp: Smtp) -> None:
    smtp.mailbox.answers = ["550 5.1.1 no such mailbox here"]
    smtp.up()
    session = await mailing.prepare()
    await _send(mailing)
    shown = await _mail(mailing, session)
    assert shown["state"] == "refused"
    assert shown["last_error"] == "550 5.1.1 no such mailbox here"
    mailing.clock.turn(hours=1)
    await _send(mailing)
    assert len(smtp.mailbox.recipients) == 1


async def test_try_later_is_tried_later(mailing: World, smtp: Smtp) -> None:
    smtp.mailbox.answers = ["451 4.3.0 greylisted", "451 4.3.0 greylisted"]
    smtp.up()
    session = await mailing.prepare()
    for wait in (0, 6, 16):
        mailing.clock.turn(seconds=wait)
        await _send(mailing)
    assert (await _mail(mailing, session))["state"] == "sent"
    assert len(smtp.mailbox.recipients) == 3


async def test_a_mail_whose_session_is_over_does_not_leave(mailing: World, smtp: Smtp) -> None:
    session = await mailing.prepare()
    await _send(mailing)
    await mailing.technician.delete(f"/api/support-sessions/{session['id']}")
    smtp.up()
    mailing.clock.turn(seconds=6)
    await _send(mailing)
    assert smtp.mailbox.mails == []
    assert (await _mail(mailing, session))["state"] == "dropped"


async def test_resend_makes_another_mail_and_is_bounded(mailing: World, smtp: Smtp) -> None:
    smtp.up()
    session = await mailing.prepare()
    path = f"/api/support-sessions/{session['id']}/mail"
    for _ in range(6):
        await _send(mailing)
        mailing.clock.turn(seconds=1)
        last = await mailing.technician.post(path)
    assert last.status_code == 429
    assert len(smtp.mailbox.mails) == 6


async def test_resend_of_a_waiting_mail_tries_it_at_once(mailing: World, smtp: Smtp) -> None:
    session = await mailing.prepare()
    await _send(mailing)
    smtp.up()
    assert (await mailing.technician.post(f"/api/support-sessions/{session['id']}/mail")).status_code == 202
    await _send(mailing)
    assert len(smtp.mailbox.mails) == 1


async def test_without_a_mail_server_the_console_shows_the_message(world: World) -> None:
    session = await world.prepare(language="es")
    shown = await _mail(world, session)
    assert (shown["state"], shown["to"]) == ("kept", "customer@example.org")
    assert shown["subject"] == "Soporte remoto de Example Computers"
    assert session["link"] in shown["text"]
    assert session["link"] in shown["html"]


async def test_without_an_address_there_is_no_mail_but_its_text(world: World) -> None:
    session = await world.prepare(customer_email="")
    shown = await _mail(world, session)
    assert shown["state"] is None
    assert session["link"] in shown["text"]
    answer = await world.technician.post(f"/api/support-sessions/{session['id']}/mail")
    assert answer.status_code == 422


async def test_resending_for_an_ended_session_says_why_not(world: World) -> None:
    session = await world.prepare()
    await world.technician.delete(f"/api/support-sessions/{session['id']}")
    answer = await world.technician.post(f"/api/support-sessions/{session['id']}/mail")
    assert (answer.status_code, answer.json()["dp"]) == (410, "DP-304")


@pytest.mark.parametrize("name", ["Eve\r\nBcc: other@example.org", "Eve\nSubject: x", "Eve\u2028x"])
async def test_a_name_of_several_lines_becomes_one_and_adds_no_header(world: World, name: str) -> None:
    session = await world.prepare(customer_name=name)
    assert session["customer_name"] == " ".join(name.split())


async def test_a_name_that_would_add_a_header_is_refused_and_makes_no_session(world: World) -> None:
    name = "=?utf-8?q?Eve=0D=0ABcc:_other@example.org?="
    answer = await world.technician.post(
        "/api/support-sessions", json={"customer_email": "customer@example.org", "customer_name": name}
    )
    assert answer.status_code == 422
    assert (await world.technician.get("/api/support-sessions")).json()["items"] == []


async def test_names_are_text_in_the_html_of_a_mail(world: World) -> None:
    session = await world.prepare(customer_name="<a href=x>Eve</a> {{company}} {{7*7}}")
    shown = await _mail(world, session)
    assert "<a href=x>" not in shown["html"]
    assert "&lt;a href=x&gt;Eve&lt;/a&gt; {{company}} {{7*7}}" in shown["html"]


async def test_no_text_and_no_link_of_a_mail_is_stored(mailing: World, smtp: Smtp, tmp_path: Path) -> None:
    smtp.up()
    session = await mailing.prepare()
    await _send(mailing)
    stored = await asyncio.to_thread(lambda: b"".join(file.read_bytes() for file in tmp_path.glob("daypass.sqlite*")))
    assert b"customer@example.org" in stored
    assert session["link"].rpartition("/")[2].encode() not in stored
    assert b"Open the support page" not in stored


async def test_a_report_reaches_the_owners_by_mail(mailing: World, smtp: Smtp) -> None:
    session = await mailing.prepare(customer_email="")
    await mailing.customer.post(mailing.path(session) + "/report")
    await mailing.customer.post(mailing.path(session) + "/report")
    smtp.up()
    await _send(mailing)
    (mail,) = smtp.mailbox.mails
    assert smtp.mailbox.recipients == [["owner@example.org"]]
    assert mail["Subject"] == "A support link was reported"
    assert "which Technician One prepared" in _part(mail, "plain")
    assert session["number"][:3] in _part(mail, "html")
    assert session["link"] not in _part(mail, "plain")
