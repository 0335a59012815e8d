"""Admission and pairing, without sockets: one use of each ticket, two sides of each pair, and how much passed between them.

Also the words between a relay of its own and its server (docs/protocol.md, 6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import Salt16, read_json
from daypass.protocol.ticket import TICKET_CAP, RelayTicket

FORGET_AT = 10_000
NEWS_CAP = TICKET_CAP * 4 + 256


@dataclass(frozen=True, slots=True)
class PairTraffic:
    """What has passed through one pair so far, in bytes of noise per direction."""

    pair_id: bytes
    session_id: str
    to_host: int
    to_technician: int
    over: bool
    tickets: tuple[str, ...] = ()
    """Both sides' tickets (base64url): only the relay has seen the two, so a relay of its own proves itself with them."""


class TicketBook:
    """Remembers used tickets until they would have expired anyway."""

    def __init__(self) -> None:
        self._used: dict[bytes, int] = {}

    def use(self, ticket: RelayTicket, now: int) -> None:
        """Use a ticket up. ProtocolError (DP-209) when it was used before."""
        if ticket.ticket_id in self._used:
            raise ProtocolError("the ticket was used before", "DP-209")
        self._used[ticket.ticket_id] = ticket.expires_at
        if len(self._used) >= FORGET_AT:
            self._used = {ticket_id: until for ticket_id, until in self._used.items() if until > now}


class Watch(msgspec.Struct, frozen=True, tag_field="event", tag="watch"):
    """Relay → server: tell when this pair is to end. Both its tickets (base64url) are the proof."""

    tickets: tuple[str, str]


class Left(msgspec.Struct, frozen=True, tag_field="event", tag="left"):
    """Relay → server: this pair has ended."""

    pair_id: Salt16


class EndPair(msgspec.Struct, frozen=True, tag_field="event", tag="end"):
    """Server → relay: close this pair now, with this code."""

    pair_id: Salt16
    code: Literal[4021, 4022, 4025, 4026]


read_relay_news: Callable[[bytes | str], Any] = read_json(Watch | Left, NEWS_CAP)  # type: ignore[arg-type]
read_end_pair: Callable[[bytes | str], EndPair] = read_json(EndPair, NEWS_CAP)
