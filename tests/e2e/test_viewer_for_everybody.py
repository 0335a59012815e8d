"""The viewer's bar and its menus, looked at as every other page is: axe-core, faint controls, small targets, nothing cut off."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.filled_company import words
from tests.e2e.looking import CONSOLE_TARGET_PX, DESKTOP, PHONE, REFLOW, RUN_AXE, SETTLED, scripts
from tests.e2e.test_viewer import HEIGHT, browser, connect, page, screen, stage, wait_for_state
from tests.e2e.viewer_stage import PASSWORD, Stage

from daypass.host.platform.ports import Area, Monitor
from daypass.protocol import holding

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
__all__ = ["browser", "page", "screen", "stage"]
VIEWS = (("light", DESKTOP), ("dark", PHONE), ("light", REFLOW))


def faults_of(page: Page, name: str) -> list[str]:
    """As `looking.faults_of`, for a page that cannot reflow: the picture is as wide as the window, whatever its size."""
    found: list[str] = []
    for scheme, (width, height) in VIEWS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(SETTLED)
        if name_of_the_pc := page.locator(".viewer-computer").bounding_box():
            # The bar stays while the mouse is over it; here it rests on nothing that would open a tooltip.
            page.mouse.move(name_of_the_pc["x"] + 5, name_of_the_pc["y"] + 5)
            page.evaluate(SETTLED)
        measured = f"[...measures.faintControls(), ...measures.cutOff(), ...measures.small({CONSOLE_TARGET_PX})]"
        where = f"{name}, {scheme}, {width} px: "
        found += [where + fault for script in (RUN_AXE, measured) for fault in page.evaluate(script)]
        if folder := os.environ.get("DAYPASS_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"viewer-{name.replace(' ', '-')}-{scheme}-{width}.png")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return found


def in_portuguese(browser: Browser, stage: Stage, by_finger: bool = False) -> Page:
    """A page in the language with the longest words, connected."""
    page = browser.new_context(locale="pt-BR", has_touch=by_finger, is_mobile=by_finger).new_page()
    page.goto(stage.page)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    wait_for_state(page, "connected")
    page.evaluate(scripts())
    return page


def test_the_bar_of_the_viewer_is_for_everybody(page: Page) -> None:
    connect(page)
    wait_for_state(page, "connected")
    page.evaluate(scripts())
    found = faults_of(page, "bar")
    opening = page.locator(".viewer-bar [aria-haspopup=menu]")
    for place in range(opening.count()):
        page.mouse.move(DESKTOP[0] / 2, 3)
        opening.nth(place).click()
        page.get_by_role("menu").wait_for()
        found += faults_of(page, f"menu {place}")
        page.keyboard.press("Escape")
    assert opening.count() > 0
    assert not found, "\n".join(found)


def test_everything_switched_on_at_once_and_a_colleague_with_the_hands_are_for_everybody(
    browser: Browser, stage: Stage
) -> None:
    def press(name: str, **facts: object) -> None:
        label = words(f"console.remote_control.{name}", **facts)
        page.get_by_role("toolbar").get_by_role("button", name=label, exact=True).click()

    stage.host.names = ["Technician One", "Technician Two with a rather long name of several parts"]
    stage.host.monitors = [Monitor(3, Area(0, 0, 600, HEIGHT), True), Monitor(8, Area(600, 40, 424, 480), False)]
    page = in_portuguese(browser, stage)
    page.evaluate("window.showSaveFilePicker = undefined")
    press("record")
    press("clipboard_on")
    press("draw_on", keys="Ctrl + Alt + Page Up")
    press("screen")
    page.get_by_role("menuitemcheckbox", name=words("console.remote_control.figures")).click()
    stage.host.hold(holding.Held.SCREEN, "DP-422")
    expect(page.get_by_role("radiogroup")).to_be_visible()
    expect(page.get_by_role("button", name=words("console.remote_control.held_screen"))).to_be_visible()
    found = faults_of(page, "everything on")
    page.get_by_role("button", name=words("console.remote_control.stop_recording")).click()
    colleague = in_portuguese(browser, stage)
    colleague.get_by_role("button", name=words("console.remote_control.take_control")).click()
    expect(page.get_by_role("button", name=words("console.remote_control.take_control"))).to_be_visible()
    found += faults_of(page, "colleague has the hands")
    page.context.close()
    colleague.context.close()
    assert not found, "\n".join(found)


def test_the_bar_for_fingers_is_for_everybody(browser: Browser, stage: Stage) -> None:
    page = in_portuguese(browser, stage, by_finger=True)
    found = faults_of(page, "touch bar")
    page.get_by_role("button", name=words("console.remote_control.touch.more")).tap()
    page.get_by_role("menu").wait_for()
    found += faults_of(page, "touch menu")
    page.context.close()
    assert not found, "\n".join(found)
