"""The route by which a relay of its own tells how much passed (docs/protocol.md, 6)."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from daypass.protocol.errors import ProtocolError
from daypass.protocol.host_api import from_base64url
from daypass.protocol.ticket import TICKET_CAP, RelayTicket, open_ticket
from daypass.server.allowed_callers import TICKET
from daypass.server.identifiers import Clock
from daypass.server.problems import Refusal
from daypass.server.relay.models import PairTraffic
from daypass.server.sessions.traffic import Traffic

LATE_MS = 86_400_000  # a relay that was cut off may tell a day later
Bytes = Annotated[int, Field(ge=0, le=2**53)]


class TrafficReport(BaseModel):
    """What passed through one pair so far."""

    model_config = ConfigDict(extra="forbid")
    tickets: list[Annotated[str, Field(max_length=TICKET_CAP * 2)]] = Field(
        min_length=2, max_length=2, description="of both sides, base64url: only the relay has seen the two"
    )
    to_host: Bytes
    to_technician: Bytes
    over: bool


def router(traffic: Traffic, server_public: bytes, clock: Clock) -> APIRouter:
    """The route of relays of their own."""
    routes = APIRouter(prefix="/api/relay", tags=["relay"], dependencies=[TICKET])

    @routes.post("/traffic", status_code=204, operation_id="reportTraffic")
    async def report(told: TrafficReport) -> None:
        """Keep how much passed through a pair; both its tickets prove that the relay is asking."""
        one = proven_pair(told.tickets, server_public, clock())
        pair = PairTraffic(one.pair_id, one.session_id, told.to_host, told.to_technician, told.over)
        await traffic.keep([pair])

    return routes


def proven_pair(tickets: Sequence[str], server_public: bytes, now: int) -> RelayTicket:
    """One of the two tickets (base64url) of a pair: having both proves a relay. Raises Refusal."""
    one, other = (_ticket(text, server_public, now) for text in tickets)
    if one.pair_id != other.pair_id or one.session_id != other.session_id or one.side == other.side:
        raise Refusal("proof_refused")
    return one


def _ticket(text: str, server_public: bytes, now: int) -> RelayTicket:
    try:
        ticket = open_ticket(server_public, from_base64url(text), now=0)
    except ProtocolError:
        raise Refusal("proof_refused") from None
    if now > ticket.deadline_at + LATE_MS:
        raise Refusal("proof_refused")
    return ticket
