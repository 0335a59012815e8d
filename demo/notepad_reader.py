"""Opens the demo's X11 Notepad and reads back what stands in it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def open_notepad(display: str, file: Path) -> Iterator[Callable[[], str]]:
    """Notepad on `display`, ready to be typed into; yields a function that reads its text."""
    command = [sys.executable, "-m", "demo.notepad", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DISPLAY": display})
    try:
        deadline = time.monotonic() + 20
        while not file.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Notepad did not open")
            time.sleep(0.05)
        yield lambda: file.read_text(encoding="utf-8")
    finally:
        process.terminate()
        process.wait(10)
