"""What the server answers to a host's first words."""

import asyncio
import json
from collections import Counter
from typing import Any

import httpx
import pytest
from tests.server.asking import asking
from tests.server.deployment.world import NONCE, SYSTEM, World, hello_words

from daypass.protocol.download_name import ticket_text
from daypass.protocol.host_api import Welcome, is_welcome, read_json
from daypass.server.audit.tables import audit_entry
from daypass.server.sessions.tables import host_token

pytestmark = pytest.mark.slow


async def _greet(world: World, **words: Any) -> httpx.Response:
    return await world.customer.post("/api/host/hello", json=hello_words(**words))


def _ticket(world: World, session: dict[str, Any]) -> str:
    return ticket_text(world.parts.deployment.link_secrets.ticket(session["id"]))


async def test_a_ticket_opens_the_pairing_of_its_session(world: World) -> None:
    session = await world.prepare(language="pt-BR")
    answer = await _greet(world, ticket=_ticket(world, session))
    assert answer.status_code == 200
    welcome = read_json(Welcome)(answer.content)
    assert is_welcome(world.parts.server_key.public, NONCE, welcome)
    assert welcome.session_id == session["id"]
    assert (welcome.company.name, welcome.company.phone) == ("Example Computers", "+55 11 5555-0100")
    assert (welcome.technician.name, welcome.customer_language, welcome.code_digits) == ("Technician One", "pt-BR", 6)
    after = await world.session(session["id"])
    assert "started" in after["milestones"]
    assert (after["computer_name"], after["system"]["edition"]) == ("PC-ONE", "Professional")


async def test_a_number_does_the_same(world: World) -> None:
    session = await world.prepare()
    answer = await _greet(world, number=session["number"])
    assert answer.json()["session_id"] == session["id"]


async def test_the_token_is_kept_as_a_hash_only(world: World) -> None:
    session = await world.prepare()
    token = (await _greet(world, number=session["number"])).json()["host_token"]
    async with world.parts.database.reading() as db:
        rows = (await db.execute(host_token.select())).all()
    assert token not in str(rows)
    assert [row.host_key for row in rows] == [b"k" * 32]


async def test_unknown_numbers_and_tickets_get_one_answer(world: World) -> None:
    session = await world.prepare()
    await world.technician.delete(f"/api/support-sessions/{session['id']}")
    wrong = ticket_text(b"0123456789")
    bad_crc = _ticket(world, session)[:-1] + ("0" if _ticket(world, session)[-1] != "0" else "1")
    answers = [
        await _greet(world, number="999999999"),
        await _greet(world, number=session["number"]),
        await _greet(world, ticket=wrong),
        await _greet(world, ticket=bad_crc),
        await _greet(world),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "unknown_number")}
    assert len({answer.text for answer in answers}) == 1


async def test_guessing_is_stopped_and_says_when_to_come_back(world: World) -> None:
    session = await world.prepare()
    for wrong in range(10):
        await _greet(world, number=str(900000000 + wrong))
    answer = await _greet(world, number=session["number"])
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert answer.headers["retry-after"] == "60"


async def test_a_burst_of_guesses_gets_no_more_answers_than_one_after_the_other(world: World) -> None:
    answers = await asyncio.gather(*(_greet(world, number=str(900000000 + wrong)) for wrong in range(60)))
    assert Counter(answer.status_code for answer in answers) == {404: 10, 429: 50}
    pages = await asyncio.gather(*(world.customer.post("/", data={"number": "900000000"}) for _ in range(60)))
    assert {page.status_code for page in pages} == {404}


async def test_guessers_with_many_addresses_shut_nobody_out_who_has_a_ticket_or_link(world: World) -> None:
    session = await world.prepare()
    for network in range(31):
        async with asking(world.app, client=f"2001:db8:{network:x}::1") as guesser:
            for wrong in range(10):
                await guesser.get(f"/d/{wrong:022}")
                await guesser.post("/api/host/hello", json=hello_words(number="900000000"))
    assert (await world.customer.get(world.path(session))).status_code == 200
    assert (await _greet(world, ticket=_ticket(world, session))).status_code == 200
    assert (await _greet(world, number=session["number"])).status_code == 429


@pytest.mark.parametrize("protocol", [0, 99])
async def test_another_version_is_told_so(world: World, protocol: int) -> None:
    session = await world.prepare()
    answer = await _greet(world, number=session["number"], protocol=protocol)
    assert (answer.status_code, answer.json()["dp"]) == (409, "DP-204")
    assert "started" not in (await world.session(session["id"]))["milestones"]


async def test_a_revoked_link_admits_nobody_and_forgets_who_was_admitted(world: World) -> None:
    session = await world.prepare()
    ticket = _ticket(world, session)
    await _greet(world, ticket=ticket)
    await world.technician.delete(f"/api/support-sessions/{session['id']}/link")
    answer = await _greet(world, ticket=ticket)
    assert (answer.status_code, answer.json()["dp"]) == (410, "DP-304")
    async with world.parts.database.reading() as db:
        assert (await db.execute(host_token.select())).all() == []


async def test_an_expired_link_admits_nobody(world: World) -> None:
    session = await world.prepare()
    world.clock.turn(hours=24)
    answer = await _greet(world, ticket=_ticket(world, session))
    assert (answer.status_code, answer.json()["dp"]) == (410, "DP-303")


async def test_a_second_host_is_admitted_beside_the_first_and_noted(world: World) -> None:
    session = await world.prepare()
    tokens = {
        (await _greet(world, number=session["number"], host_key=key * 32)).json()["host_token"]
        for key in (b"a", b"b", b"b")
    }
    assert len(tokens) == 3
    async with world.parts.database.reading() as db:
        kinds = [row.kind for row in await db.execute(audit_entry.select())]
    assert kinds.count("host.greeted_again") == 2


async def test_however_often_a_host_greets_few_tokens_stay(world: World) -> None:
    session = await world.prepare()
    for number in range(12):
        world.clock.turn(seconds=1)
        assert (await _greet(world, number=session["number"], host_key=bytes([number]) * 32)).status_code == 200
    async with world.parts.database.reading() as db:
        rows = (await db.execute(host_token.select())).all()
    assert len(rows) == 8
    assert bytes([11]) * 32 in {row.host_key for row in rows}


async def test_who_has_a_link_cannot_fill_the_audit_trail_with_greetings(world: World) -> None:
    session, other = await world.prepare(), await world.prepare()
    for number in range(50):
        last = await _greet(world, number=session["number"], host_key=bytes([number % 2]) * 32)
    assert (last.status_code, last.json()["code"]) == (429, "too_many_tries")
    async with world.parts.database.reading() as db:
        kinds = [row.kind for row in await db.execute(audit_entry.select())]
    assert kinds.count("host.greeted_again") < 40
    assert (await _greet(world, number=other["number"])).status_code == 200


MALFORMED_WORDS = [
    b"",
    b"[]",
    b"\xff",
    b"{" * 4000,
    json.dumps(hello_words(host_key=b"short", number="123456789")).encode(),
    json.dumps(hello_words(number="12345678")).encode(),
    json.dumps(hello_words(number=123456789)).encode(),
    json.dumps(hello_words(number="123456789", system={**SYSTEM, "computer_name": "x" * 65})).encode(),
    json.dumps(hello_words(number="123456789", system={**SYSTEM, "edition": {"a": 1}})).encode(),
    json.dumps(hello_words(number="123456789", app_version="x" * 5000)).encode(),
]


async def test_malformed_words_change_nothing_and_are_refused(world: World) -> None:
    session = await world.prepare()
    before = await world.session(session["id"])
    for body in MALFORMED_WORDS:
        answer = await world.customer.post("/api/host/hello", content=body)
        assert answer.status_code in (400, 413), body[:80]
        assert answer.json()["dp"] in ("DP-205", "DP-206"), body[:80]
        assert await world.session(session["id"]) == before, body[:80]


async def test_what_a_pc_calls_itself_cannot_hide_characters(world: World) -> None:
    session = await world.prepare()
    await _greet(world, number=session["number"], system={**SYSTEM, "computer_name": "PC\u202e\x00\nONE"})
    assert (await world.session(session["id"]))["computer_name"] == "PC ONE"
