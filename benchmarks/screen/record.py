"""python -m benchmarks.screen.record [benchmarks/out/screen.json] [--into docs/benchmarks.md]: a run as Markdown.

Printed, or put between the marks in the named file in place of the record before: no figure is typed by hand.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.screen.figures import Figures
from benchmarks.screen.musts import COLUMNS, MUSTS, Cases, Must, verdict

BEGIN, END = "<!-- record -->", "<!-- end of record -->"
_UNITS = {"p50_ms": " ms", "p95_ms": " ms", "fps": " fps", "kBps": " kB/s", "host_cpu": " %", "recovery_s": " s"}


def main() -> int:
    """0 when it was written; 2 when the file has no marks."""
    asked = argparse.ArgumentParser(prog="benchmarks.screen.record", description=__doc__)
    asked.add_argument("report", nargs="?", type=Path, default=Path("benchmarks/out/screen.json"))
    asked.add_argument("--into", type=Path)
    wanted = asked.parse_args()
    record = markdown(json.loads(wanted.report.read_text()))
    if wanted.into is None:
        print(record)
        return 0
    try:
        wanted.into.write_text(replaced(wanted.into.read_text(), record))
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def replaced(page: str, record: str) -> str:
    """The page with this record between its marks. Raises ValueError when it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{record}\n{END}{after}"


def markdown(report: dict[str, Any]) -> str:
    """What was measured on what, each promise with its verdict, all figures."""
    we, peer = report["daypass"], report["novnc"]
    return "\n".join((*_about(report), "", *_promises(we, peer), "", *_all_figures(we, peer)))


def _about(report: dict[str, Any]) -> Iterator[str]:
    machine, minutes = report["machine"], report["seconds"] / 60
    runs = "one run" if report["runs"] == 1 else f"medians of {report['runs']} runs"
    yield (
        f"{runs[0].upper()}{runs[1:]}, {minutes:.0f} minutes, {machine['cores']} cores, load {machine['load_15min']:g} "
        "in the last 15 minutes."
    )
    if stopped := report.get("stopped"):
        yield f"Not all of it was measured: {stopped}."


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
    return _text(value) + ("" if value is None or isinstance(value, bool) else _UNITS[must.about])


def _all_figures(we: Cases, peer: Cases) -> Iterator[str]:
    columns = (*COLUMNS, "recovery_s")
    yield "| case | peer | " + " | ".join(f"`{name}`" for name in columns) + " |"
    yield "|---" * (len(columns) + 2) + "|"
    for case in dict.fromkeys((*we, *peer)):
        for name, side in (("daypass", we), ("novnc", peer)):
            if found := side.get(case):
                yield f"| {case} | {name} | " + " | ".join(_text(found.get(column)) for column in columns) + " |"


def _text(value: float | bool | None) -> str:
    """Three digits tell enough."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
