"""Opens WebSockets to the server and to the relay; every failure has a DP code, like `server_requests.py`."""

import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidProxyStatus, InvalidStatus

from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress
from daypass.host.connection.server_requests import refused, unreachable

OPEN_TIMEOUT_S = 15.0
_INTERACTIVE_BUFFER = 128 * 1024
_BULK_BUFFER = 1024 * 1024
_UNSENT_LOW_WATER = 64 * 1024


@asynccontextmanager
async def open_socket(
    url: str, tls: ssl.SSLContext | None, user_agent: str, largest: int, bearer: str | None = None
) -> AsyncIterator[ClientConnection]:
    """A WebSocket for the length of the block; messages above `largest` bytes close it. Raises HostProblem when it does not open."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else None
    try:
        connection = await connect(
            url,
            ssl=tls,
            additional_headers=headers,
            user_agent_header=user_agent,
            compression=None,
            max_size=largest,
            open_timeout=OPEN_TIMEOUT_S,
            close_timeout=1,
            ping_interval=20,
            ping_timeout=20,
        )
    except InvalidProxyStatus as error:
        raise HostProblem("DP-202" if error.response.status_code == 407 else "DP-201") from error
    except InvalidStatus as error:
        refused(
            error.response.status_code, bytes(error.response.body or b""), error.response.headers.get("Retry-After")
        )
    except (OSError, TimeoutError, InvalidHandshake, EOFError, ConnectionClosed) as error:
        raise unreachable(error) from error
    async with connection:
        yield connection


def server_socket(
    address: ServerAddress, path: str, user_agent: str, largest: int, bearer: str | None = None
) -> AbstractAsyncContextManager[ClientConnection]:
    """A WebSocket to a path of the stamped server."""
    return open_socket(address.socket_url(path), address.tls(), user_agent, largest, bearer)


def let_queue_grow(connection: ClientConnection) -> None:
    """For contents of files: the next frames are sealed while one leaves."""
    connection.transport.set_write_buffer_limits(high=_BULK_BUFFER)


def keep_queue_short(connection: ClientConnection) -> None:
    """Small kernel buffers for an interactive stream: with the default ones a slow line shows pictures seconds late."""
    plain: socket.socket | None = connection.transport.get_extra_info("socket")
    if plain is None:
        return
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _INTERACTIVE_BUFFER)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    low_water = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    if low_water is not None:
        plain.setsockopt(socket.IPPROTO_TCP, low_water, _UNSENT_LOW_WATER)
