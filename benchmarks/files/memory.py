"""How much memory processes hold."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


class PeakMemory:
    """The most that processes held at one moment: their proportional share (PSS), looked at twice a second."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find, self._peak, self._over = find, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak_mb(self) -> float:
        self._over.set()
        self._thread.join()
        return round(self._peak / 1024, 1)

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self._peak = max(self._peak, sum(self._pss_kb(process) for process in self._find()))

    @staticmethod
    def _pss_kb(process: int) -> int:
        with suppress(OSError, IndexError, ValueError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return 0
