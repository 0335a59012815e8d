"""Every page of the console in every state that a person can meet, one walk per address of the router.

The walks stand in modules by subject; here are those that are the same for many pages: who may not, nowhere, loading and failing.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from playwright.async_api import Route, expect
from tests.e2e import sights_before_sign_in, sights_of_records, sights_of_sessions, sights_of_the_company
from tests.e2e.conftest import put_cookie
from tests.e2e.console_visit import WALKS, Visit, Walk, walk
from tests.e2e.filled_company import words

from daypass.server.accounts.rights import Role

__all__ = ["NOT_ALLOWED", "READS", "SUBJECTS", "WALKS", "Visit", "Walk", "waiting_and_failing"]
# Imported for what they add to WALKS.
SUBJECTS = (sights_before_sign_in, sights_of_sessions, sights_of_the_company, sights_of_records)

# --- somebody who may not, and addresses that lead nowhere -------------------------------------------------------------

# What a technician without further rights meets at each page that others manage.
NOT_ALLOWED = ("/company", "/company/webhooks", "/team", "/reports", "/audit", "/guides/answers", "/api-tokens")


def _as_technician(address: str) -> Walk:
    async def meets(visit: Visit) -> AsyncIterator[str]:
        cookie = visit.company.cookies[Role.TECHNICIAN]
        await put_cookie(visit.page.context, visit.company.address, cookie)
        await visit.page.goto(f"/console{address}")
        await expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
        await visit.settled()
        yield "as technician"

    meets.__name__ = "as_technician"
    return meets


for _address in NOT_ALLOWED:
    walk(_address)(_as_technician(_address))


@walk("(nowhere)")
async def addresses_that_lead_nowhere(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/nowhere", words("console.lost.title"))
    yield "lost"
    async with visit.answering("**/api/sign-in", 500, {"code": "unexpected", "dp": "DP-900", "status": 500}):
        await visit.page.goto("/console/")
        await expect(visit.page.get_by_role("heading", name=words("console.failed.title"))).to_be_visible()
        yield "failed"
    await visit.page.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined });")
    await visit.open("/", words("console.missing.browser_title"))
    yield "old browser"


# --- loading and failing: the same for every page that reads something ------------------------------------------------

# What is asked for first at each address; `id` stands for a session.
READS: dict[str, str] = {
    "/": "**/api/support-sessions?*",
    "/sessions/new": "**/api/support-sessions?*",
    "/sessions/$id": "**/api/support-sessions/*",
    "/company": "**/api/company",
    "/company/webhooks": "**/api/webhooks?*",
    "/team": "**/api/technicians?*",
    "/profile": "**/api/me/**",
    "/api-tokens": "**/api/api-tokens",
    "/reports": "**/api/reports/**",
    "/audit": "**/api/audit?*",
    "/guides": "**/api/guides?*",
    "/guides/$slug": "**/api/guides/*",
    "/guides/answers": "**/api/guide-opinions**",
}


async def waiting_and_failing(visit: Visit, address: str) -> AsyncIterator[str]:
    """The page while its first answer is on the way, and when it is a refusal that no second try would change."""
    release = asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method != "GET":
            await route.continue_()
            return
        await release.wait()
        body = json.dumps({"code": "unexpected", "dp": "DP-900", "status": 400})
        await route.fulfill(status=400, content_type="application/problem+json", body=body)

    await visit.page.route(READS[address], hold)
    path = address.replace("$id", visit.company.sessions["active"]["id"]).replace("$slug", "connect")
    await visit.page.goto(f"/console{path}")
    await expect(visit.page.locator("[aria-busy=true]").first).to_be_visible()
    yield "loading"
    release.set()
    await visit.settled()
    if address != "/sessions/new":  # where the answer is only a proposal
        await expect(visit.page.get_by_role("alert").first).to_be_visible()
    yield "failing"
