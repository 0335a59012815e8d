"""A session goes to a colleague: their limit, the host's knowledge of it, and who sees it afterwards."""

import asyncio

import msgspec
import pytest
from tests.server.running import RunningServer, active_session
from tests.server.sessions.test_limits import prepare, technicians
from websockets.asyncio.client import ClientConnection

from daypass.protocol.commands import CommandAssign, open_command
from daypass.protocol.host_api import to_base64url
from daypass.protocol.messages import Tool
from daypass.server.accounts.models import Role
from daypass.server.app import Parts
from daypass.server.problems import Refusal
from daypass.server.sessions.models import NewSession, Sought


async def refusal_of(work: object) -> str:
    with pytest.raises(Refusal) as refused:
        await work  # type: ignore[misc]
    return refused.value.code


async def test_the_colleague_has_it_and_the_other_one_does_not_see_it_any_more(parts_on: Parts) -> None:
    one, two = await technicians(parts_on, 2)
    session_id = await prepare(parts_on, one)
    card = await parts_on.handing_over.assign(one, session_id, two.technician.id)
    assert card.technician_name == two.technician.name
    assert (await parts_on.sessions.session(two, session_id)).session.life.live
    assert await refusal_of(parts_on.sessions.session(one, session_id)) == "session_handed_over"
    assert len(await prepare(parts_on, one)) == 26, "the place of the one who gave it is free"
    assert await prepare(parts_on, two) == "technician_limit"


async def test_the_colleagues_own_limit_holds_whoever_hands_over_at_the_same_moment(parts_on: Parts) -> None:
    people = await technicians(parts_on, 5)
    made = [await prepare(parts_on, person) for person in people[:4]]

    async def hand_over(number: int) -> str:
        try:
            work = parts_on.handing_over.assign(people[number], made[number], people[4].technician.id)
            return (await work).session.id
        except Refusal as refusal:
            return refusal.code

    answers = await asyncio.gather(*(hand_over(number) for number in range(4)))
    assert sorted(answer == "technician_limit" for answer in answers) == [False, True, True, True]


async def test_only_to_a_colleague_only_while_live_and_only_ones_own(parts_on: Parts) -> None:
    one, two, three = await technicians(parts_on, 3)
    (stranger,) = await technicians(parts_on, 1, Role.OWNER)
    session_id = await prepare(parts_on, one)
    assign = parts_on.handing_over.assign
    assert await refusal_of(assign(one, session_id, stranger.technician.id)) == "not_found"
    assert await refusal_of(assign(stranger, session_id, stranger.technician.id)) == "not_found"
    assert await refusal_of(assign(two, session_id, three.technician.id)) == "not_found"
    for nobody in ("", "\x00", "é" * 26, "a" * 26):
        assert await refusal_of(assign(one, session_id, nobody)) == "not_found"
    assert (await assign(one, session_id, one.technician.id)).session.assigned_at is None
    await parts_on.sessions.end(one, session_id)
    assert await refusal_of(assign(one, session_id, two.technician.id)) == "session_over"


async def test_a_key_pressed_again_after_handing_over_never_makes_a_second_session(parts_on: Parts) -> None:
    one, two, three = await technicians(parts_on, 3)
    press = parts_on.sessions.prepare
    first = (await press(one, NewSession(), "one press")).card.session.id
    await parts_on.handing_over.assign(one, first, two.technician.id)
    with pytest.raises(Refusal) as refused:
        await press(one, NewSession(), "one press")
    assert (refused.value.code, refused.value.facts["technician"]) == ("session_handed_over", two.technician.name)
    assert refused.value.facts["session_id"] == first
    assert await refusal_of(press(one, NewSession(note="other"), "one press")) == "idempotency_conflict"
    assert (await press(three, NewSession(), "one press")).is_new, "the key is the technician's who sent it"

    await parts_on.handing_over.assign(two, first, one.technician.id)
    again = await press(one, NewSession(), "one press")
    assert (again.is_new, again.card.session.id) == (False, first), "handed back: the same session again"
    await parts_on.handing_over.assign(one, first, two.technician.id)
    assert await refusal_of(press(one, NewSession(), "one press")) == "session_handed_over"


async def test_an_owner_who_hands_over_still_gets_the_session_by_its_key(parts_on: Parts) -> None:
    (owner,) = await technicians(parts_on, 1, Role.OWNER)
    colleague = await parts_on.accounts.create_technician(
        owner.company.id, "Technician Two", "two@example.org", "another password", Role.TECHNICIAN, "en"
    )
    first = (await parts_on.sessions.prepare(owner, NewSession(), "one press")).card.session.id
    await parts_on.handing_over.assign(owner, first, colleague.id)
    again = await parts_on.sessions.prepare(owner, NewSession(), "one press")
    assert (again.is_new, again.card.session.id) == (False, first)


async def test_a_press_that_races_with_handing_over_makes_one_session(parts_on: Parts) -> None:
    one, two = await technicians(parts_on, 2)

    async def press() -> str:
        try:
            return (await parts_on.sessions.prepare(one, NewSession(), "one press")).card.session.id
        except Refusal as refusal:
            return str(refusal.facts.get("session_id", refusal.code))

    async def hand_over() -> None:
        while not (made := (await parts_on.sessions.sessions(one, Sought(), None, 5)).cards):  # noqa: ASYNC110
            await asyncio.sleep(0)
        await parts_on.handing_over.assign(one, made[0].session.id, two.technician.id)

    presses = [press() for _ in range(8)]
    answers = await asyncio.gather(*presses, hand_over())
    assert len(set(answers[:-1])) == 1, answers


async def test_whoever_had_it_is_told_who_has_it_now_and_the_rest_hears_that_there_is_no_such_session(
    parts_on: Parts,
) -> None:
    one, two, three = await technicians(parts_on, 3)
    session_id = await prepare(parts_on, one)
    await parts_on.handing_over.assign(one, session_id, two.technician.id)
    await parts_on.handing_over.assign(two, session_id, three.technician.id)
    for former in (one, two):
        with pytest.raises(Refusal) as refused:
            await parts_on.sessions.end(former, session_id)
        assert (refused.value.code, refused.value.facts["technician"]) == ("session_handed_over", three.technician.name)
        assert (
            await refusal_of(parts_on.handing_over.assign(former, session_id, one.technician.id))
            == "session_handed_over"
        )
        assert await refusal_of(parts_on.deployment.revocation.revoke(former, session_id)) == "session_handed_over"
        assert await refusal_of(parts_on.closing_notes.write(former, session_id, "done")) == "session_handed_over"
        assert (
            await refusal_of(parts_on.connections.connect(former, session_id, Tool.REMOTE_CONTROL, False))
            == "session_handed_over"
        )
    (stranger,) = await technicians(parts_on, 1, Role.OWNER)
    assert await refusal_of(parts_on.sessions.session(stranger, session_id)) == "not_found"


@pytest.mark.slow
async def test_lines_close_with_a_reason_of_their_own_and_the_page_that_paired_is_sent_away(
    running: RunningServer,
) -> None:
    me = (await running.http.get("/api/me")).json()
    colleague = await running.parts.accounts.create_technician(
        me["company"]["id"], "Technician Two", "two@example.org", "another password", Role.TECHNICIAN, "en"
    )
    prepared = await running.prepare()
    start = {"technician_key": to_base64url(b"k" * 32), "verifier_salt": to_base64url(b"s" * 16)}
    async with running.as_technician(f"/api/support-sessions/{prepared['id']}/pairing") as page:
        await page.send(msgspec.json.encode(start).decode())
        await page.recv()
        path = f"/api/support-sessions/{prepared['id']}/technician"
        assert (await running.http.put(path, json={"technician_id": colleague.id})).status_code == 200
        assert await close_code(page) == 4001
    await running.http.delete(f"/api/support-sessions/{prepared['id']}")

    active = await active_session(running)
    link = await active.control()
    await link.recv()
    asked = {"tool": "remote_control"}
    offer = (await running.http.post(f"/api/support-sessions/{active.id}/connections", json=asked)).json()
    async with running.as_technician(f"/relay?ticket={offer['ticket']}") as line:
        path = f"/api/support-sessions/{active.id}/technician"
        assert (await running.http.put(path, json={"technician_id": colleague.id})).status_code == 200
        assert await close_code(line) == 4025
    await link.close()


async def test_the_host_learns_the_name_at_once_and_again_whenever_it_comes(running: RunningServer) -> None:
    active = await active_session(running)
    link = await active.control()
    assert await command_of(link.recv(), running, active.id) is not None  # the time
    me = (await running.http.get("/api/me")).json()
    colleague = await running.parts.accounts.create_technician(
        me["company"]["id"], "Technician Two", "two@example.org", "another password", Role.TECHNICIAN, "en"
    )
    answer = await running.http.put(
        f"/api/support-sessions/{active.id}/technician", json={"technician_id": colleague.id}
    )
    assert (answer.status_code, answer.json()["technician"]["name"]) == (200, "Technician Two")
    assert await command_of(link.recv(), running, active.id) == CommandAssign(technician="Technician Two")
    await link.close()

    link = await active.control(last_counter=10)
    await link.recv()
    assert await command_of(link.recv(), running, active.id) == CommandAssign(technician="Technician Two")
    await link.close()


async def close_code(socket_: ClientConnection) -> int:
    """With what the server closes it."""
    async with asyncio.timeout(10):
        await socket_.wait_closed()
    return socket_.close_code or 0


async def command_of(received: object, server: RunningServer, session_id: str) -> msgspec.Struct:
    """The order in the next message."""
    async with asyncio.timeout(10):
        blob = await received  # type: ignore[misc]
    return open_command(server.parts.server_key.public, session_id, 0, bytes(blob)).body
