"""The relay over real sockets: who is admitted, what is forwarded, and what a slow reader costs."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import websockets
from tests.server.conftest import SettingsOf
from tests.server.running import RunningServer, serving
from websockets.asyncio.client import ClientConnection

from daypass.protocol.host_api import to_base64url
from daypass.protocol.messages import Tool
from daypass.protocol.signed import SigningKey
from daypass.protocol.ticket import RelayTicket, Side, sign_ticket
from daypass.server.app import create_relay_app
from daypass.server.identifiers import wall_clock

pytestmark = pytest.mark.slow  # real sockets, seconds together

PAIRED = '{"event":"paired"}'


@dataclass
class Tickets:
    """Makes tickets of one pair."""

    key: SigningKey
    pair_id: bytes = field(default_factory=lambda: os.urandom(16))
    lives_ms: int = 60_000
    session_ms: int = 3_600_000

    def ticket(self, side: Side, tool: Tool = Tool.REMOTE_CONTROL, session_id: str = "session") -> str:
        now = wall_clock()
        ticket = RelayTicket(
            ticket_id=os.urandom(16),
            pair_id=self.pair_id,
            session_id=session_id,
            side=side,
            tool=tool,
            rights=(tool,),
            expires_at=now + self.lives_ms,
            deadline_at=now + self.session_ms,
        )
        return to_base64url(sign_ticket(self.key, ticket))


def open_relay(running: RunningServer, ticket: str, **headers: str) -> websockets.connect:
    """A socket at the relay."""
    address = f"ws://{running.wire}/relay?ticket={ticket}"
    return websockets.connect(address, proxy=None, compression=None, max_size=2**25, additional_headers=headers)


async def close_code(socket_: ClientConnection) -> int:
    """The code with which the relay sends this socket away."""
    async with asyncio.timeout(30):
        with pytest.raises(websockets.ConnectionClosed) as closed:
            while True:
                await socket_.recv()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


@contextlib.asynccontextmanager
async def paired(
    running: RunningServer, tickets: Tickets, tool: Tool = Tool.REMOTE_CONTROL
) -> AsyncIterator[tuple[ClientConnection, ClientConnection]]:
    """Both sides, told that they are paired."""
    async with (
        open_relay(running, tickets.ticket(Side.TECHNICIAN, tool)) as page,
        open_relay(running, tickets.ticket(Side.HOST, tool)) as host,
    ):
        assert await page.recv() == await host.recv() == PAIRED
        yield page, host


@pytest.fixture
def tickets(running: RunningServer) -> Tickets:
    return Tickets(running.parts.server_key)


async def test_messages_arrive_whole_in_order_and_unread(running: RunningServer, tickets: Tickets) -> None:
    messages = [os.urandom(size) for size in (0, 1, 125, 126, 65_535, 65_536, 1 << 20, 3)]
    async with paired(running, tickets) as (page, host):
        for message in messages:
            await host.send(message)
            await page.send(message[::-1])
        assert [await page.recv() for _ in messages] == messages
        assert [await host.recv() for _ in messages] == [message[::-1] for message in messages]


async def test_a_ticket_admits_once(running: RunningServer, tickets: Tickets) -> None:
    ticket = tickets.ticket(Side.HOST)
    async with open_relay(running, ticket), open_relay(running, ticket) as again:
        assert await close_code(again) == 4020


async def test_one_side_admits_one_socket(running: RunningServer, tickets: Tickets) -> None:
    async with (
        open_relay(running, tickets.ticket(Side.HOST)),
        open_relay(running, tickets.ticket(Side.HOST)) as second,
        open_relay(running, tickets.ticket(Side.TECHNICIAN, session_id="another")) as other_session,
    ):
        assert await close_code(second) == 4020
        assert await close_code(other_session) == 4020


@pytest.mark.parametrize("ticket", ["", "A", "not-base64url!", "A" * 4000, to_base64url(bytes(200))])
async def test_what_is_no_ticket_is_refused(running: RunningServer, ticket: str) -> None:
    async with open_relay(running, ticket) as nobody:
        assert await close_code(nobody) == 4020


async def test_a_ticket_of_another_server_or_too_old_is_refused(running: RunningServer, tickets: Tickets) -> None:
    forged = Tickets(SigningKey(os.urandom(32))).ticket(Side.HOST)
    expired = Tickets(tickets.key, lives_ms=0).ticket(Side.HOST)
    for ticket in (forged, expired):
        async with open_relay(running, ticket) as nobody:
            assert await close_code(nobody) == 4020


async def test_a_page_of_another_site_is_refused(running: RunningServer, tickets: Tickets) -> None:
    async with open_relay(running, tickets.ticket(Side.TECHNICIAN), Origin="https://evil.example") as page:
        assert await close_code(page) == 4020


async def test_who_is_left_learns_that_the_other_went(running: RunningServer, tickets: Tickets) -> None:
    async with paired(running, tickets) as (page, host):
        await host.close()
        assert await close_code(page) == 4021


async def test_who_gives_up_waiting_leaves_no_ghost(running: RunningServer, tickets: Tickets) -> None:
    async with open_relay(running, tickets.ticket(Side.HOST)):
        pass
    async with asyncio.timeout(30):
        while running.parts.relay._pairs:  # noqa: ASYNC110 - the relay tells nobody
            await asyncio.sleep(0.01)
    async with paired(running, tickets) as (page, host):
        await page.send(b"still fine")
        assert await host.recv() == b"still fine"


async def test_a_pair_ends_at_the_deadline(running: RunningServer) -> None:
    async with paired(running, Tickets(running.parts.server_key, session_ms=2500)) as (page, host):
        assert {await close_code(page), await close_code(host)} == {4022}


async def test_text_and_oversized_messages_end_the_pair(running: RunningServer, tickets: Tickets) -> None:
    async with paired(running, tickets) as (page, host):
        await page.send("text is the server's")
        assert await close_code(page) == 4023
        assert await close_code(host) == 4021
    async with paired(running, Tickets(tickets.key)) as (page, host):
        with contextlib.suppress(websockets.ConnectionClosed):
            await page.send(bytes(17 << 20))
        assert await close_code(page) in (1009, 4023)
        assert await close_code(host) == 4021


@contextlib.asynccontextmanager
async def narrow(running: RunningServer, ticket: str) -> AsyncIterator[ClientConnection]:
    """A socket whose own buffers are small, so that what is under way is what the relay took."""
    own = socket.socket()
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
        own.setsockopt(socket.SOL_SOCKET, option, 64 << 10)
    own.setblocking(False)
    await asyncio.get_running_loop().sock_connect(own, ("127.0.0.1", running.port))
    address = f"ws://{running.wire}/relay?ticket={ticket}"
    async with websockets.connect(address, proxy=None, compression=None, sock=own, max_queue=2) as socket_:
        yield socket_


async def test_a_slow_reader_stops_the_sender_and_fills_no_memory(running: RunningServer, tickets: Tickets) -> None:
    sent = 0
    async with (
        narrow(running, tickets.ticket(Side.TECHNICIAN)) as page,
        narrow(running, tickets.ticket(Side.HOST)) as host,
    ):
        assert await page.recv() == await host.recv() == PAIRED
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.5):
                while sent < 64 << 20:
                    await host.send(bytes(64 << 10))
                    sent += 64 << 10
        assert sent < 2 << 20, "the relay must not swallow what nobody reads"
        received = 0
        while received < sent:
            received += len(await page.recv())
        assert received == sent


async def test_interactive_pairs_have_small_buffers(running: RunningServer, tickets: Tickets) -> None:
    """Measured from outside: what is under way while nobody reads is far less for a screen than for files."""
    async with paired(running, tickets):
        pair = next(iter(running.parts.relay._pairs.values()))
        raw = pair.peers[Side.TECHNICIAN]._socket.scope["extensions"]["daypass.socket"]  # type: ignore[attr-defined]
        assert raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert raw.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == 2 * 128 * 1024  # Linux doubles it
        assert raw.getsockopt(socket.IPPROTO_TCP, 25) == 64 * 1024


async def test_a_relay_of_its_own_needs_the_public_key_only(settings_of: SettingsOf) -> None:
    key = SigningKey(os.urandom(32))
    listening = socket.create_server(("127.0.0.1", 0))
    settings = settings_of(server_public_key=to_base64url(key.public))
    tickets = Tickets(key)
    address = f"ws://127.0.0.1:{listening.getsockname()[1]}/relay?ticket="
    async with (
        serving(create_relay_app(settings), settings, listening),
        websockets.connect(address + tickets.ticket(Side.TECHNICIAN), proxy=None) as page,
        websockets.connect(address + tickets.ticket(Side.HOST), proxy=None) as host,
    ):
        assert await page.recv() == await host.recv() == PAIRED
        await host.send(b"noise")
        assert await page.recv() == b"noise"
    assert not settings.data_dir.exists()
