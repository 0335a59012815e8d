"""Walks through the console's pages that nobody has to be signed in for."""

from collections.abc import AsyncIterator

from playwright.async_api import expect
from tests.e2e.console_visit import Visit, walk
from tests.e2e.filled_company import words


@walk("/setup/$token")
async def setting_up(visit: Visit) -> AsyncIterator[str]:
    async with visit.answering("**/api/setup/*", 200, {}):
        await visit.open("/setup/open", words("console.setup.title"))
        yield "form"
    await visit.open("/setup/used", words("console.setup.link_over_title"))
    yield "over"


@walk("/sign-in")
async def signing_in(visit: Visit) -> AsyncIterator[str]:
    await visit.page.context.clear_cookies()
    await visit.open("/sign-in", words("console.sign_in.title"))
    yield "empty"
    await visit.page.get_by_label(words("console.sign_in.email")).fill("owner@example.org")
    await visit.page.get_by_label(words("console.sign_in.password"), exact=True).fill("wrong")
    await visit.press("console.sign_in.action")
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    yield "refused"
    asked = {"code": "second_factor_needed", "status": 401, "methods": ["totp", "passkey"]}
    async with visit.answering("**/api/sign-in", 401, asked):
        await visit.press("console.sign_in.action")
        await expect(visit.page.get_by_label(words("console.sign_in.code"), exact=True)).to_be_visible()
        yield "second factor"


@walk("/forgot")
async def forgetting(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/forgot", words("console.reset.title"))
    yield "form"
    await visit.page.get_by_label(words("console.sign_in.email")).fill("owner@example.org")
    await visit.press("console.reset.action")
    await expect(visit.page.get_by_role("heading", name=words("console.reset.sent_title"))).to_be_visible()
    yield "sent"


@walk("/new-password/$token")
async def choosing_a_password(visit: Visit) -> AsyncIterator[str]:
    async with visit.answering("**/api/password-reset/*", 200, {}):
        await visit.open("/new-password/open")
        await visit.settled()
        yield "form"
        await visit.page.get_by_label(words("console.profile.password_new")).fill("a horse that is correct")
        await visit.press("console.reset.choose")
        await expect(visit.page.get_by_role("heading", name=words("console.reset.done_title"))).to_be_visible()
        yield "done"
    await visit.open("/new-password/used", words("console.reset.over_title"))
    yield "over"


@walk("/new-address/$token")
async def confirming_an_address(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/new-address/open", words("console.join.email_title"))
    yield "question"
    await visit.press("console.join.email_action")
    await expect(visit.page.get_by_role("heading", name=words("console.reset.over_title"))).to_be_visible()
    yield "over"


@walk("/join/$token")
async def joining(visit: Visit) -> AsyncIterator[str]:
    async with visit.company.http() as http:
        link = (await http.get("/api/invitations")).json()["items"][0]["link"]
    await visit.page.goto(link)
    await expect(visit.page.get_by_label(words("console.join.name"))).to_be_visible()
    yield "form"
    await visit.open("/join/used", words("console.join.over_title"))
    yield "over"
