"""Starts the host's other processes: elevated, on the input desktop, or as the person at the screen."""

import sys

assert sys.platform == "win32"

import ctypes
import logging
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pywintypes
import win32api
import win32con
import win32event
import win32job
import win32process
import win32profile
import win32security

from daypass.host.platform.windows import people
from daypass.host.platform.windows.elevation import run_elevated
from daypass.host.platform.windows.removal_copy import MODULE

ANY_PROCESS = 0xFFFFFFFF  # ASFW_ANY
_log = logging.getLogger(__name__)
DESKTOP = "winsta0\\default"
QUIET = win32process.CREATE_NO_WINDOW | win32process.CREATE_UNICODE_ENVIRONMENT


def own_command() -> list[str]:
    """The command that starts the host again from the runtime this process runs in, without a console window."""
    return [str(Path(sys.executable).with_name("pythonw.exe")), *MODULE]


class WindowsRunning:
    """A started process. Its place is one session: when the screen goes to another one, so does its work, and it ends."""

    def __init__(self, pid: int, handle: Any, job: Any = None, session: int | None = None) -> None:
        self.pid, self._handle, self._job, self._session = pid, handle, job, session

    def alive(self) -> bool:
        """Whether it still runs, and where the screen is."""
        if self._session is not None and people.screen_session() not in (self._session, None):
            _log.info("the screen went to another session")
            self.end()
        return bool(win32event.WaitForSingleObject(self._handle, 0) == win32event.WAIT_TIMEOUT)

    def end(self) -> None:
        """End it now if it still runs, and wait up to 5 s until it has."""
        try:
            win32process.TerminateProcess(self._handle, 0)
        except pywintypes.error:
            return  # it ended by itself
        win32event.WaitForSingleObject(self._handle, 5000)


class WindowsPrograms:
    """Processes started on a desktop die with this one: they belong to a job that closes with it."""

    def __init__(self, signed_file: Path | None = None) -> None:
        """`signed_file` is the executable the customer downloaded: Windows names its publisher when it asks to elevate."""
        self._signed_file = signed_file
        self._job: Any = None

    def elevate(self, arguments: Sequence[str]) -> None:
        """Run this program again as administrator. Raises PermissionError when the person refuses (DP-102)."""
        command = [str(self._signed_file)] if self._signed_file else own_command()
        run_elevated(command[0], subprocess.list2cmdline([*command[1:], *arguments]))

    def start_on_desktop(self, arguments: Sequence[str]) -> WindowsRunning:
        """From the service: a SYSTEM process in the session that owns the screen. Raises LookupError when no session does."""
        session = people.screen_session()
        if session is None:
            raise LookupError("no session owns the screen")
        return self._start(_system_token_in(session) or people.token_at_screen(), arguments, session)

    def start_as_person(self, arguments: Sequence[str]) -> WindowsRunning:
        """From the service: a process of the person at the screen. Raises LookupError when nobody is signed in."""
        return self._start(people.token_at_screen(), arguments, people.screen_session())

    def yield_foreground(self) -> None:
        """Windows lets a process in the background come to the front only when the one in front allows it."""
        ctypes.WinDLL("user32").AllowSetForegroundWindow(ctypes.c_uint32(ANY_PROCESS))

    def _start(self, token: Any, arguments: Sequence[str], session: int | None) -> WindowsRunning:
        try:
            return self._start_suspended_then_run(token, arguments, session)
        except pywintypes.error as problem:  # who was at the screen may be signing out at this moment
            raise OSError(problem.strerror) from problem

    def _start_suspended_then_run(self, token: Any, arguments: Sequence[str], session: int | None) -> WindowsRunning:
        primary = win32security.DuplicateTokenEx(
            token, win32security.SecurityIdentification, win32con.MAXIMUM_ALLOWED, win32security.TokenPrimary, None
        )
        startup = win32process.STARTUPINFO()
        startup.lpDesktop = DESKTOP
        process, thread, pid, _ = win32process.CreateProcessAsUser(
            primary,
            None,
            subprocess.list2cmdline([*own_command(), *arguments]),
            None,
            None,
            False,
            QUIET | win32con.CREATE_SUSPENDED,
            win32profile.CreateEnvironmentBlock(primary, False),
            str(Path(sys.executable).parent),
            startup,
        )
        win32job.AssignProcessToJobObject(self._own_job(), process)
        win32process.ResumeThread(thread)
        return WindowsRunning(pid, process, self._job, session)

    def _own_job(self) -> Any:
        if self._job is None:
            self._job = win32job.CreateJobObject(None, "")
            limits = win32job.QueryInformationJobObject(self._job, win32job.JobObjectExtendedLimitInformation)
            limits["BasicLimitInformation"]["LimitFlags"] = win32job.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
            win32job.SetInformationJobObject(self._job, win32job.JobObjectExtendedLimitInformation, limits)
        return self._job


def _system_token_in(session: int) -> Any:
    """This service's own token moved into `session`; None where that is refused (Wine, or a service without SeTcbPrivilege)."""
    own = win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.MAXIMUM_ALLOWED)
    moved = win32security.DuplicateTokenEx(
        own, win32security.SecurityIdentification, win32con.MAXIMUM_ALLOWED, win32security.TokenPrimary, None
    )
    try:
        win32security.SetTokenInformation(moved, win32security.TokenSessionId, session)
    except pywintypes.error:
        return None
    return moved
