"""A registry in memory, one view for all."""

from collections.abc import Sequence

from daypass.protocol.registry import RegistryValue, RegistryView, SubKey


class FakeRegistry:
    """`held` has the values of each key by its path; `refuse` is raised by everything."""

    own: Sequence[str] = (r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\DaypassSupport",)

    def __init__(self) -> None:
        self.held: dict[str, dict[str, tuple[int, bytes]]] = {}
        self.refuse: Exception | None = None

    def read(self, path: str, view: RegistryView, most: int) -> tuple[Sequence[SubKey], Sequence[RegistryValue]]:
        if path == "":
            return [SubKey(name=name, parent=True) for name in sorted({one.split("\\")[0] for one in self.held})], []
        values = self._key(path)
        below = sorted({one[len(path) + 1 :].split("\\")[0] for one in self.held if one.startswith(path + "\\")})
        keys = [SubKey(name=name) for name in below]
        told = [RegistryValue(name=name, kind=kind, data=data, size=len(data)) for name, (kind, data) in values.items()]
        return keys[:most], told[:most]

    def create_key(self, path: str, view: RegistryView) -> None:
        if path in self.held:
            raise FileExistsError(path)
        self.held[path] = {}

    def rename_key(self, path: str, view: RegistryView, name: str) -> None:
        self.held[f"{path.rpartition(chr(92))[0]}\\{name}"] = self.held.pop(path)

    def delete_key(self, path: str, view: RegistryView) -> None:
        self._key(path)
        self.held = {one: values for one, values in self.held.items() if not f"{one}\\".startswith(f"{path}\\")}

    def set_value(self, path: str, view: RegistryView, name: str, kind: int, data: bytes, fresh: bool) -> None:
        if fresh and name in self._key(path):
            raise FileExistsError(name)
        self._key(path)[name] = (kind, data)

    def rename_value(self, path: str, view: RegistryView, name: str, new_name: str) -> None:
        self._key(path)[new_name] = self._key(path).pop(name)

    def delete_value(self, path: str, view: RegistryView, name: str) -> None:
        del self._key(path)[name]

    def _key(self, path: str) -> dict[str, tuple[int, bytes]]:
        if self.refuse is not None:
            raise self.refuse
        return self.held[path]
