"""The activity log's lines and the chain of hashes over them: each hash covers the line and, through the hash before, all others.

The server is told the newest hash while the session lives and knows no line. The salt stays on the PC and in the files that are saved
there: without it nobody can try names of files until the hash fits.
"""

import hashlib
from typing import Annotated

import msgspec

from daypass.protocol.cpace import length_prefixed
from daypass.protocol.messages import Count, Millis, Record

SALT_BYTES = 16
MOST_DETAIL = 300
"""Characters of what a deed was done to."""


class Activity(Record, frozen=True, kw_only=True):
    """What somebody did: `host.log.<what>` says it, with a detail such as a file's name or a tool. `at` in ms since 1970."""

    number: Count
    """From 1 on, without gaps."""
    at: Millis
    technician: Annotated[str, msgspec.Meta(max_length=400)]
    """Empty: whoever is at the PC."""
    what: Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[a-z_]+$(?!\n)")]
    detail: Annotated[str, msgspec.Meta(max_length=400)]


def shortened(detail: str, most: int = MOST_DETAIL) -> str:
    """With beginning and end: no long way to a file hides which one it was."""
    if len(detail) <= most:
        return detail
    end = (most - 1) * 2 // 3
    return f"{detail[: most - 1 - end]}…{detail[-end:]}"


def from_to(one: str, other: str) -> str:
    """Two of them, neither of which hides the other."""
    return f"{shortened(one, MOST_DETAIL // 2 - 2)} → {shortened(other, MOST_DETAIL // 2 - 2)}"


def first_head(session_id: str, salt: bytes) -> bytes:
    """The hash before the first line."""
    return hashlib.sha256(length_prefixed(b"daypass/1 activity log", session_id.encode(), salt)).digest()


def next_head(head: bytes, salt: bytes, line: Activity) -> bytes:
    """The hash after `line`."""
    numbers = str(line.number).encode(), str(line.at).encode()
    words = (line.technician, line.what, line.detail)
    return hashlib.sha256(
        head + length_prefixed(salt, *numbers, *(word.encode("utf-8", "surrogatepass") for word in words))
    ).digest()
