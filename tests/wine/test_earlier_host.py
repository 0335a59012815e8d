"""A PC that already has a host: its own download opened again, another session's download, a deadline that passed meanwhile."""

import asyncio
import socket
import time
from pathlib import Path

import pytest
from tests.host.technician import CODE, TechnicianPage
from tests.server.running import RunningServer, ShiftedClock, run_server, small_settings
from tests.wine.customer import Customer
from tests.wine.pc import CustomerPc
from tests.wine.whole_pass import activate, eventually, stamped, until_clean

from daypass.host.connection.first_stage import OPEN_ALREADY, STOPPED_BY_PROBLEM
from daypass.protocol.download_name import download_name
from daypass.translation import Translation

pytestmark = [pytest.mark.wine, pytest.mark.slow]

INSTALLED = r"C:\Program Files\Daypass Support"
TEXTS = Translation("en")
A_DAY_MS = 25 * 3_600_000
OFFLINE_MS = 10 * 60_000

SHIFT_CLOCK = rf"""
import sys
sys.path.insert(0, r"{INSTALLED}\lib")
import msgspec
from daypass.host.app import assemble_platform
from daypass.host.lifecycle.live_session import open_session
platform = assemble_platform()
(session_id,) = platform.installation.installed_sessions()
session = open_session(platform, session_id)
kept = session.progress.clock
session.change(clock=msgspec.structs.replace(kept, **{{sys.argv[1]: getattr(kept, sys.argv[1]) + int(sys.argv[2])}}))
"""


async def with_ticket(server: RunningServer, pc: CustomerPc, packed: Path) -> tuple[TechnicianPage, Path]:
    """A session, and its download under the name that says which one it is for."""
    prepared = await server.prepare(language="en")
    program = await asyncio.to_thread(stamped, server, packed, pc.directory / "made")
    name = download_name(server.parts.deployment.link_secrets.ticket(prepared["id"]))
    return TechnicianPage(server, prepared["id"]), await asyncio.to_thread(pc.download, program, name)


async def follow_to_ready(server: RunningServer, page: TechnicianPage, customer: Customer, download: Path) -> None:
    """From the double click to the closed *Ready* window."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(page.pair(), name="the technician's page")
        await asyncio.to_thread(customer.pc.start, download)
        await customer.follows_from_who_is_asking()
        await customer.types_the_code(CODE)
    await eventually(server, page, state="active", presence="online")
    await customer.presses("Return")


def running_roles(pc: CustomerPc) -> int:
    """How many processes the host has."""
    return sum(process["program"].lower() == "pythonw.exe" for process in pc.processes())


def wait_for_the_tray(pc: CustomerPc, patience_s: float = 60) -> None:
    """Until the service has started its tray. Raises TimeoutError."""
    give_up = time.monotonic() + patience_s
    while running_roles(pc) < 2:
        if time.monotonic() > give_up:
            raise TimeoutError("the host did not come back")
        time.sleep(0.2)


@pytest.mark.long
async def test_one_session_after_another_on_the_same_pc(
    pc: CustomerPc, server: RunningServer, packed: Path, pictures: Path
) -> None:
    before, customer = await asyncio.to_thread(pc.inventory), Customer(pc, pictures)
    first, download = await with_ticket(server, pc, packed)
    await follow_to_ready(server, first, customer, download)
    await the_same_download_brings_the_trays_window_to_the_front(customer, download, pictures)
    second, next_download = await with_ticket(server, pc, packed)
    await another_download_names_the_living_session(customer, next_download, pictures)
    assert (await server.session(second.session_id))["host_stage"] is None
    await eventually(server, first, state="active", presence="online")

    await asyncio.to_thread(pc.run, "net", "stop", "DaypassSupport")
    await eventually(server, first, presence="offline")
    assert (await server.http.delete(f"/api/support-sessions/{first.session_id}")).status_code < 300
    await follow_to_ready(server, second, customer, next_download)
    ended = await server.session(first.session_id)
    assert (ended["removal"], ended["leftovers"]) == ("confirmed", 0)
    assert [folder.name for folder in pc.path(rf"{INSTALLED}\data").iterdir()] == [second.session_id]

    await asyncio.to_thread(pc.switch_off)
    server.clock.turn(hours=25)
    await server.sign_in_again()
    await asyncio.to_thread(pc.switch_on)
    await eventually(server, second, state="ended", ending="expired", removal="confirmed")
    await customer.reads_and_closes_the_last_window(TEXTS.text("host.ended.deadline"))
    left = await until_clean(pc, before)
    assert not left, "\n".join(left)


async def the_same_download_brings_the_trays_window_to_the_front(
    customer: Customer, download: Path, pictures: Path
) -> None:
    pc, title = customer.pc, TEXTS.text("host.again.title")
    notepad = await asyncio.to_thread(pc.open_notepad)
    processes = await asyncio.to_thread(running_roles, pc)
    assert (await asyncio.to_thread(pc.run, download)).code == OPEN_ALREADY
    await asyncio.to_thread(pc.wait_for_window, title, 20)
    shown = [window["title"] for window in await asyncio.to_thread(pc.windows)]
    assert shown[0].startswith(title), shown
    assert await asyncio.to_thread(running_roles, pc) == processes
    await asyncio.to_thread(pc.screenshot, pictures / "ready-again.png")
    await customer.takes_the_keyboard()
    await customer.sees(title)
    await customer.presses("Return")
    await asyncio.to_thread(pc.run, "taskkill", "/f", "/im", "notepad.exe")
    await asyncio.to_thread(notepad.wait, 20)


async def another_download_names_the_living_session(customer: Customer, download: Path, pictures: Path) -> None:
    pc = customer.pc
    started = await asyncio.to_thread(pc.start, download)
    happened, why, now = TEXTS.problem("DP-113", technician="Technician One", company="Example Computers")
    said = await asyncio.to_thread(pc.wait_for_words, happened.removesuffix("."), why, 30)
    assert {happened, why, now} <= set(said), said
    await asyncio.to_thread(pc.screenshot, pictures / "living-session.png")
    await customer.presses("Return")
    assert await asyncio.to_thread(started.wait, 20) == STOPPED_BY_PROBLEM


@pytest.mark.long
async def test_a_deadline_that_passed_while_the_pc_was_off_needs_no_server(
    pc: CustomerPc, packed: Path, tmp_path: Path, pictures: Path
) -> None:
    before, clock = await asyncio.to_thread(pc.inventory), ShiftedClock()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings = small_settings(tmp_path / "server", port=listening.getsockname()[1])
        async with run_server(settings, listening, clock) as server:
            page, customer = await activate(server, pc, packed, pictures)
    # The stored clock is turned instead of the PC's: a day more has passed at the next start than the server's last word said.
    await shift_clock(pc, "offset_ms", A_DAY_MS)
    await asyncio.to_thread(pc.restart)
    await asyncio.to_thread(wait_for_the_tray, pc)  # the host is still there: the server may know better
    await shift_clock(pc, "contact_awake", -OFFLINE_MS)
    await asyncio.to_thread(pc.run, "net", "start", "DaypassSupport")
    await customer.reads_and_closes_the_last_window(TEXTS.text("host.ended.deadline"))

    clock.turn(hours=25)
    with socket.create_server(("127.0.0.1", settings.port)) as listening:
        async with run_server(settings, listening, clock) as server:
            page = TechnicianPage(server, page.session_id)
            await eventually(server, page, state="ended", ending="expired", removal="confirmed", leftovers=0)
    left = await until_clean(pc, before)
    assert not left, "\n".join(left)


async def shift_clock(pc: CustomerPc, field: str, by_ms: int) -> None:
    """Stop the service and change what it keeps about the clocks."""
    await asyncio.to_thread(pc.run, "net", "stop", "DaypassSupport")
    shifted = await asyncio.to_thread(pc.python, "-c", SHIFT_CLOCK, field, str(by_ms))
    assert shifted.code == 0, shifted.output
