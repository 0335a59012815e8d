"""The command `daypass`."""

import argparse
import asyncio
import sys

from daypass.server.app import build, create_app
from daypass.server.migrations.run import migrate
from daypass.server.serving import log_to_stderr, serve
from daypass.server.settings import Settings


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it did what it says."""
    parser = argparse.ArgumentParser(prog="daypass", description="Ad hoc remote support, self-hosted.")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="run the server")
    serving.add_argument(
        "--setup-link", action="store_true", help="print a one-time link that makes the owner, if there is none yet"
    )
    commands.add_parser("setup-link", help="print a one-time link that makes the owner")
    asked = parser.parse_args(arguments)
    settings = Settings()
    if asked.command == "setup-link" or asked.setup_link:
        asyncio.run(_print_setup_link(settings))
    if asked.command == "serve":
        log_to_stderr()
        print(f"Daypass answers at {settings.address()}/", flush=True)
        parts = build(settings)
        serve(create_app(settings, parts), settings, parts.certificate)
    return 0


async def _print_setup_link(settings: Settings) -> None:
    parts = build(settings)
    await migrate(parts.database)
    token = await parts.accounts.setup_link()
    print(f"{settings.address()}/console/setup/{token}" if token else "An owner exists already: sign in instead.")
    await parts.close()


if __name__ == "__main__":
    sys.exit(main())
