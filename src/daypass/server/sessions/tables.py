"""Tables of support sessions. Times are milliseconds since 1970."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from daypass.server.database import metadata

LIVE = text("ended_at IS NULL")
RECEIPT_ASKED = text("receipt_state = 'asked'")
REMOVAL_PENDING = text("removal = 'pending'")

support_session = Table(
    "support_session",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False),
    Column("technician_id", ForeignKey("technician.id"), nullable=False),
    Column("assigned_at", BigInteger, comment="handed over to a colleague then; empty: never"),
    Column("company_slot", Integer, nullable=False, comment="its place among the company's live sessions"),
    Column("technician_slot", Integer, nullable=False, comment="its place among the technician's live sessions"),
    Column("idempotency_key", String(64), comment="of the request that made it; the same again returns this session"),
    Column(
        "request_hash",
        String(64),
        comment="SHA-256 (hex) of that request: the same key with another request is refused",
    ),
    # the lifecycle
    Column("state", String(8), nullable=False, comment="prepared, active, ended"),
    Column("ending", String(16), comment="how it ended: a value of protocol.lifecycle.Ending"),
    Column("created_at", BigInteger, nullable=False),
    Column("prepared_until", BigInteger, nullable=False, comment="not activated by then: expired"),
    Column("activated_at", BigInteger),
    Column("deadline_at", BigInteger, comment="24 h after activated_at"),
    Column("ended_at", BigInteger, comment="empty: live, holds its slots and a seat"),
    # the customer
    Column("customer_email", String(254), nullable=False, comment="empty when not told; erased after its time"),
    Column("customer_name", String(80), nullable=False),
    Column("customer_language", String(5), nullable=False, comment="pt-BR, en, es"),
    Column("note", String(500), nullable=False, comment="the technician's own"),
    Column(
        "customer_words",
        Text,
        nullable=False,
        comment="e-mail, name and note as a search compares them (searching.folded); erased with them",
    ),
    Column("customer_erased_at", BigInteger, comment="who the customer was and the note went then, after their time"),
    Column(
        "customer_pseudonym", String(26), comment="of the erased e-mail, as in the audit chain; tells customers apart"
    ),
    # milestones the technician watches
    Column("mail_at", BigInteger, comment="the mail server took the mail"),
    Column("visited_at", BigInteger, comment="the customer pressed Continue on the page"),
    Column("downloaded_at", BigInteger),
    Column("started_at", BigInteger, comment="the host greeted the server"),
    Column("code_at", BigInteger, comment="the host stands at the code window"),
    Column("installing_at", BigInteger),
    Column("host_stage", String(20), comment="the newest stage the host told"),
    Column("host_stage_dp", String(6), comment="the DP code told with it"),
    Column("sight", String(20), comment="what the customer says to see when the app does not start"),
    Column("sight_at", BigInteger, comment="when they said so"),
    # pairing
    Column("technician_key", LargeBinary, comment="Ed25519 public key the technician's page registered"),
    Column("verifier_salt", LargeBinary, comment="16 bytes: salt of the password's verifier"),
    Column("pairing_attempts", Integer, nullable=False, comment="tries of the present code"),
    # the host
    Column("host_key", LargeBinary, comment="Ed25519 public key that activated it"),
    Column("grant", LargeBinary, comment="the signed grant, given again to the same host"),
    Column("rights", JSON, comment="tools the grant allows; empty until activation, when the plan decides"),
    Column("computer_name", String(64)),
    Column("computer_words", Text, comment="the PC's name as a search compares it; erased with it"),
    Column("computer_erased_at", BigInteger, comment="the PC's name and system went then, after their time"),
    Column("system", JSON, comment="platform, build, edition, language, architecture as the host told"),
    Column("consent", String(6), comment="ask, always"),
    Column("paused", Boolean, nullable=False),
    Column("presence", String(9), nullable=False, comment="offline, online, connected"),
    Column("connected", JSON, nullable=False, comment="names of the technicians connected now, as the host told"),
    Column("seen_at", BigInteger, comment="last contact of the host"),
    Column("command_counter", BigInteger, nullable=False, comment="of the last signed command; rises strictly"),
    # removal
    Column("removal", String(9), nullable=False, comment="none (never installed), pending, confirmed"),
    Column("removed_at", BigInteger),
    Column("removal_report", LargeBinary, comment="signed by the host key, as received"),
    Column("leftovers", Integer, comment="artefacts still there, by the report"),
    # the activity log on the PC
    Column(
        "log_lines",
        Integer,
        nullable=False,
        server_default="0",
        comment="lines of the activity log on the PC, as its host told last",
    ),
    Column("log_head", String(64), comment="SHA-256 (hex) over these lines"),
    Column("log_at", BigInteger, comment="when that was told"),
    Column(
        "log_differs_at",
        BigInteger,
        comment="when the host first told of another log than before: fewer lines, or as many with another hash",
    ),
    # afterwards
    Column("receipt_state", String(8), comment="a value of ReceiptState; empty: the customer wants no receipt"),
    Column("receipt_at", BigInteger, comment="since when it is so"),
    Column("receipt_hash", String(64), comment="SHA-256 (hex) of what the receipt says, as it was last sent"),
    Column("closing_note", String(2000), comment="what the technician says was done; empty: nothing written yet"),
    Column("closing_note_at", BigInteger, comment="when it was last written"),
    ForeignKeyConstraint(["company_id", "company_slot"], ["company_slot.company_id", "company_slot.no"]),
    UniqueConstraint("technician_id", "idempotency_key"),
    CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_has_time"),
    CheckConstraint("(activated_at IS NULL) = (deadline_at IS NULL)", name="active_has_deadline"),
    Index(
        "uq_live_technician_slot",
        "technician_id",
        "technician_slot",
        unique=True,
        postgresql_where=LIVE,
        sqlite_where=LIVE,
    ),
    Index("uq_live_company_slot", "company_id", "company_slot", unique=True, postgresql_where=LIVE, sqlite_where=LIVE),
    Index("ix_live_deadline", "deadline_at", "prepared_until", postgresql_where=LIVE, sqlite_where=LIVE),
    Index(None, "company_id", "created_at", "id"),
    Index(None, "technician_id", "created_at", "id"),
    Index(None, "company_id", "activated_at"),
    Index(
        "ix_removal_pending",
        "company_id",
        "created_at",
        "id",
        postgresql_where=REMOVAL_PENDING,
        sqlite_where=REMOVAL_PENDING,
    ),
    Index("ix_receipt_asked", "ended_at", postgresql_where=RECEIPT_ASKED, sqlite_where=RECEIPT_ASKED),
    comment="one pass: prepared, active, ended; presence and removal are kept beside the state",
)

handover = Table(
    "handover",
    metadata,
    Column("session_id", ForeignKey("support_session.id", ondelete="CASCADE"), primary_key=True),
    Column("technician_id", ForeignKey("technician.id"), primary_key=True, comment="who had it before"),
    Column("idempotency_key", String(64), comment="of this technician's request that made the session, if it did"),
    Column("request_hash", String(64), comment="SHA-256 (hex) of that request"),
    Column("handed_at", BigInteger, nullable=False, comment="ms since 1970, the last time"),
    UniqueConstraint("technician_id", "idempotency_key"),
    comment="who gave a session to a colleague: is told so, and their key makes no second session",
)

invited_colleague = Table(
    "invited_colleague",
    metadata,
    Column("session_id", ForeignKey("support_session.id", ondelete="CASCADE"), primary_key=True),
    Column("technician_id", ForeignKey("technician.id"), primary_key=True, comment="who may see it and connect"),
    Column("invited_by", ForeignKey("technician.id"), nullable=False, comment="who said so last"),
    Column("invited_at", BigInteger, nullable=False, comment="ms since 1970, the last time"),
    Column("withdrawn_at", BigInteger, comment="no more since then; empty: in force"),
    Index(None, "technician_id", "withdrawn_at"),
    comment="colleagues whom a session's technician asked to join; the password they hear from them, never from here",
)

host_token = Table(
    "host_token",
    metadata,
    Column("token_hash", String(64), primary_key=True, comment="SHA-256 (hex) of the bearer token"),
    Column("session_id", ForeignKey("support_session.id", ondelete="CASCADE"), nullable=False),
    Column(
        "host_key",
        LargeBinary,
        nullable=False,
        comment="Ed25519 public key told in the greeting; the token is for this host only",
    ),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "session_id"),
    comment="admits one greeted host to pairing and activation",
)

connection = Table(
    "connection",
    metadata,
    Column("pair_id", String(32), primary_key=True, comment="hex of the relay's pair id"),
    Column("session_id", ForeignKey("support_session.id", ondelete="CASCADE"), nullable=False),
    Column("technician_id", ForeignKey("technician.id"), nullable=False),
    Column("tool", String(16), nullable=False, comment="remote_control, files, dashboard, chat"),
    Column("requested_at", BigInteger, nullable=False),
    Column("opened_at", BigInteger, comment="the host accepted the password"),
    Column("closed_at", BigInteger),
    Column(
        "host_told_at",
        BigInteger,
        comment="the host told that it is over, or why it refused; the relay may have told the end before",
    ),
    Column("refused_dp", String(6), comment="why the host refused"),
    Column("bytes_to_host", BigInteger, comment="as the relay counted; empty: a relay elsewhere does not tell"),
    Column("bytes_to_technician", BigInteger, comment="the other direction"),
    Column(
        "recorded_ms", BigInteger, comment="how long the screen was recorded, of recordings that ended; empty: none did"
    ),
    Column("recording_since", BigInteger, comment="a recording runs since then, or ran until the connection ended"),
    Index(None, "session_id"),
    comment="one technician's link to one host, for the access report",
)

new_password = Table(
    "new_password",
    metadata,
    Column("request_id", String(32), primary_key=True, comment="hex of the id that host and server name it by"),
    Column("session_id", ForeignKey("support_session.id", ondelete="CASCADE"), nullable=False),
    Column("technician_id", ForeignKey("technician.id"), nullable=False, comment="who asked"),
    Column("technician_key", LargeBinary, nullable=False, comment="Ed25519 public key of the page that asked"),
    Column("verifier_salt", LargeBinary, nullable=False, comment="16 bytes: salt of the new password's verifier"),
    Column("asked_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, comment="no right code by then: nothing changes"),
    Column("stage", String(9), nullable=False, comment="a value of NewPasswordStage"),
    Column("stage_dp", String(6), comment="the DP code told with it"),
    Column("told_at", BigInteger, comment="when the stage was told; empty: nothing told yet"),
    Column("attempts", Integer, nullable=False, comment="tries of the present code"),
    Index(None, "session_id", "asked_at"),
    comment="a technician's request for a new session password while the session is active",
)
