"""A real server with the built console, and a real Chromium that reports every error and policy violation."""

import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import playwright.async_api
import playwright.sync_api
import pytest
from demo.browsers import ARGUMENTS, CHROMIUM
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright
from pydantic import SecretStr
from tests.server.ready_database import make_ready
from tests.server.running import serving, small_settings

from daypass.server.app import Parts, build, create_app

# A page on a busy machine is slow, not broken.
for api in (playwright.async_api, playwright.sync_api):
    api.expect.set_options(timeout=30_000)
ROOT = Path(__file__).resolve().parents[2]
# Says so in the browser's console, where the test hears it: a refused script, style, or string in an HTML sink.
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error("content security policy: " + event.violatedDirective + " " + event.blockedURI));"""


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
    """A browser whose errors are collected."""

    browser: Browser
    errors: list[str] = field(default_factory=list)
    # What a test provokes on purpose: a refused sign-in is a 401 that Chromium writes down too. And what is no error at all: a
    # page left while its socket was still connecting.
    expected: list[str] = field(default_factory=lambda: ["WebSocket is closed before the connection is established"])

    async def context(self, **options: object) -> BrowserContext:
        """A fresh profile."""
        context = await self.browser.new_context(**{"locale": "en", **options})  # type: ignore[arg-type]
        await context.add_init_script(REPORT_VIOLATIONS)
        context.on("page", self._watch)
        return context

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


@pytest.fixture
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


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    """Chromium; the test fails when any page reported an error or a policy violation."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        watched = Watched(browser)
        yield watched
        with contextlib.suppress(Exception):
            await browser.close()
    assert watched.errors == []
