"""People: second factors, API tokens, one-time links, pictures. Everybody signs in once more: a sign-in now has a name to list it by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("sign_in")
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex) of the cookie's token"),
        sa.Column("id", sa.String(length=26), nullable=False, comment="names it in lists, without opening anything"),
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="ms; absolute, never prolonged"),
        sa.Column(
            "confirmed_at", sa.BigInteger(), nullable=False, comment="ms; when password or key were last proven in it"
        ),
        sa.Column("address", sa.String(length=45), nullable=False, comment="IP address it came from"),
        sa.Column("browser", sa.String(length=200), nullable=False, comment="as it named itself"),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name="fk_sign_in_technician_id_technician", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in"),
        sa.UniqueConstraint("id", name="uq_sign_in_id"),
        comment="one signed-in browser",
    )
    op.create_index("ix_sign_in_technician_id", "sign_in", ["technician_id"], unique=False)
    op.create_table(
        "used_challenge",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex)"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="ms; afterwards nobody accepts it anyway"),
        sa.PrimaryKeyConstraint("challenge_hash", name="pk_used_challenge"),
        comment="challenges that a passkey has answered: none is accepted twice",
    )
    op.create_table(
        "account_link",
        sa.Column(
            "id",
            sa.String(length=26),
            nullable=False,
            comment="the link's token is made from it under a key outside the database",
        ),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="invitation, reset, email"),
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=True, comment="whose account; empty: invited"),
        sa.Column(
            "email",
            sa.String(length=254),
            nullable=False,
            comment="where the link goes; of an invitation: who is invited",
        ),
        sa.Column("name", sa.String(length=80), nullable=False, comment="of the person invited; empty when not told"),
        sa.Column("role", sa.String(length=10), nullable=False, comment="of the person invited"),
        sa.Column("language", sa.String(length=5), nullable=False, comment="of the mail"),
        sa.Column(
            "made_by",
            sa.String(length=26),
            nullable=True,
            comment="technician; empty: by the person themselves, or the command line",
        ),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="ms"),
        sa.Column(
            "used_at",
            sa.BigInteger(),
            nullable=True,
            comment="ms; set once, in the transaction that does what the link is for",
        ),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True, comment="ms; set: opens nothing"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name="fk_account_link_company_id_company", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name="fk_account_link_technician_id_technician", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_link"),
        comment="one-time links: join a company, choose a new password, confirm a new address",
    )
    op.create_index("ix_account_link_company_id", "account_link", ["company_id"], unique=False)
    op.create_index("ix_account_link_technician_id", "account_link", ["technician_id"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False, comment="what it is for"),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex) of the secret"),
        sa.Column("scopes", sa.JSON(), nullable=False, comment="values of accounts.rights.Right"),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("expires_at", sa.BigInteger(), nullable=True, comment="ms; empty: until revoked"),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True, comment="ms, to the minute"),
        sa.Column("last_used_from", sa.String(length=45), nullable=True, comment="IP address"),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True, comment="ms"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name="fk_api_token_company_id_company", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name="fk_api_token_technician_id_technician", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
        comment="a program's way in; never allowed more than its maker is today",
    )
    op.create_index("ix_api_token_company_id", "api_token", ["company_id"], unique=False)
    op.create_index("ix_api_token_technician_id", "api_token", ["technician_id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False, comment="as the authenticator named it"),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="COSE"),
        sa.Column(
            "sign_count",
            sa.BigInteger(),
            nullable=False,
            comment="the authenticator's own count; going back means a copy",
        ),
        sa.Column("name", sa.String(length=80), nullable=False, comment="as its owner calls it"),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True, comment="ms"),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name="fk_passkey_technician_id_technician", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
        comment="signs a technician in without a password",
    )
    op.create_index("ix_passkey_technician_id", "passkey", ["technician_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column(
            "code_hash",
            sa.String(length=64),
            nullable=False,
            comment="HMAC-SHA-256 (hex) under a key outside the database",
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name="fk_recovery_code_technician_id_technician", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("technician_id", "code_hash", name="pk_recovery_code"),
        comment="one use each, instead of the second factor; a used one is gone",
    )
    op.create_table(
        "technician_picture",
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False, comment="256 x 256 WebP, made here from what was sent"),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name="fk_technician_picture_technician_id_technician",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("technician_id", name="pk_technician_picture"),
        comment="what colleagues see beside a name",
    )
    op.add_column(
        "company",
        sa.Column(
            "second_factor_required",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="without one a person may only set one up",
        ),
    )
    op.add_column(
        "mail_message",
        sa.Column(
            "about_id",
            sa.String(length=26),
            nullable=True,
            comment="an account link or a technician, for mails that are about no session",
        ),
    )
    op.add_column(
        "technician",
        sa.Column("picture", sa.String(length=16), nullable=True, comment="names the present picture; empty: none"),
    )
    op.add_column(
        "technician",
        sa.Column(
            "totp_secret",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed under a key that is not in the database; empty: no such factor",
        ),
    )
    op.add_column(
        "technician",
        sa.Column(
            "totp_last_step",
            sa.BigInteger(),
            nullable=True,
            comment="the newest time step that was accepted: none is accepted twice",
        ),
    )
