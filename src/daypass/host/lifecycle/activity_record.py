"""The activity log: what technicians did on this PC, kept on its disk until the removal, for whoever is at the PC.

It is the customer's proof, so nothing that a technician does makes it forget: lines are added and never dropped. When it is full it says
so as its last line. What may be done thousands of times keeps to its share, and leaves room for what matters more. The last places are
for kinds of deeds with few lines: whoever does one thing over and over hides nothing else by it.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Sequence

import msgspec

from daypass.host.platform.ports import Vault
from daypass.protocol.messages import sayable

MOST_LINES = 20_000
MOST_OF_MANY = 18_000
KEPT_FOR_FEW, FEW = 1_000, 25
"""The last lines, for kinds with fewer than so many: enough for all kinds that there are."""
MOST_DETAIL = 300
"""Characters."""
FILES = frozenset({"uploaded", "downloaded", "made_folder", "renamed", "deleted", "recycled", "copied", "moved"})
MANY = FILES | {"clipboard_sent", "clipboard_taken", "screenshots", "drawn"}
"""What a technician may do thousands of times."""
_FULL, _MANY_FULL, _OFTEN_FULL = "full", "files_full", "often_full"
_LINES_IN_A_PART = 200
_KEEP_EVERY_S = 0.5
_log = logging.getLogger(__name__)


class Activity(msgspec.Struct, tag=True, frozen=True):
    """What a technician did: `host.log.<what>` says it, with a detail such as a file's name or a tool. `at` in ms since 1970."""

    number: int
    """From 1 on, without gaps."""
    at: int
    technician: str
    what: str
    detail: str


_read_part = msgspec.msgpack.Decoder(list[Activity]).decode


class ActivityRecord:
    """One session's. The service adds from its loop and runs `keep`."""

    def __init__(self, vault: Vault | None = None) -> None:
        """With what is on the disk already; without a vault it is in memory only."""
        self._vault = vault
        self.lines: list[Activity] = _kept(vault) if vault is not None else []
        self._written = len(self.lines)
        self._of_kind = Counter(line.what for line in self.lines)
        self._of_many = sum(line.what in MANY for line in self.lines)
        self._said = set(self._of_kind) & {_FULL, _MANY_FULL, _OFTEN_FULL}

    def add(self, technician: str, what: str, detail: str) -> Activity | None:
        """The line as it was taken, or the one that says that no more are; None when that was said before."""
        # The last line's place is kept for the word that there are no more.
        if len(self.lines) >= MOST_LINES - 1:
            return self._say_once(_FULL)
        few_left = len(self.lines) >= MOST_LINES - KEPT_FOR_FEW
        if what in MANY:
            if few_left or self._of_many >= MOST_OF_MANY:
                return self._say_once(_MANY_FULL)
            self._of_many += 1
        elif few_left and self._of_kind[what] >= FEW:
            return self._say_once(_OFTEN_FULL)
        return self._append(technician, what, sayable(detail[:MOST_DETAIL]))

    def _say_once(self, what: str) -> Activity | None:
        if what in self._said:
            return None
        self._said.add(what)
        return self._append("", what, "")

    def _append(self, technician: str, what: str, detail: str) -> Activity:
        line = Activity(len(self.lines) + 1, time.time_ns() // 1_000_000, technician, what, detail)
        self.lines.append(line)
        self._of_kind[what] += 1
        return line

    async def keep(self) -> None:
        """Write what was added, twice a second at most. Until cancelled."""
        while True:
            await asyncio.sleep(_KEEP_EVERY_S)
            await self.write()

    async def write(self) -> None:
        """What was added so far, to the disk."""
        if self._vault is None or self._written == len(self.lines):
            return
        first, self._written = self._written, len(self.lines)
        lines = self.lines[first // _LINES_IN_A_PART * _LINES_IN_A_PART :]
        try:
            await asyncio.to_thread(_write, self._vault, first // _LINES_IN_A_PART, lines)
        except OSError as error:
            _log.warning("the activity log could not be kept: %s", error)
            self._written = min(self._written, first)


def _write(vault: Vault, part: int, lines: Sequence[Activity]) -> None:
    for at in range(0, len(lines), _LINES_IN_A_PART):
        vault.write(_name(part + at // _LINES_IN_A_PART), msgspec.msgpack.encode(lines[at : at + _LINES_IN_A_PART]))


def _kept(vault: Vault) -> list[Activity]:
    """What is on disk, up to the first part that cannot be read."""
    lines: list[Activity] = []
    while len(lines) % _LINES_IN_A_PART == 0 and (part := vault.read(_name(len(lines) // _LINES_IN_A_PART))):
        try:
            read = _read_part(part)
        except msgspec.MsgspecError:
            _log.error("a part of the activity log is damaged: it ends before it")
            break
        if not read:
            break
        lines += read
    return lines


def _name(part: int) -> str:
    return f"activities-{part}"
