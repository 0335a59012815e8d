"""A chain as a file of JSON lines, to keep elsewhere and to check without server or database.

First line: what it is and where the chain starts. Then one entry a line, with its hash. Last line: the end of the chain, signed.
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select

from daypass.protocol.signed import SigningKey
from daypass.server.audit.chain import HASHED, ChainEnd
from daypass.server.audit.signed_heads import SignedHead, head_from, is_true_start, sign_head
from daypass.server.audit.tables import audit_head
from daypass.server.audit.verification import ChainCheck, entries_of
from daypass.server.database import AsyncConnection

FORM = 1
LONGEST_LINE = 1 << 16


class NotAnExport(Exception):
    """The file is no exported chain; the text says at which line it stops being one."""


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What a check of a file found. `broken`: the first entry that is wrong or missing; `head` None: the file was cut."""

    company_id: str
    entries: int
    broken: int | None
    head: SignedHead | None
    signed: bool
    vouched: int = field(default=0)
    """How many signed heads from elsewhere it agrees with."""


async def lines_of(db: AsyncConnection, company_id: str, key: SigningKey, now: int) -> AsyncIterator[str]:
    """The lines of the export; `db` must be a snapshot."""
    ends = (await db.execute(select(audit_head).where(audit_head.c.company_id == company_id))).one()
    start = {"no": ends.start_no, "hash": ends.start_hash, "signature": ends.start_signature}
    yield _line({"daypass_audit": FORM, "company_id": company_id, "start": start, "exported_at": now})
    async for entry in entries_of(db, company_id):
        yield _line(entry)
    head = sign_head(key, company_id, ChainEnd(ends.no, ends.hash), now)
    yield _line({"head": asdict(head)})


def check_export(lines: Iterable[str], heads: Iterable[SignedHead], server_public: bytes | None) -> FileVerdict:
    """Check an exported chain, and against heads kept elsewhere. Without the server's public key no signature can be checked."""
    numbered = enumerate(lines, 1)
    company_id, start, start_signature = _first_line(numbered)
    told = [head for head in heads if head.company_id == company_id and head.no > start.no]
    trusted = [head for head in told if server_public is not None and head.is_by(server_public)]
    check = ChainCheck(start=start, signed={})
    if server_public is not None and not is_true_start(server_public, company_id, start, start_signature):
        check.miss_the_beginning()
    hashes = {head.no: head.hash for head in trusted}
    last: SignedHead | None = None
    vouched = 0
    for no, value in _values(numbered):
        if "head" in value:
            last = _head(no, value["head"])
            break
        if not {*HASHED, "hash"} <= value.keys():
            raise NotAnExport(f"line {no} is no entry")
        if value["company_id"] != company_id or not isinstance(value["no"], int):
            raise NotAnExport(f"line {no} is no entry of this chain")
        signed = hashes.get(value["no"])
        check.signed = {value["no"]: signed} if signed else {}
        check.take(value)
        vouched += bool(signed and check.broken is None)
    check.signed = {no: hash_ for no, hash_ in hashes.items() if last is not None and no <= last.no}
    check.finish(ChainEnd(last.no, last.hash) if last else None)
    is_signed = last is not None and server_public is not None and last.is_by(server_public)
    return FileVerdict(company_id, check.entries, check.broken, last, is_signed, vouched)


def _first_line(numbered: Iterator[tuple[int, str]]) -> tuple[str, ChainEnd, str]:
    for _, value in _values(numbered):
        match value:
            case {
                "daypass_audit": 1,
                "company_id": str(company),
                "start": {"no": int(no), "hash": str(hash_), "signature": str(signature)},
            }:
                return company, ChainEnd(no, hash_), signature
        break
    raise NotAnExport("line 1 does not begin an audit export of Daypass")


def _values(numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    for no, line in numbered:
        try:
            value = json.loads(line) if len(line) <= LONGEST_LINE else None
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise NotAnExport(f"line {no} is not JSON, or longer than any of ours")
        yield no, value


def _head(no: int, value: object) -> SignedHead:
    try:
        return head_from(value)
    except ValueError:
        raise NotAnExport(f"line {no} is no signed head") from None


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n"
