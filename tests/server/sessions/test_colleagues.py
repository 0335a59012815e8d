"""A colleague joins a session by invitation: sees it and connects, and does nothing else with it, until the invitation is withdrawn."""

import asyncio
from dataclasses import fields
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update
from tests.server.accounts.people import Person, person_of
from tests.server.running import RunningServer, active_session
from tests.server.sessions.test_handing_over import close_code, refusal_of
from tests.server.sessions.test_limits import prepare, technicians

from daypass.protocol.lifecycle import State
from daypass.protocol.messages import Tool
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Role
from daypass.server.app import Parts
from daypass.server.audit.tables import audit_entry
from daypass.server.mail.outbox import OutboxMail
from daypass.server.mail.tables import mail_message
from daypass.server.sessions import storage
from daypass.server.sessions.models import Asked, Sought
from daypass.server.sessions.tables import support_session

HOUR_MS = 3_600_000


async def active(parts: Parts, who: SignedIn) -> str:
    """An active session of this technician's, without a host."""
    session_id, now = await prepare(parts, who), parts.clock()
    facts = {"state": State.ACTIVE.value, "activated_at": now, "deadline_at": now + 24 * HOUR_MS}
    facts |= {"host_key": b"h" * 32, "verifier_salt": b"s" * 16}
    async with parts.database.writing() as db:
        await db.execute(update(support_session).where(support_session.c.id == session_id).values(facts))
    return session_id


async def shown_to(parts: Parts, who: SignedIn, asked: Asked = Asked.ALL) -> list[str]:
    """The sessions in somebody's list."""
    return [card.session.id for card in (await parts.sessions.sessions(who, Sought(asked), None, 50)).cards]


async def test_who_is_invited_sees_the_session_and_nobody_else_does(parts_on: Parts) -> None:
    one, two, three = await technicians(parts_on, 3)
    session_id = await active(parts_on, one)
    assert await shown_to(parts_on, two) == []
    card = await parts_on.colleagues.invite(one, session_id, two.technician.id)
    (invited,) = card.colleagues
    assert (invited.technician_id, invited.invited_by) == (two.technician.id, one.technician.name)
    assert await shown_to(parts_on, two) == await shown_to(parts_on, two, Asked.ACTIVE) == [session_id]
    assert (await parts_on.sessions.shown(two, session_id)).colleagues == card.colleagues
    assert await shown_to(parts_on, three) == []
    assert await refusal_of(parts_on.sessions.shown(three, session_id)) == "not_found"
    assert len(await prepare(parts_on, two)) == 26, "an invitation takes nobody's place"
    again = await parts_on.colleagues.invite(one, session_id, two.technician.id)
    assert again.colleagues == card.colleagues, "twice is no error"


async def test_who_is_invited_neither_ends_nor_hands_over_nor_invites_nor_makes_a_password(parts_on: Parts) -> None:
    one, two, three = await technicians(parts_on, 3)
    session_id = await active(parts_on, one)
    await parts_on.colleagues.invite(one, session_id, two.technician.id)
    refused = [
        parts_on.sessions.end(two, session_id),
        parts_on.handing_over.assign(two, session_id, two.technician.id),
        parts_on.colleagues.everybody(two, session_id),
        parts_on.colleagues.invite(two, session_id, three.technician.id),
        parts_on.colleagues.withdraw(two, session_id, two.technician.id),
        parts_on.new_passwords.ask(two, session_id, b"k" * 32, b"s" * 16),
        parts_on.new_passwords.withdraw(two, session_id),
        parts_on.closing_notes.write(two, session_id, "done"),
        parts_on.deployment.revocation.revoke(two, session_id),
        parts_on.deployment.mails.shown(two, session_id),
        parts_on.sessions.session(two, session_id),
    ]
    for work in refused:
        assert await refusal_of(work) == "only_invited"
    assert (await parts_on.sessions.session(one, session_id)).session.state is State.ACTIVE


async def test_only_to_an_active_session_of_ones_own_and_only_a_colleague(parts_on: Parts) -> None:
    one, two = await technicians(parts_on, 2)
    (stranger,) = await technicians(parts_on, 1, Role.OWNER)
    invite = parts_on.colleagues.invite
    prepared = await prepare(parts_on, one)
    assert await refusal_of(invite(one, prepared, two.technician.id)) == "not_active_yet"
    await parts_on.sessions.end(one, prepared)
    assert await refusal_of(invite(one, prepared, two.technician.id)) == "session_over"
    session_id = await active(parts_on, one)
    assert await refusal_of(invite(one, session_id, stranger.technician.id)) == "not_found"
    assert await refusal_of(invite(stranger, session_id, two.technician.id)) == "not_found"
    assert await refusal_of(parts_on.colleagues.withdraw(stranger, session_id, two.technician.id)) == "not_found"
    for nobody in ("", "\x00", "é" * 26, "a" * 26):
        assert await refusal_of(invite(one, session_id, nobody)) == "not_found"
        assert await refusal_of(parts_on.colleagues.withdraw(one, session_id, nobody)) == "not_found"
        assert await refusal_of(parts_on.sessions.shown(one, nobody)) == "not_found"
    assert (await invite(one, session_id, one.technician.id)).colleagues == (), "whose it is needs no invitation"


async def test_a_withdrawn_invitation_says_so_and_may_be_given_again(parts_on: Parts) -> None:
    one, two = await technicians(parts_on, 2)
    session_id = await active(parts_on, one)
    await parts_on.colleagues.invite(one, session_id, two.technician.id)
    assert (await parts_on.colleagues.withdraw(one, session_id, two.technician.id)).colleagues == ()
    await parts_on.colleagues.withdraw(one, session_id, two.technician.id)  # twice is no error
    assert await refusal_of(parts_on.sessions.shown(two, session_id)) == "invitation_withdrawn"
    connecting = parts_on.connections.connect(two, session_id, Tool.REMOTE_CONTROL, False)
    assert await refusal_of(connecting) == "invitation_withdrawn"
    assert await shown_to(parts_on, two) == []
    await parts_on.colleagues.invite(one, session_id, two.technician.id)
    assert await shown_to(parts_on, two) == [session_id]
    async with parts_on.database.reading() as db:
        of_session = audit_entry.c.session_id == session_id
        entries = await db.execute(audit_entry.select().where(of_session).order_by(audit_entry.c.no))
        kinds = [row.kind for row in entries]
    assert kinds[-3:] == ["session.colleague_invited", "session.invitation_withdrawn", "session.colleague_invited"]


async def test_handing_over_ends_every_invitation_and_the_end_of_the_session_every_connecting(parts_on: Parts) -> None:
    one, two, three = await technicians(parts_on, 3)
    session_id = await active(parts_on, one)
    for colleague in (two, three):
        await parts_on.colleagues.invite(one, session_id, colleague.technician.id)
    card = await parts_on.handing_over.assign(one, session_id, two.technician.id)
    assert card.colleagues == ()
    assert await refusal_of(parts_on.sessions.shown(three, session_id)) == "invitation_withdrawn"
    await parts_on.colleagues.invite(two, session_id, one.technician.id)
    assert await shown_to(parts_on, one) == [session_id], "who had it may be asked back"
    assert await refusal_of(parts_on.sessions.end(one, session_id)) == "only_invited"
    await parts_on.sessions.end(two, session_id)
    assert await refusal_of(parts_on.connections.connect(one, session_id, Tool.FILES, False)) == "session_over"


async def test_whoever_may_not_sign_in_any_more_is_nobodys_colleague(parts_on: Parts) -> None:
    one, two = await technicians(parts_on, 2)
    session_id = await active(parts_on, one)
    await parts_on.colleagues.invite(one, session_id, two.technician.id)
    (everybody,) = await parts_on.colleagues.everybody(one, session_id)
    assert (everybody.technician_id, everybody.present) == (two.technician.id, False)
    assert everybody.invited_at is not None
    with parts_on.live.listening(two):
        assert (await parts_on.colleagues.everybody(one, session_id))[0].present
    async with parts_on.database.writing() as db:
        await db.execute(
            accounts.technician.update().where(accounts.technician.c.id == two.technician.id).values(disabled_at=1)
        )
    assert await parts_on.colleagues.everybody(one, session_id) == []
    assert (await parts_on.sessions.session(one, session_id)).colleagues == ()


async def colleague_of(running: RunningServer) -> Person:
    async with running.parts.database.reading() as db:
        firm = (await accounts.companies(db))[0]
    return await person_of(running.parts, Role.TECHNICIAN, firm, "Technician Two")


async def test_whoever_has_only_a_tool_of_the_session_open_is_there(parts_on: Parts) -> None:
    one, two = await technicians(parts_on, 2)
    session_id = await active(parts_on, one)
    await parts_on.colleagues.invite(one, session_id, two.technician.id)
    pair, colleague = bytes(16), two.technician.id

    async def present() -> bool:
        return (await parts_on.colleagues.everybody(one, session_id))[0].present

    async with parts_on.database.writing() as db:
        await storage.add_connection(db, pair, session_id, colleague, "remote_control", parts_on.clock())
    assert not await present(), "the password is not proven yet"
    async with parts_on.database.writing() as db:
        await storage.write_connection(db, pair, session_id, "opened_at", opened_at=parts_on.clock())
    assert await present()
    async with parts_on.database.writing() as db:
        await storage.write_connection(db, pair, session_id, "closed_at", closed_at=parts_on.clock())
    assert not await present()


@pytest.mark.slow
async def test_an_invitation_is_seen_at_once_and_its_withdrawal_cuts_the_line(running: RunningServer) -> None:
    session = await active_session(running)
    link = await session.control()
    await running.until(session.id, presence="online")
    colleague = await colleague_of(running)
    mine = {"Cookie": f"{COOKIE}={colleague.cookie}"}
    path = f"/api/support-sessions/{session.id}/colleagues/{colleague.who.technician.id}"
    connect = f"/api/support-sessions/{session.id}/connections"
    asked = {"tool": "remote_control"}
    async with running.as_technician("/api/live", **mine) as live:
        assert msgspec.json.decode(await live.recv())["type"] == "hello"
        assert (await running.http.put(path)).status_code == 200
        news = await next_news(live)
        assert [one["technician"]["name"] for one in news["session"]["colleagues"]] == ["Technician Two"]
        used, unused = [(await running.http.post(connect, json=asked, headers=mine)).json()["ticket"] for _ in range(2)]
        async with running.as_technician(f"/relay?ticket={used}") as line:
            assert (await running.http.delete(path)).json()["colleagues"] == []
            assert await close_code(line) == 4026
        async with running.as_technician(f"/relay?ticket={unused}") as late:
            assert await close_code(late) == 4020, "a ticket from before opens nothing any more"
        while (await next_news(live))["type"] != "resync":
            pass
    refused = await running.http.post(connect, json=asked, headers=mine)
    assert (refused.status_code, refused.json()["dp"]) == (403, "DP-607")
    await link.close()


async def next_news(live: Any) -> dict[str, Any]:
    """What a console's page hears next."""
    async with asyncio.timeout(10):
        return dict(msgspec.json.decode(await live.recv()))


async def test_who_has_no_page_open_is_told_by_mail_once_and_not_at_every_turn(parts_on: Parts) -> None:
    one, two, three = await technicians(parts_on, 3)
    session_id = await active(parts_on, one)
    parts_on.people.mails.can_send = True

    async def mailed() -> list[Any]:
        async with parts_on.database.reading() as db:
            found = await db.execute(select(mail_message).where(mail_message.c.kind == "session_invitation"))
            return list(found.mappings())

    with parts_on.live.listening(three):
        await parts_on.colleagues.invite(one, session_id, three.technician.id)
    assert await mailed() == [], "their page says it"
    for _ in range(2):
        await parts_on.colleagues.invite(one, session_id, two.technician.id)
    (mail,) = await mailed()
    assert (mail["recipient"], mail["session_id"]) == (two.technician.email, "")
    message = await parts_on.people.mails.compose(outbox_mail(mail))
    assert message is not None and "/console/" in message.text and one.company.name in message.text
    for _ in range(33):
        await parts_on.colleagues.withdraw(one, session_id, two.technician.id)
        await parts_on.colleagues.invite(one, session_id, two.technician.id)
    assert len(await mailed()) == 30, "in an hour: nobody's mailbox is flooded"


def outbox_mail(row: Any) -> OutboxMail:
    return OutboxMail(**{field.name: row[field.name] for field in fields(OutboxMail)})
