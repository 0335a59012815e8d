"""Chat: the messages of both directions (sealed, kind 1), the chain of hashes over the transcript, and how much one side may write."""

import enum
import hashlib
from dataclasses import dataclass
from typing import Annotated

import msgspec

from daypass.protocol import tool_line
from daypass.protocol.cpace import length_prefixed
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Bytes32, Count, Message, Millis, Name, Record, decoder

LONGEST_TEXT = 4000
"""Characters of one line."""
MOST_LINES = 5000
"""Of one session's transcript; what comes then is refused (DP-432)."""
LINES_AT_ONCE = 25
"""In one message of the host; so many of the longest ones fit into its cap."""
CHAT_CAP = 512 * 1024
AT_ONCE, PER_SECOND = 10, 1.0
"""So many lines of one side are taken at once, and then so many a second (DP-431)."""

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_TEXT)]
Reference = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class Author(enum.StrEnum):
    """Who wrote a line."""

    TECHNICIAN = "technician"
    CUSTOMER = "customer"


# --- host → technician --------------------------------------------------------------------------------------------


class ChatLine(Record, frozen=True, kw_only=True):
    """One line of the transcript: `number` counts from 1 without gaps, `name` is the technician's, empty for the customer."""

    number: Count
    at: Millis
    author: Author
    name: Name = ""
    text: Text
    reference: Reference = 0
    """What the technician's page gave it, so that the page recognises its own; 0: none."""


class ChatLines(Message, frozen=True, kw_only=True):
    """The next lines of the transcript; `head` is the hash after the last of them."""

    lines: Annotated[tuple[ChatLine, ...], msgspec.Meta(max_length=LINES_AT_ONCE)]
    head: Bytes32


class ChatPeople(Message, frozen=True, kw_only=True):
    """Who is in the chat now: names of technicians; whether the PC can show the window, and up to which line it has shown them."""

    technicians: Annotated[tuple[Name, ...], msgspec.Meta(max_length=32)]
    customer_here: bool
    shown: Count


class ChatRefused(Message, frozen=True, kw_only=True):
    """A line was not taken, and why (DP-431 too many at once, DP-432 the transcript is full); it is not in the transcript."""

    reference: Reference
    dp: Annotated[str, msgspec.Meta(min_length=6, max_length=6, pattern=r"^DP-[0-9]{3}$")]


# --- technician → host --------------------------------------------------------------------------------------------


class ChatSince(Message, frozen=True, kw_only=True):
    """Comes first: the lines after this number, of those that there are and of those to come."""

    number: Count


class ChatSay(Message, frozen=True, kw_only=True):
    """A line for the customer. The same `reference` of the same technician again is the same line: a line that broke may bring it twice."""

    text: Text
    reference: Reference


class ChatRead(Message, frozen=True, kw_only=True):
    """The page has shown the lines up to this number."""

    number: Count


ToTechnician = ChatLines | ChatPeople | ChatRefused | tool_line.ToTechnician
ToHost = ChatSince | ChatSay | ChatRead | tool_line.ToHost
_to_technician = decoder(ToTechnician, CHAT_CAP)
_to_host = decoder(ToHost, CHAT_CAP)


def read_to_technician(plain: bytes) -> ToTechnician:
    """One message of the host; ProtocolError when it is none."""
    message: ToTechnician = _to_technician(plain)
    return message


def read_to_host(plain: bytes) -> ToHost:
    """One message of a technician; ProtocolError when it is none, or a line of nothing but blanks."""
    message: ToHost = _to_host(plain)
    if isinstance(message, ChatSay) and not message.text.strip():
        raise ProtocolError("a line says something")
    return message


# --- transcript ---------------------------------------------------------------------------------------------------


def first_head(session_id: str) -> bytes:
    """The hash before the first line."""
    return hashlib.sha256(length_prefixed(b"daypass/1 chat", session_id.encode())).digest()


def next_head(head: bytes, line: ChatLine) -> bytes:
    """The hash after `line`: over all that came before, and everything a reader sees of it."""
    number, at = str(line.number).encode(), str(line.at).encode()
    words = (number, at, line.author.encode(), line.name.encode(), line.text.encode("utf-8", "surrogatepass"))
    return hashlib.sha256(head + length_prefixed(*words)).digest()


@dataclass
class Allowance:
    """How many lines one writer may still send; grows back with time."""

    left: float = AT_ONCE
    at_ms: int = 0

    def take(self, now_ms: int) -> bool:
        """Whether one more line is taken at `now_ms` (a clock that only rises)."""
        self.left = min(float(AT_ONCE), self.left + max(0, now_ms - self.at_ms) / 1000 * PER_SECOND)
        self.at_ms = now_ms
        if self.left < 1:
            return False
        self.left -= 1
        return True
