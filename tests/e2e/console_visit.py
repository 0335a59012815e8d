"""What every walk through the console's pages is made of: a browser in a company where everything has happened, and the list of walks.

A walk is an async generator: it brings its page into a state and yields the state's name; whoever drives it looks, then asks for the next.
"""

import contextlib
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from playwright.async_api import Locator, Page, Route, expect
from tests.e2e.filled_company import FilledCompany, words

Walk = Callable[["Visit"], AsyncIterator[str]]
# By the address as the router writes it. The same address may have several walks: other people, other circumstances.
WALKS: dict[str, list[Walk]] = {}


def walk(address: str) -> Callable[[Walk], Walk]:
    """Says which address of the router a walk is about."""

    def remember(made: Walk) -> Walk:
        WALKS.setdefault(address, []).append(made)
        return made

    return remember


@dataclass
class Visit:
    """A page of somebody's browser, in a company where everything has happened."""

    company: FilledCompany
    page: Page

    async def open(self, path: str, title: str | re.Pattern[str] | None = None) -> None:
        """Go to an address of the console and wait for its heading."""
        await self.page.goto(f"/console{path}")
        heading = self.page.get_by_role("heading", level=1)
        await expect(heading.filter(has_text=title) if title else heading).to_be_visible()

    async def settled(self) -> None:
        """Wait until nothing is loading any more."""
        await expect(self.page.locator("[aria-busy=true], .mantine-Skeleton-root")).to_have_count(0)

    async def press(self, key: str, inside: Page | Locator | None = None, **facts: object) -> None:
        """Press the button with this text of the catalogue."""
        await (inside or self.page).get_by_role("button", name=words(key, **facts), exact=True).first.click()

    async def dialog(self) -> Locator:
        """The dialog that has opened."""
        found = self.page.get_by_role("dialog")
        await expect(found).to_be_visible()
        return found

    async def away(self) -> None:
        """Close the dialog as a keyboard does."""
        await self.page.keyboard.press("Escape")
        await expect(self.page.get_by_role("dialog")).to_be_hidden()

    @contextlib.asynccontextmanager
    async def answering(self, pattern: str, status: int, body: object) -> AsyncIterator[None]:
        """The server answers this instead."""

        async def answer(route: Route) -> None:
            kind = "application/problem+json" if status >= 400 else "application/json"
            await route.fulfill(status=status, content_type=kind, body=json.dumps(body))

        await self.page.route(pattern, answer)
        yield
        await self.page.unroute(pattern)
