"""A shell in a pseudo-console (ConPTY, since Windows 10 1809), called through ctypes: pywin32 has none of it.

The shell gets the rights of this process. It inherits no handle, and has no standard handles but the pseudo-console's.
"""

import sys

assert sys.platform == "win32"

import ctypes
import subprocess
import threading
from collections.abc import Sequence
from ctypes import wintypes
from pathlib import Path

import win32api
import win32con

from daypass.host.platform.windows.system_folders import system_folder
from daypass.protocol.dashboard import MOST_OUTPUT, Shell

_PSEUDO_CONSOLE = 0x00020016  # PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE
_EXTENDED_STARTUP_INFO = 0x00080000
_UNICODE_ENVIRONMENT = 0x00000400
_USE_STANDARD_HANDLES = 0x00000100
_END_AFTER_MS = 3000
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)


class _Size(ctypes.Structure):
    """COORD."""

    _fields_ = [("columns", ctypes.c_short), ("rows", ctypes.c_short)]


class _StartupInfo(ctypes.Structure):
    """STARTUPINFOEXW."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("reserved", wintypes.LPWSTR),
        ("desktop", wintypes.LPWSTR),
        ("title", wintypes.LPWSTR),
        ("x", wintypes.DWORD),
        ("y", wintypes.DWORD),
        ("width", wintypes.DWORD),
        ("height", wintypes.DWORD),
        ("columns", wintypes.DWORD),
        ("rows", wintypes.DWORD),
        ("fill", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("show", wintypes.WORD),
        ("reserved_size", wintypes.WORD),
        ("reserved_bytes", ctypes.c_void_p),
        ("input", wintypes.HANDLE),
        ("output", wintypes.HANDLE),
        ("error", wintypes.HANDLE),
        ("attributes", ctypes.c_void_p),
    ]


class _ProcessInformation(ctypes.Structure):
    """PROCESS_INFORMATION."""

    _fields_ = [
        ("process", wintypes.HANDLE),
        ("thread", wintypes.HANDLE),
        ("pid", wintypes.DWORD),
        ("thread_id", wintypes.DWORD),
    ]


_kernel32.CreatePipe.argtypes = [
    ctypes.POINTER(wintypes.HANDLE),
    ctypes.POINTER(wintypes.HANDLE),
    ctypes.c_void_p,
    wintypes.DWORD,
]
_kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
_kernel32.ReadFile.argtypes = _kernel32.WriteFile.argtypes = [
    wintypes.HANDLE,
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.POINTER(wintypes.DWORD),
    ctypes.c_void_p,
]
_kernel32.InitializeProcThreadAttributeList.argtypes = [
    ctypes.c_void_p,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.POINTER(ctypes.c_size_t),
]
_kernel32.UpdateProcThreadAttribute.argtypes = [
    ctypes.c_void_p,
    wintypes.DWORD,
    ctypes.c_size_t,
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_void_p,
    ctypes.c_void_p,
]
_kernel32.DeleteProcThreadAttributeList.argtypes = [ctypes.c_void_p]
_kernel32.CreateProcessW.argtypes = [
    wintypes.LPCWSTR,
    wintypes.LPWSTR,
    ctypes.c_void_p,
    ctypes.c_void_p,
    wintypes.BOOL,
    wintypes.DWORD,
    ctypes.c_void_p,
    wintypes.LPCWSTR,
    ctypes.POINTER(_StartupInfo),
    ctypes.POINTER(_ProcessInformation),
]
_kernel32.WaitForSingleObject.argtypes = [wintypes.HANDLE, wintypes.DWORD]
_kernel32.TerminateProcess.argtypes = [wintypes.HANDLE, wintypes.UINT]


def shell_command(shell: Shell) -> Sequence[str]:
    """Windows' own shells by their full paths. Raises OSError for one that is not here."""
    programs = {
        Shell.COMMAND_PROMPT: ["cmd.exe"],
        Shell.POWERSHELL: [r"WindowsPowerShell\v1.0\powershell.exe", "-NoLogo"],
    }
    if shell not in programs:
        raise OSError("there is no such shell here")
    program, *options = programs[shell]
    path = system_folder() / program
    if not path.exists():
        raise OSError(f"{path} is not there")
    return [str(path), *options]


class ConPtyShell:
    """A shell with its pseudo-console."""

    def __init__(self, shell: Shell, columns: int, rows: int) -> None:
        if not hasattr(_kernel32, "CreatePseudoConsole"):
            raise OSError("this Windows has no pseudo-consoles")
        command = shell_command(shell)
        self.account = win32api.GetUserNameEx(win32con.NameSamCompatible)
        self._closing = threading.Lock()
        self._closed = False
        input_read, self._input = _pipe()
        self._output, output_write = _pipe()
        self._console = _pseudo_console(columns, rows, input_read, output_write)
        try:
            self._process = _start_in(self._console, command)
        except OSError:
            _kernel32.ClosePseudoConsole(self._console)
            _close(self._input, self._output)
            raise
        finally:
            _close(input_read, output_write)
        threading.Thread(target=self._end_with_shell, name="end of a shell", daemon=True).start()

    def read(self) -> bytes:
        buffer, count = ctypes.create_string_buffer(MOST_OUTPUT), wintypes.DWORD()
        if not _kernel32.ReadFile(self._output, buffer, MOST_OUTPUT, ctypes.byref(count), None):
            return b""
        return buffer.raw[: count.value]

    def write(self, data: bytes) -> None:
        done, count = 0, wintypes.DWORD()
        while done < len(data):
            rest = data[done:]
            if not _kernel32.WriteFile(self._input, rest, len(rest), ctypes.byref(count), None):
                raise OSError("the shell takes nothing more")
            done += count.value

    def resize(self, columns: int, rows: int) -> None:
        with self._closing:
            if not self._closed:
                _kernel32.ResizePseudoConsole(self._console, _Size(columns, rows))

    def close(self) -> None:
        """Closing the pseudo-console tells everything in it to end; reading comes to its end then."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        _kernel32.ClosePseudoConsole(self._console)
        if _kernel32.WaitForSingleObject(self._process, _END_AFTER_MS) != 0:
            _kernel32.TerminateProcess(self._process, 1)
        _close(self._input)

    def _end_with_shell(self) -> None:
        """A pseudo-console outlives its shell: without this, reading would never come to its end."""
        _kernel32.WaitForSingleObject(self._process, 0xFFFFFFFF)
        self.close()


def _pipe() -> tuple[int, int]:
    """A pipe's reading and writing end."""
    read, write = wintypes.HANDLE(), wintypes.HANDLE()
    if not _kernel32.CreatePipe(ctypes.byref(read), ctypes.byref(write), None, 0):
        raise ctypes.WinError(ctypes.get_last_error())
    return int(read.value or 0), int(write.value or 0)


def _close(*handles: int) -> None:
    for handle in handles:
        _kernel32.CloseHandle(handle)


def _pseudo_console(columns: int, rows: int, read: int, write: int) -> ctypes.c_void_p:
    create = _kernel32.CreatePseudoConsole
    create.argtypes = [_Size, wintypes.HANDLE, wintypes.HANDLE, wintypes.DWORD, ctypes.POINTER(ctypes.c_void_p)]
    create.restype = ctypes.c_long
    _kernel32.ResizePseudoConsole.argtypes = [ctypes.c_void_p, _Size]
    _kernel32.ClosePseudoConsole.argtypes = [ctypes.c_void_p]
    console = ctypes.c_void_p()
    result = create(_Size(columns, rows), read, write, 0, ctypes.byref(console))
    if result != 0:
        raise OSError(f"no pseudo-console: {result & 0xFFFFFFFF:#x}")
    return console


def _start_in(console: ctypes.c_void_p, command: Sequence[str]) -> int:
    """Start a program in the pseudo-console; its process."""
    size = ctypes.c_size_t()
    _kernel32.InitializeProcThreadAttributeList(None, 1, 0, ctypes.byref(size))
    attributes = ctypes.create_string_buffer(size.value)
    if not _kernel32.InitializeProcThreadAttributeList(attributes, 1, 0, ctypes.byref(size)):
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        if not _kernel32.UpdateProcThreadAttribute(
            attributes, 0, _PSEUDO_CONSOLE, console, ctypes.sizeof(ctypes.c_void_p), None, None
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        startup = _StartupInfo(size=ctypes.sizeof(_StartupInfo), flags=_USE_STANDARD_HANDLES)
        startup.attributes = ctypes.addressof(attributes)
        started = _ProcessInformation()
        line = ctypes.create_unicode_buffer(subprocess.list2cmdline(command))
        flags, folder = _EXTENDED_STARTUP_INFO | _UNICODE_ENVIRONMENT, str(_home())
        if not _kernel32.CreateProcessW(
            command[0], line, None, None, False, flags, None, folder, ctypes.byref(startup), ctypes.byref(started)
        ):
            raise ctypes.WinError(ctypes.get_last_error())
    finally:
        _kernel32.DeleteProcThreadAttributeList(attributes)
    _close(started.thread)
    return int(started.process)


def _home() -> Path:
    """Where a shell begins: the account's own folder, else Windows' own."""
    try:
        home = Path.home()
    except RuntimeError:
        return system_folder()
    return home if home.is_dir() else system_folder()
