"""Run named stages one after another, print the seconds of each, stop at the first failure.

Usage: stages.py NAME COMMAND [NAME COMMAND …]; every COMMAND is one shell line run from the root of the tree.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run the stages; returns the exit status of the first that fails, else 0."""
    taken: list[tuple[str, float]] = []
    status = 0
    for name, command in zip(arguments[::2], arguments[1::2], strict=True):
        print(f"── {name}", flush=True)
        start = time.monotonic()
        status = subprocess.run(command, shell=True, cwd=ROOT).returncode  # noqa: S602 - our own Makefile's lines
        taken.append((name, time.monotonic() - start))
        if status:
            print(f"── {name} failed (exit {status}): {command}", flush=True)
            break
    print("\nseconds per stage")
    for name, seconds in taken:
        print(f"  {name:<24}{seconds:8.1f}")
    print(f"  {'total':<24}{sum(seconds for _, seconds in taken):8.1f}", flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
