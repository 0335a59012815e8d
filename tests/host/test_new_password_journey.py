"""A new session password while the session is active, on Linux: the real server, the real host in its own processes."""

import asyncio

import pytest
from tests.host.technician import CODE, TechnicianPage, TechnicianViewer
from tests.host.test_journey import CustomersPC, activate, pc, server
from tests.server.running import RunningServer

from daypass.protocol.connecting import ConnectRefused, Mode

pytestmark = pytest.mark.slow
__all__ = ["pc", "server"]
ANOTHER = "another password"


async def stage(server: RunningServer, page: TechnicianPage, *wanted: str, seconds: float = 30) -> dict[str, object]:
    """Wait until the console would show one of these stages."""
    async with asyncio.timeout(seconds):
        while True:
            session = await server.session(page.session_id)
            if session["new_password"] and session["new_password"]["stage"] in wanted:
                return dict(session["new_password"])
            await asyncio.sleep(0.02)


async def test_a_new_password_takes_the_place_of_the_old_one_and_nothing_else_changes(
    server: RunningServer, pc: CustomersPC
) -> None:
    pc.environment["DAYPASS_HOST_CODES"] = f"12 111111 {CODE}"
    first = await activate(server, pc, "--consent", "always")
    before = await server.session(first.session_id)
    for _ in range(5):
        async with first.connect(secret=bytes(32)) as refused:
            assert isinstance(refused, ConnectRefused) and refused.dp == "DP-401"
    async with first.connect() as refused:
        assert isinstance(refused, ConnectRefused) and refused.dp == "DP-402", "the host makes one wait"

    other = TechnicianPage(server, first.session_id)  # another browser, which never had the old identity
    asked = await other.set_password(ANOTHER)
    assert asked["new_password"]["technician"]["name"] == "Technician One"
    await stage(server, other, "code")
    await asyncio.wait_for(other.pair(), 30)
    await stage(server, other, "done")
    assert other.wrong_codes == 1

    after = await server.session(first.session_id)
    assert after["technician_key"] != before["technician_key"]
    unchanged = ("state", "deadline_at", "activated_at", "computer_name", "rights")
    assert [after[name] for name in unchanged] == [before[name] for name in unchanged]
    async with first.connect() as refused:
        assert isinstance(refused, ConnectRefused) and refused.dp == "DP-401", "the old one, at once"
    async with other.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), "the wait is over with the new password"

    service = pc.role("service")
    assert service is not None
    service.kill()
    await server.until(first.session_id, presence="offline")
    await server.until(first.session_id, seconds=15, presence="online")
    async with other.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), "also after a restart"
    kinds = [entry["kind"] for entry in (await server.http.get("/api/audit")).json()["items"]]
    assert {"session.password_asked", "session.password_changed"} <= set(kinds)


async def test_a_connection_that_runs_stays_but_is_not_resumed(server: RunningServer, pc: CustomersPC) -> None:
    pc.environment["DAYPASS_HOST_CODES"] = CODE
    page = await activate(server, pc, "--consent", "always")
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer
        resume, connection_id = viewer.secured.resume_secret, viewer.secured.connection_id
        await page.set_password(ANOTHER)
        await asyncio.wait_for(page.pair(), 30)
        await stage(server, page, "done")
        await viewer.see_until(lambda: viewer.drawn.width > 0)
        assert (await server.session(page.session_id))["presence"] == "connected"
    async with page.connect(Mode.RESUME, resume, connection_id) as refused:
        assert refused == ConnectRefused(dp="DP-405")
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer


async def test_closing_the_window_leaves_everything_as_it_was_and_is_told(
    server: RunningServer, pc: CustomersPC
) -> None:
    pc.environment["DAYPASS_HOST_CODES"] = "close"
    page = await activate(server, pc, "--consent", "always")
    verifier = page.verifier
    await page.set_password(ANOTHER)
    await stage(server, page, "closed")
    async with page.connect(secret=verifier) as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer


async def test_a_host_that_restarts_shows_the_window_again_and_the_newest_request_counts(
    server: RunningServer, pc: CustomersPC
) -> None:
    page = await activate(server, pc, "--consent", "always")
    await page.set_password("the first of two")
    await stage(server, page, "code")
    service = pc.role("service")
    assert service is not None
    service.kill()
    await server.until(page.session_id, presence="offline")
    await server.until(page.session_id, seconds=15, presence="online")
    again = await stage(server, page, "code")

    tray = pc.role("tray")
    assert tray is not None
    tray.kill()
    await stage(server, page, "nobody", "code")
    second = TechnicianPage(server, page.session_id)
    newer = (await second.set_password(ANOTHER))["new_password"]
    assert newer["asked_at"] >= again["asked_at"] and newer["technician_key"] != again["technician_key"]
    await stage(server, second, "code")
    withdrawn = await server.http.delete(f"/api/support-sessions/{page.session_id}/new-password")
    assert withdrawn.json()["new_password"]["stage"] == "cancelled"
