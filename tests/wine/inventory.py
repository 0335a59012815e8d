"""What is on a customer's PC at one moment, so that two moments can be compared: whatever is new or changed was left over.

Files are seen from Linux, byte sizes and times included; registry (services are keys there) and processes from inside.
"""

import contextlib
import os
import re
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

# What Wine itself, or its Notepad, writes while a PC merely runs; each with the reason why it is not a trace of the host.
WINES_OWN_NOISE = {
    r"registry HKCU\\Software\\Microsoft\\Notepad\\.*": "Notepad saves its window's place when it is closed",
    r"registry HKLM\\System\\CurrentControlSet\\Control\\(Class\\\{4D36E968-[^\\]*|Video\\[^\\]*)\\.*": (
        "Wine writes down the graphics card it found, at each start with a new time and a new number"
    ),
    r"registry HKCU\\Software\\Wine\\Temporary System Parameters\\.*": "Wine's copy of mouse and keyboard settings",
    r"registry HKCU\\Console\\.*": "Wine's console writes down its colours when the first text program runs",
    r"registry HKLM\\System\\CurrentControlSet\\Enum\\(DISPLAY|PCI)\\.*": "the same for the monitor and its place on the bus",
    r"registry HKLM\\System\\CurrentControlSet\\Control\\ServiceCurrent\\.*": "Wine counts the services it has started",
    r"registry HKLM\\System\\CurrentControlSet\\Services\\Schedule\\Start = 2": "Wine's schtasks starts Wine's own scheduler",
    r"process (conhost|explorer|plugplay|rpcss|services|start|svchost|wineboot|winedevice)\.exe": (
        "Wine's own system programs come and go by themselves"
    ),
}


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything found: files with (bytes, time of last change), registry keys and values, running programs by name."""

    files: dict[str, tuple[int, int]]
    registry: frozenset[str]
    processes: Counter[str]

    def leftovers(self, after: "Inventory") -> list[str]:
        """What `after` has and this one has not, as sorted `kind name` lines; changed counts as new, Wine's noise not."""
        found = [f"file {name}" for name, state in after.files.items() if self.files.get(name) != state]
        found += [f"registry {line}" for line in after.registry - self.registry]
        found += [f"process {name}" for name in (after.processes - self.processes)]
        return sorted(line for line in found if not any(re.fullmatch(noise, line, re.I) for noise in WINES_OWN_NOISE))


def files_of(drive: Path) -> dict[str, tuple[int, int]]:
    """Each file and folder (with a trailing backslash) of drive C: as Windows names it.

    A folder's own time changes with every file that comes and goes, and says nothing: it counts as (0, 0). What a
    removal takes away while this walks is not there.
    """
    found = {}
    for place, folders, files in os.walk(drive):
        inside = "C:\\" + "".join(f"{part}\\" for part in Path(place).relative_to(drive).parts)
        for name in folders + files:
            with contextlib.suppress(FileNotFoundError):
                status = Path(place, name).lstat()
                if name in folders and not stat.S_ISLNK(status.st_mode):
                    found[f"{inside}{name}\\"] = (0, 0)
                else:
                    found[inside + name] = (status.st_size, status.st_mtime_ns)
    return found
