"""The customer's routes: front page, the pages of a link, the download. Looking (GET, HEAD) changes nothing but `downloaded`."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from daypass.protocol.download_name import download_name
from daypass.server.allowed_callers import ANYONE
from daypass.server.deployment.host_file import HostFiles, HostTrouble
from daypass.server.deployment.host_program import HostProgram
from daypass.server.deployment.models import LINK_PATH, LinkSecrets, LinkState, Sight
from daypass.server.deployment.page_rendering import STATIC_PATH, Pages, progress_of
from daypass.server.deployment.tries import TooManyTries
from daypass.server.deployment.visitor import visitor_from_headers
from daypass.server.deployment.visits import UnknownLink, Visit, Visits
from daypass.server.identifiers import Clock
from daypass.server.problems import not_found
from daypass.translation import LANGUAGES, negotiate

LOOKING = ["GET", "HEAD"]
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def router(visits: Visits, pages: Pages, host_files: HostFiles, secrets: LinkSecrets, clock: Clock) -> APIRouter:
    """Routes for people without an account."""
    routes = APIRouter(include_in_schema=False, dependencies=[ANYONE])
    link_pages = _LinkPages(visits, pages, host_files, secrets, clock)

    @routes.api_route("/", methods=LOOKING)
    async def front(request: Request) -> HTMLResponse:
        return pages.front(_language(request))

    @routes.post("/")
    async def number(request: Request, number: Annotated[str, Form()] = "") -> Response:
        try:
            visit = await visits.at_number(number, _address(request))
        except UnknownLink:
            return pages.front(_language(request), refused=True, typed=number)
        return _go(LINK_PATH + visit.token, request)

    @routes.api_route(STATIC_PATH + "{name}", methods=LOOKING)
    async def static(name: str) -> Response:
        file = pages.static.by_name.get(name)
        if file is None:
            raise not_found()
        return Response(file.content, media_type=file.media_type, headers=FOR_EVER)

    for path, methods, page in link_pages.routes():
        routes.add_api_route(LINK_PATH + "{token}" + path, page, methods=methods)
    return routes


class _LinkPages:
    """The pages under one link."""

    def __init__(self, visits: Visits, pages: Pages, host_files: HostFiles, secrets: LinkSecrets, clock: Clock) -> None:
        self._visits = visits
        self._pages = pages
        self._host_files = host_files
        self._secrets = secrets
        self._clock = clock

    def routes(self) -> list[tuple[str, list[str], Callable[..., Awaitable[Response]]]]:
        """Path below the link, methods, handler."""
        return [
            ("", LOOKING, self.look),
            ("", ["POST"], self.continue_),
            ("/start", LOOKING, self.start),
            ("/state", ["GET"], self.state),
            ("/download", LOOKING, self.download),
            ("/sees", ["POST"], self.sees),
            ("/report", LOOKING, self.ask_report),
            ("/report", ["POST"], self.report),
        ]

    async def look(self, token: str, request: Request) -> Response:
        """Who is asking. Mail filters look here too, so nothing is counted."""
        visit = await self._visit(token, request)
        if isinstance(visit, Response):
            return visit
        visitor = visitor_from_headers(request.headers)
        if not visitor.can_run_the_host:
            return self._pages.wrong_system(visit, _language(request, visit), visitor)
        return self._pages.asked(visit, _language(request, visit))

    async def continue_(self, token: str, request: Request) -> Response:
        """A person pressed *Continue*."""
        visit = await self._visit(token, request)
        if isinstance(visit, Response):
            return visit
        await self._visits.continued(visit, _language(request, visit))
        return _go(f"{LINK_PATH}{visit.token}/start", request)

    async def start(self, token: str, request: Request, saw: str = "") -> Response:
        """Download, steps, what is allowed."""
        visit = await self._visit(token, request)
        if isinstance(visit, Response):
            return visit
        visitor = visitor_from_headers(request.headers)
        language = _language(request, visit)
        if not visitor.can_run_the_host:
            return self._pages.wrong_system(visit, language, visitor)
        await self._visits.turned_to(visit, language)
        progress = progress_of(visit.session, self._clock())
        program = await self._host_files.program()
        shown = program if isinstance(program, HostProgram) else None
        return self._pages.help(visit, language, visitor, progress, shown, _sight(saw))

    async def state(self, token: str, request: Request) -> Response:
        """What the page's script asks every two seconds."""
        visit = await self._visit(token, request, used_too=True)
        if isinstance(visit, Response):
            return JSONResponse({}, visit.status_code)
        progress = progress_of(visit.session, self._clock())
        body = {"progress": progress.now, "question_in_s": progress.question_in_s}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    async def download(self, token: str, request: Request) -> Response:
        """The host, under a name that tells it which session it is for. Several downloads are one."""
        visit = await self._visit(token, request)
        if isinstance(visit, Response):
            return visit
        program = await self._host_files.program()
        if isinstance(program, HostTrouble):
            return self._pages.missing_program(visit, _language(request, visit))
        after = BackgroundTask(self._visits.downloaded, visit, _language(request, visit))
        return FileResponse(
            program.path,
            media_type="application/vnd.microsoft.portable-executable",
            filename=download_name(self._secrets.ticket(visit.session.id)),
            headers={"Cache-Control": "private, no-store"},
            background=after if _reaches_the_end(request) else None,
        )

    async def sees(self, token: str, request: Request, what: Annotated[str, Form()] = "") -> Response:
        """The customer pressed the picture of what they see."""
        visit = await self._visit(token, request)
        if isinstance(visit, Response):
            return visit
        page = f"{LINK_PATH}{visit.token}/start"
        sight = _sight(what)
        if sight is None:
            return _go(page, request)
        await self._visits.saw(visit, sight)
        return _go(page, request, saw=sight.value, part="saw")

    async def ask_report(self, token: str, request: Request) -> Response:
        """Really report?"""
        visit = await self._visit(token, request)
        return visit if isinstance(visit, Response) else self._pages.report(visit, _language(request, visit))

    async def report(self, token: str, request: Request) -> Response:
        """Stop the link now."""
        visit = await self._visit(token, request)
        if isinstance(visit, Response):
            return visit
        await self._visits.report(visit)
        return _go(LINK_PATH + visit.token, request)

    async def _visit(self, token: str, request: Request, used_too: bool = False) -> Visit | HTMLResponse:
        """The visit, or the page that says why there is none."""
        try:
            visit = await self._visits.at(token, _address(request))
        except UnknownLink:
            return self._pages.nowhere(_language(request))
        except TooManyTries:
            return self._pages.nowhere(_language(request), busy=True)
        if visit.state is LinkState.USABLE or (used_too and visit.state is LinkState.USED):
            return visit
        return self._pages.over(visit, _language(request, visit))


def _language(request: Request, visit: Visit | None = None) -> str:
    """The language chosen on the page, else the customer's, else the browser's."""
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        return chosen
    return visit.session.customer_language if visit else negotiate(request.headers.get("accept-language"))


def _reaches_the_end(request: Request) -> bool:
    """Whether the answer carries the last byte: the whole file, or its rest after a broken download."""
    wanted = request.headers.get("range")
    return request.method == "GET" and (wanted is None or wanted.strip().endswith("-"))


def _sight(named: str) -> Sight | None:
    return next((sight for sight in Sight if sight.value == named), None)


def _go(path: str, request: Request, part: str = "", **query: str) -> RedirectResponse:
    """See another page of ours, in the language chosen."""
    chosen = request.query_params.get("lang")
    values = {**({"lang": chosen} if chosen in LANGUAGES else {}), **query}
    target = path + (f"?{urlencode(values)}" if values else "") + (f"#{part}" if part else "")
    return RedirectResponse(target, 303, headers={"Cache-Control": "no-store"})


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
