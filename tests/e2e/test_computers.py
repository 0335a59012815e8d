"""The page *Computers* and the header's search in a real browser, with a customer's PC on the wire."""

import re

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import update
from tests.e2e.conftest import ConsoleServer, Watched
from tests.e2e.customers_pc import CustomersPc
from tests.e2e.test_console import PASSWORD, at_code_window, code_on, prepare

from daypass.protocol.host_api import HostStatus, write_json
from daypass.protocol.messages import Consent
from daypass.protocol.pairing import Paired
from daypass.server.accounts.models import Role
from daypass.server.sessions import storage
from daypass.server.sessions.tables import support_session

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
DAY_MS = 86_400_000


async def past_session(
    page: Page, server: ConsoleServer, name: str, computer: str | None = None, note: str = "", **facts: object
) -> str:
    """A session that is over, of a PC of this name when there is one; its number."""
    headers = {"Origin": server.address}
    asked = {"customer_name": name, "note": note, "language": "en"}
    made = await page.request.post(f"{server.address}/api/support-sessions", data=asked, headers=headers)
    session, now = await made.json(), server.parts.clock()
    life = {"state": "active", "activated_at": now - 600_000, "deadline_at": now + 600_000}
    system = {"platform": "windows", "edition": "Windows 11 Pro", "build": "26100"}
    async with server.parts.database.writing() as db:
        if computer is not None:
            await storage.write_facts(db, session["id"], computer_name=computer, system=system, **life)
    await page.request.delete(f"{server.address}/api/support-sessions/{session['id']}", headers=headers)
    async with server.parts.database.writing() as db:
        if facts:
            await db.execute(update(support_session).where(support_session.c.id == session["id"]).values(**facts))
    return str(session["number"])


async def active_pc(page: Page, server: ConsoleServer, name: str) -> CustomersPc:
    """A PC whose session is active."""
    await prepare(page, name=name)
    pc = await at_code_window(server, page)
    paired = await pc.type_code(await code_on(page))
    assert isinstance(paired, Paired)
    await pc.activate(paired)
    await expect(page.get_by_text("RECEPTION-PC")).to_be_visible()
    return pc


async def test_a_computer_under_support_is_followed_live_until_its_end(server: ConsoleServer, page: Page) -> None:
    await page.get_by_role("link", name="Computers").click()
    await expect(page.get_by_text("No computer has been under support yet")).to_be_visible()
    await page.get_by_role("link", name="Ad hoc support").first.click()
    pc = await active_pc(page, server, "Customer One")
    await page.get_by_role("link", name="Computers").click()
    card = page.get_by_role("listitem", name="RECEPTION-PC")
    for words in ("Windows 11 Pro · build 26100", "Customer One", "Technician One", "may connect while away"):
        await expect(card).to_contain_text(words)
    await expect(card.get_by_role("timer")).to_have_text(re.compile(r"23 h 59 min left|24 h 00 min left"))
    await expect(page.get_by_role("status").filter(has_text="1 computer under support")).to_be_visible()
    await expect(card.get_by_role("link", name="Remote control")).to_be_visible()
    await expect(card.get_by_role("link", name="File manager")).to_be_visible()

    await pc.control.send(
        write_json(HostStatus(connected=("Technician Two",), consent=Consent.ASK, paused=False)).decode()
    )
    await expect(card).to_contain_text("connected: Technician Two")
    await expect(card).to_contain_text("asks at each connection")
    await pc.leave()
    await expect(card).to_contain_text("offline since")
    await expect(card.get_by_role("button", name="Remote control")).to_have_accessible_description(
        re.compile("the PC is offline")
    )

    await card.get_by_role("button", name="End session now").click()
    await page.get_by_role("dialog").get_by_role("button", name="End session now").click()
    row = page.get_by_role("row").filter(has_text="RECEPTION-PC")
    await expect(row).to_contain_text("Removal not yet confirmed")
    await expect(row).to_contain_text("Ended by support")
    await expect(page.get_by_text("No computer is under support now.")).to_be_visible()
    await server.parts.sessions.write(pc.welcome.session_id, removal="confirmed")
    await expect(row).to_contain_text("Removal confirmed")


async def test_search_and_filters_stand_in_the_address_and_come_back(server: ConsoleServer, page: Page) -> None:
    number = await past_session(page, server, "José Ângelo", "RECEPTION-07", "printer")
    await past_session(page, server, "Customer Two", "WORKSHOP-1", removal="confirmed")
    await past_session(page, server, "Customer Three")
    await page.goto(f"{server.address}/console/computers")
    rows = page.get_by_role("table").get_by_role("row")
    await expect(rows).to_have_count(3)
    search = page.get_by_role("searchbox", name="Search")

    await search.fill("jose reception")
    await expect(rows).to_have_count(2)
    await expect(page).to_have_url(re.compile(r"\?q=jose(\+|%20)reception$"))
    await expect(page.get_by_role("status").filter(has_text="1 earlier")).to_be_visible()
    await search.fill(f"{number[:3]} {number[3:6]} {number[6:]}")
    await expect(rows.last).to_contain_text("RECEPTION-07")
    await expect(rows).to_have_count(2)
    await search.fill("three")
    await expect(rows.last).to_contain_text("No PC joined")
    await search.fill("100% nobody_")
    await expect(page.get_by_text("Nothing found for “100% nobody_”")).to_be_visible()
    await page.get_by_role("button", name="Clear search and filters").click()
    await expect(search).to_have_value("")
    await expect(rows).to_have_count(3)

    await page.get_by_label("Removal").select_option("Not yet confirmed")
    await expect(rows).to_have_count(2)
    await page.get_by_label("State").select_option("Ended")
    await page.get_by_role("link", name="RECEPTION-07").click()
    await expect(page.get_by_role("heading", name="José Ângelo")).to_be_visible()
    await page.go_back()
    await expect(page).to_have_url(re.compile(r"removal=pending"))
    await expect(page.get_by_label("State")).to_have_value("ended")
    await expect(rows).to_have_count(2)
    await page.go_back()
    await expect(page.get_by_label("State")).to_have_value("")
    await page.reload()
    await expect(page.get_by_label("Removal")).to_have_value("pending")
    await page.goto(f"{server.address}/console/computers?state=nonsense&technician=%00&range=own&from=x&q=%E2%80%AEtwo")
    await expect(rows).to_have_count(2)
    await expect(search).to_have_value("two")


async def test_what_retention_left_is_said_in_words(server: ConsoleServer, page: Page) -> None:
    erased = server.parts.clock() - DAY_MS
    nobody: dict[str, object] = {"customer_name": "", "customer_erased_at": erased}
    nothing: dict[str, object] = {"computer_name": None, "system": None, "computer_erased_at": erased}
    await past_session(page, server, "One", "PC", **nothing, **nobody, customer_pseudonym="k7qm2abcdefghijklmnopqrstu")
    await past_session(page, server, "Two", "PC", **nobody)
    await page.goto(f"{server.address}/console/computers")
    row = page.get_by_role("row").filter(has_text="Customer K7QM2ABC, name erased on")
    await expect(row).to_contain_text("PC name erased on")
    await expect(row).to_contain_text("Windows version erased too")
    await expect(page.get_by_role("row").filter(has_text="Customer erased on")).to_have_count(1)


async def test_a_long_history_comes_page_by_page(server: ConsoleServer, page: Page) -> None:
    for number in range(30):
        await past_session(page, server, f"Customer {number}", f"PC-{number:02}")
    await page.goto(f"{server.address}/console/computers")
    await expect(page.get_by_role("status").filter(has_text="25 earlier shown, there are more")).to_be_visible()
    await page.get_by_role("button", name="Show more").click()
    await expect(page.get_by_role("row")).to_have_count(31)
    await expect(page.get_by_role("button", name="Show more")).to_have_count(0)


async def test_the_header_finds_from_every_page_by_its_key_and_on_a_phone(server: ConsoleServer, page: Page) -> None:
    await past_session(page, server, "Customer One", "RECEPTION-07")
    await past_session(page, server, "Customer Two", "WORKSHOP-1")
    await page.goto(f"{server.address}/console/team")
    await expect(page.get_by_role("heading", name="Team")).to_be_visible()
    field = page.get_by_role("searchbox", name="Search computers and sessions")
    await page.keyboard.press("/")
    await expect(field).to_be_focused()
    await page.keyboard.type("recep")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/computers\?q=recep$"))
    await expect(page.get_by_role("link", name="RECEPTION-07")).to_be_visible()
    await expect(page.get_by_role("link", name="WORKSHOP-1")).to_have_count(0)
    await page.get_by_role("heading", name="Computers").click()
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox", name="Search")).to_be_focused()

    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(f"{server.address}/console/team")
    await expect(page.get_by_role("heading", name="Team")).to_be_visible()
    await page.get_by_role("button", name="Search", exact=True).click()
    await expect(field).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Search", exact=True)).to_be_focused()
    await page.keyboard.press("/")
    await page.keyboard.type("work")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="WORKSHOP-1")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    await page.get_by_role("button", name="Menu of Technician One").click()
    await page.get_by_role("menuitemcheckbox", name="Press / to search").click()
    await page.goto(f"{server.address}/console/team")
    await expect(page.get_by_role("heading", name="Team")).to_be_visible()
    await page.keyboard.press("/")
    await expect(field).to_be_hidden()


async def test_a_technician_sees_the_own_computers_only(server: ConsoleServer, page: Page, watched: Watched) -> None:
    await past_session(page, server, "Customer One", "RECEPTION-07")
    company = (await (await page.request.get(f"{server.address}/api/company")).json())["id"]
    await server.parts.accounts.create_technician(
        company, "Technician Two", "two@example.org", PASSWORD, Role.TECHNICIAN, "en"
    )
    other = await (await watched.context()).new_page()
    await other.goto(f"{server.address}/console/sign-in?next=/computers")
    await other.get_by_label("E-mail").fill("two@example.org")
    await other.get_by_label("Password", exact=True).fill(PASSWORD)
    await other.get_by_role("button", name="Sign in", exact=True).click()
    await other.get_by_role("link", name="Computers").click()
    await expect(other.get_by_text("No computer has been under support yet")).to_be_visible()
    await expect(other.get_by_label("Technician", exact=True)).to_have_count(0)


async def test_a_server_that_fails_is_told_with_a_way_on(server: ConsoleServer, page: Page, watched: Watched) -> None:
    watched.expected += ["500", "422"]
    await past_session(page, server, "Customer One", "RECEPTION-07")
    await page.route("**/api/support-sessions?*", lambda route: route.fulfill(status=500, body="{}"))
    await page.goto(f"{server.address}/console/computers")
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.unroute("**/api/support-sessions?*")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("link", name="RECEPTION-07")).to_be_visible()
    await page.get_by_role("searchbox", name="Search").fill("a b c d e f g h i j k l m")
    await expect(page.get_by_text("A search has at most 12 words")).to_be_visible()
    await page.get_by_role("button", name="Clear search and filters").click()
    await expect(page.get_by_role("link", name="RECEPTION-07")).to_be_visible()
