"""What may be typed after an option: each kind says in words what it takes, before a command opens anything.

What stands in a terminal's arguments may come from elsewhere (a script, a ticket, a copied mail), so nothing here trusts its length,
its characters or that it is text at all: bytes that are no UTF-8 arrive as halves of surrogate pairs.
"""

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import from_base64url
from daypass.server.accounts.fields import Name, NewEmail
from daypass.server.accounts.models import folded_email, readable_name, readable_text
from daypass.server.local_times import local_times
from daypass.server.log_lines import escaped
from daypass.server.problems import Refusal
from daypass.server.sessions.searching import Search

LONGEST_NAME = 80
LONGEST_NOTE = 500
LONGEST_PATH = 4096
LONGEST_URL = 500
LONGEST_ID = 26
KEY_BYTES = 32
LAST_DAY = datetime.date(9990, 1, 1)
"""Later ones overflow where a zone is added to them."""
_QUOTED_CHARACTERS = 80

Kind = Callable[[str], Any]


def quoted(text: str) -> str:
    """`text` as an error repeats it: short, on one line, with nothing a terminal acts on."""
    shown = escaped(text[:_QUOTED_CHARACTERS])
    return f'"{shown}…"' if len(text) > _QUOTED_CHARACTERS else f'"{shown}"'


def refused(text: str, wanted: str) -> argparse.ArgumentTypeError:
    """The error of an argument that is not what is `wanted`."""
    return argparse.ArgumentTypeError(f"{quoted(text)} is not {wanted}")


def one_line(most: int) -> Kind:
    """Up to `most` characters that can all be seen; empty is allowed."""

    def kind(text: str) -> str:
        if len(text) > most or not text.isprintable():
            raise refused(text, f"one line of at most {most} characters that can all be seen")
        return text

    return kind


def name(text: str) -> str:
    """What people are called, or things: something to read, on one line."""
    try:
        readable = TypeAdapter[str](Name).validate_python(one_line(LONGEST_NAME)(text))
    except ValidationError:
        raise refused(text, "a name: write at least one letter or digit") from None
    return readable


def name_or_nothing(text: str) -> str:
    """A name that may be left empty."""
    return readable_name(str(one_line(LONGEST_NAME)(text)))


def note(text: str) -> str:
    """Some lines of text."""
    lines = text.replace("\r\n", "\n").replace("\t", " ")
    if len(text) > LONGEST_NOTE or not lines.replace("\n", "").isprintable():
        raise refused(text, f"a note of at most {LONGEST_NOTE} characters that can all be seen")
    return readable_text(lines)


def email(text: str) -> str:
    """A whole e-mail address, in its one spelling."""
    try:
        return folded_email(TypeAdapter[str](NewEmail).validate_python(text))
    except (ValidationError, UnicodeError):
        raise refused(text, "an e-mail address: write it whole, for example support@example.org") from None


def email_or_nothing(text: str) -> str:
    """An e-mail address that may be left empty."""
    return email(text) if text else ""


def search(text: str) -> str:
    """Words to look for."""
    try:
        Search.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{quoted(text)} cannot be looked for: {error}") from None
    return text


def identifier(text: str) -> str:
    """What may be an id; whether there is one is for the command to say."""
    if not 0 < len(text) <= LONGEST_ID or not text.isascii() or not text.isalnum():
        raise refused(text, f"an id: {LONGEST_ID} letters and digits, as the lists print them")
    return text


def file(text: str) -> Path:
    """The path of a file."""
    if not 0 < len(text) <= LONGEST_PATH or not text.isprintable():
        raise refused(text, "the name of a file, on one line and in UTF-8")
    return Path(text)


def server_address(text: str) -> str:
    """Where a server answers: https:// or http://, host and perhaps port."""
    wanted = "the address of a server, for example https://support.example.org"
    if len(text) > LONGEST_URL or not text.isprintable() or any(c.isspace() for c in text):
        raise refused(text, wanted)
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        whole = False
    if not whole or parts.username is not None or parts.query or parts.fragment or parts.path not in ("", "/"):
        raise refused(text, wanted)
    return text.rstrip("/")


def zone(text: str) -> str:
    """The name of a time zone; empty: UTC."""
    try:
        local_times(text)
    except (Refusal, UnicodeError):
        raise refused(text, "a time zone, for example America/Sao_Paulo") from None
    return text


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two."""

    def kind(text: str) -> int:
        if not (0 < len(text) <= len(str(most)) and text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise refused(text, f"a number from {least} to {most}")
        return int(text)

    return kind


def day(text: str) -> int:
    """Milliseconds since 1970 at which a day begins on this machine."""
    try:
        asked = datetime.datetime.strptime(text, "%Y-%m-%d").date()
        if datetime.date(1970, 1, 2) <= asked < LAST_DAY:
            return int(datetime.datetime.combine(asked, datetime.time()).astimezone().timestamp() * 1000)
    except (ValueError, OverflowError):
        pass
    raise refused(text, "a day from 1970 on, for example 2026-01-31")


def number_or(word: str, least: int, most: int) -> Callable[[str], int | str]:
    """A number, or the word for none."""
    return _or(word, number(least, most))


def day_or(word: str) -> Callable[[str], int | str]:
    """A day, or the word for none."""
    return _or(word, day)


def public_key(text: str) -> bytes:
    """A server's public key as `audit export` prints it."""
    try:
        key = from_base64url(text)
    except (ProtocolError, UnicodeError):
        key = b""
    if len(key) != KEY_BYTES:
        raise refused(text, "a whole key: 43 letters, digits, - and _")
    return key


def _or(word: str, kind: Callable[[str], int]) -> Callable[[str], int | str]:
    def either(text: str) -> int | str:
        if text == word:
            return word
        try:
            return kind(text)
        except argparse.ArgumentTypeError as error:
            raise argparse.ArgumentTypeError(f"{error}, or {word}") from None

    return either
