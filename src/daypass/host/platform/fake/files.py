"""A PC's drive inside one folder, that fails when a test wants it to."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from daypass.host.platform.any_files import AnyFiles
from daypass.host.platform.ports import Found, StartingPlace


class FakeFiles(AnyFiles):
    """Paths as on Linux. `room` is what may still be written; `refused` maps the end of a path to the error number it answers with."""

    separator = "/"

    def __init__(self, drive: Path) -> None:
        self._drive = str(drive)
        self.room = 1 << 40
        self.refused: dict[str, int] = {}
        self.binned: list[str] = []
        self.other_drives: set[str] = set()
        self.sees_little_room = True

    def person(self) -> str:
        return "Person"

    def places(self) -> Sequence[StartingPlace]:
        return [StartingPlace("drive", "/", "Fake", 1 << 40, self.room)]

    def split(self, path: str) -> tuple[str, tuple[str, ...]]:
        names = tuple(path[1:].split("/")) if path != "/" else ()
        if not path.startswith("/") or not all(map(self.may_name, names)):
            raise ValueError("not a plain path")
        return "/", names

    def may_name(self, name: str) -> bool:
        return bool(name) and name not in (".", "..") and "/" not in name and "\0" not in name

    def os_path(self, path: str) -> str:
        for end, number in self.refused.items():
            if path.endswith(end):
                raise OSError(number, os.strerror(number), path)
        return self._drive + path

    def found(self, name: str, path: str, looked: os.stat_result) -> Found:
        kind = {0o040000: "folder", 0o120000: "link", 0o100000: "file"}.get(looked.st_mode & 0o170000, "other")
        return Found(
            name,
            kind,
            size=looked.st_size if kind == "file" else 0,
            modified_at=looked.st_mtime_ns // 1_000_000,
            identity=(looked.st_dev, looked.st_ino),
            target=str(Path(path).readlink()) if kind == "link" else None,
        )

    def write(self, descriptor: int, data: bytes | memoryview) -> None:
        size = memoryview(data).nbytes
        if size > self.room:
            raise OSError(errno.ENOSPC, "no space left")
        self.room -= size
        super().write(descriptor, data)

    def rename_to_free_name(self, old: str, new: str) -> None:
        if os.path.lexists(new):
            raise FileExistsError(new)
        super().rename_to_free_name(old, new)

    def free(self, path: str) -> int:
        return self.room if self.sees_little_room else 1 << 40

    def recycle(self, path: str) -> None:
        where = self.os_path(path)
        if path.startswith("/stick/"):
            raise OSError(errno.EXDEV, "no recycle bin here")
        bin_ = Path(self._drive) / ".bin"
        bin_.mkdir(exist_ok=True)
        Path(where).rename(bin_ / str(len(self.binned)))
        self.binned.append(path)

    def same_drive(self, path: str, other: str) -> bool:
        return path.split("/")[1] not in self.other_drives and other.split("/")[1] not in self.other_drives
