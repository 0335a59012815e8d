"""Dashboard's ports on Windows, put together."""

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Mapping
from ctypes import wintypes

import psutil

from daypass.host.platform import psutil_readings
from daypass.host.platform.dashboard_ports import DashboardPorts
from daypass.host.platform.psutil_readings import PsutilProcesses
from daypass.host.platform.windows import installed
from daypass.host.platform.windows.event_logs import WindowsEvents
from daypass.host.platform.windows.machine import WindowsMachine
from daypass.host.platform.windows.pc_facts import WindowsFacts
from daypass.host.platform.windows.processes import process_basics, running_programs
from daypass.host.platform.windows.pseudo_console import ConPtyShell
from daypass.host.platform.windows.registry_keys import WindowsRegistry
from daypass.host.platform.windows.services_table import WindowsServices
from daypass.host.platform.windows.startup_items import WindowsStartup
from daypass.protocol.dashboard import Panel, Priority, Shell

_PRIORITIES = {
    Priority.IDLE: psutil.IDLE_PRIORITY_CLASS,
    Priority.BELOW_NORMAL: psutil.BELOW_NORMAL_PRIORITY_CLASS,
    Priority.NORMAL: psutil.NORMAL_PRIORITY_CLASS,
    Priority.ABOVE_NORMAL: psutil.ABOVE_NORMAL_PRIORITY_CLASS,
    Priority.HIGH: psutil.HIGH_PRIORITY_CLASS,
}
_QUERY_LIMITED = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_SYSTEM_PIDS = (0, 4)
_LONGEST_LABEL = 261  # MAX_PATH + 1
_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
_kernel32.OpenProcess.restype = wintypes.HANDLE
_kernel32.GetVolumeInformationW.argtypes = [
    wintypes.LPCWSTR, wintypes.LPWSTR, wintypes.DWORD, *([ctypes.c_void_p] * 4), wintypes.DWORD
]  # fmt: skip
_kernel32.CloseHandle.argtypes = [wintypes.HANDLE]


def vital(pid: int) -> bool:
    """Whether Windows itself says that it stops with this process."""
    if pid in _SYSTEM_PIDS:
        return True
    if not hasattr(_kernel32, "IsProcessCritical"):
        return False  # Wine; `selftest` proves it on a real PC
    _kernel32.IsProcessCritical.argtypes = [wintypes.HANDLE, ctypes.POINTER(wintypes.BOOL)]
    process = _kernel32.OpenProcess(_QUERY_LIMITED, False, pid)
    if not process:
        return False  # then it cannot be ended either
    try:
        critical = wintypes.BOOL()
        return bool(_kernel32.IsProcessCritical(process, ctypes.byref(critical))) and bool(critical.value)
    finally:
        _kernel32.CloseHandle(process)


def label_of(drive: str, _: str) -> str:
    """The name that people gave it; empty where it has none or does not say."""
    name = ctypes.create_unicode_buffer(_LONGEST_LABEL)
    told = _kernel32.GetVolumeInformationW(drive, name, _LONGEST_LABEL, None, None, None, None, 0)
    return name.value if told else ""


def _names() -> Mapping[int, str]:
    return dict(running_programs())


def dashboard_ports(machine: WindowsMachine) -> DashboardPorts:
    return DashboardPorts(
        facts=WindowsFacts(machine),
        load=psutil_readings.read_load,
        processes=PsutilProcesses(process_basics, _PRIORITIES, vital),
        services=WindowsServices(),
        events=WindowsEvents(),
        tables={
            Panel.PROGRAMS: installed.programs,
            Panel.DRIVES: lambda: psutil_readings.drives(label_of),
            Panel.PEOPLE: installed.people,
            Panel.TASKS: installed.tasks,
            Panel.ENVIRONMENT: installed.environment,
            Panel.PORTS: lambda: psutil_readings.ports(_names),
        },
        shells=(Shell.COMMAND_PROMPT, Shell.POWERSHELL),
        open_shell=ConPtyShell,
        registry=WindowsRegistry(),
        startup=WindowsStartup(),
    )
