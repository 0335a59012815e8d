"""python -m benchmarks.screen.record [benchmarks/out/screen.json] [--into docs/benchmarks.md]: a run as Markdown.

Printed, or put between the marks in the named file in place of the record before: no figure is typed by hand.
"""

import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.record_page import about_run, figure, write
from benchmarks.screen.figures import Figures
from benchmarks.screen.musts import COLUMNS, MUSTS, Cases, Must, verdict

_UNITS = {"p50_ms": " ms", "p95_ms": " ms", "fps": " fps", "kBps": " kB/s", "host_cpu": " %", "recovery_s": " s"}


def main() -> int:
    """0 when it was written; 2 when the page has no marks."""
    return write("screen", "benchmarks.screen.record", __doc__, markdown)


def markdown(report: dict[str, Any]) -> str:
    """What was measured on what, each promise with its verdict, all figures."""
    we, peer = report["daypass"], report["novnc"]
    runs = "One run" if report["runs"] == 1 else f"Medians of {report['runs']} runs"
    return "\n".join((*about_run(report, runs), "", *_promises(we, peer), "", *_all_figures(we, peer)))


def _promises(we: Cases, peer: Cases) -> Iterator[str]:
    yield "| case | must | daypass | novnc | | aim | |"
    yield "|---|---|---|---|---|---|---|"
    for must in MUSTS:
        if must.case in we:
            ours, theirs = (_figure(must, side.get(must.case, {})) for side in (we, peer))
            yield f"| {must.case} | {must.says} | {ours} | {theirs} | {_said(must, we, peer)} | {must.aim} | {_aim(must, we)} |"


def _said(must: Must, we: Cases, peer: Cases) -> str:
    return {True: "holds", False: "**missed**", None: "no peer"}[verdict(must, we, peer)]


def _aim(must: Must, we: Cases) -> str:
    if must.reaches is None:
        return ""
    try:
        return "reached" if must.reaches(we[must.case]) else "not reached"
    except (KeyError, TypeError):
        return ""


def _figure(must: Must, found: Figures) -> str:
    value = found.get(must.about)
    return figure(value) + ("" if value is None or isinstance(value, bool) else _UNITS[must.about])


def _all_figures(we: Cases, peer: Cases) -> Iterator[str]:
    columns = (*COLUMNS, "recovery_s")
    yield "| case | peer | " + " | ".join(f"`{name}`" for name in columns) + " |"
    yield "|---" * (len(columns) + 2) + "|"
    for case in dict.fromkeys((*we, *peer)):
        for name, side in (("daypass", we), ("novnc", peer)):
            if found := side.get(case):
                yield f"| {case} | {name} | " + " | ".join(figure(found.get(column)) for column in columns) + " |"


if __name__ == "__main__":
    sys.exit(main())
