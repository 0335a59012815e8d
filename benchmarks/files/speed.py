"""Both ways, large and small: Daypass through relay and browser with encryption and hashing, and plain HTTP in the same browser."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.files.memory import PeakMemory
from benchmarks.files.page import FilesPage, open_page
from benchmarks.files.run import (
    ROOT,
    TRANSFER_S,
    Figures,
    Run,
    compare,
    page_upload,
    sha256,
    timed,
    transfer,
)
from benchmarks.screen.browser import Browser, chromium
from benchmarks.screen.daypass_side import Daypass
from benchmarks.screen.processor_time import Find, Stopwatch, family, painters_of_chromium
from demo.server_process import free_port

EACH = 97
"""Of the small files, so many of which one is compared byte by byte."""


def ours_measured(run: Run, ours: Daypass, browser: Browser, page: FilesPage) -> Figures:
    """Both ways, large and small, through relay and browser with encryption and hashing."""
    files = run.files
    groups = {**ours.processes(), **browsers(browser)}
    memory = PeakMemory(lambda: carriers(groups["host"]()))
    watch = Stopwatch(groups)
    up = timed(lambda: transfer(page, page_upload(page, [files.large], files.pc)))
    compare(files.large, files.pc / files.large.name)
    down = timed(lambda: transfer(page, page.download(files.folder / "technician", [files.large])))
    shares = watch.shares()
    compare_saved(run, page, 2)
    small_up = timed(lambda: transfer(page, page_upload(page, files.small, files.pc)))
    small_down = timed(lambda: transfer(page, page.download(files.folder / "technician/small", files.small)))
    for file in files.small[::EACH]:
        compare(file, files.pc / file.name)
    for name, digest in page.evaluate(f"filesBench.digests(4, {EACH})").items():
        if sha256(files.small[0].parent / name) != digest:
            raise RuntimeError(f"{name} is not what is there")
    found = speeds(run, up, down, small_up, small_down)
    found |= {f"{name}_cpu": round(share, 1) for name, share in shares.items()} | {"host_mb": memory.peak_mb()}
    run.say("daypass", found)
    return found


def carriers(processes: Iterable[int]) -> list[int]:
    """Of the host's processes the two that carry files; its tray, and what stands in for Windows' service manager, wait meanwhile."""
    return [one for one in processes if {b"service", b"files"} & set(command_of(one))]


def command_of(process: int) -> list[bytes]:
    """Empty for one that is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    return []


def compare_saved(run: Run, page: FilesPage, transfer_number: int) -> None:
    """The fetched file as the browser saves it is the source, byte by byte; then the browser's copies go."""
    saved = page.save(transfer_number, run.files.large.name, run.files.saved, TRANSFER_S)
    compare(run.files.large, saved)
    saved.unlink()
    page.evaluate("filesBench.forget()")


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


def finished(page: FilesPage, expression: str) -> None:
    """Longer than an answer may take: begun, and looked at now and then."""
    page.evaluate(f"(globalThis.over = '', {expression}.then(() => over = 'done', (e) => over = String(e)), 1)")
    page.until("over", TRANSFER_S)
    if (over := page.evaluate("over")) != "done":
        raise RuntimeError(over)
