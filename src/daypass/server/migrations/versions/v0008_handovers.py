"""Who gave a session to a colleague is remembered, with the key of the request that made it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=False, comment="who had it before"),
        sa.Column(
            "idempotency_key",
            sa.String(length=64),
            nullable=True,
            comment="of this technician's request that made the session, if it did",
        ),
        sa.Column("request_hash", sa.String(length=64), nullable=True, comment="SHA-256 (hex) of that request"),
        sa.Column("handed_at", sa.BigInteger(), nullable=False, comment="ms since 1970, the last time"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["support_session.id"], name="fk_handover_session_id_support_session", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name="fk_handover_technician_id_technician"),
        sa.PrimaryKeyConstraint("session_id", "technician_id", name="pk_handover"),
        sa.UniqueConstraint("technician_id", "idempotency_key", name="uq_handover_technician_id_idempotency_key"),
        comment="who gave a session to a colleague: is told so, and their key makes no second session",
    )
