"""The audit chain, and beside it what may be erased without breaking it. Rows of the chain are added, and removed at the old end."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from daypass.server.database import metadata

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps"),
    Column("at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("kind", String(40), nullable=False, comment="such as session.activated"),
    Column("technician_id", String(26), comment="pseudonym of who did it; empty: customer, host or server"),
    Column("session_id", String(26)),
    Column(
        "details", JSON, nullable=False, comment="ids, counts, codes and pseudonyms; never names, addresses or texts"
    ),
    Column("hash", String(64), nullable=False, comment="SHA-256 (hex) over the previous hash and this entry"),
    Index(None, "company_id", "at"),
    Index(None, "company_id", "session_id"),
    comment="what happened, one hash chain per company",
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("no", Integer, nullable=False, comment="of the newest entry"),
    Column("hash", String(64), nullable=False, comment="of the newest entry"),
    Column("start_no", Integer, nullable=False, comment="of the last entry removed after its time; 0: none was"),
    Column("start_hash", String(64), nullable=False, comment="of that entry; the first one kept follows from it"),
    Column(
        "start_signature",
        String(86),
        nullable=False,
        server_default="",
        comment="the server's, over start_no and start_hash, in base64url; empty: none was removed",
    ),
    comment="both ends of each chain; its row lock orders the writers",
)

audit_key = Table(
    "audit_key",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("key", LargeBinary, nullable=False, comment="32 bytes, of the HMAC; without it pseudonyms name nobody"),
    comment="makes the pseudonyms of people; outside the chain, so it can be erased",
)

audit_address = Table(
    "audit_address",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False, comment="of the entry"),
    Column("at", BigInteger, nullable=False, comment="ms since 1970; erased some time after"),
    Column("address", String(45), nullable=False, comment="IP address it came from"),
    Index(None, "at"),
    comment="where entries came from; outside the chain, which holds a pseudonym",
)
