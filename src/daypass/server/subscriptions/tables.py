"""Tables of what a company holds."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from daypass.server.database import metadata

subscription = Table(
    "subscription",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("plan", String(10), nullable=False, comment="trial, basic, plus, premier"),
    Column("seats", Integer, comment="computers under support at one time; empty: unlimited"),
    Column("started_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("ends_at", BigInteger, comment="ms since 1970; no new session from then on; empty: no end"),
    comment="a company's current hold on a plan",
)

company_slot = Table(
    "company_slot",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False, comment="1 … sessions_per_company"),
    comment="a place for one live session; claimed by row lock, held by the partial unique index on support_session",
)
