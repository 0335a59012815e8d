"""Files that are wanted: exactly what is on the disk, or a clear word."""

import errno
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.files.drive import Drive, hash_of, want
from tests.vectors.file_samples import sample

from daypass.host.files.downloads import Downloads
from daypass.protocol.errors import ProtocolError
from daypass.protocol.file_pieces import CHUNK, FRAME, FRAME_CAP, Piece, read_pieces
from daypass.protocol.files import FileFailed, StopFiles, WantFile, WantFiles
from daypass.protocol.messages import Message

BIG = sample(CHUNK + 12_345)


@pytest.fixture
def drive(tmp_path) -> Drive:  # type: ignore[no-untyped-def]
    return Drive(tmp_path)


def wanted(downloads: Downloads, *files: WantFile, folder: str = "/") -> None:
    downloads.want(WantFiles(folder=folder, files=files))


def everything(downloads: Downloads, room: int = CHUNK) -> tuple[list[Piece], list[Message]]:
    pieces: list[Piece] = []
    said: list[Message] = []
    while downloads.any_left:
        frame, filled, answers = downloads.next_frame(room)
        assert len(frame) <= FRAME_CAP
        assert filled <= min(FRAME, room)
        pieces += [Piece(one.file, one.offset, bytes(one.data), one.whole) for one in read_pieces(frame)]
        said += answers
    return pieces, said


def contents(pieces: list[Piece], number: int) -> bytes:
    data = b"".join(bytes(one.data) for one in pieces if one.file == number)
    last = [one for one in pieces if one.file == number][-1]
    assert last.offset + len(last.data) >= len(data)
    assert last.whole is not None
    return data


def test_small_files_share_frames_and_empty_ones_are_there_too(drive: Drive) -> None:
    for number in range(200):
        (drive.root / f"{number}").write_bytes(b"y" * number)
    downloads = drive.downloads()
    wanted(downloads, *(want(number, str(number)) for number in range(200)))
    frame, filled, _ = downloads.next_frame(CHUNK)
    assert filled == sum(range(200))
    pieces = list(read_pieces(frame))
    assert [(one.file, bytes(one.data), one.whole) for one in pieces] == [
        (number, b"y" * number, hash_of(b"y" * number)) for number in range(200)
    ]
    assert len(drive.logged) == 200


@settings(max_examples=20, deadline=None)
@given(have=st.integers(0, len(BIG)), room=st.integers(1000, FRAME), same=st.booleans())
def test_a_download_goes_on_where_it_stood_or_begins_anew(tmp_path_factory, have, room, same) -> None:  # type: ignore[no-untyped-def]
    drive = Drive(tmp_path_factory.mktemp("drive"))
    (drive.root / "big").write_bytes(BIG)
    here = BIG[:have] if same else b"\xff" + BIG[1:have]
    downloads = drive.downloads()
    wanted(downloads, want(1, "big", here))
    pieces, said = everything(downloads, room)
    assert said == []
    start = have if same or not have else 0
    assert pieces[0].offset == start
    assert here[:start] + b"".join(bytes(one.data) for one in pieces) == BIG
    assert pieces[-1].whole == hash_of(BIG)


def test_a_small_file_need_not_wait_for_a_large_one(drive: Drive) -> None:
    (drive.root / "big").write_bytes(BIG)
    (drive.root / "small").write_bytes(b"z")
    downloads = drive.downloads()
    wanted(downloads, want(1, "big"))
    wanted(downloads, want(2, "small"))
    pieces, _ = everything(downloads)
    assert [one.file for one in pieces].index(2) == 1
    assert contents(pieces, 1) == BIG


def test_a_file_that_changes_while_it_is_read_is_not_sent_as_whole(drive: Drive) -> None:
    (drive.root / "log").write_bytes(BIG)
    for change in ("grow", "shrink", "rewrite", "swap"):
        downloads = drive.downloads()
        wanted(downloads, want(1, "log"))
        downloads.next_frame(CHUNK)
        path = drive.root / "log"
        if change == "grow":
            path.write_bytes(BIG + b"more")
        elif change == "shrink":
            os.truncate(path, 10)
        elif change == "rewrite":
            os.utime(path, (1, 1))
        else:
            path.unlink()
            path.write_bytes(BIG)
        pieces, said = everything(downloads)
        assert said == [FileFailed(file=1, dp="DP-707")], change
        assert all(one.whole is None for one in pieces)
        path.write_bytes(BIG)


def test_what_cannot_be_read_is_told_of_that_file_alone(drive: Drive, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    (drive.root / "good").write_bytes(b"1")
    (drive.root / "folder").mkdir()
    (drive.root / "locked").write_bytes(b"1")
    (drive.root / "link").symlink_to(tmp_path_factory.mktemp("outside") / "secret")
    drive.files.refused = {"/locked": errno.EBUSY}
    downloads = drive.downloads()
    names = ["gone", "folder", "locked", "link", "..", "a/b", "good"]
    wanted(downloads, *(want(number, name) for number, name in enumerate(names)))
    pieces, said = everything(downloads)
    assert [one.dp for one in said if isinstance(one, FileFailed)] == [
        "DP-706", "DP-706", "DP-704", "DP-708", "DP-701", "DP-701"
    ]  # fmt: skip
    assert contents(pieces, 6) == b"1"


def test_a_pipe_in_place_of_a_file_keeps_nobody_waiting(drive: Drive) -> None:
    os.mkfifo(drive.root / "pipe")
    downloads = drive.downloads()
    wanted(downloads, want(1, "pipe"))
    assert everything(downloads)[1] == [FileFailed(file=1, dp="DP-706")]


def test_what_is_stopped_comes_no_more(drive: Drive) -> None:
    (drive.root / "big").write_bytes(BIG)
    downloads = drive.downloads()
    wanted(downloads, want(1, "big"), want(2, "big"), want(3, "big"))
    downloads.next_frame(CHUNK)
    downloads.stop(StopFiles(files=(1, 2), keep=True))
    pieces, said = everything(downloads)
    assert {one.file for one in pieces} == {3}
    assert said == []


def test_numbers_rise(drive: Drive) -> None:
    downloads = drive.downloads()
    wanted(downloads, want(2, "a"))
    with pytest.raises(ProtocolError):
        wanted(downloads, want(2, "a"))
