"""The few libsodium functions the protocol needs, bound from a full path by ctypes.

Why not a wrapper package: none offers ristretto255, Ed25519, Argon2id and AES-256-GCM together on Windows and Linux
without unpacking a library into temp at every start. Randomness is an argument everywhere; `random_bytes` is for
composition roots to pass in.
"""

import ctypes
import functools
import os
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path

Buffer = bytes | bytearray | memoryview

SCALAR = 32
POINT = 32
SEED = 32
PUBLIC_KEY = 32
SIGNATURE = 64
AES_KEY = 32
AES_NONCE = 12
AES_TAG = 16
ARGON2_SALT = 16
ARGON2_PASSES = 3
ARGON2_MEMORY = 64 * 1024 * 1024
_ARGON2ID13 = 2
_AES_STATE = 512
_BUNDLED = ("libsodium.dll", "lib/libsodium.so")


class SodiumMissing(RuntimeError):
    """libsodium was not found; Daypass cannot encrypt anything without it."""


class AesUnavailable(RuntimeError):
    """This processor has no AES instructions, which AES-256-GCM in libsodium needs (DP-110)."""


class CryptoRefused(ValueError):
    """libsodium refused its input: an invalid point, a wrong signature, or a frame that is not authentic."""


def _places() -> Iterator[str]:
    """Where libsodium may be, best first.

    The file beside the runtime comes before the environment: a person's environment must not choose what an elevated host loads.
    """
    for name in _BUNDLED:
        bundled = Path(sys.prefix) / name
        if bundled.is_file():
            yield str(bundled)
    found = os.environ.get("DAYPASS_SODIUM") or find_library("sodium")
    if found:
        yield found


_U8 = ctypes.c_void_p
_LEN = ctypes.c_ulonglong
_SIGNATURES: dict[str, list[type]] = {
    "crypto_core_ristretto255_from_hash": [_U8, _U8],
    "crypto_core_ristretto255_scalar_reduce": [_U8, _U8],
    "crypto_core_ristretto255_is_valid_point": [_U8],
    "crypto_scalarmult_ristretto255": [_U8, _U8, _U8],
    "crypto_sign_seed_keypair": [_U8, _U8, _U8],
    "crypto_sign_detached": [_U8, _U8, _U8, _LEN, _U8],
    "crypto_sign_verify_detached": [_U8, _U8, _LEN, _U8],
    "crypto_pwhash": [_U8, _LEN, _U8, _LEN, _U8, _LEN, ctypes.c_size_t, ctypes.c_int],
    "crypto_aead_aes256gcm_is_available": [],
    "crypto_aead_aes256gcm_beforenm": [_U8, _U8],
    "crypto_aead_aes256gcm_encrypt_afternm": [_U8, _U8, _U8, _LEN, _U8, _LEN, _U8, _U8, _U8],
    "crypto_aead_aes256gcm_decrypt_afternm": [_U8, _U8, _U8, _U8, _LEN, _U8, _LEN, _U8, _U8],
    "sodium_init": [],
}


@functools.cache
def _library() -> ctypes.CDLL:
    tried: list[str] = []
    for place in _places():
        try:
            library = ctypes.CDLL(place)
        except OSError as error:
            tried.append(f"{place} ({error})")
            continue
        for name, arguments in _SIGNATURES.items():
            function = getattr(library, name)
            function.argtypes = arguments
            function.restype = ctypes.c_int
        library.randombytes_buf.argtypes = [_U8, ctypes.c_size_t]
        library.randombytes_buf.restype = None
        if library.sodium_init() < 0:
            raise SodiumMissing(f"libsodium at {place} could not start")
        return library
    looked = "; ".join(tried) or f"no file in {sys.prefix} and none on the system"
    raise SodiumMissing(
        f"libsodium was not found: {looked}. Run tools/setup.sh, or set DAYPASS_SODIUM to its full path."
    )


def _location(data: Buffer) -> tuple[int, int, object]:
    """Address and size of `data` without a copy wherever Python allows it, and what must stay alive meanwhile."""
    if not isinstance(data, bytes):
        view = memoryview(data).cast("B")
        if view.nbytes and not view.readonly:
            array = (ctypes.c_char * view.nbytes).from_buffer(view)
            return ctypes.addressof(array), view.nbytes, array
        data = view.tobytes()
    return ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value or 0, len(data), data


def _exactly(data: Buffer, size: int, what: str) -> bytes:
    if len(data) != size:
        raise CryptoRefused(f"{what}: {size} bytes expected, {len(data)} given")
    return bytes(data)


def random_bytes(count: int) -> bytes:
    """`count` bytes from the system's generator."""
    out = ctypes.create_string_buffer(count)
    _library().randombytes_buf(out, count)
    return out.raw


def ristretto255_from_hash(digest: Buffer) -> bytes:
    """Map 64 uniform bytes to a group element (RFC 9496, one-way map)."""
    out = ctypes.create_string_buffer(POINT)
    _library().crypto_core_ristretto255_from_hash(out, _exactly(digest, 64, "hash"))
    return out.raw


def ristretto255_scalar(random64: Buffer) -> bytes:
    """A uniform scalar out of 64 random bytes."""
    out = ctypes.create_string_buffer(SCALAR)
    _library().crypto_core_ristretto255_scalar_reduce(out, _exactly(random64, 64, "randomness"))
    return out.raw


def ristretto255_multiply(scalar: Buffer, point: Buffer) -> bytes:
    """scalar × point. Raises CryptoRefused for an invalid encoding and for the identity, as CPace demands."""
    out = ctypes.create_string_buffer(POINT)
    refused = _library().crypto_scalarmult_ristretto255(
        out, _exactly(scalar, SCALAR, "scalar"), _exactly(point, POINT, "point")
    )
    if refused:
        raise CryptoRefused("the point is invalid or the identity")
    return out.raw


def ed25519_public_key(seed: Buffer) -> bytes:
    """The public key that belongs to a 32-byte seed."""
    return _ed25519_pair(seed)[0]


def _ed25519_pair(seed: Buffer) -> tuple[bytes, bytes]:
    public, secret = ctypes.create_string_buffer(PUBLIC_KEY), ctypes.create_string_buffer(64)
    _library().crypto_sign_seed_keypair(public, secret, _exactly(seed, SEED, "seed"))
    return public.raw, secret.raw


def ed25519_sign(seed: Buffer, message: Buffer) -> bytes:
    """The 64-byte Ed25519 signature of `message`."""
    out = ctypes.create_string_buffer(SIGNATURE)
    address, size, _alive = _location(message)
    _library().crypto_sign_detached(out, None, address, size, _ed25519_pair(seed)[1])
    return out.raw


def ed25519_verify(public_key: Buffer, message: Buffer, signature: Buffer) -> bool:
    """Whether `signature` is `public_key`'s over `message`; wrong sizes are simply not authentic."""
    if len(public_key) != PUBLIC_KEY or len(signature) != SIGNATURE:
        return False
    address, size, _alive = _location(message)
    refused: int = _library().crypto_sign_verify_detached(bytes(signature), address, size, bytes(public_key))
    return refused == 0


def argon2id(password: Buffer, salt: Buffer, size: int = 32) -> bytes:
    """Argon2id with 64 MiB, three passes, one lane. Takes about 0.2 s: run it away from an event loop."""
    out = ctypes.create_string_buffer(size)
    salt = _exactly(salt, ARGON2_SALT, "salt")
    secret = bytes(password)
    failed = _library().crypto_pwhash(out, size, secret, len(secret), salt, ARGON2_PASSES, ARGON2_MEMORY, _ARGON2ID13)
    if failed:
        raise MemoryError("Argon2id needs 64 MiB of memory, which this computer did not give")
    return out.raw


def aes_available() -> bool:
    """Whether this processor has the instructions AES-256-GCM needs here."""
    available: int = _library().crypto_aead_aes256gcm_is_available()
    return available == 1


class Aes256Gcm:
    """AES-256-GCM under one key. The nonce is the caller's duty: never the same one twice for sealing."""

    def __init__(self, key: Buffer) -> None:
        if not aes_available():
            raise AesUnavailable("this processor has no AES instructions")
        self._memory = ctypes.create_string_buffer(_AES_STATE + 16)
        address = ctypes.addressof(self._memory)
        self._state = ctypes.c_void_p(address + (-address % 16))
        library = _library()
        library.crypto_aead_aes256gcm_beforenm(self._state, _exactly(key, AES_KEY, "key"))
        self._encrypt = library.crypto_aead_aes256gcm_encrypt_afternm
        self._decrypt = library.crypto_aead_aes256gcm_decrypt_afternm

    def seal(self, nonce: bytes, plain: Buffer, header: bytes) -> bytes:
        """`header ‖ ciphertext ‖ tag`; the header is authenticated and travels in the clear."""
        address, plain_size, _alive = _location(plain)
        size = len(header) + plain_size + AES_TAG
        out = bytearray(size)
        out[: len(header)] = header
        target = ctypes.addressof((ctypes.c_char * size).from_buffer(out)) + len(header)
        self._encrypt(target, None, address, plain_size, header, len(header), None, nonce, self._state)
        return bytes(out)

    def open(self, nonce: bytes, sealed: Buffer, header_size: int) -> bytes:
        """The plaintext of what `seal` made; CryptoRefused when one bit of it differs."""
        address, sealed_size, _alive = _location(sealed)
        size = sealed_size - header_size - AES_TAG
        if size < 0:
            raise CryptoRefused("shorter than a header and a tag")
        out = ctypes.create_string_buffer(max(size, 1))
        start = address + header_size
        if self._decrypt(out, None, None, start, size + AES_TAG, address, header_size, nonce, self._state):
            raise CryptoRefused("not authentic")
        return out.raw[:size]
