"""The host's other processes on Linux: the same account runs them all, so "elevated" is only a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence


class ChildProcess:
    """A process this one started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Ask it to end; insist after two seconds."""
        if self.alive():
            self._process.terminate()
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()


class LinuxPrograms:
    """Runs `python -m daypass.host …` with this interpreter. `DAYPASS_HOST_REFUSE_ELEVATION=1` plays a refused question."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def elevate(self, arguments: Sequence[str]) -> None:
        if self._environment.get("DAYPASS_HOST_REFUSE_ELEVATION") == "1":
            raise PermissionError("elevation was refused")
        start_detached(arguments, self._environment)

    def start_on_desktop(self, arguments: Sequence[str]) -> ChildProcess:
        return self._start(arguments)

    def start_as_person(self, arguments: Sequence[str]) -> ChildProcess:
        return self._start(arguments)

    def yield_foreground(self) -> None:
        """Terminals have no foreground."""

    def _start(self, arguments: Sequence[str]) -> ChildProcess:
        process = subprocess.Popen(host_command(arguments), stdin=subprocess.DEVNULL, env=dict(self._environment))
        return ChildProcess(process)


def host_command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "daypass.host", *arguments]


def start_detached(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start a host process that outlives this one and holds none of its pipes; a middleman leaves no zombie behind."""
    starter = "import subprocess, sys; n = subprocess.DEVNULL; "
    starter += "subprocess.Popen(sys.argv[1:], stdin=n, stdout=n, stderr=n, start_new_session=True)"
    subprocess.run(
        [sys.executable, "-c", starter, *host_command(arguments)], env=dict(environment), check=True, timeout=20
    )
