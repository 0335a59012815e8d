"""Registry keys by their written name (`HKLM\\…`), always in the 64-bit view."""

import sys

assert sys.platform == "win32"

import contextlib
import winreg
from collections.abc import Mapping

_ROOTS = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}
_VIEW = winreg.KEY_WOW64_64KEY


def write(key: str, values: Mapping[str, str | int]) -> None:
    """Make the key with these values; "" names the default value."""
    root, path = _split(key)
    with winreg.CreateKeyEx(root, path, 0, winreg.KEY_WRITE | _VIEW) as handle:
        for name, value in values.items():
            kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
            winreg.SetValueEx(handle, name, 0, kind, value)


def read(key: str, name: str) -> str | int | None:
    """One value as text or number; None when key or value is not there."""
    root, path = _split(key)
    try:
        with winreg.OpenKey(root, path, 0, winreg.KEY_READ | _VIEW) as handle:
            value = winreg.QueryValueEx(handle, name)[0]
    except OSError:
        return None
    return value if isinstance(value, str | int) else None


def exists(key: str) -> bool:
    root, path = _split(key)
    try:
        winreg.OpenKey(root, path, 0, winreg.KEY_READ | _VIEW).Close()
    except OSError:
        return False
    return True


def has_value(key: str, name: str) -> bool:
    """Whether the value is there, of whatever kind."""
    root, path = _split(key)
    try:
        with winreg.OpenKey(root, path, 0, winreg.KEY_READ | _VIEW) as handle:
            winreg.QueryValueEx(handle, name)
    except OSError:
        return False
    return True


def delete(key: str) -> None:
    """Delete the key and what is below it."""
    root, path = _split(key)
    with winreg.OpenKey(root, path, 0, winreg.KEY_READ | _VIEW) as handle:
        below = [winreg.EnumKey(handle, index) for index in range(winreg.QueryInfoKey(handle)[0])]
    for child in below:
        delete(rf"{key}\{child}")
    winreg.DeleteKeyEx(root, path, _VIEW)


def delete_value(key: str, name: str) -> None:
    """Delete one value; one that is not there is no error."""
    root, path = _split(key)
    with contextlib.suppress(FileNotFoundError), winreg.OpenKey(root, path, 0, winreg.KEY_SET_VALUE | _VIEW) as handle:
        winreg.DeleteValue(handle, name)


def _split(key: str) -> tuple[int, str]:
    root, path = key.split("\\", 1)
    return _ROOTS[root], path
