"""A technician's channel for tests of tools: gives the messages it was made with, keeps what it is told."""

from daypass.host.connection.sealed_channel import Opened
from daypass.protocol.messages import Message, encode
from daypass.protocol.sealing import Kind


class QueuedChannel:
    """`told` holds the messages for the technician."""

    def __init__(self, *messages: Message) -> None:
        self._messages = list(messages)
        self.told: list[object] = []

    async def receive(self) -> Opened:
        if not self._messages:
            raise EOFError("nothing more was said")
        return Opened(Kind.MESSAGE, encode(self._messages.pop(0)))

    async def send(self, kind: Kind, plain: bytes) -> None:
        self.told.append((kind, plain))

    async def send_message(self, message: Message) -> None:
        self.told.append(message)


async def not_logged(what: str, detail: str) -> None:
    """Nothing goes into the activity log."""
