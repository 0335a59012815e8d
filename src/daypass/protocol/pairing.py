"""Pairing, once per SupportSession: code in two heads, keys in two programs. Both sides, without sockets, clock or randomness.

Feed `receive` what the mailbox delivers; it answers with events in order: `Send` these bytes, the code was wrong, you are paired.
The host shows its proof first, so the page judges the guess; each side counts the guesses it gave away.

    customer presses     host ── PairingAttempt ──► page
                         host ◄── PairingShare ─── page
                         host ── PairingReply ───► page      right: PairingConfirm, wrong: PairingWrong
                         host ◄── sealed PairingOffer ─ page      the password's verifier
                         host ── sealed PairingAccept ► page
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from daypass.protocol import cpace
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import (
    PAIRING_CAP,
    Bytes16,
    Bytes32,
    Bytes64,
    Message,
    Record,
    System,
    decoder,
    encode,
)
from daypass.protocol.sealing import Kind, Opener, Sealer, directions
from daypass.protocol.secrets import RandomBytes, SecurityCode
from daypass.protocol.signed import Context, SigningKey, is_signed

TRIES = 5
CODE_FOR_MS = 15 * 60 * 1000


class PairingAttempt(Message, frozen=True, kw_only=True):
    """The customer pressed the button for the `number`-th time."""

    number: Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class PairingShare(Message, frozen=True, kw_only=True):
    """The page's half of a run."""

    sid: Bytes16
    share: Bytes32
    identity: Bytes32


class PairingReply(Message, frozen=True, kw_only=True):
    """The host's half, and its proof."""

    share: Bytes32
    identity: Bytes32
    tag: Bytes64


class PairingConfirm(Message, frozen=True, kw_only=True):
    """The host's code was right; the page's proof."""

    tag: Bytes64


class PairingWrong(Message, frozen=True, kw_only=True):
    """The code was wrong; with no try left the code is burned. `expired`: it was not judged, the page has no such code any more."""

    tries_left: Annotated[int, msgspec.Meta(ge=0, le=TRIES)]
    expired: bool = False


class PairingSealed(Message, frozen=True, kw_only=True):
    """A sealed frame of the paired channel."""

    frame: Annotated[bytes, msgspec.Meta(max_length=PAIRING_CAP)]


class PairingOffer(Record, frozen=True, kw_only=True):
    """Sealed: the password's verifier and its salt, and the technician key's signature over the transcript."""

    verifier: Bytes32
    salt: Bytes16
    signature: Bytes64


class PairingAccept(Record, frozen=True, kw_only=True):
    """Sealed: the host key's signature over the transcript, and what the PC says of itself."""

    signature: Bytes64
    computer_name: Annotated[str, msgspec.Meta(max_length=64)]
    system: System


_from_host = decoder(PairingAttempt | PairingReply | PairingSealed, PAIRING_CAP)
_from_technician = decoder(PairingShare | PairingConfirm | PairingWrong | PairingSealed, PAIRING_CAP)
_offer = decoder(PairingOffer, PAIRING_CAP)
_accept = decoder(PairingAccept, PAIRING_CAP)


@dataclass(frozen=True, slots=True)
class Send:
    """Send these bytes as one binary frame."""

    data: bytes


@dataclass(frozen=True, slots=True)
class CodeWrong:
    """The guess was wrong (DP-301), or with no try left the code is used up (DP-302)."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class CodeExpired:
    """The code was too old or replaced, so nothing was judged and no try spent (DP-311)."""


@dataclass(frozen=True, slots=True, repr=False)
class Paired:
    """Both sides signed the same transcript. `verifier` and `salt` are what the host keeps for connections."""

    transcript: bytes
    technician_key: bytes
    technician_signature: bytes
    host_key: bytes
    host_signature: bytes
    verifier: bytes
    salt: bytes
    computer_name: str
    system: System


Event = Send | CodeWrong | CodeExpired | Paired


@dataclass(frozen=True, slots=True)
class _Waiting:
    """No run under way."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Host: the attempt is announced, the page's share is awaited."""

    code: SecurityCode


@dataclass(frozen=True, slots=True)
class _Shared:
    """Page: the share is sent, the host's guess is awaited."""

    run: cpace.Run


@dataclass(frozen=True, slots=True)
class _Guessed:
    """Host: the proof is sent, the page's judgement is awaited."""

    code: SecurityCode
    agreement: cpace.Agreement
    technician_key: bytes


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """The code was right; the sealed half of the peer is awaited. `peer_key` is its identity."""

    agreement: cpace.Agreement
    sealer: Sealer
    opener: Opener
    peer_key: bytes
    code: SecurityCode | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    """Paired."""


def _out_of_place(message: Message) -> ProtocolError:
    return ProtocolError(f"{type(message).__name__} does not belong here")


class TechnicianPairing:
    """The page's side. It needs a code (`use_code`) and answers the attempts of the host until they are paired."""

    def __init__(
        self,
        *,
        identity: SigningKey,
        server_address: str,
        session_id: str,
        verifier: bytes,
        salt: bytes,
        random: RandomBytes,
    ) -> None:
        self._identity = identity
        self._ci = cpace.channel_identifier(cpace.Purpose.PAIR, server_address, session_id)
        self._verifier, self._salt = verifier, salt
        self._random = random
        self._code: SecurityCode | None = None
        self._expires_at = 0
        self._state: _Waiting | _Shared | _Confirmed | _Done = _Waiting()
        self.tries_left = 0

    def use_code(self, code: SecurityCode, now: int) -> None:
        """Take a new code: five tries, 15 minutes. A run that has begun with the old code is forgotten."""
        if isinstance(self._state, _Done):
            raise ValueError("paired already")
        self._code, self._expires_at, self.tries_left = code, now + CODE_FOR_MS, TRIES
        self._state = _Waiting()

    def code_is_usable(self, now: int) -> bool:
        """Whether the code has tries and time left; a page that waits makes a new one otherwise."""
        return self._code is not None and self.tries_left > 0 and now < self._expires_at

    def receive(self, data: bytes, now: int) -> Sequence[Event]:
        """What the host's message leads to. ProtocolError when it is not a message that may come now."""
        message = _from_host(data)
        match message, self._state:
            case PairingAttempt(), _Waiting() | _Shared() | _Confirmed():
                return self._share(now)
            case PairingReply(), _Shared(run):
                return self._judge(message, run)
            case PairingSealed(), _Confirmed() as confirmed:
                return self._finish(message, confirmed)
        raise _out_of_place(message)

    def _share(self, now: int) -> Sequence[Event]:
        if self._code is None or not self.code_is_usable(now):
            self._state = _Waiting()
            return self._refuse_unjudged()
        sid, scalar = self._random(cpace.SID), self._random(cpace.SHARE_RANDOMNESS)
        run = cpace.begin(True, self._code.secret_bytes(), self._ci, sid, scalar, self._identity.public)
        self._state = _Shared(run)
        return [Send(encode(PairingShare(sid=sid, share=run.share, identity=self._identity.public)))]

    def _refuse_unjudged(self) -> Sequence[Event]:
        """Burned is said again; a code that is too old, or not there yet, is told to the technician too."""
        if self._code is not None and not self.tries_left:
            return [Send(encode(PairingWrong(tries_left=0)))]
        return [Send(encode(PairingWrong(tries_left=0, expired=True))), CodeExpired()]

    def _judge(self, reply: PairingReply, run: cpace.Run) -> Sequence[Event]:
        self._state = _Waiting()
        self.tries_left -= 1
        agreement = run.meet(reply.share, reply.identity)
        if not agreement.peer_is_right(reply.tag):
            return [Send(encode(PairingWrong(tries_left=self.tries_left))), CodeWrong(self.tries_left)]
        sealer, opener = directions(agreement, technician=True)
        self._state = _Confirmed(agreement, sealer, opener, reply.identity)
        signature = self._identity.sign(Context.PAIRING, agreement.transcript)
        offer = PairingOffer(verifier=self._verifier, salt=self._salt, signature=signature)
        frame = sealer.seal(Kind.MESSAGE, encode(offer))
        return [Send(encode(PairingConfirm(tag=agreement.own_tag))), Send(encode(PairingSealed(frame=frame)))]

    def _finish(self, sealed: PairingSealed, confirmed: _Confirmed) -> Sequence[Event]:
        transcript = confirmed.agreement.transcript
        accept: PairingAccept = _accept(confirmed.opener.open(sealed.frame).plain)
        if not is_signed(confirmed.peer_key, Context.PAIRING, transcript, accept.signature):
            raise ProtocolError("the host's signature is not right")
        self._state = _Done()
        paired = Paired(
            transcript=transcript,
            technician_key=self._identity.public,
            technician_signature=self._identity.sign(Context.PAIRING, transcript),
            host_key=confirmed.peer_key,
            host_signature=accept.signature,
            verifier=self._verifier,
            salt=self._salt,
            computer_name=accept.computer_name,
            system=accept.system,
        )
        return [paired]


class HostPairing:
    """The host's side. `attempt` is the customer's press; the code is kept only until it was judged."""

    def __init__(
        self,
        *,
        identity: SigningKey,
        server_address: str,
        session_id: str,
        computer_name: str,
        system: System,
        random: RandomBytes,
    ) -> None:
        self._identity = identity
        self._ci = cpace.channel_identifier(cpace.Purpose.PAIR, server_address, session_id)
        self._computer_name, self._system = computer_name, system
        self._random = random
        self._state: _Waiting | _Asked | _Guessed | _Confirmed | _Done = _Waiting()
        self._attempts = 0
        self.tries_left = TRIES

    def attempt(self, code: SecurityCode) -> Sequence[Event]:
        """The customer typed `code` and pressed the button. After a used-up code this begins the tries of the next one."""
        if isinstance(self._state, _Done):
            raise ValueError("paired already")
        self.tries_left = self.tries_left or TRIES
        self._attempts += 1
        return self._announce(code)

    def peer_came(self) -> Sequence[Event]:
        """The page is (again) at the mailbox: an attempt that was not judged is announced again. No try is spent."""
        match self._state:
            case _Asked(code=code) | _Guessed(code=code) | _Confirmed(code=code) if code is not None:
                return self._announce(code)
        return []

    def receive(self, data: bytes) -> Sequence[Event]:
        """What the page's message leads to. ProtocolError when it is not a message that may come now."""
        message = _from_technician(data)
        match message, self._state:
            case PairingShare(), _Asked(code):
                return self._reply(message, code)
            case PairingWrong(), _Asked() | _Guessed():
                return self._expired() if message.expired else self._wrong(message.tries_left)
            case PairingConfirm(), _Guessed() as guessed:
                return self._confirmed(message, guessed)
            case PairingSealed(), _Confirmed() as confirmed:
                return self._finish(message, confirmed)
        raise _out_of_place(message)

    def _announce(self, code: SecurityCode) -> Sequence[Event]:
        self._state = _Asked(code)
        return [Send(encode(PairingAttempt(number=self._attempts)))]

    def _wrong(self, tries_left: int) -> Sequence[Event]:
        self._state = _Waiting()
        self.tries_left = min(tries_left, self.tries_left)
        return [CodeWrong(self.tries_left)]

    def _expired(self) -> Sequence[Event]:
        """The next code has its own tries; they begin with the customer's next press."""
        self._state = _Waiting()
        self.tries_left = 0
        return [CodeExpired()]

    def _reply(self, theirs: PairingShare, code: SecurityCode) -> Sequence[Event]:
        if not self.tries_left:
            return self._wrong(0)
        self.tries_left -= 1
        scalar = self._random(cpace.SHARE_RANDOMNESS)
        run = cpace.begin(False, code.secret_bytes(), self._ci, theirs.sid, scalar, self._identity.public)
        agreement = run.meet(theirs.share, theirs.identity)
        self._state = _Guessed(code, agreement, theirs.identity)
        reply = PairingReply(share=run.share, identity=self._identity.public, tag=agreement.own_tag)
        return [Send(encode(reply))]

    def _confirmed(self, confirm: PairingConfirm, guessed: _Guessed) -> Sequence[Event]:
        if not guessed.agreement.peer_is_right(confirm.tag):
            self._state = _Waiting()
            raise ProtocolError("the page confirmed without knowing the code")
        sealer, opener = directions(guessed.agreement, technician=False)
        self._state = _Confirmed(guessed.agreement, sealer, opener, guessed.technician_key, guessed.code)
        return []

    def _finish(self, sealed: PairingSealed, confirmed: _Confirmed) -> Sequence[Event]:
        transcript = confirmed.agreement.transcript
        offer: PairingOffer = _offer(confirmed.opener.open(sealed.frame).plain)
        if not is_signed(confirmed.peer_key, Context.PAIRING, transcript, offer.signature):
            raise ProtocolError("the technician's signature is not right")
        signature = self._identity.sign(Context.PAIRING, transcript)
        accept = PairingAccept(signature=signature, computer_name=self._computer_name, system=self._system)
        frame = confirmed.sealer.seal(Kind.MESSAGE, encode(accept))
        self._state = _Done()
        paired = Paired(
            transcript=transcript,
            technician_key=confirmed.peer_key,
            technician_signature=offer.signature,
            host_key=self._identity.public,
            host_signature=signature,
            verifier=offer.verifier,
            salt=offer.salt,
            computer_name=self._computer_name,
            system=self._system,
        )
        return [Send(encode(PairingSealed(frame=frame))), paired]
