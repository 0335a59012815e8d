"""The migrations make exactly the tables that the code uses, on both databases, and can be run again and at the same time."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from daypass.server.app import Parts
from daypass.server.database import Database
from daypass.server.migrations.run import every_table, migrate


def differences(connection: Connection) -> list[object]:
    """What Alembic would still change."""
    return list(compare_metadata(MigrationContext.configure(connection), every_table()))


async def test_nothing_is_left_to_migrate(parts_on: Parts) -> None:
    async with parts_on.database.reading() as db:
        assert await db.run_sync(differences) == []


async def test_nodes_that_start_together_migrate_once(both_databases: str) -> None:
    address = both_databases.replace("sqlite://", "sqlite+aiosqlite://").replace(
        "postgresql://", "postgresql+asyncpg://"
    )
    nodes = [Database(address) for _ in range(4)]
    await asyncio.gather(*(migrate(node) for node in nodes))
    for node in nodes:
        await node.close()


def test_every_table_and_every_column_that_does_not_explain_itself_is_commented() -> None:
    plain = {"id", "company_id", "technician_id", "session_id", "created_at", "ended_at", "activated_at", "expires_at"}
    for table in every_table().tables.values():
        assert table.comment, table.name
        uncommented = [column.name for column in table.columns if not column.comment and column.name not in plain]
        assert len(uncommented) <= len(table.columns) / 3, (table.name, uncommented)
