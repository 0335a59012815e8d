"""The company's own settings, a session handed over as both sides see it, and the ways to send an invitation by hand."""

import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import pytest_asyncio
from demo.browsers import WINDOWS_EDGE
from playwright.async_api import Browser, Page, expect
from tests.e2e.filled_company import FilledCompany, change_session, running_company

from daypass.server.accounts.rights import Role
from daypass.server.subscriptions.companies import CompanyChanges, SubscriptionChanges

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def company(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> AsyncIterator[FilledCompany]:
    """One server for this module."""
    async with running_company(tmp_path_factory.mktemp("company"), chromium) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def page(company: FilledCompany) -> AsyncIterator[Page]:
    """The owner's browser."""
    context = await company.context(locale="en")
    yield await context.new_page()
    await context.close()


async def test_name_colour_and_limits_are_changed_and_customers_see_the_look(
    company: FilledCompany, page: Page
) -> None:
    await page.goto("/console/company")
    await page.get_by_label("Name").fill("Example Networks")
    await page.locator("input[name=colour]").fill("#7b2d8b")
    seen = page.get_by_role("region").filter(has=page.locator("input[name=colour]"))
    await seen.get_by_role("button", name="Save").click()
    await expect(seen.get_by_role("status")).not_to_be_empty()
    await expect(page.get_by_role("banner")).to_contain_text("Example Networks")
    limits = page.get_by_role("region", name="Limits")
    await limits.get_by_role("textbox").first.fill("7")
    await limits.get_by_role("button", name="Save").click()
    await expect(limits.get_by_role("status")).not_to_be_empty()
    await page.reload()
    await expect(limits.get_by_role("textbox").first).to_have_value("7")

    session = await company.prepare(customer_name="Customer One", language="en")
    customer = await company.context(role=None, user_agent=WINDOWS_EDGE)
    theirs = await customer.new_page()
    await theirs.goto(f"{session['link']}?lang=en")
    await expect(theirs.get_by_text("Example Networks").first).to_be_visible()
    button = theirs.get_by_role("button", name="Continue")
    await expect(button).to_have_css("background-color", "rgb(123, 45, 139)")
    await customer.close()


async def test_without_a_free_seat_the_refusal_says_so(company: FilledCompany, page: Page) -> None:
    parts = company.server.parts
    who = await parts.accounts.who_is(company.cookies[Role.OWNER])
    assert who is not None
    await company.prepare()
    await parts.companies.change(who.company.id, CompanyChanges(), SubscriptionChanges(seats=1))
    await page.goto("/console/sessions/new")
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="Prepare session").click()
    await expect(page.get_by_role("alert").filter(has_text="DP-503")).to_be_visible()
    await parts.companies.change(who.company.id, CompanyChanges(), SubscriptionChanges(seats=40))


async def test_a_session_is_handed_over_and_both_sides_see_it_live(company: FilledCompany, page: Page) -> None:
    session = await company.prepare(Role.TECHNICIAN, customer_name="Customer Two")
    giving = await company.context(Role.TECHNICIAN, locale="en")
    theirs = await giving.new_page()
    await theirs.goto(f"/console/sessions/{session['id']}")
    await page.goto("/console/")
    await expect(page.get_by_role("article", name="Customer Two")).to_contain_text("Technician Three")
    await theirs.get_by_role("button", name="Hand over").click()
    dialog = theirs.get_by_role("dialog")
    await dialog.get_by_role("combobox").select_option(label="Technician One")
    await dialog.get_by_role("button", name="Hand over").click()
    # Who may see only their own sessions is back at the list, without this one.
    await expect(theirs.get_by_role("heading", name="Ad hoc support")).to_be_visible()
    await expect(theirs.get_by_role("article", name="Customer Two")).to_have_count(0)
    await expect(page.get_by_role("article", name="Customer Two")).not_to_contain_text("Technician Three")
    await page.goto(f"/console/sessions/{session['id']}")
    await expect(page.get_by_role("button", name="Set password")).to_be_visible()
    await giving.close()


async def test_a_colleague_is_invited_sees_the_session_at_once_and_loses_it_when_that_is_withdrawn(
    company: FilledCompany, page: Page
) -> None:
    session = await company.prepare(customer_name="Customer Three")
    now = company.server.parts.clock()
    active = {"state": "active", "activated_at": now, "deadline_at": now + 9_000_000, "computer_name": "RECEPTION-PC"}
    await change_session(company, session["id"], **active)
    joining = await company.context(Role.TECHNICIAN, locale="en")
    theirs = await joining.new_page()
    await theirs.goto("/console/")
    await expect(theirs.get_by_role("heading", name="Live now")).to_be_visible()
    await page.goto(f"/console/sessions/{session['id']}")
    await page.get_by_role("button", name="Invite a colleague").click()
    dialog = page.get_by_role("dialog")
    row = dialog.get_by_role("listitem").filter(has_text="Technician Three")
    await expect(row).to_contain_text("has the console open")
    await row.get_by_role("button", name="Invite Technician Three").click()
    await expect(dialog.get_by_text("Tell the session password")).to_be_visible()

    card = theirs.get_by_role("article", name="Customer Three")
    await expect(card).to_contain_text("Invited by Technician One")
    await expect(card.get_by_role("button", name="End session now")).to_have_count(0)
    await card.get_by_role("link", name="Open session").click()
    await expect(theirs.get_by_text("Ask Technician One for the session password")).to_be_visible()
    for not_theirs in ("End session now", "Hand over", "New password", "Invite a colleague"):
        await expect(theirs.get_by_role("button", name=not_theirs)).to_have_count(0)
    company.watched.expected.append("403 (Forbidden)")
    await dialog.get_by_role("button", name="Withdraw the invitation of Technician Three").click()
    await expect(theirs.get_by_role("alert")).to_contain_text("DP-607")
    await theirs.goto("/console/")
    await expect(theirs.get_by_role("heading", name="Live now")).to_be_visible()
    await expect(theirs.get_by_role("article", name="Customer Three")).to_have_count(0)
    await joining.close()


async def test_the_invitation_opens_in_the_own_mail_program_and_its_link_is_copied(
    company: FilledCompany, page: Page
) -> None:
    session = await company.prepare(customer_email="acao+1@example.org", language="pt-BR")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto(f"/console/sessions/{session['id']}")
    mail = page.get_by_role("link", name=re.compile("mail program"))
    address = urlsplit(str(await mail.get_attribute("href")))
    assert (address.scheme, unquote(address.path)) == ("mailto", "acao+1@example.org")
    written = parse_qs(address.query)
    assert session["link"] in written["body"][0]
    assert "\r\n" in written["body"][0]
    assert written["subject"][0] != ""
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == session["link"]
