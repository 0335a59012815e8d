"""A real server with the built console, and a real Chromium that reports every error and policy violation.

One Chromium serves all tests of a worker: a fresh profile takes 30 ms, a fresh browser a second. It belongs to one event loop, so all
asynchronous tests of this folder share that loop; asynchronous fixtures say `loop_scope="session"`.
"""

import inspect
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import playwright.async_api
import playwright.sync_api
import pytest
import pytest_asyncio
from demo.browsers import ARGUMENTS, CHROMIUM
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright
from pydantic import SecretStr
from tests.server.ready_database import make_ready
from tests.server.running import owner_cookie, serving, small_settings

from daypass.server.accounts.door import COOKIE
from daypass.server.app import Parts, build, create_app

# A page on a busy machine is slow, not broken.
for api in (playwright.async_api, playwright.sync_api):
    api.expect.set_options(timeout=30_000)
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Says so in the browser's console, where the test hears it: a refused script, style, or string in an HTML sink.
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error("content security policy: " + event.violatedDirective + " " + event.blockedURI));"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The loop of the browser runs every asynchronous test of this folder."""
    for item in items:
        if item.path.is_relative_to(HERE) and inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass
class ConsoleServer:
    """The server under test."""

    parts: Parts
    port: int

    @property
    def address(self) -> str:
        return self.parts.settings.address()

    @property
    def wire(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def setup_link(self) -> str:
        """The one-time link for the owner."""
        return f"{self.address}/console/setup/{await self.parts.accounts.setup_link()}"


@dataclass
class Watched:
    """A browser whose errors are collected, and the profiles that were opened in it."""

    browser: Browser
    opened: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    # What a test provokes on purpose: a refused sign-in is a 401 that Chromium writes down too. And what is no error at all: a
    # page left while its socket was still connecting.
    expected: list[str] = field(default_factory=lambda: ["WebSocket is closed before the connection is established"])

    async def context(self, **options: object) -> BrowserContext:
        """A fresh profile."""
        context = await self.browser.new_context(**{"locale": "en", **options})  # type: ignore[arg-type]
        self.opened.append(context)
        await context.add_init_script(REPORT_VIOLATIONS)
        context.on("page", self._watch)
        return context

    async def close(self) -> None:
        """Leave nothing open for the next test; what is closed already stays so."""
        for context in self.opened:
            await context.close()

    def _watch(self, page: Page) -> None:
        def heard(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and not any(part in message.text for part in self.expected):
                self.errors.append(f"{page.url}: {message.text}")

        page.on("console", heard)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))


@pytest.fixture
def smtp_url() -> str:
    """No mail server; a test that wants one says so by a parameter of this name."""
    return ""


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path: Path, smtp_url: str) -> AsyncIterator[ConsoleServer]:
    """A server on loopback without an owner yet."""
    console = ROOT / "console" / "dist"
    assert (console / "index.html").is_file(), "run `make console` first"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        settings = small_settings(
            tmp_path, port=port, console_dir=console, smtp_url=SecretStr(smtp_url), webhooks_to_localhost=True
        )
        parts = build(settings)
        await make_ready(parts.database)
        async with serving(create_app(settings, parts), settings, listening):
            yield ConsoleServer(parts, port)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all; take profiles of it from `watched`."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def watched(chromium: Browser) -> AsyncIterator[Watched]:
    """Chromium without a profile yet; the test fails when any page reported an error or a policy violation."""
    watched = Watched(chromium)
    yield watched
    await watched.close()
    assert watched.errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(server: ConsoleServer, watched: Watched) -> Page:
    """The owner's browser at the list of a company that was just set up."""
    return await owners_page(server, watched)


async def owners_page(server: ConsoleServer, watched: Watched, **options: object) -> Page:
    """The company is set up and its owner signed in, without the clicks for it: one test does those."""
    context = await watched.context(**options)
    await put_cookie(context, server.address, await owner_cookie(server.parts, sessions_per_technician=1))
    page = await context.new_page()
    await page.goto(f"{server.address}/console/")
    await playwright.async_api.expect(page.get_by_role("heading", name="Ad hoc support")).to_be_visible()
    return page


async def put_cookie(context: BrowserContext, address: str, cookie: str) -> None:
    """Sign a browser in, in place of whoever was."""
    # A `__Host-` cookie wants a secure origin; the browser takes localhost for one, Playwright only what says https.
    origin = address.replace("http://", "https://")
    await context.add_cookies([{"name": COOKIE, "value": cookie, "url": origin}])
