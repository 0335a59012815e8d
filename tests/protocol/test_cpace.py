"""CPace gives the bytes of the draft, and refuses what the draft says must be refused."""

import json
from pathlib import Path

import pytest

from daypass.protocol import cpace, sodium
from daypass.protocol.errors import ProtocolError

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "cpace.json").read_text())
RUN = {name: bytes.fromhex(value) for name, value in VECTORS["run"].items()}


def test_generator_shares_and_key_are_those_of_the_draft() -> None:
    g = cpace.generator(RUN["PRS"], RUN["CI"], RUN["sid"])
    assert g == RUN["g"]
    assert sodium.ristretto255_multiply(RUN["ya"], g) == RUN["Ya"]
    assert sodium.ristretto255_multiply(RUN["yb"], g) == RUN["Yb"]
    k = cpace.multiply(RUN["ya"], RUN["Yb"])
    assert k == cpace.multiply(RUN["yb"], RUN["Ya"]) == RUN["K"]
    assert cpace.intermediate_key(RUN["sid"], k, RUN["Ya"], RUN["ADa"], RUN["Yb"], RUN["ADb"]) == RUN["ISK_IR"]


@pytest.mark.parametrize("name", [name for name in VECTORS["points"] if name.startswith("Invalid")])
def test_the_invalid_points_of_the_draft_are_refused(name: str) -> None:
    with pytest.raises(ProtocolError):
        cpace.multiply(RUN["ya"], bytes.fromhex(VECTORS["points"][name]))


def test_a_valid_point_of_the_draft_is_taken() -> None:
    valid = VECTORS["points"]["Valid"]
    assert cpace.multiply(bytes.fromhex(valid["s"]), bytes.fromhex(valid["X"])) == bytes.fromhex(
        valid["G.scalar_mult_vfy(s,X)"]
    )


def agree(
    secret_a: bytes, secret_b: bytes, ci_b: bytes | None = None, ad_b: bytes = b"AD"
) -> tuple[cpace.Agreement, ...]:
    ci, sid = cpace.channel_identifier(cpace.Purpose.PAIR, "https://support.example.org", "s1"), b"s" * 16
    a = cpace.begin(True, secret_a, ci, sid, b"a" * 64, b"AD")
    b = cpace.begin(False, secret_b, ci_b or ci, sid, b"b" * 64, b"host")
    return a.meet(b.share, b"host"), b.meet(a.share, ad_b)


def test_the_same_secret_gives_both_sides_the_same_keys_and_right_tags() -> None:
    a, b = agree(b"417902", b"417902")
    assert a.peer_is_right(b.own_tag) and b.peer_is_right(a.own_tag)
    assert a.transcript == b.transcript
    assert a.derive("host key", 32) == b.derive("host key", 32) != a.derive("technician key", 32)


def test_another_secret_another_purpose_or_another_identity_is_noticed() -> None:
    other_purpose = cpace.channel_identifier(cpace.Purpose.CONNECT, "https://support.example.org", "s1")
    for a, b in (agree(b"417902", b"417903"), agree(b"1", b"1", other_purpose), agree(b"1", b"1", ad_b=b"Ad")):
        assert not a.peer_is_right(b.own_tag)
        assert not b.peer_is_right(a.own_tag)


def test_a_share_sent_back_is_refused() -> None:
    run = cpace.begin(True, b"417902", b"ci", b"s" * 16, b"a" * 64)
    with pytest.raises(ProtocolError, match="sent back"):
        run.meet(run.share)


def test_lengths_are_leb128() -> None:
    assert cpace.length_prefixed(b"", b"a" * 127, b"b" * 128) == b"\0\x7f" + b"a" * 127 + b"\x80\x01" + b"b" * 128


def test_hkdf_gives_the_bytes_of_rfc_5869() -> None:
    secret, salt, info = b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA))
    assert (
        cpace.hkdf_sha256(secret, salt, info, 32).hex().startswith("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c")
    )
    for size in (0, 33):
        with pytest.raises(ValueError, match="1 to 32"):
            cpace.hkdf_sha256(secret, salt, info, size)
