"""The technician's side in real Chromium, under the console's content security policy, against the host's side in Python."""

import asyncio
import json
import mimetypes
import os
import subprocess
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.async_api import async_playwright
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from daypass.protocol import connecting, pairing, remote_control, sodium, tool_line
from daypass.protocol.messages import System
from daypass.protocol.secrets import SecurityCode
from daypass.protocol.signed import SigningKey

CONSOLE = Path(__file__).resolve().parents[2] / "console"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; worker-src 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types default"
)
ADDRESS, SESSION = "https://support.example.org", "in-a-browser"

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


class Host:
    """A host with real keys behind two WebSockets."""

    def __init__(self) -> None:
        self.identity = SigningKey(os.urandom(32))
        self.paired: pairing.Paired | None = None
        self.resume: dict[bytes, bytes] = {}

    async def pair(self, mailbox: ServerConnection) -> None:
        side = pairing.HostPairing(
            identity=self.identity, server_address=ADDRESS, session_id=SESSION, computer_name="RECEPÇÃO-PC",
            system=System(platform="windows"), random=os.urandom,
        )  # fmt: skip
        events = list(side.attempt(SecurityCode.parse("417 903")))
        while self.paired is None:
            for event in events:
                match event:
                    case pairing.Send(data):
                        await mailbox.send(data)
                    case pairing.CodeWrong():
                        await mailbox.send(side.attempt(SecurityCode.parse("417 902"))[0].data)  # type: ignore[union-attr]
                    case pairing.Paired():
                        self.paired = event
            if self.paired is None:
                events = list(side.receive(await mailbox.recv(decode=False)))

    async def connect(self, relay: ServerConnection) -> None:
        assert self.paired is not None
        side = connecting.HostConnecting(
            identity=self.identity, server_address=ADDRESS, session_id=SESSION, random=os.urandom
        )
        hello = side.receive(await relay.recv(decode=False))
        assert isinstance(hello, connecting.ConnectHello)
        await relay.send(side.answer(self.resume[hello.connection_id] if hello.connection_id else self.paired.verifier))
        if isinstance(side.receive(await relay.recv(decode=False)), connecting.NotProven):
            await relay.send(side.refuse("DP-401", tries_left=4))
            return
        accept, secured = side.accept()
        self.resume[secured.connection_id] = secured.resume_secret
        await relay.send(accept)
        message = remote_control.read_to_host(secured.opener.open(await relay.recv(decode=False)).plain)
        assert isinstance(message, tool_line.Ping)
        await relay.send(secured.seal_message(tool_line.Pong(number=message.number)))

    async def serve_socket(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        await (self.pair if socket.request.path == "/pairing" else self.connect)(socket)
        await socket.wait_closed()


def deliver(folder: Path, request: Request) -> Response | None:
    if "Upgrade" in request.headers:
        return None
    path = folder / request.path.removeprefix("/console/").partition("?")[0]
    if path == folder:
        path /= "index.html"
    body = path.read_bytes() if path.is_file() else b""
    kind = "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(path.name)[0] or "text/html"
    headers = Headers({"Content-Type": kind, "Content-Length": str(len(body)), "Content-Security-Policy": POLICY})
    status = HTTPStatus.OK if path.is_file() else HTTPStatus.NOT_FOUND
    return Response(status, status.phrase, headers, body)


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    command = ["npx", "vite", "build", "tests/protocol/page", "--base", "/console/", "--outDir", str(tmp_path), "--emptyOutDir",
               "--assetsInlineLimit", "0", "--target", "es2022", "--logLevel", "error", "--configLoader", "native"]  # fmt: skip
    built = await asyncio.to_thread(subprocess.run, command, cwd=CONSOLE, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    host = Host()
    async with serve(
        host.serve_socket, "127.0.0.1", 0, process_request=lambda _, request: deliver(tmp_path, request)
    ) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/console/"


async def test_a_browser_pairs_connects_and_resumes_with_a_python_host_and_breaks_no_content_rule(address: str) -> None:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
        )
        page = await chromium.new_page()
        console: list[str] = []
        page.on("console", lambda message: console.append(message.text))
        await page.goto(address)
        # Waiting inside the page would need eval, which the policy forbids.
        async with asyncio.timeout(60):
            while not (title := await page.title()).startswith("{"):  # noqa: ASYNC110 - only the page knows when
                await asyncio.sleep(0.05)
        result = json.loads(title)
        await chromium.close()
    assert result == {
        "triesLeft": 4, "computerName": "RECEPÇÃO-PC", "wrong": "DP-401", "pong": 41, "resumedPong": 42,
        "stretchedMs": result.get("stretchedMs"), "violations": [],
    }, (result, console)  # fmt: skip
    assert sodium.aes_available()
