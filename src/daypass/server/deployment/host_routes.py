"""The host's greeting."""

from fastapi import APIRouter, Request, Response

from daypass.protocol.host_api import Hello, read_json, write_json
from daypass.server.allowed_callers import HOST
from daypass.server.deployment.greeting import Greeting

HELLO_CAP = 4096
_read_hello = read_json(Hello, HELLO_CAP)


def router(greeting: Greeting) -> APIRouter:
    """Routes of hosts before pairing."""
    routes = APIRouter(prefix="/api/host", tags=["hosts"], dependencies=[HOST])

    @routes.post("/hello", operation_id="hello")
    async def hello(request: Request) -> Response:
        """A host's greeting by ticket or number; answers the signed welcome (docs/protocol.md, 1)."""
        address = request.client.host if request.client else ""
        welcome = await greeting.welcome(_read_hello(await request.body()), address)
        return Response(write_json(welcome), media_type="application/json", headers={"Cache-Control": "no-store"})

    return routes
