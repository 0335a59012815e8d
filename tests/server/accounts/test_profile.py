"""What people change about themselves, and how they come back without their password. On both databases."""

import asyncio
import zlib
from io import BytesIO
from types import SimpleNamespace

import pyotp
import pytest
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import select
from tests.server.accounts.people import person_of
from tests.server.asking import OWNER, PASSWORD, asking, owner_of
from tests.server.conftest import SettingsOf
from tests.server.ready_database import make_ready
from tests.server.running import ShiftedClock

from daypass.server.accounts import pictures
from daypass.server.accounts.rights import Role
from daypass.server.app import Parts, build
from daypass.server.mail.outbox import OutboxMail, _mail
from daypass.server.mail.tables import mail_message
from daypass.server.problems import Refusal

pytestmark = pytest.mark.slow

NEW_PASSWORD = "another horse entirely"


async def parts_with_mail(settings_of: SettingsOf, clock: ShiftedClock) -> Parts:
    """A server that would send mails; nothing does here, so they wait in the outbox."""
    parts = build(settings_of(smtp_url=SecretStr("smtp://mail.example.org")), clock)
    await make_ready(parts.database)
    return parts


async def outbox_of(parts: Parts, kind: str) -> list[OutboxMail]:
    """The mails of a kind, oldest first."""
    async with parts.database.reading() as db:
        rows = await db.execute(select(mail_message).order_by(mail_message.c.created_at))
        return [mail for mail in map(_mail, rows) if mail.kind == kind]


async def link_in(parts: Parts, kind: str) -> str:
    """The token in the newest mail of a kind, as it would leave now."""
    message = await parts.people.mails.compose((await outbox_of(parts, kind))[-1])
    assert message is not None
    link = next(word for word in message.text.split() if word.startswith("http") and "/console/" in word)
    assert link in message.html
    return link.rpartition("/")[2]


async def test_a_new_password_signs_every_other_browser_out(parts_on: Parts) -> None:
    app, first = await owner_of(parts_on)
    second = (await parts_on.accounts.sign_in(OWNER, PASSWORD, "127.0.0.1")).token
    async with asking(app, first) as one, asking(app, second) as other:
        wrong = await one.put("/api/me/password", json={"current": "wrong", "new": NEW_PASSWORD})
        assert wrong.json()["code"] == "password_refused"
        body = {"current": PASSWORD, "new": NEW_PASSWORD}
        assert (await one.put("/api/me/password", json=body)).status_code == 204
        assert (await one.get("/api/me")).status_code == 200
        assert (await other.get("/api/me")).status_code == 401
        assert (await one.post("/api/sign-in", json={"email": OWNER, "password": PASSWORD})).status_code == 401
        assert (await one.post("/api/sign-in", json={"email": OWNER, "password": NEW_PASSWORD})).status_code == 204


async def test_signed_in_browsers_are_listed_by_name_and_ended_one_by_one(parts_on: Parts) -> None:
    app, first = await owner_of(parts_on)
    await parts_on.accounts.sign_in(OWNER, PASSWORD, "203.0.113.5", "Mozilla/5.0 (Windows NT 10.0) Firefox/150.0")
    third = (await parts_on.accounts.sign_in(OWNER, PASSWORD, "127.0.0.1")).token
    async with asking(app, first) as browser, asking(app, third) as other:
        listed = (await browser.get("/api/me/sign-ins")).json()["items"]
        assert len(listed) == 3 and sum(one["current"] for one in listed) == 1
        remote = next(one for one in listed if one["address"] == "203.0.113.5")
        assert "Firefox" in remote["browser"]
        assert (await browser.delete(f"/api/me/sign-ins/{remote['id']}")).status_code == 204
        assert (await browser.delete(f"/api/me/sign-ins/{remote['id']}")).status_code == 404
        assert (await browser.delete("/api/me/sign-ins")).status_code == 204
        assert (await other.get("/api/me")).status_code == 401
        assert len((await browser.get("/api/me/sign-ins")).json()["items"]) == 1


async def test_name_and_language_change_and_the_rest_stays(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        assert (await browser.patch("/api/me", json={"name": "  Technician \u202e Two "})).status_code == 204
        assert (await browser.patch("/api/me", json={"language": "es"})).status_code == 204
        assert (await browser.patch("/api/me", json={"name": "\u202e"})).status_code == 422
        assert (await browser.patch("/api/me", json={"role": "owner"})).status_code == 422
        me = (await browser.get("/api/me")).json()["technician"]
        assert (me["name"], me["language"], me["email"]) == ("Technician Two", "es", OWNER)


# --- pictures ---------------------------------------------------------------------------------------------------------


def picture(size: tuple[int, int] = (600, 300), kind: str = "PNG") -> bytes:
    """A picture, red at the left and blue at the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 4, size[1]))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG that claims 65,500 x 65,500 pixels."""
    small = picture((1, 1))
    header = b"IHDR" + (65500).to_bytes(4, "big") * 2 + small[24:29]
    return small[:12] + header + zlib.crc32(header).to_bytes(4, "big") + small[33:]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_picture_is_drawn_anew_as_a_small_square(parts_on: Parts, kind: str) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        sent = picture(kind=kind) + b"<script>alert(1)</script>"
        put = await browser.put("/api/me/picture", content=sent)
        assert put.status_code == 200, put.text
        shown = await browser.get(put.json()["picture"])
        assert shown.headers["content-type"] == "image/webp"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in shown.headers["content-security-policy"]
        assert b"script" not in shown.content
        with Image.open(BytesIO(shown.content)) as image:
            assert (image.format, image.size) == ("WEBP", (256, 256))
        assert (await browser.get("/api/me")).json()["technician"]["picture"] == put.json()["picture"]
        assert (await browser.delete("/api/me/picture")).status_code == 204
        assert (await browser.get(put.json()["picture"])).status_code == 404


NO_PICTURES = [
    b"",
    b"no picture",
    b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    picture()[:200],
    bomb(),
    bytes(pictures.MOST_BYTES + 1),
    b"\x89PNG\r\n\x1a\n" + bytes(100),
]


async def test_what_is_no_picture_or_too_much_of_one_is_refused(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        for sent in NO_PICTURES:
            answer = await browser.put("/api/me/picture", content=sent)
            assert answer.json()["code"] in ("picture_refused", "too_large"), (sent[:40], answer.text)
            assert (await browser.get("/api/me")).json()["technician"]["picture"] is None, sent[:40]


async def test_many_pixels_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(Refusal, match="picture_refused"):
        await pictures.drawn_anew(bomb())


# --- addresses and forgotten passwords --------------------------------------------------------------------------------


async def test_a_new_address_counts_once_it_has_answered(settings_of: SettingsOf, clock: ShiftedClock) -> None:
    parts = await parts_with_mail(settings_of, clock)
    app, cookie = await owner_of(parts)
    async with asking(app, cookie) as browser:
        body = {"email": "New@Example.org", "password": PASSWORD}
        assert (await browser.put("/api/me/email", json={**body, "password": "wrong"})).status_code == 403
        assert (await browser.put("/api/me/email", json=body)).json() == {"confirmed": False}
        assert (await browser.get("/api/me")).json()["technician"]["email"] == OWNER
        token = await link_in(parts, "account_email")
        assert (await browser.post(f"/api/email-change/{token}")).status_code == 204
        assert (await browser.post(f"/api/email-change/{token}")).status_code == 404
        assert (await browser.get("/api/me")).json()["technician"]["email"] == "new@example.org"
    notices = await outbox_of(parts, "email_changed")
    assert [mail.recipient for mail in notices] == [OWNER]
    await parts.close()


async def test_an_address_that_somebody_took_meanwhile_stays_theirs(
    settings_of: SettingsOf, clock: ShiftedClock
) -> None:
    parts = await parts_with_mail(settings_of, clock)
    app, cookie = await owner_of(parts)
    async with asking(app, cookie) as browser:
        await browser.put("/api/me/email", json={"email": "new@example.org", "password": PASSWORD})
        await person_of(parts, Role.OWNER, email="new@example.org")
        token = await link_in(parts, "account_email")
        assert (await browser.post(f"/api/email-change/{token}")).json()["code"] == "email_taken"
        assert (await browser.get("/api/me")).json()["technician"]["email"] == OWNER
    await parts.close()


async def test_without_a_mail_server_a_new_address_counts_at_once(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        body = {"email": "new@example.org", "password": PASSWORD}
        assert (await browser.put("/api/me/email", json=body)).json() == {"confirmed": True}
        assert (await browser.get("/api/me")).json()["technician"]["email"] == "new@example.org"


async def test_a_forgotten_password_is_replaced_by_a_link_once_and_every_browser_is_signed_out(
    settings_of: SettingsOf, clock: ShiftedClock
) -> None:
    parts = await parts_with_mail(settings_of, clock)
    app, cookie = await owner_of(parts)
    async with asking(app, cookie) as owner, asking(app) as stranger:
        known = await stranger.post("/api/password-reset", json={"email": f" {OWNER.upper()}"})
        unknown = await stranger.post("/api/password-reset", json={"email": "nobody@example.org"})
        assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"null")
        token = await link_in(parts, "account_reset")
        assert (await stranger.get(f"/api/password-reset/{token}")).status_code == 204
        assert (await stranger.post(f"/api/password-reset/{token}", json={"password": "short"})).status_code == 422
        body = {"password": NEW_PASSWORD}
        answers = await asyncio.gather(*(stranger.post(f"/api/password-reset/{token}", json=body) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [204, 404, 404]
        assert (await owner.get("/api/me")).status_code == 401
        assert (await stranger.post("/api/sign-in", json={"email": OWNER, **body})).status_code == 204
    assert len(await outbox_of(parts, "password_changed")) == 1
    await parts.close()


async def test_a_reset_link_is_over_after_an_hour_and_a_newer_one_replaces_it(
    settings_of: SettingsOf, clock: ShiftedClock
) -> None:
    parts = await parts_with_mail(settings_of, clock)
    app, _ = await owner_of(parts)
    async with asking(app) as browser:
        await browser.post("/api/password-reset", json={"email": OWNER})
        first = await link_in(parts, "account_reset")
        clock.turn(seconds=1)
        await browser.post("/api/password-reset", json={"email": OWNER})
        second = await link_in(parts, "account_reset")
        assert (await browser.get(f"/api/password-reset/{first}")).status_code == 404
        assert (await browser.get(f"/api/password-reset/{second}")).status_code == 204
        clock.turn(hours=1)
        assert (await browser.get(f"/api/password-reset/{second}")).status_code == 404
    await parts.close()


async def test_asking_again_and_again_mails_little_and_makes_the_asker_wait(
    settings_of: SettingsOf, clock: ShiftedClock
) -> None:
    parts = await parts_with_mail(settings_of, clock)
    app, _ = await owner_of(parts)
    async with asking(app, client="203.0.113.7") as asker:
        codes = [(await asker.post("/api/password-reset", json={"email": OWNER})).status_code for _ in range(22)]
    assert codes == [202] * 20 + [429] * 2
    assert len(await outbox_of(parts, "account_reset")) == 3
    await parts.close()


async def test_a_reset_does_not_go_around_a_second_factor(settings_of: SettingsOf, clock: ShiftedClock) -> None:
    parts = await parts_with_mail(settings_of, clock)
    app, cookie = await owner_of(parts)
    who = await parts.accounts.who_is(cookie)
    assert who is not None
    offer = parts.people.factors.offer_totp(who)
    await parts.people.factors.accept_totp(who, offer.offer, pyotp.TOTP(offer.secret).at(clock() // 1000))
    link = await parts.people.reset.link_for(OWNER)
    async with asking(app) as browser:
        body = {"password": NEW_PASSWORD}
        assert (await browser.post(f"/api/password-reset/{link.rpartition('/')[2]}", json=body)).status_code == 204
        answer = await browser.post("/api/sign-in", json={"email": OWNER, **body})
        assert answer.json()["code"] == "second_factor_needed"
    await parts.close()


async def test_mails_say_everything_in_each_language_and_carry_no_foreign_address(
    settings_of: SettingsOf, clock: ShiftedClock
) -> None:
    parts = await parts_with_mail(settings_of, clock)
    for language in ("pt-BR", "en", "es"):
        firm = await parts.accounts.create_company("Example Computers", language)
        await parts.people.team.invite(firm.id, None, f"{language}@example.org", "", Role.TECHNICIAN, language)
        message = await parts.people.mails.compose((await outbox_of(parts, "account_invitation"))[-1])
        assert message is not None and "Example Computers" in message.subject
        assert "{{" not in message.text and "http://localhost:8400/console/join/" in message.text
        assert {part.split("/")[2] for part in message.html.split('"') if part.startswith("http")} == {"localhost:8400"}
    nothing = SimpleNamespace(kind="account_reset", about_id="gone", company_id="gone", recipient="x@example.org")
    assert await parts.people.mails.compose(nothing) is None  # type: ignore[arg-type]
    await parts.close()


async def test_nobodys_mailbox_is_flooded_with_sessions_or_invitations(
    settings_of: SettingsOf, clock: ShiftedClock
) -> None:
    parts = await parts_with_mail(settings_of, clock)
    app, cookie = await owner_of(parts)
    victim = "somebody@example.org"
    asked = [
        ("/api/support-sessions", {"customer_email": victim, "end_first": True}),
        ("/api/invitations", {"email": victim}),
    ]
    async with asking(app, cookie) as browser:
        for path, body in asked:
            answers = [(await browser.post(path, json=body)).status_code for _ in range(31)]
            assert answers == [201] * 30 + [429], path
        another = {"customer_email": "else@example.org", "end_first": True}
        assert (await browser.post("/api/support-sessions", json=another)).status_code == 201
    await parts.close()
