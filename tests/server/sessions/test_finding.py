"""Sessions are found again by what people remember of them, on both databases, and only by those who may see them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import text
from tests.server.asking import asking, owner_of
from tests.server.running import ShiftedClock
from tests.server.sessions.test_limits import technicians

from daypass.server.accounts.models import Role, SignedIn
from daypass.server.app import Parts
from daypass.server.sessions import storage
from daypass.server.sessions.models import Asked, NewSession, Presence, Removal, Sought
from daypass.server.sessions.searching import Search, folded

DAY_MS = 86_400_000


async def helped(parts: Parts, who: SignedIn, computer: str | None = None, **customer: str) -> str:
    """A session that ended, of a PC of this name when there is one; its id."""
    session = (await parts.sessions.prepare(who, NewSession(**customer), None)).card.session
    if computer is not None:
        now = parts.clock()
        life = {"state": "active", "activated_at": now, "deadline_at": now + DAY_MS, "removal": "pending"}
        await parts.sessions.write(session.id, computer_name=computer, **life)
    await parts.sessions.end(who, session.id)
    return session.id


async def found(parts: Parts, who: SignedIn, query: str = "", **sought: Any) -> set[str]:
    """Ids of the sessions that fit."""
    page = await parts.sessions.sessions(who, Sought(search=Search.parse(query), **sought), None, 100)
    assert page.next is None
    return {card.session.id for card in page.cards}


async def test_every_word_counts_wherever_it_stands_without_case_and_accents(parts_on: Parts) -> None:
    (who,) = await technicians(parts_on, 1)
    jose = await helped(
        parts_on, who, "RECEPÇÃO-07", customer_name="José Ângelo", customer_email="jose@Example.org", note="Impressora"
    )
    other = await helped(parts_on, who, "STRASSE-1", customer_name="Weiß", note="100% of_it \\ slow")
    for query in ("jose", "JOSÉ", "angelo impress", "recepcao-07", "RecepÇÃo", "example.ORG jose", "Jose\u0301"):
        assert await found(parts_on, who, query) == {jose}, query
    for query in ("weiss", "WEISS strasse", "slow"):
        assert await found(parts_on, who, query) == {other}, query
    assert await found(parts_on, who, "  \u00a0 ") == {jose, other}
    assert await found(parts_on, who, "jose slow") == set()


async def test_what_means_something_to_a_database_is_a_letter_like_others(parts_on: Parts) -> None:
    (who,) = await technicians(parts_on, 1)
    session = await helped(parts_on, who, note="100% of_it \\ slow")
    await helped(parts_on, who, note="1000 ofxit slow")
    for query in ("%", "_", "\\", "0%", "f_i"):
        assert await found(parts_on, who, query) == {session}, query
    for query in ("o_it", "%%", "\\\\", "'", "*", "1__%"):
        assert await found(parts_on, who, query) == set(), query


async def test_a_number_is_found_as_it_is_said(parts_on: Parts, clock: ShiftedClock) -> None:
    (who,) = await technicians(parts_on, 1)
    session = await helped(parts_on, who, customer_name="Customer One")
    await helped(parts_on, who, customer_name="Customer Two")
    invitation = (await parts_on.sessions.session(who, session)).invitation
    assert invitation is not None
    number = invitation.number
    said = f"{number[:3]} {number[3:6]} {number[6:]}"
    for query in (number, said, said.replace(" ", "-"), f" {said} "):
        assert await found(parts_on, who, query) == {session}, query
    assert session in await found(parts_on, who, number[2:7])
    clock.turn(hours=24 * 8)
    await parts_on.deployment.retention.sweep()
    assert await found(parts_on, who, said) == set(), "an erased number leads nowhere"


async def test_what_is_erased_cannot_be_found_and_says_when_it_went(parts_on: Parts, clock: ShiftedClock) -> None:
    (who,) = await technicians(parts_on, 1)
    one, two, nobody = [
        await helped(parts_on, who, "RECEPTION-PC", customer_email=email, customer_name="Customer One", note="printer")
        for email in ("customer@example.org", "Customer@example.org", "")
    ]
    everyone = {one, two, nobody}
    clock.turn(hours=24 * 31)
    await parts_on.deployment.retention.sweep()
    assert await found(parts_on, who, "reception") == set()
    assert await found(parts_on, who, "customer printer") == everyone
    clock.turn(hours=24 * 60)
    await parts_on.deployment.retention.sweep()
    for query in ("customer", "printer", "example.org"):
        assert await found(parts_on, who, query) == set()
    cards = [(await parts_on.sessions.session(who, id_)).session for id_ in (one, two, nobody)]
    assert all(session.customer_erased_at and session.computer_erased_at for session in cards)
    assert cards[0].customer_pseudonym == cards[1].customer_pseudonym is not None, "the same customer, and never who"
    assert cards[2].customer_pseudonym is None


async def test_filters_narrow_together(parts_on: Parts, clock: ShiftedClock) -> None:
    one, two = await technicians(parts_on, 2)
    admin = replace(one, technician=replace(one.technician, role=Role.ADMIN))
    cancelled = await helped(parts_on, one)
    pending = await helped(parts_on, one, "PC-1")
    confirmed = await helped(parts_on, one, "PC-2")
    await parts_on.sessions.write(confirmed, removal="confirmed")
    clock.turn(hours=48)
    late = parts_on.clock()
    online = (await parts_on.sessions.prepare(one, NewSession(), None)).card.session.id
    await parts_on.sessions.write(
        online, state="active", activated_at=late, deadline_at=late + DAY_MS, presence="online", computer_name="PC-3"
    )
    prepared = (await parts_on.sessions.prepare(two, NewSession(), None)).card.session.id
    assert await found(parts_on, admin, state=Asked.ENDED) == {cancelled, pending, confirmed}
    assert await found(parts_on, admin, state=Asked.ENDED, computer=True) == {pending, confirmed}
    assert await found(parts_on, admin, state=Asked.ENDED, computer=False) == {cancelled}
    assert await found(parts_on, admin, removal=Removal.PENDING) == {pending}
    assert await found(parts_on, admin, removal=Removal.CONFIRMED) == {confirmed}
    assert await found(parts_on, admin, presence=Presence.ONLINE) == {online}
    assert await found(parts_on, admin, presence=Presence.OFFLINE) == set(), "what is over is no PC that is offline"
    assert await found(parts_on, admin, since=late) == {online, prepared}
    assert await found(parts_on, admin, until=late, query="pc") == {pending, confirmed}
    assert await found(parts_on, two) == {prepared}, "a technician sees the own ones"
    assert await found(parts_on, two, technician_id=one.technician.id) == set()
    assert await found(parts_on, one, technician_id="\x00") == set()


async def test_an_administrator_finds_the_companys_and_never_anothers(parts_on: Parts) -> None:
    (stranger,) = await technicians(parts_on, 1, Role.OWNER)
    (owner,) = await technicians(parts_on, 1, Role.OWNER)
    mine = await helped(parts_on, owner, "PC-1", customer_name="Customer One")
    theirs = await helped(parts_on, stranger, "PC-1", customer_name="Customer One")
    number = (await parts_on.sessions.session(stranger, theirs)).invitation.number  # type: ignore[union-attr]
    assert await found(parts_on, owner, "customer pc-1") == {mine}
    assert await found(parts_on, stranger, "customer pc-1") == {theirs}
    assert await found(parts_on, owner, number) == set()
    assert await found(parts_on, owner, technician_id=stranger.technician.id) == set()


IMPOSSIBLE = {
    "q": [
        *("a\x00b", "a\x1b[31m", "a\tb", "line\nline", "abc\u202egnp", "zero\u200bwidth"),
        *("x" * 255, "\ufdfa" * 300, " ".join("abcdefghijklm")),
    ],
    "presence": ["away", ""],
    "removal": ["perhaps"],
    "state": ["dead"],
    "technician": ["a" * 27],
    "computer": ["some"],
    "since": ["yesterday", "-1"],
    "until": [str(2**64)],
}


async def test_what_cannot_be_asked_for_is_refused_in_words(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        for name, value in ((name, value) for name, values in IMPOSSIBLE.items() for value in values):
            answer = await browser.get("/api/support-sessions", params={name: value})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), (name, value)
            (field,) = answer.json()["fields"]
            assert field["field"].endswith(name) and field["why"]


async def test_odd_but_readable_searches_find_nothing_and_break_nothing(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        await browser.post("/api/support-sessions", json={"customer_name": "Customer One"})
        for query in (
            "\ufdfa" * 254,
            "'; DROP TABLE support_session; --",
            "%' OR '1'='1",
            "🙂",
            "123456789",
            "٣٤٥",
            "*",
        ):
            answer = await browser.get("/api/support-sessions", params={"q": query})
            assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None}), query
        odd = await browser.get("/api/support-sessions?q=%ff%fe")
        assert odd.status_code < 500


async def test_pages_of_a_search_follow_one_another(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        for number in range(5):
            made = (await browser.post("/api/support-sessions", json={"note": f"printer {number % 2}"})).json()
            await browser.delete(f"/api/support-sessions/{made['id']}")
        asked = {"q": "printer 0", "limit": "2"}
        first = (await browser.get("/api/support-sessions", params=asked)).json()
        second = (await browser.get("/api/support-sessions", params={**asked, "cursor": first["next"]})).json()
        notes = [item["note"] for item in (*first["items"], *second["items"])]
    assert (notes, second["next"]) == (["printer 0"] * 3, None)


async def test_a_computers_name_is_found_from_the_greeting_on(parts_on: Parts) -> None:
    (who,) = await technicians(parts_on, 1)
    session = (await parts_on.sessions.prepare(who, NewSession(), None)).card.session.id
    async with parts_on.database.writing() as db:
        await storage.write_pairing_facts(db, session, computer_name="Zürich-PC")
    assert await found(parts_on, who, "zurich") == {session}


async def plan_of(parts: Parts, conditions: str) -> str:
    """How the database would look for a page of these."""
    explain = "EXPLAIN QUERY PLAN" if parts.database.is_sqlite else "EXPLAIN"
    async with parts.database.reading() as db:
        if not parts.database.is_sqlite:
            await db.execute(text("SET LOCAL enable_seqscan = off"))
        asked = f"{explain} SELECT id FROM support_session WHERE company_id = 'a' AND {conditions}"  # noqa: S608
        rows: Sequence[Any] = (await db.execute(text(f"{asked} ORDER BY created_at DESC, id DESC LIMIT 50"))).all()
    return str(rows)


async def test_what_is_rare_among_many_has_an_index_of_its_own(parts_on: Parts) -> None:
    assert "ix_removal_pending" in await plan_of(parts_on, "removal = 'pending'")
    assert "ix_support_session_company_id_created_at_id" in await plan_of(
        parts_on, "created_at >= 5 AND created_at < 9"
    )


def test_the_same_letters_are_the_same_word_however_they_are_written() -> None:
    assert folded("ÁÉÎõü  Ç", None, "", "\ufb01n") == "aeiou c\nfin"
    assert folded("Straße") == folded("STRASSE")
    assert Search.parse("418 203-775") == Search(("418", "203-775"), "418203775")
    assert Search.parse("12") == Search(("12",), "")
    assert Search.parse("1234567890").number == ""
