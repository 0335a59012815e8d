"""Runs the application on uvicorn, with the sockets, limits and timeouts that every way of serving shares."""

import logging

import structlog
import uvicorn
from starlette.types import ASGIApp

from daypass.server.settings import Settings
from daypass.server.sockets import RELAY_MESSAGE_CAP, DaypassWebSocket


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs this application."""
    return uvicorn.Config(
        app,
        host=settings.bind,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws=DaypassWebSocket,
        ws_max_size=RELAY_MESSAGE_CAP,
        ws_per_message_deflate=False,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        backlog=2048,
    )


def log_to_stderr() -> None:
    """One line per event, with its facts; nothing of what people type or see."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
