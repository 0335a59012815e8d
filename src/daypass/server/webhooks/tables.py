"""Webhooks and what waits to be delivered to them. Times are milliseconds since 1970."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, text

from daypass.server.database import metadata

DUE = text("state = 'queued'")

webhook = Table(
    "webhook",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False),
    Column("url", String(500), nullable=False, comment="of the receiver"),
    Column("events", JSON, nullable=False, comment="which events it wants: values of sessions.models.SessionEvent"),
    Column("secret_no", Integer, nullable=False, comment="of its present secret, which is derived and kept nowhere"),
    Column("rotated_at", BigInteger, comment="the secret before this one still signs too for a day"),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger, comment="set: gets nothing, because somebody or the receiver (410) said so"),
    Index(None, "company_id"),
    comment="an address of a company's own system that is told what happens",
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("id", String(26), primary_key=True, comment="the same at every try, so a receiver knows it again"),
    Column("webhook_id", ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(30), nullable=False, comment="what happened"),
    Column("body", Text, nullable=False, comment="JSON as it is signed and sent: ids and times, no data of people"),
    Column("state", String(8), nullable=False, comment="a value of webhooks.models.DeliveryState"),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False, comment="not tried before"),
    Column("leased_until", BigInteger, nullable=False, comment="another sender has it until then"),
    Column("failure", String(20), comment="why the last try failed: a value of webhooks.models.Failure"),
    Column("status", Integer, comment="the receiver's last HTTP status"),
    Column("created_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger, comment="when the receiver took it"),
    Index("ix_webhook_delivery_due", "next_at", postgresql_where=DUE, sqlite_where=DUE),
    Index(None, "webhook_id", "created_at"),
    Index(None, "created_at"),
    comment="what was told, is told or waits to be told; written in the transaction of what happened",
)
