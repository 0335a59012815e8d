"""Mail leaves encrypted, signed in, and not at all where that was required and cannot be."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr
from tests.server.conftest import SettingsOf

from daypass.server.app import build
from daypass.server.mail import sender as sending
from daypass.server.mail.message import Mailbox, Message, as_email
from daypass.server.mail.sender import deliver
from daypass.server.mail.smtp_address import smtp_address

EMAIL = as_email(
    Message(Mailbox("", "customer@example.org"), "Subject", "Text\n", "<p>Text</p>", "Example"),
    sender_address="support@example.org",
    message_id="<1@example.org>",
    sent_at=datetime(2026, 3, 4, tzinfo=UTC),
)


class Received:
    """Remembers under which protection mails came."""

    def __init__(self) -> None:
        self.protected: list[bool] = []

    async def handle_DATA(self, _server: SMTP, session: Session, _envelope: Envelope) -> str:
        self.protected.append(session.ssl is not None and session.authenticated)
        return "250 OK"


def _accepts(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=isinstance(given, LoginPassword) and given.password == b"p@ss word", handled=False)


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    certificate, keys = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    keys.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, keys)
    return certificate, context


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def trusted_server(tmp_path: Path, received: Received, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server with STARTTLS and sign-in, whose certificate this machine trusts for the test."""
    certificate, context = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    controller = Controller(
        received,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=_accepts,
    )
    controller.start()
    yield controller.port
    controller.stop()


async def test_a_mail_leaves_under_starttls_after_sign_in(trusted_server: int, received: Received) -> None:
    url = f"smtp://support%40example.org:p%40ss%20word@localhost:{trusted_server}/?starttls=required"
    await deliver(EMAIL, smtp_address(url), "support@example.org", "customer@example.org")
    assert received.protected == [True]


async def test_a_wrong_password_is_no_refusal_of_the_mail(trusted_server: int, received: Received) -> None:
    url = f"smtp://name:wrong@localhost:{trusted_server}/?starttls=required"
    with pytest.raises(aiosmtplib.SMTPAuthenticationError) as refused:
        await deliver(EMAIL, smtp_address(url), "support@example.org", "customer@example.org")
    assert not sending.is_final(refused.value)
    assert received.protected == []


async def test_a_certificate_of_somebody_else_stops_the_mail(tmp_path: Path, received: Received) -> None:
    _, context = _certificate(tmp_path)
    controller = Controller(received, hostname="127.0.0.1", port=free_port(), tls_context=context)
    controller.start()
    try:
        port = controller.port
        with pytest.raises((aiosmtplib.SMTPException, OSError)) as refused:
            await deliver(
                EMAIL, smtp_address(f"smtp://localhost:{port}/?starttls=required"), "a@example.org", "b@example.org"
            )
    finally:
        controller.stop()
    assert not sending.is_final(refused.value)
    assert received.protected == []


async def test_without_starttls_a_mail_that_needs_it_stays(received: Received) -> None:
    controller = Controller(received, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        port = controller.port
        with pytest.raises(aiosmtplib.SMTPException):
            await deliver(
                EMAIL, smtp_address(f"smtp://localhost:{port}/?starttls=required"), "a@example.org", "b@example.org"
            )
    finally:
        controller.stop()
    assert received.protected == []


def test_a_mail_url_that_cannot_work_stops_the_server_at_start(settings_of: SettingsOf) -> None:
    with pytest.raises(ValueError, match="DAYPASS_SMTP_URL"):
        build(settings_of(smtp_url=SecretStr("mail.example.org:25")))
