"""The desktop process: captures and types for every viewer the service tells it of, and nothing else. It speaks no network."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from daypass.host.platform.ports import (
    Cursor,
    EncodePhoto,
    Hands,
    LocalPeer,
    OpenClipboard,
    OpenDrawing,
    OpenHold,
    OpenVideo,
    Screen,
)
from daypass.host.remote_control.capture import Capture
from daypass.host.remote_control.clipboard import ClipboardSharing
from daypass.host.remote_control.desktop_frames import Frame, FrameKind, Opened, read_frame, read_opened, write_frame
from daypass.host.remote_control.drawing import Drawing
from daypass.host.remote_control.hold_frames import HoldTold
from daypass.host.remote_control.hold_frames import write as write_hold
from daypass.host.remote_control.input import ViewerInput
from daypass.host.remote_control.leased_hold import LeasedHold
from daypass.host.remote_control.paced_viewer import PacedViewer
from daypass.host.remote_control.picture_source import VirtualScreen
from daypass.host.remote_control.waiting_frames import WaitingFrames
from daypass.protocol.errors import ProtocolError
from daypass.protocol.messages import Message, encode
from daypass.protocol.remote_control import (
    LARGEST_CURSOR,
    CursorMoved,
    CursorShape,
    MonitorShown,
    PictureAck,
    RefreshPicture,
    ToHost,
    ViewerShows,
    read_to_host,
)
from daypass.protocol.remote_control import Screen as ScreenShown
from daypass.protocol.tool_line import Notice, Ping, Pong
from daypass.protocol.viewing import ChooseQuality, Figures, ShowFigures, ShowMonitor

_log = logging.getLogger(__name__)


class _DesktopViewer:
    """One viewer: what the capture shows it, and its input."""

    def __init__(self, number: int, name: str, send: Callable[[Frame], None], hands: Hands) -> None:
        self._number, self.name, self._send = number, name, send
        self._loop = asyncio.get_running_loop()
        self.input = ViewerInput(hands)

    def place(self, x: int, y: int) -> tuple[int, int] | None:
        return self.input.place(x, y)

    def height(self) -> int:
        return self.input.screen.height if self.input.screen else 0

    def screen(self, screen: VirtualScreen) -> None:
        monitors = tuple(
            MonitorShown(
                id=one.id, x=one.area.x, y=one.area.y, width=one.area.width, height=one.area.height, primary=one.primary
            )
            for one in screen.monitors
        )
        self._loop.call_soon_threadsafe(self.input.use_screen, screen)
        self.message(ScreenShown(width=screen.width, height=screen.height, monitors=monitors, shown=screen.shown))

    def monitor_gone(self) -> None:
        self.message(Notice(dp="DP-410"))

    def cursor_shape(self, cursor: Cursor) -> None:
        if cursor.width > LARGEST_CURSOR or cursor.height > LARGEST_CURSOR:
            return
        self.message(
            CursorShape(
                shape_id=cursor.shape_id,
                width=cursor.width,
                height=cursor.height,
                hot_x=min(cursor.hot_x, LARGEST_CURSOR),
                hot_y=min(cursor.hot_y, LARGEST_CURSOR),
                rgba=cursor.rgba,
            )
        )

    def cursor_moved(self, x: int, y: int, shape_id: int, visible: bool) -> None:
        self.message(CursorMoved(x=x, y=y, shape_id=shape_id, visible=visible))

    def picture(self, picture: bytes) -> None:
        self._frame(FrameKind.PICTURE, picture)

    def figures(self, figures: Figures) -> None:
        self.message(figures)

    def message(self, message: Message) -> None:
        self._frame(FrameKind.MESSAGE, encode(message))

    def failed(self, error: Exception) -> None:
        _log.error("the screen cannot be captured: %s", error)
        self._frame(FrameKind.CLOSE, b"DP-900")

    def _frame(self, kind: FrameKind, payload: bytes) -> None:
        self._loop.call_soon_threadsafe(self._send, Frame(kind, self._number, payload))


class DesktopProcess:
    """Serves the service's link until it ends."""

    def __init__(
        self,
        peer: LocalPeer,
        open_screen: Callable[[], Screen],
        open_video: OpenVideo,
        hands: Hands,
        open_clipboard: OpenClipboard,
        open_hold: OpenHold,
        open_drawing: OpenDrawing,
        photo: EncodePhoto | None = None,
    ) -> None:
        self._peer, self._hands = peer, hands
        self._capture = Capture(open_screen, open_video, photo)
        self._viewers: dict[int, tuple[_DesktopViewer, PacedViewer]] = {}
        self._clipboard = ClipboardSharing(open_clipboard)
        self._outgoing = WaitingFrames()
        self._hold = LeasedHold(open_hold, self._tell_held)
        self._drawing = Drawing(open_drawing)

    async def run(self) -> None:
        """Until the service goes away."""
        try:
            async with asyncio.TaskGroup() as tasks:
                sending = tasks.create_task(self._send_all(), name="frames to the service")
                await self._receive_all()
                sending.cancel()
        except* EOFError:
            _log.info("the service went away")
        finally:
            self._hold.close()
            for number in list(self._viewers):
                self._close(number)

    def _tell_held(self, viewer: int, told: HoldTold) -> None:
        self._outgoing.put(Frame(FrameKind.HOLD, viewer, write_hold(told)))

    async def _send_all(self) -> None:
        while True:
            await self._peer.send(write_frame(*await self._outgoing.get()))

    async def _receive_all(self) -> None:
        while True:
            try:
                self._handle(read_frame(await self._peer.receive()))
            except EOFError:
                return
            except ValueError:
                _log.warning("an unreadable frame from the service")

    def _handle(self, frame: Frame) -> None:
        if frame.kind is FrameKind.OPEN:
            self._open(frame.viewer, read_opened(frame.payload))
        elif frame.kind is FrameKind.CLOSE:
            self._close(frame.viewer)
        elif frame.kind is FrameKind.DONE:
            self._outgoing.put(frame)
        elif frame.kind is FrameKind.HOLD:
            self._hold.order(frame.viewer, frame.payload)
        elif frame.kind is FrameKind.MESSAGE and frame.viewer in self._viewers:
            self._message(frame)

    def _open(self, number: int, opened: Opened) -> None:
        self._close(number)
        viewer = _DesktopViewer(number, opened.technician, self._outgoing.put, self._hands)
        self._viewers[number] = viewer, self._capture.show_to(viewer, viewer.failed, opened.last_seq)

    def _close(self, number: int) -> None:
        self._hold.left(number)
        found = self._viewers.pop(number, None)
        if found is not None:
            viewer, pictures = found
            self._clipboard.leave(viewer)
            self._drawing.leave(viewer)
            viewer.input.release_all()
            pictures.stop()

    def _message(self, frame: Frame) -> None:
        viewer, pictures = self._viewers[frame.viewer]
        try:
            message: ToHost = read_to_host(frame.payload)
        except ProtocolError as error:
            _log.warning("a message of a viewer: %s", error.what)
            return
        if viewer.input.handle(message) or self._clipboard.handle(viewer, message):
            return
        if self._drawing.handle(viewer, message):
            return
        if (handler := _HANDLERS.get(type(message))) is not None:
            handler(viewer, pictures, message)


_HANDLERS: dict[type[Any], Callable[[_DesktopViewer, PacedViewer, Any], None]] = {
    PictureAck: lambda viewer, pictures, message: pictures.acknowledge(message.seq),
    RefreshPicture: lambda viewer, pictures, message: pictures.refresh(),
    ViewerShows: lambda viewer, pictures, message: pictures.show_videos(message.video, message.photos),
    ChooseQuality: lambda viewer, pictures, message: pictures.choose_quality(message.quality),
    ShowMonitor: lambda viewer, pictures, message: pictures.show_monitor(message.monitor),
    ShowFigures: lambda viewer, pictures, message: pictures.show_figures(message.on),
    Ping: lambda viewer, pictures, message: viewer.message(Pong(number=message.number)),
}
