"""The part of the composition root that is about people: builds what `accounts/` offers, and mounts its routes."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import FastAPI

from daypass.server.accounts import profile_routes, routes, team_routes
from daypass.server.accounts.account_mail import AccountMails
from daypass.server.accounts.account_secrets import AccountSecrets
from daypass.server.accounts.api_tokens import ApiTokens
from daypass.server.accounts.door import Door
from daypass.server.accounts.passkeys import Passkeys
from daypass.server.accounts.password_reset import PasswordReset
from daypass.server.accounts.passwords import PasswordPool
from daypass.server.accounts.profile import Profile
from daypass.server.accounts.second_factors import SecondFactors
from daypass.server.accounts.service import Accounts, OnNewCompany
from daypass.server.accounts.services import Services
from daypass.server.accounts.team import Team
from daypass.server.audit.chain import AuditChain
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.later import Later
from daypass.server.secret_files import secret_file
from daypass.server.settings import Settings


@dataclass(frozen=True, slots=True)
class PeopleParts:
    """Everything about people that lives as long as the process."""

    passwords: PasswordPool
    accounts: Accounts
    mails: AccountMails
    factors: SecondFactors
    passkeys: Passkeys
    tokens: ApiTokens
    team: Team
    profile: Profile
    reset: PasswordReset
    door: Door
    later: Later


def build_people(
    settings: Settings,
    database: Database,
    audit: AuditChain,
    origins: frozenset[str],
    on_new_company: OnNewCompany,
    clock: Clock,
) -> PeopleParts:
    """Build the parts; makes the secret of accounts at the first start."""
    secrets = AccountSecrets(secret_file(settings.data_dir / "account-secret", os.urandom(32)))
    passwords = PasswordPool(settings.hash_memory_kib)
    mails = AccountMails(
        database=database,
        secrets=secrets,
        address=settings.address(),
        message_id_domain=settings.mail_sender().rpartition("@")[2],
        can_send=bool(settings.smtp_url.get_secret_value()),
        clock=clock,
    )
    factors = SecondFactors(database, secrets, mails, audit, clock)
    passkeys = Passkeys(
        database=database,
        secrets=secrets,
        factors=factors,
        mails=mails,
        audit=audit,
        clock=clock,
        host_name=urlsplit(settings.address()).hostname or "localhost",
        origins=origins,
    )
    later = Later()
    accounts = Accounts(
        database=database,
        passwords=passwords,
        audit=audit,
        on_new_company=on_new_company,
        clock=clock,
        sign_in_hours=settings.sign_in_hours,
        factors=factors,
        passkeys=passkeys,
        later=later,
    )
    services = Services(database, accounts, passwords, secrets, mails, audit, clock, later)
    tokens = ApiTokens(database, audit, clock)
    return PeopleParts(
        passwords=passwords,
        accounts=accounts,
        mails=mails,
        factors=factors,
        passkeys=passkeys,
        tokens=tokens,
        team=Team(services),
        profile=Profile(services),
        reset=PasswordReset(services),
        door=Door(accounts, tokens, origins),
        later=later,
    )


def include_people(app: FastAPI, people: PeopleParts, settings: Settings) -> None:
    """Mount the routes of `accounts/`."""
    hours, door = settings.sign_in_hours, people.door
    about = routes.ServerView(
        address=settings.address(), code_digits=settings.code_digits, sends_mail=people.mails.can_send
    )
    app.include_router(routes.router(people.accounts, people.passkeys, door, hours, about))
    app.include_router(routes.link_router(people.accounts, people.team, people.reset, people.profile, door, hours))
    app.include_router(profile_routes.router(people.profile, people.accounts, door))
    app.include_router(profile_routes.factor_router(people.factors, people.passkeys, door))
    app.include_router(team_routes.router(people.team, people.profile, door))
    app.include_router(team_routes.token_router(people.tokens, door))
