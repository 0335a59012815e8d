"""The peer: TigerVNC's server for a running X screen, websockify, and noVNC as Debian packs them, with their own settings."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.screen.browser import Browser, Page
from benchmarks.screen.peers import SHOWN_WITHIN_S
from benchmarks.screen.processor_time import Find, family
from demo.server_process import free_port
from tests.wine.display import Display

WEB = Path("/usr/share/novnc")
PROGRAM = "X0tigervnc"
STARTS_WITHIN_S = 20


@dataclass
class NoVnc:
    """Runs while somebody looks, so that it takes nothing while the other is measured."""

    screen: Display
    folder: Path
    name: str = "novnc"
    canvas: str = 'document.querySelector("#screen canvas")'
    connected: str = '/^Connected/.test(document.querySelector("#status")?.textContent ?? "")'
    port: int = field(default_factory=free_port)
    _running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def detour(self, line_port: int) -> tuple[str, int]:
        return f"127.0.0.1:{self.port}", line_port

    @contextmanager
    def viewer(self, browser: Browser) -> Iterator[Page]:
        """Connected without a password and without encryption."""
        with ExitStack() as programs:
            screen_port = free_port()
            insecure = ["-SecurityTypes", "None", "-localhost", "-rfbport", str(screen_port)]
            self._start(programs, "host", [PROGRAM, "-display", self.screen.name, *insecure])
            _wait_for(screen_port)
            here, there = f"127.0.0.1:{self.port}", f"127.0.0.1:{screen_port}"
            self._start(programs, "relay", ["websockify", "--web", str(WEB), here, there])
            _wait_for(self.port)
            address = f"http://{here}/vnc_lite.html?host=127.0.0.1&port={self.port}&path=websockify"
            with browser.page(address) as page:
                page.until(self.connected, SHOWN_WITHIN_S, "noVNC did not connect")
                yield page

    def processes(self) -> Mapping[str, Find]:
        def those_of(which: str) -> Find:
            return lambda: family(self._running[which].pid)

        return {which: those_of(which) for which in ("host", "relay")}

    def _start(self, programs: ExitStack, which: str, command: Sequence[str]) -> None:
        log = programs.enter_context((self.folder / f"novnc-{which}.log").open("wb"))
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._running[which] = process
        programs.callback(_end, process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    """Until somebody listens there. Raises TimeoutError."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise TimeoutError(f"nobody listens on port {port}") from None
            time.sleep(0.1)
