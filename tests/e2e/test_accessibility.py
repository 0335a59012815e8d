"""axe-core finds nothing, nothing scrolls sideways and nothing is too small or too faint: on every page, in every state.

The list of pages is the router's own: a page without a walk fails the first test.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.e2e.conftest import ROOT
from tests.e2e.console_sights import READS, WALKS, Visit, Walk, waiting_and_failing
from tests.e2e.filled_company import FilledCompany, fill, running_company
from tests.e2e.looking import faults_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
one_loop = pytest.mark.asyncio(loop_scope="module")
ROUTER = ROOT / "console/src/app/router.tsx"
WALKED = [pytest.param(address, made, id=f"{address} {made.__name__}") for address in WALKS for made in WALKS[address]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def company(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FilledCompany]:
    """One server and one browser for all that is looked at."""
    folder: Path = tmp_path_factory.mktemp("filled")
    async with running_company(folder) as running:
        await fill(running)
        yield running


@pytest_asyncio.fixture(loop_scope="module")
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


@one_loop
@pytest.mark.parametrize(("address", "made"), WALKED)
async def test_a_page_is_for_everybody(visit: Visit, address: str, made: Walk) -> None:
    found: list[str] = []
    async for state in made(visit):
        found += await faults_of(visit.page, f"{address} {state}")
    assert not found, "\n".join(found)


@one_loop
@pytest.mark.parametrize("address", READS)
async def test_a_page_that_waits_or_fails_is_for_everybody(visit: Visit, address: str) -> None:
    found: list[str] = []
    async for state in waiting_and_failing(visit, address):
        found += await faults_of(visit.page, f"{address} {state}", thorough=False)
    assert not found, "\n".join(found)
