"""`daypass doctor`: looks at everything an operator must get right, and says for each what to do."""

import argparse
import os
import shutil
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from sqlalchemy import text

from daypass.protocol import sodium
from daypass.server.commands.opening import database_of, silence
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import add_command
from daypass.server.console_files import ConsoleFiles
from daypass.server.database import Database
from daypass.server.mail.smtp_address import smtp_address
from daypass.server.settings import LOOPBACK, Settings, Tls, unknown_settings
from daypass.server.setup.secure_origin import AUTHORITY_PATH, LOOPBACK_HOSTS

CONNECT_TIMEOUT_S = 10.0
SMALLEST_FREE_BYTES = 500 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: well, worth knowing, or broken."""

    state: str
    about: str
    says: str


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of this command."""
    add_command(
        commands,
        "doctor",
        "Check settings, address, certificate, database, mail, signing, host and console; changes nothing.",
        examine,
    )


async def examine(_asked: argparse.Namespace, settings: Settings) -> None:
    """Print every finding; exit status 1 when something is broken."""
    findings = [
        *_folders(settings),
        *_settings_unknown(),
        *_address(settings),
        await _database(settings),
        *_mail(settings),
        *_host(settings),
        *_rest(settings),
    ]
    for finding in findings:
        print(f"{finding.state:5} {finding.about:12} {finding.says}")
    if any(finding.state == "BAD" for finding in findings):
        raise CommandFailed("Something needs your attention.")


def refuse_what_cannot_serve(settings: Settings) -> None:
    """Raise CommandFailed for what would end a server at its start, before anybody is told that it answers."""
    findings = [*_certificate(settings), *_mail_address(settings)]
    broken = [f"{finding.about}: {finding.says}" for finding in findings if finding.state == "BAD"]
    if broken:
        raise CommandFailed("\n".join(["Daypass cannot start.", *broken, "Mend that and start it again."]))


def _folders(settings: Settings) -> Iterator[Finding]:
    yield Finding("ok", "home", f"{settings.home} (settings in .env there, or in the environment)")
    folder = settings.data_dir
    if folder.is_dir():
        usable = os.access(folder, os.R_OK | os.W_OK | os.X_OK)
        yield Finding("ok", "data", f"{folder}") if usable else Finding("BAD", "data", _unusable(folder))
        return
    there = _nearest(folder)
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        yield Finding("note", "data", f"{folder} is not there yet: the first start makes it")
    else:
        yield Finding("BAD", "data", _unusable(folder))


def _unusable(folder: Path) -> str:
    return f"DAYPASS_DATA_DIR {folder} cannot be used: whoever runs this may not write at {_nearest(folder)}"


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _settings_unknown() -> Iterator[Finding]:
    for name in unknown_settings():
        yield Finding("note", "settings", f"{name} is no setting and is ignored")


def _address(settings: Settings) -> Iterator[Finding]:
    mode = settings.tls_mode()
    if settings.address_is_loopback():
        yield Finding(
            "note", "address", f"{settings.address()}: only this computer; set DAYPASS_PUBLIC_URL for customers"
        )
    else:
        yield _reached(settings)
    yield Finding("ok", "listens on", f"{settings.bind} port {settings.port}")
    yield Finding("ok", "tls", f"{mode.value}")
    if mode is Tls.LOCAL:
        where = f"{settings.authority_file()}, also at {settings.address()}{AUTHORITY_PATH}"
        yield Finding("note", "tls", f"browsers warn until they trust {where}; hosts trust it already")
    yield from _certificate(settings)


def _reached(settings: Settings) -> Finding:
    """Really connects to the public address, as a customer's PC would."""
    address = settings.address()
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    try:
        socket.getaddrinfo(host, port)
    except OSError:
        return Finding("BAD", "address", f"{host} has no address in DNS")
    try:
        own = settings.authority_file() if settings.tls_mode() is Tls.LOCAL else None
        trust = ssl.create_default_context(cafile=own)
        answer = httpx.get(f"{address}/healthz", verify=trust, timeout=CONNECT_TIMEOUT_S, trust_env=False)
    except FileNotFoundError:
        return Finding(
            "BAD", "address", f"{address} has no certificate yet: `daypass serve` makes it at its first start"
        )
    except httpx.HTTPError as error:
        if "CERTIFICATE" in str(error):
            return Finding("BAD", "address", f"{address} shows a certificate that is not trusted here: {error}")
        return Finding("BAD", "address", f"{address} does not answer ({error}). {_way_in(settings, port)}")
    if answer.status_code == 200 and answer.text == '{"status":"ok"}':
        return Finding("ok", "address", f"{address} answers")
    return Finding("BAD", "address", f"at {address} something else answers: {answer.status_code} to /healthz")


def _way_in(settings: Settings, port: int) -> str:
    own_end = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(settings.bind, settings.bind)  # noqa: S104 - compared, not bound
    try:
        socket.create_connection((own_end, settings.port), timeout=CONNECT_TIMEOUT_S).close()
    except OSError:
        return "Daypass is not running here: start it with `daypass serve`, then ask again"
    if settings.tls_mode() is Tls.PROXY:
        return f"Let the proxy there hand requests on to {own_end} port {settings.port}"
    if own_end in LOOPBACK_HOSTS and settings.bind == own_end:
        return f"Daypass listens on {settings.bind} only, which nobody else reaches: remove DAYPASS_BIND"
    if settings.port != port:
        return f"Daypass listens on port {settings.port}: remove DAYPASS_PORT, or forward port {port} to it"
    return f"Daypass listens on port {port}: open that port in the firewall, or forward it from the router to this computer"


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
        database = database_of(settings)
    except CommandFailed as refusal:
        return Finding("BAD", "database", str(refusal))
    try:
        if not _is_there(database):
            return Finding("note", "database", "SQLite, not there yet: the first start makes it")
        async with database.reading() as db:
            await db.execute(text("SELECT 1"))
        return Finding("ok", "database", "SQLite" if database.is_sqlite else "PostgreSQL")
    except Exception as error:  # whatever the driver raises is the finding
        return Finding("BAD", "database", silence(database, error))
    finally:
        await database.close()


def _is_there(database: Database) -> bool:
    """False for SQLite without its file: a look would make one."""
    file = database.engine.url.database if database.is_sqlite else None
    return not file or file == ":memory:" or Path(file).exists()


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
    free = shutil.disk_usage(_nearest(settings.data_dir)).free
    yield Finding("ok" if free > SMALLEST_FREE_BYTES else "BAD", "disk", f"{free / 1e9:.1f} GB free")
    try:
        sodium.argon2id(b"test", bytes(16))
        yield Finding("ok", "libsodium", "found")
    except sodium.SodiumMissing as error:
        yield Finding("BAD", "libsodium", str(error))
