"""Pseudonyms' keys and addresses beside the audit chain, and chains that can lose their oldest entries."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FIRST = "0" * 64
PSEUDONYM = "pseudonym of who did it; empty: customer, host or server"
DETAILS = "ids, counts, codes and pseudonyms; never names, addresses or texts"
COMMENTS = {
    "COLUMN audit_entry.technician_id": PSEUDONYM,
    "COLUMN audit_entry.details": DETAILS,
    "TABLE audit_head": "both ends of each chain; its row lock orders the writers",
}


def upgrade() -> None:
    start_no = "of the last entry removed after its time; 0: none was"
    start_hash = "of that entry; the first one kept follows from it"
    with op.batch_alter_table("audit_head") as head:
        head.add_column(sa.Column("start_no", sa.Integer(), nullable=False, server_default="0", comment=start_no))
        head.add_column(
            sa.Column("start_hash", sa.String(length=64), nullable=False, server_default=FIRST, comment=start_hash)
        )
    with op.batch_alter_table("audit_head") as head:  # the defaults were for the rows that were there
        head.alter_column("start_no", server_default=None)
        head.alter_column("start_hash", server_default=None)
    op.create_index("ix_audit_entry_company_id_at", "audit_entry", ["company_id", "at"])
    op.create_index("ix_audit_entry_company_id_session_id", "audit_entry", ["company_id", "session_id"])
    if op.get_bind().dialect.name == "postgresql":
        for what, comment in COMMENTS.items():
            op.execute(sa.text(f"COMMENT ON {what} IS '{comment}'"))
    _create_audit_key()
    _create_audit_address()


def _create_audit_key() -> None:
    op.create_table(
        "audit_key",
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column(
            "key",
            sa.LargeBinary(),
            nullable=False,
            comment="32 bytes, of the HMAC; without it pseudonyms name nobody",
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_audit_key_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_audit_key")),
        comment="makes the pseudonyms of people; outside the chain, so it can be erased",
    )


def _create_audit_address() -> None:
    op.create_table(
        "audit_address",
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False, comment="of the entry"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="ms since 1970; erased some time after"),
        sa.Column("address", sa.String(length=45), nullable=False, comment="IP address it came from"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_audit_address_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "no", name=op.f("pk_audit_address")),
        comment="where entries came from; outside the chain, which holds a pseudonym",
    )
    op.create_index("ix_audit_address_at", "audit_address", ["at"])
