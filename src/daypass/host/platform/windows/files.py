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
from collections.abc import Iterator, Sequence

import pywintypes
import win32api
import win32con
import win32file

from daypass.host.platform.any_files import AnyFiles
from daypass.host.platform.ports import Found, StartingPlace
from daypass.host.platform.windows.open_files import OLDEST_MS, Facts, plain
from daypass.host.platform.windows.person_folders import person_folders
from daypass.host.platform.windows.recycle_bin import put_into_bin
from daypass.protocol.file_names import NameFault, name_fault

_DRIVE = re.compile(r"[A-Za-z]:\\")
_SHARE = re.compile(r"\\\\([^\\/:*?\"<>|.]+[^\\/:*?\"<>|]*)\\([^\\/:*?\"<>|]+)(?:\\|$)")
_FORBIDDEN = frozenset('<>:"/\\|?*') | frozenset(map(chr, range(32)))
_LINK_ITSELF = 0x200000  # FILE_FLAG_OPEN_REPARSE_POINT
_READ_OTHERWISE = (NameFault.TRAILING, NameFault.RESERVED, NameFault.DOTS)
_KINDS = {
    win32con.DRIVE_FIXED: "drive",
    win32con.DRIVE_RAMDISK: "drive",
    win32con.DRIVE_REMOVABLE: "removable",
    win32con.DRIVE_REMOTE: "network",
    win32con.DRIVE_CDROM: "optical",
}


class WindowsFiles(AnyFiles):
    """With the rights of the person whose process this is; the system's own are in `files_as_system.py`."""

    separator = "\\"

    def person(self) -> str:
        return str(win32api.GetUserName())

    def places(self) -> Sequence[StartingPlace]:
        found = [
            StartingPlace(kind, path, path.rpartition("\\")[2] or path)
            for kind, path in self.folders_of_the_person()
            if stat.S_ISDIR(_mode(self.os_path(path)))
        ]
        # No window of the system's own about an empty card reader.
        before = win32api.SetErrorMode(win32con.SEM_FAILCRITICALERRORS)
        try:
            return [*found, *map(_drive, filter(None, win32api.GetLogicalDriveStrings().split("\0")))]
        finally:
            win32api.SetErrorMode(before)

    def folders_of_the_person(self) -> Iterator[tuple[str, str]]:
        return person_folders(as_system=False)

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
        facts = Facts(
            attributes=looked.st_file_attributes,
            tag=looked.st_reparse_tag,
            size=looked.st_size,
            created_at=looked.st_ctime_ns // 1_000_000,
            modified_at=looked.st_mtime_ns // 1_000_000,
            identity=(looked.st_dev, looked.st_ino),
        )
        return facts.found(name, _target(path) if facts.is_link else None)

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

    def set_modified(self, path: str, modified_at: int) -> None:
        super().set_modified(path, max(modified_at, OLDEST_MS))

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
            return int(win32file.GetDiskFreeSpaceEx(self.os_path(path).rstrip("\\") + "\\")[0])  # shares want that end
        except pywintypes.error as problem:
            raise as_os_error(problem, path) from problem

    def put_in_place(self, path: str, final: str, overwrite: bool) -> None:
        """Of a file that is in use Windows says only that access is denied; who wants to replace it is told that it is in use."""
        try:
            super().put_in_place(path, final, overwrite)
        except PermissionError:
            if overwrite:
                self._must_not_be_in_use(final)
            raise

    def _must_not_be_in_use(self, path: str) -> None:
        try:
            handle = win32file.CreateFile(
                self.os_path(path),
                win32con.DELETE,
                win32con.FILE_SHARE_READ | win32con.FILE_SHARE_WRITE | win32con.FILE_SHARE_DELETE,
                None,
                win32con.OPEN_EXISTING,
                _LINK_ITSELF,
                None,
            )
        except pywintypes.error as problem:
            raise as_os_error(problem, path) from problem
        handle.Close()

    def recycle(self, path: str) -> None:
        """The shell's way takes names as programs do: of some it makes others, and would take what those name."""
        _, names = self.split(path)
        if any(name_fault(name) in _READ_OTHERWISE for name in names):
            raise OSError(f"the shell reads another name: {path}")
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
        return plain(os.readlink(path))  # noqa: PTH115
    except OSError:
        return None


def _drive(root: str) -> StartingPlace:
    kind = _KINDS.get(win32file.GetDriveType(root), "drive")
    label, size, free = "", None, None
    if kind in ("drive", "removable"):  # the others may take half a minute to say that they are not there
        with contextlib.suppress(pywintypes.error):
            label = str(win32api.GetVolumeInformation(root)[0])
            free, size = map(int, win32file.GetDiskFreeSpaceEx(root)[:2])
    return StartingPlace(kind, root, label or root.rstrip("\\"), size, free)
