"""The stamp: the block inside a host program that says whose it is, which server it calls and whose signature it believes.

It is appended to the packed program *before* the program is signed, so the signature covers it, and a new address needs no
new packing. A running host finds it just before its own signature: at the PE security directory's offset minus its size.

    "DAYPASS-STAMP-1\\0" (16) ‖ length of the JSON (u32 LE) ‖ JSON ‖ zeros ‖ SHA-256 of all before it (32)      4096 bytes

The digest finds damage, not forgery: what protects the stamp is the signature around it.
"""

import base64
import hashlib
import struct
from typing import BinaryIO

import msgspec

from daypass.protocol.errors import ProtocolError

MAGIC = b"DAYPASS-STAMP-1\0"
BLOCK_SIZE = 4096
LONGEST_JSON = BLOCK_SIZE - len(MAGIC) - 4 - hashlib.sha256().digest_size
DAMAGED = "DP-112"

# Windows takes a certificate table only on an 8-byte boundary; a signer would otherwise pad between stamp and signature.
_ALIGNMENT = 8
_PE_POINTER, _OPTIONAL_HEADER, _PE32_PLUS, _SECURITY_DIRECTORY = 0x3C, 24, 0x20B, 112 + 4 * 8


class Stamp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose host this is. `ca_pem` is the local authority's certificate, `publisher` the name in the signing certificate."""

    public_url: str
    server_key: str
    version: str
    ca_pem: str | None = None
    publisher: str | None = None

    def server_key_bytes(self) -> bytes:
        """The server's Ed25519 key (32 bytes)."""
        return _key_bytes(self.server_key)


def stamp_for(
    public_url: str, server_key: bytes, version: str, ca_pem: str | None = None, publisher: str | None = None
) -> Stamp:
    """A stamp from the server's own values. Raises ValueError when the key is no Ed25519 key."""
    if len(server_key) != 32:
        raise ValueError("a server key has 32 bytes")
    text = base64.urlsafe_b64encode(server_key).decode("ascii").rstrip("=")
    return Stamp(public_url=public_url, server_key=text, version=version, ca_pem=ca_pem, publisher=publisher)


def build_block(stamp: Stamp) -> bytes:
    """The 4096 bytes of a stamp. Raises ValueError when its texts do not fit."""
    content = msgspec.json.encode(stamp)
    if len(content) > LONGEST_JSON:
        raise ValueError(f"a stamp holds {LONGEST_JSON} bytes of JSON, this one needs {len(content)}")
    block = (MAGIC + struct.pack("<I", len(content)) + content).ljust(BLOCK_SIZE - 32, b"\0")
    return block + hashlib.sha256(block).digest()


def read_block(block: bytes) -> Stamp:
    """The stamp in a block. Raises ProtocolError (DP-112) for anything else than exactly what `build_block` makes."""
    if len(block) != BLOCK_SIZE or not block.startswith(MAGIC):
        raise ProtocolError("no stamp", DAMAGED)
    if hashlib.sha256(block[:-32]).digest() != block[-32:]:
        raise ProtocolError("the stamp is damaged", DAMAGED)
    start = len(MAGIC) + 4
    (length,) = struct.unpack_from("<I", block, len(MAGIC))
    if length > LONGEST_JSON or any(block[start + length : -32]):
        raise ProtocolError("the stamp's length is wrong", DAMAGED)
    try:
        stamp = msgspec.json.decode(block[start : start + length], type=Stamp)
        stamp.server_key_bytes()
    except (msgspec.DecodeError, ValueError) as problem:
        raise ProtocolError("the stamp's content is wrong", DAMAGED) from problem
    return stamp


def append_stamp(program: bytes, stamp: Stamp) -> bytes:
    """An unsigned program with the stamp at its end, ready to be signed.

    Raises ValueError for a program that is already signed or stamped: the stamp would lie outside the signature, or twice.
    """
    offset, _ = certificate_table(program[:BLOCK_SIZE])
    if offset:
        raise ValueError("a signed program cannot be stamped; stamp the packed one, then sign")
    if program[-BLOCK_SIZE:].startswith(MAGIC):
        raise ValueError("this program is stamped already")
    padding = b"\0" * (-len(program) % _ALIGNMENT)
    return program + padding + build_block(stamp)


def find_stamp(program: BinaryIO) -> Stamp:
    """The stamp of a signed program. Raises ProtocolError (DP-112) when there is none or the program is cut short."""
    try:
        offset, size = certificate_table(program.read(BLOCK_SIZE))
    except ValueError as problem:
        raise ProtocolError("not a Windows program", DAMAGED) from problem
    if offset < 2 * BLOCK_SIZE or not size:
        raise ProtocolError("the program is not signed", DAMAGED)
    program.seek(offset - BLOCK_SIZE)
    return read_block(program.read(BLOCK_SIZE))


def certificate_table(head: bytes) -> tuple[int, int]:
    """Where a 64-bit program's Authenticode table lies in its file and how long it is, (0, 0) without a signature.

    `head` is the program's beginning. Raises ValueError for anything but a 64-bit Windows program.
    """
    try:
        (pe,) = struct.unpack_from("<I", head, _PE_POINTER)
        (magic,) = struct.unpack_from("<H", head, pe + _OPTIONAL_HEADER)
        offset, size = struct.unpack_from("<II", head, pe + _OPTIONAL_HEADER + _SECURITY_DIRECTORY)
    except struct.error as problem:
        raise ValueError("too short for a Windows program") from problem
    if not head.startswith(b"MZ") or head[pe : pe + 4] != b"PE\0\0" or magic != _PE32_PLUS:
        raise ValueError("not a 64-bit Windows program")
    return offset, size


def _key_bytes(text: str) -> bytes:
    key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if len(key) != 32:
        raise ValueError("a server key has 32 bytes")
    return key
