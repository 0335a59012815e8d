"""How a message becomes an e-mail."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default

import pytest

from daypass.server.mail.message import HeaderRefused, Mailbox, Message, as_email, wire_address

WHEN = datetime(2026, 3, 4, 10, 2, tzinfo=UTC)


def _message(**changes: object) -> Message:
    values: dict[str, object] = {
        "to": Mailbox("Cliente Açaí", "customer@example.org"),
        "subject": "Suporte remoto de Exemplo & Cia — olá",
        "text": "Olá.\n",
        "html": "<p>Olá.</p>",
        "sender_name": "Exemplo, Inc.",
        "reply_to": Mailbox("Technician One", "one@example.org"),
    }
    return Message(**{**values, **changes})  # type: ignore[arg-type]


def _sent(message: Message) -> bytes:
    return as_email(
        message, sender_address="daypass@example.org", message_id="<1@example.org>", sent_at=WHEN
    ).as_bytes()


def test_it_is_text_and_html_without_attachments() -> None:
    email = message_from_bytes(_sent(_message()), policy=default)
    assert email.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in email.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[attr-defined]
    assert not [part for part in email.walk() if part.get_filename()]


def test_names_with_accents_and_commas_arrive_whole() -> None:
    email = message_from_bytes(_sent(_message()), policy=default)
    assert email["To"].addresses[0].display_name == "Cliente Açaí"
    assert email["From"].addresses[0].display_name == "Exemplo, Inc."
    assert email["Reply-To"].addresses[0].addr_spec == "one@example.org"
    assert email["Subject"] == "Suporte remoto de Exemplo & Cia — olá"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x00", "\x0b", "\x85", "\u2028"])
@pytest.mark.parametrize(
    "build",
    [
        lambda bad: {"subject": bad},
        lambda bad: {"sender_name": bad},
        lambda bad: {"to": Mailbox(bad, "customer@example.org")},
        lambda bad: {"to": Mailbox("", bad)},
        lambda bad: {"reply_to": Mailbox(bad, "one@example.org")},
        lambda bad: {"reply_to": Mailbox("", bad)},
    ],
)
def test_no_value_can_add_a_header(build: object, end: str) -> None:
    with pytest.raises(HeaderRefused):
        _sent(_message(**build(f"a@example.org{end}Bcc: other@example.org")))  # type: ignore[operator]


@pytest.mark.parametrize(
    "build",
    [
        lambda bad: {"subject": bad},
        lambda bad: {"sender_name": bad},
        lambda bad: {"to": Mailbox(bad, "customer@example.org")},
        lambda bad: {"reply_to": Mailbox(bad, "one@example.org")},
    ],
)
@pytest.mark.parametrize(
    "word", ["=?utf-8?q?=0d=0aBcc:other@example.org?=", "a =?utf-8?b?DQpCY2M6IG90aGVyQGV4YW1wbGUub3Jn?="]
)
def test_no_encoded_word_hides_a_line_end(build: object, word: str) -> None:
    with pytest.raises(HeaderRefused):
        _sent(_message(**build(word)))  # type: ignore[operator]


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b@c", "a b@example.org", "<a@example.org>", "a@example.org, b@example.org", "@example.org"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(HeaderRefused):
        _sent(_message(to=Mailbox("", address)))


def test_a_very_long_name_is_refused() -> None:
    with pytest.raises(HeaderRefused):
        _sent(_message(sender_name="x" * 201))


def test_a_domain_in_its_own_script_goes_out_in_its_ascii_form() -> None:
    raw = _sent(_message(to=Mailbox("José", "cliente@exämple.org")))
    assert b"<cliente@xn--exmple-cua.org>" in raw
    assert wire_address("cliente@exämple.org") == "cliente@xn--exmple-cua.org"


def test_a_name_before_the_at_that_no_server_takes_is_refused() -> None:
    with pytest.raises(HeaderRefused):
        _sent(_message(to=Mailbox("", "clienté@example.org")))


def test_a_long_name_with_accents_is_folded_and_arrives_whole() -> None:
    name = "Assistência " * 16
    raw = _sent(_message(to=Mailbox(name.strip(), "customer@example.org")))
    assert max(len(line) for line in raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n")) <= 78
    # The older decoder: the newer one keeps the space between two pieces, against RFC 2047.
    assert str(make_header(decode_header(message_from_bytes(raw)["To"]))).startswith(name.strip())
