"""File Manager through a real server, relay and host on Linux: browse, transfer both ways, a broken line, elevate, and nothing stays."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.host.files.technician_files import TechnicianFiles
from tests.host.technician import TechnicianPage, TechnicianViewer
from tests.host.test_journey import CustomersPC, activate, pc, server, until
from tests.server.running import RunningServer
from tests.vectors.file_samples import sample

from daypass.protocol import files
from daypass.protocol.file_pieces import CHUNK
from daypass.protocol.messages import Tool
from daypass.protocol.tool_line import Ping, Pong, ViewerEnd

pytestmark = pytest.mark.slow
__all__ = ["pc", "server"]
BIG = sample(3 * CHUNK + 777)


@pytest.fixture
async def page(server: RunningServer, pc: CustomersPC, tmp_path: Path) -> AsyncIterator[TechnicianPage]:
    home = tmp_path / "person"
    (home / "Documents").mkdir(parents=True)
    pc.environment["DAYPASS_HOST_PERSON_HOME"] = str(home)
    yield await activate(server, pc, "--consent", "always")


async def test_a_technician_works_on_the_files_of_a_pc(page: TechnicianPage, pc: CustomersPC) -> None:
    home = pc.environment["DAYPASS_HOST_PERSON_HOME"]
    folder = f"{home}/Documents"
    async with page.connect(tool=Tool.FILES) as line:
        assert isinstance(line, TechnicianViewer)
        technician = TechnicianFiles(line)
        ready = await technician.until(files.FilesReady)
        assert ready == files.FilesReady(
            rights=files.FilesRights.PERSON, person=ready.person, separator="/", may_elevate=True
        )
        (places,), done = await technician.do(files.ListPlaces)
        assert (files.PlaceKind.DOCUMENTS, folder) in {(one.kind, one.path) for one in places.places}
        assert done.dp is None
        assert await technician.upload(folder, "small.txt", b"hello") == files.FilesTaken(files=(1,))
        await technician.upload(folder, "big.bin", BIG, break_at=CHUNK)
    assert set(what_is_in(folder)) == {"small.txt", "big.bin.daypass-part"}
    async with page.connect(tool=Tool.FILES) as line:  # the line broke, or the browser was closed
        assert isinstance(line, TechnicianViewer)
        technician = TechnicianFiles(line)
        await technician.until(files.FilesReady)
        assert await technician.upload(folder, "big.bin", BIG) == files.FilesTaken(files=(1,))
        assert technician.sent <= len(BIG)
        assert what_is_in(folder) == {"small.txt": 5, "big.bin": len(BIG)}
        assert await technician.download(folder, "big.bin", BIG[: CHUNK + 5]) == BIG
        (shown,), _ = await technician.do(files.ListFolder, path=folder)
        assert {one.name: one.size for one in shown.entries} == {"small.txt": 5, "big.bin": len(BIG)}
        await technician.line.send(files.FilesElevate(on=True))
        elevated = await technician.until(files.FilesReady)
        assert elevated.rights is files.FilesRights.SYSTEM
        (_, done) = await technician.do(
            files.DeleteEntries, folder=folder, names=("small.txt", "big.bin"), for_good=True
        )
        assert (done.dp, done.failures) == (None, 0)
        assert what_is_in(folder) == {}
        await technician.upload(folder, "left.bin", BIG, break_at=CHUNK)
        await line.send(Ping(number=1))
        assert await technician.until(Pong) == Pong(number=1)
        await line.send(ViewerEnd())
    assert list(what_is_in(folder)) == ["left.bin.daypass-part"]
    await _end(page, pc)
    assert what_is_in(folder) == {}  # the removal takes what is not whole


def what_is_in(folder: str) -> dict[str, int]:
    """Names and sizes."""
    return {one.name: one.stat().st_size for one in Path(folder).iterdir()}


async def _end(page: TechnicianPage, pc: CustomersPC) -> None:
    answer = await pc.server.http.delete(f"/api/support-sessions/{page.session_id}")
    assert answer.status_code < 300, answer.text
    begun = time.monotonic()
    await until(pc.is_clean)
    assert time.monotonic() - begun < 60
