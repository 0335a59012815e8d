"""Turns articles into HTML, in the look of the customer's pages; every word passes the templates' escaping."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from daypass.server.company_colour import readable_company_colours
from daypass.server.deployment.page_rendering import LANGUAGES, StaticFiles, accent_style, content_policy
from daypass.server.guides.library import GUIDE_PATH, Article, Library
from daypass.server.guides.models import LONGEST_COMMENT, REASONS_WHEN_HELPFUL, REASONS_WHEN_NOT
from daypass.server.guides.robot_check import Question
from daypass.translation import Translation

DRAWN_PICTURES = ("no_file", "smartscreen", "uac")


@dataclass(frozen=True, slots=True)
class Form:
    """The form below an article as it stands: what was filled in stays when something is missing."""

    question: Question
    helpful: str = ""
    reasons: frozenset[str] = frozenset()
    comment: str = ""
    refused: str = ""
    """Why the answer was not taken (`guide.refused.…`)."""


@dataclass(frozen=True, slots=True)
class GuidePictures:
    """The small pictures of the real page and host, by language and name."""

    by_language: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "GuidePictures":
        """Every picture; none where they are not installed."""
        return cls(
            {
                code: {path.stem: path.read_bytes() for path in sorted((folder / code).glob("*.webp"))}
                for code, _, _ in LANGUAGES
            }
        )

    def address(self, language: str, name: str) -> str:
        """Where the picture is, or nothing."""
        return f"{GUIDE_PATH}/pictures/{language}/{name}.webp" if name in self.by_language[language] else ""


class GuidePages:
    """Renders the public guides."""

    def __init__(self, library: Library, pictures: GuidePictures, static: StaticFiles) -> None:
        self._library = library
        self._static = static
        self.pictures = pictures
        self._templates = Environment(
            loader=ChoiceLoader([PackageLoader("daypass.server.guides"), PackageLoader("daypass.server.deployment")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def contents(self, language: str) -> HTMLResponse:
        """Which articles there are."""
        return self._page("contents.html", language, articles=self._library.articles(language))

    def errors(self, language: str) -> HTMLResponse:
        """Every code."""
        return self._page("errors.html", language, articles=self._library.errors(language))

    def article(self, article: Article, language: str, form: Form, status: int = 200) -> HTMLResponse:
        """One article with its form."""
        return self._page(
            "article.html",
            language,
            status,
            article=article,
            form=form,
            reasons_yes=REASONS_WHEN_HELPFUL,
            reasons_no=REASONS_WHEN_NOT,
            longest_comment=LONGEST_COMMENT,
        )

    def thanks(self, article: Article, language: str, helpful: bool) -> HTMLResponse:
        """A thank-you or an apology."""
        return self._page("thanks.html", language, article=article, helpful=helpful)

    def _page(self, template: str, language: str, status: int = 200, **context: object) -> HTMLResponse:
        translation = Translation(language)
        style = accent_style(readable_company_colours(None))

        def guide(key: str, **values: object) -> str:
            return translation.text(f"guide.{key}", **values)

        def t(key: str, **values: object) -> str:
            return translation.text(f"customer.{key}", **values)

        html = self._templates.get_template(template).render(
            t=t,
            g=guide,
            guide_path=GUIDE_PATH,
            picture_address=lambda name: self.pictures.address(translation.language, name),
            drawn_pictures=DRAWN_PICTURES,
            file_name="DaypassSupport-….exe",
            program=None,
            company="",
            language=translation.language,
            languages=LANGUAGES,
            static=self._static.names,
            style=Markup(style),  # noqa: S704 - made from two checked colours
            **context,
        )
        headers = {"Content-Security-Policy": content_policy(style), "Cache-Control": "no-store"}
        return HTMLResponse(html, status, headers=headers)
