"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_company()
    _create_mail_message()
    _create_setup_link()
    _create_audit_entry()
    _create_audit_head()
    _create_company_slot()
    _create_subscription()
    _create_technician()
    _create_sign_in()
    _create_support_session()
    _create_connection()
    _create_deployment_link()
    _create_host_token()


def _create_company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False, comment="what customers read"),
        sa.Column(
            "colour", sa.String(length=7), nullable=False, comment="accent on everything the customer sees, #rrggbb"
        ),
        sa.Column(
            "phone", sa.String(length=40), nullable=False, comment="customers call back here; empty when not told"
        ),
        sa.Column(
            "website",
            sa.String(length=200),
            nullable=False,
            comment="customers check the company here; empty when not told",
        ),
        sa.Column("language", sa.String(length=5), nullable=False, comment="default for customers and new technicians"),
        sa.Column(
            "sessions_per_technician", sa.Integer(), nullable=False, comment="live sessions one technician may have"
        ),
        sa.Column("sessions_per_company", sa.Integer(), nullable=False, comment="live sessions the company may have"),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        comment="the paying tenant; owns everything below",
    )


def _create_mail_message() -> None:
    op.create_table(
        "mail_message",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("company_id", sa.String(length=26), nullable=False, comment="whose console shows it"),
        sa.Column(
            "session_id",
            sa.String(length=26),
            nullable=False,
            comment="the session it is about; its text is made from it when it leaves",
        ),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="invitation, …"),
        sa.Column("recipient", sa.String(length=254), nullable=False, comment="erased after its time"),
        sa.Column(
            "message_id",
            sa.String(length=200),
            nullable=False,
            comment="the same at every try: a mail sent twice is one mail",
        ),
        sa.Column("state", sa.String(length=8), nullable=False, comment="a value of mail.outbox.MailState"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False, comment="not tried before"),
        sa.Column("leased_until", sa.BigInteger(), nullable=False, comment="another sender has it until then"),
        sa.Column("last_error", sa.String(length=300), nullable=True, comment="the mail server's own words"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_message_id")),
        comment="mails to send, written in the transaction that wants them; no texts and no links, so a copy of the database opens nothing",
    )
    with op.batch_alter_table("mail_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mail_due",
            ["next_at"],
            unique=False,
            postgresql_where=sa.text("state = 'queued'"),
            sqlite_where=sa.text("state = 'queued'"),
        )
        batch_op.create_index(batch_op.f("ix_mail_message_session_id"), ["session_id"], unique=False)


def _create_setup_link() -> None:
    op.create_table(
        "setup_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex) of the printed token"),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="ms; 24 h after creation"),
        sa.Column(
            "used_at", sa.BigInteger(), nullable=True, comment="ms; set once, in the transaction that makes the owner"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_setup_link")),
        comment="makes the first owner, once",
    )


def _create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False, comment="1, 2, 3 … without gaps"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="such as session.activated"),
        sa.Column("technician_id", sa.String(length=26), nullable=True, comment="who did it; empty: host or server"),
        sa.Column("session_id", sa.String(length=26), nullable=True),
        sa.Column(
            "details",
            sa.JSON(),
            nullable=False,
            comment="ids, counts and codes; never names, addresses or texts of people",
        ),
        sa.Column(
            "hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex) over the previous hash and this entry"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_audit_entry_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "no", name=op.f("pk_audit_entry")),
        comment="what happened, one hash chain per company",
    )


def _create_audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False, comment="of the newest entry"),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="of the newest entry"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_audit_head_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_audit_head")),
        comment="the end of each chain; its row lock orders the writers",
    )


def _create_company_slot() -> None:
    op.create_table(
        "company_slot",
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False, comment="1 … sessions_per_company"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_company_slot_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "no", name=op.f("pk_company_slot")),
        comment="a place for one live session; claimed by row lock, held by the partial unique index on support_session",
    )


def _create_subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("plan", sa.String(length=10), nullable=False, comment="trial, basic, plus, premier"),
        sa.Column(
            "seats", sa.Integer(), nullable=True, comment="computers under support at one time; empty: unlimited"
        ),
        sa.Column("started_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_subscription_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_subscription")),
        comment="a company's current hold on a plan",
    )


def _create_technician() -> None:
    op.create_table(
        "technician",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False, comment="lower case; signs in with it"),
        sa.Column("name", sa.String(length=80), nullable=False, comment="what customers read"),
        sa.Column("role", sa.String(length=10), nullable=False, comment="owner, admin, technician"),
        sa.Column("language", sa.String(length=5), nullable=False, comment="of the console"),
        sa.Column("password_hash", sa.String(length=200), nullable=False, comment="argon2id, with its parameters"),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column(
            "disabled_at", sa.BigInteger(), nullable=True, comment="ms; set: may not sign in, every sign-in ended"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_technician_company_id_company"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician")),
        sa.UniqueConstraint("email", name=op.f("uq_technician_email")),
        comment="a person who signs in",
    )
    with op.batch_alter_table("technician", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_technician_company_id"), ["company_id"], unique=False)


def _create_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex) of the cookie's token"),
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False, comment="ms since 1970"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="ms; absolute, never prolonged"),
        sa.Column("address", sa.String(length=45), nullable=False, comment="IP address it came from"),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_sign_in_technician_id_technician"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
        comment="one signed-in browser",
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_technician_id"), ["technician_id"], unique=False)


def _create_support_session() -> None:
    op.create_table(
        "support_session",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("company_id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column("company_slot", sa.Integer(), nullable=False, comment="its place among the company's live sessions"),
        sa.Column(
            "technician_slot", sa.Integer(), nullable=False, comment="its place among the technician's live sessions"
        ),
        sa.Column(
            "idempotency_key",
            sa.String(length=64),
            nullable=True,
            comment="of the request that made it; the same again returns this session",
        ),
        sa.Column(
            "request_hash",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 (hex) of that request: the same key with another request is refused",
        ),
        sa.Column("state", sa.String(length=8), nullable=False, comment="prepared, active, ended"),
        sa.Column(
            "ending", sa.String(length=16), nullable=True, comment="how it ended: a value of protocol.lifecycle.Ending"
        ),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("prepared_until", sa.BigInteger(), nullable=False, comment="not activated by then: expired"),
        sa.Column("activated_at", sa.BigInteger(), nullable=True),
        sa.Column("deadline_at", sa.BigInteger(), nullable=True, comment="24 h after activated_at"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True, comment="empty: live, holds its slots and a seat"),
        sa.Column(
            "customer_email",
            sa.String(length=254),
            nullable=False,
            comment="empty when not told; erased after its time",
        ),
        sa.Column("customer_name", sa.String(length=80), nullable=False),
        sa.Column("customer_language", sa.String(length=5), nullable=False, comment="pt-BR, en, es"),
        sa.Column("note", sa.String(length=500), nullable=False, comment="the technician's own"),
        sa.Column("mail_at", sa.BigInteger(), nullable=True, comment="the mail server took the mail"),
        sa.Column("visited_at", sa.BigInteger(), nullable=True, comment="the customer pressed Continue on the page"),
        sa.Column("downloaded_at", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=True, comment="the host greeted the server"),
        sa.Column("code_at", sa.BigInteger(), nullable=True, comment="the host stands at the code window"),
        sa.Column("installing_at", sa.BigInteger(), nullable=True),
        sa.Column("host_stage", sa.String(length=20), nullable=True, comment="the newest stage the host told"),
        sa.Column("host_stage_dp", sa.String(length=6), nullable=True, comment="the DP code told with it"),
        sa.Column(
            "sight",
            sa.String(length=20),
            nullable=True,
            comment="what the customer says to see when the app does not start",
        ),
        sa.Column("sight_at", sa.BigInteger(), nullable=True, comment="when they said so"),
        sa.Column(
            "technician_key",
            sa.LargeBinary(),
            nullable=True,
            comment="Ed25519 public key the technician's page registered",
        ),
        sa.Column(
            "verifier_salt", sa.LargeBinary(), nullable=True, comment="16 bytes: salt of the password's verifier"
        ),
        sa.Column("pairing_attempts", sa.Integer(), nullable=False, comment="tries of the present code"),
        sa.Column("host_key", sa.LargeBinary(), nullable=True, comment="Ed25519 public key that activated it"),
        sa.Column("grant", sa.LargeBinary(), nullable=True, comment="the signed grant, given again to the same host"),
        sa.Column("computer_name", sa.String(length=64), nullable=True),
        sa.Column(
            "system",
            sa.JSON(),
            nullable=True,
            comment="platform, build, edition, language, architecture as the host told",
        ),
        sa.Column("consent", sa.String(length=6), nullable=True, comment="ask, always"),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.String(length=9), nullable=False, comment="offline, online, connected"),
        sa.Column(
            "connected", sa.JSON(), nullable=False, comment="names of the technicians connected now, as the host told"
        ),
        sa.Column("seen_at", sa.BigInteger(), nullable=True, comment="last contact of the host"),
        sa.Column(
            "command_counter", sa.BigInteger(), nullable=False, comment="of the last signed command; rises strictly"
        ),
        sa.Column("removal", sa.String(length=9), nullable=False, comment="none (never installed), pending, confirmed"),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("removal_report", sa.LargeBinary(), nullable=True, comment="signed by the host key, as received"),
        sa.Column("leftovers", sa.Integer(), nullable=True, comment="artefacts still there, by the report"),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_support_session_ended_has_time")
        ),
        sa.CheckConstraint(
            "(activated_at IS NULL) = (deadline_at IS NULL)", name=op.f("ck_support_session_active_has_deadline")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "company_slot"],
            ["company_slot.company_id", "company_slot.no"],
            name=op.f("fk_support_session_company_id_company_slot_company_slot"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_support_session_company_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_support_session_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_session")),
        sa.UniqueConstraint(
            "technician_id", "idempotency_key", name=op.f("uq_support_session_technician_id_idempotency_key")
        ),
        comment="one pass: prepared, active, ended; presence and removal are kept beside the state",
    )
    with op.batch_alter_table("support_session", schema=None) as batch_op:
        batch_op.create_index(
            "ix_live_deadline",
            ["deadline_at", "prepared_until"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_support_session_company_id_created_at"), ["company_id", "created_at"], unique=False
        )
        batch_op.create_index(
            "uq_live_company_slot",
            ["company_id", "company_slot"],
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_live_technician_slot",
            ["technician_id", "technician_slot"],
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )


def _create_connection() -> None:
    op.create_table(
        "connection",
        sa.Column("pair_id", sa.String(length=32), nullable=False, comment="hex of the relay's pair id"),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("technician_id", sa.String(length=26), nullable=False),
        sa.Column("tool", sa.String(length=16), nullable=False, comment="remote_control, files, dashboard, chat"),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True, comment="the host accepted the password"),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("refused_dp", sa.String(length=6), nullable=True, comment="why the host refused"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["support_session.id"],
            name=op.f("fk_connection_session_id_support_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_connection_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("pair_id", name=op.f("pk_connection")),
        comment="one technician's link to one host, for the access report",
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connection_session_id"), ["session_id"], unique=False)


def _create_deployment_link() -> None:
    op.create_table(
        "deployment_link",
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex) of the token in the link"),
        sa.Column(
            "ticket_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 (hex) of the ticket in the download's name",
        ),
        sa.Column(
            "number", sa.String(length=9), nullable=False, comment="nine digits to type; unique among open links"
        ),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="with the session's preparation"),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True, comment="by the technician, or by a report"),
        sa.Column(
            "reported_at", sa.BigInteger(), nullable=True, comment="the person who received it did not ask for help"
        ),
        sa.Column("used_at", sa.BigInteger(), nullable=True, comment="by activation"),
        sa.Column(
            "closed_at", sa.BigInteger(), nullable=True, comment="used, revoked or over: the number is free again"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["support_session.id"],
            name=op.f("fk_deployment_link_session_id_support_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_deployment_link")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_deployment_link_ticket_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_deployment_link_token_hash")),
        comment="the address that delivers the host for one session",
    )
    with op.batch_alter_table("deployment_link", schema=None) as batch_op:
        batch_op.create_index(
            "uq_open_number",
            ["number"],
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )


def _create_host_token() -> None:
    op.create_table(
        "host_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 (hex) of the bearer token"),
        sa.Column("session_id", sa.String(length=26), nullable=False),
        sa.Column(
            "host_key",
            sa.LargeBinary(),
            nullable=False,
            comment="Ed25519 public key told in the greeting; the token is for this host only",
        ),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["support_session.id"],
            name=op.f("fk_host_token_session_id_support_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_host_token")),
        comment="admits one greeted host to pairing and activation",
    )
    with op.batch_alter_table("host_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_token_session_id"), ["session_id"], unique=False)
