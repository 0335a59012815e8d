"""Runs the demo so that nothing of it outlives it, however it ends.

The demo works in a process session of its own, so that Ctrl+C reaches it once and in order instead of all its programs at once. All it
starts carries a mark in its environment and keeps its temporary files below one folder: who still carries the mark at the end
is ended by its id, and the folder is deleted. That holds too when the demo itself is killed.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

MARK = "FOLDER_OF_DAYPASS_DEMO"
TIDY_UP_WITHIN_S = 45
END_WITHIN_S = 5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130  # as shells say of Ctrl+C
PR_SET_PDEATHSIG = 1


def marked_folder() -> Path | None:
    """Where this process keeps its files when it is the one inside; None for the one that watches over it."""
    folder = os.environ.get(MARK)
    return Path(folder) if folder else None


def run_watched(arguments: Sequence[str]) -> int:
    """Run `python -m demo` with these arguments inside, and clean up after it; its exit code, INTERRUPTED when told to end."""
    folder = tempfile.mkdtemp(prefix="daypass-demo-")
    told_to_end_at: list[float] = []

    def tell(_signal: int, _frame: FrameType | None) -> None:
        told_to_end_at.append(time.monotonic())

    earlier = {number: signal.signal(number, tell) for number in SIGNALS}
    try:
        inside = subprocess.Popen(
            [sys.executable, "-m", "demo", *arguments],
            env=os.environ | {MARK: folder, "TMPDIR": folder},
            start_new_session=True,
        )
        code = _wait_for(inside, told_to_end_at)
    finally:
        end_marked(MARK, folder)
        shutil.rmtree(folder, ignore_errors=True)
        for number, handler in earlier.items():
            signal.signal(number, handler)
    return INTERRUPTED if told_to_end_at else code


def _wait_for(inside: "subprocess.Popen[bytes]", told_to_end_at: list[float]) -> int:
    """Until it ends by itself, or some time after it was told to (at once when told twice)."""
    told = False
    while True:
        try:
            return inside.wait(0.2)
        except subprocess.TimeoutExpired:
            if not told_to_end_at:
                continue
        if not told:
            inside.send_signal(signal.SIGINT)
            told = True
        if len(told_to_end_at) > 1 or time.monotonic() - told_to_end_at[0] > TIDY_UP_WITHIN_S:
            inside.kill()


def end_with_the_watcher() -> None:
    """The process inside: SIGINT raises KeyboardInterrupt, and comes by itself when the watcher dies (prctl(2))."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def end_marked(name: str, value: str, insist_after_s: float = END_WITHIN_S) -> None:
    """End every other process that was started with `name=value` in its environment; insist after some seconds."""
    begin = time.monotonic()
    while processes := marked(name, value):
        insist = time.monotonic() - begin > insist_after_s
        for process in processes:
            try:
                os.kill(process, signal.SIGKILL if insist else signal.SIGTERM)
            except ProcessLookupError:
                continue
        time.sleep(0.2)


def marked(name: str, value: str) -> list[int]:
    """The ids of the other processes that were started with `name=value` in their environment."""
    line = f"{name}={value}".encode()
    return [process for process in _others() if line in _environment(process).split(b"\0")]


def _others() -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and int(entry.name) != os.getpid()
    ]


def _environment(process: int) -> bytes:
    """Empty for those that have ended, wait to be reaped, or are somebody else's."""
    try:
        return Path(f"/proc/{process}/environ").read_bytes()
    except OSError:
        return b""
