"""Sealed frames: `header (13) ‖ ciphertext ‖ tag (16)`, AES-256-GCM, one key and one counter per direction.

Header: version u8 = 1, counter u64 BE (0, 1, 2 … without gaps), kind u32 BE; nonce = iv XOR counter, right-aligned. After anything that
does not open, the opener refuses everything: a connection with a lost or forged frame is over.
"""

import enum
import struct
from typing import NamedTuple

from daypass.protocol import sodium
from daypass.protocol.cpace import Agreement
from daypass.protocol.errors import ProtocolError
from daypass.protocol.sodium import Buffer

HEADER = struct.Struct(">BQI")
HEADER_SIZE = HEADER.size
OVERHEAD = HEADER_SIZE + sodium.AES_TAG
VERSION = 1
LARGEST_FRAME = 16 * 1024 * 1024
LARGEST_PLAIN = LARGEST_FRAME - OVERHEAD


class Kind(enum.IntEnum):
    """What a sealed frame carries."""

    MESSAGE = 1
    PICTURE = 2
    BULK = 3


class Opened(NamedTuple):
    """What was inside a sealed frame."""

    kind: Kind
    plain: bytes


_KINDS = {int(kind): kind for kind in Kind}


class _Direction:
    """A key, an iv and the counter of the next frame."""

    def __init__(self, key: bytes, iv: bytes) -> None:
        if len(iv) != sodium.AES_NONCE:
            raise ValueError("an iv has 12 bytes")
        self._box = sodium.Aes256Gcm(key)
        self._iv = int.from_bytes(iv, "big")
        self.counter = 0

    def _nonce(self) -> bytes:
        return (self._iv ^ self.counter).to_bytes(sodium.AES_NONCE, "big")


class Sealer(_Direction):
    """Seals the frames of one direction."""

    def seal(self, kind: Kind, plain: Buffer) -> bytes:
        """The next frame. ValueError when `plain` is larger than the peer would take."""
        if memoryview(plain).nbytes > LARGEST_PLAIN:
            raise ValueError("larger than a sealed frame may be")
        frame = self._box.seal(self._nonce(), plain, HEADER.pack(VERSION, self.counter, kind))
        self.counter += 1
        return frame


class Opener(_Direction):
    """Opens the frames of one direction, in order, each once."""

    def __init__(self, key: bytes, iv: bytes) -> None:
        super().__init__(key, iv)
        self._broken = False

    def open(self, frame: Buffer) -> Opened:
        """What the next frame holds. ProtocolError, now and ever after, when it is not exactly the next authentic frame."""
        try:
            return self._open(frame)
        except ProtocolError:
            self._broken = True
            raise

    def _open(self, frame: Buffer) -> Opened:
        size = memoryview(frame).nbytes
        if self._broken:
            raise ProtocolError("an earlier frame did not open")
        if not OVERHEAD <= size <= LARGEST_FRAME:
            raise ProtocolError("a sealed frame has 29 bytes to 16 MiB", "DP-206" if size > LARGEST_FRAME else "DP-205")
        version, counter, number = HEADER.unpack_from(frame)
        kind = _KINDS.get(number)
        if version != VERSION or counter != self.counter or kind is None:
            raise ProtocolError("not the next frame")
        try:
            plain = self._box.open(self._nonce(), frame, HEADER_SIZE)
        except sodium.CryptoRefused:
            raise ProtocolError("the frame is not authentic") from None
        self.counter += 1
        return Opened(kind, plain)


def directions(agreement: Agreement, technician: bool) -> tuple[Sealer, Opener]:
    """The two directions of a confirmed agreement, as the technician or as the host sees them."""
    own, peer = ("technician", "host") if technician else ("host", "technician")
    return (
        Sealer(agreement.derive(f"{own} key", sodium.AES_KEY), agreement.derive(f"{own} iv", sodium.AES_NONCE)),
        Opener(agreement.derive(f"{peer} key", sodium.AES_KEY), agreement.derive(f"{peer} iv", sodium.AES_NONCE)),
    )
