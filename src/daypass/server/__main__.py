"""The command `daypass`."""

import argparse
import asyncio
import socket
import sys

from pydantic import ValidationError

from daypass.server.app import build, create_app, create_relay_app
from daypass.server.commands import accounts, doctor, host, sessions
from daypass.server.commands.outcome import CommandFailed
from daypass.server.problems import Refusal
from daypass.server.serving import listen, log_to_stderr, serve
from daypass.server.settings import Settings


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it did what it says, 1 when it could not, 2 for wrong usage or settings."""
    asked = _parser().parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            where = ".".join(map(str, problem["loc"])).upper()
            says = problem["msg"].removeprefix("Value error, ")
            print(f"DAYPASS_{where}: {says}" if where else says, file=sys.stderr)
        return 2
    try:
        if asked.run is _serve:
            _serve(asked, settings)
        else:
            asyncio.run(asked.run(asked, settings))
    except (CommandFailed, Refusal) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="daypass", description="Ad hoc remote support, self-hosted.")
    commands = parser.add_subparsers(required=True)
    serving = commands.add_parser(
        "serve",
        help="run the server",
        epilog=_all_settings(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serving.add_argument(
        "--setup-link", action="store_true", help="print the one-time link that makes the owner, if there is none yet"
    )
    serving.add_argument(
        "--role", choices=("all", "relay"), default="all", help="relay: forward only, no database, no accounts"
    )
    serving.set_defaults(run=_serve)
    for module in (accounts, sessions, host, doctor):
        module.add_parsers(commands)
    return parser


def _serve(asked: argparse.Namespace, settings: Settings) -> None:
    log_to_stderr()
    with _taken_address(settings) as listening:
        if asked.role == "relay":
            serve(create_relay_app(settings), settings, None, listening)
            return
        asyncio.run(doctor.refuse_what_cannot_serve(settings))
        if asked.setup_link:
            asyncio.run(accounts.say_how_to_begin(settings))
        parts = build(settings)
        print(f"Daypass answers at {settings.address()}/", flush=True)
        if parts.certificate:
            print(f"Its own authority, SHA-256: {parts.certificate.fingerprint}", flush=True)
        serve(create_app(settings, parts), settings, parts.certificate, listening)


def _taken_address(settings: Settings) -> socket.socket:
    try:
        return listen(settings)
    except OSError as error:
        raise CommandFailed(
            f"Daypass cannot listen at {settings.bind}, port {settings.port}: {error.strerror}.\n"
            "Perhaps it is running here already. End that one, or set DAYPASS_BIND and DAYPASS_PORT to what is free."
        ) from None


def _all_settings() -> str:
    """Every setting with its description, for the help."""
    lines = ["settings, in the environment or a file .env:"]
    for name, field in Settings.model_fields.items():
        lines.append(f"  DAYPASS_{name.upper():<22}{field.description}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
