"""A process with more rights than the people beside it: links they put in its way, also between look and use, lead it nowhere."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from daypass.host.files.changes import Changes
from daypass.host.files.folders import Folders
from daypass.host.files.kept_parts import remove_parts
from daypass.host.platform.linux.files import LinuxFiles
from daypass.host.platform.ports import Files


class _Pc:
    """`theirs` is a folder that the person at the PC can change, `kept` one that only this process can."""

    def __init__(self, root: Path) -> None:
        self.theirs, self.kept, self.files = root / "theirs", root / "kept", LinuxFiles({"HOME": str(root)})
        for folder in (self.theirs, self.kept, self.theirs / "inner"):
            folder.mkdir()
        (self.kept / "file").write_bytes(b"precious")
        (self.kept / "x.daypass-part").write_bytes(b"precious")
        (self.theirs / "inner/file").write_bytes(b"theirs")

    def plant(self) -> None:
        """Somebody puts a link where the folder was."""
        (self.theirs / "inner").rename(self.theirs / "moved")
        (self.theirs / "inner").symlink_to(self.kept)

    def untouched(self) -> bool:
        names = sorted(one.name for one in self.kept.iterdir())
        return names == ["file", "x.daypass-part"] and (self.kept / "file").read_bytes() == b"precious"


@pytest.fixture
def pc(tmp_path: Path) -> _Pc:
    return _Pc(tmp_path)


_WAYS: dict[str, Callable[[Files, str], object]] = {
    "look": lambda files, folder: files.look(f"{folder}/file"),
    "scan": lambda files, folder: list(files.scan(folder)),
    "read": lambda files, folder: files.open_to_read(f"{folder}/file"),
    "write": lambda files, folder: files.open_to_write(f"{folder}/file"),
    "write what is not there": lambda files, folder: files.open_to_write(f"{folder}/new"),
    "time": lambda files, folder: files.set_modified(f"{folder}/file", 0),
    "make": lambda files, folder: files.make_folder(f"{folder}/new"),
    "remove": lambda files, folder: files.remove(f"{folder}/file"),
    "rename": lambda files, folder: files.put_in_place(f"{folder}/file", f"{folder}/other", False),
}


@pytest.mark.parametrize("way", _WAYS.values(), ids=_WAYS.keys())
def test_nothing_is_done_behind_a_link_that_was_put_in_the_way(pc: _Pc, way: Callable[[Files, str], object]) -> None:
    modified = (pc.kept / "file").stat().st_mtime
    pc.plant()
    with pytest.raises(OSError, match="a link"):
        way(pc.files, str(pc.theirs / "inner"))
    assert pc.untouched() and (pc.kept / "file").stat().st_mtime == modified


def test_a_link_put_in_the_way_while_a_folder_is_deleted_loses_nothing_behind_it(pc: _Pc) -> None:
    class Slow(LinuxFiles):
        def remove(self, path: str) -> None:
            if path.endswith("inner/file"):
                pc.plant()
            super().remove(path)

    class Job:
        failures = files = folders = bytes = 0

        def failed(self, path: str, error: Exception) -> None:
            self.failures += 1

        def progress(self, name: str = "") -> None: ...
        def log(self, what: str, detail: str) -> None: ...

    files, job = Slow({"HOME": "/"}), Job()
    Changes(files, Folders(files)).remove(job, str(pc.theirs), files.look(str(pc.theirs)))  # type: ignore[arg-type]
    assert job.failures == 1 and pc.untouched()


def test_a_part_behind_a_link_is_nobodys_to_remove(pc: _Pc) -> None:
    part = pc.theirs / "inner" / "x.daypass-part"
    part.write_bytes(b"half")
    pc.plant()
    assert remove_parts(pc.files, [str(part), str(pc.theirs / "moved" / part.name)]) == [str(part)]
    assert pc.untouched() and not (pc.theirs / "moved" / part.name).exists()


def test_what_somebody_else_put_there_is_not_gone_on_with(pc: _Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    part = pc.theirs / "big.daypass-part"
    part.write_bytes(b"planted")
    monkeypatch.setattr(pc.files, "is_own", lambda descriptor: False)
    with part.open("rb") as theirs:
        descriptor = pc.files.open_to_write(str(part))
        os.write(descriptor, b"fresh")
        assert theirs.read() == b"planted"
    os.close(descriptor)
    assert part.read_bytes() == b"fresh"


def test_what_this_account_left_there_is_gone_on_with(pc: _Pc) -> None:
    part = pc.theirs / "big.daypass-part"
    part.write_bytes(b"half")
    descriptor = pc.files.open_to_write(str(part))
    assert os.fstat(descriptor).st_size == 4
    os.close(descriptor)


def test_a_second_name_and_a_link_are_not_written_on(pc: _Pc) -> None:
    (pc.theirs / "hard").hardlink_to(pc.kept / "file")
    (pc.theirs / "soft").symlink_to(pc.kept / "file")
    for name in ("hard", "soft"):
        with pytest.raises(OSError, match=r"own|symbolic"):
            pc.files.open_to_write(str(pc.theirs / name))
    assert pc.untouched()


def test_a_drive_is_looked_at_and_never_changed(pc: _Pc) -> None:
    assert pc.files.look("/").kind == "folder"
    with pytest.raises(PermissionError):
        pc.files.remove("/")
