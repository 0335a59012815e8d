"""The download: the stamped host under a name that carries the ticket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.server.deployment.world import WINDOWS_EDGE, World

from daypass.protocol.download_name import ticket_in_name
from daypass.server.deployment import pages
from daypass.server.deployment.host_file import HostFiles, HostTrouble, Stamping
from daypass.server.deployment.host_program import HostProgram, HostPrograms
from daypass.server.deployment.page_rendering import Pages

pytestmark = pytest.mark.slow

CONTENT = bytes(range(256)) * 4000


class BuiltHost(HostFiles):
    """A host that is already there."""

    def __init__(self, path: Path, publisher: str | None = None) -> None:
        self._there = HostProgram(path, len(CONTENT), "0" * 64, publisher)

    async def program(self) -> HostProgram | HostTrouble:
        return self._there


def _built(tmp_path: Path) -> BuiltHost:
    path = tmp_path / "host.exe"
    path.write_bytes(CONTENT)
    return BuiltHost(path)


@pytest.fixture
async def customer(world: World, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A customer's browser, at a server whose host is built."""
    from fastapi import FastAPI

    deployment = world.parts.deployment
    app = FastAPI()
    app.include_router(
        pages.router(
            deployment.visits,
            Pages("http://localhost:8400", "/console/"),
            _built(tmp_path),
            deployment.link_secrets,
            world.clock,
        )
    )
    wire = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=wire, base_url="http://localhost:8400", headers={"User-Agent": WINDOWS_EDGE}
    ) as browser:
        yield browser


async def test_the_name_of_the_download_carries_the_ticket(world: World, customer: httpx.AsyncClient) -> None:
    session = await world.prepare()
    answer = await customer.get(world.path(session) + "/download")
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "application/vnd.microsoft.portable-executable"
    assert "no-store" in answer.headers["cache-control"]
    name = answer.headers["content-disposition"]
    assert name.startswith('attachment; filename="DaypassSupport-')
    assert ticket_in_name(name) == world.parts.deployment.link_secrets.ticket(session["id"])
    assert "downloaded" in (await world.session(session["id"]))["milestones"]


async def test_the_host_speaks_the_language_of_the_page_it_was_downloaded_from(
    world: World, customer: httpx.AsyncClient
) -> None:
    session = await world.prepare(language="pt-BR")
    await customer.head(world.path(session) + "/download?lang=es")
    assert (await world.session(session["id"]))["customer_language"] == "pt-BR"
    await customer.get(world.path(session) + "/download?lang=es")
    assert (await world.session(session["id"]))["customer_language"] == "es"


async def test_a_link_may_be_downloaded_several_times(world: World, customer: httpx.AsyncClient) -> None:
    session = await world.prepare()
    first = await customer.get(world.path(session) + "/download")
    again = await customer.get(world.path(session) + "/download")
    assert first.headers["content-disposition"] == again.headers["content-disposition"]


async def test_asking_for_the_head_marks_nothing(world: World, customer: httpx.AsyncClient) -> None:
    session = await world.prepare()
    answer = await customer.head(world.path(session) + "/download")
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.content == b""
    assert "downloaded" not in (await world.session(session["id"]))["milestones"]


async def test_a_broken_download_resumes_where_it_stopped(world: World, customer: httpx.AsyncClient) -> None:
    session = await world.prepare()
    path = world.path(session) + "/download"
    whole = await customer.head(path)
    start = await customer.get(path, headers={"Range": "bytes=0-999"})
    assert start.content == CONTENT[:1000]
    assert "downloaded" not in (await world.session(session["id"]))["milestones"]
    rest = await customer.get(path, headers={"Range": "bytes=1000-", "If-Range": whole.headers["etag"]})
    assert rest.status_code == 206
    assert rest.content == CONTENT[1000:]
    assert "downloaded" in (await world.session(session["id"]))["milestones"]
    beyond = await customer.get(path, headers={"Range": f"bytes={len(CONTENT)}-"})
    assert beyond.status_code == 416


async def test_the_page_tells_size_and_that_the_publisher_is_unknown(world: World, customer: httpx.AsyncClient) -> None:
    session = await world.prepare()
    page = await customer.get(world.path(session) + "/start")
    assert "2 MB · unknown publisher" in page.text
    assert "Run anyway" in page.text


async def test_technicians_learn_why_there_is_no_download(world: World) -> None:
    answer = await world.technician.get("/api/host-program")
    assert answer.json() == {"ready": False, "trouble": "not_built", "size": None, "sha256": None, "publisher": None}
    assert (await world.customer.get("/api/host-program")).status_code == 401


async def test_the_host_is_made_once_and_again_when_the_packed_program_changes(tmp_path: Path) -> None:
    made: list[Path] = []

    class CountedPrograms(HostPrograms):
        def program_for(self, public_url: str, server_key: bytes, ca_pem: str | None = None) -> HostProgram:
            made.append(base)
            return HostProgram(base, 1, "0" * 64, None)

    base = tmp_path / "base.exe"
    files = HostFiles(CountedPrograms(base, tmp_path, None), base, Stamping("https://example.org", b"k" * 32, None))
    assert await files.program() is HostTrouble.NOT_BUILT
    await asyncio.to_thread(base.write_bytes, b"one")
    for _ in range(3):
        assert isinstance(await files.program(), HostProgram)
    assert len(made) == 1
    await asyncio.to_thread(base.write_bytes, b"another")
    await files.program()
    assert len(made) == 2
