"""Puts a run into a page as Markdown, between marks of its own: no figure is typed by hand."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def marks(name: str) -> tuple[str, str]:
    """Where the record of this name begins and ends in a page."""
    return f"<!-- record of {name} -->", f"<!-- end of record of {name} -->"


def replaced(page: str, name: str, record: str) -> str:
    """The page with this record between its marks. Raises ValueError when it has none."""
    begin, end = marks(name)
    before, found, rest = page.partition(begin)
    _, found_end, after = rest.partition(end)
    if not found or not found_end:
        raise ValueError(f"the page has no {begin} … {end}")
    return f"{before}{begin}\n{record}\n{end}{after}"


def write(name: str, program: str, about: str | None, markdown: Callable[[dict[str, Any]], str]) -> int:
    """The command: the run of `benchmarks/out/{name}.json` printed, or put into a page. 0 when it was; 2 when the page has no marks."""
    asked = argparse.ArgumentParser(prog=program, description=about)
    asked.add_argument("report", nargs="?", type=Path, default=Path(f"benchmarks/out/{name}.json"))
    asked.add_argument("--into", type=Path)
    wanted = asked.parse_args()
    record = markdown(json.loads(wanted.report.read_text()))
    if wanted.into is None:
        print(record)
        return 0
    try:
        wanted.into.write_text(replaced(wanted.into.read_text(), name, record))
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def about_run(report: dict[str, Any], runs: str) -> Iterator[str]:
    """How long, on what machine, and why it stopped when it did."""
    machine, minutes = report["machine"], report["seconds"] / 60
    yield (
        f"{runs}, {minutes:.0f} minutes, {machine['cores']} cores, load {machine['load_15min']:g} in the last 15 minutes."
    )
    if stopped := report.get("stopped"):
        yield f"Not all of it was measured: {stopped}."


def figure(value: float | bool | None) -> str:
    """Three digits tell enough."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
