"""The recycle bin, by the shell's own operation. Where there is no bin the shell deletes for good without asking, so it is asked first."""

import sys

assert sys.platform == "win32"

import ctypes
import winreg
from ctypes import wintypes

import pywintypes
import win32con
import win32file

_DELETE = 3
_QUIET = (
    0x0004 | 0x0010 | 0x0400 | 0x0200 | 0x0040
)  # silent, no question, no window of errors, no folders made, allow undo
_LONGEST = 259
_BITBUCKET = r"Software\Microsoft\Windows\CurrentVersion\Explorer\BitBucket\Volume"


class _Operation(ctypes.Structure):
    """SHFILEOPSTRUCTW."""

    _fields_ = [
        ("window", wintypes.HWND),
        ("what", wintypes.UINT),
        ("source", ctypes.c_void_p),
        ("target", ctypes.c_void_p),
        ("flags", wintypes.WORD),
        ("aborted", wintypes.BOOL),
        ("names", ctypes.c_void_p),
        ("title", ctypes.c_void_p),
    ]


_shell32 = ctypes.WinDLL("shell32")
_shell32.SHFileOperationW.argtypes = [ctypes.POINTER(_Operation)]


def put_into_bin(path: str, size: int) -> None:
    """Raises OSError where it would not come to lie in a bin, before anything is done."""
    if len(path) > _LONGEST:
        raise OSError(f"the recycle bin takes no path of more than {_LONGEST} characters")
    if not _has_bin(path, size):
        raise OSError("no recycle bin on this drive")
    names = ctypes.create_unicode_buffer(path + "\0")  # a list that ends with two zeros
    operation = _Operation(what=_DELETE, source=ctypes.addressof(names), flags=_QUIET)
    refused = _shell32.SHFileOperationW(ctypes.byref(operation))
    if refused or operation.aborted:
        raise OSError(f"the recycle bin did not take it ({refused})")


def _has_bin(path: str, size: int) -> bool:
    if path.startswith("\\\\") or win32file.GetDriveType(path[:3]) != win32con.DRIVE_FIXED:
        return False
    try:
        volume = str(win32file.GetVolumeNameForVolumeMountPoint(path[:3]))
    except pywintypes.error:
        return True
    number = volume.partition("{")[2].partition("}")[0]
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"{_BITBUCKET}\{{{number}}}") as key:
            if winreg.QueryValueEx(key, "NukeOnDelete")[0]:
                return False
            most_mb = winreg.QueryValueEx(key, "MaxCapacity")[0]
            return size < int(most_mb) << 20
    except OSError:  # nothing set: there is one, of Windows' own size
        return True
