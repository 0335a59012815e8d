"""Fingers on a phone of 360 × 640: what they do to the PC, and the bar of keys that a phone lacks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect
from tests.e2e.test_viewer import HEIGHT, WIDTH, browser, screen, stage, until, wait_for_state
from tests.e2e.viewer_stage import Stage

from daypass.protocol import remote_control as wire

__all__ = ["browser", "screen", "stage"]
pytestmark = [pytest.mark.e2e, pytest.mark.slow]
ROOM_WIDTH, ROOM_HEIGHT = 360, 640
SHOWN = ROOM_WIDTH / WIDTH
TOP = (ROOM_HEIGHT - HEIGHT * SHOWN) / 2
Place = tuple[float, float]


@pytest.fixture
def phone(browser: Browser, stage: Stage) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": ROOM_WIDTH, "height": ROOM_HEIGHT}, has_touch=True, is_mobile=True, locale="pt-BR"
    )
    page = context.new_page()
    page.goto(stage.page)
    page.locator("input[type=password]").wait_for()
    yield page
    context.close()


def touch(devtools: CDPSession, *steps: tuple[Place, ...]) -> None:
    """Fingers go down at the first places, along the others, and up."""
    for number, places in enumerate(steps):
        points: list[dict[str, Any]] = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(places)]
        devtools.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if number else "touchStart", "touchPoints": points}
        )
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def buttons(stage: Stage) -> list[tuple[int, bool, int, int]]:
    found = [message for message in stage.host.heard if isinstance(message, wire.PointerButton)]
    return [(message.button, message.down, message.x, message.y) for message in found]


def keys(stage: Stage) -> list[tuple[int, bool]]:
    return [(message.scan, message.down) for message in stage.host.heard if isinstance(message, wire.Key)]


def test_fingers_and_the_bar_of_keys_work_on_the_pc(phone: Page, stage: Stage, tmp_path: Path) -> None:
    phone.locator("input[type=password]").fill("winter garden 42")
    phone.keyboard.press("Enter")
    wait_for_state(phone, "connected")
    devtools = phone.context.new_cdp_session(phone)

    touch(devtools, ((100, TOP + 90),))
    until(lambda: len(buttons(stage)) == 2)
    left, _ = buttons(stage)
    assert left[:2] == (0, True) and abs(left[2] - 100 / SHOWN) < 3 and abs(left[3] - 90 / SHOWN) < 3

    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 200, "y": TOP + 50}]})
    until(lambda: (2, False) in [event[:2] for event in buttons(stage)])
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    touch(devtools, *(((100, y), (160, y)) for y in range(int(TOP) + 10, int(TOP) + 70, 6)))
    until(lambda: sum(message.dy for message in stage.host.heard if isinstance(message, wire.Wheel)) > 60)

    phone.get_by_role("button", name="Ctrl", exact=True).tap()
    expect(phone.get_by_role("button", name="Ctrl", exact=True)).to_have_attribute("aria-pressed", "true")
    phone.get_by_role("button", name="Mostrar o teclado na tela").tap()
    phone.keyboard.insert_text("c")
    until(lambda: keys(stage) == [(0x1D, True), (0x2E, False), (0x1D, False)])
    phone.keyboard.insert_text("ção")
    until(lambda: wire.TextTyped(text="ção") in stage.host.heard)
    phone.evaluate("document.execCommand('delete')")
    until(lambda: (0x0E, False) in keys(stage))
    phone.screenshot(path=tmp_path / "bar.png")

    phone.get_by_role("button", name="O dedo é o ponteiro").tap()
    before = [message for message in stage.host.heard if isinstance(message, wire.PointerMoved)][-1]
    touch(devtools, *(((100 + step, TOP + 100),) for step in range(0, 60, 10)))
    until(lambda: isinstance(stage.host.heard[-1], wire.PointerMoved) and stage.host.heard[-1].x > before.x + 60)
    assert len([event for event in buttons(stage) if event[:2] == (0, True)]) == 1, "pushing presses nothing"

    touch(devtools, *(((150 - step, 300), (210 + step, 300)) for step in range(0, 60, 10)))
    stage_style = phone.locator("canvas[data-viewer=picture]").evaluate(
        "canvas => canvas.parentElement.style.transform"
    )
    assert "scale(" in stage_style
    phone.get_by_role("button", name="Mais teclas e gestos").tap()
    phone.get_by_role("menuitem", name="F5").tap()
    until(lambda: (0x3F, False) in keys(stage))
    phone.get_by_role("button", name="Mais teclas e gestos").tap()
    phone.screenshot(path=tmp_path / "more.png")
