"""New session passwords while a session is active."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "new_password",
        sa.Column(
            "request_id",
            sa.String(length=32),
            nullable=False,
            comment="hex of the id that host and server name it by",
        ),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=False, comment="who asked"),
        sa.Column(
            "technician_key", sa.LargeBinary(), nullable=False, comment="Ed25519 public key of the page that asked"
        ),
        sa.Column(
            "verifier_salt",
            sa.LargeBinary(),
            nullable=False,
            comment="16 bytes: salt of the new password's verifier",
        ),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="no right code by then: nothing changes"),
        sa.Column("stage", sa.String(length=9), nullable=False, comment="a value of NewPasswordStage"),
        sa.Column("stage_dp", sa.String(length=6), nullable=True, comment="the DP code told with it"),
        sa.Column(
            "told_at", sa.BigInteger(), nullable=True, comment="when the stage was told; empty: nothing told yet"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="tries of the present code"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["support_session.id"],
            name="fk_new_password_session_id_support_session",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name="fk_new_password_technician_id_technician"),
        sa.PrimaryKeyConstraint("request_id", name="pk_new_password"),
        comment="a technician's request for a new session password while the session is active",
    )
    op.create_index("ix_new_password_session_id_asked_at", "new_password", ["session_id", "asked_at"], unique=False)
