"""Files that are still in use are deleted by Windows at its next start (PendingFileRenameOperations)."""

import sys

assert sys.platform == "win32"

import winreg
from pathlib import Path

import pywintypes
import win32con
import win32file

_KEY = r"SYSTEM\CurrentControlSet\Control\Session Manager"
_VALUE = "PendingFileRenameOperations"


def delete_at_reboot(path: Path) -> None:
    try:
        win32file.MoveFileEx(str(path), None, win32con.MOVEFILE_DELAY_UNTIL_REBOOT)
    except pywintypes.error as problem:
        raise OSError(f"{path}: {problem.strerror}") from problem


def delete_tree_at_reboot(directory: Path) -> None:
    """Everything in it first: Windows works through its list in order, and deletes directories only when they are empty."""
    for path in sorted(directory.rglob("*"), reverse=True):
        delete_at_reboot(path)
    delete_at_reboot(directory)


def waits_for_reboot(path: Path) -> bool:
    return any(_names(source, path) for source, _ in _pending())


def forget_delete_at_reboot(path: Path) -> None:
    """Take `path` and what is below it off Windows' list, once it is gone some other way."""
    pending = _pending()
    kept = [entry for source, target in pending if not _lies_in(source, path) for entry in (source, target)]
    if len(kept) == 2 * len(pending):
        return
    access = winreg.KEY_SET_VALUE | winreg.KEY_WOW64_64KEY
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY, 0, access) as handle:
        if kept:
            winreg.SetValueEx(handle, _VALUE, 0, winreg.REG_MULTI_SZ, kept)
        else:
            winreg.DeleteValue(handle, _VALUE)


def _names(source: str, path: Path) -> bool:
    return source.removeprefix("\\??\\").casefold() == str(path).casefold()


def _lies_in(source: str, directory: Path) -> bool:
    return _names(source, directory) or source.removeprefix("\\??\\").casefold().startswith(f"{directory}\\".casefold())


def _pending() -> list[tuple[str, str]]:
    """Windows' list as (source, target); an empty target means delete."""
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as handle:
            entries = winreg.QueryValueEx(handle, _VALUE)[0]
    except OSError:
        return []
    return list(zip(entries[::2], entries[1::2], strict=False))
