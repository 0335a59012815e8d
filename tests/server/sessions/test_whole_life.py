"""A session's whole life against a real server, on both databases, over a restart of the server in the middle."""

import socket

from pydantic import SecretStr
from tests.server.conftest import SettingsOf
from tests.server.running import ShiftedClock, active_session, run_server
from tests.server.sessions.test_control import audit_kinds, connect, next_command, report_of

from daypass.protocol.commands import CommandEnd, CommandTime
from daypass.protocol.messages import Consent
from daypass.server.audit.verification import first_broken_entry


async def test_a_session_lives_through_a_restart_of_the_server(
    settings_of: SettingsOf, both_databases: str, clock: ShiftedClock
) -> None:
    first_socket = socket.create_server(("127.0.0.1", 0))
    port = first_socket.getsockname()[1]
    settings = settings_of(public_url=f"http://localhost:{port}", port=port, database_url=SecretStr(both_databases))
    async with run_server(settings, first_socket, clock) as before:
        active = await active_session(before)
        control = await active.control()
        time = await next_command(active, control, 0)
        await before.until(active.id, presence="online")

    async with run_server(settings, socket.create_server(("127.0.0.1", port)), clock) as after:
        active.server = after
        shown = await after.session(active.id)
        assert (shown["state"], shown["presence"]) == ("active", "offline")
        again = await after.activate(active.id, active.token, active.paired, Consent.ASK)
        assert again.status_code == 200, "the host may ask for its grant again"

        control = await active.control(time.counter)
        back = await next_command(active, control, time.counter)
        assert isinstance(back.body, CommandTime)
        await connect(active, control, back.counter)
        await after.http.delete(f"/api/support-sessions/{active.id}")
        end = await next_command(active, control, back.counter)
        assert end.body == CommandEnd(reason="by_technician")
        assert (await after.http.post("/api/host/removal", content=report_of(active, active.key))).status_code == 204
        shown = await after.until(active.id, state="ended", removal="confirmed")

        kinds = await audit_kinds(after)
        wanted = ["session.created", "session.activated", "connection.asked", "session.ended", "host.removed"]
        assert [kind for kind in kinds if kind in wanted] == wanted
        async with after.parts.database.reading() as db:
            company = (await after.http.get("/api/me")).json()["company"]["id"]
            assert await first_broken_entry(db, company) is None
