"""Files on Linux, for development and tests: hidden is what begins with a dot, the recycle bin is freedesktop.org's."""

import ctypes
import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from daypass.host.platform.anchored_files import AnchoredFiles
from daypass.host.platform.ports import Found, StartingPlace

_NO_REPLACE = 1
_NOT_WAITING, _FOLDER, _PASSING = (getattr(os, name, 0) for name in ("O_NONBLOCK", "O_DIRECTORY", "O_PATH"))
_ITSELF = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}


class LinuxFiles(AnchoredFiles):
    """With the rights of whoever runs this."""

    separator = "/"

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._home = environment.get("DAYPASS_HOST_PERSON_HOME") or environment.get("HOME") or "/"
        self._c = ctypes.CDLL(None, use_errno=True)
        self._account = Path("/proc/self").stat().st_uid

    def person(self) -> str:
        if sys.platform == "win32":  # for the type checker: accounts of Linux
            raise OSError("Linux only")
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name

    def places(self) -> Sequence[StartingPlace]:
        home = Path(self._home)
        found = [StartingPlace("home", self._home, home.name)]
        for name in ("Desktop", "Documents", "Downloads"):
            if (home / name).is_dir():
                found.append(StartingPlace(name.lower(), str(home / name), name))
        room = shutil.disk_usage("/")
        return [*found, StartingPlace("drive", "/", "/", room.total, room.free)]

    def split(self, path: str) -> tuple[str, tuple[str, ...]]:
        if not path.startswith("/"):
            raise ValueError("not an absolute path")
        names = tuple(path[1:].rstrip("/").split("/")) if path.strip("/") else ()
        if not all(map(self.may_name, names)):
            raise ValueError("not a plain path")
        return "/", names

    def may_name(self, name: str) -> bool:
        return bool(name) and name not in (".", "..") and "/" not in name and "\0" not in name

    def open_root(self, root: str) -> int:
        return os.open(root, _PASSING | _FOLDER | _ITSELF)

    def open_folder(self, folder: int, name: str) -> int:
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise OSError(errno.ELOOP, "a link", name)
        return os.open(name, _PASSING | _FOLDER | _ITSELF, dir_fd=folder)

    def close_folder(self, folder: int) -> None:
        os.close(folder)

    def look_at(self, folder: int, name: str) -> Found:
        return _found(name, os.fstat(folder), None)

    def look_in(self, folder: int, name: str) -> Found:
        looked = os.stat(name, dir_fd=folder, follow_symlinks=False)
        return _found(name, looked, os.readlink(name, dir_fd=folder) if stat.S_ISLNK(looked.st_mode) else None)

    def scan_in(self, folder: int) -> Iterator[Found]:
        listed = os.open(".", os.O_RDONLY | _FOLDER | _ITSELF, dir_fd=folder)
        try:
            with os.scandir(listed) as entries:
                for entry in entries:
                    try:
                        yield self.look_in(folder, entry.name)
                    except OSError as problem:
                        yield Found(entry.name, "other", problem=problem)
        finally:
            os.close(listed)

    def read_in(self, folder: int, name: str) -> int:
        return os.open(name, os.O_RDONLY | _NOT_WAITING | _ITSELF, dir_fd=folder)

    def write_in(self, folder: int, name: str, fresh: bool) -> int:
        """As on Windows, one program writes to it at a time; BlockingIOError for another."""
        if sys.platform == "win32":  # for the type checker: locks of Linux
            raise OSError("Linux only")
        import fcntl

        how = os.O_RDWR | _NOT_WAITING | _ITSELF | (os.O_CREAT | os.O_EXCL if fresh else 0)
        descriptor = os.open(name, how, 0o666, dir_fd=folder)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor

    def is_own(self, descriptor: int) -> bool:
        return os.fstat(descriptor).st_uid == self._account

    def modify_in(self, folder: int, name: str, modified_at: int) -> None:
        times = (modified_at * 1_000_000, modified_at * 1_000_000)
        os.utime(name, ns=times, dir_fd=folder, follow_symlinks=False)

    def make_in(self, folder: int, name: str) -> None:
        os.mkdir(name, dir_fd=folder)  # noqa: PTH102 - Path knows no open folders

    def remove_in(self, folder: int, name: str) -> None:
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            os.rmdir(name, dir_fd=folder)  # noqa: PTH106
        else:
            os.unlink(name, dir_fd=folder)  # noqa: PTH108

    def rename_in(self, folder: int, name: str, target: int, new: str, overwrite: bool) -> None:
        """rename(2) would overwrite; renameat2 says no."""
        flags = 0 if overwrite else _NO_REPLACE
        if self._c.renameat2(folder, os.fsencode(name), target, os.fsencode(new), flags) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), new)

    def free(self, path: str) -> int:
        return shutil.disk_usage(path).free

    def recycle(self, path: str) -> None:
        bin_ = Path(self._home) / ".local/share/Trash"
        for part in ("files", "info"):
            (bin_ / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.same_drive(path, str(bin_)):
            raise OSError(f"no recycle bin on this drive: {path}")
        name = f"{time.time_ns()} {Path(path).name}"[:255]
        deleted = time.strftime("%Y-%m-%dT%H:%M:%S")
        (bin_ / "info" / f"{name}.trashinfo").write_text(
            f"[Trash Info]\nPath={quote(path)}\nDeletionDate={deleted}\n", encoding="utf-8"
        )
        self.put_in_place(path, str(bin_ / "files" / name), overwrite=False)


def _found(name: str, looked: os.stat_result, target: str | None) -> Found:
    kind = _KINDS.get(stat.S_IFMT(looked.st_mode), "other")
    return Found(
        name,
        kind,
        size=looked.st_size if kind == "file" else 0,
        modified_at=looked.st_mtime_ns // 1_000_000,
        created_at=looked.st_ctime_ns // 1_000_000,
        hidden=name.startswith("."),
        read_only=not looked.st_mode & stat.S_IWUSR,
        target=target,
        identity=(looked.st_dev, looked.st_ino),
    )
