"""Remote control in the service: connects each technician's channel with the desktop process, which it keeps running."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import inf

from daypass.host.connection.alongside import alongside
from daypass.host.connection.connections import ToolUse
from daypass.host.connection.sealed_channel import SealedChannel
from daypass.host.platform.ports import LocalPeer, Programs, Running, SecureAttention
from daypass.host.remote_control.deeds import Deeds
from daypass.host.remote_control.desktop_frames import Frame, FrameKind, Opened, read_frame, write_frame
from daypass.host.remote_control.desktop_starts import DesktopStarts
from daypass.host.remote_control.held_hands import INPUT, HeldHands, sways
from daypass.host.remote_control.hold_orders import NO_HOLD, HoldOrders, HoldTerms
from daypass.host.remote_control.waiting_frames import WaitingFrames
from daypass.host.remote_control.wallpaper import HiddenWallpaper
from daypass.protocol.clipboard import ClipboardShared
from daypass.protocol.errors import ProtocolError
from daypass.protocol.holding import BlankScreen, Held, LockInput
from daypass.protocol.messages import Message, encode
from daypass.protocol.picture import picture_seq
from daypass.protocol.remote_control import KNOWN_TO_HOST, ReleaseAll, ToHost, ViewerShows, read_to_host
from daypass.protocol.remote_control import SecureAttention as AttentionAsked
from daypass.protocol.sealing import Kind
from daypass.protocol.tool_line import Bye, Notice, ViewerEnd
from daypass.protocol.viewing import (
    ChooseQuality,
    HandsHeld,
    HideWallpaper,
    HostAbilities,
    OnlyLook,
    Recording,
    ScreenshotTaken,
    ShowFigures,
    ShowMonitor,
    TakeHands,
)

_CHECK_EVERY_S = 0.5
PRESSED_WITHIN_S = 2.0
"""What technicians have pressed so far, and the pictures that are on their way before the answer."""
_STANDING = (ViewerShows, ChooseQuality, ShowFigures, ShowMonitor, ClipboardShared)
"""What holds until the viewer says otherwise: a new desktop process must hear it too."""
_WHERE_POSSIBLE = frozenset(message.__name__ for message in (LockInput, BlankScreen, HideWallpaper))
"""Named to viewers only where this PC can do them."""
_log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Viewer:
    number: int
    technician: str
    use: ToolUse
    deeds: Deeds
    outgoing: WaitingFrames = field(default_factory=WaitingFrames)
    last_seq: int = 0
    opened_at: LocalPeer | None = None
    standing: dict[type, bytes] = field(default_factory=dict)
    """What it said last of each kind in `_STANDING`."""

    @property
    def may_hold(self) -> bool:
        return self.use.may_hold

    def say(self, message: Message) -> None:
        """From the service itself, in order with what the desktop process says."""
        self.outgoing.put(Frame(FrameKind.MESSAGE, self.number, encode(message)))

    async def holds(self, held: Held) -> None:
        await self.use.hold(held)


class DesktopLink:
    """The service's end of the link to the desktop process. `serve` is the handler for LocalLinks.serve."""

    def __init__(
        self,
        programs: Programs,
        link: str,
        attention: SecureAttention,
        terms: HoldTerms = NO_HOLD,
        wallpaper: HiddenWallpaper | None = None,
        people_are_asked: Callable[[], bool] = lambda: False,
    ) -> None:
        """`link` is what the desktop process comes by. `wallpaper` hears who wants it hidden; None where that is not possible.

        While `people_are_asked` to allow something, technicians press and draw nothing: the answer is theirs alone.
        """
        self.link, self._wallpaper, self._people_are_asked = link, wallpaper, people_are_asked
        self._programs, self._attention = programs, attention
        self._holds = HoldOrders(terms, lambda: list(self._viewers.values()), self._tell)
        self._starts = DesktopStarts(link)
        self._viewers: dict[int, _Viewer] = {}
        self._hands = HeldHands()
        self._hands_moved_at = -inf
        self._next_number = 1
        self._peer: LocalPeer | None = None
        self._process: Running | None = None
        self._starting = asyncio.Lock()
        self._waiting: dict[int, asyncio.Event] = {}
        """For what was pressed, by the number of the frame that comes back after it."""
        self._next_wait = 1
        self._one_at_a_time = ThreadPoolExecutor(1, thread_name_prefix="attention")
        """Windows' policy is set and put back around each; of two at a time one would take the other's for what it was before."""

    def hands_quiet_s(self) -> float:
        """Since a technician moved pointer or keys here; endless when nobody has."""
        return asyncio.get_running_loop().time() - self._hands_moved_at

    async def serve(self, peer: LocalPeer) -> None:
        """The desktop process came (again): tell it of every viewer; their pictures start anew."""
        self._peer = peer
        try:
            for viewer in list(self._viewers.values()):
                await self._open(viewer)
            while True:
                self._take(read_frame(await peer.receive()))
        except (EOFError, ValueError):
            _log.info("the desktop process went away")
        except ProtocolError as error:
            _log.warning("the desktop process says what it may not: %s", error.what)
        finally:
            self._lost(peer)

    def _lost(self, peer: LocalPeer) -> None:
        """Nothing is held any more, and nothing of it begins anew with the next; a next one that is here already is another."""
        if self._peer is peer:
            self._peer = None
            self._holds.desktop_gone()

    async def everything_pressed(self) -> None:
        """Returns when nothing waits to be pressed. A desktop process that does not say so ends, and what it had to press with it."""
        if self._process is None or not self._process.alive():
            return
        number, self._next_wait = self._next_wait, self._next_wait + 1
        done = self._waiting[number] = asyncio.Event()
        try:
            async with asyncio.timeout(PRESSED_WITHIN_S):
                await self._tell(write_frame(FrameKind.DONE, number))
                await done.wait()
        except TimeoutError:
            _log.warning("the desktop process still presses: it is ended before anybody at the PC is asked")
            self._end_process()
        finally:
            del self._waiting[number]

    def _take(self, frame: Frame) -> None:
        if frame.kind is FrameKind.DONE:
            if (done := self._waiting.get(frame.viewer)) is not None:
                done.set()
            return
        if frame.kind is FrameKind.HOLD:
            self._holds.take(frame)
            return
        viewer = self._viewers.get(frame.viewer)
        if viewer is None:
            return
        if frame.kind is FrameKind.PICTURE:
            viewer.last_seq = max(viewer.last_seq, picture_seq(frame.payload))
        elif frame.kind is FrameKind.MESSAGE:
            viewer.deeds.told(frame.payload)
        viewer.outgoing.put(frame)

    async def keep_running(self) -> None:
        """Start the desktop process whenever somebody watches and it is not there. Until cancelled."""
        try:
            while True:
                if self._viewers:
                    await self._start()
                await asyncio.sleep(_CHECK_EVERY_S)
        finally:
            self._end_process()

    async def keep_holds(self) -> None:
        """What a technician holds of the PC goes on while their viewer is heard. Until cancelled."""
        await self._holds.keep()

    async def _start(self) -> None:
        async with self._starting:
            if self._process is not None and self._process.alive():
                return
            try:
                arguments = self._starts.next(time.monotonic())
                self._process = await asyncio.to_thread(self._programs.start_on_desktop, arguments)
                self._starts.started(time.monotonic())
            except (OSError, LookupError) as error:
                _log.warning("the desktop process does not start: %s", error)

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None

    async def _open(self, viewer: _Viewer) -> None:
        """Once for each desktop process: a second time would start its picture numbers again."""
        if self._peer is None or viewer.opened_at is self._peer:
            return
        viewer.opened_at = self._peer
        opened = Opened(viewer.last_seq, viewer.technician)
        await self._tell(write_frame(FrameKind.OPEN, viewer.number, opened.write()))
        for message in list(viewer.standing.values()):
            await self._tell(write_frame(FrameKind.MESSAGE, viewer.number, message))

    async def _tell(self, frame: bytes) -> None:
        peer = self._peer
        if peer is None:
            return
        try:
            await peer.send(frame)
        except EOFError:
            self._lost(peer)

    async def run_tool(self, channel: SealedChannel, use: ToolUse) -> bool:
        """One technician's remote control, until it ends; True when the technician closed it."""
        viewer = _Viewer(self._next_number, use.technician, use, Deeds(use.log))
        self._next_number += 1
        self._viewers[viewer.number] = viewer
        closed = False
        try:
            viewer.say(HostAbilities(known=self._known(viewer)))
            self._holds.greet(viewer)
            self._hands.came(viewer.number, viewer.technician)
            self._tell_hands()
            await self._start()
            await self._open(viewer)
            pictures = alongside(self._send_pictures(channel, viewer), "pictures")
            async with pictures, alongside(viewer.deeds.keep(), "activity log"):
                closed = await self._take_input(channel, viewer, use)
            return closed
        finally:
            del self._viewers[viewer.number]
            if self._wallpaper is not None:
                self._wallpaper.left(viewer.number)
            self._hands.left(viewer.number, broken=not closed)
            self._tell_hands()
            await self._holds.hands_passed(self._hands.holder)
            await self._tell(write_frame(FrameKind.CLOSE, viewer.number))

    def _known(self, viewer: _Viewer) -> tuple[str, ...]:
        """The messages of viewers that this host knows, without those for what this PC cannot do or this viewer may not."""
        can = {one for one in _WHERE_POSSIBLE if self._holds.offers(viewer, one)}
        if self._wallpaper is not None:
            can.add(HideWallpaper.__name__)
        return tuple(one for one in KNOWN_TO_HOST if one not in _WHERE_POSSIBLE or one in can)

    async def _send_pictures(self, channel: SealedChannel, viewer: _Viewer) -> None:
        while True:
            frame = await viewer.outgoing.get()
            if frame.kind is FrameKind.PICTURE:
                await channel.send(Kind.PICTURE, frame.payload)
            elif frame.kind is FrameKind.MESSAGE:
                await channel.send(Kind.MESSAGE, frame.payload)
            else:
                await channel.send_message(Bye(dp=frame.payload.decode("ascii", "replace")[:6]))
                raise EOFError("the desktop cannot be shown")

    async def _take_input(self, channel: SealedChannel, viewer: _Viewer, use: ToolUse) -> bool:
        while True:
            opened = await channel.receive()
            if opened.kind is not Kind.MESSAGE:
                continue
            message = read_to_host(opened.plain)
            self._holds.heard(viewer.number)
            if isinstance(message, ViewerEnd):
                return True
            if isinstance(message, INPUT):
                if self._hands.holder != viewer.number:
                    continue
                self._hands_moved_at = asyncio.get_running_loop().time()
            if sways(message) and self._people_are_asked():
                continue
            viewer.deeds.done(message)
            if await self._done_here(channel, viewer, use, message):
                continue
            if isinstance(message, _STANDING):
                viewer.standing[type(message)] = opened.plain
            await self._tell(write_frame(FrameKind.MESSAGE, viewer.number, opened.plain))

    async def _done_here(self, channel: SealedChannel, viewer: _Viewer, use: ToolUse, message: ToHost) -> bool:
        """Whether it is the service's own to do; everything else is done by the desktop process."""
        match message:
            case ScreenshotTaken():
                pass  # it stands in the activity log
            case TakeHands() | OnlyLook():
                await self._pass_hands(viewer, message)
            case LockInput() | BlankScreen():
                await self._holds.ask(viewer, message)
            case HideWallpaper():
                if self._wallpaper is not None:
                    self._wallpaper.wish(viewer.number, message.on)
            case Recording():
                await use.record(message.on)
            case AttentionAsked():
                return await self._attention_sent(channel)
            case _:
                return False
        return True

    async def _pass_hands(self, viewer: _Viewer, message: TakeHands | OnlyLook) -> None:
        """What the one who had them held down is released before anything of the next one arrives."""
        before = self._hands.holder
        if isinstance(message, TakeHands):
            self._hands.take(viewer.number)
        else:
            self._hands.only_look(viewer.number, message.on)
        if before is not None and before != self._hands.holder:
            if self._hands.holder == viewer.number and (former := self._viewers.get(before)) is not None:
                viewer.deeds.add("control_taken", former.technician)
            await self._tell(write_frame(FrameKind.MESSAGE, before, encode(ReleaseAll())))
        await self._holds.hands_passed(self._hands.holder)
        self._tell_hands()

    def _tell_hands(self) -> None:
        holder = self._viewers.get(self._hands.holder or 0)
        for viewer in self._viewers.values():
            viewer.say(HandsHeld(technician=holder.technician if holder else "", yours=viewer is holder))

    async def _attention_sent(self, channel: SealedChannel) -> bool:
        """False where Ctrl+Alt+Del is three keys like any other: then the desktop process presses them."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._one_at_a_time, self._attention.send)
        except OSError as error:
            _log.warning("Ctrl+Alt+Del was not pressed: %s", error)
            await channel.send_message(Notice(dp="DP-409"))
            return True
