"""The painter as a process of its own, as the one who measures sees it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Painter:
    """Paints a case when told to. Raises RuntimeError when the painter has ended."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def prepare(self, case: str) -> dict[str, Any]:
        """Paint the beginning of a case; what the hook in the viewer must look at."""
        self._tell(case)
        probe: dict[str, Any] = self._answer()
        return probe

    def begin(self, seconds: float) -> None:
        """Play it now; `states` waits for the end."""
        self._tell(str(seconds))

    def states(self) -> list[tuple[int, float]]:
        """Number and epoch milliseconds of everything that was painted."""
        return [(number, at) for number, at in self._answer()]

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _answer(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the painter has ended")
        return json.loads(line)


@contextmanager
def painter(display: str) -> Iterator[Painter]:
    """Until the end of the block."""
    command = [sys.executable, "-m", "benchmarks.screen.painter", display]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Painter(process)
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
