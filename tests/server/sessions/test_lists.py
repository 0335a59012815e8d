"""Lists of sessions: whole, in a stable order, page by page, by index, and with as many queries as there are pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text, update
from tests.server.asking import asking, owner_of
from tests.server.running import ShiftedClock

from daypass.server.accounts.tables import company
from daypass.server.app import Parts
from daypass.server.sessions.models import Asked, Cursor


@contextmanager
def queries_of(parts: Parts) -> Iterator[list[str]]:
    """Every statement the database gets until the block ends."""
    seen: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE", "INSERT", "DELETE")):
            seen.append(statement)

    event.listen(parts.database.engine.sync_engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(parts.database.engine.sync_engine, "before_cursor_execute", see)


async def test_pages_follow_one_another_without_gap_or_repetition(parts_on: Parts, clock: ShiftedClock) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        made = []
        for number in range(7):
            session = (await browser.post("/api/support-sessions", json={})).json()
            made.append(session["id"])
            await browser.delete(f"/api/support-sessions/{session['id']}")
            clock.turn(seconds=number % 2)  # some are made in the same millisecond, or nearly
        found: list[str] = []
        cursor: str | None = None
        while True:
            asked = {"state": "ended", "limit": 3, **({"cursor": cursor} if cursor else {})}
            page = (await browser.get("/api/support-sessions", params=asked)).json()
            assert len(page["items"]) <= 3
            found += [session["id"] for session in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert sorted(found) == sorted(made)
        assert len(found) == 7
        assert (await browser.get("/api/support-sessions", params={"state": "live"})).json() == {
            "items": [],
            "next": None,
        }


NO_CURSORS = ["", "x", "1-" + "a" * 27, "é-" + "a" * 26, "-" * 64, "ffffffffffffff-" + "a" * 26]


async def test_what_is_no_cursor_is_refused_in_words(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        for cursor in NO_CURSORS:
            answer = await browser.get("/api/support-sessions", params={"cursor": cursor})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), cursor


async def test_a_longer_list_takes_no_more_queries(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with parts_on.database.writing() as db:
        await db.execute(update(company).values(sessions_per_technician=5))
    async with asking(app, cookie) as browser:
        counts = []
        for _ in range(2):
            await browser.post("/api/support-sessions", json={"customer_email": "customer@example.org"})
            await browser.post("/api/support-sessions", json={})
            with queries_of(parts_on) as seen:
                assert (await browser.get("/api/support-sessions")).status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_an_ended_session_is_the_answer_to_its_ending_and_the_refusals_are_stable(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        session = (await browser.post("/api/support-sessions", json={})).json()
        assert {"id", "number", "link", "state", "created_at", "prepared_until"} <= session.keys()
        assert session["prepared_until"] == session["created_at"] + 24 * 3_600_000
        ended = await browser.delete(f"/api/support-sessions/{session['id']}")
        assert (ended.status_code, ended.json()["state"], ended.json()["ending"]) == (200, "ended", "cancelled")
        again = await browser.delete(f"/api/support-sessions/{session['id']}")
        assert (again.status_code, again.json()) == (200, ended.json())


async def test_a_page_is_read_by_index(parts_on: Parts) -> None:
    """Both databases name the index in their plan once there is something to choose from."""
    _, _ = await owner_of(parts_on)
    async with parts_on.database.reading() as db:
        if not parts_on.database.is_sqlite:
            await db.execute(text("SET enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN" if parts_on.database.is_sqlite else "EXPLAIN"
        for owner in ("company_id", "technician_id"):
            plan = str(
                (
                    await db.execute(
                        text(
                            f"{explain} SELECT id FROM support_session WHERE {owner} = 'a' AND (created_at, id) < (5, 'b')"  # noqa: S608
                            " ORDER BY created_at DESC, id DESC LIMIT 50"
                        )
                    )
                ).all()
            )
            assert f"ix_support_session_{owner}_created_at_id" in plan


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor(1_700_000_000_000, "a" * 26)
    assert Cursor.parse(str(cursor)) == cursor
    assert {asked.value for asked in Asked} == {"all", "live", "prepared", "active", "ended"}
