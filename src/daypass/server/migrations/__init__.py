"""Alembic migrations; `run.py` brings a database to the newest one."""
