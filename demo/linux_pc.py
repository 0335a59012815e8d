"""The stand-in where Wine is missing: the Linux platform host on an X display of its own. Real protocol, real picture, no Windows."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.wine.display import Display
from Xlib import X, display

from demo.clean_end import end_marked
from demo.remote_pc import SCREEN
from demo.server_process import Server
from demo.terminal import ENDED, TITLE

ROOT = Path(__file__).resolve().parents[1]
GONE_WITHIN_S = 60
DESKTOP_COLOUR = 0x3A6E79
HOME = "DAYPASS_HOST_HOME"


class LinuxPc:
    """A `RemotePc` on Xvfb; the host asks in a window of text, and is answered there."""

    kind = "linux"

    def __init__(self, folder: Path, screen: Display, server: Server, programs: ExitStack) -> None:
        self._screen = screen
        self._server = server
        self._programs = programs
        self._home = folder / "home"
        self._home.mkdir(parents=True)
        self.host_home = self._home / "daypass-host"
        self._notepad = folder / "notepad.txt"
        self._printed = folder / "host-printed.txt"
        self.log = folder / "host.log"
        self._before: set[str] = set()
        self.display = screen.name
        self._environment = os.environ | {
            "DISPLAY": screen.name,
            "HOME": str(self._home),
            HOME: str(self.host_home),
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

    def pointer(self) -> str:
        x_and_y = self.do("getmouselocation").split()[:2]
        return " ".join(x_and_y)

    def start_host(self, download: Path | None, name: str) -> Path | None:
        """Run the Linux host in a window of its own; of the download only the name counts, which carries the ticket."""
        # "=": a key may begin with a dash
        options = [f"--server={self._server.address}", f"--server-key={self._server.public_key()}"]
        if authority := self._server.authority():
            options.append(f"--ca={authority}")
        options += [f"--number={name}" if name.isdecimal() else f"--ticket={name}"] if name else []
        host = [sys.executable, "-m", "daypass.host", "first-stage", *options, "--consent=always"]
        self._printed.unlink(missing_ok=True)
        self._start(
            [sys.executable, "-m", "demo.terminal", str(self._printed), *host],
            output=self._printed.with_suffix(".trouble"),
        )
        return None

    def host_window(self, timeout_s: float) -> None:
        _wait(
            lambda: self._printed.exists() and bool(self._printed.read_bytes().strip()),
            timeout_s,
            "the host asked nothing",
        )

    def agree_to_help(self) -> None:
        self._say("y")

    def code_window(self) -> None:
        """The terminal asks as soon as the technician's page has shown the code."""

    def type_code(self, code: str) -> None:
        self._say(code)

    def ready_window(self) -> None:
        """The terminal prints a line."""

    def finish(self) -> None:
        """Close the window: all is said."""
        _wait(lambda: bool(self._window(ENDED)), 60, "the host's first stage did not end")
        self.do("windowfocus", self._window(ENDED), "key", "Return")

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
        """Type a line into the host's window."""
        window = self._window(TITLE)
        if not window:
            raise RuntimeError(f"the host has ended: {self._printed.read_text(errors='replace')[-2000:]}")
        self.do("windowfocus", window, "type", "--delay", "20", line)
        self.do("key", "Return")

    def _window(self, title: str) -> str:
        """The X id of the window with exactly this title; empty when there is none."""
        return self.do("search", "--onlyvisible", "--name", f"^{title}$").strip()

    def _start(self, command: list[str], output: Path) -> None:
        target = self._programs.enter_context(output.open("wb"))
        process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, stdout=target, stderr=subprocess.STDOUT
        )
        self._programs.callback(_end, process)


def _end(process: "subprocess.Popen[bytes]") -> None:
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


def _colour(screen: Display) -> None:
    """A desktop is not black; the colour stays after this connection has closed."""
    connection = display.Display(screen.name)
    root = connection.screen().root
    root.change_attributes(background_pixel=DESKTOP_COLOUR)
    root.clear_area()
    connection.set_close_down_mode(X.RetainPermanent)
    connection.sync()
    connection.close()


@contextmanager
def linux_pc(folder: Path, server: Server) -> Iterator[LinuxPc]:
    """A display with a PC's life on it; every program ends with it."""
    screen = Display(*SCREEN)
    _colour(screen)
    try:
        with ExitStack() as programs:
            pc = LinuxPc(folder, screen, server, programs)
            # The installed host outlives the program that installed it, as a service does.
            programs.callback(end_marked, HOME, str(pc.host_home))
            yield pc
    finally:
        screen.close()
