"""The customer's pages in real Chromium: every state, three languages, desktop and phone width, light and dark, without script.

`DAYPASS_SCREENSHOTS=folder` keeps a picture of every state to look at.
"""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page
from sqlalchemy import update
from tests.server.deployment.world import set_up_company
from tests.server.running import PLAIN_HTTP, serving, small_settings

from daypass.protocol.download_name import ticket_in_name
from daypass.server.accounts.door import COOKIE
from daypass.server.accounts.tables import company
from daypass.server.app import Parts, build, create_app
from daypass.server.company_colour import contrast
from daypass.server.deployment.host_file import HostFiles, HostTrouble
from daypass.server.deployment.host_program import HostProgram
from daypass.server.sessions.models import Milestone

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
LANGUAGES = ("pt-BR", "en", "es")
PROGRAM_BYTES = bytes(1000) * 14_000
SMALLEST_TARGET_PX = 44
WIDTHS = [(1280, 900), (360, 740), (320, 256)]  # a desktop, a phone, and a desktop at 400 %
ASKS_EVERY_MS = 2_000  # POLL_MS of page.js

Prepare = Callable[..., Awaitable[dict[str, Any]]]


class BuiltHost(HostFiles):
    """A host that is ready; `answer` may be changed."""

    def __init__(self, path: Path) -> None:
        self.answer: HostProgram | HostTrouble = HostProgram(path, len(PROGRAM_BYTES), "0" * 64, None)

    async def program(self) -> HostProgram | HostTrouble:
        return self.answer


@dataclass
class Site:
    """A running server, the technician's side of it, and a browser."""

    address: str
    parts: Parts
    host: BuiltHost
    technician: httpx.AsyncClient
    browser: Browser
    visitors: list[BrowserContext] = field(default_factory=list)

    async def prepare(self, **asked: object) -> dict[str, Any]:
        answer = await self.technician.post("/api/support-sessions", json={"language": "en", **asked})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def visitor(self, agent: str = WINDOWS, **options: Any) -> BrowserContext:
        """A fresh browser of a customer."""
        context = await self.browser.new_context(user_agent=agent, base_url=self.address, **options)
        self.visitors.append(context)
        return context


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Path, chromium: Browser) -> AsyncIterator[Site]:
    """The server on a free port, and Chromium."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings = small_settings(tmp_path, port=listening.getsockname()[1])
    address = settings.address()
    program = tmp_path / "host.exe"
    await asyncio.to_thread(program.write_bytes, PROGRAM_BYTES)
    parts = build(settings)
    host = BuiltHost(program)
    parts = replace(parts, deployment=replace(parts.deployment, host_files=host))
    cookie = await set_up_company(parts)
    async with (
        serving(create_app(settings, parts), settings, listening),
        httpx.AsyncClient(base_url=address, cookies={COOKIE: cookie}, verify=PLAIN_HTTP) as technician,
    ):
        site = Site(address, parts, host, technician, chromium)
        yield site
        for context in site.visitors:
            await context.close()


@pytest.fixture
def keep() -> Callable[[Page, str], Awaitable[None]]:
    """Keeps pictures of a page, dark and light, when somebody wants to look."""

    async def keep_pictures(page: Page, name: str) -> None:
        if folder := os.environ.get("DAYPASS_SCREENSHOTS"):
            for scheme in ("dark", "light"):
                await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                await page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)

    return keep_pictures


def path_of(session: dict[str, Any]) -> str:
    return httpx.URL(session["link"]).path


async def watch_for_trouble(context: BrowserContext) -> list[str]:
    """Collects errors and violations of the content security policy."""
    trouble: list[str] = []
    context.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    return trouble


async def assert_it_fits(page: Page) -> None:
    """Nothing sticks out to the side, and every control is large enough for a finger."""
    wide, shown = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= shown, f"{page.url} scrolls sideways: {wide} > {shown}"
    small = await page.evaluate(
        """least => [...document.querySelectorAll("a.button, nav a, button, summary, input")]
            .filter(e => e.checkVisibility()).map(e => [e.textContent.trim(), e.getBoundingClientRect()])
            .filter(([, box]) => box.height < least || box.width < least).map(([text, box]) => `${text}: ${box.width}×${box.height}`)""",
        SMALLEST_TARGET_PX,
    )
    assert small == [], page.url


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_state_fits_in_every_language_at_every_width(site: Site, keep: Any, language: str) -> None:
    states = await _states(site)
    for agent, pages in ((WINDOWS, states), (PHONE, {"phone": states["asked"]})):
        context = await site.visitor(agent)
        trouble = await watch_for_trouble(context)
        page = await context.new_page()
        for name, path in pages.items():
            await page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
            for width, height in WIDTHS:
                await page.set_viewport_size({"width": width, "height": height})
                await assert_it_fits(page)
                await keep(page, f"{name}-{language}-{width}")
        await context.close()
        assert [message for message in trouble if "Failed to load resource" not in message] == []


async def _states(site: Site) -> dict[str, str]:
    """A path for every state of the page."""
    fresh = path_of(await site.prepare())
    states = {"front": "/", "asked": fresh, "start": f"{fresh}/start", "report": f"{fresh}/report"}
    states |= {f"saw-{sight}": f"{fresh}/start?saw={sight}" for sight in ("smartscreen", "smart_app_control")}
    waiting = await site.prepare()
    await site.parts.sessions.write(waiting["id"], downloaded_at=1)
    states["question"] = f"{path_of(waiting)}/start"
    code = await site.prepare()
    await site.parts.sessions.host_is_at(code["id"], "code", None, Milestone.CODE)
    states["code"] = f"{path_of(code)}/start"
    installing = await site.prepare()
    await site.parts.sessions.host_is_at(installing["id"], "installing", None, Milestone.INSTALLING)
    states["installing"] = f"{path_of(installing)}/start"
    reported = path_of(await site.prepare())
    await site.technician.post(f"{reported}/report")
    revoked = await site.prepare()
    await site.technician.delete(f"/api/support-sessions/{revoked['id']}")
    return {**states, "reported": reported, "revoked": path_of(revoked), "unknown": "/d/unknown"}


async def test_the_customer_goes_from_the_number_to_the_code_and_the_page_follows(site: Site) -> None:
    session = await site.prepare(customer_email="customer@example.org")
    context = await site.visitor()
    trouble = await watch_for_trouble(context)
    page = await context.new_page()
    await page.clock.install()
    await page.goto("/?lang=en")
    await page.get_by_label("Session number").fill(
        " ".join([session["number"][:3], session["number"][3:6], session["number"][6:]])
    )
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("heading", name="Did you ask for this help?").wait_for()
    assert "visited" not in await milestones(site, session)
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url("**/start?*")  # loaded: a download that begins earlier stops the script from being loaded
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Download the support app").click()
    download = await downloading.value
    assert ticket_in_name(download.suggested_filename) == site.parts.deployment.link_secrets.ticket(session["id"])
    assert await asyncio.to_thread((await download.path()).read_bytes) == PROGRAM_BYTES
    await page.get_by_text("The app has been downloaded. Now open it: step 1.").wait_for()
    assert {"visited", "downloaded"} <= set(await milestones(site, session))
    for stage, said in (
        ("asking", "The app is open."),
        ("elevating", "Windows is asking for your permission"),
        ("elevation_refused", "Windows was answered “No”. Nothing was changed."),
        ("code", "Type the six digits that Technician One reads out."),
        ("installing", "The code is right."),
    ):
        await site.parts.sessions.host_is_at(session["id"], stage, None, None)
        await page.clock.fast_forward(ASKS_EVERY_MS)
        await page.locator(".live").get_by_text(said).wait_for()
    await page.get_by_text("Do not continue.").wait_for()
    await page.route("**/state", lambda route: route.fulfill(json={"progress": "active", "question_in_s": None}))
    await page.clock.fast_forward(ASKS_EVERY_MS)
    await page.get_by_text("To stop the help at any time, press the app’s symbol").wait_for()
    await page.get_by_text("Do not continue.").wait_for(state="hidden")
    await page.unroute("**/state")
    await site.technician.delete(f"/api/support-sessions/{session['id']}")
    await page.clock.fast_forward(ASKS_EVERY_MS)
    await page.get_by_role("heading", name="This link was withdrawn.").wait_for()
    await context.close()
    assert [message for message in trouble if "410" not in message] == []


async def test_a_minute_without_a_start_asks_what_is_seen_and_tells_the_technician(site: Site) -> None:
    session = await site.prepare()
    page = await (await site.visitor()).new_page()
    await page.goto(f"{path_of(session)}/start")
    await site.parts.sessions.write(session["id"], downloaded_at=1)
    await page.get_by_role("button", name="A blue window").click()
    await page.get_by_text("A second button appears: press “Run anyway”.").wait_for()
    assert (await site.technician.get(f"/api/support-sessions/{session['id']}")).json()["sight"] == "smartscreen"


async def test_everything_works_without_script(site: Site) -> None:
    session = await site.prepare()
    context = await site.visitor(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(path_of(session))
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("link", name="ES", exact=True).click()
    await page.get_by_role("link", name="EN", exact=True).click()
    await page.get_by_text("Something else happens?").click()
    await page.get_by_role("button", name="A question from Windows").click()
    await page.get_by_text("If Windows asks for a password").wait_for()
    await site.parts.sessions.host_is_at(session["id"], "code", None, None)
    await page.get_by_role("link", name="Update this page").click()
    await page.get_by_text("The app is waiting for the code.").wait_for()
    await page.get_by_role("link", name="Report").click()
    await page.get_by_role("button", name="Report and stop the link").click()
    await page.get_by_role("heading", name="Thank you. The link no longer works.").wait_for()
    assert (await site.technician.get(f"/api/support-sessions/{session['id']}")).json()["state"] == "ended"


async def test_a_missing_host_is_said_before_the_customer_looks_for_a_button(site: Site, keep: Any) -> None:
    site.host.answer = HostTrouble.NOT_BUILT
    session = await site.prepare(language="pt-BR")
    page = await (await site.visitor()).new_page()
    await page.goto(f"{path_of(session)}/start")
    await page.get_by_text("O aplicativo de suporte ainda não está pronto neste servidor.").wait_for()
    assert await page.get_by_role("link", name="Baixar").count() == 0
    await keep(page, "missing-pt-BR")


async def test_the_mail_reads_well_in_a_browser(site: Site, keep: Any) -> None:
    session = await site.prepare(customer_email="customer@example.org", customer_name="Cliente Um", language="pt-BR")
    mail = (await site.technician.get(f"/api/support-sessions/{session['id']}/mail")).json()
    for width in (800, 360):
        context = await site.visitor(viewport={"width": width, "height": 900})
        page = await context.new_page()
        requested: list[str] = []
        page.on("request", lambda request, seen=requested: seen.append(request.url))
        await page.set_content(mail["html"])
        wide, shown = await page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= shown
        assert requested == []
        await keep(page, f"mail-pt-BR-{width}")


async def milestones(site: Site, session: dict[str, Any]) -> dict[str, int]:
    """What the technician knows of the way so far."""
    return dict((await site.technician.get(f"/api/support-sessions/{session['id']}")).json()["milestones"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_companys_pale_colour_is_darkened_until_it_reads(site: Site, keep: Any, scheme: Any) -> None:
    async with site.parts.database.writing() as db:
        await db.execute(update(company).values(colour="#FFD500", name="Informática & Café São João Ltda."))
    session = await site.prepare(language="pt-BR")
    page = await (await site.visitor(color_scheme=scheme)).new_page()
    await page.goto(f"{path_of(session)}/start")
    text, back = await page.locator(".button.big").evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )
    assert contrast(hex_colour(text), hex_colour(back)) >= 4.5
    await keep(page, f"pale-colour-{scheme}")


def hex_colour(computed: str) -> str:
    """`rgb(15, 118, 110)` as `#0f766e`."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", computed)[:3])
