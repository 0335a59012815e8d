"""Companies' logos."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("company") as company:
        company.add_column(
            sa.Column("logo", sa.String(length=16), nullable=True, comment="names the present logo; empty: none")
        )
    op.create_table(
        "company_logo",
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False, comment="as company.logo: its name in the address"),
        sa.Column(
            "image",
            sa.LargeBinary(),
            nullable=False,
            comment="WebP within 480 x 160, made here from what was sent",
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name="fk_company_logo_company_id_company", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", name="pk_company_logo"),
        comment="what customers see on their page in the place of the company's name",
    )
    op.create_index("ix_company_logo_version", "company_logo", ["version"], unique=False)
