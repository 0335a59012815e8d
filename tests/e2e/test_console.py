"""The console in a real browser, against the real server and the host's half of the wire."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect
from tests.e2e.conftest import ConsoleServer, Watched
from tests.e2e.customers_pc import CustomersPc

from daypass.protocol.pairing import Paired

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PASSWORD = "correct horse battery"
KEPT_PAIRINGS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("daypass-pairing");
  opening.onsuccess = () => {
    const counting = opening.result.transaction("pairings").objectStore("pairings").count();
    counting.onsuccess = () => resolve(counting.result);
  };
})"""


async def pairings_forgotten(page: Page) -> None:
    """The page forgets its pairing in the background, once the session is active."""
    async with asyncio.timeout(10):
        while await page.evaluate(KEPT_PAIRINGS):  # noqa: ASYNC110 - another program
            await asyncio.sleep(0.1)


async def set_up(page: Page, server: ConsoleServer) -> None:
    """The owner follows the one-time link."""
    await page.goto(await server.setup_link())
    await page.get_by_label("Company name").fill("Example Computers")
    await page.get_by_label("Your name").fill("Technician One")
    await page.get_by_label("E-mail").fill("owner@example.org")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Create and sign in").click()
    await expect(page.get_by_role("heading", name="Ad hoc support")).to_be_visible()


async def prepare(page: Page, email: str = "", name: str = "") -> str:
    """A new session through both steps; returns the session's password."""
    await page.get_by_role("link", name="New session").first.click()
    await page.get_by_label("Customer's e-mail").fill(email)
    await page.get_by_label("Name (optional)").fill(name)
    await page.get_by_role("button", name="Continue").click()
    password = await page.get_by_label("Session password").input_value()
    await page.get_by_role("button", name=re.compile("repare session")).click()
    await expect(page.get_by_role("heading", name="Progress")).to_be_visible(timeout=15000)
    return password


async def number_on(page: Page) -> str:
    """The nine digits to say on the phone."""
    return re.sub(r"\D", "", await page.locator(".invitation-number .figures").inner_text())


async def code_on(page: Page) -> str:
    """The security code that the page shows."""
    await expect(page.locator(".code-digits")).to_be_visible()
    return re.sub(r"\D", "", await page.locator(".code-digits").inner_text())


def wrong(code: str) -> str:
    """A code that is not `code`."""
    return str((int(code) + 1) % 1_000_000).zfill(6)


async def at_code_window(server: ConsoleServer, page: Page) -> CustomersPc:
    """A customer's PC that stands at the code window of the session on `page`."""
    pc = CustomersPc(server.address, server.wire, await number_on(page))
    await pc.greet()
    await pc.stage("code")
    return pc


async def test_an_owner_signs_up_by_link_signs_in_again_and_sees_an_empty_list(
    server: ConsoleServer, watched: Watched
) -> None:
    page = await (await watched.context()).new_page()
    await set_up(page, server)
    await expect(page.get_by_text("No session is live")).to_be_visible()
    await page.get_by_role("button", name="Menu of Technician One").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.goto(f"{server.address}/console/")  # signed out, and yet nothing red in the browser's own console
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert watched.errors == []

    watched.expected.append("401")
    await page.get_by_label("E-mail").fill("owner@example.org")
    await page.get_by_label("Password", exact=True).fill("something else entirely")
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("E-mail or password is wrong.")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_text("No session is live")).to_be_visible()


async def test_a_setup_link_works_once(server: ConsoleServer, watched: Watched) -> None:
    context = await watched.context()
    page = await context.new_page()
    link = await server.setup_link()
    await set_up(page, server)
    watched.expected.append("404")
    await page.goto(link)
    await expect(page.get_by_role("heading", name="This link is no longer valid")).to_be_visible()


async def test_the_session_page_follows_the_customer_to_an_active_session(server: ConsoleServer, page: Page) -> None:
    await prepare(page, name="Customer One")
    await expect(page.locator(".say").first).to_contain_text(
        await page.locator(".invitation-number .figures").inner_text()
    )
    pc = CustomersPc(server.address, server.wire, await number_on(page))
    await pc.greet()
    await pc.stage("checking")
    await expect(page.locator(".say").first).to_contain_text("checks the PC")
    await pc.stage("elevation_refused", "DP-102")
    await expect(page.get_by_role("alert")).to_contain_text("DP-102")
    await pc.stage("code")
    code = await code_on(page)
    assert await page.evaluate(KEPT_PAIRINGS) == 1
    await expect(page.locator("li[aria-current=step]")).to_contain_text("Security code")
    await expect(page).to_have_title(re.compile("Read the code"))
    await page.get_by_text("What does the customer see?").click()
    picture = page.get_by_role("img", name="The app: one field for the security code")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("picture => picture.naturalWidth") > 300

    assert await pc.type_code(wrong(code)) == 4
    await expect(page.get_by_role("alert").last).to_contain_text("4 tries left")
    paired = await pc.type_code(code)
    assert isinstance(paired, Paired)
    await pc.stage("installing")
    await expect(page.locator("li[aria-current=step]")).to_contain_text("Setting up the PC")
    await pc.activate(paired)
    await expect(page.get_by_text("RECEPTION-PC")).to_be_visible()
    await expect(page.get_by_text(re.compile("online"))).to_be_visible()
    await pairings_forgotten(page)

    await page.get_by_role("button", name="End session now").click()
    await page.get_by_role("dialog").get_by_role("button", name="End session now").click()
    await expect(page.get_by_text("Removal not yet confirmed")).to_be_visible()
    await pc.leave()


async def test_a_reload_keeps_the_code_and_the_pairing(server: ConsoleServer, page: Page) -> None:
    await prepare(page)
    pc = await at_code_window(server, page)
    code = await code_on(page)
    assert await pc.type_code(wrong(code)) == 4
    await page.reload()
    assert await code_on(page) == code
    assert isinstance(await pc.type_code(code), Paired)
    await pc.leave()


async def test_five_wrong_codes_burn_the_code_and_a_press_makes_another(server: ConsoleServer, page: Page) -> None:
    await prepare(page)
    pc = await at_code_window(server, page)
    code = await code_on(page)
    assert [await pc.type_code(wrong(code)) for _ in range(5)] == [4, 3, 2, 1, 0]
    await expect(page.get_by_role("alert")).to_contain_text("This code is used up")
    await page.get_by_role("button", name="New code").click()
    fresh = await code_on(page)
    assert isinstance(await pc.type_code(fresh), Paired)
    await pc.leave()


async def test_one_tab_answers_and_the_other_goes_on_when_it_closes(server: ConsoleServer, page: Page) -> None:
    await prepare(page)
    pc = await at_code_window(server, page)
    code = await code_on(page)
    second = await page.context.new_page()
    await second.goto(page.url)
    await expect(second.get_by_text("The code is shown in another tab of this browser.")).to_be_visible()
    await page.close()
    assert await code_on(second) == code
    assert isinstance(await pc.type_code(code), Paired)
    await pc.leave()


async def test_another_browser_takes_over_with_a_new_password_and_code(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    await prepare(page)
    pc = await at_code_window(server, page)
    code = await code_on(page)

    other = await (await watched.context()).new_page()
    await other.goto(f"{server.address}/console/sign-in")
    await other.get_by_label("E-mail").fill("owner@example.org")
    await other.get_by_label("Password", exact=True).fill(PASSWORD)
    await other.get_by_role("button", name="Sign in", exact=True).click()
    await other.get_by_role("link", name="Continue").click()
    await other.get_by_role("button", name="Take over here").click()
    await other.get_by_role("button", name="Go on here").click()
    fresh = await code_on(other)
    await expect(page.get_by_text("The session goes on in another page")).to_be_visible()
    await expect(page.locator(".code-digits")).to_have_count(0)
    if fresh != code:
        assert await pc.type_code(code) == 4
    assert isinstance(await pc.type_code(fresh), Paired)
    await pc.leave()


async def test_the_limit_names_the_session_in_the_way_and_one_press_ends_it(page: Page, watched: Watched) -> None:
    watched.expected.append("409")
    await prepare(page, name="Customer One")
    await page.get_by_role("main").get_by_role("link", name="Ad hoc support").click()
    await page.get_by_role("link", name="New session").first.click()
    await page.get_by_label("Name (optional)").fill("Customer Two")
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="Prepare session").click()
    await expect(page.get_by_role("alert")).to_contain_text("DP-501")
    await expect(page.get_by_role("alert")).to_contain_text("Customer One")
    await page.get_by_role("button", name="End that one and start this one").click()
    await expect(page.get_by_role("heading", name="Customer Two")).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="Ad hoc support").click()
    await expect(page.get_by_role("row", name=re.compile("Customer One"))).to_contain_text("Cancelled before it began")


async def test_a_session_made_through_the_api_asks_the_page_for_a_password(server: ConsoleServer, page: Page) -> None:
    made = await page.request.post(
        f"{server.address}/api/support-sessions", data={}, headers={"Origin": server.address}
    )
    assert made.status == 201
    await page.goto(f"{server.address}/console/sessions/{(await made.json())['id']}")
    await expect(page.get_by_text("The session password is missing")).to_be_visible()
    await page.get_by_role("button", name="Set password").click()
    await page.get_by_role("button", name="Go on here").click()
    await expect(page.get_by_text("The session password is missing")).to_have_count(0)
    pc = await at_code_window(server, page)
    assert isinstance(await pc.type_code(await code_on(page)), Paired)
    await pc.leave()


async def test_without_a_mail_server_the_text_is_there_to_copy(page: Page) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await prepare(page, email="customer@example.org")
    await expect(page.get_by_text("This server sends no e-mail")).to_be_visible()
    await expect(page.get_by_role("button", name="Resend e-mail")).to_have_count(0)
    await page.get_by_role("button", name="Copy text").click()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert await number_on(page) in re.sub(r"\D", "", copied)


@pytest.mark.parametrize("smtp_url", ["smtp://127.0.0.1:9"])
async def test_a_mail_server_that_is_down_is_said_with_another_way_and_the_session_waits(page: Page) -> None:
    await prepare(page, email="customer@example.org")
    waits = page.get_by_role("alert").filter(has_text="DP-603")
    await expect(waits).to_contain_text("The e-mail was not sent.", timeout=20000)
    await expect(waits).to_contain_text("tried again by itself")
    await expect(waits.get_by_role("button", name="Copy text")).to_be_visible()
    await expect(page.get_by_role("button", name="Resend e-mail")).to_be_visible()
    await expect(page.get_by_role("heading", name="Progress")).to_be_visible()
    assert len(await number_on(page)) == 9


async def test_a_second_tab_lives_on_the_first_ones_stream(server: ConsoleServer, page: Page) -> None:
    sockets: list[str] = []
    second = await page.context.new_page()
    second.on("websocket", lambda socket: sockets.append(socket.url))
    await second.goto(f"{server.address}/console/")
    await expect(second.get_by_text("No session is live")).to_be_visible()
    await prepare(page, name="Customer One")
    await expect(second.get_by_text("Customer One")).to_be_visible()
    assert sockets == []
    await page.close()
    async with asyncio.timeout(5):
        while not any(url.endswith("/api/live") for url in sockets):  # noqa: ASYNC110 - the browser decides when
            await asyncio.sleep(0.05)
