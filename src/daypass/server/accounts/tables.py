"""Tables of people who sign in."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from daypass.server.database import metadata

company = Table(
    "company",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("name", String(80), nullable=False, comment="what customers read"),
    Column("colour", String(7), nullable=False, comment="accent on everything the customer sees, #rrggbb"),
    Column("phone", String(40), nullable=False, comment="customers call back here; empty when not told"),
    Column("website", String(200), nullable=False, comment="customers check the company here; empty when not told"),
    Column("language", String(5), nullable=False, comment="default for customers and new technicians"),
    Column("sessions_per_technician", Integer, nullable=False, comment="live sessions one technician may have"),
    Column("sessions_per_company", Integer, nullable=False, comment="live sessions the company may have"),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    comment="the paying tenant; owns everything below",
)

technician = Table(
    "technician",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False),
    Column("email", String(254), nullable=False, unique=True, comment="lower case; signs in with it"),
    Column("name", String(80), nullable=False, comment="what customers read"),
    Column("role", String(10), nullable=False, comment="owner, admin, technician"),
    Column("language", String(5), nullable=False, comment="of the console"),
    Column("password_hash", String(200), nullable=False, comment="argon2id, with its parameters"),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("disabled_at", BigInteger, comment="ms; set: may not sign in, every sign-in ended"),
    Index(None, "company_id"),
    comment="a person who signs in",
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("token_hash", String(64), primary_key=True, comment="SHA-256 (hex) of the cookie's token"),
    Column("technician_id", ForeignKey("technician.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("expires_at", BigInteger, nullable=False, comment="ms; absolute, never prolonged"),
    Column("address", String(45), nullable=False, comment="IP address it came from"),
    Index(None, "technician_id"),
    comment="one signed-in browser",
)

setup_link = Table(
    "setup_link",
    metadata,
    Column("token_hash", String(64), primary_key=True, comment="SHA-256 (hex) of the printed token"),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("expires_at", BigInteger, nullable=False, comment="ms; 24 h after creation"),
    Column("used_at", BigInteger, comment="ms; set once, in the transaction that makes the owner"),
    comment="makes the first owner, once",
)
