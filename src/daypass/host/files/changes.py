"""Changing: new folder, another name, delete. What is done stands in the activity log."""

from daypass.host.files.folders import MOST_DEEP, Folders
from daypass.host.files.jobs import Job
from daypass.host.files.problems import FileProblem, code_of
from daypass.host.platform.ports import Files, Found
from daypass.protocol.activity_log import from_to
from daypass.protocol.files import DeleteEntries, MakeFolder, RenameEntry


class Changes:
    """Handlers of the messages that change what is there."""

    def __init__(self, files: Files, folders: Folders) -> None:
        self._files, self._folders = files, folders

    def make_folder(self, job: Job, work: MakeFolder) -> None:
        folder = self._folders.folder(work.folder)
        for index, name in enumerate(work.inside):
            folder = self._folders.fresh_child(folder, name)
            must_be_new = work.fresh and index == len(work.inside) - 1
            if self.made(folder, must_be_new):
                job.log("made_folder", folder)

    def made(self, path: str, must_be_new: bool) -> bool:
        """Whether the folder is new. FileProblem DP-702 when it must be and is not, or something else has the name."""
        if not must_be_new and self._folders.is_folder(path):
            return False
        try:
            self._files.make_folder(path)
        except OSError as error:
            raise FileProblem(code_of(error), path) from error
        return True

    def rename(self, job: Job, work: RenameEntry) -> None:
        folder = self._folders.folder(work.folder)
        old = self._folders.known_child(folder, work.name)
        new = self._folders.fresh_child(folder, work.new_name)
        if self._is_other(old, new):
            raise FileProblem("DP-702", new)
        self._files.put_in_place(old, new, overwrite=False)
        job.log("renamed", from_to(old, work.new_name))

    def _is_other(self, old: str, new: str) -> bool:
        """Whether something else has the new name; the same thing has it where only the case changes."""
        there = self._folders.there(new)
        return there is not None and (
            old.casefold() != new.casefold() or self._files.look(old).identity != there.identity
        )

    def delete(self, job: Job, work: DeleteEntries) -> None:
        folder = self._folders.folder(work.folder)
        for name in work.names:
            path = self._folders.known_child(folder, name)
            job.progress(name)
            try:
                found = self._files.look(path)
                if work.for_good:
                    self.remove(job, path, found)
                else:
                    self._recycle(job, path, found)
            except (OSError, FileProblem) as error:
                job.failed(path, error)
        job.progress(final=True)

    def _recycle(self, job: Job, path: str, found: Found) -> None:
        try:
            self._files.recycle(path)
        except OSError as error:
            dp = code_of(error)
            raise FileProblem(dp if dp in ("DP-704", "DP-705", "DP-706") else "DP-714", path) from error
        job.files += found.kind != "folder"
        job.folders += found.kind == "folder"
        job.log("recycled", path)

    def remove(self, job: Job, path: str, found: Found, depth: int = 0, logged: bool = True) -> None:
        """For good, with everything below; a link is taken away, never followed. What cannot be removed is told and stays."""
        if depth > MOST_DEEP:
            raise FileProblem("DP-713", path)
        if found.kind == "folder":
            failures = job.failures
            for one in list(self._files.scan(path)):
                below = self._folders.child(path, one.name)
                try:
                    self.remove(job, below, one, depth + 1, logged)
                except (OSError, FileProblem) as error:
                    job.failed(below, error)
            if job.failures > failures:
                return
        self._files.remove(path)
        job.folders += found.kind == "folder"
        job.files += found.kind != "folder"
        job.bytes += found.size
        if logged:
            job.log("deleted", path)
        job.progress(found.name)
