"""Subscriptions end, sessions keep the tools of their grant and may be handed over, and long lists are read by index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ends_at = sa.Column("ends_at", sa.BigInteger(), comment="ms since 1970; no new session from then on; empty: no end")
    op.add_column("subscription", ends_at)
    rights = sa.Column(
        "rights", sa.JSON(), comment="tools the grant allows; empty until activation, when the plan decides"
    )
    op.add_column("support_session", rights)
    handed_over = sa.Column("assigned_at", sa.BigInteger(), comment="handed over to a colleague then; empty: never")
    op.add_column("support_session", handed_over)
    op.drop_index("ix_support_session_company_id_created_at", "support_session")
    for owner in ("company_id", "technician_id"):
        op.create_index(f"ix_support_session_{owner}_created_at_id", "support_session", [owner, "created_at", "id"])
