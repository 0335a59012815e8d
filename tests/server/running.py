"""A real uvicorn on loopback with the real application, and both sides that speak to it: a technician's page and a host."""

import asyncio
import contextlib
import os
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
import uvicorn
import websockets
from fastapi import FastAPI
from sqlalchemy import update
from tests.server.ready_database import make_ready
from websockets.asyncio.client import ClientConnection

from daypass.protocol.host_api import (
    Activation,
    ChallengeAnswer,
    Key32,
    Signature64,
    control_bytes,
    from_base64url,
    to_base64url,
    write_json,
)
from daypass.protocol.messages import Consent, System
from daypass.protocol.pairing import CodeWrong, HostPairing, Paired, Send, TechnicianPairing
from daypass.protocol.secrets import SecurityCode
from daypass.protocol.signed import Context, SigningKey
from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.tables import company
from daypass.server.app import Parts, build, create_app
from daypass.server.identifiers import wall_clock
from daypass.server.serving import server_config
from daypass.server.settings import Settings

# httpx reads the list of authorities for every client, also where nothing is encrypted: 20 ms.
PLAIN_HTTP = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
OWNER, PASSWORD = "owner@example.org", "correct horse battery"
SYSTEM = System(platform="windows", edition="Windows 11 Pro", build="26100", language="pt-BR", architecture="x86_64")


@dataclass
class ShiftedClock:
    """The wall clock plus what the test has turned it forward by."""

    shift_ms: int = 0

    def __call__(self) -> int:
        return wall_clock() + self.shift_ms

    def turn(self, *, hours: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.shift_ms += round(hours * 3_600_000 + seconds * 1000)


@dataclass
class RunningServer:
    """The server and a signed-in owner."""

    parts: Parts
    port: int
    cookie: str
    http: httpx.AsyncClient
    clock: ShiftedClock

    @property
    def address(self) -> str:
        return self.parts.settings.address()

    @property
    def wire(self) -> str:
        """The address to connect to, whatever the public one says."""
        return f"127.0.0.1:{self.port}"

    async def sign_in_again(self) -> None:
        """After the clock was turned past the end of the sign-in."""
        self.cookie = await owner_cookie(self.parts)
        self.http.headers["Cookie"] = f"{COOKIE}={self.cookie}"

    async def prepare(self, **asked: object) -> dict[str, Any]:
        """Prepare a session as the console does."""
        answer = await self.http.post("/api/support-sessions", json=asked)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def session(self, session_id: str) -> dict[str, Any]:
        """The session as the console sees it now."""
        answer = await self.http.get(f"/api/support-sessions/{session_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def until(self, session_id: str, seconds: float = 30, **wanted: object) -> dict[str, Any]:
        """Wait (at most `seconds`) until the session shows these values."""
        async with asyncio.timeout(seconds):
            while True:
                session = await self.session(session_id)
                if all(session[name] == value for name, value in wanted.items()):
                    return session
                await asyncio.sleep(0.01)

    async def until_mailed(self, session_id: str, seconds: float = 30) -> None:
        """Wait until the customer's mail has left: it is dropped for a session that was activated before."""
        async with asyncio.timeout(seconds):
            while True:
                mail = (await self.http.get(f"/api/support-sessions/{session_id}/mail")).json()
                if mail["state"] != "queued":
                    return
                await asyncio.sleep(0.01)

    def as_technician(self, path: str, **headers: str) -> websockets.connect:
        """A WebSocket as the technician's browser opens it."""
        given = {"Cookie": f"{COOKIE}={self.cookie}", "Origin": self.address, **headers}
        return websockets.connect(f"ws://{self.wire}{path}", additional_headers=given, proxy=None, compression=None)

    def as_host(self, path: str, token: str = "") -> websockets.connect:
        """A WebSocket as the host opens it."""
        given = {"Authorization": f"Bearer {token}"} if token else {}
        return websockets.connect(
            f"ws://{self.wire}{path}", additional_headers=given, proxy=None, compression=None, max_size=2**25
        )

    async def greet(self, session_id: str, key: SigningKey) -> str:
        """A host's token, as the greeting issues it."""
        async with self.parts.database.writing() as db:
            return await self.parts.hosts.admit(db, session_id, key.public)

    async def activate(self, session_id: str, token: str, paired: Paired, consent: Consent) -> httpx.Response:
        """The installed service's first contact."""
        body = Activation(
            session_id=session_id,
            host_key=Key32(paired.host_key),
            technician_key=Key32(paired.technician_key),
            transcript=Key32(paired.transcript),
            technician_signature=Signature64(paired.technician_signature),
            host_signature=Signature64(paired.host_signature),
            computer_name=paired.computer_name,
            system=paired.system,
            consent=consent,
        )
        headers = {"Authorization": f"Bearer {token}"}
        return await self.http.post("/api/host/activation", content=write_json(body), headers=headers)


@dataclass
class ActiveSession:
    """A session with a host that is not there yet."""

    id: str
    server: RunningServer
    key: SigningKey
    token: str
    paired: Paired
    opened: list[ClientConnection] = field(default_factory=list)

    async def control(
        self, last_counter: int = 0, protocol: int = 1, abilities: tuple[str, ...] = ()
    ) -> ClientConnection:
        """The host's control link, proven."""
        socket_ = await self.server.as_host(f"/api/host/control?session_id={self.id}")
        challenge = msgspec.json.decode(await socket_.recv())
        nonce = from_base64url(challenge["nonce"])
        signature = Signature64(self.key.sign(Context.CONTROL, control_bytes(nonce, self.id)))
        answer = ChallengeAnswer(
            signature=signature, protocol=protocol, app_version="0", last_counter=last_counter, abilities=abilities
        )
        await socket_.send(write_json(answer).decode())
        self.opened.append(socket_)
        return socket_


@contextlib.asynccontextmanager
async def small_server(folder: Path, clock: ShiftedClock | None = None, **changes: Any) -> AsyncIterator[RunningServer]:
    """A fast server on a free port of loopback, without console and host; what it keeps lies in `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings = small_settings(folder, port=listening.getsockname()[1], **changes)
        async with run_server(settings, listening, clock or ShiftedClock()) as running:
            yield running


def small_settings(folder: Path, port: int = 8400, **changes: Any) -> Settings:
    """Settings of a small, fast server on this port of loopback."""
    values: dict[str, Any] = {
        "data_dir": folder / "data",
        "port": port,
        "public_url": f"http://localhost:{port}",
        "hash_memory_kib": 8192,
        "console_dir": folder / "console",
        "host_program": folder / "missing.exe",
    }
    return Settings(_env_file=None, **values | changes)


@contextlib.asynccontextmanager
async def run_server(settings: Settings, listening: socket.socket, clock: ShiftedClock) -> AsyncIterator[RunningServer]:
    """Run the application on this socket until the block ends, with a company and a signed-in owner."""
    parts = build(settings, clock)
    await make_ready(parts.database)
    cookie = await owner_cookie(parts)
    port = listening.getsockname()[1]
    headers = {"Origin": settings.address(), "Cookie": f"{COOKIE}={cookie}"}
    async with (
        serving(create_app(settings, parts), settings, listening),
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=headers, verify=PLAIN_HTTP, trust_env=False, timeout=20
        ) as http,
    ):
        yield RunningServer(parts, port, cookie, http, clock)


@contextlib.asynccontextmanager
async def serving(application: FastAPI, settings: Settings, listening: socket.socket) -> AsyncIterator[None]:
    """uvicorn as the product runs it, on this socket, from its start to the end of the block."""
    server = uvicorn.Server(server_config(application, settings))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve([listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        try:
            yield
        finally:
            server.should_exit = True


async def owner_cookie(parts: Parts, sessions_per_technician: int = 5) -> str:
    """Sign the owner in, after setting the company up at the first time."""
    if (token := await parts.accounts.setup_link()) is not None:
        await parts.accounts.set_up(token, "Example Computers", "Technician One", OWNER, PASSWORD, "en")
        async with parts.database.writing() as db:
            await db.execute(update(company).values(sessions_per_technician=sessions_per_technician))
    return (await parts.accounts.sign_in(OWNER, PASSWORD, "127.0.0.1")).token


async def pair(
    server: RunningServer, session_id: str, typed: Sequence[str] = ("417902",), code: str = "417902"
) -> tuple[SigningKey, str, Paired | None, list[int]]:
    """Pair over the real mailbox: the customer types `typed` one after another. Key, token, pairing, and tries left after each."""
    technician_key, host_key = SigningKey(os.urandom(32)), SigningKey(os.urandom(32))
    salt, verifier = os.urandom(16), os.urandom(32)
    token = await server.greet(session_id, host_key)
    page = TechnicianPairing(
        identity=technician_key,
        server_address=server.address,
        session_id=session_id,
        verifier=verifier,
        salt=salt,
        random=os.urandom,
    )
    page.use_code(SecurityCode.parse(code), server.clock())
    host = HostPairing(
        identity=host_key,
        server_address=server.address,
        session_id=session_id,
        computer_name="RECEPTION-PC",
        system=SYSTEM,
        random=os.urandom,
    )
    start = msgspec.json.encode(
        {"technician_key": to_base64url(technician_key.public), "verifier_salt": to_base64url(salt)}
    )
    wrong: list[int] = []
    async with (
        server.as_technician(f"/api/support-sessions/{session_id}/pairing") as page_socket,
        server.as_host("/api/host/pairing", token) as host_socket,
        asyncio.timeout(60),
    ):
        await page_socket.send(start.decode())
        await host_socket.send('{"stage":"code"}')
        await until_peer(page_socket)
        for attempt in typed:
            for event in host.attempt(SecurityCode.parse(attempt)):
                assert isinstance(event, Send)
                await host_socket.send(event.data)
            paired = await _play(page, page_socket, host, host_socket, server.clock, wrong)
            if paired is not None:
                return host_key, token, paired, wrong
    return host_key, token, None, wrong


async def _play(
    page: TechnicianPairing,
    page_socket: ClientConnection,
    host: HostPairing,
    host_socket: ClientConnection,
    clock: ShiftedClock,
    wrong: list[int],
) -> Paired | None:
    """One attempt, to its end."""
    while True:
        for event in page.receive(await next_binary(page_socket), clock()):
            if isinstance(event, Send):
                await page_socket.send(event.data)
            elif isinstance(event, Paired):
                return event
        waiting = True
        while waiting:
            for event in host.receive(await next_binary(host_socket)):
                if isinstance(event, Send):
                    await host_socket.send(event.data)
                    waiting = False
                elif isinstance(event, CodeWrong):
                    wrong.append(event.tries_left)
                    return None


async def next_binary(socket_: ClientConnection) -> bytes:
    """The next message of the peer; the server's own texts are passed over."""
    while True:
        message = await socket_.recv()
        if isinstance(message, bytes):
            return message


async def until_peer(socket_: ClientConnection) -> None:
    """Wait until the other side is at the mailbox."""
    while msgspec.json.decode(await socket_.recv()) != {"event": "peer", "present": True}:
        pass


async def active_session(server: RunningServer) -> ActiveSession:
    """Prepare, pair and activate, all for real."""
    session = await server.prepare()
    key, token, paired, _ = await pair(server, session["id"])
    assert paired is not None
    answer = await server.activate(session["id"], token, paired, Consent.ASK)
    assert answer.status_code == 200, answer.text
    return ActiveSession(session["id"], server, key, token, paired)
