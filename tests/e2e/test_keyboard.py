"""The four main paths with nothing but a keyboard: sign in with a second factor, prepare a session up to its activation, control the
remote PC and give the keyboard back, end the session. Every stop on the way must show where the focus is.
"""

import re

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect
from tests.e2e.conftest import ConsoleServer, Watched
from tests.e2e.customers_pc import CustomersPc
from tests.e2e.test_console import PASSWORD, code_on, number_on
from tests.e2e.viewer_stage import PASSWORD as HOST_PASSWORD
from tests.e2e.viewer_stage import viewer_stage
from tests.server.running import OWNER, owner_cookie
from tests.wine.display import Display

from daypass.protocol.pairing import Paired

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
MOST_STOPS = 40
# What has the focus, as a screen reader names it, and whether a ring shows it.
FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent;
  const rings = [at, at.parentElement].map((one) => getComputedStyle(one));
  const ring = rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  return [label.trim().replace(/\\s+/g, " "), ring || at === document.body];
}"""


async def focused(page: Page) -> str:
    """The name of what has the focus; it must be visible."""
    name, ring = await page.evaluate(FOCUSED)
    assert ring, f"nobody sees that the focus is on {name!r}"
    return str(name)


async def tab_to(page: Page, name: str) -> list[str]:
    """Press Tab until this has the focus; returns the stops on the way."""
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        stops.append(await focused(page))
        if stops[-1].startswith(name):
            return stops
    raise AssertionError(f"{name!r} was not reached: {stops}")


async def press(page: Page, name: str, key: str = "Enter") -> None:
    """Go there by Tab and press it."""
    await tab_to(page, name)
    await page.keyboard.press(key)


@pytest_asyncio.fixture(loop_scope="session")
async def page(server: ConsoleServer, watched: Watched) -> Page:
    """A browser in which nobody is signed in, of an owner with an app of codes."""
    await owner_cookie(server.parts)
    return await (await watched.context()).new_page()


async def add_app(server: ConsoleServer) -> pyotp.TOTP:
    """The owner's code app; its next code is the one for the sign-in."""
    who = await server.parts.accounts.who_is(await owner_cookie(server.parts))
    assert who is not None
    offer = server.parts.people.factors.offer_totp(who)
    totp = pyotp.TOTP(offer.secret)
    await server.parts.people.factors.accept_totp(who, offer.offer, totp.at(server.parts.clock() / 1000 - 30))
    return totp


async def sign_in(page: Page, server: ConsoleServer, totp: pyotp.TOTP) -> None:
    """Path 1."""
    await page.goto(f"{server.address}/console/sign-in")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await expect(page.get_by_label("E-mail")).to_be_focused()
    await page.keyboard.type(OWNER)
    assert await tab_to(page, "Password") == ["Password"]
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    await page.keyboard.type(totp.at(server.parts.clock() / 1000))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Ad hoc support")).to_be_focused()
    await expect(page).to_have_title("Ad hoc support · Daypass")


async def test_sign_in_new_session_code_and_end_by_keyboard_alone(
    server: ConsoleServer, page: Page, watched: Watched
) -> None:
    watched.expected.append("401")
    await sign_in(page, server, await add_app(server))

    await press(page, "New session")
    await expect(page.get_by_label("Customer's e-mail")).to_be_focused()
    await expect(page).to_have_title("Who needs help? · Daypass")
    assert await tab_to(page, "Name") == ["Name (optional)"]
    await page.keyboard.type("Customer One")
    assert await tab_to(page, "Continue") == ["Customer's language", "Note (optional)", "Cancel", "Continue"]
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Session password")).to_be_focused()
    await press(page, "Prepare session")
    await expect(page.get_by_role("heading", name="Customer One")).to_be_focused()

    pc = CustomersPc(server.address, server.wire, await number_on(page))
    await pc.greet()
    await pc.stage("code")
    code = await code_on(page)
    await expect(page.get_by_role("alert").filter(has_text=re.compile(r"\d"))).to_have_attribute(
        "aria-label", re.compile(" ".join(code))
    )
    paired = await pc.type_code(code)
    assert isinstance(paired, Paired)
    await pc.stage("installing")
    await pc.activate(paired)
    await expect(page.get_by_text("RECEPTION-PC")).to_be_visible()

    await press(page, "End session now")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="Keep session")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="End session now")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("button", name="Keep session")).to_be_focused()
    assert await tab_to(page, "End session now") == ["End session now"]
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Removal not yet confirmed")).to_be_visible()
    await pc.leave()


async def test_the_skip_link_menus_and_dialogs_know_the_keyboard(server: ConsoleServer, page: Page) -> None:
    await page.request.post(
        f"{server.address}/api/sign-in", data={"email": OWNER, "password": PASSWORD}, headers={"Origin": server.address}
    )
    await page.goto(f"{server.address}/console/team")
    await expect(page.get_by_role("heading", name="Team")).to_be_visible()
    assert await tab_to(page, "Skip to content") == ["Skip to content"]
    await page.keyboard.press("Enter")
    assert (await tab_to(page, "Invite"))[-1] == "Invite"
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("E-mail")).to_be_focused()
    for _ in range(12):  # the focus stays in the dialog
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="Invite", exact=True)).to_be_focused()

    await press(page, "Actions for Technician One")
    await expect(page.get_by_role("menuitem", name="Change role")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="Actions for Technician One")).to_be_focused()


async def test_the_keyboard_goes_to_the_remote_pc_and_comes_back(watched: Watched) -> None:
    display = Display(800, 600)
    try:
        with viewer_stage(display.name) as stage:
            context = await watched.context()
            page = await context.new_page()
            await page.goto(stage.page)
            await expect(page.get_by_label("Session password", exact=True)).to_be_focused()
            await page.keyboard.type(HOST_PASSWORD)
            await page.keyboard.press("Enter")
            await expect(page.locator("main[data-state=connected]")).to_be_attached()
            await press(page, "Start control")
            await expect(page.locator("textarea[data-viewer=keyboard]")).to_be_focused()
            await page.keyboard.press("Tab")  # goes to the PC: the focus stays
            await expect(page.locator("textarea[data-viewer=keyboard]")).to_be_focused()
            await page.keyboard.press("Control+Alt+Home")
            await expect(page.locator("textarea[data-viewer=keyboard]")).not_to_be_focused()
            await press(page, "End session now")
            await expect(page.get_by_role("button", name="Keep the session")).to_be_focused()
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("button", name="End session now")).to_be_focused()
            await context.close()
    finally:
        display.close()
