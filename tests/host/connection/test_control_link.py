"""The host obeys what its server signed, for this session, once, in order; and it never stops calling."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from tests.host.sample_session import HOST_KEY, SERVER_KEY, SESSION, active_session
from websockets.asyncio.server import ServerConnection, serve

from daypass.host.connection.backoff import LONGEST_S, Backoff
from daypass.host.connection.control_link import ControlLink
from daypass.host.connection.server_sockets import open_socket
from daypass.host.lifecycle.live_session import LiveSession, watch_the_deadline
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.commands import Command, CommandEnd, CommandTime, sign_command
from daypass.protocol.host_api import (
    Challenge,
    HostStatus,
    Key32,
    control_bytes,
    ended_bytes,
    from_base64url,
    write_json,
)
from daypass.protocol.messages import Consent
from daypass.protocol.signed import Context, SigningKey, is_signed

NOW = 1_800_000_000_000


class ScriptedServer:
    """Challenges, then sends what the test gives; keeps what the host says."""

    def __init__(self) -> None:
        self.to_send: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.heard: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.connections = 0
        self.seen: list[str | None] = []
        self.close_code = 1000

    async def handle(self, socket: ServerConnection) -> None:
        self.connections += 1
        await socket.send(write_json(Challenge(nonce=Key32(b"n" * 32))).decode())
        self.answers.append(json.loads(await socket.recv()))
        async with asyncio.TaskGroup() as tasks:
            hearing = tasks.create_task(self._hear(socket))
            while (blob := await self.to_send.get()) is not None:
                await socket.send(blob)
            hearing.cancel()
        await socket.close(self.close_code)

    async def _hear(self, socket: ServerConnection) -> None:
        async for message in socket:
            self.heard.append(json.loads(message))


@asynccontextmanager
async def linked(session: LiveSession) -> AsyncIterator[tuple[ScriptedServer, list[Command], ControlLink]]:
    """A running control link against a scripted server; the commands it obeyed."""
    server, obeyed = ScriptedServer(), []

    async def note(command: Command) -> None:
        obeyed.append(command)

    async def seen(dp: str | None) -> None:
        server.seen.append(dp)

    async with serve(server.handle, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        link = ControlLink(
            session,
            lambda: open_socket(f"ws://127.0.0.1:{port}", None, "test", 65536),
            Backoff(lambda: 0.0),
            lambda: HostStatus(connected=(), consent=Consent.ASK, paused=False),
            {CommandTime: note, CommandEnd: note},
            seen,
        )
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(link.run())
            yield server, obeyed, link
            running.cancel()
            server.to_send.put_nowait(None)


async def until(true: Any) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - the other side sets no event
            await asyncio.sleep(0.01)


def command(counter: int, key: SigningKey = SERVER_KEY, session_id: str = SESSION, body: Any = None) -> bytes:
    return sign_command(key, Command(session_id=session_id, counter=counter, issued_at=NOW, body=body or CommandTime()))


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
async def session(vault: MemoryVault) -> LiveSession:
    return active_session(FakeMachine(), vault)


async def test_the_host_proves_its_key_and_tells_its_status(session: LiveSession) -> None:
    async with linked(session) as (server, _, _link):
        await until(lambda: server.heard)
        signature = from_base64url(server.answers[0]["signature"])
        assert is_signed(HOST_KEY.public, Context.CONTROL, control_bytes(b"n" * 32, SESSION), signature)
        assert server.heard[0] == {"event": "status", "connected": [], "consent": "ask", "paused": False}


async def test_commands_are_obeyed_in_order_and_their_counter_is_on_disk(
    session: LiveSession, vault: MemoryVault
) -> None:
    async with linked(session) as (server, obeyed, _):
        for counter in (1, 5):
            server.to_send.put_nowait(command(counter))
        await until(lambda: len(obeyed) == 2)
    kept = msgspec.msgpack.decode(vault.secrets["progress"])
    assert kept["command_counter"] == 5


@pytest.mark.parametrize(
    "bad",
    [
        command(1),
        command(3),
        command(9, key=SigningKey(b"x" * 32)),
        command(9, session_id="session-2"),
        b"",
        b"x" * 200,
    ],
    ids=["older", "repeated", "another server", "another session", "empty", "noise"],
)
async def test_anything_else_is_not_obeyed_and_the_host_calls_again(session: LiveSession, bad: bytes) -> None:
    async with linked(session) as (server, obeyed, _):
        server.to_send.put_nowait(command(3))
        await until(lambda: len(obeyed) == 1)
        server.to_send.put_nowait(bad)
        server.to_send.put_nowait(None)
        await until(lambda: server.connections == 2)
        server.to_send.put_nowait(command(10))
        await until(lambda: len(obeyed) == 2)
        assert [one.counter for one in obeyed] == [3, 10]
        assert server.answers[1]["last_counter"] == 3


@pytest.mark.parametrize(("code", "dp"), [(4009, "DP-204"), (4000, "DP-201")], ids=["versions differ", "closed"])
async def test_why_the_server_is_away_is_told_to_the_person_and_the_host_calls_again(
    session: LiveSession, code: int, dp: str
) -> None:
    async with linked(session) as (server, _, _link):
        server.close_code = code
        await until(lambda: server.seen == [None])
        server.to_send.put_nowait(None)
        await until(lambda: server.connections == 2)
        assert server.seen[:2] == [None, dp]
    assert not session.ended.is_set()


async def test_an_ending_by_the_customer_is_signed(session: LiveSession) -> None:
    async with linked(session) as (server, _, link):
        await until(lambda: server.heard)
        assert await link.tell_ended("customer")
        await until(lambda: len(server.heard) == 2)
        said = server.heard[1]
        assert said["event"] == "ended" and said["by"] == "customer"
        signature = from_base64url(said["signature"])
        assert is_signed(HOST_KEY.public, Context.CONTROL, ended_bytes(SESSION, "customer"), signature)


async def test_the_deadline_ends_the_session_without_any_server(vault: MemoryVault) -> None:
    machine = FakeMachine()
    session = active_session(machine, vault)
    machine.pass_ms(24 * 3_600_000 - 50)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch_the_deadline(session))
        await asyncio.sleep(0.02)
        assert not session.ended.is_set() and session.connections_allowed
        machine.pass_ms(50)
        assert not session.connections_allowed
        await asyncio.wait_for(session.ended.wait(), 5)
    assert session.progress.ended_by == "deadline"


def test_waits_double_with_jitter_up_to_half_a_minute_and_start_anew_after_a_calm_link() -> None:
    waits = Backoff(lambda: 0.999)
    seen = [waits.next_wait_s() for _ in range(30)]
    assert seen[0] < 0.51 and seen == sorted(seen) and seen[-1] <= LONGEST_S
    waits.worked_for(3600)
    assert waits.next_wait_s() < 0.51
    assert Backoff(lambda: 0.0).next_wait_s() == 0.25
