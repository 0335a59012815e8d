"""Brings a database to the newest migration, at start and from the command line."""

import importlib
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text

from daypass.server.database import Database, metadata

FEATURES_WITH_TABLES = ("accounts", "subscriptions", "sessions", "deployment", "mail", "audit", "webhooks", "guides")
# Two nodes may start at once: PostgreSQL lets one migrate at a time. Any constant that nobody else uses.
_ADVISORY_LOCK = 0x6461797061737301


def every_table() -> MetaData:
    """The metadata with every feature's tables in it."""
    for feature in FEATURES_WITH_TABLES:
        importlib.import_module(f"daypass.server.{feature}.tables")
    return metadata


async def migrate(database: Database) -> None:
    """Run every migration this database has not seen yet, in one transaction."""
    async with database.writing() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        await connection.run_sync(_upgrade)


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for this open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")
