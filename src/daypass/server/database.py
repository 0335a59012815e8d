"""One door to the database, SQLite or PostgreSQL: `reading()` for looks, `writing()` for changes.

Refuses to hide SQL: features write explicit queries in their `storage.py` over the tables of their `tables.py`.
"""

import asyncio
import contextlib
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, MetaData, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

# Names for every constraint, so that migrations can name them on both databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# Of about 6 ms each: what stands in the way is another process's first start.
_MOST_SWITCHES = 2000
GIVEN_BACK_WITHIN_S = 5.0


class Database:
    """The engine and its two kinds of transaction. One per process; closed by `app.py`."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._one_writer = asyncio.Lock()
        self._at_work = 0
        if self.is_sqlite:
            self.engine = create_async_engine(url, pool_size=6, max_overflow=0, pool_timeout=60)
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite_connection)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite_transaction)
        else:
            self.engine = create_async_engine(url, pool_size=16, max_overflow=4, pool_timeout=60, pool_pre_ping=True)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for looking only."""
        with self._working():
            async with self.engine.connect() as connection, connection.begin():
                yield connection

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for looking that sees one moment, however long it looks."""
        async with self.reading() as connection:
            if not self.is_sqlite:  # SQLite's journal gives every reader one
                await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may change things; commits when the block ends without an exception.

        SQLite has one writer: writers of this process queue fairly here instead of polling the file's lock.
        """
        with self._working():
            if not self.is_sqlite:
                async with self.engine.begin() as connection:
                    yield connection
                return
            async with self._one_writer, self.engine.connect() as connection:
                await connection.execution_options(daypass_writes=True)
                async with connection.begin():
                    yield connection

    async def close(self) -> None:
        """Close every connection. What was cut off in the middle gives its own back first, or nobody would ever close that one."""
        give_up = time.monotonic() + GIVEN_BACK_WITHIN_S
        while (self._at_work or _lent(self.engine)) and time.monotonic() < give_up:  # noqa: ASYNC110 - the pool tells nobody
            await asyncio.sleep(0.005)
        await self.engine.dispose()

    @contextlib.contextmanager
    def _working(self) -> Iterator[None]:
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1


def _lent(engine: AsyncEngine) -> int:
    """How many connections are out of the pool, those included that are just being opened or given back."""
    pool = engine.pool
    return pool.checkedout() if isinstance(pool, AsyncAdaptedQueuePool) else 0


def _prepare_sqlite_connection(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: `_begin_sqlite_transaction` does
    cursor = connection.cursor()
    _switch_to_wal(cursor)
    # FULL: an acknowledged session survives a power cut (WAL with NORMAL may lose the last commits).
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    """Once in a file's life this takes the whole file. It must not wait with a lock in hand, or two that start together wait for ever."""
    cursor.execute("PRAGMA busy_timeout=0")
    for _ in range(_MOST_SWITCHES):
        with contextlib.suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode=WAL")
            if cursor.fetchone()[0] in ("wal", "memory"):
                return
        time.sleep(random.uniform(0.001, 0.01))  # noqa: S311 - spreads those who start together
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite_transaction(connection: Any) -> None:
    writes = connection.get_execution_options().get("daypass_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


__all__ = ["AsyncConnection", "AsyncEngine", "Database", "metadata"]
