"""What readers said about the guides. Nothing in it says who they are: no address, no account."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, String, Table, Text

from daypass.server.database import metadata

guide_opinion = Table(
    "guide_opinion",
    metadata,
    Column("id", String(26), primary_key=True),
    Column(
        "company_id",
        ForeignKey("company.id", ondelete="CASCADE"),
        comment="whose technician said it in the console; empty: a visitor of the public pages",
    ),
    Column(
        "article", String(40), nullable=False, comment="last part of the article's address, such as connect or DP-301"
    ),
    Column("language", String(5), nullable=False, comment="in which it was read"),
    Column("helpful", Boolean, nullable=False, comment="the answer itself"),
    Column("reasons", JSON, nullable=False, comment="what was ticked: words of our own, never free text"),
    Column("comment", Text, nullable=False, comment="at most 1,000 characters; empty when nothing was written"),
    Column("given_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("form", String(22), nullable=False, unique=True, comment="of the form it came with: each is taken once"),
    Index("ix_guide_opinion_given_at", "given_at", "id"),
    comment="answers to: was this article helpful?",
)
