"""Keeps what is slow to make outside the tree: each thing under a name that says what it is made of. Never required.

A name is a kind and a key, `wine-pc-03d05b8ed9fde523`. Of each kind only the newest few stay, and whatever was used in the
last hours: somebody beside us may still be running from it.
"""

import os
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

KEPT_OF_A_KIND = 3
IN_USE_S = 2 * 3600
MAKING = ".making-"


def directory() -> Path:
    """`daypass` in the folder that `DAYPASS_CACHE` names, else in the XDG cache directory.

    A folder of our own in either: what is old in it is deleted, and the one that was named may hold other things.
    """
    chosen = os.environ.get("DAYPASS_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(chosen) if chosen else Path.home() / ".cache") / "daypass"


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The file or folder of this name; `make` is given the path to fill when there is none. Safe beside other builds."""
    place = directory() / name
    try:
        os.utime(place)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent, prefix=MAKING) as work:
            made = Path(work) / name
            make(made)
            try:
                made.rename(place)
            except OSError:  # another build was quicker; its result is the same
                if not place.exists():
                    raise
        os.utime(place)
        forget_old(directory(), time.time())
    return place


def forget_old(folder: Path, now_s: float) -> None:
    """Delete what is neither among the newest of its kind nor used in the last two hours; half-made things too."""
    kinds: defaultdict[str, list[tuple[float, Path]]] = defaultdict(list)
    for entry in folder.iterdir():
        with suppress(FileNotFoundError):  # another build was quicker
            kinds[entry.name.rpartition("-")[0]].append((entry.stat().st_mtime, entry))
    for kind, entries in kinds.items():
        stay = 0 if kind == MAKING.rstrip("-") else KEPT_OF_A_KIND
        for used_at, entry in sorted(entries, reverse=True)[stay:]:
            if now_s - used_at > IN_USE_S:
                _delete(entry)


def _delete(entry: Path) -> None:
    """Out of sight at once, so that nobody takes a half-deleted folder for a whole one."""
    with TemporaryDirectory(dir=entry.parent, prefix=MAKING, ignore_cleanup_errors=True) as grave:
        with suppress(FileNotFoundError):  # another build was quicker
            entry.rename(Path(grave) / entry.name)
