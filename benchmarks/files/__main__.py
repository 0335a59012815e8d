"""python -m benchmarks.files [--size-mib 2048] [--small 10000] [--breaks 20] [--only …]: JSON on stdout, words for people on stderr.

Exits 0 when everything was measured, whatever the figures say.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.files.breaking_line import breaking_line
from benchmarks.files.page import FilesPage, open_page
from benchmarks.screen.browser import Browser, chromium
from benchmarks.screen.cases import CASES, HEIGHT, WIDTH
from benchmarks.screen.daypass_side import Daypass, daypass
from benchmarks.screen.painting import painter
from benchmarks.screen.peers import take_hands
from benchmarks.screen.playing import Audience, play
from benchmarks.screen.processor_time import Find, Stopwatch, family, painters_of_chromium
from demo.server_process import free_port
from tests.wine.display import Display

from daypass.protocol.file_pieces import CHUNK

ROOT = Path(__file__).resolve().parents[2]
WHOLE_RUN_S = 20 * 60
TRANSFER_S = 300
SMALL = 4096
PARTS = ("daypass", "plain_http", "input_beside_transfer", "broken_line")
MEBIBYTE = 1 << 20
Figures = dict[str, Any]


@dataclass
class Files:
    """What is sent and fetched; `pc` is the other end."""

    folder: Path
    large: Path
    small: list[Path]
    pc: Path


@dataclass
class Run:
    """What is asked for, and the stage it is played on."""

    asked: argparse.Namespace
    files: Files
    worker: str
    screen: Display
    found: Figures = field(default_factory=dict)

    def say(self, what: str, value: object) -> None:
        print(f"{time.strftime('%H:%M:%S')} {what} {json.dumps(value)}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure; 0 when all of it was measured."""
    asked = argparse.ArgumentParser(prog="benchmarks.files", description=__doc__)
    asked.add_argument("--size-mib", type=int, default=2048)
    asked.add_argument("--small", type=int, default=10_000, help="how many files of 4 KiB")
    asked.add_argument("--breaks", type=int, default=20)
    asked.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    wanted = asked.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(WHOLE_RUN_S)
    began = time.monotonic()
    with ExitStack() as stage:
        folder = Path(stage.enter_context(tempfile.TemporaryDirectory(prefix="daypass-bench-files-")))
        screen = Display(WIDTH, HEIGHT)
        stage.callback(screen.close)
        run = Run(wanted, make_files(folder, wanted), build_worker(folder), screen)
        measure(run, folder)
    machine = {"cores": os.cpu_count(), "load_15min": round(os.getloadavg()[2], 1)}
    report = {"size_mib": wanted.size_mib, "small_files": wanted.small, "machine": machine}
    print(json.dumps({**report, "seconds": round(time.monotonic() - began), **run.found}, indent=2))
    return 0


def measure(run: Run, folder: Path) -> None:
    """Daypass and plain HTTP in turn, then what goes on beside transfers."""
    only = run.asked.only
    with daypass(folder / "daypass", run.screen, tls=False) as ours:
        if "daypass" in only:
            with chromium() as browser, console_page(run, ours, browser) as page:
                run.found["daypass"] = ours_measured(run, ours, browser, page)
        if "plain_http" in only:
            run.found["plain_http"] = plain_measured(run, folder)
        if "input_beside_transfer" in only:
            run.found["input_beside_transfer"] = beside_transfer(run, ours)
        if "broken_line" in only:
            run.found["broken_line"] = broken(run, ours)


def make_files(folder: Path, asked: argparse.Namespace) -> Files:
    """Contents that nothing on the way can make smaller."""
    source = folder / "technician"
    (source / "small").mkdir(parents=True)
    (folder / "pc").mkdir()
    dice = random.Random(7)
    large = source / "large.bin"
    with large.open("wb") as file:
        for _ in range(asked.size_mib):
            file.write(dice.randbytes(MEBIBYTE))
    small = []
    for number in range(asked.small):
        small.append(source / "small" / f"{number:05}.bin")
        small[-1].write_bytes(dice.randbytes(SMALL))
    return Files(folder, large, small, folder / "pc")


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


# --- speed --------------------------------------------------------------------------------------------------------


def ours_measured(run: Run, ours: Daypass, browser: Browser, page: FilesPage) -> Figures:
    """Both ways, large and small, through relay and browser with encryption and hashing."""
    files = run.files
    groups = {**ours.processes(), **browsers(browser)}
    memory = PeakMemory(groups["host"])
    watch = Stopwatch(groups)
    up = timed(lambda: transfer(page, page_upload(page, [files.large], files.pc)))
    compare(files.large, files.pc / files.large.name)
    down = timed(lambda: transfer(page, page.download(files.folder / "technician", [files.large])))
    shares = watch.shares()
    fetched = page.evaluate("filesBench.hashOfSaved(2)")
    if fetched["size"] != files.large.stat().st_size:
        raise RuntimeError("what was fetched is not what is there")
    page.evaluate("filesBench.forget()")
    small_up = timed(lambda: transfer(page, page_upload(page, files.small, files.pc)))
    small_down = timed(lambda: transfer(page, page.download(files.folder / "technician/small", files.small)))
    for file in files.small[::97]:
        compare(file, files.pc / file.name)
    found = speeds(run, up, down, small_up, small_down)
    found |= {f"{name}_cpu": round(share, 1) for name, share in shares.items()} | {"host_mb": memory.peak_mb()}
    run.say("daypass", found)
    return found


def plain_measured(run: Run, folder: Path) -> Figures:
    """The same files to and from a plain HTTP server."""
    files, port = run.files, free_port()
    (folder / "plain").mkdir()
    for file in (files.large, *files.small):
        os.link(file, folder / "plain" / f"down-{file.name}")
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.files.plain_server", str(folder / "plain"), str(port)], cwd=ROOT
    )
    try:
        with chromium() as browser:
            time.sleep(2)
            with open_page(browser, f"http://localhost:{port}/") as page:
                found = plainly(run, browser, page, server.pid)
    finally:
        server.terminate()
        server.wait(10)
    run.say("plain_http", found)
    return found


def plainly(run: Run, browser: Browser, page: FilesPage, server: int) -> Figures:
    files = run.files

    def up(chosen: Sequence[Path]) -> float:
        page.choose(chosen)
        return timed(lambda: finished(page, "filesBench.plainUpload()"))

    def down(wanted: Sequence[Path]) -> float:
        names = json.dumps([f"down-{file.name}" for file in wanted])
        return timed(lambda: finished(page, f"filesBench.plainDownload({names})"))

    groups: dict[str, Find] = {"host": lambda: [server], **browsers(browser)}
    memory = PeakMemory(groups["host"])
    watch = Stopwatch(groups)
    large = up([files.large]), down([files.large])
    shares = watch.shares()
    found = speeds(run, *large, up(files.small), down(files.small))
    return (
        found
        | {f"{name}_cpu": round(share, 1) for name, share in shares.items()}
        | {"relay_cpu": 0.0, "host_mb": memory.peak_mb()}
    )


def browsers(browser: Browser) -> dict[str, Find]:
    """What a page costs, and the rest of Chromium: its network process carries every byte."""
    first = browser.process.pid
    return {
        "viewer": lambda: painters_of_chromium(first),
        "browser": lambda: set(family(first)) - set(painters_of_chromium(first)),
    }


def speeds(run: Run, up: float, down: float, small_up: float, small_down: float) -> Figures:
    size = run.files.large.stat().st_size / 1e6
    count = len(run.files.small)
    return {
        "upload_MBps": round(size / up, 1),
        "download_MBps": round(size / down, 1),
        "small_files_per_s": round(2 * count / (small_up + small_down)),
        "small_up_per_s": round(count / small_up),
        "small_down_per_s": round(count / small_down),
    }


def page_upload(page: FilesPage, files: Sequence[Path], folder: Path) -> int:
    page.choose(files)
    return page.upload(folder)


def transfer(page: FilesPage, number: int) -> None:
    page.wait(number, TRANSFER_S)


def finished(page: FilesPage, expression: str) -> None:
    """Longer than an answer may take: begun, and looked at now and then."""
    page.evaluate(f"(globalThis.over = '', {expression}.then(() => over = 'done', (e) => over = String(e)), 1)")
    page.until("over", TRANSFER_S)
    if (over := page.evaluate("over")) != "done":
        raise RuntimeError(over)


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


class PeakMemory:
    """The most that processes held at one moment: their proportional share (PSS), looked at twice a second."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find, self._peak, self._over = find, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak_mb(self) -> float:
        self._over.set()
        self._thread.join()
        return round(self._peak / 1024, 1)

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self._peak = max(self._peak, sum(self._pss_kb(process) for process in self._find()))

    @staticmethod
    def _pss_kb(process: int) -> int:
        with suppress(OSError, IndexError, ValueError):
            command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            if b"service" in command or b"files" in command or b"benchmarks.files.plain_server" in command:
                lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
                return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return 0


# --- beside other work, and over a bad line -----------------------------------------------------------------------


def beside_transfer(run: Run, ours: Daypass) -> Figures:
    """Clicks in a running remote control, without a transfer and beside one in each direction."""
    case = next(case for case in CASES if case.name == "click")
    delays: dict[str, float | None] = {}
    with chromium() as browser, painter(run.screen.name) as paints, ours.viewer(browser) as viewer:
        place = take_hands(viewer, ours.canvas)

        def clicks() -> float:
            found = play(case, Audience(ours, browser, viewer, place, paints, run.screen.name))
            return float(found["p50_ms"])

        delays["alone"] = clicks()
        with chromium() as other, console_page(run, ours, other) as page:
            for way in ("up", "down"):
                number = (
                    page_upload(page, [run.files.large], run.files.pc)
                    if way == "up"
                    else page.download(run.files.folder / "technician", [run.files.large])
                )
                delays[way] = clicks()
                if page.news(number)["state"] == "done":
                    run.say("input_beside_transfer", f"{way}: the transfer was over before the clicks were")
                transfer(page, number)
                page.evaluate("filesBench.forget()")
        delays["alone_again"] = clicks()
    alone = min(value for name, value in delays.items() if name.startswith("alone") and value)
    found = {"p50_ms": delays, "ratio": round(max(delays["up"] or 0, delays["down"] or 0) / alone, 2)}
    run.say("input_beside_transfer", found)
    return found


def broken(run: Run, ours: Daypass) -> Figures:
    """Cut the line at random moments of a transfer, each way."""
    found: Figures = {"breaks": run.asked.breaks}
    dice = random.Random(11)
    with breaking_line(ours.port) as line, chromium(detour=ours.detour(line.port)) as browser:
        with console_page(run, ours, browser) as page:
            size = run.files.large.stat().st_size
            for way in ("up", "down"):
                (run.files.pc / run.files.large.name).unlink(missing_ok=True)
                moments = sorted(dice.uniform(0, size * 0.98) for _ in range(run.asked.breaks))
                line.up = line.down = 0
                number = (
                    page_upload(page, [run.files.large], run.files.pc)
                    if way == "up"
                    else page.download(run.files.folder / "technician", [run.files.large])
                )
                for moment in moments:
                    page.until(f"filesBench.news({number}).bytes >= {int(moment)}", TRANSFER_S)
                    line.cut()
                    before = page.evaluate("filesBench.state().ready")
                    page.until(f"filesBench.state().ready > {before}", 60)
                news = page.wait(number, TRANSFER_S)
                again = max(0, (line.up if way == "up" else line.down) - size)
                if way == "up":
                    compare(run.files.large, run.files.pc / run.files.large.name)
                found[way] = {
                    "right": True,
                    "sent_again_MiB": round(again / MEBIBYTE, 1),
                    "chunks_again_each_break": round(again / CHUNK / max(1, run.asked.breaks), 2),
                    "told_again_MiB": round(news["again"] / MEBIBYTE, 1),
                }
                run.say(f"broken_line {way}", found[way])
    return found


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"not done within {WHOLE_RUN_S // 60} minutes")


if __name__ == "__main__":
    sys.exit(main())
