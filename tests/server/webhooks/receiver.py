"""A receiver of webhooks on a real socket: keeps what it was sent, answers what the test wants."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass
class Receiver:
    """What came, and what is answered: each answer once, the last one for ever. An empty answer: none, the line stays open."""

    port: int = 0
    came: list[tuple[dict[str, str], str]] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=lambda: [OK])

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/hook"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = head.split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            body = (await reader.readexactly(int(headers["content-length"]))).decode()
            self.came.append(({**headers, "": lines[0]}, body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if not answer:
                await reader.read()
            writer.write(answer)
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def receiving(
    host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, port: int = 0
) -> AsyncIterator[Receiver]:
    """A receiver until the block ends."""
    receiver = Receiver()
    writers: list[asyncio.StreamWriter] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await receiver.handle(reader, writer)

    server = await asyncio.start_server(handle, host, port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for writer in writers:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
