"""`daypass audit verify|export`: is the audit trail whole, and a copy of it to keep elsewhere."""

import argparse
import contextlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import from_base64url, to_base64url
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
from daypass.server.settings import Settings

KEY_BYTES = 32


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    audit = add_group(commands, "audit", "The audit trail: verify, export.")
    verify = add_command(
        audit, "verify", "Check the audit trail: every company's in the database, or an exported file.", verify_audit
    )
    verify.add_argument("file", nargs="?", type=Path, help="an exported file; it is checked without the database")
    verify.add_argument("--company", help="id of one company, in the database")
    verify.add_argument(
        "--heads",
        type=Path,
        nargs="+",
        default=(),
        help="with a file: signed heads that were kept (audit-heads/*.jsonl)",
    )
    verify.add_argument(
        "--server-key", help="with a file: the public key its signatures must be of; default: this server's"
    )
    export = add_command(audit, "export", "Write a company's audit trail as JSON lines, signed.", export_audit)
    export.add_argument("--company", help="id of the company; not needed when there is one")
    export.add_argument("--out", type=Path, help="file to write; default: standard output")


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
        companies = await _companies(parts, asked)
        if len(companies) != 1:
            raise CommandFailed("Say which company with --company." + _listed(companies))
        with _writing(asked.out) as out:
            async with parts.database.snapshot() as db:
                async for line in lines_of(db, companies[0].id, parts.server_key, parts.clock()):
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


def _public_key(given: str | None, settings: Settings) -> bytes | None:
    if given is None:
        kept = settings.data_dir / "server-key"
        return SigningKey(kept.read_bytes()).public if kept.is_file() else None
    with contextlib.suppress(ProtocolError):
        if len(key := from_base64url(given)) == KEY_BYTES:
            return key
    raise CommandFailed("--server-key is no whole key: 43 letters, digits, - and _.")


async def _companies(parts: Parts, asked: argparse.Namespace) -> list[Company]:
    async with parts.database.reading() as db:
        companies = await accounts.companies(db)
    if asked.company is None:
        return companies
    chosen = [company for company in companies if company.id == asked.company]
    if not chosen:
        raise CommandFailed(f"There is no company {asked.company}." + _listed(companies))
    return chosen


def _listed(companies: list[Company]) -> str:
    return "".join(f"\n  {company.id}  {company.name}" for company in companies)


def _sentence(company: Company, verdict: Verdict) -> str:
    if verdict.broken is None:
        return f"{company.id}  {company.name}: whole, {verdict.entries} entries, head {verdict.head.no} {verdict.head.hash}"
    return f"{company.id}  {company.name}: BROKEN at entry {verdict.broken}"


def _file_sentence(file: Path, verdict: FileVerdict, heads: list[SignedHead]) -> str:
    until = f", until {datetime.fromtimestamp(verdict.head.at / 1000, UTC):%Y-%m-%d %H:%M} UTC" if verdict.head else ""
    against = f"; agrees with {verdict.vouched} of {len(heads)} signed heads" if heads else ""
    state = "whole" if verdict.broken is None else "BROKEN"
    return f"{file}: company {verdict.company_id}, {state}, {verdict.entries} entries{until}{against}"


@contextlib.contextmanager
def _writing(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("x", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise CommandFailed(f"{path} cannot be written: {error.strerror}.") from None
