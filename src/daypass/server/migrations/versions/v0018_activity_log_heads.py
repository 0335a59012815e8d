"""What the server knows of the activity log on the PC: how many lines it has, and the hash over them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("support_session") as session:
        session.add_column(
            sa.Column(
                "log_lines",
                sa.Integer(),
                nullable=False,
                server_default="0",
                comment="lines of the activity log on the PC, as its host told last",
            )
        )
        session.add_column(sa.Column("log_head", sa.String(64), comment="SHA-256 (hex) over these lines"))
        session.add_column(sa.Column("log_at", sa.BigInteger(), comment="when that was told"))
        session.add_column(
            sa.Column(
                "log_differs_at",
                sa.BigInteger(),
                comment="when the host first told of another log than before: fewer lines, or as many with another hash",
            )
        )
