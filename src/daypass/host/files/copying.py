"""Copying and moving on the PC: the parts go the same way as uploads, under a name of their own until they are whole."""

import os
from collections.abc import Callable

from daypass.host.files.changes import Changes
from daypass.host.files.folders import MOST_DEEP, Folders
from daypass.host.files.free_names import free_name
from daypass.host.files.jobs import Job
from daypass.host.files.listing import Listing
from daypass.host.files.problems import FileProblem
from daypass.host.platform.ports import Files, Found
from daypass.protocol.activity_log import from_to
from daypass.protocol.file_names import PART_SUFFIX
from daypass.protocol.files import CopyEntries, IfThere

_BLOCK = 4 << 20
_LONGEST = 255
"""UTF-16 units of a name on Windows."""


class Copying:
    """Handler of CopyEntries. `keep` hears of parts that outlive a moment (True) or went (False)."""

    def __init__(
        self,
        files: Files,
        folders: Folders,
        listing: Listing,
        changes: Changes,
        keep: Callable[[str, bool], None],
    ) -> None:
        self._files, self._folders, self._listing, self._changes = files, folders, listing, changes
        self._keep = keep

    def copy(self, job: Job, work: CopyEntries) -> None:
        folder, target = self._folders.folder(work.folder), self._folders.folder(work.target)
        sources = [self._folders.known_child(folder, name) for name in work.names]
        above = self._places_above(target)
        for source in sources:
            there = self._folders.there(source)
            if there is not None and any(map(there.is_same, above)):
                raise FileProblem("DP-715", source)
        self._count(job, sources)
        for source in sources:
            try:
                found = self._files.look(source)
                self._one(job, work, source, found, target, found.name, 0)
            except (OSError, FileProblem) as error:
                job.failed(source, error)
        job.progress(final=True)

    def _places_above(self, target: str) -> list[Found]:
        """The folder itself and those it lies in: however it is spelled (case, short names), they are the same."""
        root, names = self._files.split(target)
        ways = (names[: count + 1] for count in range(len(names)))
        return [self._files.look(root + self._files.separator.join(way)) for way in ways]

    def _count(self, job: Job, sources: list[str]) -> None:
        """The totals first, so that whoever waits sees how long; what cannot be read is told when it is copied."""
        counting = Job(job.number, lambda message: None, lambda what, detail: None)
        for source in sources:
            try:
                for _ in self._listing.walk(counting, source, self._files.look(source)):
                    job.go_on()
            except OSError:
                continue
        job.files_total, job.bytes_total = counting.files, counting.bytes

    def _one(self, job: Job, work: CopyEntries, source: str, found: Found, target: str, name: str, depth: int) -> None:
        """One thing into the folder `target`."""
        if depth > MOST_DEEP:
            raise FileProblem("DP-713", source)
        if found.kind not in ("file", "folder"):
            raise FileProblem("DP-708" if found.kind == "link" else "DP-705", source)
        there = self._folders.there(self._folders.child(target, name))
        merges = there is not None and there.kind == found.kind == "folder" and not there.is_same(found)
        overwrite = False
        if there is not None and not merges:
            settled = self._settled(job, work, target, there, found)
            if settled is None:
                return
            name, overwrite = settled
        final = self._folders.child(target, name)
        if work.move and not merges and self._files.same_drive(source, target):
            self._move(job, source, found, final, overwrite)
        elif found.kind == "file":
            self._copy_file(job, source, found, target, name, overwrite)
            self._over(job, work.move, source, found, final)
        else:
            self._copy_folder(job, work, source, found, final, depth)

    def _settled(self, job: Job, work: CopyEntries, target: str, there: Found, found: Found) -> tuple[str, bool] | None:
        """The name that it gets although its own is taken, and whether what has it is replaced; None: it goes nowhere."""
        same = there.is_same(found)
        choice = IfThere.RENAME if same and not work.move else job.decide(work.if_there, target, there, found)
        if choice is IfThere.SKIP or (same and work.move):
            return None
        if choice is IfThere.RENAME:
            return free_name(self._folders, target, there.name), False
        if there.kind != "file" or found.kind != "file":
            raise FileProblem("DP-702", self._folders.child(target, there.name))
        return there.name, True

    def _move(self, job: Job, source: str, found: Found, final: str, overwrite: bool) -> None:
        self._files.put_in_place(source, final, overwrite)
        job.files += found.kind == "file"
        job.folders += found.kind == "folder"
        job.bytes += found.size
        job.log("moved", from_to(source, final))
        job.progress(found.name)

    def _over(self, job: Job, move: bool, source: str, found: Found, final: str) -> None:
        if move:
            self._files.remove(source)
        job.log("moved" if move else "copied", from_to(source, final))

    def _copy_folder(self, job: Job, work: CopyEntries, source: str, found: Found, final: str, depth: int) -> None:
        self._changes.made(final, must_be_new=False)
        failures = job.failures
        job.folders += 1
        for one in list(self._files.scan(source)):
            below = self._folders.child(source, one.name)
            try:
                self._one(job, work, below, one, final, one.name, depth + 1)
            except (OSError, FileProblem) as error:
                job.failed(below, error)
        self._files.set_modified(final, found.modified_at)
        if work.move and job.failures == failures and not any(self._files.scan(source)):
            self._files.remove(source)

    def _copy_file(self, job: Job, source: str, found: Found, target: str, name: str, overwrite: bool) -> None:
        final, part = self._folders.child(target, name), self._folders.child(target, _part_of(name))
        if found.size > self._files.free(target):
            raise FileProblem("DP-703", final)
        if self._folders.there(part) is not None:
            raise FileProblem("DP-704", part)
        reading = self._files.open_to_read(source)
        lasts = found.size > _BLOCK
        if lasts:
            self._keep(part, True)
        try:
            self._fill(job, reading, part, found)
            self._files.set_modified(part, found.modified_at)
            self._files.put_in_place(part, final, overwrite)
        except BaseException:  # whatever ends it: nothing that is not whole stays
            if self._folders.there(part) is not None:
                self._files.remove(part)
            raise
        finally:
            os.close(reading)
            if lasts:
                self._keep(part, False)
        job.files += 1

    def _fill(self, job: Job, reading: int, part: str, found: Found) -> None:
        writing = self._files.open_to_write(part)
        before, copied = os.fstat(reading), 0
        try:
            while block := os.read(reading, _BLOCK):
                self._files.write(writing, block)
                job.bytes += len(block)
                copied += len(block)
                if copied > before.st_size:  # one that grows for ever would take the whole drive
                    break
                job.progress(found.name)
        finally:
            os.close(writing)
        after = os.fstat(reading)
        if (copied, before.st_size, before.st_mtime_ns) != (before.st_size, after.st_size, after.st_mtime_ns):
            raise FileProblem("DP-707", found.name)


def _part_of(name: str) -> str:
    """What a file is called until it is whole; a name that leaves no room for it is cut, which nobody sees afterwards."""
    room = _LONGEST - len(PART_SUFFIX)
    while len(name.encode("utf-16-le", "surrogatepass")) > 2 * room:
        name = name[:-1]
    return name + PART_SUFFIX
