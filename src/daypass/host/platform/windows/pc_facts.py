"""What this PC is, for Dashboard's overview."""

import sys

assert sys.platform == "win32"

import threading
import time

import pywintypes
import win32ts

from daypass.host.platform import psutil_readings
from daypass.host.platform.windows import people, registry
from daypass.host.platform.windows.machine import WindowsMachine
from daypass.host.platform.windows.powershell import ask_powershell
from daypass.protocol.dashboard import Overview, SecurityProduct

_PROCESSOR = r"HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0"
_UPDATES = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired"
_COMPONENTS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending"
_SESSION_MANAGER = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager"
_NAMES = r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName"
_ANTIVIRUS_AGE_S = 300.0
_ANTIVIRUS = "Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct | Select-Object displayName, productState"


class WindowsFacts:
    """Virus scanners are asked for beside the rest: Windows takes seconds to answer."""

    def __init__(self, machine: WindowsMachine) -> None:
        self._machine = machine
        self._antivirus: tuple[SecurityProduct, ...] | None = None
        self._asked_s: float | None = None

    def overview(self, cpu_permille: int) -> Overview:
        self._ask_antivirus()
        return psutil_readings.overview(
            self._machine,
            cpu_permille,
            processor=str(registry.read(_PROCESSOR, "ProcessorNameString") or "").strip(),
            people=signed_in(),
            restart_pending=_restart_pending(),
            antivirus=self._antivirus,
        )

    def person(self) -> str:
        session = people.screen_session()
        return "" if session is None else _account(session)

    def _ask_antivirus(self) -> None:
        now = time.monotonic()
        if self._asked_s is None or now - self._asked_s > _ANTIVIRUS_AGE_S:
            self._asked_s = now
            threading.Thread(target=self._read_antivirus, name="antivirus", daemon=True).start()

    def _read_antivirus(self) -> None:
        """Servers and Wine have no security centre: then it is not known."""
        try:
            told = ask_powershell(_ANTIVIRUS)
        except OSError:
            return
        self._antivirus = tuple(
            security_product(str(one.get("displayName", "")), int(one.get("productState") or 0)) for one in told
        )


def security_product(name: str, state: int) -> SecurityProduct:
    """`state` is 0xPPSSDD: product, on (0x10) or off, definitions old (0x10) or new."""
    return SecurityProduct(name=name, on=(state >> 8) & 0x10 != 0, up_to_date=state & 0x10 == 0)


def signed_in() -> tuple[str, ...]:
    """The accounts that have a session here, at the screen or elsewhere."""
    try:
        sessions = win32ts.WTSEnumerateSessions(win32ts.WTS_CURRENT_SERVER_HANDLE)
    except pywintypes.error:
        return ()
    names = (_account(int(one["SessionId"])) for one in sessions)
    return tuple(dict.fromkeys(name for name in names if name))


def _account(session: int) -> str:
    try:
        server = win32ts.WTS_CURRENT_SERVER_HANDLE
        return str(win32ts.WTSQuerySessionInformation(server, session, win32ts.WTSUserName) or "")
    except pywintypes.error:
        return ""


def _restart_pending() -> tuple[str, ...]:
    """Why Windows waits for a restart, by the places where it notes that."""
    active = registry.read(rf"{_NAMES}\ActiveComputerName", "ComputerName")
    named = registry.read(rf"{_NAMES}\ComputerName", "ComputerName")
    found = {
        "updates": registry.exists(_UPDATES),
        "components": registry.exists(_COMPONENTS),
        "renames": registry.has_value(_SESSION_MANAGER, "PendingFileRenameOperations"),
        "computer_name": active is not None and named is not None and active != named,
    }
    return tuple(why for why, waits in found.items() if waits)
