"""The audit chain. Rows are only ever added."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, String, Table

from daypass.server.database import metadata

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps"),
    Column("at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("kind", String(40), nullable=False, comment="such as session.activated"),
    Column("technician_id", String(26), comment="who did it; empty: host or server"),
    Column("session_id", String(26)),
    Column("details", JSON, nullable=False, comment="ids, counts and codes; never names, addresses or texts of people"),
    Column("hash", String(64), nullable=False, comment="SHA-256 (hex) over the previous hash and this entry"),
    comment="what happened, one hash chain per company",
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("no", Integer, nullable=False, comment="of the newest entry"),
    Column("hash", String(64), nullable=False, comment="of the newest entry"),
    comment="the end of each chain; its row lock orders the writers",
)
