"""Opens the server's own data for a command, and says in a sentence what is in the way."""

from sqlalchemy.exc import ArgumentError

from daypass.server.app import Parts, build
from daypass.server.commands.outcome import CommandFailed
from daypass.server.database import Database
from daypass.server.migrations.run import migrate
from daypass.server.settings import Settings


async def opened(settings: Settings) -> Parts:
    """The server's parts, on a database at its newest migration; made at the first time. Raises CommandFailed."""
    await database_of(settings).close()  # before anything is made on disk for a database that cannot be
    try:
        parts = build(settings)
    except OSError as error:
        raise CommandFailed(f"DAYPASS_DATA_DIR {settings.data_dir} cannot be used: {error.strerror}.") from None
    try:
        await migrate(parts.database)
    except Exception as error:  # whatever the driver raises is what the operator must know
        await parts.close()
        raise CommandFailed(silence(parts.database, error)) from None
    return parts


def database_of(settings: Settings) -> Database:
    """The database the settings name, not yet opened. Raises CommandFailed, without repeating a password."""
    try:
        return Database(settings.database_address())
    except (ArgumentError, ImportError, ValueError):
        raise CommandFailed(
            "DAYPASS_DATABASE_URL is not postgresql://… or sqlite:///… as it should be."
            " Write for example postgresql://name:password@db.example.org/daypass, with %40 for an @ in a name or password."
        ) from None


def silence(database: Database, error: Exception) -> str:
    """What to say when a database does not answer."""
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    return f"{kind} does not answer (DAYPASS_DATABASE_URL): {str(error).splitlines()[0] if str(error) else type(error).__name__}"
