"""Each Connection: the password's verifier (or a key in memory) proven, new keys made. Both sides, without sockets or clock.

    technician ── ConnectHello ──► host      share; mode password, resume (after a blip) or channel (another tool)
    technician ◄── ConnectReply ── host      share, signature of the pinned host key
    technician ── ConnectConfirm ► host      the technician proves first
    technician ◄── ConnectAccept ─ host      the host proves; from here on everything is sealed

At any of its turns the host may answer `ConnectRefused` instead. Counting wrong tries is the caller's: it decides between
`answer` and `refuse`.
"""

import enum
from dataclasses import dataclass

import msgspec

from daypass.protocol import cpace
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import (
    HANDSHAKE_CAP,
    Bytes16,
    Bytes32,
    Bytes64,
    Count,
    DpCode,
    Message,
    Name,
    Tool,
    decoder,
    encode,
)
from daypass.protocol.sealing import Kind, Opener, Sealer, directions
from daypass.protocol.secrets import RandomBytes
from daypass.protocol.signed import Context, SigningKey, is_signed
from daypass.protocol.version import PROTOCOL_VERSION

CONNECTION_ID = 16
RESUME_FOR_MS = 5 * 60 * 1000


class Mode(enum.StrEnum):
    """Which secret a connection proves."""

    PASSWORD = "password"  # noqa: S105 - a mode's name
    RESUME = "resume"
    CHANNEL = "channel"


_PURPOSES = {
    Mode.PASSWORD: cpace.Purpose.CONNECT,
    Mode.RESUME: cpace.Purpose.RESUME,
    Mode.CHANNEL: cpace.Purpose.CHANNEL,
}


class ConnectHello(Message, frozen=True, kw_only=True):
    """The technician's half of a run. `connection_id` names the connection that is resumed or whose channel this is."""

    protocol: Count
    mode: Mode
    sid: Bytes16
    share: Bytes32
    tool: Tool
    technician_name: Name
    connection_id: Bytes16 | None = None


class ConnectReply(Message, frozen=True, kw_only=True):
    """The host's half; `signature` is the pinned host key's over the transcript."""

    share: Bytes32
    signature: Bytes64


class ConnectConfirm(Message, frozen=True, kw_only=True):
    """The technician's proof."""

    tag: Bytes64


class ConnectAccept(Message, frozen=True, kw_only=True):
    """The host's proof, and the name of the new connection."""

    tag: Bytes64
    connection_id: Bytes16


class ConnectRefused(Message, frozen=True, kw_only=True):
    """Why not, as a DP code. Also comes sealed, when the customer says no."""

    dp: DpCode
    retry_after_s: Count | None = None
    tries_left: Count | None = None


class ConsentAsked(Message, frozen=True, kw_only=True):
    """Sealed, host → technician: the customer is being asked."""

    timeout_s: Count


class ConsentGiven(Message, frozen=True, kw_only=True):
    """Sealed, host → technician: the customer agreed, or need not be asked."""


_from_technician = decoder(ConnectHello | ConnectConfirm, HANDSHAKE_CAP)
_from_host = decoder(ConnectReply | ConnectAccept | ConnectRefused, HANDSHAKE_CAP)
_consent = decoder(ConsentAsked | ConsentGiven | ConnectRefused, HANDSHAKE_CAP)


def read_consent(plain: bytes) -> ConsentAsked | ConsentGiven | ConnectRefused:
    """What the host seals right after ConnectAccept, until it is ConsentGiven or ConnectRefused."""
    message: ConsentAsked | ConsentGiven | ConnectRefused = _consent(plain)
    return message


@dataclass(frozen=True, slots=True, repr=False)
class Secured:
    """A proven connection: both directions, and the secrets that let it resume and open channels (32 bytes each)."""

    connection_id: bytes
    sealer: Sealer
    opener: Opener
    resume_secret: bytes
    channel_secret: bytes
    transcript: bytes

    def seal_message(self, message: Message) -> bytes:
        """The next frame, holding `message`."""
        return self.sealer.seal(Kind.MESSAGE, encode(message))


def _secured(agreement: cpace.Agreement, technician: bool, connection_id: bytes) -> Secured:
    sealer, opener = directions(agreement, technician)
    resume, channel = agreement.derive("resume", 32), agreement.derive("channel", 32)
    return Secured(connection_id, sealer, opener, resume, channel, agreement.transcript)


def _announced(hello: ConnectHello) -> bytes:
    """The technician's associated data: what the hello says in the clear, so that nobody on the way can change it."""
    words = (str(hello.protocol).encode(), hello.mode.encode(), hello.tool.encode(), hello.technician_name.encode())
    return cpace.length_prefixed(*words, hello.connection_id or b"")


class TechnicianConnecting:
    """The page's side of one connection: send `start()`, then feed `receive` until it returns Refused or Secured."""

    def __init__(
        self,
        *,
        mode: Mode,
        secret: bytes,
        host_key: bytes,
        server_address: str,
        session_id: str,
        tool: Tool,
        technician_name: str,
        random: RandomBytes,
        connection_id: bytes | None = None,
    ) -> None:
        sid, scalar = random(cpace.SID), random(cpace.SHARE_RANDOMNESS)
        hello = ConnectHello(
            protocol=PROTOCOL_VERSION,
            mode=mode,
            sid=sid,
            share=bytes(cpace.SHARE),
            tool=tool,
            technician_name=technician_name,
            connection_id=connection_id,
        )
        ci = cpace.channel_identifier(_PURPOSES[mode], server_address, session_id)
        self._host_key = host_key
        self._run = cpace.begin(True, secret, ci, sid, scalar, _announced(hello))
        self._hello = msgspec.structs.replace(hello, share=self._run.share)
        self._agreement: cpace.Agreement | None = None
        self._over = False

    def start(self) -> bytes:
        """The first message."""
        return encode(self._hello)

    def receive(self, data: bytes) -> bytes | ConnectRefused | Secured:
        """Bytes to send next, or how it ended. ProtocolError (DP-407 for another host's signature) ends it too."""
        if self._over:
            raise ProtocolError("this handshake is over")
        self._over = True
        message = _from_host(data)
        match message:
            case ConnectRefused():
                return message
            case ConnectReply() if self._agreement is None:
                answer = self._prove(message)
                self._over = False
                return answer
            case ConnectAccept() if self._agreement is not None:
                if not self._agreement.peer_is_right(message.tag):
                    raise ProtocolError("the host does not know the password", "DP-407")
                return _secured(self._agreement, True, message.connection_id)
        raise ProtocolError(f"{type(message).__name__} does not belong here")

    def _prove(self, reply: ConnectReply) -> bytes:
        self._agreement = self._run.meet(reply.share)
        if not is_signed(self._host_key, Context.CONNECTION, self._agreement.transcript, reply.signature):
            raise ProtocolError("the signature is not the pinned host's", "DP-407")
        return encode(ConnectConfirm(tag=self._agreement.own_tag))


@dataclass(frozen=True, slots=True)
class Proven:
    """The technician's tag was right; answer with `accept` or `refuse`."""


@dataclass(frozen=True, slots=True)
class NotProven:
    """The technician's tag was wrong; answer with `refuse`."""


class HostConnecting:
    """The host's side of one connection.

    `receive` gives the ConnectHello: call `answer` with the secret of its mode, or `refuse`. Then it gives Proven or NotProven:
    call `accept` or `refuse`.
    """

    def __init__(self, *, identity: SigningKey, server_address: str, session_id: str, random: RandomBytes) -> None:
        self._identity = identity
        self._server_address, self._session_id = server_address, session_id
        self._random = random
        self._expects: type[Message] | None = ConnectHello
        self._hello: ConnectHello | None = None
        self._agreement: cpace.Agreement | None = None
        self._proven = False

    def receive(self, data: bytes) -> ConnectHello | Proven | NotProven:
        """What the technician says. ProtocolError when it is not the message that must come now."""
        expected, self._expects = self._expects, None
        message: ConnectHello | ConnectConfirm = _from_technician(data)
        if type(message) is not expected:
            raise ProtocolError(f"{type(message).__name__} does not belong here")
        if isinstance(message, ConnectHello):
            self._hello = message
            return message
        self._proven = self._agreement is not None and self._agreement.peer_is_right(message.tag)
        return Proven() if self._proven else NotProven()

    def answer(self, secret: bytes) -> bytes:
        """The reply to a hello, with the secret of its mode. The host has given one guess away: count it first."""
        hello = self._hello
        if hello is None or self._agreement is not None:
            raise ValueError("there is no hello to answer")
        ci = cpace.channel_identifier(_PURPOSES[hello.mode], self._server_address, self._session_id)
        run = cpace.begin(False, secret, ci, hello.sid, self._random(cpace.SHARE_RANDOMNESS))
        self._agreement = run.meet(hello.share, _announced(hello))
        self._expects = ConnectConfirm
        signature = self._identity.sign(Context.CONNECTION, self._agreement.transcript)
        return encode(ConnectReply(share=run.share, signature=signature))

    def refuse(self, dp: str, *, retry_after_s: int | None = None, tries_left: int | None = None) -> bytes:
        """The refusal to send; the handshake is over."""
        self._expects, self._proven = None, False
        return encode(ConnectRefused(dp=dp, retry_after_s=retry_after_s, tries_left=tries_left))

    def accept(self) -> tuple[bytes, Secured]:
        """The acceptance to send, and the connection. Possible once, after Proven."""
        if not self._proven or self._agreement is None:
            raise ValueError("the technician has not proven the secret")
        self._proven = False
        connection_id = self._random(CONNECTION_ID)
        accepted = ConnectAccept(tag=self._agreement.own_tag, connection_id=connection_id)
        return encode(accepted), _secured(self._agreement, False, connection_id)
