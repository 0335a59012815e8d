"""What this PC is, what stands in the way, and its clocks. Changes nothing."""

import sys

assert sys.platform == "win32"

import ctypes
import platform
import shutil
import time
from collections.abc import Sequence
from ctypes import wintypes

from daypass.host.platform.ports import ROOM_MB
from daypass.host.platform.windows import registry, service_control, traces
from daypass.host.platform.windows.host_software import KNOWN, HostSoftware
from daypass.host.platform.windows.processes import running_programs

OLDEST_BUILD = 17763  # Windows 10, version 1809
FIRST_WINDOWS_11_BUILD = 22000
VERSION_KEY = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
S_MODE_KEY = r"HKLM\SYSTEM\CurrentControlSet\Control\CI\Policy"
ARM64 = 0xAA64
_TIME_OF_DAY = 3  # SystemTimeOfDayInformation

_kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
_kernel32.GetTickCount64.restype = ctypes.c_ulonglong
_kernel32.GetCurrentProcess.restype = ctypes.c_void_p
_kernel32.IsWow64Process2.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
_ntdll = ctypes.WinDLL("ntdll")
_CONTINUOUSLY, _SYSTEM_REQUIRED = 0x80000000, 0x00000001  # ES_…


class _TimeOfDay(ctypes.Structure):
    """SYSTEM_TIMEOFDAY_INFORMATION; times in 100 ns."""

    _fields_ = [
        ("boot_time", ctypes.c_longlong),
        ("now", ctypes.c_longlong),
        ("time_zone_bias", ctypes.c_longlong),
        ("time_zone", wintypes.ULONG),
        ("reserved", wintypes.ULONG),
        ("boot_time_bias", ctypes.c_ulonglong),
        ("sleep_time_bias", ctypes.c_ulonglong),
    ]


class WindowsMachine:
    """Reads names, version and clocks."""

    def computer_name(self) -> str:
        return platform.node()

    def system(self) -> dict[str, str]:
        """For the greeting; `build` is for instance 19045.3803."""
        revision = registry.read(VERSION_KEY, "UBR")
        return {
            "platform": "windows",
            "edition": _edition(),
            "build": f"{_build()}.{revision}" if revision else str(_build()),
            "language": self.language(),
            "architecture": "arm64" if _native_machine() == ARM64 else "x86_64",
        }

    def language(self) -> str:
        """The language of this person's Windows, as in pt-BR."""
        name = ctypes.create_unicode_buffer(85)
        _kernel32.LCIDToLocaleName(_kernel32.GetUserDefaultUILanguage(), name, len(name), 0)
        return name.value or "en"

    def obstacles(self) -> Sequence[tuple[str, str]]:
        """Why the host cannot work here, the most final reason first."""
        found: list[tuple[str, str]] = []
        if _build() < OLDEST_BUILD:
            found.append(("DP-104", f"{_edition()} ({_build()})"))
        if registry.read(S_MODE_KEY, "SkuPolicyRequired") == 1:
            found.append(("DP-109", _edition()))
        programs = {name.lower() for _, name in running_programs()}
        found += [("DP-103", known.name) for known in KNOWN if _present(known, programs)]
        if shutil.disk_usage(traces.directory().parent).free < ROOM_MB * 1024**2:
            found.append(("DP-105", str(ROOM_MB)))
        return found

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def awake_ms(self) -> int:
        return int(_kernel32.GetTickCount64())

    def boot_id(self) -> str:
        """The moment of the last boot as the kernel's own clock had it: setting the clock moves both fields alike."""
        times = _TimeOfDay()
        _ntdll.NtQuerySystemInformation(_TIME_OF_DAY, ctypes.byref(times), ctypes.sizeof(times), None)
        return f"{times.boot_time - times.boot_time_bias:016x}"

    def keep_awake(self, on: bool) -> None:
        """Windows forgets the wish when the thread that made it ends."""
        _kernel32.SetThreadExecutionState(_CONTINUOUSLY | (_SYSTEM_REQUIRED if on else 0))


def _present(known: HostSoftware, programs: set[str]) -> bool:
    return (
        any(service_control.exists(service) for service in known.services)
        or any(registry.exists(key) for key in known.registry)
        or any(program in programs for program in known.processes)
    )


def _build() -> int:
    """As Windows names itself. What Python reads is a file's version, which an update that only switches features on leaves behind."""
    named = str(registry.read(VERSION_KEY, "CurrentBuildNumber") or "")
    return int(named) if named.isdecimal() else sys.getwindowsversion().platform_version[2]


def _edition() -> str:
    """Windows 11 still calls itself Windows 10 in its registry."""
    name = str(registry.read(VERSION_KEY, "ProductName") or "Windows")
    return name.replace("Windows 10", "Windows 11") if _build() >= FIRST_WINDOWS_11_BUILD else name


def _native_machine() -> int:
    """The processor's kind, also when this program runs by emulation."""
    emulated, native = wintypes.USHORT(), wintypes.USHORT()
    _kernel32.IsWow64Process2(_kernel32.GetCurrentProcess(), ctypes.byref(emulated), ctypes.byref(native))
    return native.value
