"""Databases for tests at the newest migration, fast: each is a copy of one that was really migrated, once per process."""

import asyncio
import functools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import URL
from tests.server.databases import replaced_by_a_copy

from daypass.server.database import Database
from daypass.server.migrations.run import migrate


async def make_ready(database: Database) -> None:
    """As `migrate` does for a server at its start; a database that is still empty becomes a copy."""
    if database.is_sqlite:
        became_a_copy = _became_a_copy(Path(database.engine.url.database or ""))
    else:
        became_a_copy = await replaced_by_a_copy(database.engine.url, _migrated_in_postgres)
    if not became_a_copy:
        await migrate(database)


def _became_a_copy(file: Path) -> bool:
    if file.exists() and file.stat().st_size > 0:
        return False
    file.write_bytes(_migrated_file())
    return True


@functools.cache
def _migrated_file() -> bytes:
    """Made in a thread of its own: the caller is inside an event loop."""
    with tempfile.TemporaryDirectory(prefix="daypass-migrated-") as folder, ThreadPoolExecutor(1) as aside:
        file = Path(folder) / "migrated.sqlite"
        aside.submit(asyncio.run, _migrate_new(f"sqlite+aiosqlite:///{file}")).result()
        return file.read_bytes()


async def _migrated_in_postgres(address: URL) -> None:
    await _migrate_new(address.render_as_string(hide_password=False))


async def _migrate_new(address: str) -> None:
    model = Database(address)
    await migrate(model)
    await model.close()
