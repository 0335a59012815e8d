"""A relay of its own hears when a line must end, from the server that sent both sides there; and nobody else hears anything."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import websockets
from tests.server.accounts.people import Person, person_of
from tests.server.relay.test_relay import PAIRED, Tickets, close_code
from tests.server.running import ActiveSession, RunningServer, active_session
from websockets.asyncio.client import ClientConnection

from daypass.protocol.commands import CommandConnect, open_command
from daypass.protocol.host_api import to_base64url
from daypass.protocol.messages import Tool
from daypass.protocol.signed import SigningKey
from daypass.protocol.ticket import Side
from daypass.server.accounts import storage as accounts
from daypass.server.accounts.rights import Role
from daypass.server.relay.orders import ServerOrders
from daypass.server.sessions import relay_node_routes

pytestmark = pytest.mark.slow  # real sockets and a process


@dataclass
class Line:
    """A technician's connection as the server has offered it: both tickets of a pair."""

    pair_id: bytes
    host: str
    technician: str

    def watch(self) -> str:
        return msgspec.json.encode({"event": "watch", "tickets": [self.host, self.technician]}).decode()

    def left(self) -> str:
        return msgspec.json.encode({"event": "left", "pair_id": to_base64url(self.pair_id)}).decode()

    def ending(self, code: int) -> dict[str, object]:
        return {"event": "end", "pair_id": to_base64url(self.pair_id), "code": code}


@dataclass
class Pc:
    """An active session, its host's control link, and an admin beside its owner."""

    active: ActiveSession
    link: ClientConnection
    admin: Person

    async def line(self, who: Person | None = None) -> Line:
        """Ask to connect, as the admin or somebody else."""
        running, person = self.active.server, who or self.admin
        asked = running.parts.connections.connect(person.who, self.active.id, Tool.REMOTE_CONTROL, False)
        admission, order = await asyncio.gather(asked, self._order())
        return Line(admission.pair_id, to_base64url(order.ticket), to_base64url(admission.ticket))

    async def _order(self) -> CommandConnect:
        while True:
            blob = await self.link.recv(decode=False)
            body = open_command(self.active.server.parts.server_key.public, self.active.id, 0, blob).body
            if isinstance(body, CommandConnect):
                return body

    async def hand_over(self) -> None:
        """To the admin."""
        path = f"/api/support-sessions/{self.active.id}/technician"
        body = {"technician_id": self.admin.who.technician.id}
        assert (await self.active.server.http.put(path, json=body)).status_code == 200

    async def withdraw(self) -> None:
        """The admin's invitation, which they do not need: what was withdrawn is cut all the same."""
        path = f"/api/support-sessions/{self.active.id}/colleagues/{self.admin.who.technician.id}"
        assert (await self.active.server.http.delete(path)).status_code == 200

    async def invite(self) -> None:
        """The admin, who then stands in the list too."""
        path = f"/api/support-sessions/{self.active.id}/colleagues/{self.admin.who.technician.id}"
        assert (await self.active.server.http.put(path)).status_code == 200

    async def disable(self, person: Person) -> None:
        path = f"/api/technicians/{person.who.technician.id}"
        assert (await self.active.server.http.patch(path, json={"disabled": True})).status_code == 200

    async def end(self) -> None:
        assert (await self.active.server.http.delete(f"/api/support-sessions/{self.active.id}")).status_code == 200


@pytest.fixture
async def pc(running: RunningServer) -> AsyncIterator[Pc]:
    active = await active_session(running)
    link = await active.control()
    await running.until(active.id, presence="online")
    yield Pc(active, link, await admin_of(running))
    await link.close()


async def admin_of(running: RunningServer) -> Person:
    async with running.parts.database.reading() as db:
        firm = (await accounts.companies(db))[0]
    return await person_of(running.parts, Role.ADMIN, firm)


@contextlib.asynccontextmanager
async def relay_process(running: RunningServer, folder: Path) -> AsyncIterator[str]:
    """`daypass serve --role relay`, in a process of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")} | {
        "DAYPASS_DATA_DIR": str(folder),
        "DAYPASS_PORT": str(port),
        "DAYPASS_PUBLIC_URL": running.address,
        "DAYPASS_SERVER_PUBLIC_KEY": to_base64url(running.parts.server_key.public),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "daypass.server", "serve", "--role", "relay"), env=environment, cwd=folder
    )
    try:
        async with asyncio.timeout(30):
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                await asyncio.sleep(0.05)
        yield f"ws://127.0.0.1:{port}/relay?ticket="
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def paired_at(relay: str, line: Line) -> AsyncIterator[tuple[ClientConnection, ClientConnection]]:
    async with (
        websockets.connect(relay + line.technician, proxy=None) as page,
        websockets.connect(relay + line.host, proxy=None) as host,
    ):
        assert await page.recv() == await host.recv() == PAIRED
        await page.send(b"noise")
        assert await host.recv() == b"noise"
        yield page, host


async def test_a_relay_in_a_process_of_its_own_cuts_what_the_server_ends(
    running: RunningServer, pc: Pc, tmp_path: Path
) -> None:
    another = await admin_of(running)
    async with relay_process(running, tmp_path) as relay:
        lost, kept = await pc.line(another), await pc.line()
        async with paired_at(relay, lost) as cut, paired_at(relay, kept) as goes_on:
            await pc.disable(another)
            assert [await close_code(side) for side in cut] == [4027, 4027]
            await goes_on[0].send(b"still here")
            assert await goes_on[1].recv() == b"still here"
            await pc.hand_over()
            assert [await close_code(side) for side in goes_on] == [4025, 4025]
        late = await pc.line()
        sign_ins = (await running.parts.people.profile.sign_ins(pc.admin.who, None, 1)).items
        await running.parts.people.profile.end_sign_in(pc.admin.who, sign_ins[0].id)
        async with paired_at(relay, late) as from_before:
            assert [await close_code(side) for side in from_before] == [4027, 4027]
        async with paired_at(relay, await pc.line()) as over:
            await pc.end()
            assert [await close_code(side) for side in over] == [4022, 4022]


@contextlib.asynccontextmanager
async def asking_for_orders(running: RunningServer) -> AsyncIterator[ClientConnection]:
    async with websockets.connect(f"ws://{running.wire}/api/relay/orders", proxy=None) as node:
        yield node


async def test_only_who_has_both_tickets_of_a_pair_hears_of_it(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    running = pc.active.server
    line, other = await pc.line(), await pc.line()
    forged = Tickets(SigningKey(os.urandom(32)), line.pair_id).ticket(Side.TECHNICIAN, session_id=pc.active.id)
    refused = [
        Line(line.pair_id, line.host, line.host).watch(),
        Line(line.pair_id, line.host, other.technician).watch(),
        Line(line.pair_id, line.host, forged).watch(),
        Line(line.pair_id, line.host, "x" * 5000).watch(),
        '{"event":"watch","tickets":["a"]}',
        '{"event":"left","pair_id":"AAAA"}',
        '{"event":"end"}',
        "",
        "[" * 2000,
    ]
    for words in refused:
        async with asking_for_orders(running) as node:
            await node.send(words)
            assert await close_code(node) == 4020, words
    monkeypatch.setattr(relay_node_routes, "PROVEN_WITHIN_S", 0.2)
    async with asking_for_orders(running) as node:
        await node.send(line.left())
        assert await close_code(node) == 4020, "who proves nothing does not stay"


async def test_a_relay_hears_of_its_own_pairs_only_and_for_as_long_as_it_has_them(pc: Pc) -> None:
    running = pc.active.server
    lines = [await pc.line() for _ in range(3)]
    async with asking_for_orders(running) as one, asking_for_orders(running) as two:
        for node, line in ((one, lines[0]), (one, lines[1]), (two, lines[2])):
            await node.send(line.watch())
        await one.send(lines[1].left())
        while len(running.parts.relay_nodes._watched) != 2:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
        await pc.hand_over()
        for node, line in ((one, lines[0]), (two, lines[2])):
            assert msgspec.json.decode(await node.recv()) == line.ending(4025)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(node.recv(), 0.2)
    async with asyncio.timeout(10):
        while running.parts.relay_nodes._watched:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


DECIDED = [("hand_over", 4025), ("end", 4022), ("disable", 4021), ("withdraw", 4026), ("", 0)]


@pytest.mark.parametrize(("decided", "code"), DECIDED)
async def test_what_was_decided_while_the_server_was_out_of_reach_is_told_afterwards(
    pc: Pc, decided: str, code: int
) -> None:
    await pc.invite()
    running, line = pc.active.server, await pc.line()
    ended: asyncio.Queue[tuple[bytes, int]] = asyncio.Queue()

    async def end_one(pair_id: bytes, with_code: int) -> None:
        ended.put_nowait((pair_id, with_code))

    orders = ServerOrders("http://127.0.0.1:9")
    orders.paired(line.pair_id, (line.host, line.technician))
    async with asyncio.timeout(15):
        await orders.follow(end_one)
        if decided == "disable":
            await pc.disable(pc.admin)
            running.parts.relay_nodes._cut.clear()  # and the server was started anew
        elif decided:
            await getattr(pc, decided)()
        orders._address = f"ws://{running.wire}/api/relay/orders"
        following = asyncio.get_running_loop().create_task(orders.follow(end_one))
        if decided:
            assert await ended.get() == (line.pair_id, code)
        else:
            await asyncio.sleep(0.3)
            assert ended.empty(), "what may go on goes on"
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
