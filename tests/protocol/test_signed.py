"""Signed words: grants, tickets, commands, greetings, activations and removals are taken from the right key only."""

import msgspec
import pytest
from tests.protocol.sides import HOST_KEY, SERVER_KEY, SESSION, SYSTEM, TECHNICIAN_KEY

from daypass.protocol.commands import Command, CommandEnd, CommandTime, open_command, sign_command
from daypass.protocol.errors import ProtocolError
from daypass.protocol.grant import open_grant
from daypass.protocol.host_api import (
    Activation,
    Artefact,
    ConnectionReport,
    HostEnded,
    HostStatus,
    Key32,
    Removal,
    RemovalBlob,
    RemovalReport,
    Salt16,
    Signature64,
    claimed_session,
    control_bytes,
    ended_bytes,
    from_base64url,
    open_removal,
    read_host_text,
    read_json,
    to_base64url,
    write_json,
)
from daypass.protocol.messages import Consent, Tool
from daypass.protocol.signed import Context, SigningKey, is_signed
from daypass.protocol.ticket import RelayTicket, Side, open_ticket, sign_ticket
from daypass.protocol.version import OLDEST_SERVED, PROTOCOL_VERSION, is_served

NOW = 1_790_000_000_000


def command(counter: int = 1, session_id: str = SESSION) -> Command:
    return Command(session_id=session_id, counter=counter, issued_at=NOW, body=CommandTime())


def ticket(expires_at: int = NOW + 60_000, deadline_at: int = NOW + 10**6) -> bytes:
    return sign_ticket(
        SERVER_KEY,
        RelayTicket(
            ticket_id=bytes(16), pair_id=bytes(16), session_id=SESSION, side=Side.HOST, tool=Tool.FILES, rights=(),
            expires_at=expires_at, deadline_at=deadline_at,
        ),
    )  # fmt: skip


def test_a_signature_serves_one_context_and_one_key() -> None:
    signature = SERVER_KEY.sign(Context.GRANT, b"message")
    assert is_signed(SERVER_KEY.public, Context.GRANT, b"message", signature)
    assert not is_signed(SERVER_KEY.public, Context.TICKET, b"message", signature)
    assert not is_signed(HOST_KEY.public, Context.GRANT, b"message", signature)


def test_a_signing_key_prints_its_public_half_only() -> None:
    key = SigningKey(b"\x77" * 32)
    assert key.seed().hex() not in repr(key) and key.public.hex()[:8] in repr(key)


def test_a_command_is_taken_once_for_its_session_in_rising_order() -> None:
    blob = sign_command(SERVER_KEY, command(counter=7))
    assert open_command(SERVER_KEY.public, SESSION, 6, blob) == command(counter=7)
    for last in (7, 8):
        with pytest.raises(ProtocolError, match="before"):
            open_command(SERVER_KEY.public, SESSION, last, blob)
    with pytest.raises(ProtocolError, match="another session"):
        open_command(SERVER_KEY.public, "other", 0, blob)
    with pytest.raises(ProtocolError, match="signature"):
        open_command(HOST_KEY.public, SESSION, 0, blob)


def test_a_command_of_a_newer_server_with_an_unknown_field_is_understood_and_one_of_an_unknown_kind_is_not() -> None:
    plain = msgspec.msgpack.decode(sign_command(SERVER_KEY, command())[64:])
    for change, understood in (({"later": 1}, True), ({"body": {"type": "CommandDance"}}, False)):
        message = msgspec.msgpack.encode({**plain, **change})
        blob = SERVER_KEY.sign(Context.COMMAND, message) + message
        if understood:
            assert open_command(SERVER_KEY.public, SESSION, 0, blob) == command()
        else:
            with pytest.raises(ProtocolError, match="CommandDance"):
                open_command(SERVER_KEY.public, SESSION, 0, blob)


def test_a_ticket_is_refused_after_its_minute_and_after_the_deadline() -> None:
    assert open_ticket(SERVER_KEY.public, ticket(), NOW).side is Side.HOST
    for blob, now in ((ticket(), NOW + 60_000), (ticket(deadline_at=NOW), NOW), (ticket()[:-1], NOW), (b"", NOW)):
        with pytest.raises(ProtocolError) as refused:
            open_ticket(SERVER_KEY.public, blob, now)
        assert refused.value.dp == "DP-209"


def test_a_ticket_is_no_grant() -> None:
    with pytest.raises(ProtocolError, match="signature of the grant"):
        open_grant(SERVER_KEY.public, ticket())


def activation(**change: object) -> Activation:
    transcript = Key32(bytes(range(32)))
    proof = Activation(
        session_id=SESSION, host_key=Key32(HOST_KEY.public), technician_key=Key32(TECHNICIAN_KEY.public), transcript=transcript,
        technician_signature=Signature64(TECHNICIAN_KEY.sign(Context.PAIRING, transcript)),
        host_signature=Signature64(HOST_KEY.sign(Context.PAIRING, transcript)),
        computer_name="RECEPTION-PC", system=SYSTEM, consent=Consent.ASK,
    )  # fmt: skip
    return msgspec.structs.replace(proof, **change)


def test_an_activation_is_proven_by_both_signatures_over_one_transcript() -> None:
    assert read_json(Activation)(write_json(activation())) == activation()
    assert activation().is_proven()
    for change in (
        {"host_signature": Signature64(bytes(64))},
        {"technician_signature": activation().host_signature},
        {"transcript": Key32(bytes(32))},
        {"host_key": Key32(SERVER_KEY.public)},
    ):
        assert not activation(**change).is_proven()


def test_a_removal_is_taken_from_its_host_only() -> None:
    report = RemovalReport(
        session_id=SESSION, removed_at=NOW, by="customer", installed=(Artefact(kind="file", name="a"),), leftovers=()
    )
    blob = HOST_KEY.blob(Context.REMOVAL, report)
    body = read_json(Removal)(write_json(Removal(report=RemovalBlob(blob))))
    assert claimed_session(body.report) == SESSION
    assert open_removal(HOST_KEY.public, body.report) == report
    with pytest.raises(ProtocolError, match="signature"):
        open_removal(TECHNICIAN_KEY.public, body.report)


@pytest.mark.parametrize("text", [
    HostStatus(connected=("Technician One",), consent=Consent.ALWAYS, paused=False),
    HostStatus(connected=(), consent=Consent.ASK, paused=True, receipt=True),
    HostEnded(by="customer", signature=Signature64(HOST_KEY.sign(Context.CONTROL, ended_bytes(SESSION, "customer")))),
    ConnectionReport(pair_id=Salt16(bytes(16)), state="refused", dp="DP-403"),
])  # fmt: skip
def test_text_frames_of_the_control_link_are_told_apart_by_their_event(
    text: HostStatus | HostEnded | ConnectionReport,
) -> None:
    assert read_host_text(write_json(text)) == text


def test_proving_the_key_and_ending_the_session_are_signed_over_different_bytes() -> None:
    assert control_bytes(bytes(32), SESSION) != ended_bytes(SESSION, "customer") != ended_bytes(SESSION, "deadline")


@pytest.mark.parametrize(
    "text", ['"AAA="', '"AA A"', '"AAA+"', '"AAB"', '"' + "A" * 44 + '"', '"' + "A" * 99 + '"', '"AAAA"', "7", '"A"']
)
def test_bytes_in_json_are_strict_base64url_of_the_right_size(text: str) -> None:
    class Holder(msgspec.Struct):
        key: Key32

    with pytest.raises(ProtocolError, match="key"):
        read_json(Holder)(f'{{"key": {text}}}')


def test_base64url_goes_there_and_back_and_nothing_else_travels() -> None:
    assert from_base64url(to_base64url(b"\xfb\xff")) == b"\xfb\xff" and to_base64url(b"\xfb\xff") == "-_8"
    for bad in ("-_9", "ã", "A", "AA=="):
        with pytest.raises(ProtocolError):
            from_base64url(bad)
    with pytest.raises(TypeError, match="does not travel"):
        write_json({"x": object()})
    with pytest.raises(ProtocolError, match="larger"):
        read_json(Removal, cap=3)("long")


def test_this_version_and_the_one_before_are_served() -> None:
    assert [is_served(version) for version in (OLDEST_SERVED - 1, OLDEST_SERVED, PROTOCOL_VERSION, PROTOCOL_VERSION + 1)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_an_end_says_why() -> None:
    blob = sign_command(
        SERVER_KEY, Command(session_id=SESSION, counter=1, issued_at=NOW, body=CommandEnd(reason="expired"))
    )
    assert open_command(SERVER_KEY.public, SESSION, 0, blob).body == CommandEnd(reason="expired")
