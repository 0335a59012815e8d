"""The one door for signed-in technicians and API tokens: who is asking, whether they may, and that the request comes from our own pages."""

from fastapi import Request, Response, WebSocket
from starlette.requests import HTTPConnection

from daypass.server.accounts.api_tokens import ApiTokens
from daypass.server.accounts.models import SignedIn
from daypass.server.accounts.rights import Right
from daypass.server.accounts.service import Accounts
from daypass.server.allowed_callers import Allowed, Caller
from daypass.server.problems import Refusal

COOKIE = "__Host-daypass"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_TOKEN = 200


class Door:
    """Answers "who is asking, and may they" for HTTP and WebSockets; a route says what it asks for with `may`."""

    def __init__(self, accounts: Accounts, tokens: ApiTokens, origins: frozenset[str]) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._origins = origins
        self.who = Admission(self, None, confirmed=False)
        """The dependency of the few routes that are open to everybody who is signed in, whatever their rights."""

    def may(self, right: Right, *, confirmed: bool = False) -> "Admission":
        """The dependency of a route for signed-in people: `who: Annotated[SignedIn, Depends(door.may(Right.TEAM_READ))]`.

        `confirmed`: only shortly after the person has proven again who they are; for changes that a borrowed browser must not make.
        """
        return Admission(self, right, confirmed)

    async def admit(self, asking: HTTPConnection, right: Right | None, confirmed: bool = False) -> SignedIn:
        """Who is asking. Raises `not_signed_in`, `token_refused`, `wrong_origin`, `confirm_needed`, or what `_why_not` says."""
        if "authorization" in asking.headers:
            who = await self._tokens.who_is(_bearer(asking), _address(asking))
        else:
            self._require_own_page(asking)
            who = await self._accounts.who_is(asking.cookies.get(COOKIE, ""))
        if who is None:
            raise Refusal("token_refused" if "authorization" in asking.headers else "not_signed_in")
        if right is not None and right not in who.rights:
            raise Refusal(_why_not(who), right=right.value)
        if confirmed and not self._accounts.is_freshly_confirmed(who):
            raise Refusal("confirm_needed")
        return who

    async def technician_if_any(self, request: Request) -> SignedIn | None:
        """The signed-in technician, or None."""
        token = request.cookies.get(COOKIE, "")
        return await self._accounts.who_is(token) if token else None

    def refuse_other_sites(self, request: HTTPConnection) -> None:
        """A browser says where a change comes from; programs without a browser say nothing and carry no foreign cookie."""
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if (origin is not None and origin not in self._origins) or site not in (None, "same-origin"):
            raise Refusal("wrong_origin")

    def open_for(self, response: Response, token: str, seconds: int) -> None:
        """Set the cookie: only over https or on localhost, unreadable for scripts, sent from our own pages only."""
        response.set_cookie(COOKIE, token, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")

    async def close_for(self, request: Request, response: Response) -> None:
        """Forget the sign-in and its cookie."""
        if token := request.cookies.get(COOKIE):
            await self._accounts.sign_out(token)
        response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")

    def _require_own_page(self, asking: HTTPConnection) -> None:
        if isinstance(asking, WebSocket):
            if asking.headers.get("origin") not in self._origins:
                raise Refusal("wrong_origin")
        elif asking.scope["method"] not in SAFE_METHODS:
            self.refuse_other_sites(asking)


class Admission:
    """Lets in who has the right, and shows to tests which one that is (`allowed`)."""

    def __init__(self, door: Door, right: Right | None, confirmed: bool) -> None:
        self.allowed = Allowed(Caller.TECHNICIAN, right.value if right else "")
        self.confirmed = confirmed
        self._door = door
        self._right = right

    async def __call__(self, asking: HTTPConnection) -> SignedIn:
        """Called by the framework with the request or the WebSocket."""
        return await self._door.admit(asking, self._right, self.confirmed)


def _bearer(asking: HTTPConnection) -> str:
    scheme, _, token = asking.headers["authorization"].partition(" ")
    return token if scheme.lower() == "bearer" and len(token) <= LONGEST_TOKEN else ""


def _why_not(who: SignedIn) -> str:
    if who.lacks_second_factor:
        return "second_factor_required"
    return "not_allowed" if who.scopes is None else "scope_missing"


def _address(asking: HTTPConnection) -> str:
    return asking.client.host if asking.client else ""
