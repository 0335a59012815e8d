"""A proven connection over the relay: sealed frames out, opened frames in."""

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from daypass.protocol.connecting import Secured
from daypass.protocol.messages import Message, encode
from daypass.protocol.sealing import Kind, Opened
from daypass.protocol.sodium import Buffer

ENDED_BY_THE_SERVER = frozenset({4022, 4025, 4026, 4027})
"""Closes of the relay after which this line does not come back: over, handed over, invitation withdrawn, no longer allowed."""


class Dismissed(EOFError):
    """The line did not break: the server ended it."""


class SealedChannel:
    """Used by one tool at a time; frames leave in the order in which they are sealed."""

    def __init__(self, socket: ClientConnection, secured: Secured) -> None:
        self._socket, self._secured = socket, secured

    async def send_message(self, message: Message) -> None:
        await self.send(Kind.MESSAGE, encode(message))

    async def send(self, kind: Kind, plain: Buffer) -> None:
        """Raises EOFError when the technician is gone."""
        try:
            await self._socket.send(self._secured.sealer.seal(kind, plain))
        except ConnectionClosed as closed:
            raise _end_of(closed) from closed

    async def receive(self) -> Opened:
        """The next frame of the technician. Raises EOFError when the line is gone, ProtocolError for a frame that is not right."""
        while True:
            try:
                frame = await self._socket.recv()
            except ConnectionClosed as closed:
                raise _end_of(closed) from closed
            if isinstance(frame, bytes):
                return self._secured.opener.open(frame)

    async def close(self) -> None:
        await self._socket.close()


def _end_of(closed: ConnectionClosed) -> EOFError:
    dismissed = closed.rcvd is not None and closed.rcvd.code in ENDED_BY_THE_SERVER
    return Dismissed("the server ended the line") if dismissed else EOFError("the technician is gone")
