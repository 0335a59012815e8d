"""What starts by itself when somebody signs in: Run keys and startup folders, and Task Manager's note of what is switched off.

The notes of people lie in keys that they can replace by links to anywhere. The system writes there, so each key is opened as itself,
one below the other: behind a link nothing is found.
"""

import sys

assert sys.platform == "win32"

import time
import winreg
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from daypass.host.platform.dashboard_ports import Cells
from daypass.host.platform.windows.installed import VIEWS, hives, homes, values_of

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved"
_FOLDER = r"AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup"
_EVERYBODYS_FOLDER = Path(r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp")
_AS_LINK = 8  # REG_OPTION_OPEN_LINK
_ON, _OFF = 2, 3
_FILETIME_OF_1970 = 116_444_736_000_000_000


@dataclass(frozen=True, slots=True)
class _Item:
    """One that starts by itself, and where the note of it stands: hive, path and name of the value."""

    name: str
    command: str
    origin: str
    hive: int
    notes: str
    note: object

    @property
    def state(self) -> str:
        """An odd first byte says that somebody switched it off."""
        note = self.note
        return "disabled" if isinstance(note, bytes) and note[:1] and note[0] & 1 else "enabled"


class WindowsStartup:
    """Of the machine, and of everybody who is signed in."""

    def rows(self) -> Mapping[str, Cells]:
        return {key: (one.name, one.command, one.origin, one.state) for key, one in _items()}

    def switch(self, key: str, on: bool) -> str:
        item = dict(_items()).get(key)
        if item is None:
            raise LookupError(key)
        when = b"\0" * 8 if on else (time.time_ns() // 100 + _FILETIME_OF_1970).to_bytes(8, "little")
        note = (_ON if on else _OFF).to_bytes(4, "little") + when
        with _notes(item.hive, item.notes) as notes:
            winreg.SetValueEx(notes, item.name, 0, winreg.REG_BINARY, note)
        return item.name


def _items() -> Iterator[tuple[str, _Item]]:
    for hive, prefix, origin, view, kind in _run_keys():
        notes = rf"{prefix}{_APPROVED}\{kind}"
        noted = values_of(hive, notes, VIEWS["64"])
        for name, command in values_of(hive, prefix + _RUN, VIEWS[view]).items():
            yield f"{prefix}{origin} {name}", _Item(name, str(command), origin, hive, notes, noted.get(name))
    for folder, hive, prefix in _folders():
        notes = rf"{prefix}{_APPROVED}\StartupFolder"
        noted = values_of(hive, notes, VIEWS["64"])
        for name in _files_in(folder):
            yield str(folder / name), _Item(name, str(folder / name), str(folder), hive, notes, noted.get(name))


def _run_keys() -> Iterator[tuple[int, str, str, str, str]]:
    yield winreg.HKEY_LOCAL_MACHINE, "", "HKLM", "64", "Run"
    yield winreg.HKEY_LOCAL_MACHINE, "", "HKLM (32)", "32", "Run32"
    for sid in hives():
        yield winreg.HKEY_USERS, f"{sid}\\", "HKCU", "64", "Run"


def _folders() -> Iterator[tuple[Path, int, str]]:
    yield _EVERYBODYS_FOLDER, winreg.HKEY_LOCAL_MACHINE, ""
    for sid, home in homes():
        yield home / _FOLDER, winreg.HKEY_USERS, f"{sid}\\"


def _files_in(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir() if one.name.lower() != "desktop.ini")
    except OSError:
        return []


def _notes(hive: int, path: str) -> winreg.HKEYType:
    """The key, to write in. A person's must be there already; the machine's, where only administrators write, is made."""
    if hive == winreg.HKEY_LOCAL_MACHINE:
        return winreg.CreateKeyEx(hive, path, 0, winreg.KEY_SET_VALUE | VIEWS["64"])
    key = winreg.OpenKey(hive, "")
    *above, last = path.split("\\")
    for name in above:
        below = winreg.OpenKey(key, name, _AS_LINK, winreg.KEY_READ | VIEWS["64"])
        key.Close()
        key = below
    with key:
        notes = winreg.OpenKey(key, last, _AS_LINK, winreg.KEY_READ | winreg.KEY_SET_VALUE | VIEWS["64"])
    if _is_link(notes):
        notes.Close()
        raise PermissionError(path)
    return notes


def _is_link(key: winreg.HKEYType) -> bool:
    try:
        winreg.QueryValueEx(key, "SymbolicLinkValue")
    except FileNotFoundError:
        return False
    return True
