"""The outbox. Times are milliseconds since 1970."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, text

from daypass.server.database import metadata

DUE = text("state = 'queued'")

mail_message = Table(
    "mail_message",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("company_id", String(26), nullable=False, comment="whose console shows it"),
    Column(
        "session_id",
        String(26),
        nullable=False,
        comment="the session it is about; its text is made from it when it leaves",
    ),
    Column("about_id", String(26), comment="an account link or a technician, for mails that are about no session"),
    Column("kind", String(20), nullable=False, comment="invitation, …"),
    Column("recipient", String(254), nullable=False, comment="erased after its time"),
    Column(
        "message_id",
        String(200),
        nullable=False,
        unique=True,
        comment="the same at every try: a mail sent twice is one mail",
    ),
    Column("state", String(8), nullable=False, comment="a value of mail.outbox.MailState"),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False, comment="not tried before"),
    Column("leased_until", BigInteger, nullable=False, comment="another sender has it until then"),
    Column("last_error", String(300), comment="the mail server's own words"),
    Column("created_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Index("ix_mail_due", "next_at", postgresql_where=DUE, sqlite_where=DUE),
    Index(None, "session_id"),
    comment="mails to send, written in the transaction that wants them; no texts and no links, so a copy of the database opens nothing",
)
