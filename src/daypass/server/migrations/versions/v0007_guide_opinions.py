"""What readers say about the guides."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guide_opinion",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column(
            "company_id",
            sa.String(length=26),
            nullable=True,
            comment="whose technician said it in the console; empty: a visitor of the public pages",
        ),
        sa.Column(
            "article",
            sa.String(length=40),
            nullable=False,
            comment="last part of the article's address, such as connect or DP-301",
        ),
        sa.Column("language", sa.String(length=5), nullable=False, comment="in which it was read"),
        sa.Column("helpful", sa.Boolean(), nullable=False, comment="the answer itself"),
        sa.Column("reasons", sa.JSON(), nullable=False, comment="what was ticked: words of our own, never free text"),
        sa.Column(
            "comment",
            sa.Text(),
            nullable=False,
            comment="at most 1,000 characters; empty when nothing was written",
        ),
        sa.Column("given_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("form", sa.String(length=22), nullable=False, comment="of the form it came with: each is taken once"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name="fk_guide_opinion_company_id_company", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_guide_opinion"),
        sa.UniqueConstraint("form", name="uq_guide_opinion_form"),
        comment="answers to: was this article helpful?",
    )
    op.create_index("ix_guide_opinion_given_at", "guide_opinion", ["given_at", "id"], unique=False)
