"""Both sides of the handshakes with fixed keys and repeatable randomness, for tests and golden vectors."""

import hashlib
from collections.abc import Callable, Iterable

from daypass.protocol.connecting import HostConnecting, Mode, TechnicianConnecting
from daypass.protocol.messages import System, Tool
from daypass.protocol.pairing import HostPairing, Send, TechnicianPairing
from daypass.protocol.secrets import SecurityCode
from daypass.protocol.signed import SigningKey

ADDRESS = "https://support.example.org"
SESSION = "0198f0c2-7d54-7aa0-8d1e-1c9a3f6a2b10"
VERIFIER = bytes(range(32))
SALT = bytes(range(16))
SYSTEM = System(platform="windows", edition="Windows 11 Pro", build="26100", language="pt-BR", architecture="x86_64")
SERVER_KEY = SigningKey(b"\x01" * 32)
TECHNICIAN_KEY = SigningKey(b"\x02" * 32)
HOST_KEY = SigningKey(b"\x03" * 32)
CODE = SecurityCode.parse("417 902")
WRONG = SecurityCode.parse("417 903")


def repeatable(name: str) -> Callable[[int], bytes]:
    """Bytes that look random, and are the same in every run and every language: SHA-256(name ‖ number), cut or chained."""
    number = 0

    def random(count: int) -> bytes:
        nonlocal number
        out = b""
        while len(out) < count:
            out += hashlib.sha256(f"{name} {number}".encode()).digest()
            number += 1
        return out[:count]

    return random


def technician_pairing(name: str = "technician") -> TechnicianPairing:
    return TechnicianPairing(
        identity=TECHNICIAN_KEY, server_address=ADDRESS, session_id=SESSION, verifier=VERIFIER, salt=SALT, random=repeatable(name)
    )  # fmt: skip


def host_pairing(name: str = "host") -> HostPairing:
    return HostPairing(
        identity=HOST_KEY, server_address=ADDRESS, session_id=SESSION, computer_name="RECEPTION-PC", system=SYSTEM, random=repeatable(name)
    )  # fmt: skip


def technician_connecting(
    secret: bytes = VERIFIER,
    mode: Mode = Mode.PASSWORD,
    connection_id: bytes | None = None,
    name: str = "technician",
    host_key: bytes = HOST_KEY.public,
) -> TechnicianConnecting:
    return TechnicianConnecting(
        mode=mode, secret=secret, host_key=host_key, server_address=ADDRESS, session_id=SESSION,
        tool=Tool.REMOTE_CONTROL, technician_name="Technician One", random=repeatable(name), connection_id=connection_id,
    )  # fmt: skip


def host_connecting(name: str = "host") -> HostConnecting:
    return HostConnecting(identity=HOST_KEY, server_address=ADDRESS, session_id=SESSION, random=repeatable(name))


def sent(events: Iterable[object]) -> list[bytes]:
    """The bytes to send among the events."""
    return [event.data for event in events if isinstance(event, Send)]


def others(events: Iterable[object]) -> list[object]:
    """What happened, beside bytes to send."""
    return [event for event in events if not isinstance(event, Send)]
