"""The one door for signed-in technicians: the cookie, and the proof that the request comes from our own pages."""

from fastapi import Request, Response, WebSocket
from starlette.requests import HTTPConnection

from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.service import Accounts
from daypass.server.problems import Refusal

COOKIE = "__Host-daypass"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Door:
    """Answers "who is asking" for HTTP (`technician`) and WebSockets (`technician_on_socket`)."""

    def __init__(self, accounts: Accounts, origins: frozenset[str]) -> None:
        self._accounts = accounts
        self._origins = origins

    async def technician(self, request: Request) -> SignedIn:
        """The signed-in technician. Raises `not_signed_in`, or `wrong_origin` for a change asked by another site."""
        if request.method not in SAFE_METHODS:
            self.refuse_other_sites(request)
        return await self._who(request)

    async def technician_if_any(self, request: Request) -> SignedIn | None:
        """The signed-in technician, or None."""
        token = request.cookies.get(COOKIE, "")
        return await self._accounts.who_is(token) if token else None

    async def technician_on_socket(self, socket: WebSocket) -> SignedIn:
        """The signed-in technician of a WebSocket, whose Origin must be exactly ours."""
        self.require_our_origin(socket)
        return await self._who(socket)

    def refuse_other_sites(self, request: HTTPConnection) -> None:
        """A browser says where a change comes from; programs without a browser say nothing and carry no foreign cookie."""
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if (origin is not None and origin not in self._origins) or site not in (None, "same-origin"):
            raise Refusal("wrong_origin")

    def require_our_origin(self, socket: HTTPConnection) -> None:
        """Raises `wrong_origin` unless the Origin header is present and exactly ours."""
        if socket.headers.get("origin") not in self._origins:
            raise Refusal("wrong_origin")

    def open_for(self, response: Response, token: str, seconds: int) -> None:
        """Set the cookie: only over https or on localhost, unreadable for scripts, sent from our own pages only."""
        response.set_cookie(COOKIE, token, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")

    async def close_for(self, request: Request, response: Response) -> None:
        """Forget the sign-in and its cookie."""
        if token := request.cookies.get(COOKIE):
            await self._accounts.sign_out(token)
        response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")

    async def _who(self, request: HTTPConnection) -> SignedIn:
        token = request.cookies.get(COOKIE, "")
        signed_in = await self._accounts.who_is(token) if token else None
        if signed_in is None:
            raise Refusal("not_signed_in")
        return signed_in
