"""Ids, tokens and the clock: the only places where the server meets randomness and time outside the protocol."""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Milliseconds since 1970 UTC."""


def wall_clock() -> int:
    """The system's time in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def new_id() -> str:
    """A random 128-bit id as 26 lower-case letters and digits: safe in URLs, one word to a double click."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def new_token() -> str:
    """A random 256-bit secret for a link, a cookie or a bearer header."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a token: a stolen copy of the database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()
