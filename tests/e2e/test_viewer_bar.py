"""What the viewer's bar offers, in real Chromium against a host with a real X11 screen."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.test_viewer import browser, connect, page, screen, stage, until, wait_for_state
from tests.e2e.viewer_stage import Stage
from tests.host.remote_control.painter import Painter
from tests.wine.display import Display

from daypass.protocol import viewing

__all__ = ["browser", "page", "screen", "stage"]
pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def open_menu(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def test_quality_is_told_to_the_host_and_remembered_and_the_statistics_move(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    connect(page)
    wait_for_state(page, "connected")
    open_menu(page, "Screen")
    page.screenshot(path=tmp_path / "screen-menu.png")
    page.get_by_role("menuitemradio", name="Sharp").click()
    sharp = viewing.ChooseQuality(quality=viewing.Quality.SHARP)
    until(lambda: sharp in stage.host.heard)
    open_menu(page, "Screen")
    page.get_by_role("menuitemcheckbox", name="Statistics").click()
    figures = page.get_by_role("region", name="Statistics")
    painter = Painter(screen.name)
    for number in range(60):
        painter.fill(10 + number, 10, 300, 200, number * 4000)
        time.sleep(0.03)
    painter.close()
    expect(figures.get_by_role("row", name="Exact")).to_contain_text("100 %")
    page.screenshot(path=tmp_path / "statistics.png")
    stage.host.heard.clear()
    stage.cut_the_line()
    until(lambda: {sharp, viewing.ShowFigures(on=True)} <= set(stage.host.heard))
    wait_for_state(page, "connected")
    stage.host.heard.clear()
    page.reload()
    connect(page)
    until(lambda: sharp in stage.host.heard)
    wait_for_state(page, "connected")
