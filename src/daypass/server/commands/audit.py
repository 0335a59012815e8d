"""`daypass audit verify|export`: is the audit trail whole, and a copy of it to keep elsewhere."""

import argparse
import contextlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from daypass.protocol.host_api import to_base64url
from daypass.protocol.signed import SigningKey
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.models import Company
from daypass.server.app import Parts
from daypass.server.audit.export import FileVerdict, NotAnExport, check_export, lines_of
from daypass.server.audit.signed_heads import SignedHead, read_heads
from daypass.server.audit.verification import Verdict
from daypass.server.commands.opening import opened
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.technicians import company_asked, listed_companies
from daypass.server.commands.typed_arguments import file, identifier, public_key
from daypass.server.settings import Settings


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    audit = add_group(commands, "audit", "The audit trail: verify, export.")
    verify = add_command(
        audit, "verify", "Check the audit trail: every company's in the database, or an exported file.", verify_audit
    )
    verify.add_argument("file", nargs="?", type=file, help="an exported file; it is checked without the database")
    verify.add_argument("--company", type=identifier, help="id of one company, in the database")
    verify.add_argument(
        "--heads",
        type=file,
        nargs="+",
        default=(),
        help="with a file: signed heads that were kept (audit-heads/*.jsonl)",
    )
    verify.add_argument(
        "--server-key",
        type=public_key,
        help="with a file: the public key its signatures must be of; default: this server's",
    )
    export = add_command(audit, "export", "Write a company's audit trail as JSON lines, signed.", export_audit)
    export.add_argument("--company", type=identifier, help="id of the company; not needed when there is one")
    export.add_argument("--out", type=file, help="file to write; default: standard output")


async def verify_audit(asked: argparse.Namespace, settings: Settings) -> None:
    """Say for each trail whether it is whole; raises CommandFailed when one is not."""
    if asked.file:
        _verify_file(asked, settings)
        return
    parts = await opened(settings)
    try:
        verdicts = [
            (company, await parts.reports.audit_log.verify(company.id)) for company in await _companies(parts, asked)
        ]
    finally:
        await parts.close()
    for company, verdict in verdicts:
        print(_sentence(company, verdict))
    if any(verdict.broken is not None for _, verdict in verdicts):
        raise CommandFailed("The audit trail was changed, or the database is older than its signed heads.")


async def export_audit(asked: argparse.Namespace, settings: Settings) -> None:
    """Write the trail of one company."""
    parts = await opened(settings)
    try:
        company_id = await company_asked(parts, asked)
        with _writing(asked.out) as out:
            async with parts.database.snapshot() as db:
                async for line in lines_of(db, company_id, parts.server_key, parts.clock()):
                    out.write(line)
        print(f"The server's public key is {to_base64url(parts.server_key.public)}", file=sys.stderr)
    finally:
        await parts.close()


def _verify_file(asked: argparse.Namespace, settings: Settings) -> None:
    public = _public_key(asked.server_key, settings)
    try:
        heads = [head for path in asked.heads for head in read_heads(path)]
        with asked.file.open(encoding="utf-8") as lines:
            verdict = check_export(lines, heads, public)
    except OSError as error:
        raise CommandFailed(f"{error.filename} cannot be read: {error.strerror}.") from None
    except (NotAnExport, UnicodeDecodeError) as error:
        raise CommandFailed(f"{asked.file}: {error}.") from None
    print(_file_sentence(asked.file, verdict, heads))
    if verdict.broken is not None:
        raise CommandFailed(f"Entry {verdict.broken} is the first that is wrong or missing.")
    if verdict.head is None:
        raise CommandFailed("The file ends before its signed head: the newest entries may be missing.")
    if not verdict.signed:
        raise CommandFailed(
            "Its head is not signed by the key that was given. Give the server's public key with --server-key."
        )


def _public_key(given: bytes | None, settings: Settings) -> bytes | None:
    if given is not None:
        return given
    kept = settings.data_dir / "server-key"
    return SigningKey(kept.read_bytes()).public if kept.is_file() else None


async def _companies(parts: Parts, asked: argparse.Namespace) -> list[Company]:
    async with parts.database.reading() as db:
        companies = await accounts.companies(db)
    if asked.company is None:
        return companies
    chosen = [company for company in companies if company.id == asked.company]
    if not chosen:
        raise CommandFailed(f"There is no company {asked.company}." + listed_companies(companies))
    return chosen


def _sentence(company: Company, verdict: Verdict) -> str:
    if verdict.broken is None:
        return f"{company.id}  {company.name}: whole, {verdict.entries} entries, head {verdict.head.no} {verdict.head.hash}"
    return f"{company.id}  {company.name}: BROKEN at entry {verdict.broken}"


def _file_sentence(path: Path, verdict: FileVerdict, heads: list[SignedHead]) -> str:
    until = f", until {datetime.fromtimestamp(verdict.head.at / 1000, UTC):%Y-%m-%d %H:%M} UTC" if verdict.head else ""
    against = f"; agrees with {verdict.vouched} of {len(heads)} signed heads" if heads else ""
    state = "whole" if verdict.broken is None else "BROKEN"
    return f"{path}: company {verdict.company_id}, {state}, {verdict.entries} entries{until}{against}"


@contextlib.contextmanager
def _writing(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    begun = False
    try:
        with path.open("x", encoding="utf-8") as out:
            begun = True
            yield out
    except BaseException as error:
        if begun:
            path.unlink(missing_ok=True)  # half a trail is worse than none
        if isinstance(error, OSError):
            raise CommandFailed(f"{path} cannot be written: {error.strerror}.") from None
        raise
