"""A server with one company, one owner and a clock that the test turns; asked over ASGI, without a network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import update
from tests.server.ready_database import make_ready

from daypass.protocol.host_api import to_base64url
from daypass.server.accounts.storage import companies
from daypass.server.accounts.tables import company
from daypass.server.app import Parts
from daypass.server.settings import Settings
from daypass.server.subscriptions.storage import make_slots

WINDOWS_EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)
OWNER = "owner@example.org"
PASSWORD = "correct horse battery"


NONCE = bytes(range(32))
SYSTEM = {
    "platform": "windows",
    "build": "26100",
    "edition": "Professional",
    "language": "pt-BR",
    "computer_name": "PC-ONE",
    "architecture": "amd64",
}


def hello_words(host_key: bytes = b"k" * 32, **changes: Any) -> dict[str, Any]:
    """What a host says first."""
    words = {
        "protocol": 1,
        "app_version": "0.1.0",
        "host_key": to_base64url(host_key),
        "nonce": to_base64url(NONCE),
        "system": SYSTEM,
        **changes,
    }
    return {key: value for key, value in words.items() if value is not None}


@dataclass
class TurnedClock:
    """A clock that stands still until it is turned."""

    now: int = 1_780_000_000_000

    def __call__(self) -> int:
        return self.now

    def turn(self, *, hours: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.now += round(hours * 3_600_000 + seconds * 1000)


@dataclass
class World:
    """The server under test, a signed-in technician, and a customer's browser without any cookie."""

    parts: Parts
    app: FastAPI
    clock: TurnedClock
    technician: httpx.AsyncClient
    customer: httpx.AsyncClient
    sessions: list[dict[str, Any]] = field(default_factory=list)

    async def prepare(self, **asked: object) -> dict[str, Any]:
        """Prepare a session as the console does."""
        answer = await self.technician.post(
            "/api/support-sessions", json={"customer_email": "customer@example.org", "language": "en", **asked}
        )
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def session(self, session_id: str) -> dict[str, Any]:
        """The session as the console sees it now."""
        answer = await self.technician.get(f"/api/support-sessions/{session_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def path(self, session: dict[str, Any]) -> str:
        """The path of a session's link."""
        return httpx.URL(session["link"]).path


SettingsOf = Callable[..., Settings]


async def set_up_company(parts: Parts) -> str:
    """A company with everything a customer can see; returns the owner's cookie."""
    await make_ready(parts.database)
    token = await parts.accounts.setup_link()
    assert token is not None
    await parts.accounts.set_up(token, "Example Computers", "Technician One", OWNER, PASSWORD, "en")
    async with parts.database.writing() as db:
        await db.execute(
            update(company).values(
                phone="+55 11 5555-0100",
                website="https://example.org",
                sessions_per_technician=20,
                sessions_per_company=20,
            )
        )
        await make_slots(db, (await companies(db))[0].id, 20)
    return (await parts.accounts.sign_in(OWNER, PASSWORD, "127.0.0.1")).token
