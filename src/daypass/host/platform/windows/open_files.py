"""What Windows tells of a file, a folder or a link that is open, and of what is in an open folder."""

import sys

assert sys.platform == "win32"

import ctypes
import struct
from collections.abc import Iterator
from ctypes import wintypes
from dataclasses import dataclass

from daypass.host.platform.ports import Found

OLDEST_MS = -11_644_473_600_000
"""The year 1601, in milliseconds since 1970."""
READ_ONLY, HIDDEN, SYSTEM, FOLDER, LINK = 0x1, 0x2, 0x4, 0x10, 0x400
_STANDS_FOR_A_NAME = 0x20000000  # IsReparseTagNameSurrogate
_ELSEWHERE = 0x1000 | 0x40000 | 0x400000  # offline, or fetched from a cloud when opened or read
_MOUNT_POINT, _SYMLINK = 0xA0000003, 0xA000000C
_GET_REPARSE_POINT = 0x900A8
_NO_MORE_FILES = 18
_BASIC, _STANDARD, _TAG, _FROM_THE_START, _FURTHER = 0, 1, 9, 11, 10
_ENTRY = struct.Struct("<IIqqqqqqIIIbx24sxxq")  # FILE_ID_BOTH_DIR_INFO; then the name
_BASICS, _STANDARDS, _TAGS = struct.Struct("<qqqqI4x"), struct.Struct("<qqI??2x"), struct.Struct("<II")
_BUFFER = 64 * 1024
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.GetFileInformationByHandleEx.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
_kernel32.GetFileInformationByHandle.argtypes = (wintypes.HANDLE, ctypes.c_void_p)
_kernel32.SetFileInformationByHandle.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
_kernel32.DeviceIoControl.argtypes = (
    wintypes.HANDLE,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_void_p,
    ctypes.c_void_p,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Times in ms since 1970; `identity` is the drive and the number there."""

    attributes: int
    tag: int
    size: int
    created_at: int
    modified_at: int
    identity: tuple[int, int]

    @property
    def is_link(self) -> bool:
        """Whether it stands for another name; those of cloud folders are files and folders like others."""
        return bool(self.attributes & LINK and self.tag & _STANDS_FOR_A_NAME)

    def found(self, name: str, target: str | None) -> Found:
        """In the port's words."""
        kind = "link" if self.is_link else "folder" if self.attributes & FOLDER else "file"
        return Found(
            name,
            kind,
            size=self.size if kind == "file" else 0,
            modified_at=self.modified_at,
            created_at=self.created_at,
            hidden=bool(self.attributes & HIDDEN),
            system=bool(self.attributes & SYSTEM),
            read_only=kind == "file" and bool(self.attributes & READ_ONLY),
            online_only=bool(self.attributes & _ELSEWHERE),
            target=target,
            identity=self.identity,
        )


def facts_of(handle: int) -> Facts:
    """Of what is open. Raises OSError."""
    created, _, modified, _, attributes = _BASICS.unpack(_ask(handle, _BASIC, _BASICS.size))
    _, size, *_ = _STANDARDS.unpack(_ask(handle, _STANDARD, _STANDARDS.size))
    tag = _TAGS.unpack(_ask(handle, _TAG, _TAGS.size))[1] if attributes & LINK else 0
    drive, number = _identity(handle)
    return Facts(attributes, tag, size, _ms(created), _ms(modified), (drive, number))


def entries_of(handle: int) -> Iterator[tuple[str, Facts]]:
    """What is in an open folder, in Windows' order, without `.` and `..`. Raises OSError."""
    drive, _ = _identity(handle)
    which = _FROM_THE_START
    while True:
        try:
            told = _ask(handle, which, _BUFFER)
        except OSError as error:
            if error.winerror == _NO_MORE_FILES:
                return
            raise
        which, at = _FURTHER, 0
        while True:
            (to_next, _, created, _, modified, _, size, _, attributes, length, tag, _, _, number) = _ENTRY.unpack_from(
                told, at
            )
            name = told[at + _ENTRY.size : at + _ENTRY.size + length].decode("utf-16-le", "surrogatepass")
            if name not in (".", ".."):
                is_link = attributes & LINK  # then Windows tells the tag where the size of extended attributes was
                yield (
                    name,
                    Facts(attributes, tag if is_link else 0, size, _ms(created), _ms(modified), (drive, number)),
                )
            if not to_next:
                break
            at += to_next


def target_of(handle: int) -> str | None:
    """Where an open link leads; None where it does not say so in a name."""
    told, count = ctypes.create_string_buffer(16 * 1024), wintypes.DWORD()
    if not _kernel32.DeviceIoControl(handle, _GET_REPARSE_POINT, None, 0, told, len(told), ctypes.byref(count), None):
        return None
    tag, _, _, at, length = struct.unpack_from("<IHHHH", told)
    begin = {_MOUNT_POINT: 16, _SYMLINK: 20}.get(tag)
    if begin is None:
        return None
    name = told.raw[begin + at : begin + at + length].decode("utf-16-le", "surrogatepass")
    return plain(name.replace("\\??\\", "\\\\?\\", 1))


def set_basics(handle: int, modified_at: int | None = None, attributes: int = 0) -> None:
    """A new time and new attributes; what is left out stays. Raises OSError."""
    written = 0 if modified_at is None else (max(modified_at, OLDEST_MS + 1) - OLDEST_MS) * 10_000
    said = _BASICS.pack(0, 0, written, 0, attributes)
    if not _kernel32.SetFileInformationByHandle(handle, _BASIC, said, len(said)):
        raise ctypes.WinError(ctypes.get_last_error())


def plain(path: str) -> str:
    r"""Without `\\?\`."""
    if path.startswith("\\\\?\\UNC\\"):
        return "\\\\" + path[8:]
    return path.removeprefix("\\\\?\\")


def _ask(handle: int, what: int, room: int) -> bytes:
    told = ctypes.create_string_buffer(room)
    if not _kernel32.GetFileInformationByHandleEx(handle, what, told, room):
        raise ctypes.WinError(ctypes.get_last_error())
    return told.raw


def _identity(handle: int) -> tuple[int, int]:
    told = ctypes.create_string_buffer(52)  # BY_HANDLE_FILE_INFORMATION
    if not _kernel32.GetFileInformationByHandle(handle, told):
        raise ctypes.WinError(ctypes.get_last_error())
    (drive,) = struct.unpack_from("<I", told, 28)
    high, low = struct.unpack_from("<II", told, 44)
    return drive, high << 32 | low


def _ms(since_1601: int) -> int:
    return since_1601 // 10_000 + OLDEST_MS
