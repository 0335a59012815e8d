"""Errors over HTTP, in one place: every refusal leaves as `application/problem+json` with a stable code.

Features raise `Refusal`; validation errors, unknown routes and surprises are turned into one here.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from daypass.protocol.errors import BY_CODE, PROBLEMS, ProtocolError
from daypass.server.allowed_methods import allowed_methods
from daypass.translation import MissingText, Translation

log = structlog.get_logger()


# Refusals that no host and no customer meets; all others are in protocol/errors.py.
STATUS_OF_SERVER_CODE = {
    "invalid_request": 422,
    "not_signed_in": 401,
    "token_refused": 401,
    "sign_in_refused": 401,
    "sign_in_busy": 503,
    "second_factor_needed": 401,
    "second_factor_wrong": 401,
    "passkey_refused": 401,
    "not_allowed": 403,
    "scope_missing": 403,
    "second_factor_required": 403,
    "confirm_needed": 403,
    "password_refused": 403,
    "role_above_yours": 403,
    "scope_refused": 403,
    "last_owner": 409,
    "not_yourself": 409,
    "own_second_factor_first": 409,
    "no_second_factor": 409,
    "too_many_tokens": 409,
    "too_many_passkeys": 409,
    "too_many_invitations": 409,
    "offer_over": 410,
    "picture_refused": 422,
    "host_not_admitted": 401,
    "proof_refused": 403,
    "wrong_origin": 403,
    "email_taken": 409,
    "idempotency_conflict": 409,
    "method_not_allowed": 405,
    "setup_done": 409,
    "not_ready": 503,
    "opinion_refused": 422,
    "session_not_ended": 409,
    "only_invited": 403,
    "webhook_url_refused": 422,
    "webhook_limit": 409,
}


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable, for programs"},
        "dp": {"type": "string", "description": "DP-…, for people to read out"},
        "detail": {
            "type": "string",
            "description": "what happened, why, and what to do now, in the best language of Accept-Language",
        },
    },
}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    codes: {
        "description": says,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for codes, says in (("4XX", "Refused; `code` says why"), ("5XX", "Not now, or a fault of ours"))
}
"""How every route's refusals are described in the API's description."""


class Refusal(Exception):
    """A refusal with a stable `code`; its facts go into the body, `headers` beside it."""

    def __init__(self, code: str, *, headers: Mapping[str, str] | None = None, **facts: Any) -> None:
        super().__init__(code)
        known = BY_CODE.get(code)
        self.code = code
        self.dp = known.dp if known else None
        self.status = (known.status if known else STATUS_OF_SERVER_CODE.get(code)) or 500
        self.headers = headers
        self.facts = facts

    def response(self, language: str | None = None) -> JSONResponse:
        """The problem+json response; `detail` holds the three sentences in the best language of an Accept-Language header."""
        body: dict[str, Any] = {
            "type": f"urn:daypass:problem:{self.code}",
            "title": self.code.replace("_", " "),
            "status": self.status,
            "code": self.code,
        }
        if self.dp:
            body["dp"] = self.dp
        with contextlib.suppress(MissingText):
            body["detail"] = " ".join(self._sentences(Translation(language or "")))
        return JSONResponse(
            {**body, **self.facts}, self.status, headers=self.headers, media_type="application/problem+json"
        )

    def _sentences(self, words: Translation) -> Sequence[str]:
        if self.dp:
            return words.problem(self.dp, **self.facts)
        return [
            words.text(f"console.problems.{self.code}.{part}", **self.facts) for part in ("happened", "why", "next")
        ]


def describe(app: FastAPI) -> None:
    """Put the problem, that every route refers to, into the API's description."""
    generate = app.openapi

    def described() -> dict[str, Any]:
        description = generate()
        description["components"]["schemas"]["Problem"] = _PROBLEM
        return description

    app.openapi = described  # type: ignore[method-assign]


def not_found() -> Refusal:
    """One answer for what does not exist and for what belongs to somebody else."""
    return Refusal("not_found")


PageOfProblem = Callable[[Refusal, str], Response]
"""What a person's browser is shown for a refusal, in the best language of an Accept-Language header."""


def install(app: FastAPI, page: PageOfProblem | None = None) -> None:
    """Make every error of this application a problem; people's browsers get `page` instead, wherever it is not the API that they asked."""
    app.state.page_of_problem = page
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(ProtocolError, _malformed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _surprise)


async def _refusal(request: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - the type it is registered for
    return _answer(request, error)  # to a WebSocket's handshake too: the answer is plain HTTP


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProtocolError)  # noqa: S101
    return _answer(request, Refusal(PROBLEMS[error.dp].code if error.dp in PROBLEMS else "malformed"))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    fields = [
        {"field": ".".join(map(str, e["loc"][1:])), "kind": e["type"], "why": e["msg"]} for e in error.errors()[:20]
    ]
    return _answer(request, Refusal("invalid_request", fields=fields))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(allowed_methods(request.app, request.url.path))
    refusal = Refusal(codes.get(error.status_code, "invalid_request"), headers=headers)
    refusal.status = error.status_code
    return _answer(request, refusal)


async def _surprise(request: Request, error: Exception) -> Response:
    log.error("request.failed", path=request.url.path, exc_info=error)
    return _answer(request, Refusal("unexpected"))


def _answer(request: HTTPConnection, refusal: Refusal) -> Response:
    """A problem document, or a page for a person who came with a browser."""
    page: PageOfProblem | None = request.app.state.page_of_problem
    asks_for_a_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    if page is not None and asks_for_a_page and request.scope["type"] == "http":
        return page(refusal, _language(request) or "")
    return refusal.response(_language(request))


def _language(request: HTTPConnection) -> str | None:
    return request.headers.get("accept-language")
