"""`daypass token create|list|revoke`: API tokens, on the server's own machine, straight into its database."""

import argparse
import time

from daypass.server.accounts.api_tokens import MOST_DAYS
from daypass.server.accounts.rights import RIGHTS_OF, SCOPES, Right
from daypass.server.commands.opening import opened
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.technicians import technician_named
from daypass.server.commands.typed_arguments import email, identifier, name, number
from daypass.server.settings import Settings

ALL_SCOPES = [right.value for right in SCOPES]


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    token = add_group(commands, "token", "API tokens: create, list, revoke.")
    create = add_command(
        token, "create", "Make a token that acts for a technician; prints it, this once.", create_token
    )
    create.add_argument("email", type=email, help="for whom it acts; it may never do more than they may")
    create.add_argument("--name", type=name, required=True, help="what it is for")
    create.add_argument(
        "--scope",
        action="append",
        choices=ALL_SCOPES,
        metavar="SCOPE",
        help=f"repeat for more: {', '.join(ALL_SCOPES)}",
    )
    create.add_argument("--days", type=number(0, MOST_DAYS), default=90, help="0: until revoked; default: 90")
    listed = add_command(token, "list", "List a technician's tokens.", list_tokens)
    listed.add_argument("email", type=email)
    revoke = add_command(token, "revoke", "End a token at once.", revoke_token)
    revoke.add_argument("id", type=identifier)


async def create_token(asked: argparse.Namespace, settings: Settings) -> None:
    """Print a fresh token."""
    if not asked.scope:
        raise CommandFailed(f"Say what it may do with --scope: {', '.join(ALL_SCOPES)}.")
    parts = await opened(settings)
    try:
        person = await technician_named(parts, asked.email)
        scopes = [Right(scope) for scope in asked.scope]
        if beyond := [scope.value for scope in scopes if scope not in RIGHTS_OF[person.role]]:
            raise CommandFailed(f"{person.email} ({person.role.value}) may not do that: {', '.join(beyond)}.")
        print((await parts.people.tokens.create(person, asked.name, scopes, asked.days or None)).secret)
    finally:
        await parts.close()


async def list_tokens(asked: argparse.Namespace, settings: Settings) -> None:
    """One line per token."""
    parts = await opened(settings)
    try:
        for token in await parts.people.tokens.of(await technician_named(parts, asked.email)):
            used, until = _day(token.last_used_at, "never used"), _day(token.expires_at, "until revoked")
            scopes = ",".join(scope.value for scope in token.scopes)
            print(f"{token.id}  {used:16}  {until:16}  {scopes}  {token.name}")
    finally:
        await parts.close()


async def revoke_token(asked: argparse.Namespace, settings: Settings) -> None:
    """End one token."""
    parts = await opened(settings)
    try:
        if not await parts.people.tokens.revoke_any(asked.id):
            raise CommandFailed(f"There is no token {asked.id}, or it is revoked already.")
        print("The token is revoked.")
    finally:
        await parts.close()


def _day(at: int | None, otherwise: str) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000)) if at else otherwise
