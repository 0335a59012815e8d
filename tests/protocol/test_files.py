"""File Manager's messages, names and pieces: what is let in, and that nothing else is."""

import ntpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vectors.file_samples import every_message, hash_of, sample

from daypass.protocol import files
from daypass.protocol.errors import ProtocolError
from daypass.protocol.file_names import NameFault, name_fault, same_place
from daypass.protocol.file_pieces import CHUNK, FRAME_CAP, Piece, PieceHash, read_pieces, write_piece
from daypass.protocol.messages import encode

BASE = "C:\\Users\\Person\\Documents"
NASTY = st.text(
    alphabet=st.sampled_from(
        list('.\\/: $~ACONULPTcomux1\u00b9\u202e\uff0f\uff0e\uff3c\u2215\x00\n*?"<>|é\u0301\U0001f600')
    ),
    max_size=24,
)


@settings(max_examples=3000, deadline=None)
@given(st.one_of(NASTY, st.text(max_size=30)))
def test_a_name_that_is_let_in_stays_one_name_inside_its_folder(name: str) -> None:
    if name_fault(name) is not None:
        return
    path = ntpath.join(BASE, name)
    assert ntpath.normpath(path) == path
    assert ntpath.dirname(path) == BASE
    assert ":" not in name
    name.encode("utf-8")  # no half characters


def test_names_that_look_alike_are_one_place() -> None:
    assert same_place("E\u0301TE\u0301.txt") == same_place("été.TXT")
    assert same_place("a") != same_place("b")


def test_the_longest_name_leaves_room_for_the_part() -> None:
    assert name_fault("a" * 240) is None
    assert name_fault("a" * 241) is NameFault.TOO_LONG


def test_each_side_hears_only_what_the_other_may_say() -> None:
    to_host = {type(message) for message in every_message() if _is_read(files.read_to_host, encode(message))}
    to_technician = {
        type(message) for message in every_message() if _is_read(files.read_to_technician, encode(message))
    }
    assert to_host & to_technician == {files.BytesTaken}
    assert to_host | to_technician == {type(message) for message in every_message()}


def _is_read(read, plain: bytes) -> bool:  # type: ignore[no-untyped-def]
    try:
        read(plain)
    except ProtocolError:
        return False
    return True


def test_a_flood_of_names_is_no_message() -> None:
    many = files.StopFiles(files=tuple(range(1001)), keep=True)
    with pytest.raises(ProtocolError):
        files.read_to_host(encode(many))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**52), st.binary(max_size=50), st.booleans())))
def test_pieces_come_back_as_they_were(written: list[tuple[int, int, bytes, bool]]) -> None:
    pieces = [Piece(file, at, data, bytes(32) if last else None) for file, at, data, last in written if data or last]
    frame = b"".join(map(write_piece, pieces))
    assert [(one.file, one.offset, bytes(one.data), one.whole) for one in read_pieces(frame)] == pieces


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_that_are_no_pieces_are_refused_or_read_whole(frame: bytes) -> None:
    try:
        pieces = list(read_pieces(frame))
    except ProtocolError:
        return
    assert b"".join(map(write_piece, pieces)) == frame


def test_a_frame_above_its_cap_is_refused_unread() -> None:
    with pytest.raises(ProtocolError):
        list(read_pieces(bytes(FRAME_CAP + 1)))


def test_a_hash_can_be_taken_on_the_way_and_is_that_of_what_came() -> None:
    data = sample(CHUNK + 10)
    hashing = PieceHash()
    for end in (1, CHUNK - 1, CHUNK, CHUNK + 10):
        hashing.update(data[hashing.size : end])
        assert hashing.digest() == hash_of(data[:end])
