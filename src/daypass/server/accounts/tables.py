"""Tables of people who sign in."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    false,
)

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
    Column(
        "second_factor_required",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="without one a person may only set one up",
    ),
    Column(
        "may_hold",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="technicians may ask to lock a PC's input or hide its screen; whoever is there decides each time",
    ),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("logo", String(16), comment="names the present logo; empty: none"),
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
    Column("picture", String(16), comment="names the present picture; empty: none"),
    Column("totp_secret", LargeBinary, comment="sealed under a key that is not in the database; empty: no such factor"),
    Column("totp_last_step", BigInteger, comment="the newest time step that was accepted: none is accepted twice"),
    Index(None, "company_id"),
    comment="a person who signs in",
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("token_hash", String(64), primary_key=True, comment="SHA-256 (hex) of the cookie's token"),
    Column("id", String(26), nullable=False, unique=True, comment="names it in lists, without opening anything"),
    Column("technician_id", ForeignKey("technician.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("expires_at", BigInteger, nullable=False, comment="ms; absolute, never prolonged"),
    Column("confirmed_at", BigInteger, nullable=False, comment="ms; when password or key were last proven in it"),
    Column("address", String(45), nullable=False, comment="IP address it came from"),
    Column("browser", String(200), nullable=False, comment="as it named itself"),
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

company_logo = Table(
    "company_logo",
    metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String(16), nullable=False, comment="as company.logo: its name in the address"),
    Column("image", LargeBinary, nullable=False, comment="WebP within 480 x 160, made here from what was sent"),
    Index(None, "version"),
    comment="what customers see on their page in the place of the company's name",
)

technician_picture = Table(
    "technician_picture",
    metadata,
    Column("technician_id", ForeignKey("technician.id", ondelete="CASCADE"), primary_key=True),
    Column("image", LargeBinary, nullable=False, comment="256 x 256 WebP, made here from what was sent"),
    comment="what colleagues see beside a name",
)

account_link = Table(
    "account_link",
    metadata,
    Column(
        "id", String(26), primary_key=True, comment="the link's token is made from it under a key outside the database"
    ),
    Column("kind", String(10), nullable=False, comment="invitation, reset, email"),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False),
    Column("technician_id", ForeignKey("technician.id", ondelete="CASCADE"), comment="whose account; empty: invited"),
    Column("email", String(254), nullable=False, comment="where the link goes; of an invitation: who is invited"),
    Column("name", String(80), nullable=False, comment="of the person invited; empty when not told"),
    Column("role", String(10), nullable=False, comment="of the person invited"),
    Column("language", String(5), nullable=False, comment="of the mail"),
    Column("made_by", String(26), comment="technician; empty: by the person themselves, or the command line"),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("expires_at", BigInteger, nullable=False, comment="ms"),
    Column("used_at", BigInteger, comment="ms; set once, in the transaction that does what the link is for"),
    Column("revoked_at", BigInteger, comment="ms; set: opens nothing"),
    Index(None, "company_id"),
    Index(None, "technician_id"),
    comment="one-time links: join a company, choose a new password, confirm a new address",
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), nullable=False),
    Column("technician_id", ForeignKey("technician.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False, comment="what it is for"),
    Column("token_hash", String(64), nullable=False, unique=True, comment="SHA-256 (hex) of the secret"),
    Column("scopes", JSON, nullable=False, comment="values of accounts.rights.Right"),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("expires_at", BigInteger, comment="ms; empty: until revoked"),
    Column("last_used_at", BigInteger, comment="ms, to the minute"),
    Column("last_used_from", String(45), comment="IP address"),
    Column("revoked_at", BigInteger, comment="ms"),
    Index(None, "company_id"),
    Index(None, "technician_id"),
    comment="a program's way in; never allowed more than its maker is today",
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("technician_id", ForeignKey("technician.id", ondelete="CASCADE"), nullable=False),
    Column("credential_id", LargeBinary, nullable=False, unique=True, comment="as the authenticator named it"),
    Column("public_key", LargeBinary, nullable=False, comment="COSE"),
    Column("sign_count", BigInteger, nullable=False, comment="the authenticator's own count; going back means a copy"),
    Column("name", String(80), nullable=False, comment="as its owner calls it"),
    Column("created_at", BigInteger, nullable=False, comment="ms since 1970"),
    Column("last_used_at", BigInteger, comment="ms"),
    Index(None, "technician_id"),
    comment="signs a technician in without a password",
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("technician_id", ForeignKey("technician.id", ondelete="CASCADE"), nullable=False),
    Column("code_hash", String(64), nullable=False, comment="HMAC-SHA-256 (hex) under a key outside the database"),
    PrimaryKeyConstraint("technician_id", "code_hash"),
    comment="one use each, instead of the second factor; a used one is gone",
)

used_challenge = Table(
    "used_challenge",
    metadata,
    Column("challenge_hash", String(64), primary_key=True, comment="SHA-256 (hex)"),
    Column("expires_at", BigInteger, nullable=False, comment="ms; afterwards nobody accepts it anyway"),
    comment="challenges that a passkey has answered: none is accepted twice",
)
