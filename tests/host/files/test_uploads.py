"""Files that come: whole or not at all, whatever happens on the way."""

import errno
import random
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.files.drive import Drive, frames, hash_of, put, put_files, upload_over_breaking_lines
from tests.vectors.file_samples import sample

from daypass.host.files.changes import Changes
from daypass.host.files.folders import Folders
from daypass.host.files.uploads import Uploads
from daypass.host.platform.linux.files import LinuxFiles
from daypass.protocol.errors import ProtocolError
from daypass.protocol.file_pieces import CHUNK, FRAME, Piece, write_piece
from daypass.protocol.files import FileFailed, FileOpened, FileRenamed, FilesTaken, FileThere, IfThere, StopFiles
from daypass.protocol.messages import Message

BIG = sample(2 * CHUNK + 12_345)


@pytest.fixture
def drive(tmp_path) -> Drive:  # type: ignore[no-untyped-def]
    return Drive(tmp_path)


def only(answers: list[Message], kind: type) -> list[Message]:
    return [one for one in answers if isinstance(one, kind)]


def send(uploads, number: int, data: bytes, start: int = 0) -> list[Message]:  # type: ignore[no-untyped-def]
    return [answer for frame in frames(number, data, start) for answer in uploads.take(frame)]


def test_many_small_files_come_in_one_frame_with_their_times_and_folders(drive: Drive) -> None:
    uploads = drive.uploads()
    named = [put(n, f"{n}.txt", n, inside=("a", str(n % 3))) for n in range(50)]
    assert uploads.put(put_files(*named)) == []
    frame = b"".join(write_piece(Piece(n, 0, b"x" * n, hash_of(b"x" * n))) for n in range(50))
    answers = uploads.take(frame)
    assert only(answers, FilesTaken) == [FilesTaken(files=tuple(range(50)))]
    assert (drive.root / "a/1/49.txt").read_bytes() == b"x" * 49
    assert (drive.root / "a/0/0.txt").stat().st_mtime == 1_600_000_000
    assert ("uploaded", "/a/1/49.txt") in drive.logged
    assert len(drive.names()) == 50


@settings(max_examples=12, deadline=None)
@given(breaks=st.lists(st.integers(0, len(BIG)), max_size=4), seed=st.integers(0, 1000))
def test_a_line_that_breaks_anywhere_costs_one_chunk_at_most_each_time(tmp_path_factory, breaks, seed) -> None:  # type: ignore[no-untyped-def]
    drive = Drive(tmp_path_factory.mktemp("drive"))
    twice = upload_over_breaking_lines(drive, BIG, breaks, random.Random(seed))
    assert (drive.root / "big.bin").read_bytes() == BIG
    assert drive.names() == {"big.bin"}
    assert twice <= CHUNK * len(breaks)
    assert drive.parts == {"/big.bin.daypass-part": False}


def test_a_part_of_another_file_is_not_gone_on_with(drive: Drive) -> None:
    (drive.root / "big.bin.daypass-part").write_bytes(b"something else")
    uploads = drive.uploads()
    (opened,) = uploads.put(put_files(put(1, "big.bin", len(BIG))))
    assert isinstance(opened, FileOpened)
    assert opened.have == 14
    assert opened.so_far != hash_of(BIG[:14])
    send(uploads, 1, BIG)
    assert (drive.root / "big.bin").read_bytes() == BIG


def test_damage_on_the_way_leaves_nothing(drive: Drive) -> None:
    (drive.root / "a.txt").write_bytes(b"before")
    uploads = drive.uploads()
    uploads.put(put_files(put(1, "a.txt", 5), if_there=IfThere.OVERWRITE))
    answers = uploads.take(write_piece(Piece(1, 0, b"hallo", hash_of(b"hello"))))
    assert only(answers, FileFailed) == [FileFailed(file=1, dp="DP-711")]
    assert (drive.root / "a.txt").read_bytes() == b"before"
    assert drive.names() == {"a.txt"}


def test_a_full_disk_is_said_and_nothing_stays(drive: Drive) -> None:
    drive.files.room = CHUNK
    uploads = drive.uploads()
    assert uploads.put(put_files(put(1, "big.bin", len(BIG)))) == [FileFailed(file=1, dp="DP-703")]
    drive.files.sees_little_room = False  # somebody else fills the disk meanwhile
    uploads.put(put_files(put(2, "big.bin", len(BIG))))
    answers = send(uploads, 2, BIG)
    assert only(answers, FileFailed) == [FileFailed(file=2, dp="DP-703")]
    assert drive.names() == set()
    assert drive.parts == {"/big.bin.daypass-part": False}


@pytest.mark.parametrize(
    ("number", "dp"),
    [
        (errno.EACCES, "DP-705"),
        (errno.ETXTBSY, "DP-704"),
        (errno.ENAMETOOLONG, "DP-713"),
        (errno.EIO, "DP-712"),
        (errno.EFBIG, "DP-716"),
        (errno.ENODEV, "DP-717"),
    ],
)
def test_what_the_pc_refuses_is_told_of_that_file_alone(drive: Drive, number: int, dp: str) -> None:
    drive.files.refused = {"/bad.txt.daypass-part": number}
    uploads = drive.uploads()
    uploads.put(put_files(put(1, "bad.txt", 1), put(2, "good.txt", 1)))
    answers = uploads.take(
        write_piece(Piece(1, 0, b"a", hash_of(b"a"))) + write_piece(Piece(2, 0, b"b", hash_of(b"b")))
    )
    assert only(answers, FileFailed) == [FileFailed(file=1, dp=dp)]
    assert only(answers, FilesTaken) == [FilesTaken(files=(2,))]
    assert drive.names() == {"good.txt"}


@pytest.mark.parametrize("name", ["..", "a/b", "a\\b", "CON", "a:b", "a.", "x\u202egpj.exe", "a.daypass-part"])
def test_a_name_that_is_no_plain_name_is_refused(drive: Drive, name: str) -> None:
    uploads = drive.uploads()
    assert uploads.put(put_files(put(1, name, 0))) == [FileFailed(file=1, dp="DP-701")]
    assert uploads.put(put_files(put(2, "a", 0, inside=("ok", name)))) == [FileFailed(file=2, dp="DP-701")]
    uploads.take(write_piece(Piece(1, 0, b"", hash_of(b""))))
    assert drive.names() == set()


def test_a_link_on_the_way_is_not_followed(drive: Drive, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    outside = tmp_path_factory.mktemp("outside")
    (drive.root / "way").symlink_to(outside)
    uploads = drive.uploads()
    assert uploads.put(put_files(put(1, "a", 0), folder="/way")) == [FileFailed(file=1, dp="DP-708")]
    assert uploads.put(put_files(put(2, "a", 0, inside=("way",)))) == [FileFailed(file=2, dp="DP-708")]
    (drive.root / "b.daypass-part").symlink_to(outside / "planted")
    uploads.put(put_files(put(3, "b", 1)))
    assert only(uploads.take(write_piece(Piece(3, 0, b"x", hash_of(b"x")))), FileFailed)
    assert list(outside.iterdir()) == []


def test_a_taken_name_is_asked_about_skipped_replaced_or_gets_a_number(drive: Drive) -> None:
    (drive.root / "a.txt").write_bytes(b"before")
    uploads = drive.uploads()
    (asked,) = uploads.put(put_files(put(1, "a.txt", 3)))
    assert isinstance(asked, FileThere)
    assert asked.there.size == 6
    assert send(uploads, 1, b"new")[:-1] == []  # what was under way is thrown away
    assert uploads.put(put_files(put(2, "a.txt", 3), if_there=IfThere.SKIP)) == [FileFailed(file=2, dp="DP-702")]
    uploads.put(put_files(put(3, "a.txt", 3), if_there=IfThere.RENAME))
    assert FileRenamed(file=3, name="a (2).txt") in send(uploads, 3, b"new")
    uploads.put(put_files(put(4, "a.txt", 5), if_there=IfThere.OVERWRITE))
    send(uploads, 4, b"newer")
    assert {name: (drive.root / name).read_bytes() for name in drive.names()} == {
        "a.txt": b"newer",
        "a (2).txt": b"new",
    }


def test_a_folder_is_never_replaced_by_a_file(drive: Drive) -> None:
    (drive.root / "a").mkdir()
    uploads = drive.uploads()
    answers = uploads.put(put_files(put(1, "a", 1), if_there=IfThere.OVERWRITE))
    assert answers == [FileFailed(file=1, dp="DP-702")]


def test_a_name_taken_meanwhile_is_not_overwritten(drive: Drive) -> None:
    uploads = drive.uploads()
    uploads.put(put_files(put(1, "a.txt", 3)))
    (drive.root / "a.txt").write_bytes(b"somebody's")
    assert only(send(uploads, 1, b"new"), FileFailed) == [FileFailed(file=1, dp="DP-702")]
    assert (drive.root / "a.txt").read_bytes() == b"somebody's"
    assert drive.names() == {"a.txt"}


def test_a_pause_keeps_the_part_and_a_cancel_deletes_it(drive: Drive) -> None:
    uploads = drive.uploads()
    uploads.put(put_files(put(1, "big.bin", len(BIG))))
    first = next(frames(1, BIG))
    uploads.take(first)
    uploads.stop(StopFiles(files=(1,), keep=True))
    assert drive.names() == {"big.bin.daypass-part"}
    assert drive.parts == {"/big.bin.daypass-part": True}
    uploads.put(put_files(put(2, "big.bin", len(BIG))))
    uploads.stop(StopFiles(files=(2,), keep=False))
    assert drive.names() == set()
    assert drive.parts == {"/big.bin.daypass-part": False}


def test_a_peer_that_breaks_the_rules_ends_the_line(drive: Drive) -> None:
    uploads = drive.uploads()
    uploads.put(put_files(put(5, "a", 10)))
    with pytest.raises(ProtocolError, match="announced"):
        uploads.take(write_piece(Piece(6, 0, b"x", None)))
    with pytest.raises(ProtocolError, match="follow"):
        uploads.take(write_piece(Piece(5, 3, b"x", None)))
    with pytest.raises(ProtocolError, match="follow"):
        uploads.take(write_piece(Piece(5, 0, b"x" * 11, None)))
    with pytest.raises(ProtocolError, match="rise"):
        uploads.put(put_files(put(5, "b", 10)))
    uploads.close()
    assert drive.names() == set()


def test_the_removal_knows_of_every_part_that_outlives_a_frame_or_cannot_be_removed(drive: Drive) -> None:
    uploads = drive.uploads()
    uploads.put(put_files(put(1, "small", 2 * FRAME)))
    uploads.take(next(frames(1, bytes(2 * FRAME))))
    assert drive.parts == {"/small.daypass-part": True}
    drive.files.refused = {"/small.daypass-part": errno.EBUSY}
    uploads.stop(StopFiles(files=(1,), keep=False))
    assert drive.parts == {"/small.daypass-part": True}
    assert drive.names() == {"small.daypass-part"}


def test_a_folder_that_vanishes_in_the_middle_is_told(drive: Drive) -> None:
    (drive.root / "folder").mkdir()
    uploads = drive.uploads()
    uploads.put(put_files(put(1, "big.bin", len(BIG)), put(2, "small", 1), folder="/folder"))
    first, *others = frames(1, BIG)
    uploads.take(first)
    shutil.rmtree(drive.root / "folder")
    answers = [answer for frame in others for answer in uploads.take(frame)]
    answers += uploads.take(write_piece(Piece(2, 0, b"x", hash_of(b"x"))))
    assert only(answers, FileFailed) == [FileFailed(file=1, dp="DP-706"), FileFailed(file=2, dp="DP-706")]
    assert drive.names() == set()
    assert drive.parts["/folder/big.bin.daypass-part"] is False


def test_two_technicians_do_not_write_to_one_file(drive: Drive) -> None:
    """Each has a process of their own; the second to come is told, and what the first sends is whole."""
    files = LinuxFiles({"HOME": str(drive.root)})
    folders = Folders(files)
    first, second = (
        Uploads(files, folders, Changes(files, folders), lambda what, detail: None, drive.keep) for _ in range(2)
    )
    announced = put_files(put(1, "big.bin", len(BIG)), folder=str(drive.root))
    first.put(announced)
    assert second.put(announced) == [FileFailed(file=1, dp="DP-704")]
    second.close()
    assert only(send(first, 1, BIG), FilesTaken) == [FilesTaken(files=(1,))]
    assert (drive.root / "big.bin").read_bytes() == BIG
    (there,) = second.put(put_files(put(2, "big.bin", 1), folder=str(drive.root)))
    assert isinstance(there, FileThere)


def test_a_line_that_comes_back_waits_until_the_one_before_has_let_go(drive: Drive) -> None:
    files = LinuxFiles({"HOME": str(drive.root)})
    folders = Folders(files)
    changes = Changes(files, folders)
    before = Uploads(files, folders, changes, lambda what, detail: None, drive.keep)
    announced = put_files(put(1, "big.bin", len(BIG)), folder=str(drive.root))
    before.put(announced)
    before.take(next(frames(1, BIG)))
    with ThreadPoolExecutor(1) as later:
        back = Uploads(files, folders, changes, lambda what, detail: None, drive.keep, patience_s=20)
        coming = later.submit(back.put, announced)
        time.sleep(0.2)
        assert not coming.done()
        before.close()
        assert coming.result(10) == [FileOpened(file=1, have=FRAME, so_far=hash_of(BIG[:FRAME]))]
        back.close()


def test_a_part_is_removed_by_an_upload_that_is_stopped_at_once(drive: Drive) -> None:
    """As pages do for what was cancelled while nothing was under way; what is there is not read for it, nor the final name touched."""
    (drive.root / "big.bin").write_bytes(b"before")
    with (drive.root / "big.bin.daypass-part").open("wb") as part:
        part.truncate(1 << 40)
    uploads = drive.uploads()
    answers = uploads.put(put_files(put(1, "big.bin", CHUNK + 1), if_there=IfThere.RENAME))
    assert answers == [FileOpened(file=1, have=0, so_far=hash_of(b""))]
    uploads.stop(StopFiles(files=(1,), keep=False))
    assert drive.names() == {"big.bin"}
    assert drive.parts == {"/big.bin.daypass-part": False}
