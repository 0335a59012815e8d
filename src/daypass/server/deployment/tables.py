"""Tables of links and numbers. Times are milliseconds since 1970."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, text

from daypass.server.database import metadata

OPEN = text("closed_at IS NULL")

deployment_link = Table(
    "deployment_link",
    metadata,
    Column("session_id", ForeignKey("support_session.id", ondelete="CASCADE"), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True, comment="SHA-256 (hex) of the token in the link"),
    Column(
        "ticket_hash",
        String(64),
        nullable=False,
        unique=True,
        comment="SHA-256 (hex) of the ticket in the download's name",
    ),
    Column("number", String(9), nullable=False, comment="nine digits to type; unique among open links"),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, comment="with the session's preparation"),
    Column("revoked_at", BigInteger, comment="by the technician, or by a report"),
    Column("reported_at", BigInteger, comment="the person who received it did not ask for help"),
    Column("used_at", BigInteger, comment="by activation"),
    Column("closed_at", BigInteger, comment="used, revoked or over: the number is free again"),
    Index(None, "number"),
    Index("uq_open_number", "number", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
    comment="the address that delivers the host for one session",
)
