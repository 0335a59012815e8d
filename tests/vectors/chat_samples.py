"""Chat for the golden bytes: every message, a transcript with its hashes, and text as both sides show it."""

from daypass.protocol.chat import (
    Author,
    ChatLine,
    ChatLines,
    ChatPeople,
    ChatRead,
    ChatRefused,
    ChatSay,
    ChatSince,
    first_head,
    next_head,
)
from daypass.protocol.messages import Record
from daypass.protocol.shown_text import harmless

AT = 1_795_000_000_000
LINES = (
    ChatLine(number=1, at=AT, author=Author.TECHNICIAN, name="Technician One", text="Bom dia!\nTudo bem?", reference=7),
    ChatLine(number=2, at=AT + 1500, author=Author.CUSTOMER, text="https://example.org ☕😀"),
    ChatLine(number=3, at=AT + 3000, author=Author.TECHNICIAN, name="Técnica Dois", text="invoice\u202efdp.exe\x00"),
)
SESSION = "session-1"
_TEXTS = (
    "plain",
    "two\r\nlines\tand a tab",
    "a\rb\x1b[31m",
    "\u202efdp",
    "\u2066x\u2069\ufeff",
    "👩\u200d💻",
    "\U000e0041\u200b",
)


def heads() -> list[bytes]:
    """The hash before the first line, and after each."""
    found = [first_head(SESSION)]
    for line in LINES:
        found.append(next_head(found[-1], line))
    return found


def every_message() -> list[Record]:
    """Each message of chat once."""
    return [
        ChatLines(lines=LINES, head=heads()[-1]),
        ChatPeople(technicians=("Technician One", "Technician Two"), customer_here=True, shown=2),
        ChatRefused(reference=2**53 - 1, dp="DP-431"),
        ChatSince(number=0),
        ChatSay(text="olá 😀", reference=9),
        ChatRead(number=3),
    ]


def chat() -> object:
    """The chain over the sample's lines, and what is shown of odd texts."""
    lines = [
        {"number": one.number, "at": one.at, "author": one.author.value, "name": one.name, "text": one.text}
        for one in LINES
    ]
    return {
        "session_id": SESSION,
        "lines": lines,
        "heads": [head.hex() for head in heads()],
        "shown": [{"text": text, "shown": harmless(text)} for text in _TEXTS],
    }
