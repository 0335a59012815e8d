"""*New password* in a real browser: the window at the PC, the code to read out, and what the page says of every end of it."""

import re

import pytest
from playwright.async_api import Page, expect
from tests.e2e.conftest import ConsoleServer, Watched
from tests.e2e.customers_pc import CustomersPc
from tests.e2e.test_console import PASSWORD, at_code_window, code_on, prepare, wrong

from daypass.protocol.pairing import Paired

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


async def active(server: ConsoleServer, page: Page) -> CustomersPc:
    """A PC whose session on `page` is active."""
    await prepare(page, name="Customer One")
    pc = await at_code_window(server, page)
    paired = await pc.type_code(await code_on(page))
    assert isinstance(paired, Paired)
    await pc.activate(paired)
    await expect(page.get_by_role("button", name="New password")).to_be_enabled()
    return pc


async def ask(page: Page) -> str:
    """Press *New password* and go on with the password made there."""
    await page.get_by_role("button", name="New password").click()
    password = await page.get_by_role("textbox", name="Session password").input_value()
    await page.get_by_role("button", name="Show the code window").click()
    await expect(page.get_by_role("heading", name="New session password")).to_be_visible()
    return password


async def test_a_code_at_the_pc_brings_the_new_password_into_force(server: ConsoleServer, page: Page) -> None:
    pc = await active(server, page)
    await ask(page)
    request = await pc.is_asked_for_a_code()
    await expect(page.locator("[aria-current=step]", has_text="The code window is open on the PC")).to_be_visible()
    code = await code_on(page)
    assert await pc.type_code(wrong(code)) == 4
    await expect(page.get_by_text("4 tries left")).to_be_visible()
    await page.reload()  # what was read out survives
    assert await code_on(page) == code
    paired = await pc.type_code(code)
    assert isinstance(paired, Paired)
    await pc.has_the_password(request, paired)
    await expect(page.get_by_text("New password in force since")).to_be_visible()
    await expect(page.get_by_role("heading", name="New session password")).to_be_hidden()
    await expect(page.get_by_role("button", name="New password")).to_be_enabled()
    await pc.leave()


async def test_another_browser_sets_it_and_the_first_one_says_where(
    server: ConsoleServer, watched: Watched, page: Page
) -> None:
    pc = await active(server, page)
    context = await watched.context()
    other = await context.new_page()
    await other.goto(f"{server.address}/console/")
    await other.get_by_label("E-mail").fill("owner@example.org")
    await other.get_by_label("Password", exact=True).fill(PASSWORD)
    await other.get_by_role("button", name="Sign in", exact=True).click()
    await expect(other.get_by_role("heading", name="Ad hoc support", level=1)).to_be_visible()
    await other.goto(page.url)
    await ask(other)
    request = await pc.is_asked_for_a_code()
    await expect(page.get_by_text("is setting a new password on another page")).to_be_visible()
    paired = await pc.type_code(await code_on(other))
    assert isinstance(paired, Paired)
    await pc.has_the_password(request, paired)
    for each in (page, other):
        await expect(each.get_by_text("New password in force since")).to_be_visible()
    await pc.leave()
    await context.close()


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("nobody", "Nobody is signed in to Windows on that PC"),
        ("closed", "The person at the PC closed the code window"),
        ("expired", "The code was not typed in time"),
        ("failed", "The PC could not change the password"),
    ],
)
async def test_every_other_end_is_said(
    server: ConsoleServer, watched: Watched, page: Page, stage: str, said: str
) -> None:
    watched.expected.append("/pairing' failed")  # it may be over before the page has come to the mailbox
    pc = await active(server, page)
    await ask(page)
    request = await pc.is_asked_for_a_code()
    await pc.tells_of_the_password(request, stage)
    await expect(page.get_by_text(said)).to_be_visible()
    await pc.leave()


async def test_giving_up_and_a_pc_that_is_away(server: ConsoleServer, page: Page) -> None:
    pc = await active(server, page)
    await ask(page)
    await pc.is_asked_for_a_code()
    await page.get_by_role("button", name="Give up").click()
    await expect(page.get_by_role("heading", name="New session password")).to_be_hidden()
    await pc.leave()
    away = page.get_by_role("button", name="New password")
    await expect(away).to_be_disabled()
    assert re.search("needs the PC online", await away.get_attribute("title") or "")
