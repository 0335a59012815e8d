"""What reports show of a session: bytes of its connections, and the technician's closing note."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = "as the relay counted; empty: a relay elsewhere does not tell"
    op.add_column("connection", sa.Column("bytes_to_host", sa.BigInteger(), comment=told))
    op.add_column("connection", sa.Column("bytes_to_technician", sa.BigInteger(), comment="the other direction"))
    note = "what the technician says was done; empty: nothing written yet"
    op.add_column("support_session", sa.Column("closing_note", sa.String(length=2000), comment=note))
    op.add_column("support_session", sa.Column("closing_note_at", sa.BigInteger(), comment="when it was last written"))
    op.create_index("ix_support_session_company_id_activated_at", "support_session", ["company_id", "activated_at"])
