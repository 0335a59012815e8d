"""The JSON between host and server: greeting, activation, removal, and the text frames of pairing, control link and relay.

Bytes are base64url without padding; the types below turn them into bytes of the right size at the door. In the server, read a
body with `read_json(Hello)(body)`; write with `write_json(value)`.
"""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal, TypeVar

import msgspec

from daypass.protocol.cpace import length_prefixed
from daypass.protocol.errors import ProtocolError
from daypass.protocol.holding import Held
from daypass.protocol.messages import (
    CONTROL_CAP,
    Bytes32,
    Consent,
    Count,
    DpCode,
    Id,
    Millis,
    Name,
    Record,
    System,
    decoder,
)
from daypass.protocol.restarting import RestartMode
from daypass.protocol.signed import Context, SigningKey, is_signed, open_blob

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


class WireBytes(bytes):
    """Bytes that travel in JSON as base64url."""

    smallest: ClassVar[int] = 0
    largest: ClassVar[int] = CONTROL_CAP


class Key32(WireBytes):
    """A public key, a hash or a nonce."""

    smallest = largest = 32


class Salt16(WireBytes):
    """A salt or an identifier."""

    smallest = largest = 16


class Signature64(WireBytes):
    """An Ed25519 signature."""

    smallest = largest = 64


UNSIGNED = Signature64(bytes(64))


class Blob(WireBytes):
    """A signed blob."""

    smallest = 65


def to_base64url(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Strictly the inverse: ProtocolError for padding, other characters or stray bits."""
    try:
        if not _BASE64URL.fullmatch(text):
            raise ProtocolError("not base64url")
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ProtocolError("not base64url") from None
    if to_base64url(data) != text:
        raise ProtocolError("not base64url")
    return data


def _read_field(kind: type, value: object) -> object:
    if not issubclass(kind, WireBytes) or not isinstance(value, str):
        raise ValueError("expected base64url text")
    if len(value) > kind.largest * 4 // 3 + 2:
        raise ValueError("too long")
    try:
        data = kind(from_base64url(value))
    except ProtocolError as error:
        raise ValueError(error.what) from None
    if len(data) < kind.smallest:
        raise ValueError("too short")
    if len(data) > kind.largest:
        raise ValueError("too long")
    return data


def _write_field(value: object) -> str:
    if not isinstance(value, WireBytes):
        raise TypeError(f"{type(value).__name__} does not travel in JSON")
    return to_base64url(value)


_encoder = msgspec.json.Encoder(enc_hook=_write_field)
T = TypeVar("T")


def write_json(value: object) -> bytes:
    """The JSON of one of the records below."""
    return _encoder.encode(value)


def read_json(kind: type[T], cap: int = CONTROL_CAP) -> Callable[[bytes | str], T]:
    """A function that reads one record of `kind` from at most `cap` bytes of JSON, or raises ProtocolError."""
    inner = msgspec.json.Decoder(kind, dec_hook=_read_field)

    def read(data: bytes | str) -> T:
        if len(data) > cap:
            raise ProtocolError(f"larger than {cap} bytes", "DP-206")
        try:
            return inner.decode(data)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            raise ProtocolError(f"unreadable JSON: {error}") from None

    return read


# --- greeting -----------------------------------------------------------------------------------------------------


class Hello(Record, frozen=True, kw_only=True):
    """`POST /api/host/hello`. One of `ticket` (from the download's name) and `number` (typed) is there."""

    protocol: Count
    app_version: Annotated[str, msgspec.Meta(max_length=40)]
    host_key: Key32
    nonce: Key32
    system: System
    ticket: Annotated[str, msgspec.Meta(min_length=20, max_length=20)] | None = None
    number: Annotated[str, msgspec.Meta(min_length=9, max_length=9, pattern="^[0-9]+$")] | None = None


class CompanyShown(Record, frozen=True, kw_only=True):
    """What the customer sees of the company."""

    name: Name
    colour: Annotated[str, msgspec.Meta(max_length=7)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    website: Annotated[str, msgspec.Meta(max_length=200)] = ""


class TechnicianShown(Record, frozen=True, kw_only=True):
    """What the customer sees of the technician."""

    name: Name


class Welcome(Record, frozen=True, kw_only=True):
    """The answer to Hello; check it with `is_welcome` before believing a word."""

    session_id: Id
    host_token: Annotated[str, msgspec.Meta(min_length=16, max_length=500)]
    company: CompanyShown
    technician: TechnicianShown
    customer_language: Annotated[str, msgspec.Meta(max_length=35)]
    code_digits: Literal[6, 9]
    server_time_at: Millis
    protocol: Count
    public_url: Annotated[str, msgspec.Meta(max_length=500)]
    signature: Signature64 = UNSIGNED


def _welcome_bytes(nonce: bytes, welcome: Welcome) -> bytes:
    """Every word that the customer will read, or the host will act on, after the nonce of this greeting."""
    company = welcome.company
    words = (
        welcome.session_id, str(welcome.server_time_at), welcome.host_token, welcome.public_url, company.name, company.colour,
        company.phone, company.website, welcome.technician.name, welcome.customer_language, str(welcome.code_digits),
    )  # fmt: skip
    return length_prefixed(nonce, *(word.encode() for word in words))


def sign_welcome(server_key: SigningKey, nonce: bytes, welcome: Welcome) -> Welcome:
    """`welcome` with the server's proof that it is the one the host was stamped for, now, and said exactly this."""
    signature = server_key.sign(Context.WELCOME, _welcome_bytes(nonce, welcome))
    return msgspec.structs.replace(welcome, signature=Signature64(signature))


def is_welcome(server_public: bytes, nonce: bytes, welcome: Welcome) -> bool:
    """Whether the stamped server gave this answer to this nonce (else DP-309)."""
    return is_signed(server_public, Context.WELCOME, _welcome_bytes(nonce, welcome), welcome.signature)


# --- pairing mailbox, text frames ---------------------------------------------------------------------------------

Stage = Literal[
    "checking", "asking", "elevating", "elevation_refused", "code", "installing", "install_failed", "stopped"
]


class PeerPresence(Record, frozen=True, kw_only=True, tag_field="event", tag="peer"):
    """Whether the other side is at the mailbox."""

    present: bool


class PairingOver(Record, frozen=True, kw_only=True, tag_field="event", tag="ended"):
    """No pairing any more; `code` says why (`session_over`)."""

    code: Annotated[str, msgspec.Meta(max_length=64)]


class PairingStart(Record, frozen=True, kw_only=True):
    """The technician's page, first of all."""

    technician_key: Key32
    verifier_salt: Salt16


class HostStage(Record, frozen=True, kw_only=True):
    """Where the host is, for the page's steps."""

    stage: Stage
    dp: DpCode | None = None


# --- activation ---------------------------------------------------------------------------------------------------


class Activation(Record, frozen=True, kw_only=True):
    """`POST /api/host/activation`: the pairing proof, by the installed service."""

    session_id: Id
    host_key: Key32
    technician_key: Key32
    transcript: Key32
    technician_signature: Signature64
    host_signature: Signature64
    computer_name: Annotated[str, msgspec.Meta(max_length=64)]
    system: System
    consent: Consent

    def is_proven(self) -> bool:
        """Whether both identities signed the transcript. That `technician_key` is the registered one is the caller's check."""
        return is_signed(
            self.technician_key, Context.PAIRING, self.transcript, self.technician_signature
        ) and is_signed(self.host_key, Context.PAIRING, self.transcript, self.host_signature)


class Activated(Record, frozen=True, kw_only=True):
    """The answer: the signed grant and the server's time.

    `receipt_to` is where the customer may have a receipt sent, masked for the window; empty: the server has no address or no mail.
    """

    grant: Blob
    server_time_at: Millis
    receipt_to: Annotated[str, msgspec.Meta(max_length=254)] = ""


# --- control link, text frames ------------------------------------------------------------------------------------


class Challenge(Record, frozen=True, kw_only=True, tag_field="event", tag="challenge"):
    """The server, first of all."""

    nonce: Key32


Ability = Annotated[str, msgspec.Meta(max_length=32)]
NEW_PASSWORD: Ability = "new_password"  # noqa: S105 - a word of the protocol
"""Understands `CommandNewPassword`. What a host does not list, it is never ordered to do."""


class ChallengeAnswer(Record, frozen=True, kw_only=True):
    """The host proves its key; `last_counter` is the highest command counter it has kept, `abilities` what later orders it obeys."""

    signature: Signature64
    protocol: Count
    app_version: Annotated[str, msgspec.Meta(max_length=40)]
    last_counter: Millis
    abilities: Annotated[tuple[Ability, ...], msgspec.Meta(max_length=32)] = ()


def control_bytes(nonce: bytes, session_id: str) -> bytes:
    """What the host signs (context `control`) to open its control link."""
    return nonce + session_id.encode()


class HostStatus(Record, frozen=True, kw_only=True, tag_field="event", tag="status"):
    """Who is connected, what the customer allows, whether they want a receipt by mail, and the head of the activity log's chain."""

    connected: Annotated[tuple[Name, ...], msgspec.Meta(max_length=16)]
    consent: Consent
    paused: bool
    receipt: bool = False
    log_lines: Count = 0
    log_head: Key32 | None = None


class HostEnded(Record, frozen=True, kw_only=True, tag_field="event", tag="ended"):
    """The host ended the session on its own; `signature` (context `control`) is over `ended_bytes`."""

    by: Literal["customer", "deadline"]
    signature: Signature64


def ended_bytes(session_id: str, by: str) -> bytes:
    """What the host signs when it ends the session on its own."""
    return b"ended\0" + session_id.encode() + b"\0" + by.encode()


class ConnectionReport(Record, frozen=True, kw_only=True, tag_field="event", tag="connection"):
    """What became of a connection."""

    pair_id: Salt16
    state: Literal["opened", "closed", "refused"]
    dp: DpCode | None = None


class RecordingReport(Record, frozen=True, kw_only=True, tag_field="event", tag="recording"):
    """A technician says that they record the picture on their side, or no longer do."""

    pair_id: Salt16
    on: bool


class HoldReport(Record, frozen=True, kw_only=True, tag_field="event", tag="hold"):
    """What of the PC a technician holds from the people there, from now on."""

    pair_id: Salt16
    held: Held


class RestartReport(Record, frozen=True, kw_only=True, tag_field="event", tag="restart"):
    """A technician wants the PC to restart at that time (ms since 1970)."""

    pair_id: Salt16
    at: Millis
    mode: RestartMode


class PasswordProof(Record, frozen=True, kw_only=True):
    """That host and page agreed on a new password by the code: both identities signed the same transcript."""

    technician_key: Key32
    transcript: Key32
    technician_signature: Signature64
    host_signature: Signature64

    def is_proven(self, host_key: bytes) -> bool:
        """Whether both signed. That `technician_key` asked for it is the caller's check."""
        return is_signed(
            self.technician_key, Context.PAIRING, self.transcript, self.technician_signature
        ) and is_signed(host_key, Context.PAIRING, self.transcript, self.host_signature)


class NewPasswordNews(Record, frozen=True, kw_only=True, tag_field="event", tag="new_password"):
    """Where a `CommandNewPassword` stands on the PC.

    `nobody`: no one is signed in to show the window to; `code`: the window is open; `closed`: the person closed it; `expired`: no
    right code in time; `failed`: `dp` says why; `done`: the new password is on the disk, `proof` shows it.
    """

    request_id: Salt16
    stage: Literal["nobody", "code", "closed", "expired", "failed", "done"]
    dp: DpCode | None = None
    proof: PasswordProof | None = None


HostText = HostStatus | HostEnded | ConnectionReport | RecordingReport | HoldReport | RestartReport | NewPasswordNews
_read_host_text: Callable[[bytes | str], Any] = read_json(HostText)  # type: ignore[arg-type]


def read_host_text(data: bytes | str) -> HostText:
    """One text frame of the host on its control link, after the challenge."""
    text: HostText = _read_host_text(data)
    return text


# --- removal ------------------------------------------------------------------------------------------------------

REMOVAL_CAP = 256 * 1024
REMOVAL_BODY_CAP = REMOVAL_CAP * 4 // 3 + 1024


class Artefact(Record, frozen=True, kw_only=True):
    """One thing that was, or still is, on the PC."""

    kind: Annotated[str, msgspec.Meta(max_length=32)]
    name: Annotated[str, msgspec.Meta(max_length=500)]


class RemovalReport(Record, frozen=True, kw_only=True):
    """What was installed and what is left; `leftovers == ()` means confirmed."""

    session_id: Id
    removed_at: Millis
    by: Annotated[str, msgspec.Meta(max_length=32)]
    installed: Annotated[tuple[Artefact, ...], msgspec.Meta(max_length=500)]
    leftovers: Annotated[tuple[Artefact, ...], msgspec.Meta(max_length=500)]
    chat_lines: Count = 0
    chat_head: Bytes32 | None = None
    """The hash over the transcript of the chat, which goes with the host: who kept a copy can prove it."""
    log_lines: Count = 0
    log_head: Bytes32 | None = None
    """Likewise of the activity log."""


_decode_report = decoder(RemovalReport, REMOVAL_CAP)


def open_removal(host_public: bytes, blob: bytes) -> RemovalReport:
    """The report inside `blob`; ProtocolError unless this host signed it."""
    report: RemovalReport = open_blob(host_public, Context.REMOVAL, blob, REMOVAL_CAP, _decode_report)
    return report


def claimed_session(blob: bytes) -> str:
    """Whose removal a blob claims to be, not yet believed: to find the host key it must be checked with."""
    claimed: RemovalReport = _decode_report(bytes(blob[64:]))
    return claimed.session_id


class RemovalBlob(WireBytes):
    """A signed RemovalReport."""

    smallest, largest = 65, REMOVAL_CAP


class Removal(Record, frozen=True, kw_only=True):
    """`POST /api/host/removal`; read it with a cap of REMOVAL_BODY_CAP."""

    report: RemovalBlob
