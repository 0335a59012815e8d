"""The composition root: builds every long-lived object by hand, passes it on by keyword, and mounts the features' routes.

A feature that joins adds its service to `Parts`, its routes to `create_app`, its periodic work to `_lifespan`.
"""

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.types import Lifespan

from daypass import __version__
from daypass.server import http_guard, problems
from daypass.server.accounts import routes as accounts_routes
from daypass.server.accounts.door import Door
from daypass.server.accounts.passwords import PasswordPool
from daypass.server.accounts.service import Accounts
from daypass.server.audit.chain import AuditChain
from daypass.server.background import Background
from daypass.server.database import Database
from daypass.server.deployment import routes as deployment_routes
from daypass.server.deployment.invitation_mail import KIND, InvitationMails, MailSettings
from daypass.server.deployment.invitations import Addresses, Invitations
from daypass.server.deployment.models import LinkSecrets
from daypass.server.deployment.revocation import Revocation
from daypass.server.deployment.visits import Visits
from daypass.server.identifiers import Clock, wall_clock
from daypass.server.mail.outbox import MailState, OutboxMail
from daypass.server.mail.sender import MailSender
from daypass.server.mail.smtp_address import smtp_address
from daypass.server.migrations.run import migrate
from daypass.server.secret_files import secret_file
from daypass.server.sessions import routes as sessions_routes
from daypass.server.sessions.live import LiveStream
from daypass.server.sessions.models import Milestone
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.transitions import Transitions
from daypass.server.settings import Settings
from daypass.server.subscriptions import service as subscriptions

SWEEP_EVERY_S = 1.0
MAIL_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that lives as long as the process. The command line uses it without HTTP."""

    settings: Settings
    clock: Clock
    database: Database
    server_seed: bytes
    passwords: PasswordPool
    audit: AuditChain
    accounts: Accounts
    door: Door
    live: LiveStream
    sessions: Sessions
    mails: InvitationMails
    mail_sender: MailSender | None
    visits: Visits
    revocation: Revocation

    async def close(self) -> None:
        """Give back threads and connections."""
        self.passwords.close()
        await self.database.close()


def build(settings: Settings, clock: Clock = wall_clock) -> Parts:
    """Build the parts; touches the data directory, not yet the database."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    server_seed = secret_file(settings.data_dir / "server-key", os.urandom(32))
    database = Database(settings.database_address())
    passwords = PasswordPool(settings.hash_memory_kib)
    audit = AuditChain(clock)
    accounts = Accounts(
        database=database,
        passwords=passwords,
        audit=audit,
        on_new_company=subscriptions.open_for,
        clock=clock,
        sign_in_hours=settings.sign_in_hours,
    )
    live = LiveStream()
    secrets = LinkSecrets(secret_file(settings.data_dir / "link-secret", os.urandom(32)))
    addresses = Addresses(settings.address(), secrets)
    mails = InvitationMails(database=database, settings=_mail_settings(settings), link_of=addresses.link, clock=clock)
    invitations = Invitations(addresses=addresses, mails=mails, random=os.urandom)
    transitions = Transitions(invitations=invitations, audit=audit)
    sessions = Sessions(
        database=database,
        invitations=invitations,
        transitions=transitions,
        live=live,
        audit=audit,
        clock=clock,
    )
    return Parts(
        settings=settings,
        clock=clock,
        database=database,
        server_seed=server_seed,
        passwords=passwords,
        audit=audit,
        accounts=accounts,
        door=Door(accounts, allowed_origins(settings)),
        live=live,
        sessions=sessions,
        mails=mails,
        mail_sender=_mail_sender(settings, database, mails, sessions, clock),
        visits=Visits(
            database=database, secrets=secrets, sessions_=sessions, transitions=transitions, audit=audit, clock=clock
        ),
        revocation=Revocation(database=database, sessions_=sessions, audit=audit, clock=clock),
    )


def create_app(settings: Settings, parts: Parts | None = None) -> FastAPI:
    """The ASGI application. `parts` is for tests that bring their own clock."""
    parts = parts or build(settings)
    app = FastAPI(
        title="Daypass",
        version=__version__,
        description="Ad hoc remote support. Every console action is a call of this API. Times are ms since 1970.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(parts),
    )
    problems.install(app)
    app.include_router(accounts_routes.router(parts.accounts, parts.door, settings.sign_in_hours))
    app.include_router(sessions_routes.router(parts.sessions, parts.live, parts.door))
    app.include_router(deployment_routes.router(parts.mails, parts.revocation, parts.sessions, parts.door))
    app.add_middleware(http_guard.BodyLimit, most_bytes=settings.body_limit_bytes)
    app.add_middleware(http_guard.SecurityHeaders, https=settings.address().startswith("https://"))
    return app


def allowed_origins(settings: Settings) -> frozenset[str]:
    """The exact origins of our own pages: the public address, and on localhost both of its usual spellings."""
    origins = {settings.address()}
    if settings.address_is_loopback():
        parts = urlsplit(settings.address())
        origins |= {f"{parts.scheme}://{host}:{parts.port or settings.port}" for host in ("localhost", "127.0.0.1")}
    return frozenset(origins)


def _mail_settings(settings: Settings) -> MailSettings:
    return MailSettings(
        public_url=settings.address(),
        message_id_domain=settings.mail_sender().rpartition("@")[2],
        can_send=bool(settings.smtp_url.get_secret_value()),
    )


def _mail_sender(
    settings: Settings, database: Database, mails: InvitationMails, sessions: Sessions, clock: Clock
) -> MailSender | None:
    if not settings.smtp_url.get_secret_value():
        return None

    async def tell(mail: OutboxMail, state: MailState) -> None:
        if state is MailState.SENT:
            await sessions.reach(mail.session_id, Milestone.MAIL)
        else:
            await sessions.publish(mail.session_id)

    return MailSender(
        database=database,
        smtp=smtp_address(settings.smtp_url.get_secret_value()),
        sender_address=settings.mail_sender(),
        composers={KIND: mails.compose},
        listener=tell,
        clock=clock,
    )


def _lifespan(parts: Parts) -> Lifespan[FastAPI]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await migrate(parts.database)
        await parts.sessions.forget_presence()
        async with Background() as background:
            background.every(SWEEP_EVERY_S, "sessions.sweep", parts.sessions.sweep)
            if parts.mail_sender:
                background.every(MAIL_EVERY_S, "mail.send", parts.mail_sender.send_due)
            yield
        await parts.close()

    return lifespan
