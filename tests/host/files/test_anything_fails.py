"""Whatever a drive refuses, and wherever a technician stops: nothing is lost, and nothing that is not whole has a file's name."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.host.files.drive import Drive, frames, put, put_files
from tests.host.files.test_jobs import Desk
from tests.vectors.file_samples import sample

from daypass.host.platform.fake.files import FakeFiles
from daypass.protocol import files
from daypass.protocol.file_names import PART_SUFFIX
from daypass.protocol.file_pieces import CHUNK
from daypass.protocol.files import IfThere

CONTENTS = {"a/one.txt": b"one", "a/deep/two.txt": b"two" * 1000, "a/deep/three.txt": b"", "b/a/one.txt": b"there"}
_TOUCHES = (
    "look", "scan", "open_to_read", "open_to_write", "write", "set_modified", "make_folder", "remove", "put_in_place"
)  # fmt: skip
BIG = sample(CHUNK + 99)


class TouchedFiles(FakeFiles):
    """Calls `before` ahead of everything that touches the drive, with how many times it was touched until then."""

    before: Callable[[int], None] = staticmethod(lambda touched: None)
    touched = 0

    def __getattribute__(self, name: str) -> Any:
        if name in _TOUCHES:
            count = self.touched
            self.touched = count + 1
            self.before(count)
        return super().__getattribute__(name)


def touched_drive(root: Path) -> tuple[Drive, TouchedFiles]:
    root.mkdir()
    for path, data in CONTENTS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    drive = Drive(root)
    drive.files = touched = TouchedFiles(root)
    drive.folders._files = drive.changes._files = touched
    return drive, touched


def found(drive: Drive) -> dict[str, bytes]:
    return {name: (drive.root / name).read_bytes() for name in drive.names()}


def until_untouched(tmp_path: Path, play: Callable[[Drive, TouchedFiles, int], None]) -> Iterator[Drive]:
    """Play once for each moment at which the drive is touched."""
    for moment in range(1000):
        drive, touched = touched_drive(tmp_path / str(moment))
        play(drive, touched, moment)
        yield drive
        if touched.touched <= moment:
            assert moment > 5
            return
    raise AssertionError("it never ends")


@pytest.mark.parametrize("how", ["refused", "stopped"])
@pytest.mark.parametrize("work", ["copy", "move", "move to another drive"])
def test_copies_and_moves_lose_nothing_wherever_they_end(tmp_path: Path, how: str, work: str) -> None:
    def play(drive: Drive, touched: TouchedFiles, moment: int) -> None:
        desk = Desk(drive)
        if work == "move to another drive":
            touched.other_drives = {"a"}
        touched.before = lambda count: end_at(desk, count, moment, how)
        desk.do(
            files.CopyEntries, folder="/", names=("a",), target="/b", move=work != "copy", if_there=IfThere.OVERWRITE
        )
        touched.before = lambda count: None

    for drive in until_untouched(tmp_path, play):
        there = found(drive)
        assert not [name for name in there if name.endswith(PART_SUFFIX)], there
        for path in ("a/one.txt", "a/deep/two.txt", "a/deep/three.txt"):
            copy = f"b/{path}"
            assert CONTENTS[path] in (there.get(path), there.get(copy)), (path, there)
            assert there.get(copy) in (None, CONTENTS[path], CONTENTS.get(copy)), (copy, there)
            assert work != "copy" or there.get(path) == CONTENTS[path]


def end_at(desk: Desk, count: int, moment: int, how: str) -> None:
    if count == moment and how == "refused":
        raise OSError(errno.EIO, "refused")
    if count == moment:
        desk.jobs.stop(1)


@pytest.mark.parametrize("if_there", [IfThere.OVERWRITE, IfThere.RENAME])
def test_an_upload_is_whole_or_not_there_whatever_the_drive_refuses(tmp_path: Path, if_there: IfThere) -> None:
    def play(drive: Drive, touched: TouchedFiles, moment: int) -> None:
        def refuse(count: int) -> None:
            if count == moment:
                raise OSError(errno.EIO, "refused")

        touched.before = refuse
        uploads = drive.uploads()
        uploads.put(put_files(put(1, "one.txt", 3), put(2, "big", len(BIG)), folder="/b/a", if_there=if_there))
        for number, data in ((1, b"new"), (2, BIG)):
            for frame in frames(number, data):
                uploads.take(frame)
        uploads.close()

    for drive in until_untouched(tmp_path, play):
        there = found(drive)
        left = {f"/{name}" for name in there if name.endswith(PART_SUFFIX)}
        assert left <= {path for path, kept in drive.parts.items() if kept}, "the removal knows of what stayed"
        for name, data in there.items():
            assert name.endswith(PART_SUFFIX) or data in (*CONTENTS.values(), b"new", BIG), name
        assert there["b/a/one.txt"] in (b"there", b"new")
