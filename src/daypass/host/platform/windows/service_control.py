"""Registers, starts and deletes a service with the service control manager."""

import sys

assert sys.platform == "win32"

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pywintypes
import win32service
import winerror

RESTART_AFTER_MS = (1_000, 5_000, 30_000)
FORGET_FAILURES_AFTER_S = 3600
UNRESTRICTED_SID = 1  # SERVICE_SID_TYPE_UNRESTRICTED: the service has an identity of its own in access lists
_SID_INFO, _FAILURE_FLAG = 5, 4  # SERVICE_CONFIG_SERVICE_SID_INFO, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG


def quoted(command: Sequence[str | Path]) -> str:
    """A command line whose program is always quoted: an unquoted path with a blank would start `C:\\Program.exe`."""
    program, *arguments = [str(part) for part in command]
    return f'"{program}" {subprocess.list2cmdline(arguments)}'


def create(name: str, shown_name: str, command: Sequence[str | Path]) -> None:
    """An automatic service of the SYSTEM account that Windows starts again when it fails."""
    manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_ALL_ACCESS)
    service = win32service.CreateService(
        manager,
        name,
        shown_name,
        win32service.SERVICE_ALL_ACCESS,
        win32service.SERVICE_WIN32_OWN_PROCESS,
        win32service.SERVICE_AUTO_START,
        win32service.SERVICE_ERROR_NORMAL,
        quoted(command),
        None,
        0,
        None,
        None,
        None,
    )
    actions = [(win32service.SC_ACTION_RESTART, pause) for pause in RESTART_AFTER_MS]
    failure = {"ResetPeriod": FORGET_FAILURES_AFTER_S, "RebootMsg": "", "Command": "", "Actions": actions}
    _configure(service, win32service.SERVICE_CONFIG_FAILURE_ACTIONS, failure)
    _configure(service, _FAILURE_FLAG, True)
    _configure(service, _SID_INFO, UNRESTRICTED_SID)
    win32service.CloseServiceHandle(service)
    win32service.CloseServiceHandle(manager)


def _configure(service: Any, what: int, value: object) -> None:
    try:
        win32service.ChangeServiceConfig2(service, what, value)
    except (pywintypes.error, NotImplementedError):
        return  # a convenience Wine 8 does not have; `selftest` asserts them on a real PC


def start(name: str, patience_s: float) -> None:
    """Start it and wait until it runs. Raises OSError when it does not within `patience_s` seconds."""
    service = _open(name)
    if service is None:
        raise OSError(f"there is no service {name}")
    if _state(service) == win32service.SERVICE_STOPPED:
        try:
            win32service.StartService(service, None)
        except pywintypes.error as problem:
            raise OSError(f"{name} did not start: {problem.strerror}") from problem
    _wait_for(service, win32service.SERVICE_RUNNING, patience_s, name)


def stop(name: str, patience_s: float) -> None:
    """Ask it to stop and wait until it has. Raises OSError when it does not."""
    service = _open(name)
    if service is None or _state(service) == win32service.SERVICE_STOPPED:
        return
    try:
        win32service.ControlService(service, win32service.SERVICE_CONTROL_STOP)
    except pywintypes.error as problem:
        if problem.winerror != winerror.ERROR_SERVICE_NOT_ACTIVE:
            raise OSError(f"{name} did not stop: {problem.strerror}") from problem
    _wait_for(service, win32service.SERVICE_STOPPED, patience_s, name)


def delete(name: str, patience_s: float = 15.0) -> None:
    """Stop and delete it, and wait until it is no longer there."""
    try:
        stop(name, patience_s)
    finally:
        service = _open(name)
        if service is not None:
            win32service.DeleteService(service)
            win32service.CloseServiceHandle(service)
    give_up = time.monotonic() + patience_s
    while exists(name) and time.monotonic() < give_up:
        time.sleep(0.1)


def exists(name: str) -> bool:
    return _open(name, win32service.SERVICE_QUERY_STATUS) is not None


def running(name: str) -> bool:
    service = _open(name, win32service.SERVICE_QUERY_STATUS)
    return service is not None and _state(service) == win32service.SERVICE_RUNNING


def _open(name: str, access: int = win32service.SERVICE_ALL_ACCESS) -> Any:
    manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_CONNECT)
    try:
        return win32service.OpenService(manager, name, access)
    except pywintypes.error as problem:
        if problem.winerror == winerror.ERROR_SERVICE_DOES_NOT_EXIST:
            return None
        raise OSError(f"{name}: {problem.strerror}") from problem


def _state(service: Any) -> int:
    return int(win32service.QueryServiceStatus(service)[1])


def _wait_for(service: Any, wanted: int, patience_s: float, name: str) -> None:
    give_up = time.monotonic() + patience_s
    while _state(service) != wanted:
        if time.monotonic() > give_up:
            raise OSError(f"{name} did not reach state {wanted} within {patience_s:.0f} s")
        time.sleep(0.05)
