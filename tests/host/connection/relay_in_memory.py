"""A technician's page and the host's connections with a relay in memory between them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.host.sample_session import HOST_KEY, SESSION, active_session
from websockets.exceptions import ConnectionClosedOK

from daypass.host.connection.connections import Connections, OfferedTool, ToolUse
from daypass.host.connection.handshakes import ConnectionSecrets, Handshakes
from daypass.host.connection.password_tries import TriesOnDisk
from daypass.host.connection.sealed_channel import SealedChannel
from daypass.host.platform.fake.machine import FakeMachine
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.commands import CommandConnect
from daypass.protocol.connecting import (
    ConnectRefused,
    ConsentAsked,
    ConsentGiven,
    Mode,
    Secured,
    TechnicianConnecting,
    read_consent,
)
from daypass.protocol.messages import Tool
from daypass.protocol.sealing import LARGEST_FRAME, Kind
from daypass.protocol.secrets import RandomBytes

NO_MORE = b""
random: RandomBytes = os.urandom


class _Transport:
    def get_extra_info(self, name: str) -> None:
        return None


class MemorySocket:
    """One end; the other end is `peer`."""

    transport = _Transport()

    def __init__(self) -> None:
        self._arrived: asyncio.Queue[bytes] = asyncio.Queue()
        self.peer: MemorySocket

    async def send(self, data: bytes) -> None:
        self.peer._arrived.put_nowait(data)

    async def recv(self) -> bytes:
        data = await self._arrived.get()
        if data == NO_MORE:
            raise ConnectionClosedOK(None, None)
        return data

    async def close(self) -> None:
        self.peer._arrived.put_nowait(NO_MORE)


TRIPS_IT = b"what trips a tool of this host"


class Technician:
    """Opens tools; `asked` are the tools for which the customer was asked."""

    def __init__(self, name: str, host: "HostInMemory") -> None:
        self.name, self._host = name, host

    async def opens(
        self,
        tool: Tool,
        *,
        beside: Secured | None = None,
        resuming: Secured | None = None,
        chat_after: bool = False,
    ) -> "OpenTool | str":
        """The open tool, or the code of the refusal. `beside`: with what that connection gave, else with the password."""
        near, far = MemorySocket(), MemorySocket()
        near.peer, far.peer = far, near
        command = CommandConnect(
            ticket=b"t",
            relay_url="wss://support.example.org/relay",
            pair_id=os.urandom(16),
            tool=tool,
            technician=self.name,
            chat_after=chat_after,
        )
        self._host.sockets.append(far)
        self._host.connections.start(command)
        mode = Mode.CHANNEL if beside else Mode.RESUME if resuming else Mode.PASSWORD
        before = beside or resuming
        secret = beside.channel_secret if beside else resuming.resume_secret if resuming else b"w" * 32
        connecting = TechnicianConnecting(
            mode=mode,
            secret=secret,
            host_key=HOST_KEY.public,
            server_address="http://localhost:1",
            session_id=SESSION,
            tool=tool,
            technician_name=self.name,
            random=random,
            connection_id=before.connection_id if before else None,
        )
        await near.send(connecting.start())
        while isinstance(answer := connecting.receive(await near.recv()), bytes):
            await near.send(answer)
        if isinstance(answer, ConnectRefused):
            return answer.dp
        asked = False
        while not isinstance(consent := read_consent(answer.opener.open(await near.recv()).plain), ConsentGiven):
            if isinstance(consent, ConnectRefused):
                return consent.dp
            asked = asked or isinstance(consent, ConsentAsked)
        return OpenTool(near, answer, asked)


class OpenTool:
    """A tool's line from the technician's side."""

    def __init__(self, socket: MemorySocket, secured: Secured, asked: bool) -> None:
        self.socket, self.secured, self.asked = socket, secured, asked

    async def trip(self) -> bytes:
        """Send what the tool falls over; its last word."""
        await self.socket.send(self.secured.sealer.seal(Kind.MESSAGE, TRIPS_IT))
        return self.secured.opener.open(await self.socket.recv()).plain

    async def leave(self) -> None:
        """The line breaks."""
        await self.socket.close()
        await asyncio.sleep(0.01)


class HostInMemory:
    """`answer` is the customer's; `used` are the tools that ran."""

    def __init__(self, session: Any, tasks: asyncio.TaskGroup, vault: MemoryVault) -> None:
        self.sockets: list[MemorySocket] = []
        self.secrets = ConnectionSecrets()
        self.answer = True
        self.asked: list[tuple[str, str]] = []
        self.used: list[ToolUse] = []
        self.logged: list[tuple[str, str, str]] = []
        self.session = session
        offered = OfferedTool(self._run_until_it_breaks)
        tools = dict.fromkeys((Tool.REMOTE_CONTROL, Tool.FILES, Tool.CHAT), offered)
        self.connections = Connections(
            session=session,
            tasks=tasks,
            open_relay=self._open_relay,  # type: ignore[arg-type]
            handshakes=Handshakes(session, TriesOnDisk(vault, session.now()), self.secrets, random),
            secrets=self.secrets,
            ask_customer=self._ask,
            tools=tools,
            changed=self._nothing,
            report=self._nothing,
            log=self._log,
        )

    @asynccontextmanager
    async def _open_relay(self, *_: object) -> AsyncIterator[MemorySocket]:
        yield self.sockets.pop(0)

    async def _ask(self, technician: str, tool: str, timeout_s: int) -> bool:
        self.asked.append((technician, tool))
        return self.answer

    async def _run_until_it_breaks(self, channel: SealedChannel, use: ToolUse) -> bool:
        self.used.append(use)
        while True:
            if (await channel.receive()).plain == TRIPS_IT:
                await channel.send(Kind.BULK, bytes(LARGEST_FRAME))  # ValueError: more than a frame may hold

    async def _log(self, technician: str, what: str, detail: str) -> None:
        self.logged.append((technician, what, detail))

    async def _nothing(self, *_: object) -> None: ...


@asynccontextmanager
async def host_in_memory(*rights: Tool) -> AsyncIterator[HostInMemory]:
    """A host whose session is active, with these tools in its grant."""
    vault = MemoryVault()
    async with asyncio.TaskGroup() as tasks:
        host = HostInMemory(active_session(FakeMachine(), vault, rights=rights), tasks, vault)
        yield host
        await host.connections.cut_all("DP-601")
