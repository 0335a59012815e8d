"""`daypass host build`: the host for this server's address, stamped and signed, made now instead of at the first download."""

import argparse
import shutil

from daypass.server.app import build
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.typed_arguments import file
from daypass.server.deployment.host_program import HostProgram
from daypass.server.settings import Settings


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of this command."""
    host = add_group(commands, "host", "The Windows host program: build.")
    made = add_command(host, "build", "Stamp and sign the host for this server's address; prints the file.", build_host)
    made.add_argument("--out", type=file, help="also copy it there")


async def build_host(asked: argparse.Namespace, settings: Settings) -> None:
    """Stamp and sign the host."""
    parts = build(settings)
    try:
        program = await parts.deployment.host_files.program()
    finally:
        await parts.close()
    if not isinstance(program, HostProgram):
        raise CommandFailed(
            f"There is no host to hand out ({program.value}). `make host` builds it; `daypass doctor` says more."
        )
    if asked.out:
        try:
            shutil.copyfile(program.path, asked.out)
        except OSError as error:
            raise CommandFailed(f"{asked.out} cannot be written: {error.strerror or error}.") from None
    print(
        f"{asked.out or program.path}  {program.size} bytes  sha256 {program.sha256}  publisher {program.publisher or 'unknown'}"
    )
