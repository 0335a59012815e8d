"""What the operator may write in DAYPASS_SMTP_URL."""

import pytest

from daypass.server.mail.smtp_address import Encryption, smtp_address


def test_name_password_and_port_are_read_and_unquoted() -> None:
    found = smtp_address(
        "smtp://help%40example.org:p%2Fw@mail.example.org:2525/?starttls=required&from=help@example.org"
    )
    assert (found.host, found.port, found.name, found.password) == ("mail.example.org", 2525, "help@example.org", "p/w")
    assert found.sender == "help@example.org"


@pytest.mark.parametrize(
    ("url", "port", "encryption"),
    [
        ("smtp://mail.example.org", 587, Encryption.REQUIRED),
        ("smtps://mail.example.org", 465, Encryption.TLS),
        ("smtp://127.0.0.1:25", 25, Encryption.IF_OFFERED),
        ("smtp://mail.example.org/?starttls=never", 587, Encryption.NEVER),
    ],
)
def test_lines_to_other_machines_are_encrypted_unless_told_otherwise(
    url: str, port: int, encryption: Encryption
) -> None:
    assert (smtp_address(url).port, smtp_address(url).encryption) == (port, encryption)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org:587",
        "http://mail.example.org",
        "smtp://",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org/?starttls=maybe",
        "smtp://mail.example.org/?tls=1",
        "smtp://name:password@mail.example.org/?starttls=never",
    ],
)
def test_what_cannot_work_or_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="."):
        smtp_address(url)


def test_the_password_is_not_printed() -> None:
    assert "geheim" not in repr(smtp_address("smtps://name:geheim@mail.example.org"))
