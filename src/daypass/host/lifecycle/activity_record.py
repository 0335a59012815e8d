"""The activity log: what technicians did on this PC, kept on its disk until the removal, for whoever is at the PC.

It is the customer's proof, so nothing that a technician does makes it forget: lines are added and never dropped. When it is full it says
so as its last line. What may be done thousands of times keeps to its share, and leaves room for what matters more. The last places are
for kinds of deeds with few lines: whoever does one thing over and over hides nothing else by it.

Its lines are chained by hashes (`protocol/activity_log.py`). The server is told the newest hash of what is on the disk, so that a log
that is shown later can be compared with what was known then.
"""

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec

from daypass.host.platform.ports import Vault
from daypass.protocol import sodium
from daypass.protocol.activity_log import SALT_BYTES, Activity, first_head, next_head, shortened
from daypass.protocol.messages import sayable

MOST_LINES = 20_000
MOST_OF_MANY = 18_000
KEPT_FOR_FEW, FEW = 1_000, 25
"""The last lines, for kinds with fewer than so many: enough for all kinds that there are."""
FILES = frozenset({"uploaded", "downloaded", "made_folder", "renamed", "deleted", "recycled", "copied", "moved"})
MANY = FILES | {"clipboard_sent", "clipboard_taken", "screenshots", "drawn"}
"""What a technician may do thousands of times."""
_FULL, _MANY_FULL, _OFTEN_FULL = "full", "files_full", "often_full"
_LINES_IN_A_PART = 200
_KEEP_EVERY_S = 0.5
TELL_EVERY_S = 30.0
"""How old what the server knows of a growing log may get: so much of it a host that dies leaves without a witness."""
_SALT = "activities-salt"
_log = logging.getLogger(__name__)


_read_part = msgspec.msgpack.Decoder(list[Activity]).decode


@dataclass(frozen=True, slots=True)
class Head:
    """So many lines, and the hash over them."""

    lines: int
    hash: bytes


class ActivityRecord:
    """One session's. The service adds from its loop and runs `keep`."""

    def __init__(self, vault: Vault | None = None, session_id: str = "") -> None:
        """With what is on the disk already; without a vault it is in memory only."""
        self._vault = vault
        self.lines: list[Activity] = _kept(vault) if vault is not None else []
        self.salt = (vault and vault.read(_SALT)) or sodium.random_bytes(SALT_BYTES)
        self.head = Head(0, first_head(session_id, self.salt))
        for line in self.lines:
            self._chain(line)
        self.head_on_disk = self.head
        self._writing = threading.Lock()
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
        return self._append(technician, what, shortened(sayable(detail)))

    def _say_once(self, what: str) -> Activity | None:
        if what in self._said:
            return None
        self._said.add(what)
        return self._append("", what, "")

    def _append(self, technician: str, what: str, detail: str) -> Activity:
        at = time.time_ns() // 1_000_000
        line = Activity(number=len(self.lines) + 1, at=at, technician=technician, what=what, detail=detail)
        self.lines.append(line)
        self._chain(line)
        self._of_kind[what] += 1
        return line

    def _chain(self, line: Activity) -> None:
        self.head = Head(self.head.lines + 1, next_head(self.head.hash, self.salt, line))

    async def keep(self, tell: Callable[[], Awaitable[None]] | None = None) -> None:
        """Write what was added, twice a second at most, and `tell` that there is a new head now and then. Until cancelled."""
        told, told_at = self.head_on_disk, time.monotonic()
        while True:
            await asyncio.sleep(_KEEP_EVERY_S)
            await self.write()
            if tell is not None and self.head_on_disk != told and time.monotonic() - told_at >= TELL_EVERY_S:
                told, told_at = self.head_on_disk, time.monotonic()
                await tell()

    async def write(self) -> None:
        """What was added so far, to the disk."""
        first, head = self.head_on_disk.lines, self.head
        if self._vault is None or first == head.lines:
            return
        part = first // _LINES_IN_A_PART
        lines = self.lines[part * _LINES_IN_A_PART : head.lines]
        try:
            await asyncio.to_thread(self._write, self._vault, part, lines, head)
        except OSError as error:
            _log.warning("the activity log could not be kept: %s", error)

    def _write(self, vault: Vault, part: int, lines: Sequence[Activity], head: Head) -> None:
        """In a thread, which goes on when whoever waits for it is cancelled: it never writes over what a later one has written."""
        with self._writing:
            if head.lines <= self.head_on_disk.lines:
                return
            if self.head_on_disk.lines == 0:
                vault.write(_SALT, self.salt)
            for at in range(0, len(lines), _LINES_IN_A_PART):
                written = msgspec.msgpack.encode(lines[at : at + _LINES_IN_A_PART])
                vault.write(_name(part + at // _LINES_IN_A_PART), written)
            self.head_on_disk = head


def _kept(vault: Vault) -> list[Activity]:
    """What is on disk, up to the first part that cannot be read."""
    lines: list[Activity] = []
    while len(lines) % _LINES_IN_A_PART == 0 and (part := vault.read(_name(len(lines) // _LINES_IN_A_PART))):
        try:
            read = _read_part(part)
        except msgspec.MsgspecError:
            _log.error("a part of the activity log is damaged: it ends before it")
            break
        numbers = range(len(lines) + 1, len(lines) + len(read) + 1)
        if not read or [line.number for line in read] != list(numbers):  # of before a damage
            break
        lines += read
    return lines


def _name(part: int) -> str:
    return f"activities-{part}"
