"""How messages become bytes and back: msgpack maps tagged by `type`, with caps checked before anything is allocated.

Fields a reader does not know are skipped, so that a neighbouring version may add some. Optional fields that are None are left out.
"""

import enum
from collections.abc import Callable
from typing import Annotated, Any

import msgspec

from daypass.protocol.errors import ProtocolError

PAIRING_CAP = 4 * 1024
HANDSHAKE_CAP = 4 * 1024
CONTROL_CAP = 64 * 1024

# Becomes a directory's name and an argument on the customer's PC. Python's `$` also matches before a last line end.
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$(?!\n)")]
Name = Annotated[str, msgspec.Meta(max_length=200)]
DpCode = Annotated[str, msgspec.Meta(min_length=6, max_length=6, pattern=r"^DP-[0-9]{3}$")]
Bytes16 = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Bytes32 = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Bytes64 = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]
Millis = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Pixel = Annotated[int, msgspec.Meta(ge=0, le=65535)]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A plain group of fields."""


class Message(Record, frozen=True, kw_only=True, tag_field="type", tag=True):
    """A message that says its own name in `type`."""


_encoder = msgspec.msgpack.Encoder()


def sayable(text: str) -> str:
    """`text` with a question mark for each half of a character, which no message takes; names of files may hold such."""
    return text.encode("utf-8", "replace").decode("utf-8")


def encode(message: Record) -> bytes:
    """The msgpack bytes of a message."""
    return _encoder.encode(message)


def decoder(kind: Any, cap: int) -> Callable[[bytes | bytearray | memoryview], Any]:
    """A function that reads one message of `kind` (a type or a union) of at most `cap` bytes, or raises ProtocolError."""
    inner = msgspec.msgpack.Decoder(kind)

    def decode(data: bytes | bytearray | memoryview) -> Any:
        if len(data) > cap:
            raise ProtocolError(f"larger than {cap} bytes", "DP-206")
        try:
            return inner.decode(data)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise ProtocolError(f"unreadable message: {error}") from None

    return decode


class Tool(enum.StrEnum):
    """What a technician can do during a Connection."""

    REMOTE_CONTROL = "remote_control"
    FILES = "files"
    DASHBOARD = "dashboard"
    CHAT = "chat"


class Consent(enum.StrEnum):
    """What the customer chose for connections while nobody is at the PC."""

    ASK = "ask"
    ALWAYS = "always"


class System(Record, frozen=True, kw_only=True):
    """What a RemoteComputer says of itself. Shown as text only, never trusted."""

    platform: Annotated[str, msgspec.Meta(max_length=32)]
    edition: Annotated[str, msgspec.Meta(max_length=100)] = ""
    build: Annotated[str, msgspec.Meta(max_length=64)] = ""
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""
    architecture: Annotated[str, msgspec.Meta(max_length=32)] = ""
    computer_name: Annotated[str, msgspec.Meta(max_length=64)] = ""
