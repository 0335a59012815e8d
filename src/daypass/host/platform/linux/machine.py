"""What a Linux PC is, and its clocks. Customers use Windows: `DAYPASS_HOST_LINUX=1` allows it for development and tests."""

import locale
import os
import platform
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class LinuxMachine:
    """Reads names and clocks; changes nothing."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def computer_name(self) -> str:
        return self._environment.get("DAYPASS_HOST_COMPUTER_NAME") or socket.gethostname()

    def system(self) -> dict[str, str]:
        language = (locale.getlocale()[0] or "en_US").replace("_", "-")
        return {
            "platform": "linux",
            "edition": platform.freedesktop_os_release().get("PRETTY_NAME", "Linux"),
            "build": platform.release(),
            "language": language,
            "architecture": platform.machine(),
        }

    def obstacles(self) -> Sequence[tuple[str, str]]:
        """A customer's PC is a Windows PC (DP-101)."""
        return [] if self._environment.get("DAYPASS_HOST_LINUX") == "1" else [("DP-101", "Linux")]

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def awake_ms(self) -> int:
        if sys.platform == "win32":  # for the type checker: this clock is Linux's
            raise OSError("Linux only")
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    def boot_id(self) -> str:
        return _BOOT_ID.read_text().strip()

    def keep_awake(self, on: bool) -> None:
        """A development machine decides itself when it sleeps."""
