"""Looks at what a page shows: axe-core's rules, and what it does not know — reflow, cut-off and overlapping text, targets, faint controls.

Both scripts are evaluated through the browser's debugging protocol, beside the page's content security policy and not against it: the
policy stays as the product sends it. `DAYPASS_SCREENSHOTS=folder` keeps a picture of everything that was looked at.
"""

import functools
import os
from pathlib import Path

from playwright.async_api import Page
from tests.e2e.conftest import ROOT

DESKTOP, PHONE = (1280, 800), (360, 740)
# 1280 CSS pixels at 400 %, as WCAG 1.4.10 counts.
REFLOW = (320, 640)
CONSOLE_TARGET_PX, CUSTOMER_TARGET_PX = 24, 44
RUN_AXE = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`))"""
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const ends = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
  await Promise.all(ends.map((one) => one.finished.catch(() => undefined)));
  await frame();
}"""


@functools.cache
def scripts() -> str:
    """What `RUN_AXE` and `measures` need in the page."""
    axe = ROOT / "console/node_modules/axe-core/axe.min.js"
    return axe.read_text(encoding="utf-8") + "\n;" + (ROOT / "tests/e2e/measures.js").read_text(encoding="utf-8")


async def faults_of(page: Page, name: str, target_px: int = CONSOLE_TARGET_PX, thorough: bool = True) -> list[str]:
    """Everything that is wrong with what the page shows now: light on a desktop, dark on a phone, and at 400 %.

    Not `thorough`: where only parts are shown that were looked at elsewhere, on a phone in the dark and at 400 % will do.
    """
    if not await page.evaluate("'measures' in globalThis"):
        await page.evaluate(scripts())
    found: list[str] = []
    views = (("light", DESKTOP), ("dark", PHONE)) if thorough else (("dark", PHONE),)
    for scheme, (width, height) in views:
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        await _resize(page, width, height)
        where = f"{name}, {scheme}, {width} px: "
        found += [where + fault for fault in await page.evaluate(RUN_AXE)]
        found += [where + fault for fault in await page.evaluate("measures.faintControls()")]
        await _keep_picture(page, f"{name}-{scheme}-{width}")
    await page.emulate_media(color_scheme="light")
    await _resize(page, *REFLOW)
    measured = "[...measures.sideways(), ...measures.cutOff(), ...measures.overlaps(), ...measures.small(%d)]"
    found += [f"{name}, {REFLOW[0]} px: {fault}" for fault in await page.evaluate(measured % target_px)]
    await _keep_picture(page, f"{name}-light-{REFLOW[0]}")
    width, height = DESKTOP
    await page.set_viewport_size({"width": width, "height": height})  # who looks next waits
    return found


async def _resize(page: Page, width: int, height: int) -> None:
    """And wait until what moves has come to rest."""
    await page.set_viewport_size({"width": width, "height": height})
    await page.evaluate(SETTLED)


async def _keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("DAYPASS_SCREENSHOTS"):
        file = Path(folder) / f"{name.replace('/', '_').replace('$', '').replace(' ', '-')}.png"
        # A dialog lies in the window, not in the page.
        await page.screenshot(path=file, full_page=await page.locator("[role=dialog]").count() == 0)
