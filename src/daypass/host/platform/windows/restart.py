"""Restarting Windows, in safe mode with networking where that was asked for.

Safe mode is a setting of the boot loader that holds until it is taken back. That it was ours to set is noted before it is set, and the
next start of the service takes it back at once, as the removal does: the restart after that is an ordinary one, whoever orders it.
"""

import sys

assert sys.platform == "win32"

import ctypes
import logging
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pywintypes
import win32api
import win32con
import win32security

from daypass.host.platform.windows import registry, traces
from daypass.host.platform.windows.system_folders import system_folder
from daypass.protocol.restarting import RestartMode

NOTE = "safe-boot"
_PATIENCE_S = 30
_CLEAN_BOOT = 67  # SM_CLEANBOOT
_PLANNED = 0x80000000  # SHTDN_REASON_MAJOR_OTHER | SHTDN_REASON_FLAG_PLANNED
_log = logging.getLogger(__name__)
_advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
_user32 = ctypes.WinDLL("user32")


def note_file() -> Path:
    return traces.data_directory() / NOTE


class WindowsRestart:
    """For the service."""

    def modes(self) -> Sequence[RestartMode]:
        """Safe mode where the service would be started in it, too."""
        safe = registry.exists(traces.SAFE_MODE_KEY) and _bcdedit().exists()
        return tuple(RestartMode) if safe else (RestartMode.NORMAL,)

    def in_safe_mode(self) -> bool:
        return bool(_user32.GetSystemMetrics(_CLEAN_BOOT))

    def restart(self, mode: RestartMode) -> None:
        if mode is RestartMode.SAFE:
            set_safe_boot(note_file())
        try:
            _order_restart()
        except OSError:
            self.settle()
            raise

    def settle(self) -> None:
        try:
            take_back_safe_boot(note_file())
        except OSError:
            _log.exception("the next start of the PC stays in safe mode")


def set_safe_boot(note: Path) -> None:
    """The next start is in safe mode with networking. Raises OSError, with nothing changed."""
    if safe_boot_is_set():
        return  # by somebody else: theirs to take back
    note.write_text(RestartMode.SAFE.value, encoding="ascii")
    if not _run("/set", "{current}", "safeboot", "network") or not safe_boot_is_set():
        take_back_safe_boot(note)
        raise PermissionError("the boot loader's settings could not be changed")


def take_back_safe_boot(note: Path) -> None:
    """Undo what `set_safe_boot` did; nothing without its note, which stays until that holds. Raises OSError when it does not."""
    if not note.exists():
        return
    if safe_boot_is_set():
        _run("/deletevalue", "{current}", "safeboot")
        if safe_boot_is_set():
            raise OSError("the boot loader keeps the setting of safe mode")
    note.unlink()


def safe_boot_is_set() -> bool:
    """As the boot loader's own tool tells: the setting's name is the same in every language."""
    return b"safeboot" in _answer("/enum", "{current}").lower()


def _order_restart() -> None:
    """Raises OSError when Windows refuses."""
    _take_shutdown_privilege()
    if not _advapi32.InitiateSystemShutdownExW(None, None, 0, True, True, _PLANNED):
        code = ctypes.get_last_error()
        error = PermissionError if code == 5 else OSError
        raise error(f"Windows does not restart ({code})")


def _take_shutdown_privilege() -> None:
    try:
        token = win32security.OpenProcessToken(
            win32api.GetCurrentProcess(), win32con.TOKEN_ADJUST_PRIVILEGES | win32con.TOKEN_QUERY
        )
        privilege = win32security.LookupPrivilegeValue(None, "SeShutdownPrivilege")
        win32security.AdjustTokenPrivileges(token, False, [(privilege, win32con.SE_PRIVILEGE_ENABLED)])
    except pywintypes.error as problem:
        raise PermissionError(problem.strerror) from problem


def _bcdedit() -> Path:
    return system_folder() / "bcdedit.exe"


def _run(*arguments: str) -> bool:
    """Whether it was done."""
    return _bcdedit_done(arguments).returncode == 0


def _answer(*arguments: str) -> bytes:
    return _bcdedit_done(arguments).stdout


def _bcdedit_done(arguments: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
    """Raises OSError where there is no such tool, or no answer."""
    try:
        return subprocess.run(
            [_bcdedit(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    except subprocess.TimeoutExpired as problem:
        raise OSError("the boot loader's tool does not answer") from problem
