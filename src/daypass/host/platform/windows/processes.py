"""Which programs run, by a Toolhelp snapshot: needs no right over other processes, unlike opening each."""

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from ctypes import wintypes

_EVERY_PROCESS = 2  # TH32CS_SNAPPROCESS


class _Entry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("pid", wintypes.DWORD),
        ("heap", ctypes.c_size_t),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("program", wintypes.WCHAR * 260),
    ]


_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
_kernel32.Process32FirstW.argtypes = _kernel32.Process32NextW.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Entry)]
_kernel32.CloseHandle.argtypes = [ctypes.c_void_p]


def running_programs() -> Iterator[tuple[int, str]]:
    """Every process as (process id, file name of its program)."""
    for entry in _entries():
        yield entry.pid, entry.program


def process_basics() -> dict[int, tuple[int, str, int]]:
    """Every process but the idle one: its parent, the file name of its program, its threads."""
    return {entry.pid: (entry.parent, entry.program, entry.threads) for entry in _entries() if entry.pid != 0}


def _entries() -> Iterator[_Entry]:
    """One after the other, each valid until the next."""
    snapshot = _kernel32.CreateToolhelp32Snapshot(_EVERY_PROCESS, 0)
    entry = _Entry(ctypes.sizeof(_Entry))
    try:
        more = _kernel32.Process32FirstW(snapshot, ctypes.byref(entry))
        while more:
            yield entry
            more = _kernel32.Process32NextW(snapshot, ctypes.byref(entry))
    finally:
        _kernel32.CloseHandle(snapshot)
