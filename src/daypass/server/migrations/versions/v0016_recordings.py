"""How long a technician recorded the screen."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("connection") as connection:
        connection.add_column(
            sa.Column(
                "recorded_ms",
                sa.BigInteger(),
                nullable=True,
                comment="how long the screen was recorded, of recordings that ended; empty: none did",
            )
        )
        connection.add_column(
            sa.Column(
                "recording_since",
                sa.BigInteger(),
                nullable=True,
                comment="a recording runs since then, or ran until the connection ended",
            )
        )
