"""Asking the application over ASGI, without a network: whole requests, any address, no real sockets."""

import contextlib
from collections.abc import AsyncIterator

import httpx
from fastapi import FastAPI
from tests.server.running import OWNER, PASSWORD, owner_cookie

from daypass.server.accounts.door import COOKIE
from daypass.server.app import Parts, create_app


@contextlib.asynccontextmanager
async def asking(
    app: FastAPI, cookie: str | None = None, client: str = "127.0.0.1"
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on this computer, signed in when there is a cookie."""
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    wire = httpx.ASGITransport(app, client=(client, 1), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=wire, base_url="http://localhost:8400", headers=headers) as http:
        yield http


async def owner_of(parts: Parts) -> tuple[FastAPI, str]:
    """The application and its owner's cookie."""
    return create_app(parts.settings, parts), await owner_cookie(parts)


__all__ = ["OWNER", "PASSWORD", "asking", "owner_of"]
