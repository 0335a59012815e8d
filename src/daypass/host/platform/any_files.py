"""What is the same about files on every system: the `os` module, used without following links."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from daypass.host.platform.ports import Found

_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class AnyFiles:
    """Base of the systems' own classes, which say how paths are written and what attributes there are."""

    separator = os.sep

    def os_path(self, path: str) -> str:
        return path

    def split(self, path: str) -> tuple[str, tuple[str, ...]]:
        """As the port says."""
        raise NotImplementedError

    def look(self, path: str) -> Found:
        where = self.os_path(path)
        return self.found(path.rpartition(self.separator)[2] or path, where, os.lstat(where))

    def scan(self, path: str) -> Iterator[Found]:
        with os.scandir(self.os_path(path)) as entries:
            for entry in entries:
                try:
                    yield self.found(entry.name, entry.path, entry.stat(follow_symlinks=False))
                except OSError as problem:
                    yield Found(entry.name, "other", problem=problem)

    def found(self, name: str, path: str, looked: os.stat_result) -> Found:
        """What `os` told of one thing, in the port's words."""
        raise NotImplementedError

    def open_to_read(self, path: str) -> int:
        return self._regular(path, self.descriptor(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))

    def open_to_write(self, path: str) -> int:
        return self._regular(path, self.descriptor(path, os.O_RDWR | os.O_CREAT), alone=True)

    def descriptor(self, path: str, flags: int) -> int:
        """Open without following a link at the end."""
        return os.open(self.os_path(path), flags | _BINARY, 0o666)

    def _regular(self, path: str, descriptor: int, alone: bool = False) -> int:
        """The descriptor, if it is of a file; `alone`: that no other name writes to as well."""
        try:
            looked = os.fstat(descriptor)
            if not stat.S_ISREG(looked.st_mode) or (alone and looked.st_nlink > 1):
                raise PermissionError(f"not a file of its own: {path}")
        except OSError:
            os.close(descriptor)
            raise
        return descriptor

    def write(self, descriptor: int, data: bytes | memoryview) -> None:
        view = memoryview(data)
        while view.nbytes:
            view = view[os.write(descriptor, view) :]

    def set_modified(self, path: str, modified_at: int) -> None:
        os.utime(self.os_path(path), ns=(modified_at * 1_000_000, modified_at * 1_000_000))

    def make_folder(self, path: str) -> None:
        os.mkdir(self.os_path(path))  # noqa: PTH102 - longer than Path takes on Windows

    def remove(self, path: str) -> None:
        where = self.os_path(path)
        if stat.S_ISDIR(os.lstat(where).st_mode):
            os.rmdir(where)  # noqa: PTH106
        else:
            os.unlink(where)  # noqa: PTH108

    def put_in_place(self, path: str, final: str, overwrite: bool) -> None:
        old, new = self.os_path(path), self.os_path(final)
        if overwrite:
            if stat.S_ISDIR(_mode(new)):
                raise FileExistsError(f"a folder: {final}")
            Path(old).replace(new)
        else:
            self.rename_to_free_name(old, new)

    def rename_to_free_name(self, old: str, new: str) -> None:
        """FileExistsError when the name is taken. Windows' rename never overwrites."""
        Path(old).rename(new)


def _mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return 0
