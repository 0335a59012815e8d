"""`daypass company create|list|show|set`: the operator's commands, straight into the server's database."""

import argparse
import datetime
import json
from typing import Any

from daypass.server.accounts import storage
from daypass.server.accounts.models import LANGUAGES
from daypass.server.accounts.pictures import MOST_BYTES
from daypass.server.commands.opening import opened
from daypass.server.commands.outcome import CommandFailed
from daypass.server.commands.parsing import add_command, add_group
from daypass.server.commands.technicians import company_asked
from daypass.server.commands.typed_arguments import day, day_or, file, identifier, name, number, number_or
from daypass.server.problems import Refusal
from daypass.server.settings import Settings
from daypass.server.subscriptions.companies import CompanyChanges, Standing, SubscriptionChanges
from daypass.server.subscriptions.logos import CompanyLogos, logo_address
from daypass.server.subscriptions.models import (
    MOST_SEATS,
    MOST_SESSIONS_PER_COMPANY,
    MOST_SESSIONS_PER_TECHNICIAN,
    Plan,
)

UNLIMITED, NEVER = "unlimited", "never"


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of these commands."""
    company = add_group(commands, "company", "Companies, their plan, seats and limits: create, list, show, set.")
    create = add_command(company, "create", "Make a further company; prints its id.", create_company)
    create.add_argument("name", type=name)
    create.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    add_command(company, "list", "List companies with their plan.", list_companies)
    show = add_command(company, "show", "Show a company as JSON.", show_company)
    change = add_command(company, "set", "Change a company; what is not named stays.", set_company)
    for parser in (show, change):
        parser.add_argument("--company", type=identifier, help="id of the company; not needed when there is one")
    change.add_argument("--plan", choices=[plan.value for plan in Plan])
    change.add_argument(
        "--seats", type=number_or(UNLIMITED, 1, MOST_SEATS), help=f"computers under support at one time, or {UNLIMITED}"
    )
    change.add_argument("--starts", type=day, metavar="DATE", help="first day of the subscription (2026-01-31)")
    change.add_argument(
        "--ends", type=day_or(NEVER), metavar="DATE", help=f"first day without subscription, or {NEVER}"
    )
    change.add_argument(
        "--per-technician", type=number(1, MOST_SESSIONS_PER_TECHNICIAN), help="live sessions a technician may have"
    )
    change.add_argument(
        "--per-company", type=number(1, MOST_SESSIONS_PER_COMPANY), help="live sessions the company may have"
    )
    logo = change.add_mutually_exclusive_group()
    logo.add_argument("--logo", type=file, metavar="FILE", help="PNG, JPEG or WebP of at most 1 MiB")
    logo.add_argument("--no-logo", action="store_true", help="show the name again")


async def create_company(asked: argparse.Namespace, settings: Settings) -> None:
    """Make a company."""
    parts = await opened(settings)
    try:
        print((await parts.accounts.create_company(asked.name, asked.language)).id)
    finally:
        await parts.close()


async def list_companies(_asked: argparse.Namespace, settings: Settings) -> None:
    """One line per company."""
    parts = await opened(settings)
    try:
        async with parts.database.reading() as db:
            companies = await storage.companies(db)
        for company in companies:
            held = (await parts.companies.standing(company.id)).subscription
            seats = UNLIMITED if held.seats is None else held.seats
            print(f"{company.id}  {held.plan.value:8}  seats {seats}  {company.name}")
    finally:
        await parts.close()


async def show_company(asked: argparse.Namespace, settings: Settings) -> None:
    """Everything about one company."""
    parts = await opened(settings)
    try:
        company_id = await company_asked(parts, asked)
        print(_shown(await parts.companies.standing(company_id)))
    finally:
        await parts.close()


async def set_company(asked: argparse.Namespace, settings: Settings) -> None:
    """Change plan, seats, time, limits or the logo."""
    limits = _given(sessions_per_technician=asked.per_technician, sessions_per_company=asked.per_company)
    held = _given(plan=asked.plan and Plan(asked.plan), seats=asked.seats, started_at=asked.starts, ends_at=asked.ends)
    if not (limits or held or asked.logo or asked.no_logo):
        raise CommandFailed("Say what to change; `daypass company set --help` lists it.")
    # The words for "no limit" are values of their own until here, because nothing given is None.
    changed: dict[str, Any] = {name: None if value in (UNLIMITED, NEVER) else value for name, value in held.items()}
    parts = await opened(settings)
    try:
        company_id = await company_asked(parts, asked)
        await _set_logo(parts.logos, company_id, asked)
        after = await parts.companies.change(company_id, CompanyChanges(**limits), SubscriptionChanges(**changed))
        print(_shown(after))
    except Refusal as refused:
        if refused.code == "picture_refused":
            raise CommandFailed("That is no logo: it must be PNG, JPEG or WebP, of at most 1 MiB.") from None
        if refused.code == "invalid_request":
            raise CommandFailed("The subscription would end before it begins: see --starts and --ends.") from None
        raise
    finally:
        await parts.close()


async def _set_logo(logos: CompanyLogos, company_id: str, asked: argparse.Namespace) -> None:
    if asked.no_logo:
        await logos.remove(company_id)
    elif asked.logo:
        try:
            with asked.logo.open("rb") as file:
                sent = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise CommandFailed(f"{asked.logo} cannot be read: {error.strerror}.") from None
        if not 0 < len(sent) <= MOST_BYTES:
            raise Refusal("picture_refused")
        await logos.set(company_id, sent)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _shown(standing: Standing) -> str:
    company, held = standing.company, standing.subscription
    shown = {
        "id": company.id,
        "name": company.name,
        "logo": logo_address(company.logo),
        "plan": held.plan.value,
        "seats": UNLIMITED if held.seats is None else held.seats,
        "starts": _date(held.started_at),
        "ends": NEVER if held.ends_at is None else _date(held.ends_at),
        "per_technician": company.sessions_per_technician,
        "per_company": company.sessions_per_company,
    }
    return json.dumps(shown, indent=2, ensure_ascii=False)


def _date(at: int) -> str:
    return datetime.datetime.fromtimestamp(at / 1000).astimezone().date().isoformat()
