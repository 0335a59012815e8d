"""The registry: what a key holds, and every change to it in the activity log. What the session or Windows lives on is refused."""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from daypass.host.dashboard.caps import within_caps
from daypass.host.dashboard.panel import Actions, Logged, Questions, Refused, Say, carried_out, problem_of
from daypass.host.platform.dashboard_ports import Registry
from daypass.protocol.activity_log import MOST_DETAIL, from_to, shortened
from daypass.protocol.registry import (
    MOST_IN_PAGE,
    MOST_LISTED,
    CreateKey,
    DeleteKey,
    DeleteValue,
    KeyPage,
    ReadKey,
    RegistryValue,
    RenameKey,
    RenameValue,
    SetValue,
    SubKey,
)

_ROOM = 256 * 1024
"""Bytes of data in one message, at most, and one value more."""
_CONTROL_SETS = re.compile(r"(?<=^hkey_local_machine\\system\\)(controlset\d{3})(?=\\|$)")


class RegistryPanel:
    """Nothing streams: each key is asked for."""

    def __init__(self, registry: Registry, person: Callable[[], str]) -> None:
        """`person` says who is signed in at the screen."""
        self._registry, self._person = registry, person
        self.questions: Questions = {ReadKey: self._read}
        self.actions: Actions = {
            CreateKey: self._create,
            RenameKey: self._rename_key,
            DeleteKey: self._delete_key,
            SetValue: self._set,
            RenameValue: self._rename_value,
            DeleteValue: self._delete_value,
        }

    async def stream(self, say: Say) -> None:
        """What changes meanwhile is read by asking again."""

    async def _read(self, message: ReadKey, say: Say) -> None:
        try:
            keys, values = await asyncio.to_thread(self._registry.read, message.path, message.view, MOST_LISTED)
        except Exception as error:
            dp = problem_of(error)
            if dp == "DP-900":
                raise
            await say(KeyPage(question=message.question, keys=(), values=(), last=True, dp=dp))
            return
        whose = await asyncio.to_thread(self._person) if _is_of_person(message.path) else ""
        for page in pages(message.question, keys, values):
            await say(within_caps(msgspec.structs.replace(page, person=whose)))

    async def _create(self, message: CreateKey) -> Logged:
        path = f"{message.path}\\{_plain(message.name)}"
        self._let_be(path)
        logged = Logged("registry_created", path)
        return await self._do(logged, self._registry.create_key, path, message.view)

    async def _rename_key(self, message: RenameKey) -> Logged:
        self._keep(message.path)
        logged = Logged("registry_renamed", from_to(message.path, message.name))
        return await self._do(logged, self._registry.rename_key, message.path, message.view, _plain(message.name))

    async def _delete_key(self, message: DeleteKey) -> Logged:
        self._keep(message.path)
        logged = Logged("registry_deleted", message.path)
        return await self._do(logged, self._registry.delete_key, message.path, message.view)

    async def _set(self, message: SetValue) -> Logged:
        self._let_be(message.path)
        name, kind, data = message.name, message.kind, bytes(message.data)
        logged = Logged("registry_value_set", _named(message.path, message.name))
        return await self._do(
            logged, self._registry.set_value, message.path, message.view, name, kind, data, message.fresh
        )

    async def _rename_value(self, message: RenameValue) -> Logged:
        self._let_be(message.path)
        logged = Logged("registry_renamed", from_to(_named(message.path, message.name), message.new_name))
        return await self._do(
            logged, self._registry.rename_value, message.path, message.view, message.name, message.new_name
        )

    async def _delete_value(self, message: DeleteValue) -> Logged:
        self._let_be(message.path)
        logged = Logged("registry_value_deleted", _named(message.path, message.name))
        return await self._do(logged, self._registry.delete_value, message.path, message.view, message.name)

    async def _do(self, logged: Logged, work: Callable[..., None], *arguments: object) -> Logged:
        try:
            await carried_out(logged, work, *arguments)
        except FileExistsError as error:
            raise Refused("DP-811") from error
        return logged

    def _let_be(self, path: str) -> None:
        """Daypass's own keys are not written to."""
        if any(_is_within(_written(path), own) for own in map(_written, self._registry.own)):
            raise Refused("DP-802")

    def _keep(self, path: str) -> None:
        """Nor do they go with a key above them; and a root's own keys stay: nothing works without them."""
        self._let_be(path)
        written = _written(path)
        if written.count("\\") < 2 or any(_is_within(_written(own), written) for own in self._registry.own):
            raise Refused("DP-802")


def pages(question: int, keys: Sequence[SubKey], values: Sequence[RegistryValue]) -> Iterator[KeyPage]:
    """In messages that stay small whatever the key holds."""
    for start in range(0, len(keys), MOST_IN_PAGE):
        yield within_caps(KeyPage(question=question, keys=tuple(keys[start : start + MOST_IN_PAGE]), values=()))
    pending: list[RegistryValue] = []
    weight = 0
    for value in values:
        pending.append(value)
        weight += len(value.data) + 4 * len(value.name) + 32
        if weight > _ROOM or len(pending) == MOST_IN_PAGE:
            yield within_caps(KeyPage(question=question, keys=(), values=tuple(pending)))
            pending, weight = [], 0
    yield within_caps(KeyPage(question=question, keys=(), values=tuple(pending), last=True))


def _plain(name: str) -> str:
    """One key's name. Raises Refused for a path, and for what no key can be called."""
    if "\\" in name or "\0" in name:
        raise Refused("DP-701")
    return name


def _is_of_person(path: str) -> bool:
    return path == "" or path.partition("\\")[0].upper() == "HKEY_CURRENT_USER"


def _written(path: str) -> str:
    """One spelling of each key: what Windows takes for the same is the same."""
    folded = "\\".join(filter(None, path.casefold().split("\\")))
    return _CONTROL_SETS.sub("currentcontrolset", folded)


def _is_within(path: str, other: str) -> bool:
    return path == other or path.startswith(other + "\\")


def _named(path: str, name: str) -> str:
    return f"{shortened(path, MOST_DETAIL // 2)}: {shortened(name, MOST_DETAIL // 2 - 20)}" if name else path
