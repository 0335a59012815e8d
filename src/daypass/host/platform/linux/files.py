"""Files on Linux, for development and tests: hidden is what begins with a dot, the recycle bin is freedesktop.org's."""

import ctypes
import os
import shutil
import stat
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from daypass.host.platform.any_files import AnyFiles
from daypass.host.platform.ports import Found, StartingPlace

_AT_HERE, _NO_REPLACE = -100, 1
_KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}


class LinuxFiles(AnyFiles):
    """With the rights of whoever runs this."""

    separator = "/"

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._home = environment.get("DAYPASS_HOST_PERSON_HOME") or environment.get("HOME") or "/"
        self._c = ctypes.CDLL(None, use_errno=True)

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

    def found(self, name: str, path: str, looked: os.stat_result) -> Found:
        kind = _KINDS.get(stat.S_IFMT(looked.st_mode), "other")
        return Found(
            name,
            kind,
            size=looked.st_size if kind == "file" else 0,
            modified_at=looked.st_mtime_ns // 1_000_000,
            created_at=looked.st_ctime_ns // 1_000_000,
            hidden=name.startswith("."),
            read_only=not looked.st_mode & stat.S_IWUSR,
            target=str(Path(path).readlink()) if kind == "link" else None,
            identity=(looked.st_dev, looked.st_ino),
        )

    def strays(self, descriptor: int, path: str) -> bool:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink()) != path

    def rename_to_free_name(self, old: str, new: str) -> None:
        """rename(2) would overwrite; renameat2 says no."""
        if self._c.renameat2(_AT_HERE, os.fsencode(old), _AT_HERE, os.fsencode(new), _NO_REPLACE) != 0:
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
        self.rename_to_free_name(path, str(bin_ / "files" / name))

    def same_drive(self, path: str, other: str) -> bool:
        return os.lstat(path).st_dev == os.lstat(other).st_dev
