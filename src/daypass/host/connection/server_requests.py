"""One request to the server at a time, through the system's proxies, in a thread; every failure has a DP code."""

import asyncio
import http.client
import json
import ssl
import urllib.error
import urllib.request
from typing import Any, NoReturn

from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress

TIMEOUT_S = 15.0
ANSWER_CAP = 64 * 1024
# OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
_WRONG_TIME = frozenset({9, 10})
_NOT_VALUES = frozenset({"type", "title", "status", "code", "dp", "detail"})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead a bearer token away; the server never answers one."""

    def redirect_request(self, *_: Any) -> None:
        return None


class ServerRequests:
    """Posts JSON to the stamped server, and fetches files from it."""

    def __init__(self, address: ServerAddress, user_agent: str) -> None:
        self._address, self._user_agent = address, user_agent
        tls = address.tls()
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if tls is not None:
            handlers.append(urllib.request.HTTPSHandler(context=tls))
        self._opener = urllib.request.build_opener(*handlers)

    async def post(self, path: str, body: bytes, bearer: str | None = None) -> bytes:
        """The answer's body. Raises HostProblem: DP-201 to DP-203 on the way, else what the server says."""
        return await asyncio.to_thread(self._post, path, body, bearer)

    async def get(self, path: str, most_bytes: int, bearer: str | None = None) -> bytes:
        """A file, whole. Raises HostProblem as `post` does."""
        headers = self._headers(bearer)
        request = urllib.request.Request(self._address.url(path), None, headers, method="GET")  # noqa: S310
        return await asyncio.to_thread(self._ask, request, most_bytes)

    def _post(self, path: str, body: bytes, bearer: str | None) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json", **self._headers(bearer)}
        # The scheme is http or https: server_address.py checked it.
        request = urllib.request.Request(self._address.url(path), body, headers, method="POST")  # noqa: S310
        return self._ask(request, ANSWER_CAP)

    def _headers(self, bearer: str | None) -> dict[str, str]:
        proof = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return {"User-Agent": self._user_agent, **proof}

    def _ask(self, request: urllib.request.Request, most_bytes: int) -> bytes:
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                found: bytes = answer.read(most_bytes + 1)
                if answer.length and len(found) <= most_bytes:
                    raise HostProblem("DP-201")  # cut on the way
        except urllib.error.HTTPError as error:
            with error:
                refused(error.code, error.read(ANSWER_CAP), error.headers.get("Retry-After"))
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise unreachable(error) from error
        if len(found) > most_bytes:
            raise HostProblem("DP-206")
        return found


def unreachable(error: BaseException) -> HostProblem:
    """Why the server was not reached: a wrong clock, TLS that somebody intercepts, a proxy that asks for a sign-in, or simply away."""
    for cause in (error, getattr(error, "reason", None)):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return HostProblem("DP-106" if cause.verify_code in _WRONG_TIME else "DP-203")
    if "407" in str(error):
        return HostProblem("DP-202")
    return HostProblem("DP-201")


def refused(status: int, body: bytes, retry_after: str | None = None) -> NoReturn:
    """Raise what the server's problem document says; DP-202 for a proxy, DP-201 when something else answers there."""
    if status == 407:
        raise HostProblem("DP-202")
    try:
        problem = json.loads(body)
        if problem.get("code") == "host_not_admitted":
            raise HostProblem("DP-304")  # the server has forgotten this host: its link was withdrawn
        dp = str(problem["dp"])
        values = {
            str(key): str(value)[:200]
            for key, value in problem.items()
            if isinstance(value, str | int) and key not in _NOT_VALUES
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise HostProblem("DP-201") from None
    if retry_after and retry_after.isdigit():
        values.setdefault("minutes", str(-(-int(retry_after[:9]) // 60)))
    raise HostProblem(dp if len(dp) == 6 and dp.startswith("DP-") else "DP-900", values)
