"""When the host told that a connection was over; the relay often tells sooner."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("connection") as connection:
        connection.add_column(
            sa.Column(
                "host_told_at",
                sa.BigInteger(),
                nullable=True,
                comment="the host told that it is over, or why it refused; the relay may have told the end before",
            )
        )
    # What is over and was opened stays told as it was: a repeated report of the past adds nothing to the trail.
    op.execute("UPDATE connection SET host_told_at = closed_at WHERE closed_at IS NOT NULL")
