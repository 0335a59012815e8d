"""Colleagues who are invited to join a session."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invited_colleague",
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=False, comment="who may see it and connect"),
        sa.Column("invited_by", sa.String(length=26), nullable=False, comment="who said so last"),
        sa.Column("invited_at", sa.BigInteger(), nullable=False, comment="ms since 1970, the last time"),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True, comment="no more since then; empty: in force"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["support_session.id"],
            name="fk_invited_colleague_session_id_support_session",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name="fk_invited_colleague_technician_id_technician"
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["technician.id"], name="fk_invited_colleague_invited_by_technician"),
        sa.PrimaryKeyConstraint("session_id", "technician_id", name="pk_invited_colleague"),
        comment="colleagues whom a session's technician asked to join; the password they hear from them, never from here",
    )
    op.create_index(
        "ix_invited_colleague_technician_id_withdrawn_at", "invited_colleague", ["technician_id", "withdrawn_at"]
    )
