"""Looking at folders and changing what is in them, on a drive that does not always do as it is told."""

import errno
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.files.drive import Drive, hash_of

from daypass.host.files.jobs import Jobs
from daypass.host.files.process import handlers_of
from daypass.protocol import files
from daypass.protocol.files import EntryKind, IfThere, JobConflict, JobDone, JobFailure, JobProgress
from daypass.protocol.messages import Message, encode


class Desk:
    """The technician's side of jobs: does one, answers what it asks, and tells how it ended."""

    def __init__(self, drive: Drive) -> None:
        self.drive = drive
        self.said: list[Message] = []
        self.answers: list[files.DecideConflict] = []
        self.on_say: Callable[[Message], None] = lambda message: None
        self._over = threading.Event()
        self.jobs = Jobs(
            handlers_of(drive.files, drive.keep), self._hear, lambda what, detail: drive.logged.append((what, detail))
        )

    def _hear(self, message: Message) -> None:
        self.said.append(message)
        self.on_say(message)
        if isinstance(message, JobConflict) and self.answers:
            self.jobs.answer(self.answers.pop(0))
        if isinstance(message, JobDone):
            self._over.set()

    def do(self, work: type[Any], **fields: Any) -> JobDone:
        self.said.clear()
        self._over.clear()
        self.jobs.begin(work(job=1, **fields))
        assert self._over.wait(10)
        done = self.said[-1]
        assert isinstance(done, JobDone)
        return done

    def failures(self) -> list[tuple[str, str]]:
        return [(one.path, one.dp) for one in self.said if isinstance(one, JobFailure)]

    def last_progress(self) -> JobProgress:
        return [one for one in self.said if isinstance(one, JobProgress)][-1]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for path in ("a/one.txt", "a/deep/two.txt", "a/deep/three.txt", "b/one.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())
    return Desk(Drive(tmp_path))


def listed(desk: Desk) -> list[files.FolderEntry]:
    return [entry for page in desk.said if isinstance(page, files.FolderPage) for entry in page.entries]


def test_a_folder_of_many_entries_comes_in_pages_that_fit_the_line(desk: Desk) -> None:
    big = desk.drive.root / "many"
    big.mkdir()
    for number in range(5000):
        (big / f"{number} {'é' * 100}").touch()
    assert desk.do(files.ListFolder, path="/many") == JobDone(job=1)
    pages = [page for page in desk.said if isinstance(page, files.FolderPage)]
    assert len(pages[0].entries) == 200
    assert max(len(page.entries) for page in pages) <= 1000
    assert max(len(encode(page)) for page in pages) < files.FILES_CAP
    assert len({entry.name for entry in listed(desk)}) == 5000


def test_what_stands_in_a_folder_is_told_as_it_is(desk: Desk) -> None:
    strange = desk.drive.root / "strange"
    strange.mkdir()
    (strange / "link").symlink_to("/etc/passwd")
    os.mkfifo(strange / "pipe")
    Path(os.fsdecode(os.fsencode(strange) + b"/h\xff")).touch()
    (strange / "a\u202eb").touch()
    desk.do(files.ListFolder, path="/strange")
    found = {entry.name: entry for entry in listed(desk)}
    assert found["link"].kind is EntryKind.LINK
    assert found["link"].target == "/etc/passwd"
    assert found["pipe"].kind is EntryKind.OTHER
    assert found["h?"].unnameable
    assert "a\u202eb" in found


@pytest.mark.parametrize("path", ["", "a", "/a/../b", "/a/./b", "//a", "/a\0", "C:\\a", "/a//b"])
def test_a_path_that_is_not_plain_is_refused(desk: Desk, path: str) -> None:
    assert desk.do(files.ListFolder, path=path).dp == "DP-701"


def test_a_link_on_the_way_is_named_and_not_followed(desk: Desk) -> None:
    (desk.drive.root / "way").symlink_to("/etc")
    assert desk.do(files.ListFolder, path="/way") == JobDone(job=1, dp="DP-708", path="/etc")
    assert desk.do(files.ListFolder, path="/way/ssh").dp == "DP-708"
    assert desk.do(files.ListFolder, path="/a/gone").dp == "DP-706"
    assert desk.do(files.ListFolder, path="/a/one.txt").dp == "DP-702"


def test_a_tree_comes_folder_by_folder_with_the_one_that_cannot_be_read(desk: Desk) -> None:
    (desk.drive.root / "a/loop").symlink_to("..")
    (desk.drive.root / "a/secret").mkdir()
    desk.drive.files.refused = {"/a/secret": errno.EACCES}
    desk.do(files.ListTree, folder="/", names=("a",))
    pages = {page.inside: page for page in desk.said if isinstance(page, files.TreePage)}
    assert {entry.name for entry in pages[("a", "deep")].entries} == {"two.txt", "three.txt"}
    assert pages[("a", "secret")].dp == "DP-705"
    assert set(pages) == {("a",), ("a", "deep"), ("a", "secret")}


def test_a_tree_is_counted(desk: Desk) -> None:
    desk.do(files.MeasureEntries, folder="/", names=("a", "b"))
    counted = desk.last_progress()
    assert (counted.files, counted.folders) == (4, 3)
    assert counted.bytes == sum(map(len, ["a/one.txt", "a/deep/two.txt", "a/deep/three.txt", "b/one.txt"]))


def test_new_folders_are_made_one_inside_the_other_and_never_over_something(desk: Desk) -> None:
    assert desk.do(files.MakeFolder, folder="/a", inside=("new", "more"), fresh=True).dp is None
    assert (desk.drive.root / "a/new/more").is_dir()
    assert desk.do(files.MakeFolder, folder="/a", inside=("new",), fresh=True).dp == "DP-702"
    assert desk.do(files.MakeFolder, folder="/a", inside=("new",), fresh=False).dp is None
    assert desk.do(files.MakeFolder, folder="/a", inside=("one.txt",), fresh=False).dp == "DP-702"
    assert desk.do(files.MakeFolder, folder="/a", inside=("CON",), fresh=True).dp == "DP-701"
    assert ("made_folder", "/a/new/more") in desk.drive.logged


def test_another_name_never_overwrites(desk: Desk) -> None:
    (desk.drive.root / "a/there").write_bytes(b"kept")
    assert desk.do(files.RenameEntry, folder="/a", name="one.txt", new_name="there").dp == "DP-702"
    assert desk.do(files.RenameEntry, folder="/a", name="one.txt", new_name="../b/x").dp == "DP-701"
    assert desk.do(files.RenameEntry, folder="/a", name="../b", new_name="x").dp == "DP-701"
    assert desk.do(files.RenameEntry, folder="/a", name="one.txt", new_name="ONE.txt").dp is None
    assert (desk.drive.root / "a/ONE.txt").exists()
    assert (desk.drive.root / "a/there").read_bytes() == b"kept"


def test_deleting_goes_to_the_bin_and_where_there_is_none_nothing_is_deleted(desk: Desk) -> None:
    (desk.drive.root / "stick").mkdir()
    (desk.drive.root / "stick/film").touch()
    desk.do(files.DeleteEntries, folder="/", names=("a",), for_good=False)
    assert desk.drive.files.binned == ["/a"]
    desk.do(files.DeleteEntries, folder="/stick", names=("film",), for_good=False)
    assert desk.failures() == [("/stick/film", "DP-714")]
    assert (desk.drive.root / "stick/film").exists()


def test_deleting_for_good_takes_links_and_not_what_they_lead_to(desk: Desk, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    outside = tmp_path_factory.mktemp("outside")
    (outside / "kept").touch()
    (desk.drive.root / "a/link").symlink_to(outside)
    desk.drive.files.refused = {"/two.txt": errno.EBUSY}
    done = desk.do(files.DeleteEntries, folder="/", names=("a", "gone"), for_good=True)
    assert desk.failures() == [("/a/deep/two.txt", "DP-704"), ("/gone", "DP-706")]
    assert done.failures == 2
    assert desk.drive.names() == {"a/deep/two.txt", "b/one.txt"}
    assert (outside / "kept").exists()


def test_a_tree_is_copied_with_times_and_the_original_stays(desk: Desk) -> None:
    os.utime(desk.drive.root / "a/one.txt", (1_500_000_000, 1_500_000_000))
    done = desk.do(files.CopyEntries, folder="/", names=("a",), target="/b", move=False, if_there=IfThere.ASK)
    assert (done.dp, done.failures) == (None, 0)
    assert (desk.drive.root / "b/a/deep/two.txt").read_bytes() == b"a/deep/two.txt"
    assert (desk.drive.root / "b/a/one.txt").stat().st_mtime == 1_500_000_000
    assert (desk.drive.root / "a/one.txt").exists()
    progress = desk.last_progress()
    assert (progress.files, progress.files_total) == (3, 3)
    assert progress.bytes == progress.bytes_total


@pytest.mark.parametrize("drives", [set(), {"a"}], ids=["one drive", "two drives"])
def test_a_tree_is_moved_within_a_drive_or_to_another(desk: Desk, drives: set[str]) -> None:
    desk.drive.files.other_drives = drives
    desk.do(files.CopyEntries, folder="/", names=("a",), target="/b", move=True, if_there=IfThere.ASK)
    assert desk.drive.names() == {"b/one.txt", "b/a/one.txt", "b/a/deep/two.txt", "b/a/deep/three.txt"}
    assert not (desk.drive.root / "a").exists()
    assert {what for what, _ in desk.drive.logged} == {"moved"}


def test_a_taken_name_is_asked_about_once_or_for_all(desk: Desk) -> None:
    for name in ("two.txt", "three.txt"):
        (desk.drive.root / "b" / name).write_bytes(b"old")
    desk.answers = [files.DecideConflict(job=1, choice=IfThere.OVERWRITE, for_all=True)]
    names = ("two.txt", "three.txt")
    desk.do(files.CopyEntries, folder="/a/deep", names=names, target="/b", move=False, if_there=IfThere.ASK)
    asked = [one for one in desk.said if isinstance(one, JobConflict)]
    assert [(one.folder, one.name, one.there.size) for one in asked] == [("/b", "two.txt", 3)]
    assert (desk.drive.root / "b/three.txt").read_bytes() == b"a/deep/three.txt"
    desk.do(files.CopyEntries, folder="/a/deep", names=names, target="/b", move=False, if_there=IfThere.RENAME)
    assert (desk.drive.root / "b/two (2).txt").exists()


def test_a_copy_into_the_same_folder_gets_a_number_and_a_folder_into_itself_is_refused(desk: Desk) -> None:
    desk.do(files.CopyEntries, folder="/a", names=("one.txt",), target="/a", move=False, if_there=IfThere.ASK)
    assert (desk.drive.root / "a/one (2).txt").exists()
    done = desk.do(files.CopyEntries, folder="/", names=("a",), target="/a/deep", move=True, if_there=IfThere.ASK)
    assert done.dp == "DP-715"


def test_a_disk_that_is_full_in_the_middle_loses_nothing(desk: Desk) -> None:
    (desk.drive.root / "b/two.txt").write_bytes(b"old")
    desk.drive.files.room = 5
    for sees in (True, False):
        desk.drive.files.sees_little_room = sees
        desk.do(
            files.CopyEntries, folder="/a/deep", names=("two.txt",), target="/b", move=False, if_there=IfThere.OVERWRITE
        )
        assert desk.failures() == [("/a/deep/two.txt", "DP-703")]
        assert (desk.drive.root / "b/two.txt").read_bytes() == b"old"
        assert not (desk.drive.root / "b/two.txt.daypass-part").exists()


def test_a_job_is_stopped_in_the_middle_and_while_it_asks(desk: Desk) -> None:
    def stop(message: Message) -> None:
        if isinstance(message, JobConflict):
            desk.jobs.stop(1)

    desk.on_say = stop
    (desk.drive.root / "b/two.txt").write_bytes(b"old")
    done = desk.do(
        files.CopyEntries, folder="/a/deep", names=("two.txt",), target="/b", move=False, if_there=IfThere.ASK
    )
    assert done.stopped
    assert (desk.drive.root / "b/two.txt").read_bytes() == b"old"


def test_hashes_are_those_of_the_contents_or_a_reason(desk: Desk) -> None:
    wanted = (
        files.WithinFolder(inside=("deep",), name="two.txt"),
        files.WithinFolder(inside=(), name="gone"),
        files.WithinFolder(inside=("..",), name="one.txt"),
    )
    desk.do(files.HashFiles, folder="/a", files=wanted)
    (answer,) = (one for one in desk.said if isinstance(one, files.FileHashes))
    assert answer.hashes == (
        files.FileHash(index=0, size=14, hash=hash_of(b"a/deep/two.txt")),
        files.FileHash(index=1, dp="DP-706"),
        files.FileHash(index=2, dp="DP-701"),
    )


def test_a_job_that_fails_unexpectedly_ends_with_a_code(desk: Desk) -> None:
    desk.drive.files.separator = None  # type: ignore[assignment]
    assert desk.do(files.ListFolder, path="/a").dp == "DP-900"


def test_a_copy_beside_a_taken_name_replaces_nothing_that_came_meanwhile(desk: Desk) -> None:
    def come_meanwhile(path: str, modified_at: int) -> None:
        (desk.drive.root / "a/one (2).txt").write_bytes(b"somebody's")

    desk.drive.files.set_modified = come_meanwhile  # type: ignore[method-assign]
    desk.do(files.CopyEntries, folder="/a", names=("one.txt",), target="/a", move=False, if_there=IfThere.ASK)
    assert desk.failures() == [("/a/one.txt", "DP-702")]
    assert (desk.drive.root / "a/one (2).txt").read_bytes() == b"somebody's"
    assert not list((desk.drive.root / "a").glob("*.daypass-part"))


def test_a_copy_leaves_no_half_file_whatever_ends_it(desk: Desk) -> None:
    (desk.drive.root / "a/big").write_bytes(bytes(5 << 20))

    def gone(message: Message) -> None:
        if isinstance(message, JobProgress) and message.bytes:
            assert desk.drive.parts == {"/b/big.daypass-part": True}, "and the removal knows of it meanwhile"
            over.set()
            raise EOFError

    over, desk.on_say = threading.Event(), gone
    copy = files.CopyEntries(job=1, folder="/a", names=("big",), target="/b", move=False, if_there=IfThere.ASK)
    desk.jobs.begin(copy)
    assert over.wait(10)
    desk.jobs.end()
    desk.jobs.wait()
    assert desk.drive.names() == {"a/one.txt", "a/deep/two.txt", "a/deep/three.txt", "a/big", "b/one.txt"}
    assert desk.drive.parts == {"/b/big.daypass-part": False}


def test_a_name_as_long_as_names_may_be_is_copied_also_to_the_top_of_a_drive(desk: Desk) -> None:
    name = "n" * 251 + ".txt"
    (desk.drive.root / "a" / name).write_bytes(b"long")
    done = desk.do(files.CopyEntries, folder="/a", names=(name,), target="/", move=False, if_there=IfThere.ASK)
    assert (done.dp, desk.failures()) == (None, [])
    assert (desk.drive.root / name).read_bytes() == b"long"


@pytest.mark.parametrize("move", [False, True])
def test_a_file_that_changes_while_it_is_copied_is_not_there_as_whole(desk: Desk, move: bool) -> None:
    log = desk.drive.root / "a/log"
    log.write_bytes(bytes(5 << 20))

    def write_on(message: Message) -> None:
        if isinstance(message, JobProgress) and message.bytes:
            log.write_bytes(bytes(6 << 20))

    desk.on_say, desk.drive.files.other_drives = write_on, {"a"}
    desk.do(files.CopyEntries, folder="/a", names=("log",), target="/b", move=move, if_there=IfThere.ASK)
    assert desk.failures() == [("/a/log", "DP-707")]
    assert log.stat().st_size == 6 << 20
    assert {name for name in desk.drive.names() if name.startswith("b/")} == {"b/one.txt"}


def test_a_file_that_grows_for_ever_is_not_hashed_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    log = desk.drive.root / "a/log"
    log.write_bytes(bytes(2 << 20))

    def write_on(message: Message) -> None:
        if isinstance(message, JobProgress):
            assert log.stat().st_size < 64 << 20, "it is read for ever"
            with log.open("ab") as growing:
                growing.write(bytes(4 << 20))

    desk.on_say = write_on
    monkeypatch.setattr("daypass.host.files.jobs._TELL_EVERY_S", 0.0)
    done = desk.do(files.HashFiles, folder="/a", files=(files.WithinFolder(inside=(), name="log"),))
    (answer,) = (one for one in desk.said if isinstance(one, files.FileHashes))
    assert (done.dp, answer.hashes) == (None, (files.FileHash(index=0, dp="DP-707"),))


def test_a_file_that_grows_for_ever_does_not_fill_the_drive(desk: Desk) -> None:
    log = desk.drive.root / "a/log"
    log.write_bytes(bytes(100))
    written = 0

    def write_on(descriptor: int, data: bytes | memoryview) -> None:
        nonlocal written
        written += len(data)
        assert written < 64 << 20, "the drive is full"
        with log.open("ab") as growing:
            growing.write(bytes(8 << 20))

    desk.drive.files.write = write_on  # type: ignore[method-assign]
    desk.do(files.CopyEntries, folder="/a", names=("log",), target="/b", move=False, if_there=IfThere.ASK)
    assert desk.failures() == [("/a/log", "DP-707")]


def test_a_folder_that_vanishes_meanwhile_is_told_and_the_others_come(desk: Desk) -> None:
    def vanish(message: Message) -> None:
        if isinstance(message, files.TreePage):
            shutil.rmtree(desk.drive.root / "a/deep", ignore_errors=True)

    desk.on_say = vanish
    assert desk.do(files.ListTree, folder="/", names=("a", "b")).dp is None
    pages = [one for one in desk.said if isinstance(one, files.TreePage)]
    assert [(page.inside, page.dp) for page in pages] == [(("a",), None), (("a", "deep"), "DP-706"), (("b",), None)]
    assert desk.do(files.ListFolder, path="/a/deep").dp == "DP-706"
    copy = {"target": "/b", "move": False, "if_there": IfThere.OVERWRITE}
    desk.do(files.CopyEntries, folder="/a", names=("deep", "one.txt"), **copy)
    assert desk.failures() == [("/a/deep", "DP-706")]
    assert (desk.drive.root / "b/one.txt").read_bytes() == b"a/one.txt"
