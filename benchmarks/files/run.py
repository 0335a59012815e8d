"""What a run works with: what was asked for, the files, the page, and how work is timed and results compared."""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.files.page import FilesPage, open_page
from benchmarks.screen.browser import Browser
from benchmarks.screen.daypass_side import Daypass
from tests.wine.display import Display

ROOT = Path(__file__).resolve().parents[2]
TRANSFER_S = 300
SMALL = 4096
MEBIBYTE = 1 << 20
Figures = dict[str, Any]


@dataclass
class Files:
    """What is sent and fetched; `pc` is the other end."""

    folder: Path
    large: Path
    small: list[Path]
    pc: Path
    saved: Path
    """Where the browser puts what it saves."""


@dataclass
class Run:
    """What is asked for, and the stage it is played on."""

    asked: argparse.Namespace
    files: Files
    worker: str
    screen: Display
    found: Figures = field(default_factory=dict)

    def say(self, what: str, value: object) -> None:
        """For people who wait."""
        print(f"{time.strftime('%H:%M:%S')} {what} {json.dumps(value)}", file=sys.stderr, flush=True)


def make_files(folder: Path, asked: argparse.Namespace) -> Files:
    """Contents that nothing on the way can make smaller."""
    source = folder / "technician"
    (source / "small").mkdir(parents=True)
    (folder / "pc").mkdir()
    (folder / "saved").mkdir()
    dice = random.Random(7)
    large = source / "large.bin"
    with large.open("wb") as file:
        for _ in range(asked.size_mib):
            file.write(dice.randbytes(MEBIBYTE))
    small = []
    for number in range(asked.small):
        small.append(source / "small" / f"{number:05}.bin")
        small[-1].write_bytes(dice.randbytes(SMALL))
    return Files(folder, large, small, folder / "pc", folder / "saved")


def build_worker(folder: Path) -> str:
    """The console's own worker as one script."""
    command = ["npx", "vite", "build", "--config", str(ROOT / "benchmarks/files/worker.config.mjs")]
    subprocess.run(
        command,
        cwd=ROOT / "console",
        env={**os.environ, "DAYPASS_BENCH_OUT": str(folder / "worker")},
        check=True,
        stdout=sys.stderr,
        timeout=120,
    )
    return (folder / "worker/worker.js").read_text(encoding="utf-8")


@contextmanager
def console_page(run: Run, ours: Daypass, browser: Browser) -> Iterator[FilesPage]:
    """A signed-in technician whose File Manager is connected."""
    browser.sign_in(ours.cookies)
    with open_page(browser, f"{ours.server.address}/console/") as page:
        page.connect(run.worker, ours.session_id, ours.password)
        yield page


def page_upload(page: FilesPage, files: Sequence[Path], folder: Path) -> int:
    page.choose(files)
    return page.upload(folder)


def transfer(page: FilesPage, number: int) -> None:
    page.wait(number, TRANSFER_S)


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def compare(one: Path, other: Path) -> None:
    """Raises RuntimeError for other contents."""
    if sha256(one) != sha256(other):
        raise RuntimeError(f"{other.name} is not what was sent")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
