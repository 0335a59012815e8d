"""Sealed frames: what the golden bytes and the fuzz do not already say."""

import pytest

from daypass.protocol.download_name import download_name, read_ticket, ticket_in_name, ticket_text
from daypass.protocol.errors import ProtocolError
from daypass.protocol.sealing import LARGEST_PLAIN, Kind, Opener, Sealer

KEY, IV = bytes(range(32)), bytes(range(12))


def test_a_frame_may_be_given_and_taken_in_any_form_of_bytes() -> None:
    sealer, opener = Sealer(KEY, IV), Opener(KEY, IV)
    for form in (bytes, bytearray, memoryview):
        assert opener.open(form(sealer.seal(Kind.PICTURE, form(b"pixels")))) == (Kind.PICTURE, b"pixels")


def test_the_largest_frame_goes_through_and_one_byte_more_does_not() -> None:
    sealer, opener = Sealer(KEY, IV), Opener(KEY, IV)
    assert len(opener.open(sealer.seal(Kind.BULK, bytes(LARGEST_PLAIN))).plain) == LARGEST_PLAIN
    with pytest.raises(ValueError, match="larger"):
        sealer.seal(Kind.BULK, bytes(LARGEST_PLAIN + 1))
    assert sealer.counter == opener.counter == 1


def test_an_iv_has_twelve_bytes() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        Sealer(KEY, bytes(11))


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ProtocolError, match="not the next frame"):
        Opener(KEY, IV).open(Sealer(KEY, IV).seal(9, b""))  # type: ignore[arg-type]


def test_a_name_without_a_ticket_has_none() -> None:
    for name in ("", "DaypassSupport.exe", "setup (1).exe", "A" * 10_000, download_name(bytes(10)).replace("0", "1")):
        assert ticket_in_name(name) is None
    assert read_ticket(ticket_text(b"0123456789")[:-1] + "1") is None, "the last four bits are zero"
    assert read_ticket("U" * 20) is None
    with pytest.raises(ValueError, match="ten bytes"):
        ticket_text(b"short")
