"""CPace (draft-irtf-cfrg-cpace, CPACE-RISTRETTO255-SHA512), initiator and responder, with explicit confirmation.

Turns a secret that people can say (or its verifier) into keys, one guess per run. The initiator is always the technician. Randomness
is an argument: 64 bytes for a share, 16 for a session identifier.
"""

import enum
import hashlib
import hmac
from dataclasses import dataclass

from daypass.protocol import sodium
from daypass.protocol.errors import ProtocolError
from daypass.protocol.leb128 import leb128

SID = 16
SHARE = sodium.POINT
TAG = 64
SHARE_RANDOMNESS = 64
_DSI = b"CPaceRistretto255"
_HASH_BLOCK = 128


class Purpose(enum.StrEnum):
    """What a run is for; part of the channel identifier, so a run for one purpose can never serve another."""

    PAIR = "pair"
    CONNECT = "connect"
    RESUME = "resume"
    CHANNEL = "channel"


def length_prefixed(*values: bytes) -> bytes:
    """`lv(…)`: each value after its length in LEB128."""
    return b"".join(part for value in values for part in (leb128(len(value)), value))


def channel_identifier(purpose: Purpose, server_address: str, session_id: str) -> bytes:
    """`CI`: what both sides must agree on beside the secret."""
    return length_prefixed(b"daypass/1", purpose.encode(), server_address.encode(), session_id.encode())


def generator(secret: bytes, ci: bytes, sid: bytes) -> bytes:
    """The group element that stands for the secret in this run."""
    padding = max(0, _HASH_BLOCK - 1 - len(length_prefixed(secret)) - len(length_prefixed(_DSI)))
    return sodium.ristretto255_from_hash(
        hashlib.sha512(length_prefixed(_DSI, secret, bytes(padding), ci, sid)).digest()
    )


def intermediate_key(sid: bytes, k: bytes, ya: bytes, ada: bytes, yb: bytes, adb: bytes) -> bytes:
    """`ISK`, initiator-responder order."""
    return hashlib.sha512(
        length_prefixed(_DSI + b"_ISK", sid, k) + length_prefixed(ya, ada) + length_prefixed(yb, adb)
    ).digest()


def multiply(scalar: bytes, share: bytes) -> bytes:
    """scalar × the peer's share; ProtocolError when the share is not a valid group element or leads to the identity."""
    try:
        return sodium.ristretto255_multiply(scalar, share)
    except sodium.CryptoRefused as refused:
        raise ProtocolError(f"share refused: {refused}") from None


@dataclass(frozen=True, slots=True, repr=False)
class Agreement:
    """What both sides hold after exchanging shares. It proves nothing until the peer's tag was checked."""

    sid: bytes
    isk: bytes
    transcript: bytes
    own_tag: bytes
    peer_tag: bytes

    def peer_is_right(self, tag: bytes) -> bool:
        """Whether the peer's tag proves that it used the same secret. Constant time."""
        return hmac.compare_digest(self.peer_tag, tag)

    def derive(self, label: str, size: int) -> bytes:
        """HKDF-SHA-256(ISK, salt = transcript, info = "daypass/1 " + label)."""
        return hkdf_sha256(self.isk, self.transcript, b"daypass/1 " + label.encode(), size)


def hkdf_sha256(secret: bytes, salt: bytes, info: bytes, size: int) -> bytes:
    """RFC 5869 with SHA-256; at most 32 bytes are needed here, so one block is all there is."""
    if not 0 < size <= 32:
        raise ValueError("1 to 32 bytes")
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:size]


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """One side of one run, from its own share until the peer's share arrives."""

    initiator: bool
    ci: bytes
    sid: bytes
    scalar: bytes
    share: bytes
    associated: bytes

    def meet(self, peer_share: bytes, peer_associated: bytes = b"") -> Agreement:
        """Take the peer's share. ProtocolError when it is invalid, or our own."""
        if peer_share == self.share:
            raise ProtocolError("a share sent back proves nothing")
        k = multiply(self.scalar, peer_share)
        own, peer = (self.share, self.associated), (peer_share, peer_associated)
        first, second = (own, peer) if self.initiator else (peer, own)
        isk = intermediate_key(self.sid, k, *first, *second)
        transcript = hashlib.sha256(length_prefixed(self.ci, self.sid, *first, *second)).digest()
        mac_key = hashlib.sha512(b"CPaceMac" + self.sid + isk).digest()
        own_tag, peer_tag = (hmac.digest(mac_key, length_prefixed(*side), "sha512") for side in (own, peer))
        return Agreement(self.sid, isk, transcript, own_tag, peer_tag)


def begin(initiator: bool, secret: bytes, ci: bytes, sid: bytes, random64: bytes, associated: bytes = b"") -> Run:
    """Start one side: pick the scalar out of 64 random bytes and compute the share to send."""
    scalar = sodium.ristretto255_scalar(random64)
    share = multiply(scalar, generator(secret, ci, sid))
    return Run(initiator, ci, sid, scalar, share, associated)
