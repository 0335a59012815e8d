"""The control links of active hosts: signed orders down, presence and news up (docs/protocol.md, 4).

Every order carries a counter that rises strictly; one link sends one order at a time, so the host sees them in order.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from daypass.protocol.commands import Body, Command, CommandAssign, CommandEnd, CommandTime, sign_command
from daypass.protocol.lifecycle import Effect
from daypass.protocol.signed import SigningKey
from daypass.server.accounts import storage as accounts
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.sessions import storage
from daypass.server.sessions.models import Presence, SupportSession
from daypass.server.sessions.service import Sessions
from daypass.server.sessions.transitions import Moved
from daypass.server.sockets import Peer

TIME_EVERY_S = 60.0
REPLACED, VERSIONS_DIFFER, OVER, NOT_PROVEN = 4001, 4009, 4010, 4011


Greeter = Callable[[str], Awaitable[None]]


@dataclass(eq=False, slots=True)
class HostLink:
    """One host's proven socket. `last_counter` is the highest counter the host has kept, `abilities` what it says to obey."""

    session_id: str
    last_counter: int
    socket: Peer
    abilities: frozenset[str] = frozenset()
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)


class ControlLinks:
    """The links that end at this process."""

    def __init__(self, database: Database, sessions: Sessions, server_key: SigningKey, clock: Clock) -> None:
        self._database = database
        self._sessions = sessions
        self._server_key = server_key
        self._clock = clock
        self._links: dict[str, HostLink] = {}
        self._greeter: Greeter | None = None

    def when_host_comes(self, greeter: Greeter) -> None:
        """Await `greeter(session_id)` after a live session's host has come and heard the time."""
        self._greeter = greeter

    def is_online(self, session_id: str) -> bool:
        """Whether this session's host can be told something now."""
        return session_id in self._links

    def is_able(self, session_id: str, ability: str) -> bool:
        """Whether this session's host is here and obeys the orders of this ability."""
        link = self._links.get(session_id)
        return link is not None and ability in link.abilities

    async def host_came(self, link: HostLink) -> bool:
        """A host has proven its key: it is online and learns the time. False when its session is over: it is told to end."""
        before = self._links.get(link.session_id)
        self._links[link.session_id] = link
        if before is not None:
            await before.socket.close(REPLACED)
        # Looked up only now: a session that ends from here on finds the link above.
        async with self._database.reading() as db:
            session = await storage.session_by_id(db, link.session_id)
            names = await accounts.names_of(db, {session.technician_id} if session else set())
        if session is None or not session.life.live:
            self._links.pop(link.session_id, None)
            if session is not None:
                await self._finish(link, session)
            return False
        await self._sessions.write(link.session_id, presence=Presence.ONLINE.value, connected=[], seen_at=self._clock())
        await self._order(link, CommandTime())
        if session.assigned_at is not None:  # it may have been away then, or not yet installed
            await self._order(link, CommandAssign(technician=names[session.technician_id]))
        if self._greeter is not None:
            await self._greeter(link.session_id)
        return True

    async def host_went(self, link: HostLink) -> None:
        """A socket is gone; a newer one of the same host keeps it online."""
        if self._links.get(link.session_id) is not link:
            return
        del self._links[link.session_id]
        await self._sessions.write(
            link.session_id, presence=Presence.OFFLINE.value, connected=[], seen_at=self._clock()
        )

    async def order(self, session_id: str, body: Body) -> bool:
        """Tell a host something; False when it is not here."""
        link = self._links.get(session_id)
        if link is None:
            return False
        await self._order(link, body)
        return True

    async def tell_time(self) -> None:
        """The signed server time for every host; a host that hears nothing for long counts itself offline."""
        await asyncio.gather(*(self._order(link, CommandTime()) for link in list(self._links.values())))

    async def after_move(self, moved: Moved) -> None:
        """A session that is over: its host gets the order to end, now or when it comes back."""
        link = self._links.get(moved.session.id) if Effect.TELL_HOST in moved.effects else None
        if link is not None:
            await self._finish(link, moved.session)

    async def _finish(self, link: HostLink, session: SupportSession) -> None:
        await self._order(link, CommandEnd(reason=session.ending.value if session.ending else "ended"))
        await link.socket.close(OVER)

    async def _order(self, link: HostLink, body: Body) -> None:
        async with link.one_at_a_time:
            async with self._database.writing() as db:
                counter = await storage.next_command_counter(db, link.session_id, link.last_counter)
            command = Command(session_id=link.session_id, counter=counter, issued_at=self._clock(), body=body)
            await link.socket.send_bytes(sign_command(self._server_key, command))
