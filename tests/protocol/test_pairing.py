"""Pairing: what happened (`>>` to a side) and what it answered."""

import pytest
from tests.protocol.sides import (
    CODE,
    SYSTEM,
    TECHNICIAN_KEY,
    VERIFIER,
    WRONG,
    host_pairing,
    others,
    sent,
    technician_pairing,
)

from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import encode
from daypass.protocol.pairing import (
    CODE_FOR_MS,
    TRIES,
    CodeExpired,
    CodeWrong,
    HostPairing,
    Paired,
    PairingAttempt,
    PairingConfirm,
    PairingOffer,
    PairingReply,
    PairingSealed,
    PairingShare,
    PairingWrong,
    TechnicianPairing,
)
from daypass.protocol.sealing import Kind, directions
from daypass.protocol.secrets import SecurityCode
from daypass.protocol.signed import Context, is_signed

NOW = 1_000_000


def ready() -> tuple[TechnicianPairing, HostPairing]:
    technician, host = technician_pairing(), host_pairing()
    technician.use_code(CODE, NOW)
    return technician, host


def exchange(
    technician: TechnicianPairing, host: HostPairing, to_technician: list[bytes], now: int = NOW
) -> list[object]:
    """Carry frames to and fro until nobody has anything to say; what happened on both sides, in order."""
    happened: list[object] = []
    while to_technician:
        to_host: list[bytes] = []
        for frame in to_technician:
            events = technician.receive(frame, now)
            to_host += sent(events)
            happened += [("technician", event) for event in others(events)]
        to_technician = []
        for frame in to_host:
            answers = host.receive(frame)
            to_technician += sent(answers)
            happened += [("host", event) for event in others(answers)]
    return happened


def test_the_right_code_pairs_both_sides_with_the_same_proof() -> None:
    technician, host = ready()
    (_, at_host), (_, at_technician) = exchange(technician, host, sent(host.attempt(CODE)))
    assert isinstance(at_host, Paired)
    assert at_host == at_technician
    assert at_host.verifier == VERIFIER and at_host.system == SYSTEM and at_host.computer_name == "RECEPTION-PC"
    for key, signature in (
        (at_host.technician_key, at_host.technician_signature),
        (at_host.host_key, at_host.host_signature),
    ):
        assert is_signed(key, Context.PAIRING, at_host.transcript, signature)
    assert VERIFIER.hex() not in repr(at_host)


def test_five_wrong_codes_burn_the_code_and_the_right_one_comes_too_late() -> None:
    technician, host = ready()
    for left in range(TRIES - 1, -1, -1):
        happened = exchange(technician, host, sent(host.attempt(WRONG)))
        assert happened == [("technician", CodeWrong(left)), ("host", CodeWrong(left))]
    assert not technician.code_is_usable(NOW)
    assert exchange(technician, host, sent(host.attempt(CODE))) == [("host", CodeWrong(0))]


def test_after_a_burned_code_a_new_one_has_five_tries_again() -> None:
    technician, host = ready()
    for _ in range(TRIES):
        exchange(technician, host, sent(host.attempt(WRONG)))
    new = SecurityCode.parse("000 001")
    technician.use_code(new, NOW)
    happened = exchange(technician, host, sent(host.attempt(WRONG)))
    assert happened == [("technician", CodeWrong(4)), ("host", CodeWrong(4))]
    assert isinstance(exchange(technician, host, sent(host.attempt(new)))[0], tuple)
    with pytest.raises(ValueError, match="paired already"):
        technician.use_code(new, NOW)
    with pytest.raises(ValueError, match="paired already"):
        host.attempt(new)


def test_a_code_older_than_15_minutes_or_no_code_at_all_is_not_judged_and_both_sides_know_why() -> None:
    technician, host = ready()
    assert technician.code_is_usable(NOW + CODE_FOR_MS - 1)
    told = [("technician", CodeExpired()), ("host", CodeExpired())]
    assert exchange(technician, host, sent(host.attempt(CODE)), NOW + CODE_FOR_MS) == told
    assert exchange(technician_pairing(), host, sent(host.attempt(CODE))) == told


def test_after_an_expired_code_the_next_one_has_five_tries() -> None:
    technician, host = ready()
    for _ in range(TRIES - 1):
        exchange(technician, host, sent(host.attempt(WRONG)))
    exchange(technician, host, sent(host.attempt(CODE)), NOW + CODE_FOR_MS)
    technician.use_code(CODE, NOW + CODE_FOR_MS)
    happened = exchange(technician, host, sent(host.attempt(WRONG)), NOW + CODE_FOR_MS)
    assert happened == [("technician", CodeWrong(4)), ("host", CodeWrong(4))]


def test_a_page_that_comes_back_judges_the_same_attempt_and_no_try_is_spent() -> None:
    technician, host = ready()
    assert host.peer_came() == []
    assert sent(host.attempt(CODE))  # to a page that is closed
    happened = exchange(technician, host, sent(host.peer_came()))
    assert [side for side, event in happened if isinstance(event, Paired)] == ["host", "technician"]  # type: ignore[misc]
    assert host.peer_came() == []


def test_a_line_that_breaks_after_the_confirmation_pairs_on_the_next_run() -> None:
    technician, host = ready()
    reply = sent(host.receive(sent(technician.receive(sent(host.attempt(CODE))[0], NOW))[0]))[0]
    confirm, _lost = sent(technician.receive(reply, NOW))
    host.receive(confirm)
    assert len(exchange(technician, host, sent(host.peer_came()))) == 2


def test_the_host_gives_away_five_guesses_whatever_the_page_says() -> None:
    host = host_pairing()
    for left in range(TRIES):
        host.attempt(WRONG) if not left else host.peer_came()
        share = sent(technician_attempting())[0]
        assert len(sent(host.receive(share))) == 1
    host.peer_came()
    assert host.receive(share) == [CodeWrong(0)]


def technician_attempting() -> list[object]:
    technician = technician_pairing()
    technician.use_code(CODE, NOW)
    return list(technician.receive(encode(PairingAttempt(number=1)), NOW))


def test_a_page_that_does_not_know_the_code_cannot_confirm() -> None:
    _, host = ready()
    host.attempt(CODE)
    host.receive(sent(technician_attempting())[0])
    with pytest.raises(ProtocolError, match="without knowing"):
        host.receive(encode(PairingConfirm(tag=bytes(64))))
    with pytest.raises(ProtocolError, match="belong"):
        host.receive(encode(PairingConfirm(tag=bytes(64))))


def test_an_invalid_share_costs_a_try_on_both_sides() -> None:
    technician, host = ready()
    technician.receive(sent(host.attempt(CODE))[0], NOW)
    with pytest.raises(ProtocolError, match="share"):
        technician.receive(encode(PairingReply(share=bytes(32), identity=bytes(32), tag=bytes(64))), NOW)
    with pytest.raises(ProtocolError, match="share"):
        host.receive(encode(PairingShare(sid=bytes(16), share=b"\xff" * 32, identity=bytes(32))))
    assert (technician.tries_left, host.tries_left) == (4, 4)


@pytest.mark.parametrize("message", [
    PairingReply(share=bytes(32), identity=bytes(32), tag=bytes(64)), PairingSealed(frame=b"x"),
])  # fmt: skip
def test_a_message_out_of_place_is_refused_by_the_page(message: PairingReply | PairingSealed) -> None:
    technician, _ = ready()
    with pytest.raises(ProtocolError, match="does not belong"):
        technician.receive(encode(message), NOW)


@pytest.mark.parametrize("message", [
    PairingShare(sid=bytes(16), share=bytes(32), identity=bytes(32)), PairingConfirm(tag=bytes(64)),
    PairingWrong(tries_left=1), PairingSealed(frame=b"x"),
])  # fmt: skip
def test_a_message_out_of_place_is_refused_by_the_host(message: PairingShare | PairingWrong) -> None:
    with pytest.raises(ProtocolError, match="does not belong"):
        host_pairing().receive(encode(message))


def test_a_sealed_half_with_a_wrong_signature_pairs_nobody() -> None:
    technician, host = ready()
    reply = sent(host.receive(sent(technician.receive(sent(host.attempt(CODE))[0], NOW))[0]))[0]
    confirm, _offer = sent(technician.receive(reply, NOW))
    host.receive(confirm)
    confirmed = technician._state
    sealer, _ = directions(confirmed.agreement, technician=True)  # type: ignore[union-attr]
    offer = PairingOffer(verifier=VERIFIER, salt=bytes(16), signature=TECHNICIAN_KEY.sign(Context.GRANT, b"other"))
    with pytest.raises(ProtocolError, match="technician's signature"):
        host.receive(encode(PairingSealed(frame=sealer.seal(Kind.MESSAGE, encode(offer)))))


def test_a_host_whose_signature_is_wrong_is_not_paired() -> None:
    from daypass.protocol.pairing import PairingAccept

    technician, host = ready()
    reply = sent(host.receive(sent(technician.receive(sent(host.attempt(CODE))[0], NOW))[0]))[0]
    technician.receive(reply, NOW)
    sealer, _ = directions(technician._state.agreement, technician=False)  # type: ignore[union-attr]
    accept = PairingAccept(signature=bytes(64), computer_name="X", system=SYSTEM)
    with pytest.raises(ProtocolError, match="host's signature"):
        technician.receive(encode(PairingSealed(frame=sealer.seal(Kind.MESSAGE, encode(accept)))), NOW)
