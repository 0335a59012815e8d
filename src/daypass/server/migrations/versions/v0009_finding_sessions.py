"""Sessions are found by customer, PC and number, and say what was erased in time."""

import sqlalchemy as sa
from alembic import op

from daypass.server.sessions.searching import folded

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REMOVAL_PENDING = sa.text("removal = 'pending'")
ROWS_AT_ONCE = 500


def upgrade() -> None:
    _add_columns()
    _fold_what_is_there()
    _remember_what_was_erased()
    op.create_index(
        "ix_removal_pending",
        "support_session",
        ["company_id", "created_at", "id"],
        postgresql_where=REMOVAL_PENDING,
        sqlite_where=REMOVAL_PENDING,
    )
    op.create_index("ix_deployment_link_number", "deployment_link", ["number"])


def _add_columns() -> None:
    columns = (
        sa.Column(
            "customer_words",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="e-mail, name and note as a search compares them (searching.folded); erased with them",
        ),
        sa.Column(
            "customer_erased_at",
            sa.BigInteger(),
            comment="who the customer was and the note went then, after their time",
        ),
        sa.Column(
            "customer_pseudonym",
            sa.String(length=26),
            comment="of the erased e-mail, as in the audit chain; tells customers apart",
        ),
        sa.Column("computer_words", sa.Text(), comment="the PC's name as a search compares it; erased with it"),
        sa.Column(
            "computer_erased_at", sa.BigInteger(), comment="the PC's name and system went then, after their time"
        ),
    )
    for column in columns:
        op.add_column("support_session", column)


def _fold_what_is_there() -> None:
    db = op.get_bind()
    kept = sa.text(
        "SELECT id, customer_email, customer_name, note, computer_name FROM support_session"
        " WHERE id > :last ORDER BY id LIMIT :most"
    )
    write = sa.text("UPDATE support_session SET customer_words = :customer, computer_words = :computer WHERE id = :id")
    last = ""
    while rows := db.execute(kept, {"last": last, "most": ROWS_AT_ONCE}).all():
        for row in rows:
            customer = folded(row.customer_email, row.customer_name, row.note)
            computer = None if row.computer_name is None else folded(row.computer_name)
            db.execute(write, {"id": row.id, "customer": customer, "computer": computer})
        last = rows[-1].id


def _remember_what_was_erased() -> None:
    """The audit chain tells when a customer was erased; of a PC only that it was, with the customer at the latest."""
    told = "(SELECT MAX(at) FROM audit_entry WHERE kind = 'session.erased' AND session_id = support_session.id)"
    op.execute(f"UPDATE support_session SET customer_erased_at = {told}")  # noqa: S608 - words of our own
    op.execute(
        "UPDATE support_session SET computer_erased_at = customer_erased_at"
        " WHERE activated_at IS NOT NULL AND computer_name IS NULL"
    )
