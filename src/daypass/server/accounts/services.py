"""What the use cases around people share."""

from dataclasses import dataclass

from daypass.server.accounts.account_mail import AccountMails
from daypass.server.accounts.account_secrets import AccountSecrets
from daypass.server.accounts.passwords import PasswordPool
from daypass.server.accounts.service import Accounts
from daypass.server.audit.chain import AuditChain
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.later import Later


@dataclass(frozen=True, slots=True)
class Services:
    """Built once by `app.py`."""

    database: Database
    accounts: Accounts
    passwords: PasswordPool
    secrets: AccountSecrets
    mails: AccountMails
    audit: AuditChain
    clock: Clock
    later: Later
