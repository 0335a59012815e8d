"""A small stage for the viewer alone: the built console under the product's content security policy, and one host that plays the real
protocol with the real X11 screen and hands. Sign-in, pairing and relay are left out; their own tests have them.
"""

import asyncio
import base64
import contextlib
import itertools
import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from daypass.host.platform.linux.clipboard import X11Clipboard
from daypass.host.platform.linux.drawing_layer import X11DrawingLayer
from daypass.host.platform.linux.hands import X11Hands
from daypass.host.platform.linux.photo import encode_photo
from daypass.host.platform.linux.screen import X11Screen
from daypass.host.platform.linux.video import open_encoder
from daypass.host.platform.ports import Cursor, Monitor, VideoEncoder
from daypass.host.remote_control.capture import Capture
from daypass.host.remote_control.clipboard import ClipboardSharing
from daypass.host.remote_control.drawing import Drawing
from daypass.host.remote_control.held_hands import HeldHands
from daypass.host.remote_control.input import ViewerInput
from daypass.host.remote_control.paced_viewer import PacedViewer
from daypass.host.remote_control.picture_source import VirtualScreen
from daypass.protocol import connecting, holding, remote_control, sealing, sodium, tool_line, viewing
from daypass.protocol.messages import Message, Tool, encode
from daypass.protocol.secrets import SessionPassword
from daypass.protocol.signed import SigningKey

DIST = Path(__file__).resolve().parents[2] / "console/dist"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; worker-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
SESSION_ID = "session-one"
PASSWORD = "winter garden 42"


@dataclass
class StageHost:
    """The host's side: what it expects, what it heard, and how it misbehaves when told to."""

    display: str
    address: str
    verifier: bytes
    salt: bytes
    identity: SigningKey
    pinned: bytes
    heard: list[Any] = field(default_factory=list)
    refusal: dict[str, Any] | None = None
    consent: str = "always"
    resume_secrets: dict[bytes, bytes] = field(default_factory=dict)
    channel_secrets: dict[bytes, bytes] = field(default_factory=dict)
    tool: Tool = Tool.REMOTE_CONTROL
    """That of the newest line."""
    sockets: list[WebSocket] = field(default_factory=list)
    picture_filter: Callable[[bytes], bytes] = staticmethod(lambda picture: picture)
    modes: list[str] = field(default_factory=list)
    handed_to: str = ""
    names: list[str] = field(default_factory=list)
    """Of the technicians, in the order in which they come; "Technician One" beyond."""
    held: HeldHands = field(default_factory=HeldHands)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    watching: "dict[int, tuple[str, SealedViewer]]" = field(default_factory=dict)
    cannot: frozenset[str] = frozenset()
    """Messages that this PC does not offer."""
    encodes_videos: bool = True
    monitors: list[Monitor] | None = None
    """Instead of those that the X server has: Xvfb has but one."""
    tools: "dict[Tool, Callable[[StageChannel], Awaitable[None]]]" = field(default_factory=dict)
    """What serves other tools than remote control, once the customer agreed."""

    def __post_init__(self) -> None:
        self.capture = Capture(lambda: DeskScreen(self), self.open_video, encode_photo)

    def open_video(self, width: int, height: int) -> VideoEncoder | None:
        """None where the test wants a PC without an encoder."""
        return open_encoder(width, height) if self.encodes_videos else None

    async def meet(self, socket: WebSocket) -> None:
        """One relay socket, from the handshake to its end."""
        await socket.accept()
        await socket.send_json({"event": "paired"})
        self.sockets.append(socket)
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            secured = await self._handshake(socket)
            if secured is None:
                return
            if self.tool in self.tools:
                await socket.send_bytes(secured.seal_message(connecting.ConsentGiven()))
                await self.tools[self.tool](StageChannel(socket, secured))
            else:
                await self._remote_control(socket, secured)

    async def _handshake(self, socket: WebSocket) -> connecting.Secured | None:
        handshake = connecting.HostConnecting(
            identity=self.identity, server_address=self.address, session_id=SESSION_ID, random=os.urandom
        )
        hello = handshake.receive(await socket.receive_bytes())
        assert isinstance(hello, connecting.ConnectHello)
        self.modes.append(hello.mode)
        self.tool = hello.tool
        if self.refusal is not None:
            await socket.send_bytes(handshake.refuse(**self.refusal))
            return None
        secret = self.verifier
        if hello.mode is connecting.Mode.RESUME:
            assert hello.connection_id is not None
            secret = self.resume_secrets[hello.connection_id]
        elif hello.mode is connecting.Mode.CHANNEL:
            assert hello.connection_id is not None
            secret = self.channel_secrets[hello.connection_id]
        await socket.send_bytes(handshake.answer(secret))
        if isinstance(handshake.receive(await socket.receive_bytes()), connecting.NotProven):
            await socket.send_bytes(handshake.refuse("DP-401", tries_left=4))
            return None
        accepted, secured = handshake.accept()
        self.resume_secrets[secured.connection_id] = secured.resume_secret
        self.channel_secrets[secured.connection_id] = secured.channel_secret
        await socket.send_bytes(accepted)
        return secured

    async def _remote_control(self, socket: WebSocket, secured: connecting.Secured) -> None:
        if self.consent == "ask":
            await socket.send_bytes(secured.seal_message(connecting.ConsentAsked(timeout_s=30)))
            await asyncio.sleep(1)
        await socket.send_bytes(secured.seal_message(connecting.ConsentGiven()))
        outgoing: asyncio.Queue[bytes | None] = asyncio.Queue()
        viewer = SealedViewer(asyncio.get_running_loop(), outgoing, secured, self)
        hands = X11Hands(self.display)
        known = tuple(one for one in remote_control.KNOWN_TO_HOST if one not in self.cannot)
        viewer.message(viewing.HostAbilities(known=known))
        viewer.message(holding.PcHeld(technician="", held=holding.Held.NOTHING))
        sharing = ClipboardSharing(lambda copied: X11Clipboard(self.display, copied))
        drawing = Drawing(lambda: X11DrawingLayer(self.display))
        number = viewer.number = next(self.numbers)
        viewer.name = self.names.pop(0) if self.names else "Technician One"
        self.watching[number] = viewer.name, viewer
        self.held.came(number, viewer.name)
        broken = True
        self._tell_hands()
        pictures = self.capture.show_to(viewer, lambda error: viewer.put(None))
        try:
            async with asyncio.TaskGroup() as tasks:
                sending = tasks.create_task(self._send_all(socket, outgoing), name="send")
                await self._hear(socket, secured, pictures, hands, viewer, (sharing, drawing))
                broken = False
                sending.cancel()
        except* (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            del self.watching[number]
            self.held.left(number, broken)
            self._tell_hands()
            await asyncio.to_thread(pictures.stop)
            sharing.leave(viewer)
            drawing.leave(viewer)
            hands.close()

    def hold(self, held: holding.Held, *notices: str) -> None:
        """What the PC says is held now; with the codes that whoever held it is told."""
        name = "" if held is holding.Held.NOTHING else "Technician One"
        for _, viewer in self.watching.values():
            viewer.message(holding.PcHeld(technician=name, held=held))
            for dp in notices:
                viewer.message(tool_line.Notice(dp=dp))

    def _tell_hands(self) -> None:
        name, _ = self.watching.get(self.held.holder or 0, ("", None))
        for number, (_, viewer) in self.watching.items():
            viewer.message(viewing.HandsHeld(technician=name, yours=number == self.held.holder))

    async def _send_all(self, socket: WebSocket, outgoing: "asyncio.Queue[bytes | None]") -> None:
        while (frame := await outgoing.get()) is not None:
            await socket.send_bytes(frame)

    async def _hear(
        self,
        socket: WebSocket,
        secured: connecting.Secured,
        pictures: PacedViewer,
        hands: X11Hands,
        viewer: "SealedViewer",
        beside: tuple[ClipboardSharing, Drawing],
    ) -> None:
        keyboard = ViewerInput(hands)
        while True:
            opened = secured.opener.open(await socket.receive_bytes())
            message = remote_control.read_to_host(opened.plain)
            if not isinstance(message, remote_control.PictureAck | remote_control.ViewerShows | tool_line.Ping):
                self.heard.append(message)
            for one in beside:
                one.handle(viewer, message)
            match message:
                case remote_control.PictureAck(seq=seq):
                    pictures.acknowledge(seq)
                case tool_line.Ping(number=number):
                    viewer.message(tool_line.Pong(number=number))
                case remote_control.ViewerShows(video=video, photos=photos):
                    pictures.show_videos(video, photos)
                case viewing.TakeHands():
                    self.held.take(viewer.number)
                    self._tell_hands()
                case viewing.OnlyLook(on=on):
                    self.held.only_look(viewer.number, on)
                    self._tell_hands()
                case holding.LockInput(on=on):
                    self.hold(holding.Held.INPUT if on else holding.Held.NOTHING)
                case holding.BlankScreen(on=on):
                    self.hold(holding.Held.SCREEN if on else holding.Held.NOTHING)
                case viewing.ChooseQuality(quality=quality):
                    pictures.choose_quality(quality)
                case viewing.ShowMonitor(monitor=monitor):
                    pictures.show_monitor(monitor)
                case viewing.ShowFigures(on=on):
                    pictures.show_figures(on)
                case remote_control.RefreshPicture():
                    pictures.refresh()
                case remote_control.PointerMoved(x=x, y=y):
                    hands.move(x, y)
                case remote_control.PointerButton(button=button, down=down, x=x, y=y):
                    hands.move(x, y)
                    hands.button(button, down)
                case remote_control.Wheel(dx=dx, dy=dy):
                    hands.wheel(dx, dy)
                case (
                    remote_control.Key()
                    | remote_control.CharacterKey()
                    | remote_control.ShortcutKey()
                    | remote_control.TextTyped()
                ):
                    keyboard.handle(message)
                case tool_line.ViewerEnd():
                    return


class StageChannel:
    """A line as the host's tools have it (SealedChannel), over a socket of this stage."""

    def __init__(self, socket: WebSocket, secured: connecting.Secured) -> None:
        self._socket, self._secured = socket, secured

    async def receive(self) -> sealing.Opened:
        try:
            return self._secured.opener.open(await self._socket.receive_bytes())
        except (WebSocketDisconnect, RuntimeError) as gone:
            raise EOFError("the page is gone") from gone

    async def send_message(self, message: Message) -> None:
        try:
            await self._socket.send_bytes(self._secured.sealer.seal(sealing.Kind.MESSAGE, encode(message)))
        except (WebSocketDisconnect, RuntimeError) as gone:
            raise EOFError("the page is gone") from gone


class DeskScreen(X11Screen):
    """The X screen, divided into monitors as the test wants."""

    def __init__(self, host: StageHost) -> None:
        super().__init__(host.display)
        self._host = host

    def monitors(self) -> Sequence[Monitor]:
        return self._host.monitors or super().monitors()


class SealedViewer:
    """What the capture thread sends to: sealed in the event loop's thread, in order."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        outgoing: "asyncio.Queue[bytes | None]",
        secured: connecting.Secured,
        host: StageHost,
    ) -> None:
        self._loop, self._outgoing, self._secured, self._host = loop, outgoing, secured, host
        self.number, self.name = 0, ""
        self._screen: VirtualScreen | None = None

    def place(self, x: int, y: int) -> tuple[int, int] | None:
        return (x + self._screen.origin_x, y + self._screen.origin_y) if self._screen else None

    def height(self) -> int:
        return self._screen.height if self._screen else 0

    def put(self, frame: bytes | None) -> None:
        self._loop.call_soon_threadsafe(self._outgoing.put_nowait, frame)

    def message(self, message: Any) -> None:
        self._seal(sealing.Kind.MESSAGE, encode(message))

    def _seal(self, kind: sealing.Kind, plain: bytes) -> None:
        def now() -> None:
            self._outgoing.put_nowait(self._secured.sealer.seal(kind, plain))

        self._loop.call_soon_threadsafe(now)

    def screen(self, screen: VirtualScreen) -> None:
        self._screen = screen
        monitors = tuple(
            remote_control.MonitorShown(
                id=one.id,
                x=one.area.x,
                y=one.area.y,
                width=one.area.width,
                height=one.area.height,
                primary=one.primary,
            )
            for one in screen.monitors
        )
        shown = remote_control.Screen(width=screen.width, height=screen.height, monitors=monitors, shown=screen.shown)
        self.message(shown)

    def monitor_gone(self) -> None:
        self.message(tool_line.Notice(dp="DP-410"))

    def cursor_shape(self, cursor: Cursor) -> None:
        self.message(
            remote_control.CursorShape(
                shape_id=cursor.shape_id,
                width=cursor.width,
                height=cursor.height,
                hot_x=cursor.hot_x,
                hot_y=cursor.hot_y,
                rgba=cursor.rgba,
            )
        )

    def cursor_moved(self, x: int, y: int, shape_id: int, visible: bool) -> None:
        self.message(remote_control.CursorMoved(x=x, y=y, shape_id=shape_id, visible=visible))

    def figures(self, figures: viewing.Figures) -> None:
        self.message(figures)

    def picture(self, picture: bytes) -> None:
        self._seal(sealing.Kind.PICTURE, self._host.picture_filter(picture))


@dataclass(frozen=True)
class Stage:
    """The running stage; `page` is the viewer's address."""

    address: str
    host: StageHost
    loop: asyncio.AbstractEventLoop

    @property
    def page(self) -> str:
        return f"{self.address}/console/sessions/{SESSION_ID}/remote-control"

    def cut_the_line(self) -> None:
        """Close every socket as a broken network does."""
        for open_socket in self.host.sockets:
            asyncio.run_coroutine_threadsafe(_close(open_socket), self.loop).result(5)
        self.host.sockets.clear()

    def hand_over(self, technician: str) -> None:
        """A colleague has the session from now on: the server says so, and the relay closes with its word for it."""
        self.host.handed_to = technician
        for open_socket in self.host.sockets:
            asyncio.run_coroutine_threadsafe(_close(open_socket, 4025), self.loop).result(5)


async def _close(open_socket: WebSocket, code: int = 4021) -> None:
    with contextlib.suppress(RuntimeError):
        await open_socket.close(code)


def _api(host: StageHost) -> list[Route]:
    """The few answers of the server that the viewer's page asks for."""
    technician = {"id": "t1", "email": "one@example.org", "name": "Technician One", "role": "owner", "language": "en"}
    company = {"id": "c1", "name": "Example", "colour": "", "phone": "", "website": "", "language": "en"}

    async def me(request: Request) -> Response:
        return JSONResponse(
            {
                "technician": technician,
                "company": company,
                "expires_at": 4_000_000_000_000,
                "rights": [],
                "server": {"address": host.address},
            }
        )

    async def session(request: Request) -> Response:
        if host.handed_to:
            problem = {"code": "session_handed_over", "dp": "DP-606", "technician": host.handed_to}
            return JSONResponse(problem, 409, media_type="application/problem+json")
        names = """ending ended_at host_stage host_stage_dp seen_at removed_at leftovers link number link_revoked_at link_reported_at
            activated_at deadline_at sight sight_at new_password receipt_state receipt_at closing_note_at""".split()
        shown = {"id": SESSION_ID, "state": "active", "technician": technician, "computer_name": "EXAMPLE-PC"}
        rest = {
            "milestones": {},
            "consent": host.consent,
            "presence": "online",
            "removal": "none",
            "rights": ["remote_control", *(tool.value for tool in host.tools)],
            "colleagues": [],
            "connected": [],
            **dict.fromkeys(("customer_email", "customer_name", "note", "closing_note"), ""),
        }
        return JSONResponse(dict.fromkeys(names) | shown | rest)

    async def connections(request: Request) -> Response:
        offer = {
            "pair_id": "cA",
            "ticket": "dA",
            "relay_url": host.address.replace("http", "ws") + "/relay",
            "host_key": _base64url(host.pinned),
            "verifier_salt": _base64url(host.salt),
            "session_id": SESSION_ID,
            "server_address": host.address,
            "expires_at": 4_000_000_000_000,
        }
        return JSONResponse(offer, 201)

    return [
        Route("/api/sign-in", me),
        Route("/api/support-sessions/{id}", session),
        Route("/api/support-sessions/{id}/connections", connections, methods=["POST"]),
    ]


async def _console(request: Request) -> Response:
    file = DIST / request.path_params["path"]
    found = file if file.is_file() else DIST / "index.html"
    return FileResponse(found, headers={"content-security-policy": POLICY, "cache-control": "no-store"})


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextlib.contextmanager
def viewer_stage(display: str) -> Iterator[Stage]:
    """Serve on a free port of localhost, with a host that shows the X `display`."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://localhost:{listener.getsockname()[1]}"
    salt = os.urandom(16)
    verifier = sodium.argon2id(SessionPassword.parse(PASSWORD).secret_bytes(), salt)
    identity = SigningKey(os.urandom(32))
    host = StageHost(display, address, verifier, salt, identity, identity.public)
    routes = [*_api(host), Route("/console/{path:path}", _console), WebSocketRoute("/relay", host.meet)]
    config = uvicorn.Config(Starlette(routes=routes), log_level="warning", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve([listener]),), name="stage")
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield Stage(address, host, loop)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
        loop.close()
