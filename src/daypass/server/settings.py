"""What the operator decides, read once from `DAYPASS_…` variables (or a `.env` file beside the process).

Read only by `app.py` and `__main__.py`; everything below receives plain values.
"""

import ipaddress
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from daypass.server.setup.secure_origin import LOOPBACK_HOSTS


class Tls(StrEnum):
    """Who speaks TLS: nobody (localhost only), Daypass with its own authority, Daypass with given files, or a named proxy."""

    OFF_ON_LOCALHOST = "off-on-localhost"
    LOCAL = "local"
    FILE = "file"
    PROXY = "proxy"


class Settings(BaseSettings):
    """Every setting has a default that works on one machine; times are in the unit the name ends with."""

    model_config = SettingsConfigDict(env_prefix="DAYPASS_", env_file=".env", extra="ignore", frozen=True)

    public_url: str = Field("", description="Address people type, without a path; empty: http://localhost:{port}")
    bind: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8400, ge=0, le=65535, description="Port to listen on")
    data_dir: Path = Field(Path("var"), description="Keys, SQLite file, certificates; created 0700")
    database_url: SecretStr = Field(
        SecretStr(""), description="postgresql://… or sqlite:///…; empty: SQLite in data_dir"
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), description="smtp(s)://name:password@host:port; empty: mails are shown in the console"
    )
    mail_from: str = Field("", description="Sender of mails; empty: daypass@ the public address")

    relay_url: str = Field("", description="wss://… of a relay node of its own; empty: this server relays")
    server_public_key: str = Field("", description="base64url, for a relay node: the key that signs its tickets")

    tls: Tls | None = Field(
        None, description="local, file, proxy or off-on-localhost; empty: off on localhost, else local"
    )
    tls_certificate: Path | None = Field(None, description="PEM chain, with tls=file")
    tls_key: Path | None = Field(None, description="PEM key, with tls=file")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses or networks of the named proxies, with tls=proxy"
    )

    host_program: Path = Field(Path("build/host/DaypassSupport-base.exe"), description="Unstamped Windows host")
    sign_command: str = Field("", description="Signs the stamped host; see the operator's guide")
    console_dir: Path = Field(Path("console/dist"), description="Built console")
    linux_host: bool = Field(False, description="Development only: customers on Linux may take part")

    code_digits: int = Field(6, description="Digits of the security code: 6 or 9")
    sign_in_hours: int = Field(12, ge=1, le=24, description="How long a sign-in lasts")
    body_limit_bytes: int = Field(1 << 20, ge=4096, description="Largest request body")
    metrics_from: Annotated[tuple[str, ...], NoDecode] = Field(
        ("127.0.0.0/8", "::1/128"), description="Networks that may read /metrics"
    )
    hash_memory_kib: int = Field(65536, ge=8192, description="Argon2id memory for technicians' passwords")

    @field_validator("trusted_proxies", "metrics_from", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        parts = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        for part in parts if isinstance(parts, list | tuple) else ():
            ipaddress.ip_network(part, strict=False)
        return parts

    @field_validator("code_digits")
    @classmethod
    def _six_or_nine(cls, value: int) -> int:
        if value not in (6, 9):
            raise ValueError("DAYPASS_CODE_DIGITS is 6 or 9")
        return value

    @field_validator("public_url")
    @classmethod
    def _bare_address(cls, value: str) -> str:
        value = value.rstrip("/")
        if value:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
                raise ValueError("DAYPASS_PUBLIC_URL is an address such as https://support.example.org, without a path")
        return value

    @model_validator(mode="after")
    def _tls_fits_address(self) -> "Settings":
        loopback = self.address_is_loopback()
        if self.tls is Tls.OFF_ON_LOCALHOST and not loopback:
            raise ValueError("DAYPASS_TLS=off-on-localhost answers only on localhost: use local, file or proxy")
        if self.tls is Tls.FILE and not (self.tls_certificate and self.tls_key):
            raise ValueError("DAYPASS_TLS=file needs DAYPASS_TLS_CERTIFICATE and DAYPASS_TLS_KEY")
        if self.tls is Tls.PROXY and not self.trusted_proxies:
            raise ValueError("DAYPASS_TLS=proxy needs DAYPASS_TRUSTED_PROXIES, the addresses of the proxies")
        if not loopback and urlsplit(self.address()).scheme != "https":
            raise ValueError(
                "DAYPASS_PUBLIC_URL must be https:// away from localhost: browsers give the console nothing on http"
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

    def database_address(self) -> str:
        """SQLAlchemy's URL with the async driver."""
        given = self.database_url.get_secret_value()
        if own_file := self.own_database_file():
            return f"sqlite+aiosqlite:///{own_file.absolute()}"
        for plain, driver in (("postgresql://", "postgresql+asyncpg://"), ("postgres://", "postgresql+asyncpg://")):
            if given.startswith(plain):
                return driver + given.removeprefix(plain)
        return given.replace("sqlite://", "sqlite+aiosqlite://", 1) if given.startswith("sqlite://") else given
