"""Files for the service's own account: nothing a person puts in the way makes it work anywhere else than where it was told to."""

import sys

assert sys.platform == "win32"

import errno
import msvcrt
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pywintypes
import win32api
import win32con
import win32file
import win32security

from daypass.host.platform.anchored_files import AnchoredFiles
from daypass.host.platform.ports import Found
from daypass.host.platform.windows import people
from daypass.host.platform.windows import within_folders as within
from daypass.host.platform.windows.files import WindowsFiles, as_os_error
from daypass.host.platform.windows.open_files import (
    LINK,
    READ_ONLY,
    entries_of,
    facts_of,
    set_basics,
    target_of,
)
from daypass.host.platform.windows.person_folders import person_folders

_ADMINISTRATORS = "S-1-5-32-544"
_NORMAL = 0x80


class SystemFiles(AnchoredFiles, WindowsFiles):
    """Opened name by name. It has no recycle bin: the shell goes by paths, and nobody would look into the system's."""

    def folders_of_the_person(self) -> Iterator[tuple[str, str]]:
        return person_folders(as_system=True)

    def free(self, path: str) -> int:
        return super().free(self.split(path)[0])

    def recycle(self, path: str) -> None:
        raise OSError(f"no recycle bin for the system: {path}")

    def open_root(self, root: str) -> int:
        try:
            handle = win32file.CreateFile(
                self.os_path(root),
                within.LIST | within.READ_ATTRIBUTES | within.SYNCHRONIZE,
                within.SHARE_ALL,
                None,
                win32con.OPEN_EXISTING,
                win32con.FILE_FLAG_BACKUP_SEMANTICS,
                None,
            )
        except pywintypes.error as problem:
            raise as_os_error(problem, root) from problem
        return int(handle.Detach())

    def open_folder(self, folder: int, name: str) -> int:
        opened = within.open_within(
            folder, name, within.LIST | within.READ_ATTRIBUTES, within.FOLDER | within.LINK_ITSELF
        )
        try:
            if facts_of(opened).is_link:
                raise OSError(errno.ELOOP, "a link", name)
        except OSError:
            self.close_folder(opened)
            raise
        return opened

    def close_folder(self, folder: int) -> None:
        win32api.CloseHandle(folder)

    def look_at(self, folder: int, name: str) -> Found:
        return facts_of(folder).found(name, None)

    def look_in(self, folder: int, name: str) -> Found:
        with self._itself(folder, name, within.READ_ATTRIBUTES) as opened:
            facts = facts_of(opened)
            return facts.found(name, target_of(opened) if facts.is_link else None)

    def scan_in(self, folder: int) -> Iterator[Found]:
        for name, facts in entries_of(folder):
            try:
                yield self.look_in(folder, name) if facts.is_link else facts.found(name, None)
            except OSError as problem:
                yield Found(name, "other", problem=problem)

    def read_in(self, folder: int, name: str) -> int:
        if self.look_in(folder, name).kind != "file":
            raise PermissionError(f"not a file: {name}")
        handle = within.open_within(folder, name, within.GENERIC_READ, within.FILE)
        return msvcrt.open_osfhandle(handle, os.O_BINARY | os.O_RDONLY)

    def write_in(self, folder: int, name: str, fresh: bool) -> int:
        handle = within.open_within(
            folder,
            name,
            within.GENERIC_READ | within.GENERIC_WRITE,
            within.FILE | within.LINK_ITSELF,
            within.CREATE if fresh else within.OPEN,
            within.SHARE_READ,
        )
        try:
            if facts_of(handle).attributes & LINK:
                raise PermissionError(f"not a file of its own: {name}")
        except OSError:
            win32api.CloseHandle(handle)
            raise
        return msvcrt.open_osfhandle(handle, os.O_BINARY | os.O_RDWR)

    def is_own(self, descriptor: int) -> bool:
        security = win32security.GetSecurityInfo(
            msvcrt.get_osfhandle(descriptor), win32security.SE_FILE_OBJECT, win32security.OWNER_SECURITY_INFORMATION
        )
        owner = str(win32security.ConvertSidToStringSid(security.GetSecurityDescriptorOwner()))
        return owner in (people.own_sid(), people.SYSTEM_SID, _ADMINISTRATORS)

    def modify_in(self, folder: int, name: str, modified_at: int) -> None:
        with self._itself(folder, name, within.WRITE_ATTRIBUTES) as opened:
            set_basics(opened, modified_at)

    def make_in(self, folder: int, name: str) -> None:
        made = within.open_within(
            folder, name, within.READ_ATTRIBUTES, within.FOLDER | within.LINK_ITSELF, within.CREATE
        )
        win32api.CloseHandle(made)

    def remove_in(self, folder: int, name: str) -> None:
        access = within.DELETE | within.READ_ATTRIBUTES | within.WRITE_ATTRIBUTES
        with self._itself(folder, name, access) as opened:
            attributes = facts_of(opened).attributes
            if attributes & READ_ONLY:
                set_basics(opened, attributes=attributes & ~READ_ONLY or _NORMAL)
            within.delete(opened, name)

    def rename_in(self, folder: int, name: str, target: int, new: str, overwrite: bool) -> None:
        with self._itself(folder, name, within.DELETE | within.READ_ATTRIBUTES) as opened:
            try:
                within.rename(opened, target, new, overwrite)
            except PermissionError:
                if overwrite:  # of what is in use Windows says only that access is denied; opening it says why
                    win32api.CloseHandle(within.open_within(target, new, within.DELETE, within.LINK_ITSELF))
                raise

    @contextmanager
    def _itself(self, folder: int, name: str, access: int) -> Iterator[int]:
        """Whatever has this name, a link too."""
        opened = within.open_within(folder, name, access, within.LINK_ITSELF)
        try:
            yield opened
        finally:
            win32api.CloseHandle(opened)
