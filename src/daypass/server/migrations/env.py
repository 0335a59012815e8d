"""Alembic's door: runs on the connection that `run.py` hands over, so it works on both databases and inside an event loop."""

from alembic import context

from daypass.server.migrations.run import every_table

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=every_table(), render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
