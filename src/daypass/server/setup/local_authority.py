"""The local authority (`DAYPASS_TLS=local`): a certificate authority for this server's address only, made on first start.

Its certificate says which names it may ever sign (name constraints, RFC 5280 §4.2.1.10), so trusting it gives power over nothing else.
The host gets it stamped in; a technician's browser trusts it after comparing the fingerprint that the server prints.
"""

import datetime
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from daypass.server.secret_files import replace_secret_file

AUTHORITY_FOR = datetime.timedelta(days=3650)
# Browsers refuse longer ones (397 days); renewed at a start within the last 30.
CERTIFICATE_FOR = datetime.timedelta(days=397)
RENEW_BEFORE = datetime.timedelta(days=30)
_BACKDATED = datetime.timedelta(days=1)
_LOCAL = ("localhost", "127.0.0.1", "::1")

PrivateKey = ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class LocalCertificate:
    """What TLS is served with, and what others need to trust it."""

    chain: Path
    key: Path
    authority_pem: str
    fingerprint: str


def local_certificate(folder: Path, host: str, now: datetime.datetime) -> LocalCertificate:
    """The certificate for `host`, made or renewed when needed; a new address gets a new authority."""
    authority_file, key_file = folder / "authority.pem", folder / "authority.key"
    authority = _read_certificate(authority_file)
    if (
        authority is None
        or _subject(host) != authority.subject
        or authority.not_valid_after_utc - now < CERTIFICATE_FOR
    ):
        authority_key = ec.generate_private_key(ec.SECP256R1())
        authority = _make_authority(host, authority_key, now)
        replace_secret_file(key_file, _key_pem(authority_key))
        replace_secret_file(authority_file, _pem(authority))
        (folder / "server.pem").unlink(missing_ok=True)
    served = _read_certificate(folder / "server.pem")
    if served is None or served.not_valid_after_utc - now < RENEW_BEFORE:
        key = ec.generate_private_key(ec.SECP256R1())
        signing_key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        assert isinstance(signing_key, PrivateKey)  # noqa: S101 - made above, never anything else
        certificate = _make_certificate(host, key, authority, signing_key, now)
        replace_secret_file(folder / "server.key", _key_pem(key))
        replace_secret_file(folder / "server.pem", _pem(certificate) + _pem(authority))
    return LocalCertificate(
        chain=folder / "server.pem",
        key=folder / "server.key",
        authority_pem=_pem(authority).decode(),
        fingerprint=authority.fingerprint(hashes.SHA256()).hex(":").upper(),
    )


def _make_authority(host: str, key: PrivateKey, now: datetime.datetime) -> x509.Certificate:
    allowed: list[x509.GeneralName] = []
    for name in dict.fromkeys((host, *_LOCAL)):
        address = _address(name)
        network = ipaddress.ip_network(name) if address else None
        allowed.append(x509.IPAddress(network) if network else x509.DNSName(name))
    return (
        _builder(_subject(host), _subject(host), key, now, AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _make_certificate(
    host: str, key: PrivateKey, authority: x509.Certificate, authority_key: PrivateKey, now: datetime.datetime
) -> x509.Certificate:
    names: list[x509.GeneralName] = []
    for name in dict.fromkeys((host, *_LOCAL)):
        address = _address(name)
        names.append(x509.IPAddress(address) if address else x509.DNSName(name))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _builder(subject, authority.subject, key, now, CERTIFICATE_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(issuer_key, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, now: datetime.datetime, lasts: datetime.timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now - _BACKDATED + lasts)
    )


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(host: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Daypass local authority, {host}"[:64])])


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _read_certificate(path: Path) -> x509.Certificate | None:
    return x509.load_pem_x509_certificate(path.read_bytes()) if path.is_file() else None


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
