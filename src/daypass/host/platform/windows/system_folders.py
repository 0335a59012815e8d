"""Windows' own folders, as Windows names them.

Never by environment variables: those of an elevated process are the person's own, so a program without rights could point
`ProgramW6432` or `SystemRoot` at a folder of its own and have the host installed, or a tool started, from there.
"""

import sys

assert sys.platform == "win32"

import ctypes
from pathlib import Path

_PROGRAM_FILES = 0x26  # CSIDL_PROGRAM_FILES: the 64-bit one in a 64-bit process
_LONGEST = 260
_kernel32 = ctypes.WinDLL("kernel32")
_shell32 = ctypes.WinDLL("shell32")


def program_files() -> Path:
    """Where programs are installed; only administrators write there."""
    name = ctypes.create_unicode_buffer(_LONGEST)
    if _shell32.SHGetFolderPathW(None, _PROGRAM_FILES, None, 0, name):
        raise OSError("Windows did not say where programs are installed")
    return Path(name.value)


def windows_folder() -> Path:
    """Windows itself, for every person of this PC the same."""
    name = ctypes.create_unicode_buffer(_LONGEST)
    if not _kernel32.GetSystemWindowsDirectoryW(name, len(name)):
        raise OSError("Windows did not say where it is")
    return Path(name.value)


def system_folder() -> Path:
    """Where Windows' own tools are."""
    return windows_folder() / "System32"
