"""Whether technicians of a company may ask to lock a PC's input or hide its screen: off until somebody switches it on."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("company") as company:
        company.add_column(
            sa.Column(
                "may_hold",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="technicians may ask to lock a PC's input or hide its screen; whoever is there decides each time",
            )
        )
