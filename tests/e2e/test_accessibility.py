"""axe-core finds nothing, nothing scrolls sideways and nothing is too small or too faint: on every page, in every state.

The list of pages is the router's own: a page without a walk fails the first test.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from demo.browsers import WINDOWS_EDGE
from playwright.async_api import Browser
from tests.e2e.conftest import ROOT
from tests.e2e.console_sights import READS, WALKS, Visit, Walk, waiting_and_failing
from tests.e2e.filled_company import FilledCompany, fill, running_company
from tests.e2e.looking import CUSTOMER_TARGET_PX, faults_of
from tests.e2e.public_sights import NO_PAGES, PUBLIC, path_of
from tests.server.accounts.test_allowed_callers import routes_of

from daypass.server.app import create_app

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ROUTER = ROOT / "console/src/app/router.tsx"
WALKED = [pytest.param(address, made, id=f"{address} {made.__name__}") for address in WALKS for made in WALKS[address]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def company(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> AsyncIterator[FilledCompany]:
    """One server for all that is looked at."""
    folder: Path = tmp_path_factory.mktemp("filled")
    async with running_company(folder, chromium) as running:
        await fill(running)
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def visit(company: FilledCompany) -> AsyncIterator[Visit]:
    """The owner's browser, fresh for each walk."""
    context = await company.context()
    page = await context.new_page()
    page.set_default_timeout(8_000)
    yield Visit(company, page)
    await context.close()


def test_every_address_of_the_router_is_walked() -> None:
    addresses = set(re.findall(r'\bpath: "([^"]+)"', ROUTER.read_text(encoding="utf-8")))
    assert addresses == set(WALKS) - {"(nowhere)"}


@pytest.mark.parametrize(("address", "made"), WALKED)
async def test_a_page_is_for_everybody(visit: Visit, address: str, made: Walk) -> None:
    found: list[str] = []
    async for state in made(visit):
        found += await faults_of(visit.page, f"{address} {state}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("address", READS)
async def test_a_page_that_waits_or_fails_is_for_everybody(visit: Visit, address: str) -> None:
    found: list[str] = []
    async for state in waiting_and_failing(visit, address):
        found += await faults_of(visit.page, f"{address} {state}", thorough=False)
    assert not found, "\n".join(found)


async def test_where_the_system_chooses_the_colours_what_is_chosen_and_where_things_end_is_seen(
    company: FilledCompany,
) -> None:
    context = await company.context(forced_colors="active", reduced_motion="reduce")
    page = await context.new_page()
    edge = "(box) => parseFloat(getComputedStyle(box).borderTopWidth)"
    ground = "(box) => getComputedStyle(box).backgroundColor"
    visit = Visit(company, page)
    await visit.open("/reports")
    assert await page.locator(".mantine-SegmentedControl-root").evaluate(edge) >= 1
    kinds = page.locator(".mantine-SegmentedControl-label")
    assert await kinds.nth(0).evaluate(ground) != await kinds.nth(1).evaluate(ground)
    places = page.locator("nav .place")
    grounds = [await places.nth(n).evaluate(ground) for n in range(await places.count())]
    assert len(set(grounds)) == 2, grounds
    await visit.open("/team")
    assert await page.locator(".mantine-Switch-track").evaluate(edge) >= 1
    await visit.press("console.team.invite")
    assert await (await visit.dialog()).evaluate(edge) >= 1
    moving = "document.getAnimations().map((one) => [one.animationName, one.transitionProperty].join())"
    assert await page.evaluate(moving) == [], "nothing moves for those who asked for less"
    await context.close()


async def test_every_public_page_of_the_server_is_looked_at(company: FilledCompany) -> None:
    routes = routes_of(create_app(company.server.parts.settings, company.server.parts))
    pages = {route.path for route in routes if "GET" in route.methods and not route.path.startswith("/api/")}
    assert pages - NO_PAGES == set(PUBLIC)


@pytest.mark.parametrize("route", PUBLIC)
async def test_a_public_page_is_for_everybody(company: FilledCompany, route: str) -> None:
    context = await company.context(role=None, user_agent=WINDOWS_EDGE)
    page = await context.new_page()
    found: list[str] = []
    for sight in PUBLIC[route]:
        await page.goto(path_of(company, sight))
        found += await faults_of(page, f"{route} {sight}", target_px=CUSTOMER_TARGET_PX)
    await context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("colour", ["#ffff00", "#ffffff", "#0a0a0a", "#ff00ff"])
async def test_a_companys_colour_never_makes_a_page_hard_to_read(company: FilledCompany, colour: str) -> None:
    context = await company.context(role=None, user_agent=WINDOWS_EDGE)
    page = await context.new_page()
    found: list[str] = []
    async with company.http() as http:
        assert (await http.patch("/api/company", json={"colour": colour})).status_code == 200
        for sight in ("waiting", "waiting/start"):
            await page.goto(path_of(company, sight))
            found += await faults_of(page, f"{colour} {sight}", target_px=CUSTOMER_TARGET_PX)
        assert (await http.patch("/api/company", json={"colour": "#0F766E"})).status_code == 200
    await context.close()
    assert not found, "\n".join(found)
