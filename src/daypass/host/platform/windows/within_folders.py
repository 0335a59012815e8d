"""Opening, renaming and deleting by one name within an open folder, which Windows' documented file calls know no word for.

NtCreateFile takes an open folder to begin at; with OBJ_DONT_REPARSE it refuses (4395) whatever would lead elsewhere, also a folder that
was made a junction after it was opened. Go's os.Root stands on the same calls. (Wine 8 takes no notice of that flag.)
"""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

READ_ATTRIBUTES, WRITE_ATTRIBUTES, LIST, DELETE = 0x80, 0x100, 0x1, 0x10000
GENERIC_READ, GENERIC_WRITE, SYNCHRONIZE = 0x80000000, 0x40000000, 0x100000
OPEN, CREATE = 1, 2
SHARE_READ, SHARE_ALL = 1, 7
FOLDER, FILE, LINK_ITSELF = 0x1, 0x40, 0x200000
"""FILE_DIRECTORY_FILE, FILE_NON_DIRECTORY_FILE, FILE_OPEN_REPARSE_POINT."""
_WAITING, _ONE_AFTER_ANOTHER = 0x20, 0x4
_ANY_CASE, _NOWHERE_ELSE = 0x40, 0x1000
_RENAME, _DISPOSITION = 10, 13


class _Name(ctypes.Structure):
    """UNICODE_STRING"""

    _fields_ = (("length", wintypes.USHORT), ("room", wintypes.USHORT), ("text", wintypes.LPWSTR))


class _Where(ctypes.Structure):
    """OBJECT_ATTRIBUTES"""

    _fields_ = (
        ("size", wintypes.ULONG),
        ("folder", wintypes.HANDLE),
        ("name", ctypes.POINTER(_Name)),
        ("flags", wintypes.ULONG),
        ("security", ctypes.c_void_p),
        ("quality", ctypes.c_void_p),
    )


class _Outcome(ctypes.Structure):
    """IO_STATUS_BLOCK"""

    _fields_ = (("status", ctypes.c_void_p), ("information", ctypes.c_size_t))


_ntdll = ctypes.WinDLL("ntdll")
for _call in (_ntdll.NtCreateFile, _ntdll.NtSetInformationFile):
    _call.restype = ctypes.c_int32
_ntdll.NtCreateFile.argtypes = (
    ctypes.POINTER(wintypes.HANDLE),
    wintypes.ULONG,
    ctypes.POINTER(_Where),
    ctypes.POINTER(_Outcome),
    ctypes.c_void_p,
    *[wintypes.ULONG] * 4,
    ctypes.c_void_p,
    wintypes.ULONG,
)
_ntdll.NtSetInformationFile.argtypes = (
    wintypes.HANDLE,
    ctypes.POINTER(_Outcome),
    ctypes.c_void_p,
    wintypes.ULONG,
    wintypes.ULONG,
)
_ntdll.RtlNtStatusToDosError.argtypes = (ctypes.c_int32,)
_ntdll.RtlNtStatusToDosError.restype = wintypes.ULONG


def open_within(
    folder: int, name: str, access: int, options: int, disposition: int = OPEN, share: int = SHARE_ALL
) -> int:
    """A handle. Raises OSError with Windows' number."""
    handle, outcome = wintypes.HANDLE(), _Outcome()
    length = len(name.encode("utf-16-le", "surrogatepass"))
    text = _Name(length, length, name)
    where = _Where(ctypes.sizeof(_Where), folder, ctypes.pointer(text), _ANY_CASE | _NOWHERE_ELSE, None, None)
    status = _ntdll.NtCreateFile(
        ctypes.byref(handle),
        access | SYNCHRONIZE,
        ctypes.byref(where),
        ctypes.byref(outcome),
        None,
        0x80,  # FILE_ATTRIBUTE_NORMAL
        share,
        disposition,
        options | _WAITING | (_ONE_AFTER_ANOTHER if options & FILE else 0),
        None,
        0,
    )
    _check(status, name)
    return int(handle.value or 0)


def rename(handle: int, folder: int, name: str, overwrite: bool) -> None:
    """What is open (with DELETE) gets `name` within `folder`."""
    raw = name.encode("utf-16-le", "surrogatepass")

    class Rename(ctypes.Structure):
        """FILE_RENAME_INFORMATION"""

        _fields_ = (
            ("overwrite", wintypes.ULONG),
            ("folder", wintypes.HANDLE),
            ("length", wintypes.ULONG),
            ("name", ctypes.c_ubyte * len(raw)),
        )

    _set(handle, _RENAME, Rename(int(overwrite), folder, len(raw), (ctypes.c_ubyte * len(raw))(*raw)), name)


def delete(handle: int, name: str) -> None:
    """What is open (with DELETE) goes when the handle is closed."""
    _set(handle, _DISPOSITION, wintypes.BYTE(1), name)


def _set(handle: int, kind: int, said: "ctypes.Structure | wintypes.BYTE", name: str) -> None:
    outcome = _Outcome()
    _check(
        _ntdll.NtSetInformationFile(handle, ctypes.byref(outcome), ctypes.byref(said), ctypes.sizeof(said), kind), name
    )


def _check(status: int, name: str) -> None:
    if status < 0:
        number = int(_ntdll.RtlNtStatusToDosError(status))
        raise OSError(None, ctypes.FormatError(number), name, number)
