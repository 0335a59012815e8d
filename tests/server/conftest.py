"""A server for tests: on both databases, asked over ASGI or over real sockets on loopback."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.server.databases import empty_postgres_database, postgres_address
from tests.server.ready_database import make_ready
from tests.server.running import RunningServer, ShiftedClock, small_server, small_settings

from daypass.server.app import Parts, build
from daypass.server.settings import Settings

__all__ = ["postgres_address"]
SettingsOf = Callable[..., Settings]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
async def both_databases(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: a test that asks for it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/daypass.sqlite"
    return await empty_postgres_database(request.getfixturevalue("postgres_address"))


@pytest.fixture
def settings_of(tmp_path: Path) -> SettingsOf:
    """Settings of a small, fast server."""

    return partial(small_settings, tmp_path)


@pytest.fixture
def clock() -> ShiftedClock:
    """The wall clock, which a test may turn forward."""
    return ShiftedClock()


@pytest.fixture
async def parts_on(settings_of: SettingsOf, both_databases: str, clock: ShiftedClock) -> AsyncIterator[Parts]:
    """The server's parts on a migrated database, without HTTP and without background work."""
    parts = build(settings_of(database_url=SecretStr(both_databases)), clock)
    await make_ready(parts.database)
    yield parts
    await parts.close()


@pytest.fixture
async def running(tmp_path: Path, clock: ShiftedClock) -> AsyncIterator[RunningServer]:
    """A real server on loopback, with SQLite, a company and a signed-in owner."""
    async with small_server(tmp_path, clock) as server:
        yield server
