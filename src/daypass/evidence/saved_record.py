"""A saved activity log or chat: above for reading, below the same once more for the check, with the hash after each line.

A file is whole when its hashes follow from its lines, and when what stands above is exactly what is written from these lines. Whether
it is the record that the PC kept shows its last hash, the *fingerprint*, which the server knows: whoever changes a line has another one.
It does not prove that the PC told the truth. The format is in docs/records.md.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import zip_longest
from typing import Annotated, Any, Literal

import msgspec
from msgspec.structs import replace

from daypass.evidence.activity_words import sentence
from daypass.protocol import activity_log, chat
from daypass.protocol.activity_log import Activity
from daypass.protocol.chat import Author, ChatLine
from daypass.protocol.messages import Count, Id
from daypass.protocol.shown_text import harmless
from daypass.translation import MissingText, Translation

MARK = "===== Daypass record 1 ====="
LARGEST_FILE = 32 * 1024 * 1024
_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]


class NotARecord(ValueError):
    """This is no saved activity log or chat, or of a version that is not known here."""


class Changed(ValueError):
    """The file is not as it was saved."""


class _Head(msgspec.Struct, frozen=True, kw_only=True, tag_field="record"):
    session: Id
    language: Literal["pt-BR", "en", "es"]
    zone: Annotated[int, msgspec.Meta(ge=-900, le=900)]
    """Minutes east of UTC: how the times above are written."""
    lines: Count


class _ActivitiesHead(_Head, frozen=True, kw_only=True, tag="activity log"):
    salt: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$(?!\n)")]


class _ChatHead(_Head, frozen=True, kw_only=True, tag="chat"):
    pass


@dataclass(frozen=True, slots=True)
class SavedActivities:
    """The activity log of one session; `salt` begins its chain."""

    session_id: str
    salt: bytes
    lines: Sequence[Activity]

    def heads(self) -> list[bytes]:
        """The hash before the first line, and after each."""
        heads = [activity_log.first_head(self.session_id, self.salt)]
        for line in self.lines:
            heads.append(activity_log.next_head(heads[-1], self.salt, line))
        return heads

    def shown(self, texts: Translation, stamp: Callable[[int], str]) -> Iterable[str]:
        for line in self.lines:
            yield f"{line.number}  {stamp(line.at)}  {sentence(line, texts)}"

    def file_head(self, **common: Any) -> _Head:
        return _ActivitiesHead(salt=self.salt.hex(), **common)


@dataclass(frozen=True, slots=True)
class SavedChat:
    """The transcript of one session's chat."""

    session_id: str
    lines: Sequence[ChatLine]

    def heads(self) -> list[bytes]:
        """The hash before the first line, and after each."""
        heads = [chat.first_head(self.session_id)]
        for line in self.lines:
            heads.append(chat.next_head(heads[-1], line))
        return heads

    def shown(self, texts: Translation, stamp: Callable[[int], str]) -> Iterable[str]:
        for line in self.lines:
            name = harmless(line.name).replace("\n", " ")
            who = name if line.author is Author.TECHNICIAN else texts.text("evidence.customer")
            yield f"{line.number}  {stamp(line.at)}  {who}"
            # Nobody writes what looks like the next heading.
            yield from (f"    {row}" for row in harmless(line.text).split("\n"))

    def file_head(self, **common: Any) -> _Head:
        return _ChatHead(**common)


SavedRecord = SavedActivities | SavedChat
_WORDS = {
    SavedActivities: ("evidence.log_title", "evidence.log_head"),
    SavedChat: ("evidence.chat_title", "evidence.chat_head"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is whole in itself; `heads` are the hashes before its first line and after each."""

    record: SavedRecord
    heads: Sequence[bytes]

    def line_of(self, fingerprint: bytes) -> int | None:
        """After which line the record had this fingerprint (0: before the first); None: never, so it is another record."""
        return next((number for number, head in enumerate(self.heads) if head == fingerprint), None)


def written(record: SavedRecord, language: str, zone: int) -> str:
    """The file, with line feeds. `zone` is how many minutes the times above are ahead of UTC."""
    return "\n".join(_rows(record, record.heads(), language, zone))


def check(data: bytes) -> Checked:
    """Raises NotARecord or Changed."""
    if len(data) > LARGEST_FILE:
        raise NotARecord("the file is too large")
    try:
        rows = data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n").split("\n")
        below = rows[rows.index(MARK) + 1 :]
        head: _Head = msgspec.json.decode(below[0], type=_ActivitiesHead | _ChatHead)
        record, hashes = _read(head, below[1:])
    except (ValueError, IndexError, RecursionError) as error:  # msgspec's errors are ValueErrors
        raise NotARecord(str(error)) from None
    if len(record.lines) != head.lines:
        raise Changed(f"{head.lines} lines were saved, {len(record.lines)} are there")
    heads = record.heads()
    numbers = [line.number for line in record.lines]
    for number, (is_number, told, is_so) in enumerate(zip(numbers, hashes, heads[1:], strict=True), 1):
        if told != is_so.hex() or is_number != number:
            raise Changed(f"line {number} is not the one that was saved, or one before it is missing")
    try:
        as_saved = _rows(record, heads, head.language, head.zone)[:-1]
    except (MissingText, ValueError, OverflowError, OSError):
        raise NotARecord("it tells of deeds or times that this version does not know") from None
    for number, (row, expected) in enumerate(zip_longest(rows, as_saved), 1):
        if row != expected:
            raise Changed(f"row {number} of the file is not what the record says")
    return Checked(record, heads)


def _read(head: _Head, rows: Sequence[str]) -> tuple[SavedRecord, list[str]]:
    """The record, and the hash that is told after each of its lines."""
    if isinstance(head, _ActivitiesHead):
        done = [msgspec.json.decode(row, type=tuple[_Hash, Activity]) for row in rows]
        lines = [line for _, line in done]
        return SavedActivities(head.session, bytes.fromhex(head.salt), lines), [told for told, _ in done]
    said = [msgspec.json.decode(row, type=tuple[_Hash, ChatLine]) for row in rows]
    return SavedChat(head.session, [line for _, line in said]), [told for told, _ in said]


def _rows(record: SavedRecord, heads: Sequence[bytes], language: str, zone: int) -> list[str]:
    return [*_above(record, heads, language, zone), MARK, *_below(record, heads, language, zone), ""]


def _above(record: SavedRecord, heads: Sequence[bytes], language: str, zone: int) -> Iterable[str]:
    """For reading."""
    texts, here = Translation(language), timezone(timedelta(minutes=zone))
    title, fingerprint = _WORDS[type(record)]

    def stamp(at: int) -> str:
        return datetime.fromtimestamp(at / 1000, here).strftime("%Y-%m-%d %H:%M:%S")

    yield texts.text(title)
    yield texts.text("evidence.times", zone=f"UTC{'-' if zone < 0 else '+'}{abs(zone) // 60:02}:{abs(zone) % 60:02}")
    yield ""
    yield from record.shown(texts, stamp)
    yield ""
    yield texts.text(fingerprint, count=len(record.lines), head=heads[-1].hex())
    yield texts.text("evidence.explained")
    yield ""


def _below(record: SavedRecord, heads: Sequence[bytes], language: str, zone: int) -> Iterable[str]:
    """For the check: ASCII, so that no editor turns it into something else."""
    head = record.file_head(session=record.session_id, language=language, zone=zone, lines=len(record.lines))
    yield _json(head)
    for line, after in zip(record.lines, heads[1:], strict=True):
        # What a page called a line of its own is no part of it.
        yield _json((after.hex(), replace(line, reference=0) if isinstance(line, ChatLine) else line))


def _json(value: Any) -> str:
    return json.dumps(msgspec.to_builtins(value), separators=(",", ":"))
