"""Holding the PC in the service: carries what `PcHold` decides to the desktop process, and what is held to everybody concerned."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from daypass.host.remote_control.desktop_frames import Frame, FrameKind, write_frame
from daypass.host.remote_control.hold_frames import (
    FREED_BY_DESKTOP,
    FREED_BY_KEYS,
    HoldOrder,
    HoldTold,
    read_told,
    write,
)
from daypass.host.remote_control.pc_hold import PcHold
from daypass.protocol.holding import BlankScreen, Held, LockInput, PcHeld
from daypass.protocol.messages import Message
from daypass.protocol.tool_line import Notice

RENEW_EVERY_S = 1.0
ASKED_FOR_S = 30
FREED_AT_PC, TOO_SOON, NOT_POSSIBLE, NOT_ALLOWED = "DP-422", "DP-423", "DP-421", "DP-425"
_log = logging.getLogger(__name__)


class Holder(Protocol):
    """A viewer of the tool."""

    number: int
    technician: str

    @property
    def may_hold(self) -> bool:
        """Their company lets them ask."""

    def say(self, message: Message) -> None: ...
    async def holds(self, held: Held) -> None:
        """The bar on the PC, its activity log and the server hear of it."""


@dataclass(frozen=True, slots=True)
class HoldTerms:
    """What of this PC can be held, and how its people have their say."""

    can: frozenset[str]
    """The messages this PC can obey, by name."""
    words: Callable[[str], Sequence[str]]
    """The lines of a blank screen for a technician's name."""
    ask_people: Callable[[str, str, int], Awaitable[bool]]
    """For a technician's name, what they ask for (`hold_input`, `hold_screen`) and the seconds to answer. No answer is a no."""


async def _nobody_agrees(technician: str, what: str, timeout_s: int) -> bool:
    return False


NO_HOLD = HoldTerms(frozenset(), lambda technician: (technician,), _nobody_agrees)


class HoldOrders:
    """Nothing begins before the people at the PC have allowed it, each time."""

    def __init__(
        self,
        terms: HoldTerms,
        viewers: Callable[[], Iterable[Holder]],
        send: Callable[[bytes], Awaitable[None]],
    ) -> None:
        self._terms, self._viewers, self._send = terms, viewers, send
        self._hold = PcHold()
        self._question: tuple[Holder, Held, asyncio.Task[None]] | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._shown = PcHeld(technician="", held=Held.NOTHING)
        self._holder: Holder | None = None
        self._news: asyncio.Queue[tuple[Holder, Held]] = asyncio.Queue()
        """At most one a second, as `PcHold` has it."""

    async def ask(self, viewer: Holder, message: LockInput | BlankScreen) -> None:
        """From the viewer with mouse and keyboard."""
        if message.on and not self.offers(viewer, type(message).__name__):
            viewer.say(Notice(dp=NOT_POSSIBLE))
            return
        self._withdraw_question()
        grown = self._hold.grows_to(viewer.number, message)
        if grown is None:
            await self._obey(viewer, message)
        elif self._hold.too_soon(time.monotonic()):
            viewer.say(Notice(dp=TOO_SOON))
        elif self._tasks is not None:
            before = self._hold.wanted
            if before is not Held.NOTHING:  # they must be able to answer
                self._hold.end(time.monotonic(), kept_free_s=0)
                await self._order(viewer.number)
            wishes = (message,) if before is Held.NOTHING else (LockInput(on=True), message)
            asking = self._tasks.create_task(
                self._ask_people(viewer, grown, wishes), name="asking the people at the PC"
            )
            self._question = viewer, grown, asking
            self._tell_viewers()

    def offers(self, viewer: Holder, name: str) -> bool:
        """Whether this viewer may ask for what this message asks for, here."""
        return viewer.may_hold and name in self._terms.can

    async def _ask_people(self, viewer: Holder, grown: Held, wishes: Sequence[LockInput | BlankScreen]) -> None:
        agreed = await self._terms.ask_people(viewer.technician, f"hold_{grown.value}", ASKED_FOR_S)
        self._question = None
        self._tell_viewers()
        if agreed:
            for before, wish in enumerate(wishes):
                if before and self._hold.viewer != viewer.number:
                    return  # it lost mouse and keyboard, or was freed, while the PC heard of the wish before
                await self._obey(viewer, wish)
        else:
            self._hold.refused_at_pc(time.monotonic())
            viewer.say(Notice(dp=NOT_ALLOWED))

    def _withdraw_question(self) -> None:
        if self._question is not None:
            self._question[2].cancel()
            self._question = None
            self._tell_viewers()

    async def _obey(self, viewer: Holder, message: LockInput | BlankScreen) -> None:
        before = self._hold.viewer, self._hold.wanted
        if (refusal := self._hold.ask(viewer.number, message, time.monotonic())) is not None:
            viewer.say(Notice(dp=refusal))
        elif (self._hold.viewer, self._hold.wanted) != before:
            await self._order(viewer.number)

    def heard(self, viewer: int) -> None:
        self._hold.heard(viewer, time.monotonic())

    async def hands_passed(self, holder: int | None) -> None:
        """Whoever lost mouse and keyboard, or left, holds nothing from now on."""
        if self._question is not None and self._question[0].number != holder:
            self._withdraw_question()
        viewer = self._hold.viewer
        self._hold.hands_passed(holder, time.monotonic())
        if viewer is not None and self._hold.viewer is None:
            await self._order(viewer)

    def greet(self, viewer: Holder) -> None:
        viewer.say(self._shown)

    async def keep(self) -> None:
        """Renew what is wanted while its viewer is heard, and tell the PC and the server what is held. Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            tasks.create_task(self._tell_all(), name="what is held")
            await self._renew()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            viewer = self._hold.viewer
            if viewer is not None:
                self._hold.lives(time.monotonic())
                await self._order(viewer)

    def take(self, frame: Frame) -> None:
        """The desktop process says what is held."""
        try:
            told: HoldTold = read_told(frame.payload)
        except msgspec.MsgspecError:
            _log.warning("the desktop process says something else than what is held")
            return
        holder = next((one for one in self._viewers() if one.number == frame.viewer), None)
        if told.why in (FREED_BY_KEYS, FREED_BY_DESKTOP):
            _log.info("the PC was freed there: %s", told.why)
            self._hold.freed_at_pc(time.monotonic())
            if holder is not None:
                holder.say(Notice(dp=FREED_AT_PC))
        elif told.why:
            self._hold.end(time.monotonic())
            if holder is not None and told.why.startswith("DP-"):
                holder.say(Notice(dp=told.why[:6]))
        self._show(holder, told.held if holder is not None else Held.NOTHING)

    def desktop_gone(self) -> None:
        """Nothing is held without its process, and nothing is begun anew with the next."""
        self._hold.end(time.monotonic())
        self._show(None, Held.NOTHING)

    async def _order(self, viewer: int) -> None:
        held = self._hold.wanted
        technician = next((one.technician for one in self._viewers() if one.number == viewer), "")
        lines = tuple(self._terms.words(technician)) if held is Held.SCREEN else ()
        await self._send(write_frame(FrameKind.HOLD, viewer, write(HoldOrder(held, lines))))

    def _show(self, holder: Holder | None, held: Held) -> None:
        """Viewers hear of it at once; bar and server in their own time, so that no picture waits for them."""
        self._hold.held = held
        former, self._holder = self._holder, holder if held is not Held.NOTHING else None
        if former is not None and former is not self._holder:
            self._news.put_nowait((former, Held.NOTHING))
        if self._holder is not None:
            self._news.put_nowait((self._holder, held))
        self._tell_viewers()

    def _tell_viewers(self) -> None:
        held = self._hold.held if self._holder is not None else Held.NOTHING
        asked = self._question[1] if self._question is not None else Held.NOTHING
        shown = PcHeld(technician=self._holder.technician if self._holder else "", held=held, asked=asked)
        if shown != self._shown:
            self._shown = shown
            for viewer in self._viewers():
                viewer.say(shown)

    async def _tell_all(self) -> None:
        while True:
            holder, held = await self._news.get()
            await holder.holds(held)
