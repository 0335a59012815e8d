"""The grant: the server's signed word that one host may be one SupportSession's host until its deadline."""

from typing import Annotated

import msgspec

from daypass.protocol.messages import Bytes32, Id, Millis, Name, Record, Tool, decoder
from daypass.protocol.signed import Context, SigningKey, open_blob

GRANT_CAP = 4 * 1024

Rights = Annotated[tuple[Tool, ...], msgspec.Meta(max_length=8)]


class Grant(Record, frozen=True, kw_only=True):
    """Made once, at activation; `deadline_at` is `activated_at` + 24 h. `company` and `technician` are names to show."""

    session_id: Id
    host_key: Bytes32
    technician_key: Bytes32
    activated_at: Millis
    deadline_at: Millis
    rights: Rights
    company: Name
    technician: Name


_decode = decoder(Grant, GRANT_CAP)


def sign_grant(server_key: SigningKey, grant: Grant) -> bytes:
    """The grant as the host keeps it."""
    return server_key.blob(Context.GRANT, grant)


def open_grant(server_public: bytes, blob: bytes) -> Grant:
    """The grant inside `blob`; ProtocolError unless the server signed it."""
    grant: Grant = open_blob(server_public, Context.GRANT, blob, GRANT_CAP, _decode)
    return grant
