"""A technician's page in Python: pairs with a code, connects with the password, sees the picture, types."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import websockets
from tests.host.remote_control.viewer_picture import DrawnPicture
from tests.server.running import RunningServer, until_peer
from websockets.asyncio.client import ClientConnection

from daypass.protocol import sodium
from daypass.protocol.connecting import (
    ConnectRefused,
    ConsentAsked,
    ConsentGiven,
    Mode,
    Secured,
    TechnicianConnecting,
    read_consent,
)
from daypass.protocol.host_api import Key32, PairingStart, Salt16, from_base64url, to_base64url, write_json
from daypass.protocol.messages import Message, Tool
from daypass.protocol.pairing import Paired, Send, TechnicianPairing
from daypass.protocol.remote_control import PictureAck, read_to_viewer
from daypass.protocol.sealing import Kind, Opened
from daypass.protocol.secrets import SecurityCode, SessionPassword
from daypass.protocol.signed import SigningKey

CODE, PASSWORD = "417902", "K7MQ-3F9X-2B5T-8HWD"


class TechnicianPage:
    """What one tab of the console does for one session."""

    def __init__(self, server: RunningServer, session_id: str) -> None:
        self._server, self.session_id = server, session_id
        self.key = SigningKey(os.urandom(32))
        self.salt = os.urandom(16)
        self.verifier = sodium.argon2id(SessionPassword.parse(PASSWORD).secret_bytes(), self.salt)
        self.wrong_codes = 0

    async def pair(self, code: str = CODE) -> Paired:
        """Stay at the mailbox with `code` until the customer has typed it."""
        page = TechnicianPairing(
            identity=self.key,
            server_address=self._server.address,
            session_id=self.session_id,
            verifier=self.verifier,
            salt=self.salt,
            random=os.urandom,
        )
        page.use_code(SecurityCode.parse(code), self._server.clock())
        start = PairingStart(technician_key=Key32(self.key.public), verifier_salt=Salt16(self.salt))
        async with self._server.as_technician(f"/api/support-sessions/{self.session_id}/pairing") as socket:
            await socket.send(write_json(start).decode())
            await until_peer(socket)
            async for message in socket:
                if isinstance(message, str):
                    continue
                for event in page.receive(message, self._server.clock()):
                    if isinstance(event, Send):
                        await socket.send(event.data)
                    elif isinstance(event, Paired):
                        return event
                    else:
                        self.wrong_codes += 1
        raise AssertionError("the mailbox closed before pairing")

    async def set_password(self, password: str) -> dict[str, Any]:
        """*New password* with a fresh key and salt, up to the order to the PC; stay at the mailbox with `pair` then."""
        self.key, self.salt = SigningKey(os.urandom(32)), os.urandom(16)
        self.verifier = sodium.argon2id(SessionPassword.parse(password).secret_bytes(), self.salt)
        answer = await self._server.http.post(
            f"/api/support-sessions/{self.session_id}/new-password",
            json={"technician_key": to_base64url(self.key.public), "verifier_salt": to_base64url(self.salt)},
        )
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def ask_to_connect(self, tool: Tool = Tool.REMOTE_CONTROL) -> dict[str, Any]:
        answer = await self._server.http.post(
            f"/api/support-sessions/{self.session_id}/connections", json={"tool": tool.value}
        )
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    @asynccontextmanager
    async def connect(
        self,
        mode: Mode = Mode.PASSWORD,
        secret: bytes | None = None,
        connection_id: bytes | None = None,
        tool: Tool = Tool.REMOTE_CONTROL,
        line_port: int | None = None,
    ) -> AsyncIterator["TechnicianViewer | ConnectRefused"]:
        """A connection for the length of the block, or how it was refused; `line_port` leads to the server by a slow line."""
        admission = await self.ask_to_connect(tool)
        url = f"{admission['relay_url']}?ticket={admission['ticket']}"
        way = {"host": "localhost", "port": line_port} if line_port else {}
        async with websockets.connect(
            url, origin=self._server.address, proxy=None, compression=None, max_size=None, **way
        ) as socket:  # type: ignore[arg-type]
            connecting = TechnicianConnecting(
                mode=mode,
                secret=secret or self.verifier,
                host_key=from_base64url(admission["host_key"]),
                server_address=admission["server_address"],
                session_id=self.session_id,
                tool=tool,
                technician_name="Technician One",
                random=os.urandom,
                connection_id=connection_id,
            )
            assert await socket.recv() == '{"event":"paired"}'
            yield await self._shake_hands(socket, connecting)

    async def _shake_hands(
        self, socket: ClientConnection, connecting: TechnicianConnecting
    ) -> "TechnicianViewer | ConnectRefused":
        await socket.send(connecting.start())
        while True:
            answer = connecting.receive(await _binary(socket))
            if isinstance(answer, bytes):
                await socket.send(answer)
            elif isinstance(answer, ConnectRefused):
                return answer
            else:
                return await self._await_consent(socket, answer)

    async def _await_consent(self, socket: ClientConnection, secured: Secured) -> "TechnicianViewer | ConnectRefused":
        asked = False
        while True:
            message = read_consent(secured.opener.open(await _binary(socket)).plain)
            if isinstance(message, ConsentAsked):
                asked = True
            elif isinstance(message, ConsentGiven):
                return TechnicianViewer(socket, secured, asked)
            else:
                return message


class TechnicianViewer:
    """Sees and types."""

    def __init__(self, socket: ClientConnection, secured: Secured, consent_was_asked: bool) -> None:
        self._socket, self.secured = socket, secured
        self.consent_was_asked = consent_was_asked
        self.drawn = DrawnPicture()
        self.messages: list[Any] = []

    async def send(self, message: Message) -> None:
        await self._socket.send(self.secured.seal_message(message))

    async def send_contents(self, frame: bytes) -> None:
        """A frame of a transfer."""
        await self._socket.send(self.secured.sealer.seal(Kind.BULK, frame))

    async def receive(self) -> Opened:
        """The next frame, whatever it is."""
        return self.secured.opener.open(await _binary(self._socket))

    async def send_unsealed(self, frame: bytes) -> None:
        """What no technician sends."""
        await self._socket.send(frame)

    def stop_reading(self) -> None:
        """From now on this computer takes nothing from the line, not even what the line itself asks."""
        self._socket.transport.pause_reading()

    def break_off(self) -> None:
        """As a computer that is switched off: no goodbye."""
        self._socket.transport.abort()

    async def see_until(self, enough: Callable[[], bool], seconds: float = 60) -> None:
        """Take pictures (and acknowledge them) and messages until `enough()`."""
        async with asyncio.timeout(seconds):
            while not enough():
                await self.take_one()

    async def take_one(self) -> None:
        opened = self.secured.opener.open(await _binary(self._socket))
        if opened.kind is Kind.PICTURE:
            seq = self.drawn.draw(opened.plain)
            # As in a browser: on a line that was closed what has arrived is still read, and answers go nowhere.
            with contextlib.suppress(websockets.ConnectionClosed):
                await self.send(PictureAck(seq=seq))
        else:
            self.messages.append(read_to_viewer(opened.plain))

    async def see_everything(self, seconds: float = 60) -> None:
        """Until the line closes."""
        async with asyncio.timeout(seconds):
            try:
                while True:
                    await self.take_one()
            except websockets.ConnectionClosed:
                return


async def _binary(socket: ClientConnection) -> bytes:
    while True:
        message = await socket.recv()
        if isinstance(message, bytes):
            return message
