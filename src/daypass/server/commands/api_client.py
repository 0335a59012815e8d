"""The API as the command line uses it: signed in for one command, signed out at its end."""

import contextlib
import os
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from daypass.server.accounts.door import COOKIE
from daypass.server.commands.asking import ask_secret, require_text
from daypass.server.commands.outcome import CommandFailed, words_of
from daypass.server.problems import Refusal
from daypass.translation import Translation

TIMEOUT_S = 30.0
ENGLISH = Translation("en")  # the terminal's language
_NEXT_IN_TERMINAL = {"DP-501": "End one with `daypass session end`, or add --end-first."}
TOKEN_VARIABLE = "DAYPASS_TOKEN"  # noqa: S105 - the name of a variable


class Api:
    """A signed-in technician."""

    def __init__(self, http: httpx.AsyncClient, address: str, tls: ssl.SSLContext | None) -> None:
        self.http = http
        self.address = address
        self.tls = tls

    @property
    def socket_headers(self) -> dict[str, str]:
        """What a WebSocket of this technician carries."""
        proof = {name: self.http.headers[name] for name in ("Cookie", "Authorization") if name in self.http.headers}
        return {**proof, "Origin": self.address}

    @property
    def socket_address(self) -> str:
        """ws:// or wss:// of the server."""
        return self.address.replace("http", "ws", 1)

    async def ask(self, method: str, path: str, **options: Any) -> Any:
        """The answer's JSON (None when empty). Raises CommandFailed with the server's own words."""
        try:
            answer = await self.http.request(method, path, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise CommandFailed(f"{self.address} does not answer: {error}") from error
        if answer.is_error:
            raise CommandFailed(_words(answer))
        return answer.json() if answer.content else None


@contextlib.asynccontextmanager
async def signed_in(address: str, email: str, authority: Path | None) -> AsyncIterator[Api]:
    """With the API token of DAYPASS_TOKEN; else sign in with the password of DAYPASS_PASSWORD, or ask for it, and sign out at the end."""
    tls = _trusting(authority) if address.startswith("https") else None
    if api_token := os.environ.get(TOKEN_VARIABLE):
        if not (api_token.isascii() and api_token.isprintable()):
            raise CommandFailed(f"{TOKEN_VARIABLE} is no API token of Daypass. `daypass token create` prints one.")
        headers = {"Authorization": f"Bearer {api_token}", "Accept-Language": "en"}
        async with httpx.AsyncClient(base_url=address, headers=headers, verify=tls or True, timeout=TIMEOUT_S) as http:
            yield Api(http, address, tls)
        return
    password = os.environ.get("DAYPASS_PASSWORD") or ask_secret(f"Password of {email}: ", "DAYPASS_PASSWORD")
    require_text(password, "DAYPASS_PASSWORD")
    headers = {"Origin": address, "Accept-Language": "en"}
    async with httpx.AsyncClient(base_url=address, headers=headers, verify=tls or True, timeout=TIMEOUT_S) as http:
        api = Api(http, address, tls)
        answer = await _sign_in(api, email, password)
        # The cookie is marked Secure; on http://localhost a browser sends it all the same, so do we.
        token = answer.headers.get("set-cookie", "").partition("=")[2].partition(";")[0]
        http.cookies.clear()
        http.cookies.set(COOKIE, token)
        http.headers["Cookie"] = f"{COOKIE}={token}"
        try:
            yield api
        finally:
            with contextlib.suppress(httpx.HTTPError):
                await http.post("/api/sign-out")


def _trusting(authority: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except ssl.SSLError:
        raise CommandFailed(f"{authority} holds no certificate. --authority is the PEM file of the server's.") from None
    except OSError as error:
        raise CommandFailed(f"{authority} cannot be read: {error.strerror}.") from None


async def _sign_in(api: Api, email: str, password: str) -> httpx.Response:
    proof = {"email": email, "password": password}
    try:
        answer = await api.http.post("/api/sign-in", json=proof)
        if answer.is_error and _code_of(answer) == "second_factor_needed":
            code = ask_secret("Code of the app, or a recovery code: ", "an API token in DAYPASS_TOKEN")
            answer = await api.http.post("/api/sign-in", json={**proof, "totp": code})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CommandFailed(f"{api.address} does not answer: {error}. Is `daypass serve` running?") from error
    if answer.is_error:
        raise CommandFailed(_words(answer))
    return answer


def _code_of(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except ValueError:
        return ""


def _words(answer: httpx.Response) -> str:
    """A problem in three sentences when it has a DP code, else its title."""
    try:
        problem = answer.json()
    except ValueError:
        return f"The server answered {answer.status_code}."
    code = problem.get("dp")
    if not code:
        fields = "".join(f" ({field['field']}: {field['why']})" for field in problem.get("fields", ()))
        return words_of(Refusal(str(problem.get("code", answer.status_code)))) + fields
    sentences = []
    for part in ("happened", "why", "next"):
        with contextlib.suppress(LookupError):
            sentences.append(ENGLISH.text(f"errors.{code}.{part}", **problem))
    if code in _NEXT_IN_TERMINAL:
        sentences[2:] = [_NEXT_IN_TERMINAL[code]]
    return f"{' '.join(sentences)} ({code})"
