"""Steps that every test of a whole pass takes: the download, the activation, what the console shows, and a PC as it was before."""

import asyncio
import time
from pathlib import Path

from tests.host.technician import CODE, TechnicianPage
from tests.server.running import RunningServer
from tests.wine.customer import Customer
from tests.wine.inventory import Inventory
from tests.wine.pc import CustomerPc

from daypass.server.deployment.host_program import HostPrograms

YOU_ENDED = "You ended the session. Nobody can see or control this PC any more."


def stamped(server: RunningServer, packed: Path, folder: Path) -> Path:
    """The executable as this server hands it out."""
    return HostPrograms(packed, folder, None).program_for(server.address, server.parts.server_key.public).path


async def activate(
    server: RunningServer,
    pc: CustomerPc,
    packed: Path,
    pictures: Path,
    leaves_ready_open: bool = False,
    **asked: object,
) -> tuple[TechnicianPage, Customer]:
    """From the download to *Ready*; the customer wants to be asked each time. `asked` is what the technician filled in."""
    prepared = await server.prepare(language="en", **asked)
    page, customer = TechnicianPage(server, prepared["id"]), Customer(pc, pictures)
    program = await asyncio.to_thread(stamped, server, packed, pc.directory / "made")
    download = await asyncio.to_thread(pc.download, program, "DaypassSupport.exe")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(page.pair(), name="the technician's page")
        await asyncio.to_thread(pc.start, download)
        await customer.follows_to_ready(prepared["number"], CODE)
    await eventually(server, page, state="active", presence="online")
    if not leaves_ready_open:
        await customer.presses("Return")
    return page, customer


async def eventually(server: RunningServer, page: TechnicianPage, seconds: float = 60, **wanted: object) -> None:
    """Wait for what the console would show, as long as a slow PC needs."""
    async with asyncio.timeout(seconds):
        while True:
            session = await server.session(page.session_id)
            if all(session[name] == value for name, value in wanted.items()):
                return
            await asyncio.sleep(0.2)


async def until_clean(pc: CustomerPc, before: Inventory, seconds: float = 40) -> list[str]:
    """What is left when nothing changes for the better any more; the downloaded file is the customer's own."""
    give_up = time.monotonic() + seconds
    while True:
        after = await asyncio.to_thread(pc.inventory)
        left = [line for line in before.leftovers(after) if "\\Downloads\\" not in line]
        if not left or time.monotonic() > give_up:
            return left
        await asyncio.sleep(2)
