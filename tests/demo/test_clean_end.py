"""Nothing of the demo outlives it."""

import subprocess
import sys
from pathlib import Path

from demo.clean_end import end_marked, marked

SLEEPS = [sys.executable, "-c", "import time; print(flush=True); time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(600)",
]


def start(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    environment = {"SOMEBODYS_FOLDER": str(folder)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_those_that_carry_the_mark_are_ended_and_nobody_else(tmp_path: Path) -> None:
    with start(SLEEPS, tmp_path / "ours") as ours, start(SLEEPS, tmp_path / "ours2") as another:
        assert marked("SOMEBODYS_FOLDER", str(tmp_path / "ours")) == [ours.pid]
        end_marked("SOMEBODYS_FOLDER", str(tmp_path / "ours"))
        assert ours.wait(10) == -15
        assert another.poll() is None
        another.kill()


def test_who_does_not_listen_is_ended_all_the_same(tmp_path: Path) -> None:
    with start(DEAF, tmp_path) as deaf:
        end_marked("SOMEBODYS_FOLDER", str(tmp_path), insist_after_s=0.3)
        assert deaf.wait(10) == -9
