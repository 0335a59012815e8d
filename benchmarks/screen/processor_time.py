"""How much of a core processes take, from the scheduler's own count (/proc/…/schedstat, nanoseconds)."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

Find = Callable[[], Iterable[int]]


class Stopwatch:
    """Reads the processor time of groups of processes twice; a process that came meanwhile counts from its beginning."""

    def __init__(self, groups: dict[str, Find]) -> None:
        self._groups = groups
        self._began = time.monotonic()
        self._before = {name: _read(find()) for name, find in groups.items()}

    def shares(self) -> dict[str, float]:
        """Percent of one core since the beginning, by group."""
        elapsed = time.monotonic() - self._began
        return {name: 100 * self._spent(name) / 1e9 / elapsed for name in self._groups}

    def _spent(self, name: str) -> int:
        before, after = self._before[name], _read(self._groups[name]())
        return sum(spent - before.get(thread, 0) for thread, spent in after.items())


def _read(processes: Iterable[int]) -> dict[str, int]:
    """Nanoseconds by thread."""
    found = {}
    for process in processes:
        for thread in Path(f"/proc/{process}/task").glob("*"):
            with suppress(OSError):
                found[thread.name] = int((thread / "schedstat").read_text().split()[0])
    return found


def family(first: int) -> list[int]:
    """A process and all that came from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [first]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def painters_of_chromium(first: int) -> list[int]:
    """Its renderers and its GPU process: what a viewer costs; not the browser around them."""
    return [process for process in family(first) if _kind(process) in ("renderer", "gpu-process")]


def _kind(process: int) -> str:
    with suppress(OSError):
        # Chromium writes its arguments anew with blanks between them.
        words = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").split()
        return next((word.removeprefix("--type=") for word in words if word.startswith("--type=")), "")
    return ""
