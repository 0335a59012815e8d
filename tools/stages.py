"""Run named stages one after another, print the seconds of each, stop at the first failure.

Usage: stages.py NAME COMMAND [NAME COMMAND …]; every COMMAND is one shell line run from the root of the tree.
A NAME that begins with + runs beside the stage before it; what stages side by side print comes when each has finished.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Stage:
    """A name and its shell line."""

    name: str
    command: str


@dataclass(frozen=True)
class Ran:
    """How a stage ended."""

    stage: Stage
    status: int
    seconds: float


def groups(arguments: Sequence[str]) -> list[list[Stage]]:
    """The stages in their order; those of one group run side by side."""
    found: list[list[Stage]] = []
    for name, command in zip(arguments[::2], arguments[1::2], strict=True):
        beside = name.startswith("+") and found
        group = found[-1] if beside else []
        group.append(Stage(name.lstrip("+"), command))
        if not beside:
            found.append(group)
    return found


def run(stage: Stage, alone: bool) -> Ran:
    """Run one stage: alone it prints as it goes, in company at its end."""
    if alone:
        print(f"── {stage.name}", flush=True)
    start = time.monotonic()
    output, errors = (None, None) if alone else (subprocess.PIPE, subprocess.STDOUT)
    done = subprocess.run(stage.command, shell=True, cwd=ROOT, stdout=output, stderr=errors)  # noqa: S602 - our Makefile's lines
    if not alone:
        print(f"── {stage.name}\n{done.stdout.decode(errors='replace')}", end="", flush=True)
    if done.returncode:
        print(f"── {stage.name} failed (exit {done.returncode}): {stage.command}", flush=True)
    return Ran(stage, done.returncode, time.monotonic() - start)


def main(arguments: list[str]) -> int:
    """Run the stages; returns the exit status of the first that fails, else 0."""
    start = time.monotonic()
    taken: list[Ran] = []
    status = 0
    for group in groups(arguments):
        if len(group) > 1:
            print(f"── side by side: {', '.join(stage.name for stage in group)}", flush=True)
        with ThreadPoolExecutor(len(group)) as side_by_side:
            ended = list(side_by_side.map(run, group, [len(group) == 1] * len(group)))
        taken += ended
        status = next((ran.status for ran in ended if ran.status), 0)
        if status:
            break
    print("\nseconds per stage")
    for ran in taken:
        print(f"  {ran.stage.name:<24}{ran.seconds:8.1f}")
    print(f"  {'total':<24}{time.monotonic() - start:8.1f}", flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
