"""Dashboard's ports on Linux, for development, tests and the demo: psutil, and shells on a pseudo-terminal."""

import sys

assert sys.platform != "win32"

import contextlib
import fcntl
import getpass
import os
import pty
import pwd
import re
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping
from pathlib import Path

import psutil

from daypass.host.platform import psutil_readings
from daypass.host.platform.dashboard_ports import Cells, DashboardPorts
from daypass.host.platform.linux.machine import LinuxMachine
from daypass.host.platform.psutil_readings import ProcessBasics, PsutilProcesses
from daypass.protocol.dashboard import MOST_OUTPUT, Overview, Panel, Priority, Shell

_NICE = {
    Priority.IDLE: 19,
    Priority.BELOW_NORMAL: 10,
    Priority.NORMAL: 0,
    Priority.ABOVE_NORMAL: -5,
    Priority.HIGH: -10,
}


class LinuxFacts:
    """What this PC is."""

    def __init__(self, machine: LinuxMachine) -> None:
        self._machine = machine

    def overview(self, cpu_permille: int) -> Overview:
        return psutil_readings.overview(
            self._machine,
            cpu_permille,
            processor=_processor(),
            people=tuple(dict.fromkeys(one.name for one in psutil.users())),
            restart_pending=("updates",) if Path("/run/reboot-required").exists() else (),
        )

    def person(self) -> str:
        return getpass.getuser()


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return ""


def label_of(_: str, device: str, labels: Path = Path("/dev/disk/by-label")) -> str:
    """As the system links devices by their labels; unusual characters are written there as \\x20."""
    with contextlib.suppress(OSError):
        wanted = Path(device).resolve()
        for link in labels.iterdir():
            if link.resolve() == wanted:
                return re.sub(
                    rb"\\x([0-9a-f]{2})", lambda code: bytes.fromhex(code[1].decode()), os.fsencode(link.name)
                ).decode("utf-8", "replace")
    return ""


def _basics() -> dict[int, ProcessBasics]:
    found = {}
    for pid in psutil.pids():
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            with process.oneshot():
                found[pid] = (process.ppid(), process.name(), process.num_threads())
    return found


def _people() -> Mapping[str, Cells]:
    signed_in = {one.name for one in psutil.users()}
    return {
        one.pw_name: (
            one.pw_name,
            one.pw_gecos.split(",")[0],
            "administrator" if one.pw_uid == 0 else "account",
            "signed_in" if one.pw_name in signed_in else "enabled",
            one.pw_shell,
        )
        for one in pwd.getpwall()
    }


def _environment() -> Mapping[str, Cells]:
    return {f"person {name}": (name, value, "person") for name, value in os.environ.items()}


class PtyShell:
    """A shell on a pseudo-terminal, in a session of its own."""

    def __init__(self, shell: Shell, columns: int, rows: int) -> None:
        if shell is not Shell.SH:
            raise OSError("there is no such shell here")
        self.account = getpass.getuser()
        self._ours, theirs = pty.openpty()
        self.resize(columns, rows)
        try:
            self._process = subprocess.Popen(
                [os.environ.get("SHELL") or "/bin/sh", "-i"],
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                cwd=str(Path.home()),
                env=os.environ | {"TERM": "xterm-256color"},
                preexec_fn=_lead_session,  # noqa: PLW1509 - one thread forks, and only system calls follow
            )
        finally:
            os.close(theirs)
        self._open = True

    def read(self) -> bytes:
        try:
            return os.read(self._ours, MOST_OUTPUT)
        except OSError:  # EIO: nobody is at the other end any more
            return b""

    def write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._ours, data) :]

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGHUP)
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        with contextlib.suppress(OSError):
            os.close(self._ours)


def _lead_session() -> None:
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def dashboard_ports(machine: LinuxMachine) -> DashboardPorts:
    """What this system has; services and logs differ too much between distributions."""
    return DashboardPorts(
        facts=LinuxFacts(machine),
        load=psutil_readings.read_load,
        processes=PsutilProcesses(_basics, _NICE, lambda pid: pid == 1),
        services=None,
        events=None,
        tables={
            Panel.DRIVES: lambda: psutil_readings.drives(label_of),
            Panel.PEOPLE: _people,
            Panel.ENVIRONMENT: _environment,
            Panel.PORTS: lambda: psutil_readings.ports(lambda: {pid: one[1] for pid, one in _basics().items()}),
        },
        shells=(Shell.SH,),
        open_shell=PtyShell,
    )
