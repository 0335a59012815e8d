"""Each connection: what happened and what was answered."""

import pytest
from tests.protocol.sides import HOST_KEY, TECHNICIAN_KEY, VERIFIER, host_connecting, technician_connecting

from daypass.protocol.connecting import (
    ConnectAccept,
    ConnectConfirm,
    ConnectHello,
    ConnectRefused,
    ConnectReply,
    ConsentAsked,
    ConsentGiven,
    Mode,
    NotProven,
    Proven,
    Secured,
    read_consent,
)
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import encode
from daypass.protocol.sealing import Kind

CONNECTION = b"c" * 16


def connect(
    secret: bytes = VERIFIER, mode: Mode = Mode.PASSWORD, connection_id: bytes | None = None
) -> tuple[Secured, Secured]:
    technician, host = technician_connecting(secret, mode, connection_id), host_connecting()
    hello = host.receive(technician.start())
    assert isinstance(hello, ConnectHello)
    assert (hello.mode, hello.connection_id, hello.technician_name) == (mode, connection_id, "Technician One")
    confirm = technician.receive(host.answer(secret))
    assert isinstance(confirm, bytes)
    assert host.receive(confirm) == Proven()
    accept, at_host = host.accept()
    at_technician = technician.receive(accept)
    assert isinstance(at_technician, Secured)
    return at_technician, at_host


def test_the_right_password_secures_both_directions() -> None:
    technician, host = connect()
    assert host.opener.open(technician.sealer.seal(Kind.BULK, b"to the host")) == (Kind.BULK, b"to the host")
    asked = technician.opener.open(host.seal_message(ConsentAsked(timeout_s=30)))
    assert read_consent(asked.plain) == ConsentAsked(timeout_s=30)
    assert read_consent(encode(ConsentGiven())) == ConsentGiven()
    assert technician.connection_id == host.connection_id
    assert technician.resume_secret == host.resume_secret != technician.channel_secret == host.channel_secret


@pytest.mark.parametrize("mode", [Mode.RESUME, Mode.CHANNEL])
def test_a_secret_in_memory_resumes_a_connection_or_opens_a_channel_with_new_keys(mode: Mode) -> None:
    first, _ = connect()
    secret = first.resume_secret if mode is Mode.RESUME else first.channel_secret
    again, _ = connect(secret, mode, first.connection_id)
    assert again.resume_secret != first.resume_secret


def test_a_wrong_password_is_noticed_by_the_host_and_learns_nothing() -> None:
    technician, host = technician_connecting(b"wrong" * 6 + b"!!"), host_connecting()
    host.receive(technician.start())
    confirm = technician.receive(host.answer(VERIFIER))
    assert isinstance(confirm, bytes)
    assert host.receive(confirm) == NotProven()
    with pytest.raises(ValueError, match="not proven"):
        host.accept()
    refused = technician.receive(host.refuse("DP-401", tries_left=4))
    assert refused == ConnectRefused(dp="DP-401", tries_left=4)
    with pytest.raises(ProtocolError, match="over"):
        technician.receive(host.refuse("DP-401"))


def test_a_secret_of_one_mode_does_not_serve_another() -> None:
    technician, host = technician_connecting(VERIFIER, Mode.PASSWORD), host_connecting()
    hello = bytearray(technician.start())
    at = hello.index(b"\xa8password")
    hello[at : at + 9] = b"\xa6resume"
    changed = host.receive(bytes(hello))
    assert isinstance(changed, ConnectHello) and changed.mode is Mode.RESUME
    with pytest.raises(ProtocolError, match="pinned"):
        technician.receive(host.answer(VERIFIER))


def test_a_name_or_tool_changed_on_the_way_is_noticed() -> None:
    technician, host = technician_connecting(), host_connecting()
    host.receive(technician.start().replace(b"Technician One", b"Technician Two"))
    with pytest.raises(ProtocolError, match="pinned"):
        technician.receive(host.answer(VERIFIER))


def test_a_host_may_refuse_at_once() -> None:
    technician, host = technician_connecting(), host_connecting()
    host.receive(technician.start())
    answer = technician.receive(host.refuse("DP-402", retry_after_s=60))
    assert answer == ConnectRefused(dp="DP-402", retry_after_s=60)
    with pytest.raises(ProtocolError, match="belong"):
        host.receive(encode(ConnectConfirm(tag=bytes(64))))


def test_another_hosts_signature_ends_the_handshake_before_the_technician_proves_anything() -> None:
    technician, host = technician_connecting(host_key=TECHNICIAN_KEY.public), host_connecting()
    host.receive(technician.start())
    with pytest.raises(ProtocolError) as refused:
        technician.receive(host.answer(VERIFIER))
    assert refused.value.dp == "DP-407"


def test_a_host_without_the_password_cannot_accept() -> None:
    technician, host = technician_connecting(), host_connecting()
    host.receive(technician.start())
    technician.receive(host.answer(bytes(32)))
    with pytest.raises(ProtocolError, match="does not know"):
        technician.receive(encode(ConnectAccept(tag=bytes(64), connection_id=CONNECTION)))


def test_messages_out_of_place_are_refused() -> None:
    technician, host = technician_connecting(), host_connecting()
    for data in (encode(ConnectAccept(tag=bytes(64), connection_id=CONNECTION)), b"", technician.start()):
        with pytest.raises(ProtocolError):
            technician_connecting().receive(data)
    with pytest.raises(ProtocolError, match="belong"):
        host.receive(encode(ConnectConfirm(tag=bytes(64))))
    with pytest.raises(ValueError, match="no hello"):
        host.answer(VERIFIER)
    with pytest.raises(ValueError, match="not proven"):
        host.accept()
    other = host_connecting()
    other.receive(technician.start())
    other.answer(VERIFIER)
    with pytest.raises(ValueError, match="no hello"):
        other.answer(VERIFIER)
    with pytest.raises(ProtocolError, match="belong"):
        other.receive(technician.start())


def test_a_reply_comes_once() -> None:
    technician, host = technician_connecting(), host_connecting()
    host.receive(technician.start())
    reply = host.answer(VERIFIER)
    technician.receive(reply)
    with pytest.raises(ProtocolError, match="belong"):
        technician.receive(reply)


def test_an_acceptance_comes_once() -> None:
    technician, host = technician_connecting(), host_connecting()
    host.receive(technician.start())
    confirm = technician.receive(host.answer(VERIFIER))
    assert isinstance(confirm, bytes)
    host.receive(confirm)
    host.accept()
    with pytest.raises(ValueError, match="not proven"):
        host.accept()


def test_a_reply_with_an_invalid_share_is_refused() -> None:
    reply = ConnectReply(share=bytes(32), signature=HOST_KEY.sign("connection", b""))  # type: ignore[arg-type]
    with pytest.raises(ProtocolError, match="share"):
        technician_connecting().receive(encode(reply))
