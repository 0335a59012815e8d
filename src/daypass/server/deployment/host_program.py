"""From the packed host to the one this server hands out: stamped with its address and key, signed, verified, kept.

The packed program is made once (`make host`); a new address or key costs one stamp and one signature, well under five
seconds. Whatever signs is the operator's business: `DAYPASS_SIGN_COMMAND` names any program, with `{in}` and `{out}` for
the two files, and is run without a shell. Without it a certificate made on first start signs, and the page says
"unknown publisher".
"""

import datetime
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from daypass import __version__
from daypass.protocol.stamp import append_stamp, build_block, find_stamp, stamp_for
from daypass.server.deployment.authenticode import SignatureInvalid, Signer, is_signed_form_of, signer_of

SIGNING_TIMEOUT_S = 300
KEPT_PROGRAMS = 3


class HostNotBuilt(LookupError):
    """The packed host is not there; `make host` builds it."""


class SigningFailed(RuntimeError):
    """The signing command failed, or what it made is not the program it was given with a valid signature."""


@dataclass(frozen=True, slots=True)
class HostProgram:
    """What a customer downloads. `publisher` is the name Windows shows, None for the certificate made on first start."""

    path: Path
    size: int
    sha256: str
    publisher: str | None


@dataclass(frozen=True, slots=True)
class SignCommand:
    """A program that signs: its arguments, with `{in}` and `{out}` where the two files' names go."""

    arguments: tuple[str, ...]

    @classmethod
    def parse(cls, command: str) -> Self:
        """Split a command line as a shell would, without ever running one. Raises ValueError when a place is missing."""
        arguments = tuple(shlex.split(command))
        for place in ("{in}", "{out}"):
            if not any(place in argument for argument in arguments):
                raise ValueError(f"DAYPASS_SIGN_COMMAND must say where {place} goes")
        return cls(arguments)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """The operator's command, None when there is none."""
        command = environment.get("DAYPASS_SIGN_COMMAND", "").strip()
        return cls.parse(command) if command else None

    def sign(self, source: Path, target: Path) -> Signer:
        """Make `target` the signed `source`, check that it is, and say by whom. Raises SigningFailed."""
        command = [part.replace("{in}", str(source)).replace("{out}", str(target)) for part in self.arguments]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SIGNING_TIMEOUT_S, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise SigningFailed(f"{command[0]}: {problem}") from problem
        if done.returncode or not target.is_file():
            said = (done.stderr or done.stdout).decode("utf-8", "replace")[-1000:]
            raise SigningFailed(f"{command[0]} ended with {done.returncode}: {said}")
        try:
            signer = signer_of(target)
        except SignatureInvalid as problem:
            raise SigningFailed(f"{command[0]}: {problem}") from problem
        if not is_signed_form_of(target, source):
            raise SigningFailed(f"{command[0]} signed another program than the one it was given")
        return signer


class HostPrograms:
    """The stamped hosts of one server, kept in `directory` by what they are made of. Methods block; threads may share it."""

    def __init__(self, base: Path, directory: Path, sign: SignCommand | None) -> None:
        """`base` is the packed program; `sign` the operator's command, None for the certificate of the first start."""
        self._base = base
        self._directory = directory
        self._operators_sign = sign
        self._one_at_a_time = threading.Lock()
        self._ready: dict[str, HostProgram] = {}

    def program_for(self, public_url: str, server_key: bytes, ca_pem: str | None = None) -> HostProgram:
        """The host that calls this address and believes this key; made when there is none yet.

        Raises HostNotBuilt, SigningFailed, or ValueError for an address and authority that do not fit into a stamp.
        """
        stamp = stamp_for(public_url, server_key, __version__, ca_pem)
        with self._one_at_a_time:
            try:
                packed = self._base.read_bytes()
            except FileNotFoundError as problem:
                raise HostNotBuilt(f"{self._base} is missing: run `make host`") from problem
            key = hashlib.sha256(
                hashlib.sha256(packed).digest() + build_block(stamp) + self._signing_identity()
            ).hexdigest()
            program = self._ready.get(key) or self._kept(key)
            if program is None or not program.path.is_file():
                program = self._make(key, append_stamp(packed, stamp))
            self._ready[key] = program
            return program

    def _signing_identity(self) -> bytes:
        if self._operators_sign:
            return "\0".join(self._operators_sign.arguments).encode()
        return own_certificate(self._directory)[0].read_bytes()

    def _kept(self, key: str) -> HostProgram | None:
        """A program of an earlier run, if it is still exactly what it was."""
        folder = self._directory / key
        try:
            told = json.loads((folder / "program.json").read_text(encoding="utf-8"))
            content = (folder / "DaypassSupport.exe").read_bytes()
        except (OSError, ValueError):
            return None
        if hashlib.sha256(content).hexdigest() != told.get("sha256"):
            return None
        return HostProgram(folder / "DaypassSupport.exe", len(content), told["sha256"], told["publisher"])

    def _make(self, key: str, stamped: bytes) -> HostProgram:
        self._directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._directory, prefix=".making-") as work:
            folder = Path(work) / "made"
            folder.mkdir()
            unsigned, signed = Path(work) / "unsigned.exe", folder / "DaypassSupport.exe"
            unsigned.write_bytes(stamped)
            signer = (self._operators_sign or own_sign_command(self._directory)).sign(unsigned, signed)
            with signed.open("rb") as program:
                find_stamp(program)
            content = signed.read_bytes()
            publisher = signer.name if self._operators_sign else None
            digest = hashlib.sha256(content).hexdigest()
            (folder / "program.json").write_text(
                json.dumps({"sha256": digest, "publisher": publisher}), encoding="utf-8"
            )
            place = self._directory / key
            shutil.rmtree(place, ignore_errors=True)
            folder.rename(place)
        self._forget_old(place)
        return HostProgram(place / "DaypassSupport.exe", len(content), digest, publisher)

    def _forget_old(self, newest: Path) -> None:
        """Keep a few programs: those of other addresses still being tried out."""
        made = [folder.parent for folder in self._directory.glob("*/program.json") if folder.parent != newest]
        for folder in sorted(made, key=lambda folder: folder.stat().st_mtime, reverse=True)[KEPT_PROGRAMS - 1 :]:
            shutil.rmtree(folder, ignore_errors=True)


def own_certificate(directory: Path) -> tuple[Path, Path]:
    """(certificate, key) that sign where the operator has none; made on first use, the key readable by the server alone."""
    certificate_file, key_file = directory / "test-certificate.pem", directory / "test-certificate-key.pem"
    if not certificate_file.is_file():
        directory.mkdir(parents=True, exist_ok=True)
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
        plain = serialization.NoEncryption()
        key_bytes = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        key_file.unlink(missing_ok=True)
        with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(key_bytes)
        certificate_file.write_bytes(self_signed(key).public_bytes(serialization.Encoding.PEM))
    return certificate_file, key_file


def self_signed(key: rsa.RSAPrivateKey) -> x509.Certificate:
    """A certificate for code signing that nobody vouches for, good for ten years."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Daypass test certificate")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=1))
    builder = builder.not_valid_after(now + datetime.timedelta(days=3650))
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
    return builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def own_sign_command(directory: Path) -> SignCommand:
    """osslsigncode with the certificate of the first start."""
    certificate, key = own_certificate(directory)
    name = ("-n", "Daypass support", "-h", "sha256")
    return SignCommand(
        ("osslsigncode", "sign", "-certs", str(certificate), "-key", str(key), *name, "-in", "{in}", "-out", "{out}")
    )
