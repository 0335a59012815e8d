"""What is wrong with the settings, in our own sentences: what was read, why it cannot be, what to write. Secrets are never repeated."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

LONGEST_SHOWN = 80
NEAR = 0.85  # one slip of the fingers in a short name, two or three in a long one


@dataclass(frozen=True, slots=True)
class Takes:
    """What a setting takes, as the end of a sentence, and one value that would do."""

    what: str
    such_as: str


TAKES = {
    "home": Takes("a folder", "/srv/daypass"),
    "public_url": Takes(
        "the address people type: https://, a host, and a port unless it is 443", "https://support.example.org"
    ),
    "bind": Takes("an IP address of this computer to listen on", "127.0.0.1"),
    "port": Takes("a port to listen on, a whole number from 0 to 65535", "8400"),
    "data_dir": Takes("a folder", "/var/lib/daypass"),
    "database_url": Takes("postgresql://… or sqlite:///…", "postgresql://daypass@db.example.org/daypass"),
    "smtp_url": Takes("smtp://… or smtps://…", "smtp://name:password@mail.example.org:587/"),
    "mail_from": Takes("one e-mail address, without a name beside it", "support@example.org"),
    "relay_url": Takes("the wss:// address of a relay node, with its path", "wss://relay.example.org/relay"),
    "server_public_key": Takes("a public key, 32 bytes in base64url: 43 characters", "A" * 43),
    "tls": Takes("local, file, proxy or off-on-localhost", "local"),
    "tls_certificate": Takes("a file", "/etc/daypass/server.pem"),
    "tls_key": Takes("a file", "/etc/daypass/server.key"),
    "trusted_proxies": Takes("addresses or networks, with commas between", "10.0.0.5,10.1.0.0/16"),
    "host_program": Takes("a file", "/srv/daypass/DaypassSupport-base.exe"),
    "sign_command": Takes("a command", "sign-the-host {file}"),
    "console_dir": Takes("a folder", "/srv/daypass/console"),
    "linux_host": Takes("true or false", "false"),
    "code_digits": Takes("6 or 9", "6"),
    "sign_in_hours": Takes("a whole number of hours from 1 to 24", "12"),
    "body_limit_bytes": Takes("a whole number of bytes, 4096 or more", "1048576"),
    "connections_per_address": Takes("a whole number, 16 or more", "512"),
    "silence_s": Takes("a number of seconds from 1 to 120", "20"),
    "metrics_from": Takes("addresses or networks, with commas between", "127.0.0.0/8"),
    "webhook_networks": Takes("addresses or networks, with commas between", "10.1.0.0/16"),
    "webhooks_to_localhost": Takes("true or false", "false"),
    "customer_days": Takes("a number of days, from 1 to 36500", "90"),
    "computer_days": Takes("a number of days, from 1 to 36500", "30"),
    "invitation_days": Takes("a number of days, from 1 to 36500", "7"),
    "audit_days": Takes("a number of days, from 1 to 36500", "365"),
    "address_days": Takes("a number of days, from 1 to 36500", "30"),
    "hash_memory_kib": Takes("a whole number of KiB, 8192 or more", "65536"),
}


def sentences(error: ValidationError, secret: frozenset[str]) -> list[str]:
    """One line for each setting that cannot be. `secret` names those whose value nobody may read over a shoulder."""
    # A default that follows from a setting which cannot be is no second mistake.
    own = [problem for problem in error.errors() if problem["type"] != "default_factory_not_called"]
    return [_sentence(problem, secret) for problem in own]


def misspelling(name: str) -> str | None:
    """What to say of a variable that is no setting; None when it is not near one, for others may use names like ours."""
    near = get_close_matches(name, [f"DAYPASS_{setting.upper()}" for setting in TAKES], n=1, cutoff=NEAR)
    return f"{name} is no setting, so what it says would be ignored. Write {near[0]}, or remove it" if near else None


def _sentence(problem: ErrorDetails, secret: frozenset[str]) -> str:
    own = problem["ctx"]["error"].args[0] if problem["type"] == "value_error" else ""
    if not problem["loc"]:
        return str(own)  # settings that do not go together: the sentence names them
    name = str(problem["loc"][0])
    setting, takes = f"DAYPASS_{name.upper()}", TAKES[name]
    read = "" if name in secret else _shown(problem["input"])
    return f"{setting}{read} cannot be used. {own + ' ' if own else ''}It takes {takes.what}. Write for example {setting}={takes.such_as}"


def _shown(value: Any) -> str:
    """` "value"`, short and on one line; nothing for what may hold a password."""
    if isinstance(value, SecretStr) or (isinstance(value, str) and "@" in value and "://" in value):
        return ""
    text = str(value).encode("unicode_escape").decode() if not str(value).isprintable() else str(value)
    return f' "{text[:LONGEST_SHOWN]}{"…" if len(text) > LONGEST_SHOWN else ""}"'
