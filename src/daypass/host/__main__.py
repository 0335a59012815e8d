"""The host's commands, one for each of its processes: `python -m daypass.host first-stage`, `install`, `service`, …"""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from daypass.host import app
from daypass.host.windows.text_view import PreparedAnswers
from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import from_base64url
from daypass.protocol.messages import Consent, Id


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the process's exit code."""
    options = _parser().parse_args(arguments)
    _log_to(app.log_file(), options.command)
    try:
        return _COMMANDS[options.command](options)
    except Exception:  # a program without a console has nobody else to tell
        logging.getLogger(__name__).exception("%s failed", options.command)
        return 1


def _log_to(path: str | None, command: str) -> None:
    """Into the file that `DAYPASS_HOST_LOG` names (development), else to standard error where there is one."""
    if path is None and sys.stderr is None:
        return
    handler = logging.FileHandler(path) if path else logging.StreamHandler()
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s {command} %(name)s: %(message)s", handlers=[handler])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="daypass-host", description="The temporary host of one support session.")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.add_argument("--program", type=Path, help="the executable the customer downloaded")
        return made

    _add_first_stage(command("first-stage", "the customer's window, from the double click to Ready"))
    command("install", "install after elevation").add_argument("--handoff", required=True, help="local link to ask")
    for name, text in (
        ("service", "the session's life on this PC"),
        ("tray", "the tray icon of the person at the screen"),
        ("supervise", "keep the service running (Linux)"),
    ):
        living = command(name, text)
        living.add_argument("--session", type=_session, required=True)
        if name == "tray":
            living.add_argument("--link", type=_session, required=True, help="the local link of whoever started this")
    for name, text in (
        ("desktop", "capture and input for the service"),
        ("files", "one technician's File Manager, for the service"),
        ("terminal", "a shell for a terminal of the technician's"),
    ):
        working = command(name, text)
        working.add_argument(
            "--link", type=_session, required=True, help="the local link of the service that started this"
        )
        if name == "desktop":
            working.add_argument("--plain", action="store_true", help="without graphics drivers and video encoder")
    cleaner = command("cleaner", "remove a host whose session is over")
    cleaner.add_argument("--session", type=_session, required=True)
    cleaner.add_argument("--now", action="store_true", help="remove without asking whether it is over")
    uninstall = command("uninstall", "end the session and remove the host")
    uninstall.add_argument("--session", type=_session)
    uninstall.add_argument("--elevated", action="store_true", help="Windows has asked the person already")
    command("selftest", "try what this PC can do and print a report")
    return parser


def _add_first_stage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", help="development: the server's address instead of the stamp's")
    parser.add_argument("--server-key", type=_key, help="development: the server's public key, base64url")
    parser.add_argument("--ca", type=Path, help="development: PEM file of the server's own authority")
    parser.add_argument("--ticket", help="instead of the one in the download's name")
    parser.add_argument("--number", help="the nine digits of the session")
    parser.add_argument("--code", action="append", default=[], help="a code to type; again for a second try")
    parser.add_argument("--yes", action="store_true", help="the customer asked for this help")
    parser.add_argument("--consent", type=Consent, choices=list(Consent), help="the choice on the Ready page")
    parser.add_argument("--no-receipt", action="store_true", help="take the tick for a receipt by mail away")


def _session(text: str) -> str:
    """It names folders and stands in command lines of the system, and anybody may have this signed program started with any."""
    try:
        return str(msgspec.convert(text, Id))
    except msgspec.ValidationError as error:
        raise argparse.ArgumentTypeError("no session is called that") from error


def _key(text: str) -> bytes:
    try:
        key = from_base64url(text)
    except ProtocolError as error:
        raise argparse.ArgumentTypeError(error.what) from error
    if len(key) != 32:
        raise argparse.ArgumentTypeError("a server key has 32 bytes")
    return key


def _first_stage(options: argparse.Namespace) -> int:
    return app.first_stage(
        app.FirstStageOptions(
            program=options.program,
            server=options.server,
            server_key=options.server_key,
            ca_pem=options.ca.read_text() if options.ca else None,
            ticket=options.ticket,
            number=options.number,
            answers=PreparedAnswers(
                codes=options.code, yes=options.yes, consent=options.consent, no_receipt=options.no_receipt
            ),
        )
    )


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "first-stage": _first_stage,
    "install": lambda options: app.install(options.handoff, options.program),
    "service": lambda options: app.service(options.session),
    "desktop": lambda options: app.desktop(options.link, options.plain),
    "files": lambda options: app.files(options.link),
    "terminal": lambda options: app.terminal(options.link),
    "tray": lambda options: app.tray(options.session, options.link),
    "supervise": lambda options: app.supervise(options.session),
    "cleaner": lambda options: app.cleaner(options.session, options.now),
    "uninstall": lambda options: app.uninstall(options.session, options.program, options.elevated),
    "selftest": lambda options: app.selftest(),
}

if __name__ == "__main__":
    sys.exit(main())
