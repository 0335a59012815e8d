"""The outbox. Times are milliseconds since 1970."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from daypass.server.database import metadata

DUE = text("state = 'waiting'")

mail_message = Table(
    "mail_message",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("company_id", String(26), nullable=False, comment="whose console shows it"),
    Column("session_id", String(26), comment="the session it is about"),
    Column("kind", String(20), nullable=False, comment="invitation, …"),
    Column("recipient", String(254), nullable=False),
    Column("language", String(5), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("body_text", Text, nullable=False, comment="erased after its time"),
    Column("body_html", Text, nullable=False, comment="erased after its time"),
    Column(
        "message_id",
        String(200),
        nullable=False,
        unique=True,
        comment="the same at every try: a mail sent twice is one mail",
    ),
    Column(
        "state",
        String(8),
        nullable=False,
        comment="waiting, sent, failed, shown (no mail server: the console shows it)",
    ),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False, comment="not tried before"),
    Column("leased_until", BigInteger, nullable=False, comment="another sender has it until then"),
    Column("last_error", String(300)),
    Column("created_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Index("ix_mail_due", "next_at", postgresql_where=DUE, sqlite_where=DUE),
    Index(None, "session_id"),
    comment="mails to send, written in the transaction that wants them",
)
