"""The session while its service runs: one record, kept on disk with every change, and what follows from it."""

import asyncio
from typing import Any

import msgspec

from daypass.host.lifecycle.expiry import Reading, begin, hear_server_time, is_over, next_check_s, now_at, pass_time
from daypass.host.lifecycle.session_record import SessionIdentity, SessionProgress, SessionRecord
from daypass.host.platform.ports import Machine, Platform
from daypass.protocol.errors import ProtocolError
from daypass.protocol.grant import Grant, open_grant

NEVER_BEGINS_AFTER_MS = 60 * 60 * 1000


def read_clocks(machine: Machine) -> Reading:
    return Reading(machine.wall_ms(), machine.awake_ms(), machine.boot_id())


class LiveSession:
    """Everything that changes goes through `change`."""

    def __init__(
        self, record: SessionRecord, identity: SessionIdentity, progress: SessionProgress, machine: Machine
    ) -> None:
        self._record, self._machine = record, machine
        self.identity, self.progress = identity, progress
        self.ended = asyncio.Event()
        """Set when the session is over for good: no undo any more."""

    def change(self, **fields: Any) -> None:
        """Take new values and keep them on disk."""
        self.progress = msgspec.structs.replace(self.progress, **fields)
        self._record.keep_progress(self.progress)

    @property
    def grant(self) -> Grant | None:
        """The grant, if the server that this host belongs to signed it for this very host and session."""
        if self.progress.grant is None:
            return None
        try:
            return open_grant(self.identity.address.server_key, self.progress.grant)
        except ProtocolError:
            return None

    @property
    def verifier(self) -> bytes:
        """What the session password that is in force must prove."""
        replaced = self.progress.password
        return self.identity.verifier if replaced is None else replaced.verifier

    def activate(self, blob: bytes, grant: Grant, server_at: int, receipt_to: str = "") -> None:
        """Take the grant. A receipt is sent when there is an address, unless the customer takes the tick away."""
        clock = begin(grant.deadline_at, server_at, read_clocks(self._machine))
        self.change(
            grant=blob, clock=clock, technician=grant.technician, receipt_to=receipt_to, receipt=bool(receipt_to)
        )

    def hear_server_time(self, server_at: int) -> None:
        """A signed time replaces every estimate."""
        if self.progress.clock is not None:
            self.change(clock=hear_server_time(self.progress.clock, server_at, read_clocks(self._machine)))

    def keep_awake(self, on: bool) -> None:
        """As the customer chose; holds while the service runs, so it is over with the session."""
        self.change(keep_awake=on)
        self._machine.keep_awake(on)

    def progress_counter(self, counter: int) -> None:
        """A command with this counter was taken: none up to it will be taken again, also after a restart."""
        self.change(command_counter=counter)

    def note_time(self) -> None:
        """Keep on disk how much time has certainly passed."""
        if self.progress.clock is not None:
            self.change(clock=pass_time(self.progress.clock, read_clocks(self._machine)))

    def awake_ms(self) -> int:
        """Milliseconds since boot, counting sleep: for what must not depend on a clock that can be set."""
        return self._machine.awake_ms()

    def now(self) -> int:
        """The best estimate of the server's time, in milliseconds since 1970."""
        reading = read_clocks(self._machine)
        return now_at(self.progress.clock, reading) if self.progress.clock else reading.wall_at

    def time_is_over(self) -> bool:
        return self.progress.clock is not None and is_over(self.progress.clock, read_clocks(self._machine))

    def never_began(self) -> bool:
        """Whether the activation should have come long ago: the service gives up by itself, unless it could not run at all."""
        installed, now = self.progress.installed, read_clocks(self._machine)
        if self.grant is not None or installed is None:
            return False
        # A clock that was set since says nothing; a session that has not begun loses nothing by being removed.
        same_boot = installed.boot_id == now.boot_id
        passed = now.awake - installed.awake if same_boot else abs(now.wall_at - installed.wall_at)
        return passed >= NEVER_BEGINS_AFTER_MS

    def next_check_s(self) -> float:
        return next_check_s(self.progress.clock, read_clocks(self._machine)) if self.progress.clock else 1.0

    @property
    def connections_allowed(self) -> bool:
        """Active, not ended, not in its undo time, not past its deadline."""
        return self.grant is not None and self.progress.ended_by is None and not self.time_is_over()

    def end(self, by: str) -> None:
        """Over for good; the first reason stays."""
        if self.progress.ended_by is None:
            self.change(ended_by=by)
        self.ended.set()


def open_session(platform: Platform, session_id: str) -> LiveSession | None:
    """What is on disk; None when it cannot be read."""
    record = SessionRecord(platform.vault(session_id))
    identity = record.identity()
    if identity is None or identity.session_id != session_id:
        return None
    return LiveSession(record, identity, record.progress() or SessionProgress(), platform.machine)


async def watch_the_deadline(session: LiveSession) -> None:
    """End the session when its time is over; keeps the high-water mark on disk meanwhile."""
    while not session.ended.is_set():
        if session.time_is_over():
            session.end("deadline")
            return
        session.note_time()
        await asyncio.sleep(session.next_check_s())
