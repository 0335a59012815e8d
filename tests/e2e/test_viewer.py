"""The viewer in real Chromium against a host with a real X11 screen: every pixel right, every key and click where it was meant."""

import dataclasses
import os
import queue
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from demo.browsers import ARGUMENTS, CHROMIUM
from demo.notepad_reader import open_notepad
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.e2e.viewer_stage import DIST, PASSWORD, Stage, viewer_stage
from tests.host.remote_control.memory_screen import panning
from tests.host.remote_control.painter import Painter
from tests.wine.display import Display

from daypass.host.platform.linux.clipboard import X11Clipboard
from daypass.protocol import picture
from daypass.protocol import remote_control as wire
from daypass.protocol.clipboard import ClipboardShared, ClipboardText
from daypass.protocol.signed import SigningKey

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
WIDTH, HEIGHT = 1024, 640
READ_CANVAS = """async () => {
  const canvas = document.querySelector("canvas[data-viewer=picture]");
  const bitmap = await createImageBitmap(canvas);
  const copy = new OffscreenCanvas(bitmap.width, bitmap.height);
  copy.getContext("2d").drawImage(bitmap, 0, 0);
  const blob = await copy.convertToBlob({ type: "image/png" });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not (DIST / "index.html").exists():
        pytest.skip("the console is not built: make console")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def screen() -> Iterator[Display]:
    display = Display(WIDTH, HEIGHT)
    yield display
    display.close()


@pytest.fixture
def stage(screen: Display) -> Iterator[Stage]:
    with viewer_stage(screen.name) as running:
        yield running


@pytest.fixture
def page(browser: Browser, stage: Stage) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-US")
    opened = context.new_page()
    violations: list[str] = []
    opened.on("console", lambda line: violations.append(line.text) if "Content Security" in line.text else None)
    opened.on("pageerror", lambda error: violations.append(str(error)))
    opened.goto(stage.page)
    yield opened
    context.close()
    assert violations == []


def connect(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Session password", exact=True).fill(password)
    page.get_by_role("button", name="Connect", exact=True).click()


def wait_for_state(page: Page, state: str) -> None:
    expect(page.locator(f"main[data-state={state}]")).to_be_attached(timeout=20_000)


def until(reached: Callable[[], Any], timeout_s: float = 10) -> Any:
    deadline = time.monotonic() + timeout_s
    while not (found := reached()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def pixels_of(file: Path) -> bytes:
    with Image.open(file) as picture:
        assert picture.size == (WIDTH, HEIGHT)
        return picture.convert("RGB").tobytes()


def shown(page: Page, folder: Path) -> bytes:
    file = folder / "viewer.png"
    file.write_bytes(bytes.fromhex(page.evaluate(READ_CANVAS)))
    return pixels_of(file)


def start_control(page: Page, x: int = 5, y: int = HEIGHT - 5) -> None:
    """Click the picture, as a technician does; `x`, `y` is a place where a click does nothing."""
    page.mouse.click(x, y)
    until(lambda: page.evaluate("document.activeElement?.dataset.viewer") == "keyboard")


def test_every_pixel_of_the_remote_screen_is_on_the_canvas(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    chance = random.Random(7)
    painter = Painter(screen.name)
    connect(page)
    wait_for_state(page, "connected")
    for drawing in range(6):
        for _ in range(40):
            width, height = chance.randint(1, 300), chance.randint(1, 200)
            place = chance.randint(0, WIDTH - 1), chance.randint(0, HEIGHT - 1)
            painter.fill(*place, width, height, chance.randint(0, 0xFFFFFF))
        for _ in range(3):
            painter.move(40, 30, 800, 500, chance.choice((0, 0, 7)), chance.randint(-60, 60))
            time.sleep(0.05)
        wanted = pixels_of(screen.screenshot(tmp_path / f"screen{drawing}.png"))
        until(lambda: shown(page, tmp_path) == wanted)  # noqa: B023 - used within the turn
    painter.close()


def test_a_film_plays_as_video_and_every_pixel_is_right_when_it_rests(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    frames = 0

    def count(data: bytes) -> bytes:
        nonlocal frames
        areas = picture.read_picture(data, WIDTH, HEIGHT).areas
        frames += any(area.codec is picture.Codec.VIDEO for area in areas)
        return data

    stage.host.picture_filter = count
    painter, film = Painter(screen.name), panning(random.Random(2), 320, 240)
    connect(page)
    wait_for_state(page, "connected")
    for number in range(90):
        painter.put(WIDTH - 323, HEIGHT - 240, 320, 240, b"".join(film(number)))
        time.sleep(0.02)
    assert frames > 10
    wanted = pixels_of(screen.screenshot(tmp_path / "screen.png"))
    until(lambda: shown(page, tmp_path) == wanted)
    painter.close()


def test_a_broken_video_is_begun_again(page: Page, screen: Display, stage: Stage, tmp_path: Path) -> None:
    def damage(data: bytes) -> bytes:
        """The first frame after a key frame is a picture by its units, and noise to the decoder."""
        read = picture.read_picture(data, WIDTH, HEIGHT)
        video = [area for area in read.areas if area.codec is picture.Codec.VIDEO and area.payload[0] == 0]
        if not video:
            return data
        stage.host.picture_filter = lambda data: data
        broken = dataclasses.replace(video[0], payload=b"\0" + b"\0\0\1\x41" + b"\xff" * 80)
        return picture.write_picture(dataclasses.replace(read, areas=[broken]))

    stage.host.picture_filter = damage
    painter, film = Painter(screen.name), panning(random.Random(2), 320, 240)
    connect(page)
    wait_for_state(page, "connected")
    for number in range(90):
        painter.put(101, 77, 320, 240, b"".join(film(number)))
        time.sleep(0.02)
    until(lambda: any(isinstance(message, wire.RefreshPicture) for message in stage.host.heard))
    wanted = pixels_of(screen.screenshot(tmp_path / "screen.png"))
    until(lambda: shown(page, tmp_path) == wanted)
    painter.close()


def test_typed_text_arrives_in_a_real_program_with_accents_and_signs(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    with open_notepad(screen.name, tmp_path / "typed.txt") as text:
        connect(page)
        wait_for_state(page, "connected")
        start_control(page)
        page.keyboard.type("Daypass 24 h: ")
        page.keyboard.press("Shift+KeyA")
        page.keyboard.insert_text("ção €")
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        until(lambda: text() == "Daypass 24 h: Ação €\n ")


def test_a_dead_key_composes_on_this_side(page: Page, screen: Display, stage: Stage, tmp_path: Path) -> None:
    with open_notepad(screen.name, tmp_path / "typed.txt") as text:
        connect(page)
        wait_for_state(page, "connected")
        start_control(page)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Input.imeSetComposition", {"text": "~", "selectionStart": 1, "selectionEnd": 1})
        assert text() == ""
        devtools.send("Input.insertText", {"text": "ã"})
        page.keyboard.type("o")
        until(lambda: text() == "ão")
        assert not any(isinstance(message, wire.Key) and message.down for message in stage.host.heard)


def test_shortcuts_go_by_character_and_losing_the_focus_lets_everything_go(page: Page, stage: Stage) -> None:
    connect(page)
    wait_for_state(page, "connected")
    start_control(page)
    page.keyboard.down("Control")
    page.keyboard.press("KeyA")
    page.evaluate("document.activeElement.blur()")
    until(lambda: any(isinstance(message, wire.ReleaseAll) for message in stage.host.heard))
    keys = [(m.scan, m.extended, m.down) for m in stage.host.heard if isinstance(m, wire.Key)]
    assert keys == [(0x1D, False, True), (0x1E, False, False)]
    assert wire.ShortcutKey(scan=0x1E, extended=False, text="a") in stage.host.heard
    page.keyboard.up("Control")


def test_the_mouse_arrives_where_it_was_aimed_also_when_the_picture_is_shrunk(
    page: Page, screen: Display, stage: Stage
) -> None:
    connect(page)
    wait_for_state(page, "connected")
    page.set_viewport_size({"width": WIDTH // 2, "height": HEIGHT // 2})
    picture_box = page.locator("canvas[data-viewer=picture]").bounding_box
    until(lambda: (box := picture_box()) and box["width"] == WIDTH // 2)  # the page lays it out a moment later
    start_control(page, 5, HEIGHT // 2 - 5)
    until(lambda: wire.PointerMoved(x=10, y=HEIGHT - 10) in stage.host.heard)
    assert not any(isinstance(m, wire.PointerButton) for m in stage.host.heard), "that click only started control"
    page.mouse.move(200, 150)
    until(lambda: "x:400 y:300" in screen.do("getmouselocation"))
    for _ in range(2):
        page.mouse.wheel(0, 100)
    until(lambda: sum(m.dy for m in stage.host.heard if isinstance(m, wire.Wheel)) == -240)
    page.mouse.click(300, 220, button="right")
    pressed = until(lambda: [m for m in stage.host.heard if isinstance(m, wire.PointerButton) and m.button == 2])
    assert (pressed[0].x, pressed[0].y, pressed[0].down) == (600, 440, True)


def test_a_wrong_password_is_said_at_the_field_and_the_right_one_goes_on(page: Page, stage: Stage) -> None:
    connect(page, "not this one")
    expect(page.get_by_text("DP-401")).to_be_visible(timeout=20_000)
    field = page.get_by_label("Session password", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    connect(page)
    wait_for_state(page, "connected")


def test_too_many_tries_show_how_long_to_wait_and_the_button_waits_too(page: Page, stage: Stage) -> None:
    stage.host.refusal = {"dp": "DP-402", "retry_after_s": 3}
    connect(page)
    expect(page.get_by_text("DP-402")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("timer")).to_contain_text("0:0")
    button = page.get_by_role("button", name="Connect", exact=True)
    expect(button).to_be_disabled()
    stage.host.refusal = None
    expect(button).to_be_enabled(timeout=6_000)
    connect(page)
    wait_for_state(page, "connected")


def test_nobody_agreed_and_paused_are_told_in_words(page: Page, stage: Stage) -> None:
    for dp in ("DP-403", "DP-404"):
        stage.host.refusal = {"dp": dp}
        connect(page)
        expect(page.get_by_text(dp)).to_be_visible(timeout=20_000)


def test_the_page_waits_visibly_while_the_customer_is_asked(page: Page, stage: Stage) -> None:
    stage.host.consent = "ask"
    connect(page)
    wait_for_state(page, "asking_customer")
    wait_for_state(page, "connected")


def test_a_broken_line_heals_without_the_password_and_shows_everything_again(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    connect(page)
    wait_for_state(page, "connected")
    stage.cut_the_line()
    wait_for_state(page, "reconnecting")
    painter = Painter(screen.name)
    painter.fill(10, 10, 500, 300, 0x0F766E)
    painter.close()
    wait_for_state(page, "connected")
    wanted = pixels_of(screen.screenshot(tmp_path / "screen.png"))
    until(lambda: shown(page, tmp_path) == wanted)
    assert stage.host.modes == ["password", "resume"]


def test_a_session_handed_to_a_colleague_closes_the_viewer_and_names_them(
    page: Page, stage: Stage, tmp_path: Path
) -> None:
    connect(page)
    wait_for_state(page, "connected")
    stage.hand_over("Technician Two")
    wait_for_state(page, "ended")
    expect(page.get_by_role("alert")).to_contain_text("This session was handed to Technician Two.")
    expect(page.get_by_role("alert")).to_contain_text("DP-606")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(1)
    page.screenshot(path=tmp_path / "handed-over.png")
    assert len(stage.host.modes) == 1, "it did not come back by itself"
    way_out = page.get_by_role("link", name="Open the list of sessions")
    expect(way_out).to_have_attribute("href", "/console/")


def test_a_refused_resume_asks_for_the_password_over_the_last_picture(page: Page, stage: Stage) -> None:
    connect(page)
    wait_for_state(page, "connected")
    stage.host.refusal = {"dp": "DP-405"}
    stage.cut_the_line()
    wait_for_state(page, "password")
    expect(page.get_by_text("DP-405")).to_be_visible()
    stage.host.refusal = None
    connect(page)
    wait_for_state(page, "connected")


@pytest.mark.parametrize("broken", [b"", b"\x01" * 40], ids=["empty", "nonsense"])
def test_a_malformed_picture_ends_the_connection_with_words(page: Page, stage: Stage, broken: bytes) -> None:
    stage.host.picture_filter = lambda picture: broken
    connect(page)
    wait_for_state(page, "ended")
    expect(page.get_by_text("DP-205")).to_be_visible()


def test_another_host_than_the_pinned_one_is_refused(page: Page, stage: Stage) -> None:
    stage.host.identity = SigningKey(os.urandom(32))
    connect(page)
    expect(page.get_by_text("DP-407")).to_be_visible(timeout=20_000)
    assert stage.host.heard == []


def test_copied_text_goes_both_ways_once_it_is_switched_on(page: Page, screen: Display, stage: Stage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    heard: queue.Queue[str] = queue.Queue()
    program = X11Clipboard(screen.name, heard.put)
    connect(page)
    wait_for_state(page, "connected")
    page.evaluate("navigator.clipboard.writeText('from the browser')")
    program.put("before it was switched on")
    page.get_by_role("button", name="Share the clipboard").click()
    assert heard.get(timeout=10) == "from the browser"
    program.put("olá €\nfrom the PC")
    until(lambda: page.evaluate("navigator.clipboard.readText()") == "olá €\nfrom the PC")
    start_control(page)
    page.evaluate("navigator.clipboard.writeText('for Ctrl+V')")
    page.keyboard.press("Control+KeyV")
    assert heard.get(timeout=10) == "for Ctrl+V"
    until(lambda: wire.Key(scan=0x1D, extended=False, down=False) in stage.host.heard)
    told = [message for message in stage.host.heard if isinstance(message, ClipboardText | wire.Key)]
    assert told[:3] == [
        ClipboardText(text="from the browser"),
        ClipboardText(text="for Ctrl+V"),
        wire.Key(scan=0x1D, extended=False, down=True),
    ]
    page.get_by_role("button", name="Stop sharing the clipboard").click()
    until(lambda: ClipboardShared(on=False) in stage.host.heard)
    program.put("after it was switched off")
    time.sleep(0.3)
    assert page.evaluate("navigator.clipboard.readText()") == "for Ctrl+V"
    program.close()
