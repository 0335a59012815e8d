"""The page of `make demo`: technician left, customer right, the mailbox between them, and a checklist that ticks itself.

The console forbids frames (`frame-ancestors 'none'`), and the demo weakens nothing: both sides are live, clickable pictures of real
screens, the console's of a real Chromium through its own debugging port, the PC's of its X display. The page listens on localhost only
and asks for a token in its address.
"""

import asyncio
import contextlib
import secrets
import signal
import socket
import tempfile
import types
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from daypass.translation import Translation
from demo.checklist import Checklist
from demo.live_browser import LiveBrowser, open_live_browser
from demo.live_screen import LiveScreen
from demo.mailbox import Mailbox, open_mailbox
from demo.remote_pc import RemotePc, switched_on
from demo.server_process import Server, run_server

PAGE = Path(__file__).with_name("page")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src blob: data:; frame-ancestors 'none'"


@dataclass
class BothSides:
    """Everything the page shows and steers."""

    server: Server
    mailbox: Mailbox
    pc: RemotePc
    console: LiveBrowser
    customer: LiveBrowser
    screen: LiveScreen
    checklist: Checklist
    texts: Translation
    token: str
    stop: asyncio.Event


def routes(sides: BothSides) -> list[Route | WebSocketRoute]:
    """What the page asks for; every address but the page's files needs the token."""

    def allowed(connection: Request | WebSocket) -> bool:
        return secrets.compare_digest(connection.query_params.get("token", ""), sides.token)

    async def page(request: Request) -> Response:
        if not allowed(request):
            return Response(status_code=404)
        html = (PAGE / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(html, headers={"content-security-policy": POLICY, "referrer-policy": "no-referrer"})

    async def file(request: Request) -> Response:
        return FileResponse(PAGE / ("demo.js" if request.path_params["name"] == "demo.js" else "demo.css"))

    async def state(request: Request) -> Response:
        return JSONResponse(await _state(sides)) if allowed(request) else Response(status_code=404)

    async def do(request: Request) -> Response:
        if not allowed(request) or request.headers.get("sec-fetch-site") != "same-origin":
            return Response(status_code=404)
        await _do(sides, request.path_params["what"])
        return Response(status_code=204)

    async def live(socket: WebSocket) -> None:
        sources = {"console": sides.console, "customer": sides.customer, "pc": sides.screen}
        source = sources.get(socket.path_params["side"])
        if source is None or not allowed(socket):
            await socket.close(4404)
            return
        await socket.accept()
        try:
            await source.show_to(socket)
        except* WebSocketDisconnect:
            pass

    return [
        Route("/", page),
        Route("/files/{name}", file),
        Route("/state", state),
        Route("/do/{what}", do, methods=["POST"]),
        WebSocketRoute("/live/{side}", live),
    ]


async def _state(sides: BothSides) -> dict[str, object]:
    letters = [
        {"subject": one.subject, "to": one.to, "text": one.text, "number": number}
        for number, one in enumerate(sides.mailbox.letters())
    ]
    words = (
        "title",
        "sample",
        "technician",
        "customer",
        "mailbox",
        "mailbox_empty",
        "open_link",
        "run_download",
        "stop",
    )
    texts = {word: sides.texts.text(f"demo.{word}") for word in words}
    texts["pc"] = sides.texts.text(f"demo.pc_{sides.pc.kind}")
    return {
        "letters": letters,
        "steps": await sides.checklist.steps(),
        "texts": texts,
        "download": sides.customer.downloaded,
    }


async def _do(sides: BothSides, what: str) -> None:
    """The customer's moves between the pictures: open the link of the newest mail, run what was downloaded; or stop everything."""
    if what == "open-link" and sides.mailbox.letters():
        await sides.customer.go(sides.mailbox.letters()[-1].link())
    elif what == "run-download" and sides.customer.download is not None:
        await asyncio.to_thread(sides.pc.start_host, sides.customer.download, sides.customer.downloaded)
    elif what == "stop":
        sides.stop.set()


def show_both_sides(kind: str, language: str) -> int:
    """Start everything, print the page's address, and stay until Ctrl+C, a signal to end, or *Stop and delete everything*."""
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack, contextlib.suppress(KeyboardInterrupt):
        from demo.__main__ import server_settings

        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="daypass-demo-")))
        mailbox = stack.enter_context(open_mailbox())
        server = stack.enter_context(run_server(folder / "server", server_settings(kind, mailbox.smtp_url)))
        pc = stack.enter_context(switched_on(kind, folder / "pc", server, language))
        pc.open_notepad()
        asyncio.run(_serve(server, mailbox, pc, folder, language))
    return 0


def _interrupt(number: int, frame: types.FrameType | None) -> None:
    """A signal to end is answered as Ctrl+C is: programs are ended and files deleted on the way out."""
    raise KeyboardInterrupt


async def _serve(server: Server, mailbox: Mailbox, pc: RemotePc, folder: Path, language: str) -> None:
    async with AsyncExitStack() as stack:
        browsers = await stack.enter_async_context(open_live_browser(language, folder))
        console, customer = browsers
        await console.set_up_sample_owner(server.setup_link(), language)
        sides = BothSides(
            server,
            mailbox,
            pc,
            console,
            customer,
            LiveScreen(pc),
            Checklist(console, mailbox, server.address, language),
            Translation(language),
            secrets.token_urlsafe(16),
            asyncio.Event(),
        )
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"http://localhost:{listener.getsockname()[1]}/?token={sides.token}"
        running = uvicorn.Server(
            uvicorn.Config(Starlette(routes=routes(sides)), log_level="warning", ws="websockets-sansio", lifespan="off")
        )
        print(Translation(language).text("demo.open", address=address), flush=True)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(running.serve([listener]), name="demo page")
            await sides.stop.wait()
            running.should_exit = True
        listener.close()
