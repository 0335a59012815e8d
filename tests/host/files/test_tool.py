"""A visit to File Manager, whatever becomes of the process that works for it."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.host.dashboard.visits import Channel, TerminalPrograms

from daypass.host.connection.alongside import alongside
from daypass.host.connection.connections import ToolUse
from daypass.host.files import tool
from daypass.host.files.giving_way import GivingWay
from daypass.host.files.kept_parts import KeptParts
from daypass.host.files.process import FilesProcess
from daypass.host.platform.fake.files import FakeFiles
from daypass.host.platform.fake.local_links import MemoryLinks
from daypass.host.platform.fake.vault import MemoryVault
from daypass.host.platform.ports import LocalPeer
from daypass.protocol import files
from daypass.protocol.files import FilesReady, FilesRights
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import ViewerEnd

SYSTEM = FilesRights.SYSTEM


class FilesChannel(Channel):
    read = staticmethod(files.read_to_technician)

    async def send(self, kind: Kind, payload: bytes | memoryview) -> None:
        if kind is Kind.MESSAGE:
            await self.tell(files.read_to_technician(bytes(payload)))


class Visit:
    """`process` is what runs in the place of a files process; None: the real one."""

    def __init__(self, tasks: asyncio.TaskGroup, drive: Path) -> None:
        self.logged: list[tuple[str, str]] = []
        self.tool: tool.FilesTool | None = None
        self.channel, self.links = FilesChannel(), MemoryLinks(tasks)
        self.process: Callable[[LocalPeer], Awaitable[None]] = lambda peer: FilesProcess(peer, FakeFiles(drive)).run()
        self.programs = TerminalPrograms(tasks, self.links, lambda peer: self.process(peer))

    async def ready(self, count: int) -> tuple[FilesRights, str, str | None]:
        told = await self.channel.wait(FilesReady, count)
        return told.rights, told.person, told.dp


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "_AGAIN_AFTER_S", 0.05)


@asynccontextmanager
async def visiting(drive: Path, begun: Callable[[Visit], None] = lambda visit: None) -> AsyncIterator[Visit]:
    async with asyncio.TaskGroup() as tasks:
        visit = Visit(tasks, drive)
        begun(visit)

        async def log(what: str, detail: str) -> None:
            visit.logged.append((what, detail))

        parts, way = KeptParts(MemoryVault()), GivingWay(lambda: 100.0)
        offered = visit.tool = tool.FilesTool(visit.links, visit.programs, lambda: True, parts, "\\", way)
        use = ToolUse(technician="Technician One", record=log, log=log, hold=log)  # type: ignore[arg-type]
        running = tasks.create_task(offered.run_tool(visit.channel, use))  # type: ignore[arg-type]
        yield visit
        visit.channel.incoming.put_nowait(ViewerEnd())
        assert await running


async def test_whoever_signs_in_later_is_found(tmp_path: Path) -> None:
    def nobody(visit: Visit) -> None:
        visit.programs.nobody_signed_in = True

    async with visiting(tmp_path, nobody) as visit:
        assert await visit.ready(1) == (FilesRights.PERSON, "", "DP-709")
        await asyncio.sleep(0.2)
        assert len(visit.channel.of(FilesReady)) == 1, "said once"
        visit.programs.nobody_signed_in = False
        assert await visit.ready(2) == (FilesRights.PERSON, "Person", None)


async def test_a_process_that_does_not_come_is_told_and_another_one_is_tried(tmp_path: Path) -> None:
    async def falls_over(peer: LocalPeer) -> None:
        raise EOFError

    async with visiting(tmp_path) as visit:
        assert await visit.ready(1) == (FilesRights.PERSON, "Person", None)
        real, visit.process = visit.process, falls_over
        visit.channel.incoming.put_nowait(files.FilesElevate(on=True))
        assert await visit.ready(2) == (SYSTEM, "", "DP-900")
        visit.process = real
        assert await visit.ready(3) == (SYSTEM, "Person", None)


async def test_a_process_that_goes_in_the_middle_is_followed_by_another(tmp_path: Path) -> None:
    going = asyncio.Event()

    def begin(visit: Visit) -> None:
        real = visit.process

        async def until_it_goes(peer: LocalPeer) -> None:
            visit.process = real
            async with alongside(real(peer), "files process"):  # type: ignore[arg-type]
                await going.wait()

        visit.process = until_it_goes

    async with visiting(tmp_path, begin) as visit:
        assert await visit.ready(1) == (FilesRights.PERSON, "Person", None)
        going.set()
        assert await visit.ready(2) == (FilesRights.PERSON, "Person", None)
        visit.channel.incoming.put_nowait(files.ListFolder(job=1, path="/"))
        assert await visit.channel.wait(files.JobDone) == files.JobDone(job=1)


@pytest.mark.parametrize("how", ["closes the tool", "does not read and goes", "asks for other rights"])
async def test_who_leaves_at_once_has_everything_they_did_in_the_activity_log(tmp_path: Path, how: str) -> None:
    many = [f"{number}.txt" for number in range(300)]
    for name in many:
        (tmp_path / name).write_text("x")
    reads = asyncio.Event()
    async with visiting(tmp_path) as visit:
        await visit.ready(1)
        if how == "does not read and goes":
            visit.channel.tell = lambda message: reads.wait()  # type: ignore[assignment, method-assign, return-value]
        order = files.DeleteEntries(job=1, folder="/", names=tuple(many), for_good=True)
        visit.channel.incoming.put_nowait(order)
        async with asyncio.timeout(10):
            while len(os.listdir(tmp_path)) == len(many):  # noqa: ASYNC110, PTH208 - the drive tells nobody
                await asyncio.sleep(0)
        if how == "asks for other rights":
            visit.channel.incoming.put_nowait(files.FilesElevate(on=True))
            await visit.ready(2)
    assert visit.tool is not None
    async with asyncio.timeout(10):
        await visit.tool.all_left()
    gone = sorted(f"/{name}" for name in many if not (tmp_path / name).exists())
    assert gone and sorted(detail for what, detail in visit.logged if what == "deleted") == gone


async def test_a_folder_whose_name_is_no_text_is_copied_and_deleted_like_others(tmp_path: Path) -> None:
    inner = os.path.join(os.fsencode(tmp_path), b"a", b"\xff")  # noqa: PTH118 - Path takes no bytes
    os.makedirs(inner)  # noqa: PTH103
    for number in range(70):
        with open(os.path.join(inner, b"%d" % number), "wb") as file:  # noqa: ASYNC230, PTH118, PTH123
            file.truncate((4 << 20) + 1 if number == 0 else 1)
    (tmp_path / "b").mkdir()
    async with visiting(tmp_path) as visit:
        await visit.ready(1)
        copy = files.CopyEntries(job=1, folder="/", names=("a",), target="/b", move=False, if_there=files.IfThere.ASK)
        visit.channel.incoming.put_nowait(copy)
        assert await visit.channel.wait(files.JobDone) == files.JobDone(job=1)
        visit.channel.incoming.put_nowait(files.DeleteEntries(job=2, folder="/b", names=("a",), for_good=True))
        assert await visit.channel.wait(files.JobDone, 2) == files.JobDone(job=2)
        assert os.listdir(tmp_path / "b") == []  # noqa: PTH208
