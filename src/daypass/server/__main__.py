"""The command `daypass`."""

import argparse
import asyncio
import errno
import socket
import sys

import uvloop
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from daypass.server.app import create_app, create_relay_app
from daypass.server.commands import accounts, audit, company, doctor, guides, host, sessions, tokens, webhooks
from daypass.server.commands.opening import opened
from daypass.server.commands.outcome import CommandFailed, words_of
from daypass.server.commands.parsing import Parser, add_command, add_commands
from daypass.server.log_lines import log_to_stderr
from daypass.server.problems import Refusal
from daypass.server.serving import FEW_OPEN_FILES, allow_open_files, listen, serve
from daypass.server.settings import Settings, SettingsRefused, own_folder, read_settings
from daypass.server.setup.secure_origin import AUTHORITY_PATH


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it did what it says, 1 when it could not, 2 for wrong usage or settings."""
    asked = _parser().parse_args(arguments)
    if "run" not in asked:  # no command, or a group without one
        asked.help_of.print_help()
        return 0
    try:
        settings = read_settings()
        if asked.run is _serve:
            _serve(asked, settings)
        else:
            asyncio.run(asked.run(asked, settings))
    except SettingsRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    except CommandFailed as error:
        print(error, file=sys.stderr)
        return 1
    except Refusal as refusal:
        print(words_of(refusal), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="daypass",
        description="Ad hoc remote support, self-hosted.",
        epilog="`daypass COMMAND --help` says more about a command; `daypass serve --help` lists every setting.",
    )
    commands = add_commands(parser)
    serving = add_command(commands, "serve", "Run the server.", _serve)
    serving.epilog, serving.formatter_class = _all_settings(), argparse.RawDescriptionHelpFormatter
    serving.add_argument(
        "--setup-link", action="store_true", help="print the one-time link that makes the owner, if there is none yet"
    )
    serving.add_argument(
        "--role", choices=("all", "relay"), default="all", help="relay: forward only, no database, no accounts"
    )
    for module in (accounts, company, tokens, sessions, audit, webhooks, guides, host, doctor):
        module.add_parsers(commands)
    return parser


def _serve(asked: argparse.Namespace, settings: Settings) -> None:
    log_to_stderr()
    _tell_of_few_open_files()
    with _taken_address(settings) as listening:
        uvloop.run(
            _serve_relay(settings, listening) if asked.role == "relay" else _serve_all(asked, settings, listening)
        )


async def _serve_relay(settings: Settings, listening: socket.socket) -> None:
    if not settings.server_public_key:
        raise CommandFailed(
            "DAYPASS_SERVER_PUBLIC_KEY is empty. A relay node admits only whom its server sent, and knows them by that key."
        )
    await serve(create_relay_app(settings), settings, None, listening)


async def _serve_all(asked: argparse.Namespace, settings: Settings, listening: socket.socket) -> None:
    doctor.refuse_what_cannot_serve(settings)
    parts = await opened(settings)
    try:
        if asked.setup_link:
            print(await accounts.how_to_begin(parts), flush=True)
        print(f"Daypass answers at {settings.address()}/", flush=True)
        print(f"Its data are in {settings.data_dir}", flush=True)
        print(f"It listens on {' port '.join(map(str, listening.getsockname()[:2]))}", flush=True)
        if parts.certificate:
            for line in _about_authority(settings, parts.certificate.fingerprint):
                print(line, flush=True)
        await serve(create_app(settings, parts), settings, parts.certificate, listening)
    finally:
        await parts.close()


def _about_authority(settings: Settings, fingerprint: str) -> list[str]:
    return [
        "Browsers warn until they trust its own authority; hosts trust it already. Import this file into each browser or system:",
        f"  {settings.authority_file()}, also at {settings.address()}{AUTHORITY_PATH}",
        f"  SHA-256 {fingerprint}",
    ]


def _tell_of_few_open_files() -> None:
    allowed = allow_open_files()
    if allowed < FEW_OPEN_FILES:
        print(
            f"Only {allowed} files and connections may be open at once here, enough for about {allowed // 10} sessions."
            f" Let whoever starts Daypass have {FEW_OPEN_FILES} or more (ulimit -n, LimitNOFILE=).",
            file=sys.stderr,
            flush=True,
        )


def _taken_address(settings: Settings) -> socket.socket:
    try:
        return listen(settings)
    except OSError as error:
        mending = {
            errno.EACCES: "Ports below 1024 take root, or the capability CAP_NET_BIND_SERVICE. Give Daypass that, or put a port into"
            " DAYPASS_PUBLIC_URL.",
            errno.EADDRINUSE: "Perhaps it is running here already. End that one, or set DAYPASS_BIND and DAYPASS_PORT to what is free.",
        }.get(error.errno or 0, "Set DAYPASS_BIND to an address of this computer, and DAYPASS_PORT to a free port.")
        raise CommandFailed(
            f"Daypass cannot listen at {settings.bind}, port {settings.port}: {error.strerror}.\n{mending}"
        ) from None


def _all_settings() -> str:
    """Every setting with its description, for the help."""
    lines = [f"settings, in the environment or in {own_folder() / '.env'}:"]
    for name, field in Settings.model_fields.items():
        if field.default is None or field.default is PydanticUndefined or field.default in ("", SecretStr(""), ()):
            default = ""  # the description says what an empty one means
        else:
            default = f" (default: {_as_written(field.default)})"
        lines.append(f"  DAYPASS_{name.upper()}\n      {field.description}{default}")
    return "\n".join(lines)


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, tuple) else str(value)


if __name__ == "__main__":
    sys.exit(main())
