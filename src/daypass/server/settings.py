"""What the operator decides, read once from `DAYPASS_…` variables and the file `.env` in Daypass's own folder.

That folder, never the one a command was started from, is also where data, host and console are: the checkout, or for an installed
Daypass `daypass` in the person's data folder (XDG); `DAYPASS_HOME` names another. Relative paths in settings count from it.
Read only by `app.py` and `__main__.py`; everything below receives plain values.
"""

import ipaddress
import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict, SettingsError

from daypass.protocol.host_api import from_base64url
from daypass.server import settings_words
from daypass.server.setup.public_address import public_address
from daypass.server.setup.secure_origin import LOOPBACK_HOSTS

_CHECKOUT = Path(__file__).resolve().parents[3]
LOOPBACK = "127.0.0.1"
OWN_PORT = 8400
_PLAIN_MAIL_ADDRESS = re.compile(r"[^\s@<>,;\"\x00-\x1f]+@[^\s@<>,;\"\x00-\x1f]+")


class Tls(StrEnum):
    """Who speaks TLS: nobody (localhost only), Daypass with its own authority, Daypass with given files, or a named proxy."""

    OFF_ON_LOCALHOST = "off-on-localhost"
    LOCAL = "local"
    FILE = "file"
    PROXY = "proxy"


def own_folder() -> Path:
    """Where Daypass keeps what is its own, wherever a command is started: see the top of this file."""
    if named := os.environ.get("DAYPASS_HOME"):
        return Path(named).absolute()
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "daypass"


class SettingsRefused(Exception):
    """What was set cannot be; the text says for each setting what to write instead."""


class Settings(BaseSettings):
    """Every setting has a default that works on one machine; times are in the unit the name ends with."""

    model_config = SettingsConfigDict(env_prefix="DAYPASS_", env_ignore_empty=True, extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=own_folder,
        description="Daypass's own folder: .env, data, host, console; relative paths count from it",
    )
    public_url: str = Field("", description="Address people type, without a path; empty: http://localhost:{port}")
    tls: Tls | None = Field(
        None, description="local, file, proxy or off-on-localhost; empty: off on localhost, else local"
    )
    server_public_key: str = Field("", description="base64url, for a relay node: the key that signs its tickets")
    bind: str = Field(
        default_factory=lambda before: _bind_for(before),
        description=f"Address to listen on; empty: {LOOPBACK}, and every interface when Daypass itself speaks TLS for others",
    )
    port: int = Field(
        default_factory=lambda before: _port_for(before),
        ge=0,
        le=65535,
        description=f"Port to listen on; empty: the one of DAYPASS_PUBLIC_URL, and {OWN_PORT} without one or behind a proxy",
    )
    data_dir: Path = Field(
        Path("var"), validate_default=True, description="Keys, SQLite file, certificates; created 0700"
    )
    database_url: SecretStr = Field(
        SecretStr(""), description="postgresql://… or sqlite:///…; empty: SQLite in data_dir"
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), description="smtp(s)://name:password@host:port; empty: mails are shown in the console"
    )
    mail_from: str = Field("", description="Sender of mails; empty: daypass@ the public address")

    relay_url: str = Field("", description="wss://… of a relay node of its own; empty: this server relays")

    tls_certificate: Path | None = Field(None, description="PEM chain, with tls=file")
    tls_key: Path | None = Field(None, description="PEM key, with tls=file")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses or networks of the named proxies, with tls=proxy"
    )

    host_program: Path = Field(
        Path("build/host/DaypassSupport-base.exe"),
        validate_default=True,
        description="Unstamped Windows host; its codec packs lie beside it",
    )
    sign_command: str = Field(
        "", description="Signs the stamped host: a command in which {file} stands for it; empty: a test certificate"
    )
    console_dir: Path = Field(Path("console/dist"), validate_default=True, description="Built console")
    linux_host: bool = Field(False, description="Development only: customers on Linux may take part")

    code_digits: int = Field(6, description="Digits of the security code: 6 or 9")
    sign_in_hours: int = Field(12, ge=1, le=24, description="How long a sign-in lasts")
    body_limit_bytes: int = Field(1 << 20, ge=4096, description="Largest request body")
    connections_per_address: int = Field(
        512,  # an office behind one address: its technicians' tabs and the hosts on its PCs fit
        ge=16,
        description="Most connections from one caller's address (IPv6: its /64); a named proxy's are not counted",
    )
    silence_s: float = Field(
        20.0,
        ge=1,
        le=120,
        description="Seconds of silence after which a live connection is asked; who answers nothing for as long again is gone",
    )
    metrics_from: Annotated[tuple[str, ...], NoDecode] = Field(
        ("127.0.0.0/8", "::1/128"), description="Networks that may read /metrics"
    )
    webhook_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Networks of your own in which webhooks may be delivered; empty: public addresses only"
    )
    webhooks_to_localhost: bool = Field(False, description="Development only: webhooks to http://localhost")
    customer_days: int = Field(90, ge=1, le=36500, description="How long customer and notes are kept after a session")
    computer_days: int = Field(30, ge=1, le=36500, description="How long PC name and system are kept after a session")
    invitation_days: int = Field(
        7, ge=1, le=36500, description="How long links, numbers and mails are kept after a session"
    )
    audit_days: int = Field(365, ge=1, le=36500, description="How long entries of the audit trail are kept")
    address_days: int = Field(30, ge=1, le=36500, description="How long addresses of sign-ins are kept")
    hash_memory_kib: int = Field(65536, ge=8192, description="Argon2id memory for technicians' passwords")

    @field_validator("data_dir", "host_program", "console_dir", "tls_certificate", "tls_key")
    @classmethod
    def _from_home(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        return info.data["home"] / value.expanduser() if value else None

    @field_validator("trusted_proxies", "metrics_from", "webhook_networks", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        parts = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        for part in parts if isinstance(parts, list | tuple) else ():
            try:
                ipaddress.ip_network(part, strict=False)
            except ValueError:
                raise ValueError(f'"{part}" is neither an IP address nor a network.') from None
        return parts

    @field_validator("code_digits")
    @classmethod
    def _six_or_nine(cls, value: int) -> int:
        if value not in (6, 9):
            raise ValueError("Customers can read and type six or nine digits.")
        return value

    @field_validator("public_url")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        return public_address(value) if value else value

    @field_validator("relay_url")
    @classmethod
    def _socket_address(cls, value: str) -> str:
        if value:
            scheme, colon, rest = value.partition("://")
            if scheme not in ("ws", "wss") or not colon:
                raise ValueError("It does not begin with wss://.")
            public_address(f"{scheme.replace('ws', 'http', 1)}://{rest.partition('/')[0]}")
        return value

    @field_validator("server_public_key")
    @classmethod
    def _whole_key(cls, value: str) -> str:
        try:
            whole = not value or len(from_base64url(value)) == 32
        except ValueError:
            whole = False
        if not whole:
            raise ValueError("That is no whole key.")
        return value

    @field_validator("mail_from")
    @classmethod
    def _plain_mail_address(cls, value: str) -> str:
        if value and not _PLAIN_MAIL_ADDRESS.fullmatch(value):
            raise ValueError("Mails cannot come from there.")
        return value

    @model_validator(mode="after")
    def _tls_fits_address(self) -> "Settings":
        loopback = self.address_is_loopback()
        if not loopback and urlsplit(self.address()).scheme != "https":
            raise ValueError(
                f'DAYPASS_PUBLIC_URL "{self.address()}" cannot be used. Away from this computer, browsers give the console'
                " neither encryption nor clipboard over http. Write"
                f" DAYPASS_PUBLIC_URL={self.address().replace('http', 'https', 1)}; DAYPASS_TLS says where the certificate comes from"
            )
        if self.tls is Tls.OFF_ON_LOCALHOST and not loopback:
            raise ValueError(
                f"DAYPASS_TLS=off-on-localhost does not go with {self.address()}. Without TLS, Daypass answers on localhost only."
                " Write DAYPASS_TLS=local, file or proxy, or leave it empty"
            )
        if self.tls is Tls.FILE and not (self.tls_certificate and self.tls_key):
            raise ValueError(
                "DAYPASS_TLS=file lacks its files. Daypass then serves a certificate of yours."
                " Write DAYPASS_TLS_CERTIFICATE and DAYPASS_TLS_KEY as well, or DAYPASS_TLS=local"
            )
        if self.tls is Tls.PROXY and not self.trusted_proxies:
            raise ValueError(
                "DAYPASS_TLS=proxy lacks its proxies. Daypass believes forwarded addresses from named proxies only."
                " Write DAYPASS_TRUSTED_PROXIES as well, the addresses it is reached from, with commas between"
            )
        return self

    def address(self) -> str:
        """The public address, without a trailing slash."""
        return self.public_url or f"http://localhost:{self.port}"

    def relay_address(self) -> str:
        """Where both sides of a connection meet."""
        return self.relay_url or self.address().replace("http", "ws", 1) + "/relay"

    def address_is_loopback(self) -> bool:
        """Whether people reach this server only from its own machine."""
        return urlsplit(self.address()).hostname in LOOPBACK_HOSTS

    def mail_sender(self) -> str:
        """The address mails come from."""
        host = urlsplit(self.address()).hostname or "localhost"
        named = not host.replace(".", "").isdigit() and ":" not in host
        return self.mail_from or f"daypass@{host if named else 'localhost'}"

    def tls_mode(self) -> Tls:
        """The TLS mode in force, after the default."""
        if self.tls is not None:
            return self.tls
        return Tls.OFF_ON_LOCALHOST if urlsplit(self.address()).scheme == "http" else Tls.LOCAL

    def own_database_file(self) -> Path | None:
        """The SQLite file in the data directory; None when the operator named a database."""
        return None if self.database_url.get_secret_value() else self.data_dir / "daypass.sqlite"

    def authority_file(self) -> Path:
        """The certificate of the local authority, for those who shall trust it; there from the first start with tls=local."""
        return self.data_dir / "tls" / "authority.pem"

    def database_address(self) -> str:
        """SQLAlchemy's URL with the async driver."""
        given = self.database_url.get_secret_value()
        if own_file := self.own_database_file():
            return f"sqlite+aiosqlite:///{own_file.absolute()}"
        for plain, driver in (("postgresql://", "postgresql+asyncpg://"), ("postgres://", "postgresql+asyncpg://")):
            if given.startswith(plain):
                return driver + given.removeprefix(plain)
        return given.replace("sqlite://", "sqlite+aiosqlite://", 1) if given.startswith("sqlite://") else given


def _bind_for(before: dict[str, Any]) -> str:
    """Where to listen when nobody says: for everybody whom the public address invites, when no proxy stands before us."""
    host = _own_end(before).hostname
    if host is None or host in LOOPBACK_HOSTS:
        return LOOPBACK
    return "::" if ":" in host else "0.0.0.0"  # noqa: S104 - who names a public address wants to be reached there


def _port_for(before: dict[str, Any]) -> int:
    """The port that the public address names, when no proxy stands before us."""
    end = _own_end(before)
    return end.port or {"https": 443, "http": 80}.get(end.scheme, OWN_PORT)


def _own_end(before: dict[str, Any]) -> SplitResult:
    """The public address when it leads straight to this process; empty behind a proxy, and on a relay node, which names its server's."""
    straight = before["tls"] is not Tls.PROXY and not before["server_public_key"]
    return urlsplit(before["public_url"] if straight else "")


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsRefused."""
    try:
        if misspelled := [sentence for name in unknown_settings() if (sentence := settings_words.misspelling(name))]:
            raise SettingsRefused("\n".join(misspelled))
        return Settings(_env_file=own_folder() / ".env")
    except ValidationError as error:
        raise SettingsRefused("\n".join(settings_words.sentences(error, SECRET))) from None
    except (SettingsError, UnicodeDecodeError) as error:
        raise SettingsRefused(f"{own_folder() / '.env'} cannot be read: {error}") from None


def unknown_settings() -> list[str]:
    """The names in the environment and in `.env` that begin like ours and are none of ours."""
    in_file = DotEnvSettingsSource(Settings, env_file=own_folder() / ".env").env_vars
    named = {name.upper() for name in (*os.environ, *in_file) if name.upper().startswith("DAYPASS_")}
    ours = {f"DAYPASS_{name.upper()}" for name in Settings.model_fields}
    return sorted(named - ours - NAMES_OF_COMMANDS)


NAMES_OF_COMMANDS = frozenset(
    f"DAYPASS_{name}" for name in ("EMAIL", "PASSWORD", "TOKEN", "SESSION_PASSWORD", "SODIUM", "CACHE")
)
"""Variables that commands, builds and libraries of ours read beside the settings."""
SECRET = frozenset(name for name, field in Settings.model_fields.items() if field.annotation is SecretStr)
