"""The public guides: articles for everybody, their pictures, and the form below each. Works without JavaScript and without sign-in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from daypass.server.allowed_callers import ANYONE
from daypass.server.guides import page_rendering
from daypass.server.guides.library import GUIDE_PATH, Article, Library
from daypass.server.guides.models import LONGEST_COMMENT, OpinionRefused
from daypass.server.guides.opinions import Given, Opinions
from daypass.server.guides.page_rendering import GuidePages
from daypass.server.problems import not_found
from daypass.translation import LANGUAGES, negotiate

LOOKING = ["GET", "HEAD"]
FOR_A_DAY = {"Cache-Control": "public, max-age=86400"}
MOST_FORM_CHARACTERS = 4 * LONGEST_COMMENT


def router(library: Library, opinions: Opinions, pages: GuidePages) -> APIRouter:
    """Routes for readers without an account."""
    routes = APIRouter(prefix=GUIDE_PATH, include_in_schema=False, dependencies=[ANYONE])

    def find(slug: str, request: Request) -> Article:
        article = library.find(slug, _language(request))
        if article is None:
            raise not_found()
        return article

    @routes.api_route("", methods=LOOKING)
    async def contents(request: Request) -> HTMLResponse:
        return pages.contents(_language(request))

    @routes.api_route("/errors", methods=LOOKING)
    async def errors(request: Request) -> HTMLResponse:
        return pages.errors(_language(request))

    @routes.api_route("/pictures/{language}/{name}.webp", methods=LOOKING)
    async def picture(language: str, name: str) -> Response:
        content = pages.pictures.by_language.get(language, {}).get(name)
        if content is None:
            raise not_found()
        return Response(content, media_type="image/webp", headers=FOR_A_DAY)

    @routes.api_route("/{slug}", methods=LOOKING)
    async def article(slug: str, request: Request) -> HTMLResponse:
        found = find(slug, request)
        return pages.article(found, _language(request), page_rendering.Form(opinions.ask(found.slug)))

    @routes.post("/{slug}")
    async def answer(
        slug: str,
        request: Request,
        helpful: Annotated[str, Form(max_length=10)] = "",
        reasons: Annotated[list[str] | None, Form(max_length=20)] = None,
        comment: Annotated[str, Form(max_length=MOST_FORM_CHARACTERS)] = "",
        form: Annotated[str, Form(max_length=200)] = "",
        total: Annotated[str, Form(max_length=20)] = "",
        website: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        found, language = find(slug, request), _language(request)
        given = Given(found.slug, language, helpful, reasons or [], comment, form, total, trap=website)
        try:
            was_helpful = await opinions.take(given, _address(request))
        except OpinionRefused as refused:
            filled = page_rendering.Form(
                opinions.ask(found.slug), helpful, frozenset(reasons or []), comment, refused.reason
            )
            return pages.article(found, language, filled, 429 if refused.reason == "too_many" else 422)
        said = "yes" if was_helpful else "no"
        return RedirectResponse(f"{GUIDE_PATH}/{found.slug}/thanks?lang={language}&helpful={said}", 303)

    @routes.api_route("/{slug}/thanks", methods=LOOKING)
    async def thanks(slug: str, request: Request, helpful: str = "yes") -> HTMLResponse:
        return pages.thanks(find(slug, request), _language(request), helpful != "no")

    return routes


def _language(request: Request) -> str:
    """The language chosen on the page, else the browser's."""
    chosen = request.query_params.get("lang")
    return chosen if chosen in LANGUAGES else negotiate(request.headers.get("accept-language"))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
