"""Audit, reports, webhooks and the closing note in a real browser, against the real server."""

import csv
import io

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect
from sqlalchemy import update
from tests.e2e.conftest import ConsoleServer, Watched, owners_page
from tests.server.webhooks.receiver import receiving

from daypass.server.sessions.tables import support_session

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest_asyncio.fixture(loop_scope="session")
async def page(server: ConsoleServer, watched: Watched) -> Page:
    """A browser whose owner has set up the company and ended one session that was active for a while."""
    page = await owners_page(server, watched, timezone_id="America/Sao_Paulo", accept_downloads=True)
    await end_an_active_session(page.context, server)
    return page


async def end_an_active_session(context: BrowserContext, server: ConsoleServer) -> None:
    headers = {"Origin": server.address}
    asked = {"customer_name": "Customer One"}
    made = await context.request.post(f"{server.address}/api/support-sessions", data=asked, headers=headers)
    session = (await made.json())["id"]
    now = server.parts.clock()
    activated = {"state": "active", "activated_at": now - 600_000, "deadline_at": now + 600_000}
    async with server.parts.database.writing() as db:
        await db.execute(
            update(support_session).where(support_session.c.id == session).values(computer_name="PC", **activated)
        )
    await context.request.delete(f"{server.address}/api/support-sessions/{session}", headers=headers)


async def test_a_closing_note_is_asked_for_and_stands_in_the_report_and_its_file(
    page: Page, server: ConsoleServer
) -> None:
    await page.goto(f"{server.address}/console/")
    await page.get_by_role("link", name="Customer One").click()
    await page.get_by_label("What was done?").fill("Printer works again.")
    await page.get_by_role("button", name="Save note").click()
    await expect(page.get_by_text("Printer works again.")).to_be_visible()
    await page.get_by_role("link", name="Reports").click()
    row = page.get_by_role("row").filter(has_text="Customer One")
    await expect(row).to_contain_text("Printer works again.")
    await expect(row).to_contain_text("10 min")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download CSV").click()
    text = (await (await download.value).path()).read_text("utf-8-sig")
    header, line = csv.reader(io.StringIO(text))
    assert "Start (America/Sao_Paulo)" in header
    assert line[-1] == "Printer works again."


async def test_the_audit_trail_is_filtered_and_checked(page: Page, server: ConsoleServer) -> None:
    await page.goto(f"{server.address}/console/audit")
    await page.get_by_role("button", name="Check now").click()
    await expect(page.get_by_role("status").filter(has_text="The chain is whole")).to_be_visible()
    await page.get_by_label("What happened").select_option(label="Session ended")
    await expect(page.get_by_role("row")).to_have_count(2)
    await expect(page.get_by_role("row").last).to_contain_text("Technician One")
    await page.get_by_label("What happened").select_option(label="Everything")
    await page.get_by_role("link", name="Only this session").first.click()
    await expect(page.get_by_role("row")).to_have_count(3)
    await page.get_by_role("button", name="Show all sessions").click()
    await expect(page.get_by_role("row").filter(has_text="Signed in").first).to_be_visible()


async def test_account_access_shows_the_sign_in_and_where_it_came_from(page: Page, server: ConsoleServer) -> None:
    await page.goto(f"{server.address}/console/reports")
    await page.get_by_text("Account access", exact=True).click()
    await expect(page.get_by_role("row").filter(has_text="Signed in").first).to_contain_text("127.0.0.1")


async def test_a_webhook_is_made_tested_and_its_deliveries_are_shown(
    page: Page, server: ConsoleServer, watched: Watched
) -> None:
    watched.expected.append("422")
    await page.goto(f"{server.address}/console/company/webhooks")
    await page.get_by_role("button", name="New webhook").click()
    address = page.get_by_label("Receiving address")
    await address.fill("https://10.0.0.1/hook")
    await page.get_by_role("button", name="Create webhook").click()
    await expect(page.get_by_role("alert")).to_contain_text("cannot receive webhooks")
    async with receiving() as receiver:
        await address.fill(receiver.url)
        await page.get_by_role("button", name="Create webhook").click()
        await expect(page.get_by_text("whsec_")).to_be_visible()
        await page.get_by_role("button", name="I have stored it").click()
        await page.get_by_role("button", name="Send a test").click()
        await expect(page.get_by_role("status").filter(has_text="HTTP 204")).to_be_visible()
        await page.get_by_role("button", name="Deliveries").click()
        await expect(page.get_by_role("row").filter(has_text="Test")).to_contain_text("delivered", ignore_case=True)
        assert len(receiver.came) == 1
    await page.reload()
    await expect(page.get_by_text("whsec_")).to_have_count(0)
    await page.get_by_role("button", name="Remove").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_text("There are no webhooks yet")).to_be_visible()
