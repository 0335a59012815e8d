"""Databases for tests at the newest migration, fast: SQLite files are copies of one that was really migrated, once per process."""

import asyncio
import functools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from daypass.server.database import Database
from daypass.server.migrations.run import migrate


async def make_ready(database: Database) -> None:
    """As `migrate` does for a server at its start; a SQLite database that is still empty becomes a copy."""
    if not (database.is_sqlite and _became_a_copy(Path(database.engine.url.database or ""))):
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
        aside.submit(asyncio.run, _migrate_new(file)).result()
        return file.read_bytes()


async def _migrate_new(file: Path) -> None:
    model = Database(f"sqlite+aiosqlite:///{file}")
    await migrate(model)
    await model.close()
