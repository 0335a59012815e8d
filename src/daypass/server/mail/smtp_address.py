"""Reads `DAYPASS_SMTP_URL`: `smtp://name:password@host:587/?starttls=required&from=help@example.org` or `smtps://host`."""

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

_DEFAULT_PORTS = {"smtp": 587, "smtps": 465}
_LOOKS_LIKE = (
    "Write smtp://name:password@host:587/ or smtps://name:password@host/, with %40 for an @ in a name or password."
)


class Encryption(StrEnum):
    """How the line to the mail server is protected."""

    TLS = "tls"
    REQUIRED = "required"
    IF_OFFERED = "if_offered"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where mails go. `sender` is the address they come from, when the URL names one."""

    host: str
    port: int
    encryption: Encryption
    name: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str | None = None


def smtp_address(url: str) -> SmtpAddress:
    """Parse the setting. Raises ValueError with a sentence for the operator.

    `starttls` is `required`, `if_offered` or `never`. Without it: required, except towards this machine itself. A password is never
    sent in the clear to another machine.
    """
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:  # its words repeat the address, with the password
        raise ValueError(f"DAYPASS_SMTP_URL has no host and port that can be. {_LOOKS_LIKE}") from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or port == 0:
        raise ValueError(f"DAYPASS_SMTP_URL names no mail server. {_LOOKS_LIKE}")
    options = parse_qs(parts.query, keep_blank_values=True)
    if set(options) - {"starttls", "from"}:
        raise ValueError("DAYPASS_SMTP_URL has an option that is none. There are ?starttls= and &from=.")
    encryption = _encryption(parts.scheme, options.get("starttls", [None])[0], parts.hostname)
    if parts.password and encryption in (Encryption.NEVER, Encryption.IF_OFFERED) and not _is_loopback(parts.hostname):
        raise ValueError("DAYPASS_SMTP_URL would send its password in the clear. Write smtps:// or ?starttls=required.")
    return SmtpAddress(
        host=parts.hostname,
        port=port or _DEFAULT_PORTS[parts.scheme],
        encryption=encryption,
        name=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        sender=options.get("from", [None])[0],
    )


def _encryption(scheme: str, wanted: str | None, host: str) -> Encryption:
    if scheme == "smtps":
        return Encryption.TLS
    if wanted is None:
        return Encryption.IF_OFFERED if _is_loopback(host) else Encryption.REQUIRED
    if wanted not in ("required", "if_offered", "never"):
        raise ValueError("DAYPASS_SMTP_URL has a starttls that is none. Write required, if_offered or never.")
    return Encryption(wanted)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
