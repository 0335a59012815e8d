"""Signatures are judged by what they cover, whichever tool and chain made them."""

import datetime
import struct
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daypass.protocol.stamp import certificate_table
from daypass.server.deployment.authenticode import SignatureInvalid, signer_of
from daypass.server.deployment.host_program import own_sign_command


@pytest.fixture(scope="module")
def signed(small_program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed")
    own_sign_command(folder).sign(small_program, folder / "signed.exe")
    return folder / "signed.exe"


def certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, issuers_key: ec.EllipticCurvePrivateKey
) -> bytes:
    """A certificate in PEM."""

    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer)).public_key(key.public_key())
    )
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
    made = builder.not_valid_after(now + datetime.timedelta(days=9)).sign(issuers_key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM)


def test_a_chain_without_its_root_and_an_elliptic_key_are_good_and_the_leaf_is_the_signer(
    small_program: Path, tmp_path: Path
) -> None:
    root, middle, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    chain = certificate("Example Support Ltd", leaf, "Middle", middle) + certificate("Middle", middle, "Root", root)
    (tmp_path / "chain.pem").write_bytes(chain)
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (tmp_path / "key.pem").write_bytes(leaf.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain))
    files = [
        "-certs",
        tmp_path / "chain.pem",
        "-key",
        tmp_path / "key.pem",
        "-in",
        small_program,
        "-out",
        tmp_path / "out.exe",
    ]
    subprocess.run(["osslsigncode", "sign", "-h", "sha384", *files], check=True, capture_output=True)
    assert signer_of(tmp_path / "out.exe").name == "Example Support Ltd"


def test_a_signature_moved_to_another_program_is_refused(signed: Path, small_program: Path, tmp_path: Path) -> None:
    whole = signed.read_bytes()
    offset, size = certificate_table(whole[:4096])
    other = bytearray(small_program.read_bytes()[:offset].ljust(offset, b"\0"))
    other[3000] ^= 1
    (header,) = struct.unpack_from("<I", other, 0x3C)
    struct.pack_into("<II", other, header + 24 + 112 + 32, offset, size)
    moved = tmp_path / "moved.exe"
    moved.write_bytes(bytes(other) + whole[offset:])
    with pytest.raises(SignatureInvalid):
        signer_of(moved)


def test_an_unsigned_program_and_bytes_after_the_signature_are_refused(
    signed: Path, small_program: Path, tmp_path: Path
) -> None:
    with pytest.raises(SignatureInvalid, match="no signature"):
        signer_of(small_program)
    longer = tmp_path / "longer.exe"
    longer.write_bytes(signed.read_bytes() + b"configuration that nobody signed")
    with pytest.raises(SignatureInvalid):
        signer_of(longer)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0), change=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_lies_outside_what_windows_checks(
    signed: Path, tmp_path: Path, place: int, change: int
) -> None:
    whole = bytearray(signed.read_bytes())
    (header,) = struct.unpack_from("<I", whole, 0x3C)
    place %= certificate_table(bytes(whole[:4096]))[0]
    whole[place] ^= change
    changed = tmp_path / "changed.exe"
    changed.write_bytes(whole)
    if header + 24 + 64 <= place < header + 24 + 68:
        assert signer_of(changed).name  # the header's checksum, which no signature covers
        return
    with pytest.raises(SignatureInvalid):
        signer_of(changed)


def test_a_certificate_of_a_version_that_is_none_is_no_signature(signed: Path, tmp_path: Path) -> None:
    whole = signed.read_bytes()
    third = bytes.fromhex("a003020102")  # [0] { INTEGER 2 }: X.509 version 3
    damaged = tmp_path / "damaged.exe"
    damaged.write_bytes(whole.replace(third, third[:-1] + b"\x01"))
    with pytest.raises(SignatureInvalid):
        signer_of(damaged)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0), new=st.binary(min_size=1, max_size=6))
def test_damage_inside_the_signature_never_ends_in_another_kind_of_error(
    signed: Path, tmp_path: Path, place: int, new: bytes
) -> None:
    whole = bytearray(signed.read_bytes())
    table = certificate_table(bytes(whole[:4096]))[0]
    place = table + place % (len(whole) - table - len(new))
    whole[place : place + len(new)] = new
    damaged = tmp_path / "damaged.exe"
    damaged.write_bytes(whole)
    try:
        assert len(signer_of(damaged).fingerprint) == 32
    except SignatureInvalid:
        pass
