"""The control link, connections through the relay, endings and removal, over real sockets."""

import asyncio
import json
import os
from typing import Any

import msgspec
import pytest
import websockets
from sqlalchemy import select, update
from tests.server.running import OWNER, PASSWORD, ActiveSession, RunningServer, active_session
from websockets.asyncio.client import ClientConnection

from daypass.protocol.commands import Command, CommandConnect, CommandEnd, CommandTime, open_command
from daypass.protocol.host_api import (
    Artefact,
    HostEnded,
    RemovalReport,
    Signature64,
    ended_bytes,
    from_base64url,
    to_base64url,
    write_json,
)
from daypass.protocol.signed import Context, SigningKey
from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.tables import technician
from daypass.server.audit.tables import audit_entry
from daypass.server.sessions import storage
from daypass.server.sessions.tables import connection

pytestmark = pytest.mark.slow  # real sockets, seconds together


async def next_command(active: ActiveSession, control: ClientConnection, last_counter: int) -> Command:
    """The next order, opened as a host does."""
    async with asyncio.timeout(30):
        blob = await control.recv()
    assert isinstance(blob, bytes)
    return open_command(active.server.parts.server_key.public, active.id, last_counter, blob)


async def connect(active: ActiveSession, control: ClientConnection, last: int) -> tuple[dict[str, Any], CommandConnect]:
    """Ask for a connection as the page does; what the page got, and what the host was told."""
    answer = await active.server.http.post(
        f"/api/support-sessions/{active.id}/connections", json={"tool": "remote_control"}
    )
    assert answer.status_code == 201, answer.text
    command = await next_command(active, control, last)
    assert isinstance(command.body, CommandConnect)
    return answer.json(), command.body


async def test_only_a_company_that_switched_it_on_lets_its_technicians_ask_to_hold_the_pc(
    running: RunningServer,
) -> None:
    active = await active_session(running)
    control = await active.control()
    time = await next_command(active, control, 0)
    assert (await running.http.get("/api/company")).json()["may_hold"] is False, "off for new companies"
    _, before = await connect(active, control, time.counter)
    changed = await running.http.patch("/api/company", json={"may_hold": True})
    assert changed.json()["may_hold"] is True
    _, after = await connect(active, control, time.counter + 1)
    assert (before.may_hold, after.may_hold) == (False, True)
    trail = (await running.http.get("/api/audit?kind=company.changed")).json()["items"]
    assert trail[0]["details"] == {"may_hold": True}


async def test_a_proven_host_is_online_and_learns_the_time(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    first = await next_command(active, control, 0)

    assert isinstance(first.body, CommandTime)
    assert abs(first.issued_at - running.clock()) < 5000
    await running.until(active.id, presence="online")

    await control.close()
    await running.until(active.id, presence="offline")


async def test_a_host_that_cannot_prove_its_key_is_sent_away(running: RunningServer) -> None:
    active = await active_session(running)
    active.key = SigningKey(os.urandom(32))
    control = await active.control()
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await control.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4011


@pytest.mark.parametrize("protocol", [0, 99], ids=["older", "newer"])
async def test_a_host_of_another_version_is_told_so_and_its_session_goes_on(
    running: RunningServer, protocol: int
) -> None:
    active = await active_session(running)
    control = await active.control(protocol=protocol)
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await control.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4009
    shown = await running.session(active.id)
    assert (shown["state"], shown["presence"]) == ("active", "offline")
    assert isinstance((await next_command(active, await active.control(), 0)).body, CommandTime)


async def test_counters_rise_over_reconnections_and_over_what_the_host_remembers(running: RunningServer) -> None:
    active = await active_session(running)
    first = await next_command(active, await active.control(), 0)
    second = await next_command(active, await active.control(first.counter), first.counter)
    third = await next_command(active, await active.control(500), 500)
    assert first.counter < second.counter < 500 < third.counter


async def test_status_shows_who_is_connected(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    await control.send('{"event":"status","connected":["Technician One"],"consent":"always","paused":false}')
    shown = await running.until(active.id, presence="connected")
    assert (shown["connected"], shown["consent"]) == (["Technician One"], "always")


@pytest.mark.parametrize("text", ["", "{}", '{"event":"status"}', '{"event":"unknown"}', "\ud7ff" * 30000, b"binary"])
async def test_a_host_that_talks_nonsense_is_disconnected_and_nothing_changes(
    running: RunningServer, text: str | bytes
) -> None:
    active = await active_session(running)
    control = await active.control()
    await control.recv()
    await control.send(text)
    with pytest.raises(websockets.ConnectionClosed):
        await control.recv()
    assert (await running.session(active.id))["state"] == "active"


async def test_both_sides_meet_at_the_relay(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    time = await next_command(active, control, 0)
    admission, order = await connect(active, control, time.counter)
    assert admission["pair_id"] == to_base64url(order.pair_id)
    assert admission["host_key"] == to_base64url(active.key.public)
    assert admission["relay_url"] == order.relay_url == f"ws://localhost:{running.port}/relay"

    async with (
        running.as_technician(f"/relay?ticket={admission['ticket']}") as page,
        running.as_host(f"/relay?ticket={to_base64url(order.ticket)}") as host,
    ):
        assert await page.recv() == await host.recv() == '{"event":"paired"}'
        await page.send(b"to the host")
        assert await host.recv() == b"to the host"
        await host.send(b"picture" * 100_000)
        assert await page.recv() == b"picture" * 100_000

        await running.http.delete(f"/api/support-sessions/{active.id}")
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await page.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 4022


async def test_a_technician_cannot_connect_while_the_host_is_offline(running: RunningServer) -> None:
    active = await active_session(running)
    answer = await running.http.post(f"/api/support-sessions/{active.id}/connections", json={"tool": "files"})
    assert (answer.status_code, answer.json()["code"]) == (409, "host_offline")


async def test_a_prepared_session_has_nothing_to_connect_to(running: RunningServer) -> None:
    session = await running.prepare()
    answer = await running.http.post(f"/api/support-sessions/{session['id']}/connections", json={"tool": "files"})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_active_yet")


async def test_ending_tells_the_host_at_once(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    time = await next_command(active, control, 0)

    assert (await running.http.delete(f"/api/support-sessions/{active.id}")).status_code == 200

    end = await next_command(active, control, time.counter)
    assert end.body == CommandEnd(reason="by_technician")
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await control.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4010


async def test_a_host_that_comes_back_too_late_gets_the_tombstone(running: RunningServer) -> None:
    active = await active_session(running)
    running.clock.turn(hours=25)
    await running.sign_in_again()
    await running.until(active.id, state="ended", ending="expired", removal="pending")

    control = await active.control(last_counter=7)

    end = await next_command(active, control, 7)
    assert end.body == CommandEnd(reason="expired")


async def test_the_customer_ends_the_session_from_the_pc(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    await control.recv()
    signature = Signature64(active.key.sign(Context.CONTROL, ended_bytes(active.id, "customer")))
    await control.send(write_json(HostEnded(by="customer", signature=signature)).decode())
    await running.until(active.id, state="ended", ending="by_customer", removal="pending")


async def test_an_ending_that_the_host_did_not_sign_changes_nothing(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    await control.recv()
    await control.send(write_json(HostEnded(by="customer", signature=Signature64(bytes(64)))).decode())
    with pytest.raises(websockets.ConnectionClosed):
        await control.recv()
    assert (await running.session(active.id))["state"] == "active"


async def test_what_becomes_of_a_connection_is_on_record(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    time = await next_command(active, control, 0)
    admission, _ = await connect(active, control, time.counter)
    report = {"event": "connection", "pair_id": admission["pair_id"], "state": "refused", "dp": "DP-401"}
    await control.send(msgspec.json.encode(report).decode())

    async with asyncio.timeout(30):
        while "connection.refused" not in await audit_kinds(running):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("state", ["refused", "closed"])
async def test_the_hosts_word_counts_once_also_when_the_relay_told_the_end_before(
    running: RunningServer, state: str
) -> None:
    active = await active_session(running)
    control = await active.control()
    time = await next_command(active, control, 0)
    admission, _ = await connect(active, control, time.counter)
    over_at = running.parts.clock()
    pair = from_base64url(admission["pair_id"])
    async with running.parts.database.writing() as db:
        await storage.write_traffic(db, pair, active.id, 900, 1200, over_at)
    report = {"event": "connection", "pair_id": admission["pair_id"], "state": state}
    report |= {"dp": "DP-401"} if state == "refused" else {}
    for _ in range(2):
        await control.send(msgspec.json.encode(report).decode())
    await control.send(write_json(HostEnded(by="customer", signature=Signature64(bytes(64)))).decode())
    with pytest.raises(websockets.ConnectionClosed):
        while True:
            await control.recv()  # by its end every text before has been handled
    assert (await audit_kinds(running)).count(f"connection.{state}") == 1
    async with running.parts.database.reading() as db:
        row = (await db.execute(select(connection).where(connection.c.session_id == active.id))).one()
    assert (row.closed_at, row.refused_dp) == (over_at, report.get("dp"))


async def audit_kinds(running: RunningServer) -> list[str]:
    """The kinds of all audit entries, in order."""
    from sqlalchemy import select

    from daypass.server.audit.tables import audit_entry

    async with running.parts.database.reading() as db:
        rows = await db.execute(select(audit_entry.c.kind).order_by(audit_entry.c.no))
        return [row.kind for row in rows]


def report_of(active: ActiveSession, key: SigningKey, leftovers: int = 0) -> str:
    """A removal report as the cleaner posts it."""
    things = tuple(Artefact(kind="file", name=f"file {number}") for number in range(3))
    report = RemovalReport(
        session_id=active.id, removed_at=1, by="technician", installed=things, leftovers=things[:leftovers]
    )
    return msgspec.json.encode({"report": to_base64url(key.blob(Context.REMOVAL, report))}).decode()


async def test_removal_is_confirmed_by_the_hosts_own_signature(running: RunningServer) -> None:
    active = await active_session(running)
    await running.http.delete(f"/api/support-sessions/{active.id}")
    forged = await running.http.post("/api/host/removal", content=report_of(active, SigningKey(os.urandom(32))))
    assert forged.status_code == 400
    assert (await running.session(active.id))["removal"] == "pending"

    incomplete = await running.http.post("/api/host/removal", content=report_of(active, active.key, leftovers=2))
    assert incomplete.status_code == 204
    assert (await running.session(active.id))["leftovers"] == 2

    complete = await running.http.post("/api/host/removal", content=report_of(active, active.key))
    assert complete.status_code == 204
    shown = await running.session(active.id)
    assert (shown["removal"], shown["leftovers"]) == ("confirmed", 0)


async def test_a_host_uninstalled_while_active_ends_the_session(running: RunningServer) -> None:
    active = await active_session(running)
    await running.http.post("/api/host/removal", content=report_of(active, active.key))
    await running.until(active.id, state="ended", ending="by_customer", removal="confirmed")


async def test_a_host_that_says_the_same_over_and_over_does_not_fill_the_audit_trail(
    running: RunningServer,
) -> None:
    active = await active_session(running)
    control = await active.control()
    first = await next_command(active, control, 0)
    admission, _ = await connect(active, control, first.counter)
    for _ in range(200):
        await control.send(json.dumps({"event": "connection", "pair_id": admission["pair_id"], "state": "opened"}))
    await asyncio.sleep(3)
    written: list[str] = []
    async with running.parts.database.reading() as db:
        written += [row.kind for row in await db.execute(audit_entry.select())]
    assert written.count("connection.opened") == 1


async def test_a_recording_stands_in_the_audit_trail_and_one_that_flickers_does_not_fill_it(
    running: RunningServer,
) -> None:
    active = await active_session(running)
    control = await active.control()
    first = await next_command(active, control, 0)
    admission, _ = await connect(active, control, first.counter)

    async def say(pair_id: str, on: bool) -> None:
        await control.send(json.dumps({"event": "recording", "pair_id": pair_id, "on": on}))

    await say("A" * 22, True)
    for turn in range(60):
        await say(admission["pair_id"], turn % 2 == 0)
    written: list[str] = []

    async def heard() -> list[str]:
        async with running.parts.database.reading() as db:
            return [row.kind for row in await db.execute(audit_entry.select()) if "recording" in row.kind]

    async with asyncio.timeout(20):
        while len(written) < 40:
            await asyncio.sleep(0.2)
            written = await heard()
    await asyncio.sleep(2)
    assert await heard() == ["connection.recording_started", "connection.recording_stopped"] * 20


async def test_what_is_held_of_the_pc_stands_in_the_audit_trail(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    first = await next_command(active, control, 0)
    admission, _ = await connect(active, control, first.counter)
    for held in ("nothing", "input", "input", "screen", "nothing"):
        await control.send(json.dumps({"event": "hold", "pair_id": admission["pair_id"], "held": held}))
    written: list[str] = []
    async with asyncio.timeout(20):
        while len(written) < 3:
            await asyncio.sleep(0.1)
            async with running.parts.database.reading() as db:
                rows = [row.kind for row in await db.execute(audit_entry.select())]
            written = [kind for kind in rows if kind.endswith(("locked", "blanked", "hold_ended"))]
    assert written == ["connection.input_locked", "connection.screen_blanked", "connection.hold_ended"]


async def test_a_restart_that_a_technician_wants_stands_in_the_audit_trail_once(running: RunningServer) -> None:
    active = await active_session(running)
    control = await active.control()
    first = await next_command(active, control, 0)
    admission, _ = await connect(active, control, first.counter)
    for at, mode in ((1, "normal"), (1, "normal"), (2, "safe_mode")):
        event = {"event": "restart", "pair_id": admission["pair_id"], "at": at, "mode": mode}
        await control.send(json.dumps(event))
    written: list[str] = []
    async with asyncio.timeout(20):
        while len(written) < 2:
            await asyncio.sleep(0.1)
            async with running.parts.database.reading() as db:
                rows = [row.kind for row in await db.execute(audit_entry.select())]
            written = [kind for kind in rows if kind in ("connection.restart", "connection.safe_mode")]
    assert written == ["connection.restart", "connection.safe_mode"]


async def test_the_live_stream_tells_every_step(running: RunningServer) -> None:
    async with running.as_technician("/api/live") as live:
        assert msgspec.json.decode(await live.recv()) == {"type": "hello"}
        active = await active_session(running)
        states: list[str] = []
        async with asyncio.timeout(30):
            while "active" not in states:
                event = msgspec.json.decode(await live.recv())
                assert event["session"]["id"] == active.id
                states.append(event["session"]["state"])
    assert states[0] == "prepared"


async def test_who_signed_out_or_may_not_sign_in_any_more_hears_nothing_more(running: RunningServer) -> None:
    other = (await running.parts.accounts.sign_in(OWNER, PASSWORD, "127.0.0.1")).token
    async with (
        running.as_technician("/api/live") as disabled,
        running.as_technician("/api/live", Cookie=f"{COOKIE}={other}") as signed_out,
    ):
        assert msgspec.json.decode(await disabled.recv()) == msgspec.json.decode(await signed_out.recv())
        await running.parts.accounts.sign_out(other)
        first = await running.prepare()
        assert msgspec.json.decode(await disabled.recv())["session"]["id"] == first["id"]
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await signed_out.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008

        async with running.parts.database.writing() as db:
            await db.execute(update(technician).values(disabled_at=running.clock()))
        await running.parts.sessions.publish(first["id"])
        with pytest.raises(websockets.ConnectionClosed):
            await disabled.recv()
