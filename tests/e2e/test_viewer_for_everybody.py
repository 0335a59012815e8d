"""The viewer's bar and its menus, looked at as every other page is: axe-core, faint controls, small targets, nothing cut off."""

import pytest
from playwright.sync_api import Page
from tests.e2e.looking import CONSOLE_TARGET_PX, DESKTOP, PHONE, REFLOW, RUN_AXE, SETTLED, scripts
from tests.e2e.test_viewer import browser, connect, page, screen, stage, wait_for_state

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
__all__ = ["browser", "page", "screen", "stage"]
VIEWS = (("light", DESKTOP), ("dark", PHONE), ("light", REFLOW))


def faults_of(page: Page, name: str) -> list[str]:
    """As `looking.faults_of`, for a page that cannot reflow: the picture is as wide as the window, whatever its size."""
    found: list[str] = []
    for scheme, (width, height) in VIEWS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(width / 2, 3)  # the bar comes to the mouse
        page.evaluate(SETTLED)
        measured = f"[...measures.faintControls(), ...measures.cutOff(), ...measures.small({CONSOLE_TARGET_PX})]"
        where = f"{name}, {scheme}, {width} px: "
        found += [where + fault for script in (RUN_AXE, measured) for fault in page.evaluate(script)]
    return found


def test_the_bar_of_the_viewer_is_for_everybody(page: Page) -> None:
    connect(page)
    wait_for_state(page, "connected")
    page.evaluate(scripts())
    found = faults_of(page, "bar")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    opening = page.locator(".viewer-bar [aria-haspopup=menu]")
    for place in range(opening.count()):
        page.mouse.move(DESKTOP[0] / 2, 3)
        opening.nth(place).click()
        page.get_by_role("menu").wait_for()
        found += faults_of(page, f"menu {place}")
        page.keyboard.press("Escape")
    assert opening.count() > 0
    assert not found, "\n".join(found)
