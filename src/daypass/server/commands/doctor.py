"""`daypass doctor`: looks at everything an operator must get right, and says for each what to do."""

import argparse
import shutil
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import ArgumentError

from daypass.protocol import sodium
from daypass.server.commands.outcome import CommandFailed
from daypass.server.console_files import ConsoleFiles
from daypass.server.database import Database
from daypass.server.mail.smtp_address import smtp_address
from daypass.server.secret_files import secret_file
from daypass.server.settings import Settings, Tls

SMALLEST_FREE_BYTES = 500 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: well, worth knowing, or broken."""

    state: str
    about: str
    says: str


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of this command."""
    commands.add_parser(
        "doctor", help="check address, certificate, database, mail, signing, host, console"
    ).set_defaults(run=examine)


async def examine(_asked: argparse.Namespace, settings: Settings) -> None:
    """Print every finding; exit status 1 when something is broken."""
    findings = [*_address(settings), await _database(settings), *_mail(settings), *_host(settings), *_rest(settings)]
    for finding in findings:
        print(f"{finding.state:5} {finding.about:12} {finding.says}")
    if any(finding.state == "BAD" for finding in findings):
        raise CommandFailed("Something needs your attention.")


async def refuse_what_cannot_serve(settings: Settings) -> None:
    """Raise CommandFailed for what would end a server at its start, before anybody is told that it answers."""
    findings = [*_certificate(settings), await _database(settings), *_mail_address(settings)]
    broken = [f"{finding.about}: {finding.says}" for finding in findings if finding.state == "BAD"]
    if broken:
        raise CommandFailed("\n".join(["Daypass cannot start.", *broken, "Mend that and start it again."]))


def _address(settings: Settings) -> Iterator[Finding]:
    mode = settings.tls_mode()
    if settings.address_is_loopback():
        yield Finding(
            "note", "address", f"{settings.address()}: only this computer; set DAYPASS_PUBLIC_URL for customers"
        )
    else:
        yield Finding("ok", "address", settings.address())
        host = urlsplit(settings.address()).hostname or ""
        try:
            socket.getaddrinfo(host, None)
        except OSError:
            yield Finding("BAD", "address", f"{host} has no address in DNS")
    yield Finding("ok", "tls", f"{mode.value}")
    yield from _certificate(settings)


def _certificate(settings: Settings) -> Iterator[Finding]:
    if settings.tls_mode() is Tls.FILE and settings.tls_certificate and settings.tls_key:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
                settings.tls_certificate, settings.tls_key
            )
        except (OSError, ssl.SSLError) as error:
            yield Finding("BAD", "certificate", f"{settings.tls_certificate}: {error}")


async def _database(settings: Settings) -> Finding:
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if own_file := settings.own_database_file():
            secret_file(own_file, b"")  # as the server makes it: SQLite alone would let everybody read it
    except OSError as error:
        return Finding("BAD", "data", f"DAYPASS_DATA_DIR {settings.data_dir} cannot be used: {error.strerror}")
    try:
        database = Database(settings.database_address())
    except (ArgumentError, ImportError) as error:
        return Finding("BAD", "database", f"DAYPASS_DATABASE_URL is not postgresql://… or sqlite:///…: {error}")
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        async with database.reading() as db:
            await db.execute(text("SELECT 1"))
        return Finding("ok", "database", kind)
    except Exception as error:  # whatever the driver raises is the finding
        return Finding("BAD", "database", f"{kind} does not answer (DAYPASS_DATABASE_URL): {error}")
    finally:
        await database.close()


def _mail_address(settings: Settings) -> Iterator[Finding]:
    try:
        if settings.smtp_url.get_secret_value():
            smtp_address(settings.smtp_url.get_secret_value())
    except ValueError as error:
        yield Finding("BAD", "mail", str(error))


def _mail(settings: Settings) -> Iterator[Finding]:
    wrong = list(_mail_address(settings))
    if wrong:
        yield from wrong
        return
    if not settings.smtp_url.get_secret_value():
        yield Finding("note", "mail", "no DAYPASS_SMTP_URL: the console shows each mail with a copy button")
        return
    smtp = smtp_address(settings.smtp_url.get_secret_value())
    try:
        with socket.create_connection((smtp.host, smtp.port), timeout=10):
            yield Finding("ok", "mail", f"{smtp.host}:{smtp.port} answers")
    except OSError as error:
        yield Finding("BAD", "mail", f"{smtp.host}:{smtp.port} does not answer: {error}")


def _host(settings: Settings) -> Iterator[Finding]:
    if not settings.host_program.is_file():
        yield Finding("BAD", "host", f"{settings.host_program} is missing: make host")
        return
    yield Finding("ok", "host", f"{settings.host_program.stat().st_size / 1e6:.1f} MB")
    if settings.sign_command:
        yield Finding("ok", "signing", settings.sign_command.split()[0])
    else:
        yield Finding("note", "signing", "no DAYPASS_SIGN_COMMAND: Windows calls the publisher unknown")


def _rest(settings: Settings) -> Iterator[Finding]:
    built = ConsoleFiles(settings.console_dir).is_built()
    yield Finding(
        "ok" if built else "BAD", "console", "built" if built else f"{settings.console_dir} is empty: make console"
    )
    free = shutil.disk_usage(settings.data_dir if settings.data_dir.is_dir() else ".").free
    yield Finding("ok" if free > SMALLEST_FREE_BYTES else "BAD", "disk", f"{free / 1e9:.1f} GB free")
    try:
        sodium.argon2id(b"test", bytes(16))
        yield Finding("ok", "libsodium", "found")
    except sodium.SodiumMissing as error:
        yield Finding("BAD", "libsodium", str(error))
