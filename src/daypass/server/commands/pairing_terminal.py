"""The technician's side of the pairing in a terminal: `daypass session create --wait`.

The same as the console's page: code, key and verifier live here only; Ctrl+C forgets them and the session stays prepared.
"""

import asyncio
import os
from typing import Any

import msgspec
import websockets
from websockets.asyncio.client import ClientConnection

from daypass.protocol import sodium
from daypass.protocol.host_api import Key32, PairingStart, Salt16, write_json
from daypass.protocol.pairing import CodeExpired, CodeWrong, Paired, Send, TechnicianPairing
from daypass.protocol.secrets import SecurityCode, SessionPassword
from daypass.protocol.signed import SigningKey
from daypass.server.commands.api_client import Api
from daypass.server.commands.outcome import CommandFailed
from daypass.server.identifiers import wall_clock

ACTIVE_WITHIN_S = 15 * 60.0
LOOK_EVERY_S = 1.0
STEPS = {
    "started": "The app is open on the customer's PC.",
    "code": "The customer's app is waiting for the code.",
    "installing": "Setting up the PC.",
}


async def pair_in_terminal(api: Api, session_id: str, code_digits: int) -> None:
    """Show the password and the code, answer the customer's attempts, return when the session is active."""
    password = _password()
    print(f"password {password.reveal()}", flush=True)
    salt = os.urandom(16)
    verifier = await asyncio.to_thread(sodium.argon2id, password.secret_bytes(), salt)
    identity = SigningKey(os.urandom(32))
    pairing = TechnicianPairing(
        identity=identity,
        server_address=api.address,
        session_id=session_id,
        verifier=verifier,
        salt=salt,
        random=os.urandom,
    )
    start = write_json(PairingStart(technician_key=Key32(identity.public), verifier_salt=Salt16(salt))).decode()
    terminal = _Terminal(api, session_id, pairing, start, code_digits)
    await terminal.pair()
    await terminal.wait_until_active()


def _password() -> SessionPassword:
    given = os.environ.get("DAYPASS_SESSION_PASSWORD")
    try:
        return SessionPassword.parse(given) if given else SessionPassword.generate(os.urandom)
    except ValueError as error:
        raise CommandFailed(f"DAYPASS_SESSION_PASSWORD: {error}.") from error


class _Terminal:
    def __init__(self, api: Api, session_id: str, pairing: TechnicianPairing, start: str, code_digits: int) -> None:
        self._api = api
        self._session_id = session_id
        self._pairing = pairing
        self._start = start
        self._code_digits = code_digits

    async def pair(self) -> None:
        """Stay at the mailbox, over lost lines, until both sides are paired."""
        address = f"{self._api.socket_address}/api/support-sessions/{self._session_id}/pairing"
        headers = self._api.socket_headers
        async for socket in websockets.connect(
            address, additional_headers=headers, ssl=self._api.tls, compression=None
        ):
            try:
                await socket.send(self._start)
                if not self._pairing.code_is_usable(wall_clock()):
                    self._new_code()
                if await self._answer(socket):
                    return
            except websockets.ConnectionClosed as closed:
                if closed.rcvd is not None and closed.rcvd.code == 4010:
                    raise CommandFailed("The session is over.") from closed

    async def wait_until_active(self) -> None:
        """Until the installed host has reported, or the session is over."""
        print("Paired. The customer's PC is being set up.", flush=True)
        async with asyncio.timeout(ACTIVE_WITHIN_S):
            while await self._state() == "prepared":  # noqa: ASYNC110 - the API is asked, as any program would
                await asyncio.sleep(LOOK_EVERY_S)
        session = await self._api.ask("GET", f"/api/support-sessions/{self._session_id}")
        if session["state"] != "active":
            raise CommandFailed("The session is over.")
        print(f"Active on {session['computer_name']}.", flush=True)

    async def _state(self) -> str:
        return str((await self._api.ask("GET", f"/api/support-sessions/{self._session_id}"))["state"])

    async def _answer(self, socket: ClientConnection) -> bool:
        async for message in socket:
            if isinstance(message, str):
                self._tell(msgspec.json.decode(message))
                continue
            for event in self._pairing.receive(message, wall_clock()):
                match event:
                    case Send():
                        await socket.send(event.data)
                    case CodeWrong():
                        print(f"Wrong code, {event.tries_left} tries left.", flush=True)
                        if not event.tries_left:
                            self._new_code()
                            await socket.send(self._start)
                    case CodeExpired():
                        print("The customer typed a code that had run out.", flush=True)
                        self._new_code()
                        await socket.send(self._start)
                    case Paired():
                        return True
        return False

    def _tell(self, event: dict[str, Any]) -> None:
        if event.get("event") == "peer" and event.get("present"):
            print(STEPS["code"], flush=True)

    def _new_code(self) -> None:
        code = SecurityCode.generate(os.urandom, self._code_digits)
        self._pairing.use_code(code, wall_clock())
        print(f"code     {code.grouped()}", flush=True)
