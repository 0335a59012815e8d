"""The real browsers of the two people: one Chromium, two contexts that share nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOWS_EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)
VIEW: ViewportSize = {"width": 1280, "height": 860}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium until the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def technicians_browser(browser: Browser, language: str) -> BrowserContext:
    """Where the console runs."""
    return browser.new_context(viewport=VIEW, locale=language)


def customers_browser(browser: Browser, language: str) -> BrowserContext:
    """Where the customer opens the link; it says it is Edge on Windows, which the pages are for."""
    return browser.new_context(viewport=VIEW, locale=language, accept_downloads=True, user_agent=WINDOWS_EDGE)


def save_screenshot(page: Page, path: Path) -> Path:
    """What the person sees now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    return path
