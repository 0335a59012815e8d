"""A customer's PC without a PC: speaks the host's half of the wire to a real server, on command."""

import asyncio
import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
import msgspec
import websockets
from tests.server.running import PLAIN_HTTP
from websockets.asyncio.client import ClientConnection

from daypass.protocol.commands import Command, CommandNewPassword
from daypass.protocol.host_api import (
    Activation,
    ChallengeAnswer,
    Hello,
    Key32,
    NewPasswordNews,
    PasswordProof,
    Salt16,
    Signature64,
    Welcome,
    control_bytes,
    from_base64url,
    read_json,
    write_json,
)
from daypass.protocol.messages import Consent, System
from daypass.protocol.pairing import CodeWrong, Event, HostPairing, Paired, Send
from daypass.protocol.secrets import SecurityCode
from daypass.protocol.signed import Context, SigningKey

SYSTEM = System(platform="windows", edition="Windows 11 Pro", build="26100", language="pt-BR", architecture="x86_64")


@dataclass
class CustomersPc:
    """One PC, from the greeting to its control link."""

    address: str
    wire: str
    number: str

    def __post_init__(self) -> None:
        self.key = SigningKey(os.urandom(32))

    async def greet(self) -> None:
        """The downloaded program starts."""
        hello = Hello(
            protocol=1,
            app_version="0",
            host_key=Key32(self.key.public),
            nonce=Key32(os.urandom(32)),
            system=SYSTEM,
            number=self.number,
        )
        async with httpx.AsyncClient(base_url=f"http://{self.wire}", verify=PLAIN_HTTP, trust_env=False) as http:
            answer = await http.post("/api/host/hello", content=write_json(hello))
        assert answer.status_code == 200, answer.text
        self.welcome: Welcome = read_json(Welcome)(answer.content)
        self.pairing = self._fresh_pairing()
        self.mailbox = await self._open("/api/host/pairing", self.welcome.host_token)

    def _fresh_pairing(self) -> HostPairing:
        return HostPairing(
            identity=self.key,
            server_address=self.address,
            session_id=self.welcome.session_id,
            computer_name="RECEPTION-PC",
            system=SYSTEM,
            random=os.urandom,
        )

    async def stage(self, stage: str, dp: str | None = None) -> None:
        """Tell the technician's page where the program stands."""
        await self.mailbox.send(msgspec.json.encode({"stage": stage, **({"dp": dp} if dp else {})}).decode())

    async def type_code(self, code: str) -> int | Paired:
        """The customer types a code and presses the button: tries left when it was wrong, else the pairing."""
        await self._forget_what_was_said_before()
        for event in self.pairing.attempt(SecurityCode.parse(code)):
            assert isinstance(event, Send)
            await self.mailbox.send(event.data)
        async with asyncio.timeout(15):
            while True:
                for event in self._answers(await self.mailbox.recv()):
                    if isinstance(event, Send):
                        await self.mailbox.send(event.data)
                    elif isinstance(event, CodeWrong):
                        return event.tries_left
                    elif isinstance(event, Paired):
                        return event

    async def _forget_what_was_said_before(self) -> None:
        """Words about a page that came and went before this attempt must not announce it twice."""
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(0.05):
                    await self.mailbox.recv()

    def _answers(self, message: bytes | str) -> Sequence[Event]:
        """What a frame leads to: of the page's, of the server's word that the page is (again) there."""
        if isinstance(message, bytes):
            return self.pairing.receive(message)
        came = msgspec.json.decode(message) == {"event": "peer", "present": True}
        return self.pairing.peer_came() if came else ()

    async def activate(self, paired: Paired) -> None:
        """The installed service's first contact, then its control link."""
        body = Activation(
            session_id=self.welcome.session_id,
            host_key=Key32(paired.host_key),
            technician_key=Key32(paired.technician_key),
            transcript=Key32(paired.transcript),
            technician_signature=Signature64(paired.technician_signature),
            host_signature=Signature64(paired.host_signature),
            computer_name=paired.computer_name,
            system=paired.system,
            consent=Consent.ALWAYS,
        )
        headers = {"Authorization": f"Bearer {self.welcome.host_token}"}
        async with httpx.AsyncClient(base_url=f"http://{self.wire}", verify=PLAIN_HTTP, trust_env=False) as http:
            answer = await http.post("/api/host/activation", content=write_json(body), headers=headers)
        assert answer.status_code == 200, answer.text
        self.control = await self._open(f"/api/host/control?session_id={self.welcome.session_id}")
        nonce = from_base64url(msgspec.json.decode(await self.control.recv())["nonce"])
        proof = Signature64(self.key.sign(Context.CONTROL, control_bytes(nonce, self.welcome.session_id)))
        answer_ = ChallengeAnswer(
            signature=proof, protocol=1, app_version="0", last_counter=0, abilities=("new_password",)
        )
        await self.control.send(write_json(answer_).decode())

    async def is_asked_for_a_code(self) -> bytes:
        """The order to show the code window again: it opens. The request's id."""
        while True:
            async with asyncio.timeout(15):
                blob = await self.control.recv()
            assert isinstance(blob, bytes)
            order: Command = msgspec.msgpack.decode(blob[64:], type=Command)
            if isinstance(order.body, CommandNewPassword):
                break
        self.pairing = self._fresh_pairing()
        await self.mailbox.close()
        self.mailbox = await self._open("/api/host/pairing", self.welcome.host_token)
        await self.tells_of_the_password(order.body.request_id, "code")
        return order.body.request_id

    async def tells_of_the_password(self, request_id: bytes, stage: str, proof: PasswordProof | None = None) -> None:
        """Where the new password stands."""
        news = NewPasswordNews(request_id=Salt16(request_id), stage=stage, proof=proof)  # type: ignore[arg-type]
        await self.control.send(write_json(news).decode())

    async def has_the_password(self, request_id: bytes, paired: Paired) -> None:
        """It is on the disk."""
        proof = PasswordProof(
            technician_key=Key32(paired.technician_key),
            transcript=Key32(paired.transcript),
            technician_signature=Signature64(paired.technician_signature),
            host_signature=Signature64(paired.host_signature),
        )
        await self.tells_of_the_password(request_id, "done", proof)

    async def leave(self) -> None:
        """Close what is open."""
        for name in ("mailbox", "control"):
            if (link := getattr(self, name, None)) is not None:
                await link.close()

    async def _open(self, path: str, token: str = "") -> ClientConnection:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await websockets.connect(
            f"ws://{self.wire}{path}", additional_headers=headers, proxy=None, compression=None
        )
