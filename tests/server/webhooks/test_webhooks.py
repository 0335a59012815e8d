"""Webhooks from the event to the receiver, on both databases: nothing is lost, nothing is told in vain, everything is signed."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update
from tests.server.accounts.people import Person, person_of
from tests.server.asking import asking, owner_of
from tests.server.conftest import SettingsOf
from tests.server.ready_database import make_ready
from tests.server.running import OWNER, RunningServer, ShiftedClock, active_session
from tests.server.sessions.test_control import connect, next_command, report_of
from tests.server.webhooks.receiver import OK, Receiver, receiving

from daypass.server.accounts.models import Role
from daypass.server.app import Parts, build
from daypass.server.audit.tables import audit_entry
from daypass.server.sessions.models import NewSession, SessionEvent
from daypass.server.webhooks import storage
from daypass.server.webhooks.models import Webhook
from daypass.server.webhooks.sender import MOST_TRIES
from daypass.server.webhooks.storage import add_webhook
from daypass.server.webhooks.tables import webhook_delivery

pytestmark = pytest.mark.slow

FAILS = b"HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
async def parts_on(settings_of: SettingsOf, both_databases: str, clock: ShiftedClock) -> AsyncIterator[Parts]:
    """As elsewhere, with webhooks to localhost."""
    settings = settings_of(database_url=SecretStr(both_databases), webhooks_to_localhost=True)
    parts = build(settings, clock)
    await make_ready(parts.database)
    yield parts
    await parts.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


def is_signed_with(secret: str, headers: dict[str, str], body: str) -> bool:
    """The check of the Standard Webhooks specification, written from it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(part == f"v1,{expected}" for part in headers["webhook-signature"].split(" "))


async def states(parts: Parts) -> list[tuple[str, str, int]]:
    async with parts.database.reading() as db:
        rows = await db.execute(select(webhook_delivery).order_by(webhook_delivery.c.created_at))
        return [(row.kind, row.state, row.attempts) for row in rows]


async def test_a_prepared_and_ended_session_is_told_signed_and_without_people(
    parts_on: Parts, receiver: Receiver
) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        made = (await http.post("/api/webhooks", json={"url": receiver.url})).json()
        asked = {"customer_email": "customer@example.org", "customer_name": "Customer One", "note": "printer"}
        session = (await http.post("/api/support-sessions", json=asked)).json()
        await http.delete(f"/api/support-sessions/{session['id']}")
        await parts_on.webhooks.sender.send_due()
    assert [json.loads(body)["type"] for _, body in receiver.came] == ["session.prepared", "session.ended"]
    for headers, body in receiver.came:
        assert headers[""] == "POST /hook HTTP/1.1"
        assert is_signed_with(made["secret"], headers, body)
        assert not is_signed_with(made["secret"], headers, body.replace(session["id"], "other"))
        assert json.loads(body)["data"]["session"]["id"] == session["id"]
        for personal in ("example.org", "Customer One", "printer", OWNER):
            assert personal not in body
    assert await states(parts_on) == [("session.prepared", "sent", 1), ("session.ended", "sent", 1)]


async def test_a_refused_session_tells_nothing(parts_on: Parts, receiver: Receiver) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        await http.post("/api/webhooks", json={"url": receiver.url, "events": ["session.prepared"]})
        answers = [(await http.post("/api/support-sessions", json={})).status_code for _ in range(7)]
    assert answers.count(201) == len(await states(parts_on)) == 5


async def test_what_fails_is_tried_again_later_under_the_same_id(
    parts_on: Parts, receiver: Receiver, clock: ShiftedClock
) -> None:
    app, cookie = await owner_of(parts_on)
    receiver.answers = [FAILS, FAILS, OK]
    async with asking(app, cookie) as http:
        made = (await http.post("/api/webhooks", json={"url": receiver.url})).json()
        await http.post("/api/support-sessions", json={})
        await parts_on.webhooks.sender.send_due()
        await parts_on.webhooks.sender.send_due()
        assert len(receiver.came) == 1, "not before its time"
        log = (await http.get(f"/api/webhooks/{made['id']}/deliveries")).json()["items"]
        assert (log[0]["state"], log[0]["failure"], log[0]["status"]) == ("queued", "status", 503)
        clock.turn(seconds=6)
        await parts_on.webhooks.sender.send_due()
        clock.turn(seconds=31)
        await parts_on.webhooks.sender.send_due()
    assert await states(parts_on) == [("session.prepared", "sent", 3)]
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    assert all(is_signed_with(made["secret"], headers, body) for headers, body in receiver.came)


async def test_after_a_day_of_failures_it_is_given_up_and_can_be_sent_again_by_hand(
    parts_on: Parts, receiver: Receiver, clock: ShiftedClock
) -> None:
    app, cookie = await owner_of(parts_on)
    receiver.answers = [FAILS]
    async with asking(app, cookie) as http:
        made = (await http.post("/api/webhooks", json={"url": receiver.url})).json()
        await http.post("/api/support-sessions", json={})
    for _ in range(MOST_TRIES + 3):
        await parts_on.webhooks.sender.send_due()
        clock.turn(hours=13)
    assert await states(parts_on) == [("session.prepared", "failed", MOST_TRIES)]
    receiver.answers = [OK]
    _, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        (shown,) = (await http.get("/api/webhooks")).json()["items"]
        assert shown["failed"] == 1
        (delivery,) = (await http.get(f"/api/webhooks/{made['id']}/deliveries")).json()["items"]
        await http.post(f"/api/webhooks/{made['id']}/deliveries/{delivery['id']}")
    await parts_on.webhooks.sender.send_due()
    assert await states(parts_on) == [("session.prepared", "sent", 1)]
    clock.turn(hours=24 * 31)
    assert await parts_on.webhooks.sender.forget() == 1


class SlowReceiver:
    """Takes deliveries and answers none of them until `answer` is set."""

    def __init__(self) -> None:
        self.came = 0
        self.answer = asyncio.Event()

    async def serve(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        await self.answer.wait()
        writer.write(OK)
        writer.close()


@pytest.fixture
async def six_slow(parts_on: Parts) -> AsyncIterator[tuple[SlowReceiver, Person]]:
    """Six webhooks of one company at a receiver that does not answer, and a session for them to hear of."""
    slow, person = SlowReceiver(), await person_of(parts_on, Role.OWNER, "Slow")
    async with await asyncio.start_server(slow.serve, "127.0.0.1", 0) as listening:
        address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        for number in range(6):
            await parts_on.webhooks.service.create(
                person.who.company.id, f"{address}/{number}", (SessionEvent.PREPARED,), None
            )
        await parts_on.sessions.prepare(person.who, NewSession(), None)
        yield slow, person


async def test_slow_receivers_of_one_company_hold_up_nobody_else_and_have_few_places(
    parts_on: Parts, receiver: Receiver, six_slow: tuple[SlowReceiver, Person]
) -> None:
    slow, _ = six_slow
    quick_company = await person_of(parts_on, Role.OWNER, "Quick")
    await parts_on.webhooks.service.create(quick_company.who.company.id, receiver.url, (SessionEvent.PREPARED,), None)
    async with asyncio.timeout(8), asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(parts_on.webhooks.sender.send_due())
        while slow.came < 4:  # noqa: ASYNC110 - the receiver is another task
            await asyncio.sleep(0.01)
        await parts_on.sessions.prepare(quick_company.who, NewSession(), None)
        while not receiver.came:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert (slow.came, sending.done()) == (4, False)
        slow.answer.set()
    assert slow.came == 6


async def test_places_that_become_free_while_the_sender_looks_are_taken(
    parts_on: Parts, six_slow: tuple[SlowReceiver, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, _ = six_slow
    look = storage.receivers_due

    async def look_slowly(*asked: Any) -> dict[str, str]:
        found = await look(*asked)
        if slow.came == 4:
            slow.answer.set()
            await asyncio.sleep(0.5)
        return found

    monkeypatch.setattr(storage, "receivers_due", look_slowly)
    async with asyncio.timeout(8):
        await parts_on.webhooks.sender.send_due()
    assert slow.came == 6


async def test_a_receiver_that_is_gone_is_disabled(parts_on: Parts, receiver: Receiver) -> None:
    app, cookie = await owner_of(parts_on)
    receiver.answers = [b"HTTP/1.1 410 Gone\r\n\r\n"]
    async with asking(app, cookie) as http:
        await http.post("/api/webhooks", json={"url": receiver.url})
        await http.post("/api/support-sessions", json={})
        await parts_on.webhooks.sender.send_due()
        await http.post("/api/support-sessions", json={})
        (shown,) = (await http.get("/api/webhooks")).json()["items"]
    assert not shown["enabled"]
    assert await states(parts_on) == [("session.prepared", "failed", 1)]


async def test_a_lease_of_a_sender_that_died_ends_by_itself(
    parts_on: Parts, receiver: Receiver, clock: ShiftedClock
) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        await http.post("/api/webhooks", json={"url": receiver.url})
        await http.post("/api/support-sessions", json={})
    async with parts_on.database.writing() as db:
        await db.execute(update(webhook_delivery).values(leased_until=clock() + 30_000))
    await parts_on.webhooks.sender.send_due()
    assert receiver.came == []
    clock.turn(seconds=31)
    await parts_on.webhooks.sender.send_due()
    assert len(receiver.came) == 1


async def test_a_renewed_secret_signs_beside_the_old_one_for_a_day(
    parts_on: Parts, receiver: Receiver, clock: ShiftedClock
) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        made = (await http.post("/api/webhooks", json={"url": receiver.url})).json()
        renewed = (await http.post(f"/api/webhooks/{made['id']}/secret")).json()
        assert renewed["secret"] != made["secret"]
        tested = (await http.post(f"/api/webhooks/{made['id']}/test")).json()
        assert (tested["state"], tested["kind"], tested["status"]) == ("sent", "webhook.test", 204)
        listed = json.dumps((await http.get("/api/webhooks")).json())
    assert made["secret"] not in listed
    headers, body = receiver.came[0]
    assert is_signed_with(made["secret"], headers, body)
    assert is_signed_with(renewed["secret"], headers, body)
    clock.turn(hours=25)
    company = (await company_of(parts_on))["id"]
    await parts_on.webhooks.service.test(company, made["id"])
    headers, body = receiver.came[1]
    assert not is_signed_with(made["secret"], headers, body)
    assert is_signed_with(renewed["secret"], headers, body)


async def company_of(parts: Parts) -> dict[str, Any]:
    app, cookie = await owner_of(parts)
    async with asking(app, cookie) as http:
        return dict((await http.get("/api/me")).json()["company"])


async def test_a_failed_test_says_why(parts_on: Parts, receiver: Receiver) -> None:
    app, cookie = await owner_of(parts_on)
    receiver.answers = [FAILS]
    async with asking(app, cookie) as http:
        made = (await http.post("/api/webhooks", json={"url": receiver.url})).json()
        tested = (await http.post(f"/api/webhooks/{made['id']}/test")).json()
    assert (tested["state"], tested["failure"], tested["status"]) == ("failed", "status", 503)


async def test_only_administrators_of_the_company_see_or_change_its_webhooks(
    parts_on: Parts, receiver: Receiver
) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        made = (await http.post("/api/webhooks", json={"url": receiver.url})).json()
    own = (await company_of(parts_on))["id"]
    other = await parts_on.accounts.create_company("Other Computers", "en")
    strangers = (("two@example.org", own, Role.TECHNICIAN), ("three@example.org", other.id, Role.OWNER))
    for email, company_id, role in strangers:
        await parts_on.accounts.create_technician(company_id, "Technician Two", email, "a long password", role, "en")
        token = (await parts_on.accounts.sign_in(email, "a long password", "127.0.0.1")).token
        async with asking(app, token) as http:
            one = f"/api/webhooks/{made['id']}"
            for method, path in (
                ("PATCH", one),
                ("DELETE", one),
                ("POST", f"{one}/secret"),
                ("POST", f"{one}/test"),
                ("GET", f"{one}/deliveries"),
            ):
                body = {"json": {}} if method == "PATCH" else {}
                answer = await http.request(method, path, **body)  # type: ignore[arg-type]
                assert answer.status_code in (403, 404), path
            listed = await http.get("/api/webhooks")
            assert listed.status_code in (403, 404) or listed.json()["items"] == []
    assert receiver.came == []


async def test_changes_are_kept_and_stand_in_the_audit_trail(parts_on: Parts, receiver: Receiver) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        made = (await http.post("/api/webhooks", json={"url": receiver.url})).json()
        one = f"/api/webhooks/{made['id']}"
        changed = (await http.patch(one, json={"events": ["session.ended"], "enabled": False})).json()
        assert (changed["events"], changed["enabled"]) == (["session.ended"], False)
        await http.post("/api/support-sessions", json={})
        assert await states(parts_on) == []
        assert (await http.patch(one, json={"url": "http://10.0.0.1/"})).json()["code"] == "webhook_url_refused"
        assert (await http.patch(one, json={"events": []})).status_code == 422
        assert (await http.post("/api/webhooks", json={"url": "https://x", "events": ["nothing"]})).status_code == 422
        assert (await http.get(f"{one}/deliveries?cursor=nonsense")).status_code == 422
        assert (await http.delete(one)).status_code == 204
        assert (await http.get(f"{one}/deliveries")).status_code == 404
        for _ in range(20):
            assert (await http.post("/api/webhooks", json={"url": receiver.url})).status_code == 201
        assert (await http.post("/api/webhooks", json={"url": receiver.url})).json()["code"] == "webhook_limit"
    async with parts_on.database.reading() as db:
        kinds = (await db.execute(select(audit_entry.c.kind).order_by(audit_entry.c.no))).scalars().all()
    wanted = ["webhook.created", "webhook.changed", "webhook.removed"]
    assert [kind for kind in kinds if kind.startswith("webhook.")][:3] == wanted


async def test_a_whole_pass_is_told_in_five_events(running: RunningServer) -> None:
    parts = running.parts
    company = (await running.http.get("/api/me")).json()["company"]["id"]
    inside = Webhook("a" * 26, company, "https://127.0.0.1/", tuple(SessionEvent), 1, None, 1, None)
    async with parts.database.writing() as db:
        await add_webhook(db, inside)
    active = await active_session(running)
    control = await active.control()
    time = await next_command(active, control, 0)
    admission, _ = await connect(active, control, time.counter)
    report = {"event": "connection", "pair_id": admission["pair_id"], "state": "opened"}
    await control.send(json.dumps(report))
    async with asyncio.timeout(30):
        while "session.connected" not in [kind for kind, _, _ in await states(parts)]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await running.http.delete(f"/api/support-sessions/{active.id}")
    assert (await running.http.post("/api/host/removal", content=report_of(active, active.key))).status_code == 204
    assert [kind for kind, _, _ in await states(parts)] == [event.value for event in SessionEvent]
    async with parts.database.reading() as db:
        bodies = (await db.execute(select(webhook_delivery.c.body, webhook_delivery.c.kind))).all()
    data = {kind: json.loads(body)["data"] for body, kind in bodies}
    assert data["session.connected"]["tool"] == "remote_control"
    assert data["session.removed"]["session"]["removal"] == "confirmed"
    assert data["session.ended"]["session"]["ending"] == "by_technician"
