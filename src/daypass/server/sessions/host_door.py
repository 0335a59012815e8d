"""The one door for hosts: a bearer token for one session and one host key, issued at the greeting."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from daypass.server.database import AsyncConnection, Database
from daypass.server.identifiers import Clock, new_token, token_hash
from daypass.server.problems import Refusal
from daypass.server.sessions import storage
from daypass.server.sessions.models import SupportSession

# A host that was greeted in the last minute of a prepared session may still need a day after its activation.
TOKEN_FOR_MS = 48 * 3_600_000


@dataclass(frozen=True, slots=True)
class GreetedHost:
    """A host that was greeted for a session, with the key it told then."""

    session: SupportSession
    host_key: bytes


class HostDoor:
    """Issues and checks hosts' tokens."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def admit(self, db: AsyncConnection, session_id: str, host_key: bytes) -> str:
        """A fresh token for this session and this host key, in the caller's transaction."""
        token, now = new_token(), self._clock()
        await storage.add_host_token(db, token_hash(token), session_id, host_key, now, now + TOKEN_FOR_MS)
        return token

    async def host(self, request: HTTPConnection) -> GreetedHost:
        """Who asks. Raises `host_not_admitted` without a valid token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and 0 < len(token) <= 200:
            async with self._database.reading() as db:
                found = await storage.host_token(db, token_hash(token), self._clock())
                session = await storage.session_by_id(db, found[0]) if found else None
            if found and session:
                return GreetedHost(session, found[1])
        raise Refusal("host_not_admitted")
