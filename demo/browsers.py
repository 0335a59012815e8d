"""The real browsers of the two people: one Chromium, two contexts that share nothing."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

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
def chromium(trusted: Path | None = None) -> Iterator[Browser]:
    """A headless Chromium until the end; `trusted` is a certificate authority that the person has told it to trust."""
    with TemporaryDirectory(prefix="daypass-browser-") as home, sync_playwright() as playwright:
        if trusted is not None:
            trust_authority(Path(home), trusted)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, env={**os.environ, "HOME": home} if trusted else None
        )
        try:
            yield browser
        finally:
            browser.close()


def trust_authority(home: Path, authority: Path) -> None:
    """Put an authority into the certificate store that Chromium reads on Linux (NSS, certutil of libnss3-tools)."""
    store = home / ".pki/nssdb"
    store.mkdir(parents=True)
    database = ["certutil", "-d", f"sql:{store}"]
    subprocess.run([*database, "-N", "--empty-password"], check=True, timeout=30)
    subprocess.run([*database, "-A", "-t", "C,,", "-n", "Daypass", "-i", str(authority)], check=True, timeout=30)


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
