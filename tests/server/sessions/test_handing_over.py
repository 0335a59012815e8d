"""A session goes to a colleague: their limit, the host's knowledge of it, and who sees it afterwards."""

import asyncio

import msgspec
import pytest
from tests.server.running import RunningServer, active_session
from tests.server.sessions.test_limits import prepare, technicians

from daypass.protocol.commands import CommandAssign, open_command
from daypass.server.accounts.models import Role
from daypass.server.app import Parts
from daypass.server.problems import Refusal
from daypass.server.sessions.models import NewSession


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
    assert await refusal_of(parts_on.sessions.session(one, session_id)) == "not_found"
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


async def test_a_key_pressed_again_after_handing_over_is_a_new_request(parts_on: Parts) -> None:
    one, two = await technicians(parts_on, 2)
    first = (await parts_on.sessions.prepare(one, NewSession(), "one press")).card.session.id
    await parts_on.handing_over.assign(one, first, two.technician.id)
    again = await parts_on.sessions.prepare(one, NewSession(), "one press")
    assert again.is_new
    assert again.card.session.id != first


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


async def command_of(received: object, server: RunningServer, session_id: str) -> msgspec.Struct:
    """The order in the next message."""
    async with asyncio.timeout(10):
        blob = await received  # type: ignore[misc]
    return open_command(server.parts.server_key.public, session_id, 0, bytes(blob)).body
