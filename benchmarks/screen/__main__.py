"""python -m benchmarks.screen [--runs 3] [--cases …] [--only daypass|novnc]: JSON on stdout, a table for people on stderr.

Exits 0 when everything was measured, whatever the figures say; else 1, with what was measured until then and why it stopped.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.screen.browser import Browser, chromium
from benchmarks.screen.cases import CASES, HEIGHT, OVER_TLS, WIDTH, Case
from benchmarks.screen.daypass_side import daypass
from benchmarks.screen.figures import Figures, median
from benchmarks.screen.musts import judged, table
from benchmarks.screen.novnc_side import NoVnc
from benchmarks.screen.painting import painter
from benchmarks.screen.peers import Peer, take_hands
from benchmarks.screen.playing import Audience, play
from benchmarks.screen.slow_line import SlowLine, slow_line
from benchmarks.whole_run import STOPS, bound, machine
from tests.wine.display import Display

WHOLE_RUN_S = 25 * 60
PEERS = ("daypass", "novnc")


@dataclass
class Run:
    """What is asked for, and what was found: by peer and case, one entry a run."""

    runs: int
    cases: Sequence[Case]
    only: str
    screen: Display
    folder: Path
    found: dict[str, dict[str, list[Figures]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def medians(self, peer: str) -> dict[str, Figures]:
        """By case."""
        return {case: median(runs) for case, runs in self.found[peer].items()}


def main() -> int:
    """Measure; 0 when all of it was measured, 1 when it stopped before."""
    asked = argparse.ArgumentParser(prog="benchmarks.screen", description=__doc__)
    names = [case.name for case in CASES]
    asked.add_argument("--runs", type=int, default=3, help="how often each case is played; medians are told")
    asked.add_argument("--cases", nargs="+", choices=names, default=names)
    asked.add_argument("--only", choices=PEERS, default="")
    wanted = asked.parse_args()
    bound(WHOLE_RUN_S)
    began, stopped = time.monotonic(), ""
    with ExitStack() as stage:
        folder = Path(stage.enter_context(tempfile.TemporaryDirectory(prefix="daypass-bench-screen-")))
        screen = Display(WIDTH, HEIGHT)
        stage.callback(screen.close)
        run = Run(wanted.runs, [case for case in CASES if case.name in wanted.cases], wanted.only, screen, folder)
        try:
            measure(run)
            if run.only != "novnc":
                measure_over_tls(run)
        except STOPS as problem:
            stopped = str(problem) or type(problem).__name__
    report = reported(run, round(time.monotonic() - began), stopped)
    print(json.dumps(report, indent=2))
    print(table(report["daypass"], report["novnc"]), file=sys.stderr)
    if stopped:
        print(f"stopped: {stopped}", file=sys.stderr)
    return 1 if stopped else 0


def reported(run: Run, seconds: int, stopped: str) -> dict[str, Any]:
    """What `screen.json` says; `stopped` only where something is missing."""
    we, peer = run.medians("daypass"), run.medians("novnc")
    report = {"screen": [WIDTH, HEIGHT], "runs": run.runs, "seconds": seconds, "machine": machine()}
    why = {"stopped": stopped} if stopped else {}
    return {**report, **why, "daypass": we, "novnc": peer, "musts": judged(we, peer)}


def measure(run: Run) -> None:
    """Both in turn in the same browser, the other one first in each next run; the slow line last."""
    with ExitStack() as stage:
        peers: list[Peer] = []
        if run.only != "novnc":
            peers.append(stage.enter_context(daypass(run.folder / "plain", run.screen, tls=False)))
        if run.only != "daypass":
            peers.append(NoVnc(run.screen, run.folder))
        fast = [case for case in run.cases if not case.slow]
        if fast:
            with chromium() as browser:
                for number in range(run.runs):
                    for peer in peers[:: -1 if number % 2 else 1]:
                        show(run, fast, peer, browser)
        if slow := [case for case in run.cases if case.slow]:
            for number in range(run.runs):
                for peer in peers[:: -1 if number % 2 else 1]:
                    show_slowly(run, slow, peer, None)


def measure_over_tls(run: Run) -> None:
    """Daypass once more with its own certificate authority, for the cases where TLS could matter."""
    cases = [case for case in run.cases if case.name in OVER_TLS]
    if not cases:
        return
    with daypass(run.folder / "tls", run.screen, tls=True) as peer:
        authority = peer.server.authority()
        for _ in range(run.runs):
            if fast := [case for case in cases if not case.slow]:
                with chromium(authority) as browser:
                    show(run, fast, peer, browser, suffix="_tls")
            if slow := [case for case in cases if case.slow]:
                show_slowly(run, slow, peer, authority, suffix="_tls")


def show_slowly(run: Run, cases: Sequence[Case], peer: Peer, authority: Path | None, suffix: str = "") -> None:
    """Over a line that can be made slow."""
    with slow_line(peer.port) as line, chromium(authority, peer.detour(line.port)) as browser:
        show(run, cases, peer, browser, line, suffix)


def show(
    run: Run, cases: Sequence[Case], peer: Peer, browser: Browser, line: SlowLine | None = None, suffix: str = ""
) -> None:
    """Open the viewer, play the cases before it, close it."""
    with painter(run.screen.name) as paints, peer.viewer(browser) as page:
        place = take_hands(page, peer.canvas)
        for case in cases:
            found = play(case, Audience(peer, browser, page, place, paints, run.screen.name, line))
            run.found[peer.name][case.name + suffix].append(found)
            print(
                f"{time.strftime('%H:%M:%S')} {peer.name} {case.name}{suffix} {json.dumps(found)}",
                file=sys.stderr,
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main())
