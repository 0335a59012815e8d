"""One port for https and for people who typed http: the first byte says which it is.

A TLS handshake begins with 22. Everything else is served without TLS by the same application, whose `SecureOrigin` answers it with the
page that says where to go; without this, the browser would only show an empty answer.
"""

import asyncio
import socket

import uvicorn

FIRST_BYTE_WITHIN_S = 10.0
TLS_HANDSHAKE_WITHIN_S = 10.0
MOST_UNDECIDED = 1024
TLS_HANDSHAKE = b"\x16"


class TwoWayServer(uvicorn.Server):
    """uvicorn, with the acceptance of connections in our hands. Its configuration carries the certificate."""

    async def serve_both(self, listening: socket.socket) -> None:
        """Serve until the process is told to stop."""
        listening.setblocking(False)
        async with asyncio.TaskGroup() as tasks:
            acceptor = tasks.create_task(self._accept(listening, tasks))
            await self.serve(sockets=[])
            acceptor.cancel()
        listening.close()

    async def _accept(self, listening: socket.socket, tasks: asyncio.TaskGroup) -> None:
        loop = asyncio.get_running_loop()
        undecided: dict[asyncio.Task[None], None] = {}
        while not self.should_exit:
            try:
                connection, _ = await loop.sock_accept(listening)
            except OSError:
                await asyncio.sleep(0.05)  # out of file descriptors: let some go
                continue
            if len(undecided) >= MOST_UNDECIDED:
                next(iter(undecided)).cancel()  # who has been silent longest makes room: silence keeps nobody out
            task = tasks.create_task(self._open(connection))
            undecided[task] = None
            task.add_done_callback(lambda done: undecided.pop(done, None))

    async def _open(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(FIRST_BYTE_WITHIN_S):
                first = await _peek(connection)
            if not first or not self.started:
                connection.close()
                return
            tls = self.config.ssl if first == TLS_HANDSHAKE else None
            within = TLS_HANDSHAKE_WITHIN_S if tls else None
            await loop.connect_accepted_socket(self._protocol, connection, ssl=tls, ssl_handshake_timeout=within)
        except (OSError, TimeoutError, EOFError):  # not TLS after all, or gone
            connection.close()
        except asyncio.CancelledError:
            connection.close()
            raise

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made


async def _peek(connection: socket.socket) -> bytes:
    """The first byte, left where it is."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(connection)
    return connection.recv(1, socket.MSG_PEEK)
