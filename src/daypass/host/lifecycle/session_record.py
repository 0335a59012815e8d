"""What the host keeps about its session, as secrets in the vault: who it is (never changes) and how far it is (changes)."""

import enum
from typing import TypeVar

import msgspec

from daypass.host.connection.server_address import ServerAddress
from daypass.host.lifecycle.expiry import ClockRecord, Reading
from daypass.host.platform.ports import Artefact, Vault
from daypass.protocol.messages import Consent, Id, System
from daypass.protocol.restarting import PlannedRestart


class SessionIdentity(msgspec.Struct, frozen=True):
    """What pairing settled. Handed from the first stage to the elevated installation, and kept as it is."""

    session_id: Id
    address: ServerAddress
    server_name: str
    """The server's own address as it names itself: both sides of a handshake must use the same one."""
    host_token: str
    host_seed: bytes
    technician_key: bytes
    transcript: bytes
    technician_signature: bytes
    host_signature: bytes
    verifier: bytes
    computer_name: str
    system: System
    language: str
    company: str
    technician: str
    download_mark: str = ""
    """Recognises the download when it is opened again (`connection/opened_again.py`)."""


class ReplacedPassword(msgspec.Struct, frozen=True):
    """What a new session password brought, in the place of what pairing settled; with the proof that the server is told."""

    request_id: bytes
    verifier: bytes
    technician_key: bytes
    transcript: bytes
    technician_signature: bytes
    host_signature: bytes


class Wallpaper(enum.StrEnum):
    """How the person's wallpaper stands; on the disk before anything happens to it."""

    UNTOUCHED = ""
    HIDDEN = "hidden"
    BACK = "back"
    """To be put back; nobody has said yet that it is."""


class SessionProgress(msgspec.Struct, frozen=True):
    """How far the session is. `grant` is None until activation; `ended_by` is customer, technician or deadline once it is over."""

    grant: bytes | None = None
    clock: ClockRecord | None = None
    technician: str = ""
    command_counter: int = 0
    consent: Consent = Consent.ASK
    keep_awake: bool = False
    paused: bool = False
    ended_by: str | None = None
    installed: Reading | None = None
    """The PC's clocks at the installation; they tell an activation that never came."""
    password: ReplacedPassword | None = None
    """None: the one of the activation is in force."""
    receipt_to: str = ""
    """Where the server would send a receipt, masked; empty: nowhere."""
    receipt: bool = False
    """Whether the customer wants it."""
    wallpaper: Wallpaper = Wallpaper.UNTOUCHED
    restart: PlannedRestart | None = None
    """What a technician wants, until it was done or is given up."""
    chat_lines: int = 0
    chat_head: bytes = b""
    """The hash over the chat's transcript (`protocol/chat.py`), empty without one: the removal's report tells it."""


class _Manifest(msgspec.Struct, frozen=True):
    artefacts: tuple[tuple[str, str], ...] = ()


T = TypeVar("T")


class SessionRecord:
    """Reads and writes the record. A missing or damaged part reads as None: the caller removes the host then."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def identity(self) -> SessionIdentity | None:
        return self._read("identity", SessionIdentity)

    def keep_identity(self, identity: SessionIdentity) -> None:
        self._write("identity", identity)

    def progress(self) -> SessionProgress | None:
        return self._read("progress", SessionProgress)

    def keep_progress(self, progress: SessionProgress) -> None:
        self._write("progress", progress)

    def manifest(self) -> list[Artefact]:
        found = self._read("manifest", _Manifest) or _Manifest()
        return [Artefact(kind, name) for kind, name in found.artefacts]

    def keep_manifest(self, artefacts: list[Artefact]) -> None:
        self._write("manifest", _Manifest(tuple((one.kind, one.name) for one in artefacts)))

    def _read(self, name: str, kind: type[T]) -> T | None:
        kept = self._vault.read(name)
        if kept is None:
            return None
        try:
            return msgspec.msgpack.decode(kept, type=kind)
        except msgspec.MsgspecError:
            return None

    def _write(self, name: str, value: object) -> None:
        self._vault.write(name, msgspec.msgpack.encode(value))
