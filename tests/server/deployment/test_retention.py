"""What is kept goes when its time is over, in the order of product and law, and nothing else goes with it."""

from sqlalchemy import func, select, update
from tests.server.asking import OWNER, asking, owner_of
from tests.server.running import ShiftedClock

from daypass.server.accounts.account_mail import AccountMail
from daypass.server.accounts.tables import account_link
from daypass.server.app import Parts
from daypass.server.audit.tables import audit_entry
from daypass.server.audit.verification import first_broken_entry
from daypass.server.deployment.tables import deployment_link
from daypass.server.mail.tables import mail_message
from daypass.server.sessions.tables import support_session as s

ASKED = {"customer_email": "customer@example.org", "customer_name": "Customer One", "note": "printer"}


async def rows(parts: Parts, table: object) -> int:
    """How many rows a table has."""
    async with parts.database.reading() as db:
        return int((await db.execute(select(func.count()).select_from(table))).scalar_one())  # type: ignore[arg-type]


async def test_each_thing_goes_in_its_time_and_the_chain_holds(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        over = (await browser.post("/api/support-sessions", json=ASKED)).json()["id"]
        await browser.delete(f"/api/support-sessions/{over}")
        live = (await browser.post("/api/support-sessions", json=ASKED)).json()["id"]
    async with parts_on.database.writing() as db:
        await db.execute(update(s).values(computer_name="RECEPTION-PC", system={"platform": "windows"}))
        # The live one stays live for this test, however the clock is turned.
        await db.execute(update(s).where(s.c.id == live).values(prepared_until=2**52))
    retention = parts_on.deployment.retention

    async def shown(session_id: str) -> tuple[object, ...]:
        async with parts_on.database.reading() as db:
            row = (await db.execute(select(s).where(s.c.id == session_id))).one()
        return row.customer_email, row.customer_name, row.note, row.computer_name, row.system

    clock.turn(hours=24 * 7 - 1)
    assert await retention.sweep() == 0
    assert (await rows(parts_on, deployment_link), await rows(parts_on, mail_message)) == (2, 2)
    clock.turn(hours=2)
    assert await retention.sweep() == 1
    assert (await rows(parts_on, deployment_link), await rows(parts_on, mail_message)) == (1, 1)

    clock.turn(hours=24 * 23)
    assert await retention.sweep() == 1
    assert await shown(over) == ("customer@example.org", "Customer One", "printer", None, None)

    clock.turn(hours=24 * 60)
    assert await retention.sweep() == 1
    assert await shown(over) == ("", "", "", None, None)
    assert await retention.sweep() == 0
    assert await shown(live) == (
        "customer@example.org",
        "Customer One",
        "printer",
        "RECEPTION-PC",
        {"platform": "windows"},
    )

    async with parts_on.database.reading() as db:
        newest = (await db.execute(select(audit_entry).order_by(audit_entry.c.no.desc()).limit(1))).one()
        assert (newest.kind, newest.session_id) == ("session.erased", over)
        assert await first_broken_entry(db, newest.company_id) is None


async def test_a_session_without_link_is_still_shown(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        session = (await browser.post("/api/support-sessions", json=ASKED)).json()
        await browser.delete(f"/api/support-sessions/{session['id']}")
    clock.turn(hours=24 * 91)
    assert await parts_on.deployment.retention.sweep() == 1
    async with parts_on.database.reading() as db:
        card = await parts_on.sessions.card(db, session["id"])
    assert card.invitation is None
    assert card.session.customer_email == ""


async def test_links_and_mails_of_accounts_name_nobody_for_ever(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        assert (await browser.post("/api/invitations", json={"email": "invited@example.org"})).status_code == 201
    await parts_on.people.reset.link_for(OWNER)
    queued = parts_on.people.mails
    queued.can_send = True
    who = await parts_on.accounts.who_is(cookie)
    assert who is not None
    async with parts_on.database.writing() as db:
        await queued.queue_notice(db, AccountMail.PASSWORD_CHANGED, who.technician)
    clock.turn(hours=24 * 7 - 1)
    await parts_on.deployment.retention.sweep()
    assert (await rows(parts_on, account_link), await rows(parts_on, mail_message)) == (2, 1)
    clock.turn(hours=1.5)
    await parts_on.deployment.retention.sweep()
    assert (await rows(parts_on, account_link), await rows(parts_on, mail_message)) == (2, 0)
    clock.turn(hours=24 * 7 + 1)
    await parts_on.deployment.retention.sweep()
    assert await rows(parts_on, account_link) == 0
