"""A screen of its own for each PC: an Xvfb on a display number nobody else uses."""

import os
import subprocess
from pathlib import Path

from tests.wine.display_access import keep_to_own_account


class Display:
    """A running X server without a monitor; `name` is what DISPLAY must say."""

    def __init__(self, width: int, height: int) -> None:
        """Start it; the server itself picks a free number and tells it through a pipe. Raises RuntimeError when it cannot."""
        told, telling = os.pipe()
        self._server = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(telling),
                "-screen",
                "0",
                f"{width}x{height}x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            pass_fds=[telling],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(telling)
        with os.fdopen(told) as answer:
            number = answer.readline().strip()
        if not number:
            self._server.wait()
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"
        keep_to_own_account(self.name)

    def screenshot(self, path: Path) -> Path:
        """Save what the screen shows now as a picture (the suffix says which kind)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["import", "-silent", "-window", "root", str(path)], env=self._environment(), check=True, timeout=30
        )
        return path

    def do(self, *arguments: str) -> str:
        """Let xdotool be the customer's hands (`mousemove 10 10 click 1`, `type …`, `key Return`, `search …`); returns its output."""
        command = ["xdotool", *arguments]
        return subprocess.run(command, env=self._environment(), capture_output=True, text=True, timeout=60).stdout

    def _environment(self) -> dict[str, str]:
        return os.environ | {"DISPLAY": self.name}

    def close(self) -> None:
        """Switch the screen off."""
        self._server.terminate()
        self._server.wait(timeout=10)
