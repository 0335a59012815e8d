"""Guides in real Chromium: read and answered without JavaScript and in the console; the answers reach the report.

`DAYPASS_SCREENSHOTS=folder` keeps pictures to look at.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from tests.e2e.conftest import ConsoleServer, Watched
from tests.server.running import OWNER, PASSWORD, owner_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

NUMBERS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine".split())}
SUM = re.compile(r"How much is (\w+) plus (\w+)\?")


async def keep_picture(page: Page, name: str) -> None:
    """A screenshot, when somebody wants to look."""
    if folder := os.environ.get("DAYPASS_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def fill_sum(page: Page) -> None:
    """Do the sum, as long after the page came as a person takes at least."""
    field = page.get_by_label(SUM)
    asked = SUM.search(await page.locator("label", has_text=SUM).inner_text())
    assert asked
    await field.fill(str(NUMBERS[asked[1]] + NUMBERS[asked[2]]))
    await page.wait_for_timeout(2_100)


async def test_a_reader_without_scripts_says_no_and_why_on_a_phone(server: ConsoleServer, watched: Watched) -> None:
    watched.expected.append("the server responded with a status of 422")  # the answer without a reason, below
    context = await watched.context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await page.goto(f"{server.address}/guide?lang=en")
    await keep_picture(page, "guide-contents-360")
    await page.get_by_role("link", name="What the codes mean").click()
    await page.get_by_role("link", name="DP-301").click()
    await expect(page.get_by_role("heading", name="The code does not match.")).to_be_visible()
    await expect(page.get_by_text("It was hard to understand")).to_be_hidden()  # no answer yet, no reasons yet
    await page.get_by_label("No", exact=True).check()
    await page.get_by_label("Would you like to add something?").fill("On the phone 5 and 9 sound alike")
    await fill_sum(page)
    await page.get_by_role("button", name="Send answer").click()
    await expect(page.get_by_role("alert")).to_contain_text("at least one reason")
    await expect(page.get_by_label("Would you like to add something?")).to_have_value(
        "On the phone 5 and 9 sound alike"
    )
    await keep_picture(page, "guide-refused-360")
    await page.get_by_label("It was hard to understand").check()
    await fill_sum(page)
    await page.get_by_role("button", name="Send answer").click()
    await expect(page.get_by_role("heading", name="We are sorry")).to_be_visible()
    await keep_picture(page, "guide-sorry-360")
    await context.close()


async def test_a_technician_reads_and_answers_in_the_console_and_the_owner_reads_it(
    server: ConsoleServer, watched: Watched
) -> None:
    await owner_cookie(server.parts)
    context = await watched.context(viewport={"width": 1180, "height": 800})
    page = await context.new_page()
    await page.goto(f"{server.address}/console/sign-in")
    await page.get_by_label("E-mail").fill(OWNER)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_role("link", name="Guides", exact=True).click()
    await page.get_by_label("Find a code or a word").fill("seat")
    await expect(page.get_by_role("link", name="DP-503")).to_be_visible()
    await expect(page.get_by_role("link", name="DP-301")).to_have_count(0)
    await keep_picture(page, "console-guides")
    await page.get_by_role("link", name="Technician's guide").click()
    await expect(page.get_by_role("heading", name="What to say on the phone")).to_be_visible()
    await page.get_by_label("Yes", exact=True).check()
    await page.get_by_label("It was easy to follow").check()
    await fill_sum(page)
    await keep_picture(page, "console-guide")
    await page.get_by_role("button", name="Send answer").click()
    await expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    await page.get_by_role("link", name="All guides").click()
    await page.get_by_role("link", name="Readers’ answers").click()
    row = page.get_by_role("row", name="Technician's guide")
    await expect(row).to_contain_text("It was easy to follow (1)")
    await keep_picture(page, "console-answers")
    await page.goto(f"{server.address}/console/guides/connect")
    await expect(page.get_by_role("img", name="The page with the download button")).to_be_visible()
    await page.set_viewport_size({"width": 360, "height": 740})
    # The frame folds its navigation a moment after the window has changed.
    await page.wait_for_function("document.documentElement.scrollWidth <= 360")
    await context.close()
