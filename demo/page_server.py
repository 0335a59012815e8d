"""What the demo's page asks for: its files, the state of both sides, three live pictures, and the visitor's few moves between them.

It listens on localhost only and answers nobody without the token in the page's address.
"""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from daypass.translation import Translation
from demo.checklist import STEPS, Checklist, reached
from demo.live_browser import LiveBrowser
from demo.live_screen import LiveScreen
from demo.mailbox import Letter, Mailbox
from demo.next_move import Move, next_move
from demo.remote_hands import RemoteHands
from demo.remote_pc import RemotePc

PAGE = Path(__file__).with_name("page")
FILES = ("demo.js", "live_picture.js", "demo.css")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src blob: data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
WORDS = (
    *("title", "sample", "technician", "customer", "browser", "mailbox", "mailbox_empty", "open_mail", "downloaded"),
    *("run_download", "stop", "back", "reload", "copied", "preparing", "stopping", "stopped", "ended", "type_here"),
    *("side_technician", "side_customer", "side_nobody", "no_page"),
)
Phase = Literal["preparing", "ready", "stopping", "stopped"]


@dataclass
class BothSides:
    """Everything the page shows and steers."""

    mailbox: Mailbox
    pc: RemotePc
    console: LiveBrowser
    customer: LiveBrowser
    screen: LiveScreen
    checklist: Checklist
    hands: RemoteHands
    runs: bool = False
    """The download has been opened on the PC."""


@dataclass
class DemoPage:
    """The page through the demo's phases; `sides` are there while it is ready."""

    texts: Translation
    kind: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    phase: Phase = "preparing"
    sides: BothSides | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    seen_stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def state(self) -> dict[str, object]:
        """All that the page shows besides the pictures."""
        texts = {word: self.texts.text(f"demo.{word}") for word in WORDS}
        texts["pc"] = self.texts.text(f"demo.pc_{self.kind}")
        shown: dict[str, object] = {"phase": self.phase, "language": self.texts.language, "texts": texts}
        if self.phase == "stopped":
            self.seen_stopped.set()
        return shown | (await self._sides(self.sides) if self.sides else {})

    async def _sides(self, sides: BothSides) -> dict[str, object]:
        session = await sides.checklist.newest_session()
        controlled = await sides.hands.arrived(session)
        done = reached(session, controlled)
        move = next_move(session, sides.customer.address, sides.runs, controlled)
        if move.key not in ("run", "starting"):
            sides.runs = False
        return {
            "steps": [{"name": self.texts.text(f"demo.step_{step}"), "done": step in done} for step in STEPS],
            "next": self._shown(move),
            "letters": [
                {"number": number, "subject": letter.subject, "sender": letter.sender}
                for number, letter in enumerate(sides.mailbox.letters())
            ],
            "download": sides.customer.downloaded,
            "addresses": {"console": sides.console.address, "customer": sides.customer.address},
        }

    def _shown(self, move: Move) -> dict[str, object]:
        key = f"demo.next_{move.key}"
        text = self.texts.text(key if self.texts.has(key) else f"{key}_{self.kind}")
        return {"side": move.side, "key": move.key, "view": move.view, "text": text}

    async def do(self, what: str, number: int) -> None:
        """The customer's moves between the pictures: open a mail, run what was downloaded; or stop everything."""
        if what == "stop":
            self.stop.set()
        elif self.sides is None:
            return
        elif what == "open-mail" and number < len(letters := self.sides.mailbox.letters()):
            await self.sides.customer.show(_as_page(letters[number]))
        elif what == "run-download" and self.sides.customer.download is not None:
            self.sides.runs = True
            await asyncio.to_thread(
                self.sides.pc.start_host, self.sides.customer.download, self.sides.customer.downloaded
            )

    def source(self, side: str) -> LiveBrowser | LiveScreen | None:
        """The live picture of this name, once there is one."""
        if self.sides is None:
            return None
        sources: dict[str, LiveBrowser | LiveScreen] = {
            "console": self.sides.console,
            "customer": self.sides.customer,
            "pc": self.sides.screen,
        }
        return sources.get(side)


def _as_page(letter: Letter) -> str:
    return letter.html or f"<!doctype html><pre>{escape(letter.text)}</pre>"


def routes(page: DemoPage) -> list[Route | WebSocketRoute]:
    """Every address but the page's files needs the token."""

    def allowed(connection: Request | WebSocket) -> bool:
        return secrets.compare_digest(connection.query_params.get("token", "").encode(), page.token.encode())

    async def html(request: Request) -> Response:
        if not allowed(request):
            return Response(status_code=404)
        text = (PAGE / "index.html").read_text(encoding="utf-8")
        headers = {"content-security-policy": POLICY, "referrer-policy": "no-referrer", "cache-control": "no-store"}
        return HTMLResponse(text, headers=headers)

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        return FileResponse(PAGE / name) if name in FILES else Response(status_code=404)

    async def state(request: Request) -> Response:
        return JSONResponse(await page.state()) if allowed(request) else Response(status_code=404)

    async def do(request: Request) -> Response:
        if not allowed(request) or request.headers.get("sec-fetch-site") != "same-origin":
            return Response(status_code=404)
        await page.do(request.path_params["what"], request.path_params["number"])
        return Response(status_code=204)

    async def live(socket: WebSocket) -> None:
        source = page.source(socket.path_params["side"])
        if source is None or not allowed(socket):
            await socket.close(4404)
            return
        await socket.accept()
        await _show(source, socket, page.stop)

    return [
        Route("/", html),
        Route("/files/{name}", file),
        Route("/state", state),
        Route("/do/{what}/{number:int}", do, methods=["POST"]),
        WebSocketRoute("/live/{side}", live),
    ]


async def _show(source: LiveBrowser | LiveScreen, socket: WebSocket, stop: asyncio.Event) -> None:
    """Until the visitor leaves or everything stops. A picture that breaks off is asked for again by the page."""
    try:
        async with asyncio.TaskGroup() as tasks:
            showing = tasks.create_task(source.show_to(socket), name="live picture")
            stopping = tasks.create_task(stop.wait(), name="end of a live picture")
            await asyncio.wait({showing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            showing.cancel()
            stopping.cancel()
    except* (WebSocketDisconnect, RuntimeError, OSError):  # closed while sending; a screen that has just gone
        pass


class PageServer(uvicorn.Server):
    """Leaves the signals to the demo."""

    def __init__(self, page: DemoPage) -> None:
        super().__init__(
            uvicorn.Config(
                Starlette(routes=routes(page)),
                log_level="warning",
                ws="websockets-sansio",
                lifespan="off",
                timeout_graceful_shutdown=2,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
