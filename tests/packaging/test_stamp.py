"""The stamp's layout: what is built is read back, everything else is refused."""

import hashlib
import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daypass.protocol.errors import ProtocolError
from daypass.protocol.stamp import (
    BLOCK_SIZE,
    LONGEST_JSON,
    MAGIC,
    Stamp,
    append_stamp,
    build_block,
    certificate_table,
    find_stamp,
    read_block,
    stamp_for,
)

SOME = stamp_for("https://support.example.org", bytes(range(32)), "0.1.0", ca_pem="-----BEGIN CERTIFICATE-----\n…\n")
texts = st.text(max_size=200)
stamps = st.builds(stamp_for, texts, st.binary(min_size=32, max_size=32), texts, st.none() | texts, st.none() | texts)


@given(stamps)
def test_what_is_built_is_read_back(stamp: Stamp) -> None:
    block = build_block(stamp)
    assert len(block) == BLOCK_SIZE and block.startswith(MAGIC)
    assert read_block(block) == stamp


@given(st.integers(0, BLOCK_SIZE - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_refused(place: int, change: int) -> None:
    block = bytearray(build_block(SOME))
    block[place] ^= change
    with pytest.raises(ProtocolError) as refused:
        read_block(bytes(block))
    assert refused.value.dp == "DP-112"


@given(st.integers(0, BLOCK_SIZE - 1))
def test_a_block_cut_short_is_refused(length: int) -> None:
    with pytest.raises(ProtocolError):
        read_block(build_block(SOME)[:length])


@given(st.binary(max_size=2 * BLOCK_SIZE))
def test_any_bytes_are_refused_without_another_kind_of_error(noise: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_block(noise)
    with pytest.raises(ProtocolError):
        find_stamp(io.BytesIO(noise))


SHORT_KEY = b'{"public_url":"x","server_key":"AAAA","version":"1"}'
STRANGE_KEY = '{"public_url":"x","server_key":"é","version":"1"}'.encode()


def rebuilt(length: int, content: bytes, after: bytes = b"") -> bytes:
    """A block with a right digest over wrong content."""
    body = (MAGIC + struct.pack("<I", length) + content + after).ljust(BLOCK_SIZE - 32, b"\0")
    return body + hashlib.sha256(body).digest()


@pytest.mark.parametrize(
    "block",
    [
        rebuilt(LONGEST_JSON + 1, b"{}"),
        rebuilt(0xFFFFFFFF, b"{}"),
        rebuilt(2, b"{}"),
        rebuilt(2, b"{}", after=b"more"),
        rebuilt(4, b"\xff\xff{}"),
        rebuilt(len(SHORT_KEY), SHORT_KEY),
        rebuilt(len(STRANGE_KEY), STRANGE_KEY),
    ],
)
def test_a_right_digest_over_wrong_content_is_refused(block: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_block(block)


def test_texts_that_do_not_fit_are_refused_when_building() -> None:
    with pytest.raises(ValueError, match="4044"):
        build_block(stamp_for("https://support.example.org", bytes(32), "1", ca_pem="x" * 4100))
    with pytest.raises(ValueError, match="32 bytes"):
        stamp_for("https://support.example.org", bytes(31), "1")


def test_the_stamp_ends_on_a_boundary_that_signing_keeps(small_program: Path) -> None:
    packed = small_program.read_bytes()
    for cut in range(8):
        stamped = append_stamp(packed + b"\1" * cut, SOME)
        assert len(stamped) % 8 == 0
        assert read_block(stamped[-BLOCK_SIZE:]) == SOME


def test_a_program_is_never_stamped_twice_nor_after_signing(small_program: Path) -> None:
    stamped = append_stamp(small_program.read_bytes(), SOME)
    with pytest.raises(ValueError, match="stamped already"):
        append_stamp(stamped, SOME)
    signed = bytearray(small_program.read_bytes())
    (header,) = struct.unpack_from("<I", signed, 0x3C)
    struct.pack_into("<II", signed, header + 24 + 112 + 32, len(signed), 1000)
    assert certificate_table(bytes(signed)) == (len(signed), 1000)
    with pytest.raises(ValueError, match="signed"):
        append_stamp(bytes(signed), SOME)


def test_only_64_bit_windows_programs_are_stamped(small_program: Path) -> None:
    for other in (b"", b"MZ", b"\x7fELF" + bytes(5000), small_program.read_bytes()[:0x80]):
        with pytest.raises(ValueError, match="Windows program"):
            append_stamp(other, SOME)


def test_an_unsigned_program_has_no_stamp_to_find(small_program: Path) -> None:
    with pytest.raises(ProtocolError, match="not signed"):
        find_stamp(io.BytesIO(append_stamp(small_program.read_bytes(), SOME)))
