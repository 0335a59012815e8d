"""Runs the application on uvicorn, with the sockets, limits and timeouts that every way of serving shares."""

import asyncio
import functools
import resource
import socket
import ssl
import sys
from collections.abc import Callable
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from daypass.server.callers import Callers
from daypass.server.front_door import TwoWayServer
from daypass.server.http_connections import DaypassHttp
from daypass.server.settings import Settings, Tls
from daypass.server.setup.local_authority import LocalCertificate
from daypass.server.sockets import RELAY_MESSAGE_CAP, DaypassWebSocket

# A session under way holds about ten: its control link, the technician's streams, both sides of each connection.
FEW_OPEN_FILES = 4096
MOST_OPEN_FILES = 65536


def server_config(app: ASGIApp, settings: Settings, certificate: LocalCertificate | None = None) -> uvicorn.Config:
    """How uvicorn runs this application; with its own or the operator's certificate when this server speaks TLS."""
    proxies = settings.trusted_proxies if settings.tls_mode() is Tls.PROXY else ()
    callers = Callers(settings.connections_per_address, uncounted=proxies)
    chain = certificate.chain if certificate else settings.tls_certificate if settings.tls_mode() is Tls.FILE else None
    key = certificate.key if certificate else settings.tls_key
    return uvicorn.Config(
        app,
        host=settings.bind,
        port=settings.port,
        loop="uvloop",
        http=cast("type[asyncio.Protocol]", functools.partial(DaypassHttp, callers=callers)),
        ws=cast("type[asyncio.Protocol]", functools.partial(DaypassWebSocket, callers=callers)),
        ws_max_size=RELAY_MESSAGE_CAP,
        ws_per_message_deflate=False,
        ws_ping_interval=settings.silence_s,
        ws_ping_timeout=settings.silence_s,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        backlog=2048,
        ssl_certfile=chain,
        ssl_keyfile=key if chain else None,
        ssl_context_factory=_modern_tls if chain else None,
    )


def _modern_tls(_config: uvicorn.Config, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    context = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def listen(settings: Settings) -> socket.socket:
    """Take the address and port that people will be told. Raises OSError when they are not to be had."""
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    return socket.create_server((settings.bind, settings.port), family=family, backlog=2048)


async def serve(
    app: ASGIApp, settings: Settings, certificate: LocalCertificate | None, listening: socket.socket
) -> None:
    """Serve until the process is told to stop. With TLS, people who typed http are answered on the same port."""
    config = server_config(app, settings, certificate)
    if config.is_ssl:
        await TwoWayServer(config).serve_both(listening)
    else:
        await uvicorn.Server(config).serve([listening])


def allow_open_files() -> int:
    """Let this process have as many files and connections open as the system allows it; how many that is."""
    if sys.platform == "win32":
        return MOST_OPEN_FILES  # no such bound; only the type checker comes here, which reads everything as Windows does too
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or hard > MOST_OPEN_FILES:
        hard = MOST_OPEN_FILES
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return max(soft, hard)
