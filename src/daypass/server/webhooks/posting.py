"""One POST to a receiver: to a checked address only, no redirects, no proxy, capped in time and in what is read."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial

import httpcore
import httpx

from daypass.server.webhooks.models import Failure
from daypass.server.webhooks.receiver_address import Egress

WHOLE_TRY_S = 10.0
MOST_READ = 1 << 16
MOST_ADDRESSES = 4
# Of its own: a name server that never answers holds up webhooks, and nothing else that waits for a thread.
LOOKUPS_AT_ONE_TIME = 8


class AddressRefused(Exception):
    """The receiver's name leads inside."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a try; `failure` None: the receiver took it."""

    failure: Failure | None
    status: int | None = None


class Poster:
    """Posts bodies. `tls` is for tests with an authority of their own."""

    def __init__(self, egress: Egress, tls: ssl.SSLContext | None = None) -> None:
        self._backend = _CheckedAddresses(egress)
        self._given_tls = tls

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Read at the first post: the list of authorities takes 20 ms, which a server without webhooks need not spend."""
        return self._given_tls or ssl.create_default_context()

    async def post(self, url: str, headers: Mapping[str, str], body: str) -> Answer:
        """Try once."""
        try:
            async with asyncio.timeout(WHOLE_TRY_S):
                status = await self._status(httpx.URL(url), headers, body.encode())
        except AddressRefused:
            return Answer(Failure.ADDRESS_REFUSED)
        except socket.gaierror:
            return Answer(Failure.NOT_FOUND)
        except (TimeoutError, httpcore.TimeoutException):
            return Answer(Failure.TIMEOUT)
        except (ssl.SSLError, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            return Answer(Failure.TLS if _is_tls(error) else Failure.NOT_REACHED)
        if 200 <= status < 300:
            return Answer(None, status)
        return Answer(Failure.REDIRECT if 300 <= status < 400 else Failure.STATUS, status)

    async def _status(self, url: httpx.URL, headers: Mapping[str, str], body: bytes) -> int:
        request_headers = {
            "host": url.netloc.decode(),
            "content-type": "application/json",
            "content-length": str(len(body)),
            "user-agent": "Daypass",
            "connection": "close",
            **headers,
        }
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        async with (
            httpcore.AsyncConnectionPool(self._tls, network_backend=self._backend, retries=0) as pool,
            pool.stream("POST", target, headers=list(request_headers.items()), content=body) as answer,
        ):
            read = 0
            async for piece in answer.aiter_stream():
                read += len(piece)
                if read > MOST_READ:
                    break
            return int(answer.status)


class _CheckedAddresses(httpcore.AsyncNetworkBackend):
    """Looks a name up once, refuses it if any of its addresses is inside, and connects to just what was checked."""

    def __init__(self, egress: Egress) -> None:
        self._egress = egress
        self._sockets = httpcore.AnyIOBackend()
        self._lookups = ThreadPoolExecutor(LOOKUPS_AT_ONE_TIME, thread_name_prefix="webhook-names")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to one of the name's addresses."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._lookups, partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        )
        addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        if not all(self._egress.permits(ipaddress.ip_address(address)) for address in addresses):
            raise AddressRefused(host)
        failure: Exception = OSError("no address")
        for address in addresses[:MOST_ADDRESSES]:
            try:
                return await self._sockets.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise AddressRefused(path)

    async def sleep(self, seconds: float) -> None:
        """Wait between tries of httpcore's own, of which there are none."""
        await asyncio.sleep(seconds)


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
