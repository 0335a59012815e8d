"""Fixtures of this feature."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.server.deployment.world import WINDOWS_EDGE, SettingsOf, TurnedClock, World, set_up_company

from daypass.server.accounts.door import COOKIE
from daypass.server.app import build, create_app
from daypass.server.settings import Settings


@pytest.fixture
def database_address(tmp_path: Path) -> str:
    """Where the data of this test lies."""
    return f"sqlite:///{tmp_path}/daypass.sqlite"


@pytest.fixture
def settings_of(tmp_path: Path, database_address: str) -> SettingsOf:
    """Settings of a small, fast server."""

    def make(**changes: Any) -> Settings:
        values: dict[str, Any] = {
            "data_dir": tmp_path / "data",
            "database_url": SecretStr(database_address),
            "public_url": "http://localhost:8400",
            "hash_memory_kib": 8192,
            "host_program": tmp_path / "missing.exe",
            **changes,
        }
        return Settings(_env_file=None, **values)

    return make


@pytest.fixture
async def world(settings_of: SettingsOf) -> AsyncIterator[World]:
    """The server, ready; its background tasks do not run: the test calls them."""
    clock = TurnedClock()
    settings = settings_of()
    parts = build(settings, clock)
    cookie = await set_up_company(parts)
    app = create_app(settings, parts)
    wire = httpx.ASGITransport(app, client=("203.0.113.7", 50000))
    origin = {"Origin": settings.address()}
    async with (
        httpx.AsyncClient(
            transport=wire, base_url=settings.address(), cookies={COOKIE: cookie}, headers=origin
        ) as technician,
        httpx.AsyncClient(
            transport=wire, base_url=settings.address(), headers={"User-Agent": WINDOWS_EDGE}
        ) as customer,
    ):
        yield World(parts, app, clock, technician, customer)
    await parts.close()
