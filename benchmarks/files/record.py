"""python -m benchmarks.files.record [benchmarks/out/files.json] [--into docs/benchmarks.md]: a run as Markdown.

Printed, or put between the marks in the named file in place of the record before.
"""

import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.files.musts import judged
from benchmarks.record_page import about_run, figure, write

SIDES = ("daypass", "plain_http")


def main() -> int:
    """0 when it was written; 2 when the page has no marks."""
    return write("files", "benchmarks.files.record", __doc__, markdown)


def markdown(report: dict[str, Any]) -> str:
    """What was measured on what, each promise with its verdict, all figures."""
    run = f"{report['size_mib']} MiB and {report['small_files']} small files"
    return "\n".join((*about_run(report, run), "", *_promises(report), "", *_figures(report), "", *_breaks(report)))


def _promises(report: dict[str, Any]) -> Iterator[str]:
    yield "| about | must | measured | | aim | |"
    yield "|---|---|---|---|---|---|"
    for must, measured, holds, reached in judged(report):
        aim = {True: "reached", False: "not reached", None: ""}[reached]
        said = "holds" if holds else "**missed**"
        yield f"| {must.about} | {must.says} | {figure(measured)} | {said} | {must.aim} | {aim} |"


def _figures(report: dict[str, Any]) -> Iterator[str]:
    sides = [side for side in SIDES if side in report]
    names = list(dict.fromkeys(name for side in sides for name in report[side]))
    yield "| | " + " | ".join(f"`{name}`" for name in names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for side in sides:
        yield f"| {side} | " + " | ".join(figure(report[side].get(name)) for name in names) + " |"


def _breaks(report: dict[str, Any]) -> Iterator[str]:
    """Words for what has no column."""
    if delays := report.get("input_beside_transfer_ms"):
        yield (
            "Clicks, p50: "
            + ", ".join(f"{name.replace('_', ' ')} {figure(ms)} ms" for name, ms in delays.items())
            + "."
        )
    if line := report.get("broken_line"):
        ways = ", ".join(
            f"{way} {figure(line[way]['chunks_again_in_all'])} chunks again in all, {figure(line[way]['seconds'])} s"
            for way in ("up", "down")
        )
        yield f"The line broke {line['breaks']} times each way: {ways}."


if __name__ == "__main__":
    sys.exit(main())
