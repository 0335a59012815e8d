"""`daypass setup-link`, `technician create`: on the server's own machine, straight into its database."""

import argparse
import os

from daypass.server.accounts.models import LANGUAGES, LONGEST_PASSWORD, SHORTEST_PASSWORD, Role
from daypass.server.app import Parts
from daypass.server.commands import technicians
from daypass.server.commands.asking import ask_secret, require_text
from daypass.server.commands.opening import opened
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.typed_arguments import email, identifier, name
from daypass.server.settings import Settings

PASSWORD_VARIABLE = "DAYPASS_PASSWORD"  # noqa: S105 - the name of a variable


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    add_command(
        commands, "setup-link", "Print a one-time link that makes the owner, while there is none.", print_setup_link
    )
    technician = add_group(
        commands, "technician", "Technicians: create, list, invite, role, disable, enable, and ways back in."
    )
    technicians.add_parsers(technician)
    person = add_command(
        technician,
        "create",
        f"Make a technician; the password comes from {PASSWORD_VARIABLE} or is asked.",
        create_technician,
    )
    person.add_argument("email", type=email)
    person.add_argument("--name", type=name, required=True, help="as customers read it")
    person.add_argument("--role", choices=[role.value for role in Role], default=Role.TECHNICIAN.value)
    person.add_argument("--company", type=identifier, help="id of the company; not needed when there is one")
    person.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])


async def print_setup_link(_asked: argparse.Namespace, settings: Settings) -> None:
    """Print the link, or that somebody can sign in already."""
    parts = await opened(settings)
    try:
        print(await setup_link(parts) or _owner_exists(settings), flush=True)
    finally:
        await parts.close()


async def how_to_begin(parts: Parts) -> str:
    """The same, in words for who has just started a server."""
    link = await setup_link(parts)
    if link is None:
        return _owner_exists(parts.settings)
    return f"The first owner opens this link, once and within 24 hours:\n  {link}"


async def setup_link(parts: Parts) -> str | None:
    """A one-time link that makes the owner; None when there is one already."""
    token = await parts.accounts.setup_link()
    return f"{parts.settings.address()}/console/setup/{token}" if token else None


def _owner_exists(settings: Settings) -> str:
    return f"An owner exists already: sign in at {settings.address()}/console/"


async def create_technician(asked: argparse.Namespace, settings: Settings) -> None:
    """Make a technician."""
    password = os.environ.get(PASSWORD_VARIABLE) or ask_secret("Password: ", PASSWORD_VARIABLE)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise CommandFailed(f"The password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    require_text(password, PASSWORD_VARIABLE)
    parts = await opened(settings)
    try:
        company_id = await technicians.company_asked(parts, asked)
        role = Role(asked.role)
        person = await parts.accounts.create_technician(
            company_id, asked.name, asked.email, password, role, asked.language
        )
        print(f"{person.email} signs in at {settings.address()}/console/ ({role.value}, id {person.id})")
    finally:
        await parts.close()
