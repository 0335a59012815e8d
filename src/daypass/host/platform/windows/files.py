"""Files on Windows: long paths, attributes, links that lead elsewhere, the recycle bin.

Everything goes to Windows with `\\\\?\\` before it, so that names are taken literally and may be long. Links are reparse points that stand
for another name (junctions, symbolic links); those of cloud folders are files like others.
"""

import sys

assert sys.platform == "win32"

import contextlib
import msvcrt
import os
import re
import stat
from collections.abc import Sequence

import pywintypes
import win32api
import win32con
import win32file

from daypass.host.platform.any_files import AnyFiles
from daypass.host.platform.ports import Found, StartingPlace
from daypass.host.platform.windows import people
from daypass.host.platform.windows.person_folders import person_folders
from daypass.host.platform.windows.recycle_bin import put_into_bin

_SYSTEM_SID = "S-1-5-18"
_STANDS_FOR_A_NAME = 0x20000000  # IsReparseTagNameSurrogate
_ELSEWHERE = 0x1000 | 0x40000 | 0x400000  # offline, or fetched from a cloud when opened or read
_DRIVE = re.compile(r"[A-Za-z]:\\")
_SHARE = re.compile(r"\\\\([^\\/:*?\"<>|.]+[^\\/:*?\"<>|]*)\\([^\\/:*?\"<>|]+)(?:\\|$)")
_FORBIDDEN = frozenset('<>:"/\\|?*') | frozenset(map(chr, range(32)))
_OLDEST_MS = -11_644_473_600_000
_KINDS = {
    win32con.DRIVE_FIXED: "drive",
    win32con.DRIVE_RAMDISK: "drive",
    win32con.DRIVE_REMOVABLE: "removable",
    win32con.DRIVE_REMOTE: "network",
    win32con.DRIVE_CDROM: "optical",
}


class WindowsFiles(AnyFiles):
    """With the rights of this process."""

    separator = "\\"

    def __init__(self, strict: bool = False) -> None:
        """`strict`: as for the system, whoever runs this."""
        self._as_system = people.own_sid() == _SYSTEM_SID
        self._strict = strict or self._as_system

    def person(self) -> str:
        return str(win32api.GetUserName())

    def places(self) -> Sequence[StartingPlace]:
        found = [
            StartingPlace(kind, path, path.rpartition("\\")[2] or path)
            for kind, path in person_folders(self._as_system)
            if stat.S_ISDIR(_mode(self.os_path(path)))
        ]
        # No window of the system's own about an empty card reader.
        before = win32api.SetErrorMode(win32con.SEM_FAILCRITICALERRORS)
        try:
            return [*found, *map(_drive, filter(None, win32api.GetLogicalDriveStrings().split("\0")))]
        finally:
            win32api.SetErrorMode(before)

    def split(self, path: str) -> tuple[str, tuple[str, ...]]:
        if _DRIVE.match(path):
            root, rest = path[:3].upper(), path[3:]
        elif share := _SHARE.match(path):
            root, rest = f"\\\\{share[1]}\\{share[2]}\\", path[share.end() :]
        else:
            raise ValueError("not an absolute path")
        rest = rest.removesuffix("\\")
        names = tuple(rest.split("\\")) if rest else ()
        if not all(map(self.may_name, names)):
            raise ValueError("not a plain path")
        return root, names

    def may_name(self, name: str) -> bool:
        return bool(name) and name not in (".", "..") and _FORBIDDEN.isdisjoint(name)

    def os_path(self, path: str) -> str:
        return f"\\\\?\\UNC\\{path[2:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"

    def found(self, name: str, path: str, looked: os.stat_result) -> Found:
        attributes = looked.st_file_attributes
        is_link = bool(
            attributes & win32con.FILE_ATTRIBUTE_REPARSE_POINT and looked.st_reparse_tag & _STANDS_FOR_A_NAME
        )
        kind = "link" if is_link else "folder" if attributes & win32con.FILE_ATTRIBUTE_DIRECTORY else "file"
        return Found(
            name,
            kind,
            size=looked.st_size if kind == "file" else 0,
            modified_at=looked.st_mtime_ns // 1_000_000,
            created_at=looked.st_ctime_ns // 1_000_000,
            hidden=bool(attributes & win32con.FILE_ATTRIBUTE_HIDDEN),
            system=bool(attributes & win32con.FILE_ATTRIBUTE_SYSTEM),
            read_only=kind == "file" and bool(attributes & win32con.FILE_ATTRIBUTE_READONLY),
            online_only=bool(attributes & _ELSEWHERE),
            target=_target(path) if is_link else None,
            identity=(looked.st_dev, looked.st_ino),
        )

    def descriptor(self, path: str, flags: int) -> int:
        """By Windows' own call: the C library's forgets why it failed."""
        writes = bool(flags & os.O_RDWR)
        if not writes or os.path.lexists(self.os_path(path)):
            if self.look(path).kind != "file":
                raise PermissionError(f"not a file: {path}")
        shared = win32con.FILE_SHARE_READ | (0 if writes else win32con.FILE_SHARE_WRITE | win32con.FILE_SHARE_DELETE)
        try:
            handle = win32file.CreateFile(
                self.os_path(path),
                win32con.GENERIC_READ | (win32con.GENERIC_WRITE if writes else 0),
                shared,
                None,
                win32con.OPEN_ALWAYS if flags & os.O_CREAT else win32con.OPEN_EXISTING,
                win32con.FILE_FLAG_SEQUENTIAL_SCAN,
                None,
            )
        except pywintypes.error as problem:
            raise as_os_error(problem, path) from problem
        return msvcrt.open_osfhandle(handle.Detach(), os.O_BINARY | (os.O_RDWR if writes else os.O_RDONLY))

    def strays(self, descriptor: int, path: str) -> bool:
        """As the system only: a person who plants a link reaches nothing with it that they could not reach before."""
        if not self._strict:
            return False
        name = win32file.GetFinalPathNameByHandle(msvcrt.get_osfhandle(descriptor), 0)
        final = _plain(str(name)).casefold()
        return final not in (path.casefold(), _plain(str(win32api.GetLongPathName(self.os_path(path)))).casefold())

    def set_modified(self, path: str, modified_at: int) -> None:
        super().set_modified(path, max(modified_at, _OLDEST_MS))

    def remove(self, path: str) -> None:
        where = self.os_path(path)
        looked = os.lstat(where)
        if looked.st_file_attributes & win32con.FILE_ATTRIBUTE_READONLY:
            os.chmod(where, stat.S_IWRITE | stat.S_IREAD)  # noqa: PTH101
        if looked.st_file_attributes & win32con.FILE_ATTRIBUTE_DIRECTORY:
            os.rmdir(where)  # noqa: PTH106
        else:
            os.unlink(where)  # noqa: PTH108

    def free(self, path: str) -> int:
        try:
            return int(win32file.GetDiskFreeSpaceEx(self.os_path(path))[0])
        except pywintypes.error as problem:
            raise as_os_error(problem, path) from problem

    def recycle(self, path: str) -> None:
        found = self.look(path)
        put_into_bin(path, found.size)
        if os.path.lexists(self.os_path(path)):
            raise OSError(f"Windows left it where it was: {path}")

    def same_drive(self, path: str, other: str) -> bool:
        return os.lstat(self.os_path(path)).st_dev == os.lstat(self.os_path(other)).st_dev


def as_os_error(problem: "pywintypes.error", path: str) -> OSError:
    """With Windows' own number, which says more than errno."""
    return OSError(None, problem.strerror, path, problem.winerror)


def _mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def _target(path: str) -> str | None:
    try:
        return _plain(os.readlink(path))  # noqa: PTH115
    except OSError:
        return None


def _plain(path: str) -> str:
    r"""Without `\\?\`."""
    if path.startswith("\\\\?\\UNC\\"):
        return "\\\\" + path[8:]
    return path.removeprefix("\\\\?\\")


def _drive(root: str) -> StartingPlace:
    kind = _KINDS.get(win32file.GetDriveType(root), "drive")
    label, size, free = "", None, None
    if kind in ("drive", "removable"):  # the others may take half a minute to say that they are not there
        with contextlib.suppress(pywintypes.error):
            label = str(win32api.GetVolumeInformation(root)[0])
            free, size = map(int, win32file.GetDiskFreeSpaceEx(root)[:2])
    return StartingPlace(kind, root, label or root.rstrip("\\"), size, free)
