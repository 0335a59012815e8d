"""Turns a visit into HTML: templates, texts, colours, and the few static files that the customer's pages use."""

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from daypass.protocol.lifecycle import State
from daypass.protocol.secrets import SessionNumber
from daypass.server.company_colour import CompanyColours, readable_company_colours
from daypass.server.deployment.host_program import HostProgram
from daypass.server.deployment.models import DP_OF_SIGHT, DP_OF_STATE, LINK_PATH, LinkState, Sight
from daypass.server.deployment.visitor import HINTS_WANTED, Suitability, Visitor
from daypass.server.deployment.visits import Visit
from daypass.server.mail.invitation import short_address
from daypass.server.problems import Refusal
from daypass.server.sessions.models import Milestone, SupportSession
from daypass.server.subscriptions.logos import logo_address
from daypass.translation import Translation

LANGUAGES = (("pt-BR", "PT", "Português"), ("en", "EN", "English"), ("es", "ES", "Español"))
STATIC_PATH = "/customer/"
QUESTION_AFTER_MS = 60_000
PROGRESS = (
    "ready",
    "downloaded",
    "opened",
    "elevating",
    "elevation_refused",
    "stopped",
    "install_failed",
    "code",
    "installing",
    "active",
)
_PROGRESS_OF_STAGE = {"checking": "opened", "asking": "opened"}
_FOLDER = Path(__file__).parent
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS = {"Cache-Control": "no-store", "Accept-CH": HINTS_WANTED, "Critical-CH": HINTS_WANTED}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the customer is, and in how many seconds to ask what they see (None: do not ask)."""

    now: str
    question_in_s: int | None
    all: tuple[str, ...] = PROGRESS


def progress_of(session: SupportSession, now: int) -> Progress:
    """What the page says about a prepared or active session."""
    if session.state is State.ACTIVE:
        return Progress("active", None)
    if session.host_stage:
        return Progress(_PROGRESS_OF_STAGE.get(session.host_stage, session.host_stage), None)
    if Milestone.STARTED in session.milestones:
        return Progress("opened", None)
    downloaded_at = session.milestones.get(Milestone.DOWNLOADED)
    if downloaded_at is None:
        return Progress("ready", None)
    if session.sight_at is not None:
        return Progress("downloaded", None)
    return Progress("downloaded", max(0, round((downloaded_at + QUESTION_AFTER_MS - now) / 1000)))


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A small file that never changes under its name."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The pages' files by public name; the name carries a hash of the content, so browsers may keep it for ever."""

    by_name: dict[str, StaticFile] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "StaticFiles":
        """Everything in `static/`."""
        files = cls()
        for purpose, file in (("style", "page.css"), ("script", "page.js"), ("mark", "mark.svg")):
            path = _FOLDER / "static" / file
            content = path.read_bytes()
            name = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
            files.by_name[name] = StaticFile(content, _MEDIA_TYPES[path.suffix])
            files.names[purpose] = STATIC_PATH + name
        return files


class Pages:
    """Renders the customer's pages."""

    def __init__(self, public_url: str, sign_in_path: str) -> None:
        self._public_url = public_url
        self._sign_in_path = sign_in_path
        self.static = StaticFiles.read()
        self._templates = Environment(
            loader=PackageLoader("daypass.server.deployment"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def front(self, language: str, refused: bool = False, typed: str = "") -> HTMLResponse:
        """The front page: one field for the session number."""
        context = {"refused": refused, "typed": typed[:20], "sign_in_path": self._sign_in_path}
        return self._page("front.html", language, None, 404 if refused else 200, **context)

    def asked(self, visit: Visit, language: str) -> HTMLResponse:
        """Who is asking, and *Continue*."""
        return self._page("asked.html", language, visit)

    def wrong_system(self, visit: Visit, language: str, visitor: Visitor) -> HTMLResponse:
        """Not a Windows PC: where to go instead; no download."""
        dp = "DP-104" if visitor.suitability is Suitability.OLD_WINDOWS else "DP-101"
        return self._page("wrong_system.html", language, visit, visitor=visitor, dp=dp)

    def help(
        self,
        visit: Visit,
        language: str,
        visitor: Visitor,
        progress: Progress,
        program: HostProgram | None,
        saw: Sight | None,
    ) -> HTMLResponse:
        """The page that leads through download, Windows' question and the code."""
        return self._page(
            "help.html",
            language,
            visit,
            visitor=visitor,
            progress=progress,
            program=program,
            size_mb=megabytes(program.size) if program else 0,
            file_name="DaypassSupport-….exe",
            sights=[sight.value for sight in Sight],
            saw=saw.value if saw else "",
            saw_dp=DP_OF_SIGHT.get(saw, "") if saw else "",
        )

    def report(self, visit: Visit, language: str) -> HTMLResponse:
        """Really report?"""
        return self._page("report.html", language, visit)

    def over(self, visit: Visit, language: str) -> HTMLResponse:
        """Why this link delivers nothing, and what to do now."""
        if visit.state is LinkState.REPORTED:
            return self._page("reported.html", language, visit)
        status = 200 if visit.state is LinkState.USED else 410
        context = {"reason": visit.state.value, "dp": DP_OF_STATE[visit.state]}
        return self._page("over.html", language, visit, status, **context)

    def nowhere(self, language: str, busy: bool = False) -> HTMLResponse:
        """A link that is none, or too many wrong ones from this address."""
        return self._page(
            "over.html", language, None, 429 if busy else 404, reason="busy" if busy else "unknown", dp=""
        )

    def problem(self, refusal: Refusal, language: str) -> HTMLResponse:
        """An address that is none, or a fault of ours: never a program's words."""
        lost = refusal.status in (404, 405, 422)
        reason, dp = ("nowhere", "") if lost else ("failed", refusal.dp or "DP-900")
        return self._page("over.html", language, None, refusal.status, reason=reason, dp=dp)

    def missing_program(self, visit: Visit, language: str) -> HTMLResponse:
        """The download when no host has been built."""
        return self._page("missing.html", language, visit, 503)

    def _page(
        self, template: str, language: str, visit: Visit | None, status: int = 200, **context: object
    ) -> HTMLResponse:
        translation = Translation(language)
        company = visit.company.name if visit else ""
        people = {
            "company": company,
            "technician": visit.technician.name if visit else "",
            "address": short_address(self._public_url),
        }

        def t(key: str, **values: object) -> str:
            return translation.text(f"customer.{key}", **{**people, **values})

        style = accent_style(readable_company_colours(visit.company.colour if visit else None))
        html = self._templates.get_template(template).render(
            t=t,
            language=translation.language,
            languages=LANGUAGES,
            static=self.static.names,
            style=Markup(style),  # noqa: S704 - made above from two checked colours
            company=company,
            logo=logo_address(visit.company.logo) if visit else None,
            visit=self._shown(visit) if visit else None,
            **context,
        )
        return HTMLResponse(html, status, headers={**_HEADERS, "Content-Security-Policy": content_policy(style)})

    def _shown(self, visit: Visit) -> dict[str, str]:
        website = web_address(visit.company.website)
        return {
            "path": LINK_PATH + visit.token,
            "phone": visit.company.phone,
            "website": website,
            "website_shown": website.removeprefix("https://").removeprefix("http://").rstrip("/"),
            "number": str(SessionNumber(visit.link.number)),
            "address_shown": short_address(self._public_url),
        }


def accent_style(colours: CompanyColours) -> str:
    """The one inline style of a page: its accent, light and dark."""
    return (
        f":root{{--accent:{colours.light};--on-accent:#FFFFFF}}"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{colours.dark};--on-accent:#101816}}}}"
    )


def content_policy(style: str) -> str:
    """Stricter than the console's: of inline styles only this one, and forms go nowhere else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{digest}'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )


def megabytes(size: int) -> int:
    """Millions of bytes, rounded up."""
    return -(-size // 1_000_000)


def web_address(website: str) -> str:
    """The company's website as a link, or nothing when it is no web address."""
    website = website.strip()
    if website and "://" not in website:
        website = f"https://{website}"
    try:
        parts = urlsplit(website)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        return website if is_web else ""
    except ValueError:
        return ""
