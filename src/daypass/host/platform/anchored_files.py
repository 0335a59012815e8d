"""Files for a process with more rights than the people who can write to the same folders: no path is walked twice.

Between a look at a path and the use of it somebody may put a link in its place. So each operation opens its folder from the root of the
drive on, name by name, each within the one before and none that is a link; what it then does, it does within that open folder.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from daypass.host.platform.any_files import AnyFiles
from daypass.host.platform.ports import Found


class AnchoredFiles(AnyFiles):
    """Base of the systems' own classes, which open one name within an open folder (a number of the system's).

    Everything of theirs raises OSError, and none of it follows a link.
    """

    # --- what the systems say ---------------------------------------------------------------------------------------

    def open_root(self, root: str) -> int:
        raise NotImplementedError

    def open_folder(self, folder: int, name: str) -> int:
        raise NotImplementedError

    def close_folder(self, folder: int) -> None:
        raise NotImplementedError

    def look_in(self, folder: int, name: str) -> Found:
        raise NotImplementedError

    def look_at(self, folder: int, name: str) -> Found:
        """The open folder itself, which is called `name`."""
        raise NotImplementedError

    def scan_in(self, folder: int) -> Iterator[Found]:
        raise NotImplementedError

    def read_in(self, folder: int, name: str) -> int:
        """A descriptor."""
        raise NotImplementedError

    def write_in(self, folder: int, name: str, fresh: bool) -> int:
        """A descriptor of a file that is there, or of one that is made and must not be there (`fresh`)."""
        raise NotImplementedError

    def is_own(self, descriptor: int) -> bool:
        """Whether an account with rights like this one's owns an open file."""
        raise NotImplementedError

    def modify_in(self, folder: int, name: str, modified_at: int) -> None:
        raise NotImplementedError

    def make_in(self, folder: int, name: str) -> None:
        raise NotImplementedError

    def remove_in(self, folder: int, name: str) -> None:
        raise NotImplementedError

    def rename_in(self, folder: int, name: str, target: int, new: str, overwrite: bool) -> None:
        """FileExistsError where `new` is taken, unless `overwrite`."""
        raise NotImplementedError

    # --- what everybody asks ----------------------------------------------------------------------------------------

    def look(self, path: str) -> Found:
        root, names = self.split(path)
        if not names:
            with self._folder(root, ()) as folder:
                return self.look_at(folder, root)
        with self._folder(root, names[:-1]) as folder:
            return self.look_in(folder, names[-1])

    def scan(self, path: str) -> Iterator[Found]:
        with self._folder(*self.split(path)) as folder:
            yield from self.scan_in(folder)

    def open_to_read(self, path: str) -> int:
        with self._parent(path) as (folder, name):
            return self._regular(path, self.read_in(folder, name))

    def open_to_write(self, path: str) -> int:
        """What somebody else has put there is not written on: they may keep it open, or have made it of something else."""
        with self._parent(path) as (folder, name):
            try:
                descriptor = self.write_in(folder, name, fresh=False)
            except FileNotFoundError:
                return self._regular(path, self.write_in(folder, name, fresh=True), alone=True)
            if stat.S_ISREG(os.fstat(descriptor).st_mode) and not self.is_own(descriptor):
                os.close(descriptor)
                self.remove_in(folder, name)
                descriptor = self.write_in(folder, name, fresh=True)
            return self._regular(path, descriptor, alone=True)

    def set_modified(self, path: str, modified_at: int) -> None:
        with self._parent(path) as (folder, name):
            self.modify_in(folder, name, modified_at)

    def make_folder(self, path: str) -> None:
        with self._parent(path) as (folder, name):
            self.make_in(folder, name)

    def remove(self, path: str) -> None:
        with self._parent(path) as (folder, name):
            self.remove_in(folder, name)

    def put_in_place(self, path: str, final: str, overwrite: bool) -> None:
        with self._parent(path) as (folder, name), self._parent(final) as (target, new):
            if overwrite and self._is_folder(target, new):
                raise FileExistsError(f"a folder: {final}")
            self.rename_in(folder, name, target, new, overwrite)

    def same_drive(self, path: str, other: str) -> bool:
        return self.look(path).identity[0] == self.look(other).identity[0]

    def _is_folder(self, folder: int, name: str) -> bool:
        try:
            return self.look_in(folder, name).kind == "folder"
        except FileNotFoundError:
            return False

    @contextmanager
    def _parent(self, path: str) -> Iterator[tuple[int, str]]:
        root, names = self.split(path)
        if not names:
            raise PermissionError(f"a whole drive: {path}")
        with self._folder(root, names[:-1]) as folder:
            yield folder, names[-1]

    @contextmanager
    def _folder(self, root: str, names: tuple[str, ...]) -> Iterator[int]:
        folder = self.open_root(root)
        try:
            for name in names:
                inner = self.open_folder(folder, name)
                self.close_folder(folder)
                folder = inner
            yield folder
        finally:
            self.close_folder(folder)
