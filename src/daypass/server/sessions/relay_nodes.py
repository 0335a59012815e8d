"""Ends lines wherever they run: at the relay of this process, and at relays of their own that watch a pair here (docs/protocol.md, 6)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from daypass.protocol.host_api import Salt16, write_json
from daypass.server.accounts.tables import technician
from daypass.server.database import Database
from daypass.server.identifiers import Clock
from daypass.server.relay.models import EndPair
from daypass.server.relay.pairs import DEADLINE, HANDED_OVER, PEER_LEFT, WITHDRAWN
from daypass.server.sessions.ports import Lines
from daypass.server.sessions.tables import connection as c
from daypass.server.sessions.tables import invited_colleague as i
from daypass.server.sessions.tables import support_session as s
from daypass.server.sockets import Peer

LONGEST_LIFE_MS = 86_400_000


@dataclass(slots=True)
class _Watched:
    session_id: str
    nodes: set[Peer] = field(default_factory=set)


class RelayNodes:
    """The relays of their own that are connected, with the pairs that each of them has."""

    def __init__(self, database: Database, own: Lines, clock: Clock) -> None:
        """`own`: the relay of this process."""
        self._database = database
        self._own = own
        self._clock = clock
        self._watched: dict[bytes, _Watched] = {}
        self._cut: dict[bytes, int] = {}

    async def watch(self, pair_id: bytes, session_id: str, node: Peer) -> None:
        """A relay has this pair. It is told at once when the pair should have ended while nobody could tell."""
        self._watched.setdefault(pair_id, _Watched(session_id)).nodes.add(node)
        code = await self._why_over(pair_id)
        if code is not None:
            await self._tell([pair_id], code)

    def left(self, pair_id: bytes, node: Peer) -> None:
        """A pair has ended at this relay."""
        watched = self._watched.get(pair_id)
        if watched is not None:
            watched.nodes.discard(node)
            if not watched.nodes:
                del self._watched[pair_id]

    def gone(self, node: Peer) -> None:
        """A relay is not connected any more; what it has goes on, and is told again when it comes back."""
        for pair_id in [pair_id for pair_id, watched in self._watched.items() if node in watched.nodes]:
            self.left(pair_id, node)

    async def end_pairs(self, pair_ids: Iterable[bytes]) -> None:
        """Cut these lines; whoever may, connects again."""
        pair_ids, now = list(pair_ids), self._clock()
        self._cut = {pair_id: until for pair_id, until in self._cut.items() if until > now}
        self._cut |= dict.fromkeys(pair_ids, now + LONGEST_LIFE_MS)
        await self._own.end_pairs(pair_ids)
        await self._tell(pair_ids, PEER_LEFT)

    async def withdraw(self, pair_ids: Iterable[bytes]) -> None:
        """Cut these lines: their technician was invited, and is no more."""
        pair_ids = list(pair_ids)
        await self._own.withdraw(pair_ids)
        await self._tell(pair_ids, WITHDRAWN)

    async def end_session(self, session_id: str) -> None:
        """Cut every line of a session: it is over."""
        await self._own.end_session(session_id)
        await self._tell(self._pairs_of(session_id), DEADLINE)

    async def hand_over(self, session_id: str) -> None:
        """Cut every line of a session: another technician has it."""
        await self._own.hand_over(session_id)
        await self._tell(self._pairs_of(session_id), HANDED_OVER)

    def _pairs_of(self, session_id: str) -> list[bytes]:
        return [pair_id for pair_id, watched in self._watched.items() if watched.session_id == session_id]

    async def _tell(self, pair_ids: Iterable[bytes], code: int) -> None:
        told = []
        for pair_id in pair_ids:
            if watched := self._watched.get(pair_id):
                order = write_json(EndPair(Salt16(pair_id), code)).decode()  # type: ignore[arg-type]
                told += [node.send_text(order) for node in watched.nodes]
        await asyncio.gather(*told)

    async def _why_over(self, pair_id: bytes) -> int | None:
        """What was decided about a pair before its relay asked; None: nothing."""
        found = (
            select(s.c.ended_at, s.c.assigned_at, c.c.requested_at, technician.c.disabled_at, i.c.withdrawn_at)
            .join_from(c, s, c.c.session_id == s.c.id)
            .join(technician, technician.c.id == c.c.technician_id)
            .outerjoin(i, (i.c.session_id == s.c.id) & (i.c.technician_id == c.c.technician_id))
            .where(c.c.pair_id == pair_id.hex())
        )
        async with self._database.reading() as db:
            row = (await db.execute(found)).one_or_none()
        if row is None or row.ended_at is not None:
            return DEADLINE
        if row.assigned_at is not None and row.assigned_at > row.requested_at:
            return HANDED_OVER
        if row.withdrawn_at is not None and row.withdrawn_at >= row.requested_at:
            return WITHDRAWN
        return PEER_LEFT if row.disabled_at is not None or pair_id in self._cut else None
