"""A restart of the PC that a technician wants: planned, shown to whoever is at the PC, who may put it off or refuse, then carried out.

There is one plan at most, on the disk with the session's progress: it outlives a crash of the service, and tells the next start of the
PC that this was it. What technicians prove themselves with when they come back is kept over the restart by `before`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import msgspec

from daypass.host.dashboard.panel import Refused
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.platform.ports import PcRestart
from daypass.protocol.restarting import (
    ASK_S,
    LATER_S,
    PlannedRestart,
    PlanRestart,
    RestartAnswer,
    RestartMode,
    RestartState,
)

NOBODY_HERE_S = 5
"""Before a restart at once where nobody is signed in: time for the technician to hear of it, and to withdraw it."""
BEGINS_WITHIN_S = 180.0
"""A restart that was ordered and has not ended this process by then does not come."""
TOO_LATE_MS = 10 * 60_000
"""A plan for a time at which the PC was off is dropped after that."""
_LOOKS_EVERY_S = 30.0
_LOGGED = {RestartMode.NORMAL: "restart_begun", RestartMode.SAFE: "restart_begun_safe"}
_log = logging.getLogger(__name__)


class AtThePc(Protocol):
    """Whoever is at the PC."""

    @property
    def is_here(self) -> bool: ...
    async def ask_restart(self, technician: str, safe_mode: bool, timeout_s: int) -> RestartAnswer | None:
        """None: no answer in time."""

    async def log(self, technician: str, what: str, detail: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Around:
    """What else has to do with a restart."""

    before: Callable[[bool], Awaitable[None]]
    """Everything is ready to be gone: technicians know, and what they come back with is kept. True: somebody at the PC said *now*, and
    knows that technicians are back afterwards."""
    failed: Callable[[], None]
    """It does not come: nothing of `before` counts."""
    changed: Callable[[], Awaitable[None]]
    """The plan is another one; the person's processes show it."""


class Restarts:
    """One for the service; `keep` carries out what is planned."""

    def __init__(self, session: LiveSession, port: PcRestart, person: AtThePc, around: Around) -> None:
        self._session, self._port, self._person, self._around = session, port, person, around
        self._answer: RestartAnswer | None = None
        self._dp: str | None = None
        self._news = asyncio.Event()
        self._watchers: set[asyncio.Event] = set()

    @property
    def planned(self) -> PlannedRestart | None:
        return self._session.progress.restart

    def watch(self) -> asyncio.Event:
        """Set at each change, from the beginning on; `unwatch` ends it."""
        event = asyncio.Event()
        event.set()
        self._watchers.add(event)
        return event

    def unwatch(self, event: asyncio.Event) -> None:
        self._watchers.discard(event)

    def state(self) -> RestartState:
        """For technicians."""
        return RestartState(
            modes=tuple(self._port.modes()),
            safe_mode=self._port.in_safe_mode(),
            planned=self.planned,
            answer=self._answer,
            dp=self._dp,
        )

    async def plan(self, technician: str, wanted: PlanRestart) -> PlannedRestart:
        """In the place of any other. Raises Refused."""
        if wanted.mode not in self._port.modes():
            raise Refused("DP-809")
        least_s = ASK_S if self._person.is_here else NOBODY_HERE_S
        at = self._session.now() + 1000 * max(wanted.in_s, least_s)
        grant = self._session.grant
        if grant is None or at >= grant.deadline_at:
            raise Refused("DP-808")
        if self.planned is not None and self.planned.begun:
            raise Refused("DP-804")
        planned = PlannedRestart(at=at, mode=wanted.mode, technician=technician)
        await self._change(planned)
        return planned

    async def withdraw(self) -> None:
        """By a technician. Raises Refused when it has begun, LookupError when there is none."""
        if self.planned is None:
            raise LookupError("no restart is planned")
        if self.planned.begun:
            raise Refused("DP-804")
        await self._change(None)

    async def refuse(self) -> None:
        """By whoever is at the PC, at any time before it begins."""
        planned = self.planned
        if planned is not None and not planned.begun:
            await self._person.log(planned.technician, "restart_refused", "")
            await self._change(None, answer=RestartAnswer.NO)

    async def came_back(self) -> None:
        """At the start of the service: what stands on the disk was done, is still to come, or is too old."""
        await asyncio.to_thread(self._port.settle)
        planned = self.planned
        if planned is None:
            return
        if planned.begun:
            self._session.change(restart=None)
            await self._person.log(planned.technician, "restart_done", "")
        elif self._session.now() > planned.at + TOO_LATE_MS:
            self._session.change(restart=None)

    async def keep(self) -> None:
        """Until cancelled."""
        while True:
            self._news.clear()
            planned = self.planned
            if planned is None:
                await self._news.wait()
            elif (left_s := (planned.at - self._session.now()) / 1000 - ASK_S) > 0:
                await self._news_within(min(left_s, _LOOKS_EVERY_S))  # clocks are set
            elif not self._session.connections_allowed or self._session.progress.paused:
                await self._change(None)  # whoever paused support wants nothing of it
            else:
                await self._ask(planned)

    async def _ask(self, planned: PlannedRestart) -> None:
        """The last minute. Withdrawn meanwhile, or another plan: nothing happens."""
        left_s = max(1, round((planned.at - self._session.now()) / 1000))
        safe = planned.mode is RestartMode.SAFE
        async with asyncio.TaskGroup() as tasks:
            asked = tasks.create_task(
                self._person.ask_restart(planned.technician, safe, left_s), name="restart question"
            )
            news = tasks.create_task(self._news.wait(), name="restart news")
            await asyncio.wait((asked, news), return_when=asyncio.FIRST_COMPLETED)
            answer = asked.result() if asked.done() else None
            withdrawn = news.done()
            asked.cancel()
            news.cancel()
        if withdrawn or self.planned != planned:
            return
        if answer is RestartAnswer.LATER:
            await self._person.log(planned.technician, "restart_later", str(LATER_S // 60))
            later = msgspec.structs.replace(planned, at=self._session.now() + LATER_S * 1000)
            await self._change(later, answer=answer)
        elif answer is RestartAnswer.NO:
            await self.refuse()
        else:
            await self._begin(planned, agreed=answer is RestartAnswer.NOW)

    async def _begin(self, planned: PlannedRestart, agreed: bool) -> None:
        await self._change(msgspec.structs.replace(planned, begun=True))
        await self._person.log(planned.technician, _LOGGED[planned.mode], "")
        await self._around.before(agreed)
        try:
            await asyncio.to_thread(self._port.restart, planned.mode)
            await asyncio.sleep(BEGINS_WITHIN_S)
            dp = "DP-810"
        except PermissionError as error:
            dp = _told(error, "DP-803")
        except OSError as error:
            dp = _told(error, "DP-810")
        self._around.failed()
        await asyncio.to_thread(self._port.settle)
        await self._person.log(planned.technician, "restart_failed", "")
        await self._change(None, dp=dp)

    async def _change(
        self, planned: PlannedRestart | None, answer: RestartAnswer | None = None, dp: str | None = None
    ) -> None:
        self._session.change(restart=planned)
        self._answer, self._dp = answer, dp
        self._news.set()
        for watcher in self._watchers:
            watcher.set()
        await self._around.changed()

    async def _news_within(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return


def _told(error: OSError, dp: str) -> str:
    _log.warning("the PC does not restart: %s", error)
    return dp
