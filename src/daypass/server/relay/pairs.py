"""Two sockets with the two tickets of one pair: told that they are paired, then every binary message goes to the other, unread.

Backpressure is the socket's: one message of each direction is in hand, and the next is read when the other side has taken it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge

from daypass.protocol.ticket import TICKET_FOR_MS, RelayTicket, Side
from daypass.server.identifiers import Clock
from daypass.server.relay.models import PairTraffic
from daypass.server.sockets import Peer

TICKET_REFUSED, PEER_LEFT, DEADLINE, TOO_LARGE, NOBODY_CAME, HANDED_OVER, WITHDRAWN, NOT_ALLOWED = range(4020, 4028)
NOBODY_COMES_AFTER_S = 60.0
TELL_TRAFFIC_EVERY_S = 60.0
PAIRED = '{"event":"paired"}'

TrafficListener = Callable[[Sequence[PairTraffic]], Awaitable[None]]
"""Hears how much has passed, at the end of a pair and now and then before."""


class PairWatcher(Protocol):
    """Hears which pairs there are; never waits."""

    def paired(self, pair_id: bytes, tickets: tuple[str, str]) -> None: ...
    def left(self, pair_id: bytes) -> None: ...


class PairTaken(Exception):
    """This side of this pair has a socket already, or the pair was cut before it came."""


@dataclass(eq=False, slots=True)
class Pair:
    """Both sides of one connection, and when its session is over (ms since 1970)."""

    session_id: str
    deadline_at: int
    peers: dict[Side, Peer] = field(default_factory=dict)
    tickets: dict[Side, str] = field(default_factory=dict)
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    passed: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    """Bytes that came from each side."""

    def traffic(self, pair_id: bytes, over: bool) -> PairTraffic:
        """What has passed so far."""
        to_host, to_technician = self.passed[Side.TECHNICIAN], self.passed[Side.HOST]
        return PairTraffic(pair_id, self.session_id, to_host, to_technician, over, tuple(self.tickets.values()))

    async def close(self, code: int) -> None:
        """Close what is left of it."""
        for peer in list(self.peers.values()):
            await peer.close(code)


class RelayCounts:
    """What the relay knows of the noise: how many pairs, messages and bytes."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.pairs = Gauge("daypass_relay_pairs", "Pairs being forwarded", registry=registry)
        self.messages = Counter("daypass_relay_messages", "Messages forwarded", registry=registry)
        self.bytes = Counter("daypass_relay_bytes", "Bytes forwarded", registry=registry)


class Relay:
    """The pairs of this process."""

    def __init__(
        self,
        clock: Clock,
        counts: RelayCounts,
        on_traffic: TrafficListener | None = None,
        watcher: PairWatcher | None = None,
    ) -> None:
        self._on_traffic = on_traffic
        self._watcher = watcher
        self._clock = clock
        self._counts = counts
        self._pairs: dict[bytes, Pair] = {}
        self._cut: dict[bytes | str, int] = {}

    async def join(self, ticket: RelayTicket, peer: Peer, text: str) -> Pair:
        """Take one side of a pair, whose ticket came as `text`. The second makes it complete; both are told. Raises PairTaken."""
        if self._is_cut(ticket):
            raise PairTaken
        pair = self._pairs.setdefault(ticket.pair_id, Pair(ticket.session_id, ticket.deadline_at))
        if ticket.side in pair.peers or pair.session_id != ticket.session_id:
            raise PairTaken
        pair.peers[ticket.side] = peer
        pair.tickets[ticket.side] = text
        if len(pair.peers) == 2:
            for side in pair.peers.values():
                await side.send_text(PAIRED)
            self._counts.pairs.inc()
            pair.complete.set()
            if self._watcher:
                self._watcher.paired(ticket.pair_id, (pair.tickets[Side.HOST], pair.tickets[Side.TECHNICIAN]))
        return pair

    async def leave(self, ticket: RelayTicket, pair: Pair, code: int = PEER_LEFT) -> None:
        """One side is gone: the other is sent away, the pair is over."""
        ended = self._pairs.pop(ticket.pair_id, None) is pair and pair.complete.is_set()
        pair.peers.pop(ticket.side, None)
        await pair.close(code)
        if ended:
            self._counts.pairs.dec()
            if self._watcher:
                self._watcher.left(ticket.pair_id)
            if self._on_traffic:
                await self._on_traffic([pair.traffic(ticket.pair_id, over=True)])

    async def pass_on(self, ticket: RelayTicket, pair: Pair, data: bytes) -> None:
        """Hand a message to the other side; waits while it reads slowly."""
        other = pair.peers.get(Side.HOST if ticket.side is Side.TECHNICIAN else Side.TECHNICIAN)
        if other is not None:
            self._counts.messages.inc()
            self._counts.bytes.inc(len(data))
            pair.passed[ticket.side] += len(data)
            await other.send_bytes(data)

    def seconds_left(self, pair: Pair) -> float:
        """Until the session's deadline."""
        return max(0.0, (pair.deadline_at - self._clock()) / 1000)

    async def tell_traffic(self) -> None:
        """Tell how much has passed through the pairs that are open, so that a crash loses a minute of it at most."""
        open_pairs = [pair.traffic(id_, over=False) for id_, pair in self._pairs.items() if pair.complete.is_set()]
        if open_pairs and self._on_traffic:
            await self._on_traffic(open_pairs)

    async def end_pairs(self, pair_ids: Iterable[bytes]) -> None:
        """Close these pairs now, those that are here; whoever comes later with a ticket of one is refused."""
        await self._end_pairs(list(pair_ids), NOT_ALLOWED)

    async def withdraw(self, pair_ids: Iterable[bytes]) -> None:
        """As `end_pairs`: their technician was invited, and is no more."""
        await self._end_pairs(list(pair_ids), WITHDRAWN)

    async def end_pair(self, pair_id: bytes, code: int) -> None:
        """Close this pair, when it is here: its server says so. Relay and server call it PEER_LEFT where the technician lost access."""
        if pair := self._pairs.get(pair_id):
            await pair.close(NOT_ALLOWED if code == PEER_LEFT else code)

    async def end_session(self, session_id: str) -> None:
        """Close every pair of a session now: it is over."""
        await self._close_all(session_id, DEADLINE)

    async def hand_over(self, session_id: str) -> None:
        """Close every pair of a session now: another technician has it."""
        await self._close_all(session_id, HANDED_OVER)

    async def _end_pairs(self, pair_ids: Sequence[bytes], code: int) -> None:
        self._cut_off(pair_ids)
        for pair in [self._pairs[pair_id] for pair_id in pair_ids if pair_id in self._pairs]:
            await pair.close(code)

    async def _close_all(self, session_id: str, code: int) -> None:
        self._cut_off([session_id])
        for pair in [pair for pair in self._pairs.values() if pair.session_id == session_id]:
            await pair.close(code)

    def _cut_off(self, pairs_or_session: Iterable[bytes | str]) -> None:
        """Tickets made until now count no more: somebody may hold one that is not used yet."""
        now = self._clock()
        self._cut = {cut: until for cut, until in self._cut.items() if until > now}
        self._cut |= dict.fromkeys(pairs_or_session, now + TICKET_FOR_MS)

    def _is_cut(self, ticket: RelayTicket) -> bool:
        until = max(self._cut.get(ticket.pair_id, 0), self._cut.get(ticket.session_id, 0))
        return ticket.expires_at <= until
