"""The registry for Dashboard, through ctypes: data is handed on as the bytes that are stored, whatever type they claim to be.

Keys below the one that is asked for are never reached over a link: a link is opened as itself, and deleted as itself.
"""

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import wintypes

from daypass.host.platform.windows import people, traces
from daypass.protocol.registry import MOST_DATA, RegistryValue, RegistryView, SubKey

_MACHINE, _USERS = 0x80000002, 0x80000003
_ROOTS = {
    "HKEY_CLASSES_ROOT": (_MACHINE, r"Software\Classes"),
    "HKEY_CURRENT_USER": (_USERS, None),
    "HKEY_LOCAL_MACHINE": (_MACHINE, ""),
    "HKEY_USERS": (_USERS, ""),
    "HKEY_CURRENT_CONFIG": (_MACHINE, r"SYSTEM\CurrentControlSet\Hardware Profiles\Current"),
}
_LONG_NAMES = {"HKLM": "HKEY_LOCAL_MACHINE"}
_VIEWS = {RegistryView.WIDE: 0x0100, RegistryView.NARROW: 0x0200}  # KEY_WOW64_64KEY, KEY_WOW64_32KEY
_READ, _WRITE, _DELETE = 0x20019, 0x20006, 0x10000
_AS_LINK = 0x8  # REG_OPTION_OPEN_LINK
_MOST_NAME, _MOST_VALUE_NAME = 256, 16384
_GONE, _REFUSED, _MORE_DATA, _NO_MORE = (2, 1018), 5, 234, 259
_TOO_DEEP = 512
_MOST_READ = 1024 * 1024
"""Bytes of a value that are read to be shown."""

_advapi32 = ctypes.WinDLL("advapi32")
_ntdll = ctypes.WinDLL("ntdll")
_HKEY = ctypes.c_void_p
_DWORD = ctypes.POINTER(wintypes.DWORD)
_advapi32.RegOpenKeyExW.argtypes = [_HKEY, wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.POINTER(_HKEY)]
_advapi32.RegCreateKeyExW.argtypes = [
    _HKEY, wintypes.LPCWSTR, wintypes.DWORD, wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p,
    ctypes.POINTER(_HKEY), _DWORD,
]  # fmt: skip
_advapi32.RegCloseKey.argtypes = [_HKEY]
_advapi32.RegEnumKeyExW.argtypes = [
    _HKEY, wintypes.DWORD, ctypes.c_void_p, _DWORD, _DWORD, ctypes.c_void_p, _DWORD, ctypes.c_void_p
]  # fmt: skip
_advapi32.RegEnumValueW.argtypes = [
    _HKEY, wintypes.DWORD, ctypes.c_void_p, _DWORD, _DWORD, _DWORD, ctypes.c_void_p, _DWORD
]  # fmt: skip
_advapi32.RegQueryInfoKeyW.argtypes = [_HKEY, *([ctypes.c_void_p] * 2), _DWORD, _DWORD, *([ctypes.c_void_p] * 7)]
_advapi32.RegQueryValueExW.argtypes = [_HKEY, wintypes.LPCWSTR, _DWORD, _DWORD, ctypes.c_void_p, _DWORD]
_advapi32.RegSetValueExW.argtypes = [
    _HKEY, wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.c_void_p, wintypes.DWORD
]  # fmt: skip
_advapi32.RegDeleteValueW.argtypes = [_HKEY, wintypes.LPCWSTR]
_advapi32.RegCopyTreeW.argtypes = [_HKEY, wintypes.LPCWSTR, _HKEY]
_ntdll.NtDeleteKey.argtypes = [_HKEY]
_ntdll.NtDeleteKey.restype = ctypes.c_long


class WindowsRegistry:
    """Of one PC; `HKEY_CURRENT_USER` is whoever is signed in at the screen when it is asked for."""

    own: Sequence[str] = tuple(
        path.replace("HKLM", _LONG_NAMES["HKLM"])
        for path in (
            traces.SAFE_MODE_KEY,
            traces.UNINSTALL_KEY,
            rf"HKLM\SYSTEM\CurrentControlSet\Services\{traces.SERVICE}",
        )
    )

    def read(self, path: str, view: RegistryView, most: int) -> tuple[Sequence[SubKey], Sequence[RegistryValue]]:
        if not path:
            return [SubKey(name=name, parent=True) for name in _ROOTS], []
        with _opened(path, view, _READ) as key:
            keys = [SubKey(name=name, parent=_has_keys(key, name, view)) for name in _names(key, most)]
            values = list(_values(key, most))
        return sorted(keys, key=lambda one: one.name.casefold()), sorted(values, key=lambda one: one.name.casefold())

    def create_key(self, path: str, view: RegistryView) -> None:
        root, below = _place(path)
        made, fresh = _HKEY(), wintypes.DWORD()
        _check(
            _advapi32.RegCreateKeyExW(
                root, below, 0, None, 0, _WRITE | _VIEWS[view], None, ctypes.byref(made), ctypes.byref(fresh)
            )
        )
        _advapi32.RegCloseKey(made)
        if fresh.value != 1:  # REG_CREATED_NEW_KEY
            raise FileExistsError(path)

    def rename_key(self, path: str, view: RegistryView, name: str) -> None:
        """As a copy: the old one goes once the new one is whole."""
        target = f"{path.rpartition(chr(92))[0]}\\{name}"
        with _opened(path, view, _READ) as source:
            self.create_key(target, view)
            try:
                with _opened(target, view, _READ | _WRITE) as copy:
                    _check(_advapi32.RegCopyTreeW(source, None, copy))
            except OSError:
                self.delete_key(target, view)
                raise
        self.delete_key(path, view)

    def delete_key(self, path: str, view: RegistryView) -> None:
        root, below = _place(path)
        _delete_tree(root, below, view, 0)

    def set_value(self, path: str, view: RegistryView, name: str, kind: int, data: bytes, fresh: bool) -> None:
        with _opened(path, view, _READ | _WRITE) as key:
            if fresh and _is_there(key, name):
                raise FileExistsError(name)
            _check(_advapi32.RegSetValueExW(key, name, 0, kind, data, len(data)))

    def rename_value(self, path: str, view: RegistryView, name: str, new_name: str) -> None:
        with _opened(path, view, _READ | _WRITE) as key:
            kind, data = _value(key, name)
            same = new_name.casefold() == name.casefold()
            if not same and _is_there(key, new_name):
                raise FileExistsError(new_name)
            if same:  # Windows keeps the letters of the name that is there
                _check(_advapi32.RegDeleteValueW(key, name))
            _check(_advapi32.RegSetValueExW(key, new_name, 0, kind, data, len(data)))
            if not same:
                _check(_advapi32.RegDeleteValueW(key, name))

    def delete_value(self, path: str, view: RegistryView, name: str) -> None:
        with _opened(path, view, _READ | _WRITE) as key:
            _check(_advapi32.RegDeleteValueW(key, name))


def _place(path: str) -> tuple[int, str]:
    """A root that Windows knows, and the path below it. Raises LookupError."""
    name, _, below = path.partition("\\")
    if name not in _ROOTS or "\0" in path:
        raise LookupError(path)
    root, prefix = _ROOTS[name]
    if prefix is None:
        prefix = people.person_sid_at_screen()
    return root, "\\".join(part for part in (prefix, below) if part)


@contextmanager
def _opened(path: str, view: RegistryView, access: int) -> Iterator[int]:
    root, below = _place(path)
    key = _open(root, below, view, access)
    try:
        yield key
    finally:
        _advapi32.RegCloseKey(key)


def _open(root: int, below: str, view: RegistryView, access: int, options: int = 0) -> int:
    key = _HKEY()
    _check(_advapi32.RegOpenKeyExW(root, below, options, access | _VIEWS[view], ctypes.byref(key)))
    return key.value or 0


def _names(key: int, most: int) -> Iterator[str]:
    for index in range(most):
        name, length = ctypes.create_unicode_buffer(_MOST_NAME), wintypes.DWORD(_MOST_NAME)
        told = _advapi32.RegEnumKeyExW(key, index, name, ctypes.byref(length), None, None, None, None)
        if told == _NO_MORE:
            return
        _check(told)
        yield ctypes.wstring_at(name, length.value)


def _has_keys(key: int, name: str, view: RegistryView) -> bool:
    """What may not be looked at is shown as one that might."""
    try:
        below = _open(key, name, view, _READ)
    except OSError:
        return True
    except LookupError:
        return False
    count = wintypes.DWORD()
    told = _advapi32.RegQueryInfoKeyW(below, None, None, None, ctypes.byref(count), *([None] * 7))
    _advapi32.RegCloseKey(below)
    return told != 0 or count.value > 0


def _values(key: int, most: int) -> Iterator[RegistryValue]:
    data = ctypes.create_string_buffer(MOST_DATA)
    for index in range(most):
        name, length = ctypes.create_unicode_buffer(_MOST_VALUE_NAME), wintypes.DWORD(_MOST_VALUE_NAME)
        kind, size = wintypes.DWORD(), wintypes.DWORD(MOST_DATA)
        told = _advapi32.RegEnumValueW(
            key, index, name, ctypes.byref(length), None, ctypes.byref(kind), data, ctypes.byref(size)
        )
        if told == _NO_MORE:
            return
        if told == _MORE_DATA:
            yield _large_value(key, index)
            continue
        _check(told)
        yield RegistryValue(
            name=ctypes.wstring_at(name, length.value), kind=kind.value, data=data.raw[: size.value], size=size.value
        )


def _large_value(key: int, index: int) -> RegistryValue:
    """One with more than MOST_DATA bytes: as much of it as may be told, and nothing of what is too large to be looked into: Windows
    gives a value as a whole or not at all."""
    name, length = ctypes.create_unicode_buffer(_MOST_VALUE_NAME), wintypes.DWORD(_MOST_VALUE_NAME)
    kind, size = wintypes.DWORD(), wintypes.DWORD(0)
    _advapi32.RegEnumValueW(key, index, name, ctypes.byref(length), None, ctypes.byref(kind), None, ctypes.byref(size))
    found = ctypes.wstring_at(name, length.value)
    if size.value > _MOST_READ:
        return RegistryValue(name=found, kind=kind.value, data=b"", size=size.value)
    data = _value(key, found)[1]
    return RegistryValue(name=found, kind=kind.value, data=data[:MOST_DATA], size=len(data))


def _value(key: int, name: str) -> tuple[int, bytes]:
    kind, size = wintypes.DWORD(), wintypes.DWORD(0)
    _check(_advapi32.RegQueryValueExW(key, name, None, ctypes.byref(kind), None, ctypes.byref(size)))
    data = ctypes.create_string_buffer(max(1, size.value))
    _check(_advapi32.RegQueryValueExW(key, name, None, ctypes.byref(kind), data, ctypes.byref(size)))
    return kind.value, data.raw[: size.value]


def _is_there(key: int, name: str) -> bool:
    return bool(_advapi32.RegQueryValueExW(key, name, None, None, None, None) == 0)


def _delete_tree(root: int, below: str, view: RegistryView, depth: int) -> None:
    if depth > _TOO_DEEP:
        raise OSError("the keys lie too deep")
    key = _open(root, below, view, _READ | _DELETE, _AS_LINK)
    try:
        while names := list(_names(key, 100)):
            for name in names:
                _delete_tree(key, name, view, depth + 1)
        status = _ntdll.NtDeleteKey(key)
    finally:
        _advapi32.RegCloseKey(key)
    if status:
        raise PermissionError(f"the key stays ({status & 0xFFFFFFFF:#x})")


def _check(code: int) -> None:
    """Windows' answer as the ports name it."""
    if code == 0:
        return
    if code in _GONE:
        raise LookupError("there is no such key or value")
    if code == _REFUSED:
        raise PermissionError("the registry refuses this")
    raise OSError(f"the registry does not do this ({code})")
