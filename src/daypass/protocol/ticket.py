"""The relay's ticket: admits one side of one pair, once, within 60 seconds. The relay needs nothing else to decide."""

import enum

from daypass.protocol.errors import ProtocolError
from daypass.protocol.grant import Rights
from daypass.protocol.messages import Bytes16, Id, Millis, Record, Tool, decoder
from daypass.protocol.signed import Context, SigningKey, open_blob

TICKET_CAP = 1024
TICKET_FOR_MS = 60_000


class Side(enum.StrEnum):
    """Which end of a pair a ticket admits."""

    TECHNICIAN = "technician"
    HOST = "host"


class RelayTicket(Record, frozen=True, kw_only=True):
    """`ticket_id` is remembered by the relay until `expires_at`; a pair is closed at `deadline_at`."""

    ticket_id: Bytes16
    pair_id: Bytes16
    session_id: Id
    side: Side
    tool: Tool
    rights: Rights
    expires_at: Millis
    deadline_at: Millis


_decode = decoder(RelayTicket, TICKET_CAP)


def sign_ticket(server_key: SigningKey, ticket: RelayTicket) -> bytes:
    """The ticket as it travels (base64url in the relay's address)."""
    return server_key.blob(Context.TICKET, ticket)


def open_ticket(server_public: bytes, blob: bytes, now: int) -> RelayTicket:
    """The ticket inside `blob`. ProtocolError (DP-209) unless the server signed it and it is still in time."""
    try:
        ticket: RelayTicket = open_blob(server_public, Context.TICKET, blob, TICKET_CAP, _decode)
    except ProtocolError as error:
        raise ProtocolError(error.what, "DP-209") from None
    if now >= ticket.expires_at or now >= ticket.deadline_at:
        raise ProtocolError("the ticket is too old", "DP-209")
    return ticket
