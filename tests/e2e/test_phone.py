"""*New session* and the code on a 360 px phone whose browser freezes, hides and drops the page at every step; and ten tabs at once."""

import asyncio
import re

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, Route, WebSocket, expect
from tests.e2e.conftest import ConsoleServer, Watched
from tests.e2e.customers_pc import CustomersPc
from tests.e2e.looking import SETTLED
from tests.e2e.test_console import code_on, number_on, pairings_forgotten, wrong
from tests.server.running import OWNER, PASSWORD, owner_cookie

from daypass.protocol.pairing import Paired

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
# Everything that this page could have kept in the browser, as text.
EVERYTHING_KEPT = """async () => {
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => { indexedDB.open(name).onsuccess = (event) => resolve(event.target.result); });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((resolve) => {
        database.transaction(store).objectStore(store).getAll().onsuccess = (event) => resolve(event.target.result);
      });
      for (const row of rows) for (const value of Object.values(row)) {
        found.push(ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : String(value));
      }
    }
    database.close();
  }
  return found.join("\\n");
}"""


async def signed_in(server: ConsoleServer, context: BrowserContext) -> None:
    """An owner's browser, without the clicks of the sign-in page."""
    await owner_cookie(server.parts)
    answer = await context.request.post(
        f"{server.address}/api/sign-in", data={"email": OWNER, "password": PASSWORD}, headers={"Origin": server.address}
    )
    assert answer.status == 204


@pytest_asyncio.fixture(loop_scope="session")
async def phone(server: ConsoleServer, watched: Watched) -> Page:
    """The technician's phone, at *New session*."""
    context = await watched.context(**PHONE)
    await signed_in(server, context)
    page = await context.new_page()
    await page.goto(f"{server.address}/console/")
    await page.get_by_role("link", name="New session").first.tap()
    await expect(page.get_by_role("heading", name="Who needs help?")).to_be_visible()
    return page


async def switch_apps(page: Page) -> None:
    """The phone call is in front for a moment: the page is hidden, frozen, and comes back."""
    devtools = await page.context.new_cdp_session(page)
    other = await page.context.new_page()
    await other.bring_to_front()
    await devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    await asyncio.sleep(0.3)
    await devtools.send("Page.setWebLifecycleState", {"state": "active"})
    await page.bring_to_front()
    await other.close()
    await devtools.detach()


async def drop_and_return(page: Page) -> None:
    """The browser had no room left: the page is loaded anew, with what its tab has kept."""
    await page.reload()


async def assert_it_fits(page: Page) -> None:
    """No sideways scrolling on the phone."""
    await page.evaluate(SETTLED)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360, page.url


async def test_nothing_typed_is_lost_when_the_phone_switches_apps_at_any_step(
    server: ConsoleServer, phone: Page
) -> None:
    await phone.get_by_label("Customer's e-mail").fill("customer@example.org")
    await phone.get_by_label("Name (optional)").fill("Customer One")
    await phone.get_by_label("Note (optional)").fill("Printer at the reception")
    await phone.get_by_label("Customer's language").select_option("es")
    for leave in (switch_apps, drop_and_return):
        await leave(phone)
        await expect(phone.get_by_label("Customer's e-mail")).to_have_value("customer@example.org")
        await expect(phone.get_by_label("Name (optional)")).to_have_value("Customer One")
        await expect(phone.get_by_label("Note (optional)")).to_have_value("Printer at the reception")
        await expect(phone.get_by_label("Customer's language")).to_have_value("es")
        await assert_it_fits(phone)

    await phone.get_by_role("button", name="Continue").tap()
    password = phone.get_by_label("Session password")
    await password.fill("winter garden 42")
    await switch_apps(phone)
    await expect(password).to_have_value("winter garden 42")
    await assert_it_fits(phone)
    assert "winter garden" not in await phone.evaluate(EVERYTHING_KEPT)
    await drop_and_return(phone)
    # A password is never kept: the way leads over the first step, with all that was typed there.
    await expect(phone.get_by_label("Customer's e-mail")).to_have_value("customer@example.org")
    await phone.get_by_role("button", name="Continue").tap()
    await expect(password).not_to_have_value("winter garden 42")
    await password.fill("winter garden 43")
    await phone.get_by_role("button", name=re.compile("repare session")).tap()
    await expect(phone.get_by_role("heading", name="Progress")).to_be_visible()
    assert "winter garden" not in await phone.evaluate(EVERYTHING_KEPT)
    assert await phone.evaluate("sessionStorage.getItem('daypass-new-session')") is None
    session = phone.url.rpartition("/")[2]
    kept = await (await phone.request.get(f"{server.address}/api/support-sessions/{session}")).json()
    assert (kept["customer_email"], kept["customer_name"], kept["customer_language"], kept["note"]) == (
        "customer@example.org",
        "Customer One",
        "es",
        "Printer at the reception",
    )

    pc = CustomersPc(server.address, server.wire, await number_on(phone))
    await pc.greet()
    await pc.stage("code")
    code = await code_on(phone)
    assert await pc.type_code(wrong(code)) == 4
    for leave in (switch_apps, drop_and_return, switch_apps):
        await leave(phone)
        assert await code_on(phone) == code
        await assert_it_fits(phone)
    paired = await pc.type_code(code)
    assert isinstance(paired, Paired)
    await pc.stage("installing")
    await switch_apps(phone)
    await pc.activate(paired)
    await expect(phone.get_by_text("RECEPTION-PC")).to_be_visible()
    await drop_and_return(phone)
    await expect(phone.get_by_text("RECEPTION-PC")).to_be_visible()
    await assert_it_fits(phone)
    await pairings_forgotten(phone)
    await pc.leave()


async def test_a_page_dropped_while_it_prepares_comes_back_to_the_same_session(
    server: ConsoleServer, phone: Page, watched: Watched
) -> None:
    watched.expected.append("ERR_FAILED")
    await phone.get_by_label("Name (optional)").fill("Customer Two")
    await phone.get_by_role("button", name="Continue").tap()
    arrived = asyncio.Event()

    async def answer_is_lost(route: Route) -> None:
        await route.fetch()
        arrived.set()
        await route.abort()

    await phone.route("**/api/support-sessions", answer_is_lost)
    await phone.get_by_role("button", name="Prepare session").tap()
    await asyncio.wait_for(arrived.wait(), 20)
    await drop_and_return(phone)
    await phone.unroute("**/api/support-sessions")
    await phone.get_by_role("button", name="Continue").tap()
    await phone.get_by_role("button", name="Prepare session").tap()
    await expect(phone.get_by_role("heading", name="Progress")).to_be_visible()
    listed = await (await phone.request.get(f"{server.address}/api/support-sessions?state=live")).json()
    assert [session["customer_name"] for session in listed["items"]] == ["Customer Two"]


async def test_giving_up_forgets_what_was_typed(phone: Page) -> None:
    await phone.get_by_label("Name (optional)").fill("Customer Three")
    await phone.get_by_role("button", name="Cancel").tap()
    await phone.get_by_role("link", name="New session").first.tap()
    await expect(phone.get_by_label("Name (optional)")).to_have_value("")


async def test_ten_tabs_live_on_one_stream_and_another_takes_over(server: ConsoleServer, watched: Watched) -> None:
    context = await watched.context()
    await signed_in(server, context)
    streams: dict[Page, int] = {}

    def count(page: Page, socket: WebSocket) -> None:
        if socket.url.endswith("/api/live"):
            streams[page] = streams.get(page, 0) + 1
            socket.on("close", lambda _: streams.update({page: streams[page] - 1}))

    pages = []
    for _ in range(10):
        page = await context.new_page()
        page.on("websocket", lambda socket, page=page: count(page, socket))
        await page.goto(f"{server.address}/console/")
        await expect(page.get_by_text("No session is live")).to_be_visible()
        pages.append(page)
    async with asyncio.timeout(10):
        while sum(streams.values()) != 1:  # noqa: ASYNC110 - the browser decides when
            await asyncio.sleep(0.05)

    async def change(name: str, shown_by: list[Page]) -> None:
        made = await context.request.post(
            f"{server.address}/api/support-sessions", data={"customer_name": name}, headers={"Origin": server.address}
        )
        assert made.status == 201
        await asyncio.gather(*(expect(page.get_by_text(name)).to_be_visible(timeout=20_000) for page in shown_by))

    await change("Customer One", pages)
    leader = next(page for page, open_ones in streams.items() if open_ones == 1)
    await leader.close()
    del streams[leader]
    rest = [page for page in pages if page is not leader]
    async with asyncio.timeout(10):
        while sum(streams.values()) != 1:  # noqa: ASYNC110 - the browser decides when
            await asyncio.sleep(0.05)
    await change("Customer Two", rest)
    # No jam: the six connections per server that HTTP/1.1 leaves a browser are free, so any tab still loads at once.
    await asyncio.wait_for(rest[0].reload(), 10)
    await expect(rest[0].get_by_text("Customer Two")).to_be_visible()
    await context.close()
