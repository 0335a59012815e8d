"""Ed25519 signatures that say what they are for, and signed blobs: `signature (64) ‖ msgpack payload`.

Signed is always `b"daypass/1 " + context + b"\\0" + message`, so a signature for one purpose never serves another.
"""

import enum
from collections.abc import Callable
from typing import Any

from daypass.protocol import sodium
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Record, encode

_PREFIX = b"daypass/1 "


class Context(enum.StrEnum):
    """What a signature is for."""

    GRANT = "grant"
    TICKET = "ticket"
    COMMAND = "command"
    WELCOME = "welcome"
    PAIRING = "pairing"
    CONNECTION = "connection"
    REMOVAL = "removal"
    CONTROL = "control"
    AUDIT = "audit"
    AUDIT_START = "audit-start"


def signed_bytes(context: Context, message: bytes) -> bytes:
    """What a signature is over."""
    return _PREFIX + context.encode() + b"\0" + message


class SigningKey:
    """An Ed25519 key pair made from a 32-byte seed. Prints only its public half."""

    def __init__(self, seed: bytes) -> None:
        self.public = sodium.ed25519_public_key(seed)
        self._seed = bytes(seed)

    def __repr__(self) -> str:
        return f"SigningKey({self.public.hex()[:8]}…)"

    def seed(self) -> bytes:
        """The secret, for the one place that stores it."""
        return self._seed

    def sign(self, context: Context, message: bytes) -> bytes:
        """The signature of `message` for `context`."""
        return sodium.ed25519_sign(self._seed, signed_bytes(context, message))

    def blob(self, context: Context, payload: Record) -> bytes:
        """`payload` as a signed blob."""
        message = encode(payload)
        return self.sign(context, message) + message


def is_signed(public_key: bytes, context: Context, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is `public_key`'s, over `message`, for `context`."""
    return sodium.ed25519_verify(public_key, signed_bytes(context, message), signature)


def open_blob(public_key: bytes, context: Context, blob: bytes, cap: int, decode: Callable[[bytes], Any]) -> Any:
    """The payload of a signed blob; nothing is parsed before the signature is right. ProtocolError otherwise."""
    if len(blob) > cap:
        raise ProtocolError(f"a {context} blob larger than {cap} bytes", "DP-206")
    signature, message = bytes(blob[: sodium.SIGNATURE]), bytes(blob[sodium.SIGNATURE :])
    if not is_signed(public_key, context, message, signature):
        raise ProtocolError(f"the signature of the {context} is not right")
    return decode(message)
