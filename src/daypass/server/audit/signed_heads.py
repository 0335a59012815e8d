"""The ends of the chains, signed with the server's key each minute into files of the data directory: `audit-heads/2026-11.jsonl`; and
the starts of those whose oldest entries were removed, signed in the database.

Whoever writes a chain again cannot make it agree with heads that were signed, and copied elsewhere, before.
"""

import asyncio
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import from_base64url, to_base64url
from daypass.protocol.signed import Context, SigningKey, is_signed
from daypass.server.audit.chain import ChainEnd
from daypass.server.audit.tables import audit_head
from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock

SIGN_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The end of a chain at a moment (ms since 1970), with the server's signature in base64url."""

    company_id: str
    no: int
    hash: str
    at: int
    signature: str

    def is_by(self, server_public: bytes) -> bool:
        """Whether this server's key signed it."""
        try:
            signature = from_base64url(self.signature)
        except ProtocolError:
            return False
        return is_signed(
            server_public, Context.AUDIT, _message(self.company_id, self.no, self.hash, self.at), signature
        )


def sign_head(key: SigningKey, company_id: str, head: ChainEnd, now: int) -> SignedHead:
    """Vouch for the end of a chain."""
    signature = key.sign(Context.AUDIT, _message(company_id, head.no, head.hash, now))
    return SignedHead(company_id, head.no, head.hash, now, to_base64url(signature))


def sign_start(key: SigningKey, company_id: str, start: ChainEnd) -> str:
    """Vouch that everything up to this entry was removed because its time was over; the signature in base64url."""
    return to_base64url(key.sign(Context.AUDIT_START, _start_message(company_id, start)))


def is_true_start(server_public: bytes, company_id: str, start: ChainEnd, signature: str) -> bool:
    """Whether a chain may start there: at its beginning, or where this server's key vouches for what was removed."""
    if start == ChainEnd():
        return True
    try:
        signed = from_base64url(signature)
    except ProtocolError:
        return False
    return is_signed(server_public, Context.AUDIT_START, _start_message(company_id, start), signed)


class SignedHeads:
    """Signs what moved, and reads what was signed."""

    def __init__(self, database: Database, folder: Path, key: SigningKey, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self.key = key
        self._clock = clock
        self._last: dict[str, ChainEnd] = {}

    async def sign_moved(self) -> int:
        """Sign every head that moved since the last round; returns how many. The file is on the disk before this returns."""
        async with self._database.reading() as db:
            heads = await _heads(db)
        moved = {company: head for company, head in heads.items() if head.no and self._last.get(company) != head}
        if moved:
            now = self._clock()
            await asyncio.to_thread(
                self._append, now, [sign_head(self.key, company, head, now) for company, head in moved.items()]
            )
            self._last |= moved
        return len(moved)

    async def of(self, company_id: str) -> dict[int, str]:
        """Number and hash of every head of a company in the files whose signature is right."""
        return await asyncio.to_thread(self._read, company_id)

    def _append(self, now: int, heads: Iterable[SignedHead]) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{datetime.fromtimestamp(now / 1000, UTC):%Y-%m}.jsonl"
        lines = "".join(json.dumps(asdict(head), separators=(",", ":")) + "\n" for head in heads)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def _read(self, company_id: str) -> dict[int, str]:
        paths = sorted(self._folder.glob("*.jsonl"))
        return {
            head.no: head.hash
            for path in paths
            for head in read_heads(path)
            if head.company_id == company_id and head.is_by(self.key.public)
        }


def read_heads(path: Path) -> Iterable[SignedHead]:
    """The heads in one file; a line that a power cut left incomplete is passed over."""
    with path.open(encoding="ascii", errors="replace") as file:
        for line in file:
            try:
                yield head_from(json.loads(line))
            except ValueError:
                continue


def head_from(value: object) -> SignedHead:
    """A signed head from JSON. Raises ValueError for anything else."""
    match value:
        case {"company_id": str(company), "no": int(no), "hash": str(hash_), "at": int(at), "signature": str(signed)}:
            return SignedHead(company, no, hash_, at, signed)
    raise ValueError("no signed head")


async def _heads(db: AsyncConnection) -> dict[str, ChainEnd]:
    rows = await db.execute(select(audit_head.c.company_id, audit_head.c.no, audit_head.c.hash))
    return {row.company_id: ChainEnd(row.no, row.hash) for row in rows}


def _start_message(company_id: str, start: ChainEnd) -> bytes:
    return f"{company_id} {start.no} {start.hash}".encode()


def _message(company_id: str, no: int, hash_: str, at: int) -> bytes:
    return f"{company_id} {no} {hash_} {at}".encode()
