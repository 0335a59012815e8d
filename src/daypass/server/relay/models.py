"""Admission and pairing, without sockets: one use of each ticket, two sides of each pair, and how much passed between them."""

from dataclasses import dataclass

from daypass.protocol.errors import ProtocolError
from daypass.protocol.ticket import RelayTicket

FORGET_AT = 10_000


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
