"""python -m benchmarks.files [--size-mib 2048] [--small 10000] [--breaks 20] [--only …]: JSON on stdout, words for people on stderr.

Exits 0 when everything was measured, whatever the figures say; else 1, with what was measured until then and why it stopped.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.files.beside import beside_transfer
from benchmarks.files.broken import broken
from benchmarks.files.musts import judged, verdicts
from benchmarks.files.run import Figures, Run, build_worker, console_page, make_files
from benchmarks.files.speed import ours_measured, plain_measured
from benchmarks.screen.browser import chromium
from benchmarks.screen.cases import HEIGHT, WIDTH
from benchmarks.screen.daypass_side import Daypass, daypass
from benchmarks.whole_run import PART_STOPS, STOPS, bound, machine
from tests.wine.display import Display

WHOLE_RUN_S = 20 * 60
PARTS = ("daypass", "plain_http", "input_beside_transfer", "broken_line")


def main() -> int:
    """Measure; 0 when all of it was measured, 1 when it stopped before."""
    asked = argparse.ArgumentParser(prog="benchmarks.files", description=__doc__)
    asked.add_argument("--size-mib", type=int, default=2048)
    asked.add_argument("--small", type=int, default=10_000, help="how many files of 4 KiB")
    asked.add_argument("--breaks", type=int, default=20)
    asked.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    wanted = asked.parse_args()
    bound(WHOLE_RUN_S)
    began = time.monotonic()
    found: Figures = {}
    stopped: list[str] = []
    try:
        with ExitStack() as stage:
            folder = Path(stage.enter_context(tempfile.TemporaryDirectory(prefix="daypass-bench-files-")))
            screen = Display(WIDTH, HEIGHT)
            stage.callback(screen.close)
            run = Run(wanted, make_files(folder, wanted), build_worker(folder), screen)
            with daypass(folder / "daypass", run.screen, tls=False) as ours:
                measure(run, ours, folder, found, stopped)
    except STOPS as problem:
        stopped.append(said(problem))
    about = {"size_mib": wanted.size_mib, "small_files": wanted.small, "machine": machine()}
    report = {**about, "seconds": round(time.monotonic() - began), **found}
    if stopped:
        report["stopped"] = "; ".join(stopped)
    print(json.dumps({**report, "musts": verdicts(report)}, indent=2))
    for must, figure, holds, _ in judged(report):
        print(f"{'holds' if holds else 'MISSED':<8}{must.about:<25}{must.says:<40}{figure}", file=sys.stderr)
    for why in stopped:
        print(f"stopped: {why}", file=sys.stderr)
    return 1 if stopped else 0


def measure(run: Run, ours: Daypass, folder: Path, found: Figures, stopped: list[str]) -> None:
    """Each part that is asked for, into `found`; a part that stops leaves the others alone, and why goes into `stopped`."""
    parts: dict[str, Callable[[], Figures]] = {
        "daypass": lambda: {"daypass": ours_alone(run, ours)},
        "plain_http": lambda: {"plain_http": plain_measured(run, folder)},
        "input_beside_transfer": lambda: beside_transfer(run, ours),
        "broken_line": lambda: {"broken_line": broken(run, ours)},
    }
    for part in PARTS:
        if part in run.asked.only:
            try:
                found |= parts[part]()
            except PART_STOPS as problem:
                stopped.append(f"{part}: {said(problem)}")
                run.say(part, said(problem))


def ours_alone(run: Run, ours: Daypass) -> Figures:
    """Without remote control beside it."""
    with chromium() as browser, console_page(run, ours, browser) as page:
        return ours_measured(run, ours, browser, page)


def said(problem: BaseException) -> str:
    return str(problem) or type(problem).__name__


if __name__ == "__main__":
    sys.exit(main())
