"""Whoever is cut off in the middle of a database call leaves no connection behind."""

import asyncio
import gc
import random
import warnings
from pathlib import Path

import pytest
from sqlalchemy import text

from daypass.server.database import Database

ROUNDS = 6


async def look(database: Database) -> None:
    async with database.reading() as db:
        await db.execute(text("SELECT 1"))
        await asyncio.sleep(0.002)
        await db.execute(text("SELECT 1"))


async def change(database: Database) -> None:
    async with database.writing() as db:
        await db.execute(text("CREATE TABLE IF NOT EXISTS thing (id INTEGER)"))
        await db.execute(text("INSERT INTO thing VALUES (1)"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
async def test_requests_cut_at_any_moment_leave_no_connection_open_when_the_database_closes(
    tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for number in range(ROUNDS):
            database = Database(f"sqlite+aiosqlite:///{tmp_path}/{number}.sqlite")
            cut = [asyncio.get_running_loop().create_task(rng.choice((look, change))(database)) for _ in range(8)]
            await asyncio.sleep(rng.random() * 0.03)
            for request in cut:
                request.cancel()
            await database.close()
            ended = await asyncio.gather(*cut, return_exceptions=True)
            assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ended), ended
        gc.collect()
    assert [str(warning.message) for warning in told] == []


async def test_closing_waits_for_what_is_still_at_work(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/daypass.sqlite")
    await change(database)
    working = asyncio.get_running_loop().create_task(change(database))
    await asyncio.sleep(0)
    await database.close()
    assert working.done() and working.exception() is None
