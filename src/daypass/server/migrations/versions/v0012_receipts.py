"""The customer's receipt by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("support_session") as session:
        session.add_column(
            sa.Column(
                "receipt_state",
                sa.String(length=8),
                nullable=True,
                comment="a value of ReceiptState; empty: the customer wants no receipt",
            )
        )
        session.add_column(sa.Column("receipt_at", sa.BigInteger(), nullable=True, comment="since when it is so"))
        session.add_column(
            sa.Column(
                "receipt_hash",
                sa.String(length=64),
                nullable=True,
                comment="SHA-256 (hex) of what the receipt says, as it was last sent",
            )
        )
    asked = sa.text("receipt_state = 'asked'")
    op.create_index("ix_receipt_asked", "support_session", ["ended_at"], postgresql_where=asked, sqlite_where=asked)
