"""The stand-in where Wine is missing: the Linux platform host on an X display of its own. Real protocol, real picture, no Windows."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.wine.display import Display

from demo.remote_pc import SCREEN
from demo.server_process import Server

ROOT = Path(__file__).resolve().parents[1]
GONE_WITHIN_S = 60


class LinuxPc:
    """A `RemotePc` on Xvfb; the host's questions are answered through its terminal."""

    kind = "linux"

    def __init__(self, folder: Path, screen: Display, server: Server, programs: ExitStack) -> None:
        self._screen = screen
        self._server = server
        self._programs = programs
        self._home = folder / "home"
        self._home.mkdir(parents=True)
        self._notepad = folder / "notepad.txt"
        self._printed = folder / "host-printed.txt"
        self.log = folder / "host.log"
        self._host: subprocess.Popen[bytes] | None = None
        self._before: set[str] = set()
        self.display = screen.name
        self._environment = os.environ | {
            "DISPLAY": screen.name,
            "HOME": str(self._home),
            "DAYPASS_HOST_HOME": str(self._home / "daypass-host"),
            "DAYPASS_HOST_LINUX": "1",
            "DAYPASS_HOST_CONSENT_ANSWER": "yes",
            "DAYPASS_HOST_COMPUTER_NAME": "EXAMPLE-PC",
            "DAYPASS_HOST_LOG": str(self.log),
        }

    def screenshot(self, path: Path) -> Path:
        return self._screen.screenshot(path)

    def do(self, *arguments: str) -> str:
        return self._screen.do(*arguments)

    def open_notepad(self) -> None:
        printed = self._notepad.with_suffix(".log")
        self._start([sys.executable, "-m", "demo.notepad", str(self._notepad)], output=printed)
        try:
            _wait(
                lambda: bool(self.do("search", "--onlyvisible", "--name", "Notepad").strip()),
                20,
                "Notepad did not open",
            )
        except TimeoutError as late:
            raise TimeoutError(f"{late}: {printed.read_text(errors='replace')}") from None

    def notepad_text(self) -> str:
        return self._notepad.read_text(encoding="utf-8")

    def start_host(self, download: Path | None, name: str) -> Path | None:
        """Run the Linux host with the session number; nothing is downloaded."""
        server = [
            "--server",
            self._server.address,
            f"--server-key={self._server.public_key()}",
        ]  # "=": a key may begin with a dash
        if authority := self._server.authority():
            server += ["--ca", str(authority)]
        command = [
            sys.executable,
            "-m",
            "daypass.host",
            "first-stage",
            *server,
            "--number",
            name,
            "--consent",
            "always",
        ]
        self._host = self._start(command, stdin=subprocess.PIPE, output=self._printed)
        return None

    def host_window(self, timeout_s: float) -> None:
        _wait(lambda: bool(self._printed.read_bytes().strip()), timeout_s, "the host asked nothing")

    def agree_to_help(self) -> None:
        self._say("y")

    def code_window(self) -> None:
        """The terminal asks as soon as the technician's page has shown the code."""

    def type_code(self, code: str) -> None:
        self._say(code)

    def ready_window(self) -> None:
        """The terminal prints a line."""

    def finish(self) -> None:
        """The terminal's *Ready* page closes by itself."""

    def take_inventory(self) -> None:
        self._before = self._files()

    def last_window(self) -> None:
        """A terminal has no window that could stay."""

    def leftovers(self) -> list[str]:
        deadline = time.monotonic() + GONE_WITHIN_S
        while (found := sorted(self._files() - self._before)) and time.monotonic() < deadline:
            time.sleep(0.5)
        return found

    def _files(self) -> set[str]:
        return {f"file {path.relative_to(self._home)}" for path in self._home.rglob("*")}

    def _say(self, line: str) -> None:
        assert self._host is not None and self._host.stdin is not None
        try:
            self._host.stdin.write(line.encode() + b"\n")
            self._host.stdin.flush()
        except BrokenPipeError:
            raise RuntimeError(f"the host has ended: {self._printed.read_text(errors='replace')[-2000:]}") from None

    def _start(
        self, command: list[str], stdin: int = subprocess.DEVNULL, output: Path | None = None
    ) -> "subprocess.Popen[bytes]":
        target = self._programs.enter_context(output.open("wb")) if output else subprocess.DEVNULL
        process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdin=stdin, stdout=target, stderr=subprocess.STDOUT
        )
        self._programs.callback(_end, process)
        return process


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        with suppress(BrokenPipeError):
            process.stdin.close()
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(reached: Callable[[], bool], timeout_s: float, otherwise: str) -> None:
    deadline = time.monotonic() + timeout_s
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.1)


@contextmanager
def linux_pc(folder: Path, server: Server) -> Iterator[LinuxPc]:
    """A display with a PC's life on it; every program ends with it."""
    screen = Display(*SCREEN)
    try:
        with ExitStack() as programs:
            yield LinuxPc(folder, screen, server, programs)
    finally:
        screen.close()
