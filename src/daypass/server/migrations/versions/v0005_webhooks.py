"""Webhooks and the queue of what is told to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

QUEUED = sa.text("state = 'queued'")


def upgrade() -> None:
    _create_webhook()
    _create_webhook_delivery()


def _create_webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False, comment="of the receiver"),
        sa.Column(
            "events",
            sa.JSON(),
            nullable=False,
            comment="which events it wants: values of sessions.models.SessionEvent",
        ),
        sa.Column(
            "secret_no",
            sa.Integer(),
            nullable=False,
            comment="of its present secret, which is derived and kept nowhere",
        ),
        sa.Column("rotated_at", sa.BigInteger(), comment="the secret before this one still signs too for a day"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "disabled_at",
            sa.BigInteger(),
            comment="set: gets nothing, because somebody or the receiver (410) said so",
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_webhook_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        comment="an address of a company's own system that is told what happens",
    )
    op.create_index("ix_webhook_company_id", "webhook", ["company_id"])


def _create_webhook_delivery() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column(
            "id",
            sa.String(length=26),
            nullable=False,
            comment="the same at every try, so a receiver knows it again",
        ),
        sa.Column("webhook_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False, comment="what happened"),
        sa.Column(
            "body",
            sa.Text(),
            nullable=False,
            comment="JSON as it is signed and sent: ids and times, no data of people",
        ),
        sa.Column("state", sa.String(length=8), nullable=False, comment="a value of webhooks.models.DeliveryState"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False, comment="not tried before"),
        sa.Column("leased_until", sa.BigInteger(), nullable=False, comment="another sender has it until then"),
        sa.Column(
            "failure",
            sa.String(length=20),
            comment="why the last try failed: a value of webhooks.models.Failure",
        ),
        sa.Column("status", sa.Integer(), comment="the receiver's last HTTP status"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), comment="when the receiver took it"),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        comment="what was told, is told or waits to be told; written in the transaction of what happened",
    )
    op.create_index(
        "ix_webhook_delivery_due", "webhook_delivery", ["next_at"], postgresql_where=QUEUED, sqlite_where=QUEUED
    )
    op.create_index("ix_webhook_delivery_webhook_id_created_at", "webhook_delivery", ["webhook_id", "created_at"])
    op.create_index("ix_webhook_delivery_created_at", "webhook_delivery", ["created_at"])
