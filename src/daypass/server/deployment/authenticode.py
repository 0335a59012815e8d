"""Reads and checks the Authenticode signature of a 64-bit Windows program, whichever tool made it.

Checked is what a signer could get wrong: that the signature is by the key of the certificate it carries, over this very
program, every byte of it. Whether Windows trusts that certificate is for Windows to say: roots are not asked for here.
"""

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

from daypass.protocol.stamp import certificate_table

_TABLE_HEADER = 8  # WIN_CERTIFICATE: length, revision, type
_CHECKSUM, _SECURITY_ENTRY = 24 + 64, 24 + 112 + 4 * 8  # from the PE signature on; neither is covered by a signature
_SEQUENCE, _SET, _OCTETS, _CONTEXT_0 = 0x30, 0x31, 0x04, 0xA0
_MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
_HASHES: dict[bytes, hashes.HashAlgorithm] = {
    bytes.fromhex("0609608648016503040201"): hashes.SHA256(),
    bytes.fromhex("0609608648016503040202"): hashes.SHA384(),
    bytes.fromhex("0609608648016503040203"): hashes.SHA512(),
}


class SignatureInvalid(ValueError):
    """There is no signature, or it is not one over this program by the certificate it carries."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed a program: the name in the certificate, as Windows shows it, and the certificate's SHA-256."""

    name: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class _Value:
    """One DER value: its tag, what is inside, and both with the length between them."""

    tag: int
    content: bytes
    whole: bytes


def has_signature(program: Path) -> bool:
    """Whether a 64-bit Windows program carries an Authenticode table, whoever signed it. Raises ValueError for others."""
    with program.open("rb") as opened:
        offset, size = certificate_table(opened.read(4096))
    return bool(offset and size)


def is_signed_form_of(signed: Path, unsigned: Path) -> bool:
    """Whether a signer changed nothing of a program but what a signature adds to it."""
    before, after = unsigned.read_bytes(), signed.read_bytes()
    table, _ = certificate_table(after[:4096])
    padding = after[len(before) : table]
    return len(padding) < 8 and not any(padding) and _covered(before, len(before)) == _covered(after, len(before))


def signer_of(program: Path) -> Signer:
    """Who signed this program; raises SignatureInvalid unless the signature fits every byte of it."""
    content = program.read_bytes()
    try:
        offset, size = certificate_table(content[:4096])
        if not offset or offset + size != len(content):
            raise SignatureInvalid(f"{program.name} carries no signature at its end")
        certificate = _check(content, offset, content[offset + _TABLE_HEADER : offset + size])
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        name = str(names[0].value) if names else certificate.subject.rfc4514_string()
        return Signer(name, certificate.fingerprint(hashes.SHA256()))
    except (ValueError, StopIteration, IndexError, InvalidSignature, UnsupportedAlgorithm) as problem:
        if isinstance(problem, SignatureInvalid):
            raise
        raise SignatureInvalid(f"the signature of {program.name} does not verify") from problem


def _check(program: bytes, table: int, signature: bytes) -> x509.Certificate:
    """The certificate that signed; raises ValueError, IndexError or InvalidSignature for anything that does not fit."""
    signed_data = _inside(_inside(next(_values(signature)))[1])[0]
    parts = _inside(signed_data)
    indirect = _inside(_inside(parts[2])[1])[0]
    carried = next(part for part in parts[3:] if part.tag == _CONTEXT_0)
    signer = _inside(_inside(parts[-1])[0])

    algorithm, digest = _inside(_inside(indirect)[1])
    method = _hash(algorithm)
    if digest.content != _program_digest(program, table, method):
        raise ValueError("the program is not what was signed")

    attributes, encrypted = signer[3], signer[5]
    method = _hash(signer[2])
    if attributes.tag != _CONTEXT_0 or _attribute(attributes, _MESSAGE_DIGEST) != _digest(method, indirect.content):
        raise ValueError("what was signed is not about this program")
    certificate = _named(signer[1], carried)
    _verify(certificate, encrypted.content, bytes([_SET]) + attributes.whole[1:], method)
    return certificate


def _values(der: bytes) -> Iterator[_Value]:
    """The DER values that lie one after another; what pads the table to eight bytes is not looked at."""
    place = 0
    while place + 2 <= len(der):
        length, start = der[place + 1], place + 2
        if length >= 0x80:
            start += length & 0x7F
            length = int.from_bytes(der[place + 2 : start], "big")
        if start + length > len(der):
            raise ValueError("cut short")
        yield _Value(der[place], der[start : start + length], der[place : start + length])
        place = start + length


def _inside(value: _Value) -> list[_Value]:
    return list(_values(value.content))


def _hash(algorithm: _Value) -> hashes.HashAlgorithm:
    """The hash an AlgorithmIdentifier names; ValueError for SHA-1 and other unsafe ones."""
    method = _HASHES.get(_inside(algorithm)[0].whole)
    if method is None:
        raise ValueError("the hash is unknown or unsafe")
    return method


def _digest(method: hashes.HashAlgorithm, data: bytes) -> bytes:
    return hashlib.new(method.name, data).digest()


def _program_digest(program: bytes, table: int, method: hashes.HashAlgorithm) -> bytes:
    return _digest(method, _covered(program, table))


def _covered(program: bytes, end: int) -> bytes:
    """A program up to `end` without the checksum and the entry that points to the signature."""
    pe = int.from_bytes(program[0x3C:0x40], "little")
    checksum, entry = pe + _CHECKSUM, pe + _SECURITY_ENTRY
    return program[:checksum] + program[checksum + 4 : entry] + program[entry + 8 : end]


def _attribute(attributes: _Value, oid: bytes) -> bytes:
    """The one value of a signed attribute."""
    found = [_inside(attribute) for attribute in _inside(attributes)]
    return next(_inside(values)[0].content for name, values in found if name.whole == oid)


def _named(issuer_and_serial: _Value, carried: _Value) -> x509.Certificate:
    """The carried certificate with this issuer and serial number."""
    issuer, serial = _inside(issuer_and_serial)
    for value in _inside(carried):
        certificate = _certificate(value.whole)
        same_serial = certificate.serial_number == int.from_bytes(serial.content, "big")
        if same_serial and certificate.issuer.public_bytes() == issuer.whole:
            return certificate
    raise ValueError("the signer's certificate is not carried")


def _certificate(der: bytes) -> x509.Certificate:
    """A certificate as RFC 5280 has it; ValueError also for what the library still reads but warns of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", CryptographyDeprecationWarning)
        try:
            return x509.load_der_x509_certificate(der)
        except (CryptographyDeprecationWarning, x509.InvalidVersion) as unfit:
            raise ValueError(str(unfit)) from None


def _verify(certificate: x509.Certificate, signature: bytes, signed: bytes, method: hashes.HashAlgorithm) -> None:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, padding.PKCS1v15(), method)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(method))
    else:
        raise ValueError("a kind of key that does not sign programs")
