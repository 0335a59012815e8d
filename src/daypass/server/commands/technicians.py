"""`daypass technician list|invite|role|disable|enable|reset-link|forget-keys`: the operator's hand in a company's team.

On the server's own machine, straight into its database: whoever may do that may do everything, so nobody's rights are asked.
"""

import argparse
from collections.abc import Awaitable, Callable

from daypass.server.accounts import storage, team_storage
from daypass.server.accounts.models import LANGUAGES, Company, Role, Technician
from daypass.server.app import Parts
from daypass.server.commands.opening import opened
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import Commands, add_command
from daypass.server.commands.typed_arguments import email, identifier, name_or_nothing
from daypass.server.settings import Settings

Doing = Callable[[Parts, Technician, argparse.Namespace], Awaitable[str]]


def add_parsers(technician: "Commands[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    listed = add_command(technician, "list", "List a company's technicians.", list_technicians)
    listed.add_argument("--company", type=identifier, help="id of the company; not needed when there is one")
    invited = add_command(technician, "invite", "Invite somebody; prints a one-time link, good for seven days.", invite)
    invited.add_argument("email", type=email)
    invited.add_argument("--name", type=name_or_nothing, default="", help="as customers read it; they may change it")
    invited.add_argument("--role", choices=[role.value for role in Role], default=Role.TECHNICIAN.value)
    invited.add_argument("--company", type=identifier, help="id of the company; not needed when there is one")
    invited.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    role = _add(technician, "role", "Change somebody's role.", _change_role)
    role.add_argument("role", choices=[role.value for role in Role])
    _add(technician, "disable", "Keep somebody out: every sign-in and API token ends at once.", _disable)
    _add(technician, "enable", "Let somebody in again.", _enable)
    _add(technician, "reset-link", "Print a link to choose a new password, good for one hour.", _reset_link)
    _add(technician, "forget-keys", "Forget app, passkeys and recovery codes of somebody who lost them.", _forget)


def _add(
    technician: "Commands[argparse.ArgumentParser]", name: str, says: str, doing: Doing
) -> argparse.ArgumentParser:
    async def run(asked: argparse.Namespace, settings: Settings) -> None:
        parts = await opened(settings)
        try:
            print(await doing(parts, await technician_named(parts, asked.email), asked))
        finally:
            await parts.close()

    parser = add_command(technician, name, says, run)
    parser.add_argument("email", type=email)
    return parser


async def list_technicians(asked: argparse.Namespace, settings: Settings) -> None:
    """One line per person."""
    parts = await opened(settings)
    try:
        everybody = await parts.people.team.members(await company_asked(parts, asked))
        for member in everybody.items:
            person = member.technician
            notes = ["second factor"] if member.has_second_factor else []
            notes += ["disabled"] if person.disabled_at is not None else []
            print(f"{person.id}  {person.role.value:10}  {person.email}  {person.name}  {', '.join(notes)}".rstrip())
    finally:
        await parts.close()


async def invite(asked: argparse.Namespace, settings: Settings) -> None:
    """Make an invitation; it is mailed too when there is a mail server."""
    parts = await opened(settings)
    try:
        company_id = await company_asked(parts, asked)
        role = Role(asked.role)
        made = await parts.people.team.invite(company_id, None, asked.email, asked.name, role, asked.language)
        print(made.address)
    finally:
        await parts.close()


async def _change_role(parts: Parts, person: Technician, asked: argparse.Namespace) -> str:
    await parts.people.team.change(person.company_id, None, person.id, Role(asked.role), None)
    return f"{person.email} is {asked.role} now."


async def _disable(parts: Parts, person: Technician, _asked: argparse.Namespace) -> str:
    await parts.people.team.change(person.company_id, None, person.id, None, True)
    return f"{person.email} may not sign in any more. Open pages notice within five seconds."


async def _enable(parts: Parts, person: Technician, _asked: argparse.Namespace) -> str:
    await parts.people.team.change(person.company_id, None, person.id, None, False)
    return f"{person.email} may sign in again."


async def _reset_link(parts: Parts, person: Technician, _asked: argparse.Namespace) -> str:
    return await parts.people.reset.link_for(person.email)


async def _forget(parts: Parts, person: Technician, _asked: argparse.Namespace) -> str:
    await parts.people.factors.forget_all(person)
    return f"{person.email} signs in with the password alone, and may set up a second factor again."


async def technician_named(parts: Parts, address: str) -> Technician:
    """Who signs in with this address. Raises CommandFailed."""
    async with parts.database.reading() as db:
        person = await team_storage.technician_by_email(db, address)
    if person is None:
        raise CommandFailed(f"Nobody signs in with {address}.")
    return person


async def company_asked(parts: Parts, asked: argparse.Namespace) -> str:
    """The id of the company of `--company`, or of the one there is. Raises CommandFailed, with a list of them."""
    async with parts.database.reading() as db:
        companies = await storage.companies(db)
    if asked.company is None and len(companies) == 1:
        return companies[0].id
    if asked.company in (company.id for company in companies):
        return str(asked.company)
    what = "Say which company with --company." if asked.company is None else f"There is no company {asked.company}."
    raise CommandFailed(what + (listed_companies(companies) or " There is none yet: daypass setup-link."))


def listed_companies(companies: list[Company]) -> str:
    """Id and name of each, on lines of their own."""
    return "".join(f"\n  {company.id}  {company.name}" for company in companies)
