"""One server for a whole module of tests, with a company in which everything has happened at least once.

Nothing is clicked here: people, sessions in every state, tokens, webhooks, answers of readers come from the server's own parts and API.
"""

import contextlib
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, BrowserContext
from sqlalchemy import insert, update
from tests.e2e.conftest import ROOT, ConsoleServer, Watched, put_cookie
from tests.server.accounts.people import person_of
from tests.server.ready_database import make_ready
from tests.server.running import PASSWORD, PLAIN_HTTP, owner_cookie, serving, small_settings

from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.rights import Role
from daypass.server.accounts.second_factor_storage import Passkey, add_passkey
from daypass.server.app import build, create_app
from daypass.server.guides.tables import guide_opinion
from daypass.server.identifiers import new_id
from daypass.server.sessions.tables import support_session
from daypass.server.subscriptions.companies import CompanyChanges, SubscriptionChanges
from daypass.server.subscriptions.models import Plan

TEXTS: dict[str, Any] = json.loads((ROOT / "locales/pt-BR.json").read_text(encoding="utf-8"))
LONG_NAME = "Maria Aparecida do Nascimento e Silva Albuquerque"
LONG_EMAIL = "contabilidade.e.recursos.humanos@filial-de-florianopolis.example.org"


def words(key: str, **facts: object) -> str:
    """A text of the catalogue in Portuguese, the language of these pages."""
    text: Any = TEXTS
    for part in key.split("."):
        text = text[part]
    for name, value in facts.items():
        text = text.replace("{{" + name + "}}", str(value))
    return str(text)


@dataclass
class FilledCompany:
    """The server, a browser, the people's cookies, and the ids of what there is to look at."""

    server: ConsoleServer
    watched: Watched
    cookies: dict[Role, str]
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.server.address

    async def context(self, role: Role | None = Role.OWNER, **options: Any) -> BrowserContext:
        """A fresh browser profile in Portuguese, in which this person is signed in."""
        chosen = {"locale": "pt-BR", "timezone_id": "America/Sao_Paulo", "base_url": self.address, **options}
        context = await self.watched.context(**chosen)
        if role is not None:
            await put_cookie(context, self.address, self.cookies[role])
        return context

    def http(self, role: Role = Role.OWNER) -> httpx.AsyncClient:
        """The same person without a browser."""
        headers = {"Origin": self.address, "Cookie": f"{COOKIE}={self.cookies[role]}"}
        base = f"http://{self.server.wire}"
        return httpx.AsyncClient(base_url=base, headers=headers, verify=PLAIN_HTTP, trust_env=False, timeout=20)

    async def prepare(self, role: Role = Role.OWNER, **asked: object) -> dict[str, Any]:
        """A session as the console prepares it, without its pairing."""
        async with self.http(role) as http:
            answer = await http.post("/api/support-sessions", json=asked)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


@contextlib.asynccontextmanager
async def running_company(folder: Path, chromium: Browser, **settings_: Any) -> AsyncIterator[FilledCompany]:
    """A server with an owner, an admin and a technician, and a browser; whoever asks fills it further."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        console = ROOT / "console" / "dist"
        assert (console / "index.html").is_file(), "run `make console` first"
        chosen = {"console_dir": console, "webhooks_to_localhost": True, **settings_}
        settings = small_settings(folder, port=port, **chosen)
        parts = build(settings)
        await make_ready(parts.database)
        cookies = {Role.OWNER: await owner_cookie(parts, sessions_per_technician=50)}
        owner = await parts.accounts.who_is(cookies[Role.OWNER])
        assert owner is not None
        many = CompanyChanges(sessions_per_company=200)
        await parts.companies.change(owner.company.id, many, SubscriptionChanges(plan=Plan.PLUS, seats=40))
        async with serving(create_app(settings, parts), settings, listening):
            company = FilledCompany(ConsoleServer(parts, port), Watched(chromium), cookies)
            for role, name in ((Role.ADMIN, LONG_NAME), (Role.TECHNICIAN, "Technician Three")):
                person = await person_of(
                    parts, role, owner.company, name=name, email=f"{role}@example.org", password=PASSWORD
                )
                cookies[role] = person.cookie
            yield company
            await company.watched.close()


HOUR_MS = 3_600_000
MINUTE_MS = 60_000


async def fill(company: FilledCompany) -> None:
    """Everything that pages can show, at least once."""
    await _fill_live_sessions(company)
    await _fill_ended_sessions(company)
    await _fill_account(company)
    await _fill_webhooks(company)
    await _fill_opinions(company)


async def change_session(company: FilledCompany, session_id: str, **values: object) -> None:
    """What would have come about by the host, the clock or the customer."""
    async with company.server.parts.database.writing() as db:
        await db.execute(update(support_session).where(support_session.c.id == session_id).values(**values))


async def _fill_live_sessions(company: FilledCompany) -> None:
    now = company.server.parts.clock()
    active = {
        "state": "active",
        "activated_at": now - 4 * HOUR_MS,
        "deadline_at": now + 20 * HOUR_MS,
        "computer_name": "RECEPTION-PC-02",
        "rights": ["remote_control"],
        "started_at": now - 4 * HOUR_MS,
        "consent": "ask",
        "seen_at": now - 90 * MINUTE_MS,
        "system": {"edition": "Windows 11 Pro", "build": "26100"},
    }
    stories: dict[str, tuple[Role, dict[str, object], dict[str, object]]] = {
        "active": (
            Role.OWNER,
            {"customer_email": LONG_EMAIL},
            {**active, "presence": "connected", "connected": ["Technician One", LONG_NAME]},
        ),
        "offline": (Role.OWNER, {"customer_name": LONG_NAME}, {**active, "presence": "offline", "paused": True}),
        "waiting": (
            Role.OWNER,
            {"customer_email": LONG_EMAIL, "customer_name": LONG_NAME, "note": "Impressora da recepção " * 9},
            {},
        ),
        "foreign": (Role.OWNER, {"customer_name": "Customer Two", "language": "es"}, {"visited_at": now}),
        "revoked": (Role.OWNER, {"customer_name": "Customer Three"}, {}),
        "refused": (
            Role.OWNER,
            {},
            {"host_stage": "elevation_refused", "host_stage_dp": "DP-102", "visited_at": now, "started_at": now},
        ),
        "sight": (Role.OWNER, {"customer_name": "Customer Four"}, {"sight": "smartscreen", "sight_at": now}),
        "colleague": (Role.TECHNICIAN, {"customer_name": "Customer Five"}, {}),
    }
    for name, (role, asked, facts) in stories.items():
        company.sessions[name] = await company.prepare(role, **asked)
        if facts:
            await change_session(company, company.sessions[name]["id"], **facts)
    async with company.http() as http:
        revoked = await http.delete(f"/api/support-sessions/{company.sessions['revoked']['id']}/link")
        assert revoked.status_code < 300, revoked.text


async def _fill_ended_sessions(company: FilledCompany) -> None:
    now = company.server.parts.clock()
    was_active = {
        "state": "active",
        "activated_at": now - 3 * HOUR_MS,
        "deadline_at": now + HOUR_MS,
        "computer_name": "RECEPTION-PC-01",
    }
    afterwards: dict[str, dict[str, object]] = {
        "unnoted": {"removal": "pending", "leftovers": 2, "ending": "by_customer", "receipt_state": "failed"},
        "noted": {
            "removal": "confirmed",
            "removed_at": now,
            "receipt_state": "sent",
            "receipt_at": now,
            "receipt_hash": "0123456789abcdef" * 4,
            "closing_note": "Impressora reinstalada.\nTeste de página impresso.",
            "closing_note_at": now,
        },
    }
    async with company.http() as http:
        for name, facts in afterwards.items():
            company.sessions[name] = session = await company.prepare(customer_email=LONG_EMAIL)
            await change_session(company, session["id"], **was_active)
            assert (await http.delete(f"/api/support-sessions/{session['id']}")).status_code == 200
            await change_session(company, session["id"], **facts)
        company.sessions["cancelled"] = session = await company.prepare(customer_name="Customer Six")
        assert (await http.delete(f"/api/support-sessions/{session['id']}")).status_code == 200
        company.sessions["reported"] = session = await company.prepare(customer_name="Customer Seven")
        reported = await http.post(f"{httpx.URL(session['link']).path}/report", headers={"Origin": company.address})
        assert reported.status_code < 400, reported.text


async def _fill_account(company: FilledCompany) -> None:
    parts = company.server.parts
    owner = await parts.accounts.who_is(company.cookies[Role.OWNER])
    assert owner is not None
    async with parts.database.writing() as db:
        key = Passkey(new_id(), owner.technician.id, b"c" * 32, b"k" * 32, 0, "notebook da recepção", parts.clock())
        await add_passkey(db, key)
    async with company.http() as http:
        for asked in (
            {"name": "sistema de chamados", "scopes": ["sessions:read", "sessions:write"], "days": 90},
            {"name": "relatórios mensais da contabilidade", "scopes": ["reports:read"], "days": None},
        ):
            assert (await http.post("/api/api-tokens", json=asked)).status_code == 201
        asked_invitation = {"email": LONG_EMAIL, "name": LONG_NAME, "role": "admin"}
        assert (await http.post("/api/invitations", json=asked_invitation)).status_code == 201


async def _fill_webhooks(company: FilledCompany) -> None:
    async with company.http() as http:
        asked = {"url": "http://localhost:9/chamados/suporte-remoto", "events": ["session.prepared", "session.ended"]}
        made = await http.post("/api/webhooks", json=asked)
        assert made.status_code == 201, made.text
        tested = await http.post(f"/api/webhooks/{made.json()['id']}/test")
        assert tested.status_code == 200, tested.text


async def _fill_opinions(company: FilledCompany) -> None:
    given = [("connect", False, ["unclear"], "Faltou dizer o que é o navegador."), ("DP-301", True, [], "")]
    async with company.server.parts.database.writing() as db:
        for number, (article, helpful, reasons, comment) in enumerate(given):
            await db.execute(
                insert(guide_opinion).values(
                    id=new_id(),
                    company_id=None,
                    article=article,
                    language="pt-BR",
                    helpful=helpful,
                    reasons=reasons,
                    comment=comment,
                    given_at=company.server.parts.clock() - number,
                    form=f"form-{number}",
                )
            )
