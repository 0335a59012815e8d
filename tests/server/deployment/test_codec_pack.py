"""A greeted host gets the codec pack of the hash it asks for, and nobody gets another file by it."""

import os
from pathlib import Path

import pytest
from tests.server.running import RunningServer, small_server

from daypass.protocol.signed import SigningKey

pytestmark = pytest.mark.slow
NAME = "ab" * 32


async def test_a_greeted_host_gets_the_pack_and_nothing_else(tmp_path: Path) -> None:
    async with small_server(tmp_path) as server:
        await asks(server)


async def asks(server: RunningServer) -> None:
    folder = server.parts.settings.host_program.parent
    (folder / f"codecs-{NAME}.zip").write_bytes(b"PK pack")
    (folder / "codecs-secret.zip").write_bytes(b"another file")
    prepared = await server.prepare()
    token = await server.greet(prepared["id"], SigningKey(os.urandom(32)))
    proof = {"Authorization": f"Bearer {token}"}
    found = await server.http.get(f"/api/host/codecs/{NAME}", headers=proof)
    assert (found.status_code, found.content) == (200, b"PK pack")
    assert (await server.http.get(f"/api/host/codecs/{NAME}")).status_code == 401
    for other in ("cd" * 32, "secret", NAME.upper(), f"..%2Fcodecs-{NAME}", "../" + NAME, NAME + "%0a"):
        answer = await server.http.get(f"/api/host/codecs/{other}", headers=proof)
        assert answer.status_code == 404, other
