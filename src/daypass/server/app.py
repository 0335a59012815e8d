"""The composition root: builds every long-lived object by hand, passes it on by keyword, and mounts the features' routes.

A feature that joins adds its service to `Parts`, its routes to `create_app`, its periodic work to `_lifespan`.
"""

import contextlib
import datetime
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.types import Lifespan

from daypass import __version__
from daypass.protocol.host_api import from_base64url
from daypass.protocol.lifecycle import Effect
from daypass.protocol.signed import SigningKey
from daypass.server import console_files, http_guard, problems
from daypass.server.accounts.account_mail import AccountMail, AccountMails
from daypass.server.accounts.door import Door
from daypass.server.accounts.passwords import PasswordPool
from daypass.server.accounts.service import Accounts
from daypass.server.audit import retention as audit_retention
from daypass.server.audit import signed_heads
from daypass.server.audit.chain import AuditChain
from daypass.server.audit.retention import AuditRetention
from daypass.server.audit.signed_heads import SignedHeads
from daypass.server.background import Background
from daypass.server.console_files import ConsoleFiles
from daypass.server.database import Database
from daypass.server.deployment import codec_routes, invitation_mail, receipt_mail, report_mail
from daypass.server.deployment import host_routes as greeting_routes
from daypass.server.deployment import pages as customer_pages
from daypass.server.deployment import routes as deployment_routes
from daypass.server.deployment.codec_packs import CodecPacks
from daypass.server.deployment.greeting import Greeting, GreetingSettings
from daypass.server.deployment.host_file import HostFiles, Stamping
from daypass.server.deployment.host_program import HostPrograms, SignCommand
from daypass.server.deployment.invitation_mail import InvitationMails, MailSettings
from daypass.server.deployment.invitations import Addresses, Invitations
from daypass.server.deployment.models import LinkSecrets
from daypass.server.deployment.page_rendering import Pages
from daypass.server.deployment.receipt_mail import ReceiptMails
from daypass.server.deployment.report_mail import ReportMails
from daypass.server.deployment.retention import SWEEP_EVERY_S as ERASE_EVERY_S
from daypass.server.deployment.retention import Days, Retention
from daypass.server.deployment.revocation import Revocation
from daypass.server.deployment.visits import Visits
from daypass.server.guides.assembly import include_guides
from daypass.server.identifiers import Clock, wall_clock
from daypass.server.mail.outbox import MailState, OutboxMail
from daypass.server.mail.sender import MailSender
from daypass.server.mail.smtp_address import smtp_address
from daypass.server.migrations.run import migrate
from daypass.server.people import PeopleParts, build_people, include_people
from daypass.server.relay import routes as relay_routes
from daypass.server.relay.orders import AGAIN_AFTER_S, ServerOrders
from daypass.server.relay.pairs import TELL_TRAFFIC_EVERY_S, Relay, RelayCounts
from daypass.server.relay.reporting import TrafficReporter
from daypass.server.reports import audit_routes, own_history_routes
from daypass.server.reports import routes as report_routes
from daypass.server.reports.audit_log import AuditLog
from daypass.server.reports.remote_access import RemoteAccess
from daypass.server.secret_files import make_secret_file, secret_file
from daypass.server.sessions import (
    closing_note_routes,
    colleague_routes,
    host_routes,
    new_password_routes,
    pairing_routes,
    relay_node_routes,
    traffic_routes,
)
from daypass.server.sessions import routes as sessions_routes
from daypass.server.sessions import storage as sessions_storage
from daypass.server.sessions.activation import Activations
from daypass.server.sessions.closing_notes import ClosingNotes
from daypass.server.sessions.colleagues import Colleagues
from daypass.server.sessions.connections import Connections
from daypass.server.sessions.control import TIME_EVERY_S, ControlLinks
from daypass.server.sessions.handing_over import HandingOver
from daypass.server.sessions.host_door import HostDoor
from daypass.server.sessions.host_news import HostNews
from daypass.server.sessions.live import LiveStream
from daypass.server.sessions.models import Milestone
from daypass.server.sessions.new_passwords import NewPasswords
from daypass.server.sessions.pairing import PairingMailbox
from daypass.server.sessions.ports import Lines
from daypass.server.sessions.relay_nodes import RelayNodes
from daypass.server.sessions.removal import Removals
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.traffic import Traffic
from daypass.server.sessions.transitions import Moved, Transitions
from daypass.server.settings import Settings, Tls
from daypass.server.setup import health
from daypass.server.setup.local_authority import LocalCertificate, local_certificate
from daypass.server.setup.secure_origin import SecureOrigin
from daypass.server.subscriptions import logo_routes
from daypass.server.subscriptions import routes as company_routes
from daypass.server.subscriptions import service as subscriptions
from daypass.server.subscriptions.companies import Companies
from daypass.server.subscriptions.logos import CompanyLogos
from daypass.server.webhooks import routes as webhook_routes
from daypass.server.webhooks import sender as webhook_sending
from daypass.server.webhooks.news import WebhookNews
from daypass.server.webhooks.posting import Poster
from daypass.server.webhooks.receiver_address import Egress
from daypass.server.webhooks.sender import WebhookSender
from daypass.server.webhooks.service import Webhooks
from daypass.server.webhooks.signing import WebhookSecrets

SWEEP_EVERY_S = 1.0
MAIL_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class DeploymentParts:
    """What brings the host to the customer: links, mail, pages, download, greeting."""

    link_secrets: LinkSecrets
    mails: InvitationMails
    mail_sender: MailSender | None
    receipts: ReceiptMails
    visits: Visits
    revocation: Revocation
    host_files: HostFiles
    codec_packs: CodecPacks
    greeting: Greeting
    retention: Retention


@dataclass(frozen=True, slots=True)
class ReportParts:
    """What shows afterwards what happened, and that the record of it is whole."""

    heads: SignedHeads
    retention: AuditRetention
    audit_log: AuditLog
    remote_access: RemoteAccess


@dataclass(frozen=True, slots=True)
class WebhookParts:
    """What tells a company's own systems."""

    sender: WebhookSender
    service: Webhooks


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that lives as long as the process. The command line uses it without HTTP."""

    settings: Settings
    clock: Clock
    certificate: LocalCertificate | None
    database: Database
    server_key: SigningKey
    metrics: CollectorRegistry
    people: PeopleParts
    passwords: PasswordPool
    audit: AuditChain
    accounts: Accounts
    companies: Companies
    logos: CompanyLogos
    door: Door
    live: LiveStream
    sessions: Sessions
    transitions: Transitions
    hosts: HostDoor
    mailbox: PairingMailbox
    control: ControlLinks
    connections: Connections
    handing_over: HandingOver
    colleagues: Colleagues
    new_passwords: NewPasswords
    activations: Activations
    news: HostNews
    removals: Removals
    relay: Relay
    relay_nodes: RelayNodes
    traffic: Traffic
    closing_notes: ClosingNotes
    reports: ReportParts
    webhooks: WebhookParts
    deployment: DeploymentParts

    async def close(self) -> None:
        """Give back threads and connections."""
        self.passwords.close()
        await self.database.close()


def build(settings: Settings, clock: Clock = wall_clock) -> Parts:
    """Build the parts; touches the data directory, not yet the database."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    server_key = SigningKey(secret_file(settings.data_dir / "server-key", os.urandom(32)))
    if own_file := settings.own_database_file():
        make_secret_file(own_file, b"")  # or SQLite makes it readable for everybody; its journals take the mode over
    certificate = _certificate(settings)
    database = Database(settings.database_address())
    audit = AuditChain(clock)
    people = build_people(settings, database, audit, allowed_origins(settings), subscriptions.open_for, clock)
    live = LiveStream()
    secrets = LinkSecrets(secret_file(settings.data_dir / "link-secret", os.urandom(32)))
    addresses = Addresses(settings.address(), secrets)
    mailing = _mail_settings(settings)
    mails = InvitationMails(database=database, settings=mailing, link_of=addresses.link, clock=clock)
    invitations = Invitations(addresses=addresses, mails=mails, random=os.urandom)
    transitions = Transitions(invitations=invitations, events=WebhookNews(clock), audit=audit)
    hosts = HostDoor(database, clock)
    sessions = Sessions(database, invitations, transitions, live, audit, clock)
    control = ControlLinks(database=database, sessions=sessions, server_key=server_key, clock=clock)
    new_passwords = NewPasswords(database, sessions, control, audit, clock, settings.code_digits)
    mailbox = PairingMailbox(on_guess=sessions.count_guess)
    metrics = CollectorRegistry()
    traffic = Traffic(database, clock)
    relay = Relay(clock=clock, counts=RelayCounts(metrics), on_traffic=traffic.keep)
    relay_nodes = RelayNodes(database, relay, clock)
    _follow(people.accounts, sessions, control, new_passwords, mailbox, live, relay_nodes, database)
    connections = Connections(
        database, sessions, control, audit, server_key, clock, settings.address(), settings.relay_address()
    )
    report_mails = ReportMails(database, mailing.message_id_domain, mailing.can_send, clock)
    receipts = ReceiptMails(database, sessions, audit, mailing.message_id_domain, clock)
    deployment = DeploymentParts(
        link_secrets=secrets,
        mails=mails,
        mail_sender=_mail_sender(settings, database, mails, report_mails, receipts, people.mails, sessions, clock),
        receipts=receipts,
        visits=Visits(database, secrets, sessions, transitions, report_mails, audit, clock),
        revocation=Revocation(database=database, sessions_=sessions, mailbox=mailbox, audit=audit, clock=clock),
        host_files=_host_files(settings, server_key.public, certificate),
        codec_packs=CodecPacks(settings.host_program.parent),
        greeting=Greeting(database, sessions, hosts, audit, server_key, _greeting_settings(settings), clock),
        retention=Retention(database, audit, clock, _kept_for(settings)),
    )
    return Parts(
        settings=settings,
        clock=clock,
        certificate=certificate,
        database=database,
        server_key=server_key,
        metrics=metrics,
        people=people,
        passwords=people.passwords,
        audit=audit,
        accounts=people.accounts,
        companies=Companies(database, audit),
        logos=CompanyLogos(database, audit),
        door=people.door,
        live=live,
        sessions=sessions,
        transitions=transitions,
        hosts=hosts,
        mailbox=mailbox,
        control=control,
        connections=connections,
        handing_over=HandingOver(database, sessions, control, new_passwords, mailbox, relay_nodes, audit, clock),
        colleagues=Colleagues(database, sessions, live, relay_nodes, people.mails, audit, clock),
        new_passwords=new_passwords,
        activations=Activations(database, sessions, transitions, server_key, clock, mailing.can_send),
        news=HostNews(database, sessions, transitions, new_passwords, audit, clock),
        removals=Removals(database=database, sessions=sessions, transitions=transitions, audit=audit, clock=clock),
        relay=relay,
        relay_nodes=relay_nodes,
        traffic=traffic,
        closing_notes=ClosingNotes(database, sessions, audit, clock),
        reports=_reports(settings, database, audit, server_key, clock),
        webhooks=_webhooks(settings, database, audit, clock),
        deployment=deployment,
    )


def _follow(
    accounts: Accounts,
    sessions: Sessions,
    control: ControlLinks,
    new_passwords: NewPasswords,
    mailbox: PairingMailbox,
    live: LiveStream,
    lines: Lines,
    database: Database,
) -> None:
    control.when_host_comes(new_passwords.host_came)
    _follow_moves(sessions, control, mailbox, lines)
    _follow_access(accounts, live, lines, database)


def _follow_moves(sessions: Sessions, control: ControlLinks, mailbox: PairingMailbox, lines: Lines) -> None:
    """What happens after a session's move is committed: the host is told, the mailbox and the relay's pairs are closed."""

    async def close_what_is_over(moved: Moved) -> None:
        await control.after_move(moved)
        if Effect.FREE_SLOT_AND_SEAT in moved.effects:
            await mailbox.end(moved.session.id, "session_over")
        if Effect.CLOSE_CONNECTIONS in moved.effects:
            await lines.end_session(moved.session.id)

    sessions.after_each_move(close_what_is_over)


def _follow_access(accounts: Accounts, live: LiveStream, lines: Lines, database: Database) -> None:
    """What happens when a technician's sign-ins, role or access changed: live streams look again, and connections are cut.

    A page that may still connect takes its line up again by itself (protocol.md, 6); for every other one this is the end.
    """

    async def look_again(technician_id: str) -> None:
        live.look_again(technician_id)
        async with database.reading() as db:
            pairs = await sessions_storage.open_pairs_of(db, technician_id)
        await lines.end_pairs(pairs)

    accounts.when_access_ends(look_again)


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
        redirect_slashes=False,
        responses=problems.DOCUMENTED,
        lifespan=_lifespan(parts),
    )
    pages = Pages(settings.address(), sign_in_path="/console/")
    problems.install(app, pages.problem)
    problems.describe(app)
    include_people(app, parts.people, settings)
    app.include_router(company_routes.router(parts.companies, parts.door))
    app.include_router(logo_routes.router(parts.logos, parts.door))
    _include_deployment(app, parts, pages)
    app.include_router(
        sessions_routes.router(
            parts.sessions, parts.connections, parts.handing_over, parts.live, parts.door, parts.clock
        )
    )
    app.include_router(
        pairing_routes.router(parts.sessions, parts.new_passwords, parts.mailbox, parts.door, parts.hosts, parts.live)
    )
    app.include_router(
        host_routes.router(
            database=parts.database,
            hosts=parts.hosts,
            activations=parts.activations,
            control=parts.control,
            news=parts.news,
            removals=parts.removals,
        )
    )
    app.include_router(traffic_routes.router(parts.traffic, parts.server_key.public, parts.clock))
    app.include_router(relay_node_routes.router(parts.relay_nodes, parts.server_key.public, parts.clock))
    include_guides(
        app,
        database=parts.database,
        door=parts.door,
        key=secret_file(settings.data_dir / "guide-secret", os.urandom(32)),
        static=pages.static,
        clock=parts.clock,
    )
    app.include_router(new_password_routes.router(parts.new_passwords, parts.door))
    app.include_router(closing_note_routes.router(parts.closing_notes, parts.door))
    app.include_router(colleague_routes.router(parts.colleagues, parts.door))
    app.include_router(audit_routes.router(parts.reports.audit_log, parts.door))
    app.include_router(own_history_routes.router(parts.reports.audit_log, parts.door))
    app.include_router(webhook_routes.router(parts.webhooks.service, parts.door))
    app.include_router(report_routes.router(parts.reports.remote_access, parts.reports.audit_log, parts.door))
    app.include_router(
        relay_routes.router(parts.relay, parts.server_key.public, allowed_origins(settings), parts.clock)
    )
    app.include_router(health.router(parts.database, parts.metrics, settings.metrics_from))
    app.include_router(console_files.router(ConsoleFiles(settings.console_dir)))
    app.add_middleware(http_guard.BodyLimit, most_bytes=settings.body_limit_bytes)
    app.add_middleware(http_guard.NoNulInPath)
    app.add_middleware(
        SecureOrigin,
        address=settings.address(),
        proxies=settings.trusted_proxies if settings.tls_mode() is Tls.PROXY else (),
        authority_pem=parts.certificate.authority_pem if parts.certificate else None,
    )
    app.add_middleware(http_guard.SecurityHeaders, https=settings.address().startswith("https://"))
    return app


def _include_deployment(app: FastAPI, parts: Parts, pages: Pages) -> None:
    deployment = parts.deployment
    app.include_router(greeting_routes.router(deployment.greeting))
    app.include_router(deployment_routes.host_router(deployment.host_files, parts.door))
    app.include_router(codec_routes.router(deployment.codec_packs, parts.hosts))
    app.include_router(deployment_routes.router(deployment.mails, deployment.revocation, parts.sessions, parts.door))
    app.include_router(
        customer_pages.router(deployment.visits, pages, deployment.host_files, deployment.link_secrets, parts.clock)
    )


def create_relay_app(settings: Settings) -> FastAPI:
    """A relay of its own: checks tickets with the server's public key, knows no database and no accounts."""
    reporter = TrafficReporter(settings.address())
    orders = ServerOrders(settings.address())
    counts = RelayCounts(CollectorRegistry())
    relay = Relay(clock=wall_clock, counts=counts, on_traffic=reporter.tell, watcher=orders)
    server_public = from_base64url(settings.server_public_key)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with Background() as background:
            background.every(TELL_TRAFFIC_EVERY_S, "relay.tell_traffic", relay.tell_traffic)
            background.every(AGAIN_AFTER_S, "relay.orders", lambda: orders.follow(relay.end_pair))
            yield

    app = FastAPI(
        title="Daypass relay", version=__version__, openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    problems.install(app)
    app.include_router(relay_routes.router(relay, server_public, allowed_origins(settings), wall_clock))
    app.add_middleware(http_guard.SecurityHeaders, https=settings.address().startswith("https://"))
    return app


def allowed_origins(settings: Settings) -> frozenset[str]:
    """The exact origins of our own pages: the public address, and on localhost both of its usual spellings."""
    origins = {settings.address()}
    if settings.address_is_loopback():
        parts = urlsplit(settings.address())
        origins |= {f"{parts.scheme}://{host}:{parts.port or settings.port}" for host in ("localhost", "127.0.0.1")}
    return frozenset(origins)


def _certificate(settings: Settings) -> LocalCertificate | None:
    """The local authority's certificate for the public address, when this server speaks TLS with it."""
    if settings.tls_mode() is not Tls.LOCAL:
        return None
    host = urlsplit(settings.address()).hostname or "localhost"
    return local_certificate(settings.data_dir / "tls", host, datetime.datetime.now(datetime.UTC))


def _host_files(settings: Settings, server_key: bytes, certificate: LocalCertificate | None) -> HostFiles:
    sign = SignCommand.parse(settings.sign_command) if settings.sign_command.strip() else None
    programs = HostPrograms(settings.host_program, settings.data_dir / "hosts", sign)
    return HostFiles(
        programs,
        settings.host_program,
        Stamping(settings.address(), server_key, certificate.authority_pem if certificate else None),
    )


def _reports(
    settings: Settings, database: Database, audit: AuditChain, server_key: SigningKey, clock: Clock
) -> ReportParts:
    heads = SignedHeads(database, settings.data_dir / "audit-heads", server_key, clock)
    return ReportParts(
        heads=heads,
        retention=AuditRetention(database, heads, clock, settings.audit_days, settings.address_days),
        audit_log=AuditLog(database, heads, clock),
        remote_access=RemoteAccess(database, clock),
    )


def _webhooks(settings: Settings, database: Database, audit: AuditChain, clock: Clock) -> WebhookParts:
    egress = Egress.of(settings.webhook_networks, settings.webhooks_to_localhost)
    secrets = WebhookSecrets(secret_file(settings.data_dir / "webhook-secret", os.urandom(32)))
    sender = WebhookSender(database, secrets, Poster(egress), clock)
    return WebhookParts(sender, Webhooks(database, secrets, egress, sender, audit, clock))


def _kept_for(settings: Settings) -> Days:
    return Days(settings.customer_days, settings.computer_days, settings.invitation_days)


def _greeting_settings(settings: Settings) -> GreetingSettings:
    return GreetingSettings(settings.address(), settings.code_digits)


def _mail_settings(settings: Settings) -> MailSettings:
    return MailSettings(
        public_url=settings.address(),
        message_id_domain=settings.mail_sender().rpartition("@")[2],
        can_send=bool(settings.smtp_url.get_secret_value()),
    )


def _mail_sender(
    settings: Settings,
    database: Database,
    mails: InvitationMails,
    report_mails: ReportMails,
    receipts: ReceiptMails,
    account_mails: AccountMails,
    sessions: Sessions,
    clock: Clock,
) -> MailSender | None:
    if not settings.smtp_url.get_secret_value():
        return None

    async def tell(mail: OutboxMail, state: MailState) -> None:
        if state is MailState.SENT and mail.kind == invitation_mail.KIND:
            await sessions.reach(mail.session_id, Milestone.MAIL)
        elif mail.kind == receipt_mail.KIND:
            await receipts.settled(mail, state)
        elif mail.session_id:
            await sessions.publish(mail.session_id)

    return MailSender(
        database=database,
        smtp=smtp_address(settings.smtp_url.get_secret_value()),
        sender_address=settings.mail_sender(),
        composers={
            invitation_mail.KIND: mails.compose,
            report_mail.KIND: report_mails.compose,
            receipt_mail.KIND: receipts.compose,
            **dict.fromkeys(AccountMail, account_mails.compose),
        },
        listener=tell,
        clock=clock,
    )


def _lifespan(parts: Parts) -> Lifespan[FastAPI]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await migrate(parts.database)
        await parts.sessions.forget_presence()
        async with Background() as background:
            background.once("people.later", parts.people.later.run)
            background.every(SWEEP_EVERY_S, "sessions.sweep", parts.sessions.sweep)
            background.every(ERASE_EVERY_S, "sessions.erase", parts.deployment.retention.sweep)
            if sender := parts.deployment.mail_sender:
                background.every(MAIL_EVERY_S, "mail.receipts", parts.deployment.receipts.queue_due)
                background.every(MAIL_EVERY_S, "mail.send", sender.send_due)
            background.every(webhook_sending.SEND_EVERY_S, "webhooks.send", parts.webhooks.sender.send_due)
            background.every(webhook_sending.FORGET_EVERY_S, "webhooks.forget", parts.webhooks.sender.forget)
            background.every(TELL_TRAFFIC_EVERY_S, "relay.tell_traffic", parts.relay.tell_traffic)
            background.every(signed_heads.SIGN_EVERY_S, "audit.sign_heads", parts.reports.heads.sign_moved)
            background.every(audit_retention.SWEEP_EVERY_S, "audit.sweep", parts.reports.retention.sweep)
            background.every(TIME_EVERY_S, "control.tell_time", parts.control.tell_time)
            yield
        await parts.close()

    return lifespan
