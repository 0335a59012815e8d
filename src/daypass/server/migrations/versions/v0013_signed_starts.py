"""Signed starts of audit chains."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_head") as head:
        head.add_column(
            sa.Column(
                "start_signature",
                sa.String(length=86),
                nullable=False,
                server_default="",
                comment="the server's, over start_no and start_hash, in base64url; empty: none was removed",
            )
        )
