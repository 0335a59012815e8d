"""A relay of its own tells its server how much passed, and nobody else can."""

import asyncio
import os
import socket
from typing import Any

import pytest
import websockets
from sqlalchemy import insert, select
from tests.server.conftest import SettingsOf
from tests.server.relay.test_relay import PAIRED, Tickets
from tests.server.running import RunningServer, active_session, serving

from daypass.protocol.host_api import to_base64url
from daypass.protocol.signed import SigningKey
from daypass.protocol.ticket import Side
from daypass.server.app import create_relay_app
from daypass.server.relay.models import PairTraffic
from daypass.server.relay.reporting import TrafficReporter
from daypass.server.sessions.tables import connection


async def asked_connection(running: RunningServer) -> tuple[str, Tickets]:
    """A session with a connection that is not there yet, and its tickets."""
    active = await active_session(running)
    tickets = Tickets(running.parts.server_key)
    me = (await running.http.get("/api/me")).json()["technician"]["id"]
    row = {"session_id": active.id, "technician_id": me, "tool": "remote_control", "requested_at": 1, "opened_at": 2}
    async with running.parts.database.writing() as db:
        await db.execute(insert(connection).values(pair_id=tickets.pair_id.hex(), **row))
    return active.id, tickets


async def passed(running: RunningServer) -> tuple[int | None, int | None, bool]:
    async with running.parts.database.reading() as db:
        row = (await db.execute(select(connection))).one()
    return row.bytes_to_host, row.bytes_to_technician, row.closed_at is not None


@pytest.mark.slow
async def test_what_passes_a_relay_of_its_own_reaches_the_report(
    running: RunningServer, settings_of: SettingsOf
) -> None:
    session, tickets = await asked_connection(running)
    listening = socket.create_server(("127.0.0.1", 0))
    key = to_base64url(running.parts.server_key.public)
    settings = settings_of(server_public_key=key, public_url=running.address, port=running.port)
    address = f"ws://127.0.0.1:{listening.getsockname()[1]}/relay?ticket="
    page_ticket = tickets.ticket(Side.TECHNICIAN, session_id=session)
    host_ticket = tickets.ticket(Side.HOST, session_id=session)
    async with serving(create_relay_app(settings), settings, listening):
        async with (
            websockets.connect(address + page_ticket, proxy=None) as page,
            websockets.connect(address + host_ticket, proxy=None) as host,
        ):
            assert await page.recv() == await host.recv() == PAIRED
            await host.send(b"n" * 700)
            await page.recv()
            await page.send(b"n" * 30)
            await host.recv()
        async with asyncio.timeout(30):
            while await passed(running) != (30, 700, True):  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.01)


async def test_only_who_has_both_tickets_of_one_pair_can_tell(running: RunningServer) -> None:
    session, tickets = await asked_connection(running)
    host, page = (tickets.ticket(side, session_id=session) for side in (Side.HOST, Side.TECHNICIAN))
    again = tickets.ticket(Side.HOST, session_id=session)
    forged = Tickets(SigningKey(os.urandom(32)), tickets.pair_id).ticket(Side.TECHNICIAN, session_id=session)
    other = Tickets(tickets.key).ticket(Side.TECHNICIAN, session_id=session)
    elsewhere = tickets.ticket(Side.TECHNICIAN, session_id="another")

    async def tell(*given: str, **changed: Any) -> int:
        body = {"tickets": list(given), "to_host": 5, "to_technician": 6, "over": False, **changed}
        return (await running.http.post("/api/relay/traffic", json=body)).status_code

    for pair in ((host, host), (host, again), (host, forged), (host, other), (host, elsewhere), (host, "nonsense")):
        assert await tell(*pair) == 403
    for wrong in ({"to_host": -1}, {"to_host": 2**60}, {"over": "x"}, {"more": 1}):
        assert await tell(host, page, **wrong) == 422
    assert await tell(host) == await tell(host, page, host) == 422
    assert await passed(running) == (None, None, False)
    assert await tell(page, host) == 204
    assert await tell(page, host, to_host=1, to_technician=1) == 204
    assert await passed(running) == (5, 6, False), "an older figure that comes late changes nothing"
    running.clock.turn(hours=26)
    assert await tell(page, host, to_host=9) == 403


async def test_what_the_server_did_not_hear_is_told_with_the_next(running: RunningServer) -> None:
    session, tickets = await asked_connection(running)
    both = tuple(tickets.ticket(side, session_id=session) for side in (Side.HOST, Side.TECHNICIAN))
    reporter = TrafficReporter("http://127.0.0.1:9")
    await reporter.tell([PairTraffic(tickets.pair_id, session, 10, 20, True, both)])
    assert await passed(running) == (None, None, False)
    reporter._address = f"http://{running.wire}/api/relay/traffic"
    await reporter.tell([])
    assert await passed(running) == (10, 20, True)
