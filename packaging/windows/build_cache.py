"""Keeps what is slow to make outside the tree: each thing under a name that says what it is made of. Never required."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

UNUSED_DAYS = 14


def directory() -> Path:
    """`DAYPASS_CACHE`, else `daypass` in the XDG cache directory."""
    chosen = os.environ.get("DAYPASS_CACHE")
    return Path(chosen) if chosen else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "daypass"


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The file or folder of this name; `make` is given the path to fill when there is none. Safe beside other builds."""
    place = directory() / name
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".making-") as work:
            made = Path(work) / name
            make(made)
            try:
                made.rename(place)
            except OSError:  # another build was quicker; its result is the same
                if not place.exists():
                    raise
        forget_unused()
    os.utime(place)
    return place


def forget_unused() -> None:
    """Delete what no build has asked for in two weeks."""
    for entry in directory().iterdir():
        if time.time() - entry.stat().st_mtime > UNUSED_DAYS * 86_400:
            shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
