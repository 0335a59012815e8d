"""Files beyond 4 GiB: sizes and places that 32 bits do not hold. The files are sparse, and what lies before their end is not read."""

import os

import pytest
from tests.host.files.drive import Drive, hash_of, put, put_files
from tests.host.files.test_jobs import Desk
from tests.host.files.zeros import hash_of_zeros, stands_after_zeros

from daypass.host.files import downloads, uploads
from daypass.protocol import files
from daypass.protocol.file_pieces import CHUNK, Piece, read_pieces, write_piece

FOUR_GIB = 1 << 32
END = b"the end"


@pytest.fixture
def drive(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Drive:  # type: ignore[no-untyped-def]
    for engine in (downloads, uploads):
        monkeypatch.setattr(engine, "hash_beginning", stands_after_zeros)
    return Drive(tmp_path)


def test_a_file_beyond_four_gib_is_listed_and_counted_with_its_size(drive: Drive) -> None:
    with (drive.root / "image.iso").open("wb") as image:
        image.truncate(3 * FOUR_GIB + 5)
    desk = Desk(drive)
    desk.do(files.ListFolder, path="/")
    (page,) = (one for one in desk.said if isinstance(one, files.FolderPage))
    assert page.entries[0].size == 3 * FOUR_GIB + 5
    desk.do(files.MeasureEntries, folder="/", names=("image.iso",))
    assert desk.last_progress().bytes == 3 * FOUR_GIB + 5


def test_a_download_goes_on_beyond_four_gib(drive: Drive) -> None:
    with (drive.root / "image.iso").open("wb") as image:
        image.seek(FOUR_GIB + 10)
        image.write(END)
    engine, have = drive.downloads(), FOUR_GIB + 7
    want = files.WantFile(file=1, inside=(), name="image.iso", have=have, so_far=hash_of_zeros(have).digest())
    engine.want(files.WantFiles(folder="/", files=(want,)))
    frame, filled, answers = engine.next_frame(CHUNK)
    (piece,) = read_pieces(frame)
    whole = hash_of_zeros(FOUR_GIB + 10)
    whole.update(END)
    assert (piece.offset, bytes(piece.data), filled, answers) == (have, bytes(3) + END, 3 + len(END), [])
    assert piece.whole == whole.digest()


def test_an_upload_goes_on_beyond_four_gib(drive: Drive) -> None:
    part, have, size = drive.root / "image.iso.daypass-part", FOUR_GIB + 3, FOUR_GIB + 3 + len(END)
    with part.open("wb") as begun:
        begun.truncate(have)
    engine = drive.uploads()
    so_far = hash_of_zeros(have)
    assert engine.put(put_files(put(1, "image.iso", size))) == [
        files.FileOpened(file=1, have=have, so_far=so_far.digest())
    ]
    so_far.update(END)
    taken, _ = engine.take(write_piece(Piece(1, have, END, so_far.digest())))
    assert taken == files.FilesTaken(files=(1,))
    with (drive.root / "image.iso").open("rb") as image:
        assert os.fstat(image.fileno()).st_size == size
        image.seek(have)
        assert image.read() == END
    assert not part.exists()


def test_zeros_are_hashed_as_any_file() -> None:
    for size in (5, CHUNK, 2 * CHUNK + 7):
        assert hash_of_zeros(size).digest() == hash_of(bytes(size))
