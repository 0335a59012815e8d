"""Steps that every test of a whole pass takes: the download, the activation, what the console shows, and a PC as it was before."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.host.files.technician_files import TechnicianFiles
from tests.host.technician import CODE, TechnicianPage, TechnicianViewer
from tests.server.running import RunningServer
from tests.vectors.file_samples import sample
from tests.wine.customer import Customer
from tests.wine.inventory import Inventory
from tests.wine.pc import CustomerPc

from daypass.protocol import files
from daypass.protocol.connecting import Mode
from daypass.protocol.file_names import PART_SUFFIX
from daypass.protocol.file_pieces import CHUNK
from daypass.protocol.messages import Tool
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


@asynccontextmanager
async def half_an_upload(
    pc: CustomerPc, page: TechnicianPage, viewer: TechnicianViewer, customer: Customer
) -> AsyncIterator[None]:
    """Beside remote control a technician works on the person's files, over two lines, since the first one breaks.

    For the length of the block two uploads are under way.
    """
    big = sample(CHUNK + 1000)
    answer = asyncio.get_running_loop().create_task(customer.allows_the_connection())
    async with files_beside(page, viewer) as technician:
        await answer
        ready = await technician.until(files.FilesReady)
        assert (ready.rights, ready.separator, ready.dp) == (files.FilesRights.PERSON, "\\", None)
        (places,), _ = await technician.do(files.ListPlaces)
        home = next(one.path for one in places.places if one.kind is files.PlaceKind.HOME)
        await technician.upload(home, "whole.bin", big, break_at=CHUNK)
        technician.line.break_off()
    async with files_beside(page, viewer) as technician:
        await technician.until(files.FilesReady)
        assert await technician.upload(home, "whole.bin", big) == files.FilesTaken(files=(1,))
        assert await technician.download(home, "whole.bin") == big
        _, done = await technician.do(files.DeleteEntries, folder=home, names=("whole.bin",), for_good=True)
        assert (done.dp, done.failures) == (None, 0)
        for name, data in (("half.bin", big), ("half of a small one.bin", big[: CHUNK // 2])):
            await technician.upload(home, name, data, break_at=1)
            await technician.until(files.BytesTaken)
            assert pc.path(rf"{home}\{name}{PART_SUFFIX}").stat().st_size
        yield


@asynccontextmanager
async def files_beside(page: TechnicianPage, viewer: TechnicianViewer) -> AsyncIterator[TechnicianFiles]:
    """File Manager's line, opened by what remote control was given."""
    secured = viewer.secured
    async with page.connect(Mode.CHANNEL, secured.channel_secret, secured.connection_id, Tool.FILES) as line:
        assert isinstance(line, TechnicianViewer), line
        yield TechnicianFiles(line)


async def until_clean(pc: CustomerPc, before: Inventory, seconds: float = 40) -> list[str]:
    """What is left when nothing changes for the better any more; the downloaded file is the customer's own."""
    give_up = time.monotonic() + seconds
    while True:
        after = await asyncio.to_thread(pc.inventory)
        left = [line for line in before.leftovers(after) if "\\Downloads\\" not in line]
        if not left or time.monotonic() > give_up:
            return left
        await asyncio.sleep(2)
