"""Has Windows ask the person whether a program may run as administrator."""

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

WAIT_FOR_THE_ANSWER = 0x00000100  # SEE_MASK_NOASYNC
NO_ERROR_WINDOW = 0x00000400  # SEE_MASK_FLAG_NO_UI: we say it ourselves
SHOW = 1
REFUSED = (1223, 5, 740)  # ERROR_CANCELLED, ERROR_ACCESS_DENIED, ERROR_ELEVATION_REQUIRED


class _Execution(ctypes.Structure):
    """SHELLEXECUTEINFOW."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("mask", wintypes.ULONG),
        ("window", ctypes.c_void_p),
        ("verb", wintypes.LPCWSTR),
        ("file", wintypes.LPCWSTR),
        ("parameters", wintypes.LPCWSTR),
        ("directory", wintypes.LPCWSTR),
        ("show", ctypes.c_int),
        ("instance", ctypes.c_void_p),
        ("id_list", ctypes.c_void_p),
        ("class_name", wintypes.LPCWSTR),
        ("class_key", ctypes.c_void_p),
        ("hot_key", wintypes.DWORD),
        ("icon", ctypes.c_void_p),
        ("process", ctypes.c_void_p),
    ]


_shell32 = ctypes.WinDLL("shell32", use_last_error=True)
_shell32.ShellExecuteExW.argtypes = [ctypes.POINTER(_Execution)]
_shell32.ShellExecuteExW.restype = wintypes.BOOL


def run_elevated(program: str, parameters: str) -> None:
    """Start `program` as administrator; returns when it was started. Raises PermissionError when the person said no."""
    execution = _Execution(ctypes.sizeof(_Execution), WAIT_FOR_THE_ANSWER | NO_ERROR_WINDOW)
    execution.verb, execution.file, execution.parameters, execution.show = "runas", program, parameters, SHOW
    if _shell32.ShellExecuteExW(ctypes.byref(execution)):
        return
    error = ctypes.get_last_error()
    if error in REFUSED:
        raise PermissionError("Windows was not allowed to start the host as administrator")
    raise ctypes.WinError(error)
