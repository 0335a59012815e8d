"""The reports on both databases: right figures, who may read them, and the same few queries for ten thousand sessions."""

import csv
import io
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import event, insert, update
from tests.server.asking import asking, owner_of
from tests.server.running import OWNER, PASSWORD, RunningServer, ShiftedClock, active_session

from daypass.protocol.ticket import Side
from daypass.server.accounts.models import Role
from daypass.server.app import Parts
from daypass.server.identifiers import new_id
from daypass.server.problems import Refusal
from daypass.server.sessions.tables import connection, support_session

pytestmark = pytest.mark.slow

HOUR_MS = 3_600_000
START = 1_790_000_000_000


@pytest.fixture
async def owner(parts_on: Parts) -> AsyncIterator[httpx.AsyncClient]:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as http:
        yield http


async def add_sessions(parts: Parts, company_id: str, technician_id: str, count: int) -> list[str]:
    """Ended sessions, an hour apart, each with two connections."""
    ids = [new_id() for _ in range(count)]
    common = {
        "company_id": company_id,
        "technician_id": technician_id,
        "company_slot": 1,
        "technician_slot": 1,
        "state": "ended",
        "ending": "by_technician",
        "prepared_until": START,
        "customer_email": "customer@example.org",
        "customer_name": "=Customer",
        "customer_language": "en",
        "note": "",
        "pairing_attempts": 0,
        "computer_name": "RECEPTION-PC",
        "paused": False,
        "presence": "offline",
        "connected": [],
        "command_counter": 0,
        "removal": "confirmed",
    }
    sessions = []
    connections = []
    for no, id_ in enumerate(ids):
        at = START + no * HOUR_MS
        sessions.append({**common, "id": id_, "created_at": at - 1000, "activated_at": at, "deadline_at": at + 24 * HOUR_MS,
                         "ended_at": at + HOUR_MS // 2})  # fmt: skip
        for tool, refused in (("remote_control", None), ("files", None), ("dashboard", "DP-401")):
            pair = {"pair_id": new_id() + "x" * 6, "session_id": id_, "technician_id": technician_id, "tool": tool}
            opened = None if refused else at + 60_000
            passed = {"bytes_to_host": None if refused else 1000, "bytes_to_technician": None if refused else 50_000}
            times = {"requested_at": at, "opened_at": opened, "closed_at": at + 120_000, "refused_dp": refused}
            connections.append({**pair, **times, **passed})
    async with parts.database.writing() as db:
        for start in range(0, count, 500):
            await db.execute(insert(support_session), sessions[start : start + 500])
            await db.execute(insert(connection), connections[start * 3 : (start + 500) * 3])
    return ids


async def ids_of(owner: httpx.AsyncClient) -> tuple[str, str]:
    me = (await owner.get("/api/me")).json()
    return me["company"]["id"], me["technician"]["id"]


@contextmanager
def counted_queries(parts: Parts) -> Iterator[list[str]]:
    """The statements that reach the database."""
    seen: list[str] = []

    def saw(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = parts.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", saw)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", saw)


async def test_a_line_of_the_remote_access_report_adds_up(parts_on: Parts, owner: httpx.AsyncClient) -> None:
    (id_,) = await add_sessions(parts_on, *await ids_of(owner), 1)
    report = (await owner.get("/api/reports/remote-access")).json()
    (line,) = report["items"]
    assert line["session_id"] == id_
    assert (line["technician"]["name"], line["customer"]) == ("Technician One", "=Customer · customer@example.org")
    assert (line["duration_ms"], line["connections"], line["refused"]) == (HOUR_MS // 2, 2, 1)
    assert (line["tools"], line["connected_ms"]) == (["files", "remote_control"], 120_000)
    assert (line["bytes_to_host"], line["bytes_to_technician"]) == (2000, 100_000)
    totals = {"sessions": 1, "duration_ms": HOUR_MS // 2, "connections": 2, "connected_ms": 120_000, "bytes": 102_000}
    assert report["totals"] == totals


async def test_the_report_is_read_in_pieces_without_gaps_or_doubles(parts_on: Parts, owner: httpx.AsyncClient) -> None:
    ids = await add_sessions(parts_on, *await ids_of(owner), 25)
    async with parts_on.database.writing() as db:  # some at the same moment
        await db.execute(update(support_session).where(support_session.c.id.in_(ids[3:9])).values(activated_at=START))
    seen: list[str] = []
    after = ""
    while True:
        piece = (await owner.get(f"/api/reports/remote-access?limit=4{after and '&cursor=' + after}")).json()
        assert (piece["totals"] is None) == bool(after)
        seen += [line["session_id"] for line in piece["items"]]
        if piece["next"] is None:
            break
        after = piece["next"]
    assert len(seen) == 25
    assert set(seen) == set(ids)


async def test_range_and_technician_narrow_the_report(parts_on: Parts, owner: httpx.AsyncClient) -> None:
    company_id, technician_id = await ids_of(owner)
    ids = await add_sessions(parts_on, company_id, technician_id, 10)
    path = f"/api/reports/remote-access?since={START + 2 * HOUR_MS}&until={START + 5 * HOUR_MS}"
    report = (await owner.get(path)).json()
    assert [line["session_id"] for line in report["items"]] == [ids[4], ids[3], ids[2]]
    assert report["totals"]["sessions"] == 3
    assert len((await owner.get(f"{path}&technician={technician_id}")).json()["items"]) == 3
    assert (await owner.get(f"{path}&technician=nobody")).json()["items"] == []


async def test_a_session_handed_over_stands_under_everybody_who_connected(
    parts_on: Parts, owner: httpx.AsyncClient
) -> None:
    company_id, first = await ids_of(owner)
    created = await parts_on.accounts.create_technician(
        company_id, "Technician Two", "t@example.org", "a long password", Role.TECHNICIAN, "en"
    )
    await add_sessions(parts_on, company_id, first, 2)
    other, (id_,) = created.id, await add_sessions(parts_on, company_id, first, 1)
    async with parts_on.database.writing() as db:
        own = support_session.c.id == id_
        await db.execute(
            update(support_session).where(own).values(technician_id=other, activated_at=START + 9 * HOUR_MS)
        )
        files = (connection.c.session_id == id_) & (connection.c.tool == "files")
        await db.execute(update(connection).where(files).values(technician_id=other, opened_at=START + 90_000))
    line = (await owner.get("/api/reports/remote-access")).json()["items"][0]
    assert (line["technician"]["name"], line["connections"]) == ("Technician Two", 2)
    assert [person["name"] for person in line["people"]] == ["Technician One", "Technician Two"]
    of_first = (await owner.get(f"/api/reports/remote-access?technician={first}")).json()
    of_other = (await owner.get(f"/api/reports/remote-access?technician={other}")).json()
    assert [found["totals"]["sessions"] for found in (of_first, of_other)] == [3, 1]
    assert [found["totals"]["connections"] for found in (of_first, of_other)] == [5, 1]
    assert of_first["items"][0]["session_id"] == of_other["items"][0]["session_id"] == id_
    assert (of_first["items"][0]["tools"], of_other["items"][0]["tools"]) == (["remote_control"], ["files"])
    assert [person["id"] for person in of_first["items"][0]["people"]] == [first]


async def test_the_csv_has_every_line_in_the_readers_language_and_zone(
    parts_on: Parts, owner: httpx.AsyncClient
) -> None:
    await add_sessions(parts_on, *await ids_of(owner), 1203)
    answer = await owner.get("/api/reports/remote-access/file.csv?language=pt-BR&zone=America/Sao_Paulo")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert len(rows) == 1203
    assert any("America/Sao_Paulo" in name for name in header)
    assert {row[2] for row in rows} == {"Technician One"}
    assert all(row[3].startswith("'=Customer") for row in rows)
    assert rows[-1][5] == "2026-09-21 11:13:20"


NONSENSE = ["remote-access?cursor=zzz", "remote-access?limit=0", "remote-access?since=x", "remote-access?since=-1",
    "remote-access/file.csv?zone=Nowhere/Town", "remote-access/file.csv?language=xx", "account-access?cursor=x",
    "remote-access?technician=%00", f"remote-access?since={2**70}", "remote-access?cursor=" + "f" * 41]  # fmt: skip


async def test_nonsense_is_refused_in_words(owner: httpx.AsyncClient) -> None:
    for path in NONSENSE:
        answer = await owner.get(f"/api/reports/{path}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), path


async def test_ten_thousand_sessions_take_as_few_queries_as_ten(parts_on: Parts, owner: httpx.AsyncClient) -> None:
    await add_sessions(parts_on, *await ids_of(owner), 10_000)
    counts = []
    for most in (10, 100, 200):
        with counted_queries(parts_on) as seen:
            began = time.perf_counter()
            answer = await owner.get(f"/api/reports/remote-access?limit={most}")
            took = time.perf_counter() - began
        assert len(answer.json()["items"]) == most
        assert answer.json()["totals"]["sessions"] == 10_000
        assert took < 3
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


async def test_the_account_access_report_tells_who_signed_in_from_where(
    parts_on: Parts, owner: httpx.AsyncClient
) -> None:
    with pytest.raises(Refusal):
        await parts_on.accounts.sign_in(OWNER, "a wrong password", "203.0.113.9")
    await parts_on.accounts.sign_in(OWNER, PASSWORD, "203.0.113.7")
    items = (await owner.get("/api/reports/account-access")).json()["items"]
    told = [(item["kind"], item["technician"]["name"], item["address"]) for item in items[:2]]
    assert told == [("sign_in", "Technician One", "203.0.113.7"), ("sign_in.refused", "Technician One", "203.0.113.9")]
    text = (await owner.get("/api/reports/account-access/file.csv?language=en")).text
    assert "203.0.113.9" in text
    assert "Technician One" in text


async def test_everybody_reads_their_own_sign_in_history_and_nobody_elses(
    parts_on: Parts, owner: httpx.AsyncClient
) -> None:
    company_id, _ = await ids_of(owner)
    email, password = "t@example.org", "a long password"
    await parts_on.accounts.create_technician(company_id, "Technician Two", email, password, Role.TECHNICIAN, "en")
    with pytest.raises(Refusal):
        await parts_on.accounts.sign_in(email, "a wrong password", "203.0.113.9")
    token = (await parts_on.accounts.sign_in(email, password, "203.0.113.7")).token
    app, _ = await owner_of(parts_on)
    async with asking(app, token) as http:
        first = (await http.get("/api/me/sign-in-history?limit=1")).json()
        second = (await http.get(f"/api/me/sign-in-history?limit=1&cursor={first['next']}")).json()
        told = [
            (item["kind"], item["technician"]["name"], item["address"]) for item in first["items"] + second["items"]
        ]
        assert told == [
            ("sign_in", "Technician Two", "203.0.113.7"),
            ("sign_in.refused", "Technician Two", "203.0.113.9"),
        ]
        assert second["next"] is None
    async with asking(app) as http:
        assert (await http.get("/api/me/sign-in-history")).status_code == 401
    assert "203.0.113.7" not in (await owner.get("/api/me/sign-in-history")).text


async def test_the_audit_trail_is_filtered_paged_checked_and_exported(
    parts_on: Parts, owner: httpx.AsyncClient
) -> None:
    _, me = await ids_of(owner)
    session = (await owner.post("/api/support-sessions", json={})).json()["id"]
    await owner.delete(f"/api/support-sessions/{session}")
    of_session = (await owner.get(f"/api/audit?session={session}")).json()["items"]
    assert [item["kind"] for item in of_session] == ["session.ended", "session.created"]
    assert {item["technician"]["id"] for item in of_session} == {me}
    created = (await owner.get("/api/audit?kind=session.created")).json()["items"]
    assert [item["session_id"] for item in created] == [session]
    both = (await owner.get("/api/audit?kind=session.")).json()["items"]
    assert len(both) == 2
    assert len((await owner.get(f"/api/audit?technician={me}&since=1")).json()["items"]) >= 3
    assert (await owner.get("/api/audit?technician=nobody")).json()["items"] == []
    first = (await owner.get("/api/audit?limit=1")).json()
    second = (await owner.get(f"/api/audit?limit=1&cursor={first['next']}")).json()
    assert first["items"][0]["no"] == second["items"][0]["no"] + 1
    choices = (await owner.get("/api/audit/choices")).json()
    assert "session.created" in choices["kinds"]
    assert choices["technicians"] == [{"id": me, "name": "Technician One"}]
    assert (await owner.get("/api/audit/check")).json() is None
    checked = (await owner.post("/api/audit/check")).json()
    assert checked["broken"] is None
    assert (await owner.get("/api/audit/check")).json() == checked
    rows = list(csv.reader(io.StringIO((await owner.get("/api/audit/file.csv?language=es&kind=session.")).text)))
    assert len(rows) == 3


async def test_reports_and_audit_are_for_administrators_of_the_own_company(
    parts_on: Parts, owner: httpx.AsyncClient
) -> None:
    company_id, technician_id = await ids_of(owner)
    (id_,) = await add_sessions(parts_on, company_id, technician_id, 1)
    other = await parts_on.accounts.create_company("Other Computers", "en")
    paths = ["/api/audit", "/api/audit/choices", "/api/audit/check", "/api/audit/file.csv", "/api/reports/remote-access",
             "/api/reports/remote-access/file.csv", "/api/reports/account-access", "/api/reports/account-access/file.csv"]  # fmt: skip
    for email, where, role in (("t@example.org", company_id, Role.TECHNICIAN), ("o@example.org", other.id, Role.OWNER)):
        await parts_on.accounts.create_technician(where, "Technician Two", email, "a long password", role, "en")
        token = (await parts_on.accounts.sign_in(email, "a long password", "127.0.0.1")).token
        app, _ = await owner_of(parts_on)
        async with asking(app, token) as http:
            for path in paths:
                answer = await http.get(f"{path}?technician={technician_id}")
                assert answer.status_code in (403, 404) if role is Role.TECHNICIAN else answer.status_code == 200, path
                assert id_ not in answer.text
                assert "Technician One" not in answer.text


async def test_what_passes_the_relay_is_counted_in_both_directions(running: RunningServer) -> None:
    from tests.server.relay.test_relay import PAIRED, Tickets, open_relay

    active = await active_session(running)
    tickets = Tickets(running.parts.server_key)
    me = (await running.http.get("/api/me")).json()["technician"]["id"]
    row = {"session_id": active.id, "technician_id": me, "tool": "remote_control", "requested_at": 1, "opened_at": 2}
    async with running.parts.database.writing() as db:
        await db.execute(insert(connection).values(pair_id=tickets.pair_id.hex(), **row))
    host = tickets.ticket(Side.HOST, session_id=active.id)
    page = tickets.ticket(Side.TECHNICIAN, session_id=active.id)
    async with open_relay(running, host) as host_side, open_relay(running, page) as page_side:
        assert await host_side.recv() == await page_side.recv() == PAIRED
        await page_side.send(b"x" * 100)
        await host_side.recv()
        for _ in range(3):
            await host_side.send(b"y" * 5000)
            await page_side.recv()
        await running.parts.relay.tell_traffic()
        (line,) = (await running.http.get("/api/reports/remote-access")).json()["items"]
        assert (line["bytes_to_host"], line["bytes_to_technician"]) == (100, 15_000), "while it is open"
        await page_side.send(b"z")
        await host_side.recv()
    for _ in range(500):
        (line,) = (await running.http.get("/api/reports/remote-access")).json()["items"]
        if line["connected_ms"] > 0:
            break
    assert (line["bytes_to_host"], line["bytes_to_technician"]) == (101, 15_000)
    assert line["connected_ms"] > 0, "closed, although the host told nothing"


async def test_a_tool_that_the_plan_lacks_is_refused_on_record(running: RunningServer) -> None:
    active = await active_session(running)
    async with running.parts.database.writing() as db:
        of_session = update(support_session).where(support_session.c.id == active.id)
        await db.execute(of_session.values(rights=["remote_control"]))
    asked = await running.http.post(f"/api/support-sessions/{active.id}/connections", json={"tool": "files"})
    assert asked.json()["code"] == "plan_lacks_tool"
    (entry,) = (await running.http.get("/api/audit?kind=connection.refused")).json()["items"]
    assert (entry["details"], entry["session_id"]) == ({"tool": "files", "dp": "DP-505"}, active.id)


async def test_a_closing_note_is_written_after_the_end_and_stands_in_the_report(
    running: RunningServer, clock: ShiftedClock
) -> None:
    active = await active_session(running)
    path = f"/api/support-sessions/{active.id}/closing-note"
    early = await running.http.put(path, json={"text": "done"})
    assert (early.status_code, early.json()["code"]) == (409, "session_not_ended")
    await running.http.delete(f"/api/support-sessions/{active.id}")
    written = await running.http.put(path, json={"text": "  Printer works again.\nDriver renewed. "})
    assert written.json()["closing_note"] == "Printer works again.\nDriver renewed."
    (line,) = (await running.http.get("/api/reports/remote-access")).json()["items"]
    assert line["closing_note"] == "Printer works again.\nDriver renewed."
    for body in ({"text": "x" * 2001}, {"text": "a\0b"}, {}, {"text": None}):
        assert (await running.http.put(path, json=body)).status_code == 422
    unknown = await running.http.put("/api/support-sessions/nothing/closing-note", json={"text": "x"})
    assert unknown.status_code == 404
    (entry,) = (await running.http.get("/api/audit?kind=session.note_written")).json()["items"]
    assert entry["details"] == {"letters": 36}
