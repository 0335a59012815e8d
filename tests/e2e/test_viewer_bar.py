"""What the viewer's bar offers, in real Chromium against a host with a real X11 screen."""

import time
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect
from tests.e2e.test_viewer import (
    READ_CANVAS,
    browser,
    connect,
    page,
    screen,
    stage,
    start_control,
    until,
    wait_for_state,
)
from tests.e2e.viewer_stage import Stage
from tests.host.remote_control.painter import Painter
from tests.wine.display import Display

from daypass.host.platform.ports import Area, Monitor
from daypass.protocol import holding, viewing
from daypass.protocol.drawing import PointAt, WipeDrawing
from daypass.protocol.remote_control import CharacterKey, Key, PointerButton, PointerMoved

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
    plain = viewing.HideWallpaper(on=True)
    assert plain not in stage.host.heard, "only where the technician wants it"
    open_menu(page, "Screen")
    page.get_by_role("menuitemcheckbox", name="Hide the PC’s wallpaper").click()
    until(lambda: plain in stage.host.heard)
    stage.host.heard.clear()
    page.reload()
    connect(page)
    until(lambda: {sharp, plain} <= set(stage.host.heard))
    wait_for_state(page, "connected")


def test_one_monitor_alone_is_shown_exactly_at_any_zoom_and_its_end_is_told(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    left, right = Area(0, 0, 600, 640), Area(600, 40, 424, 480)
    stage.host.monitors = [Monitor(3, left, True), Monitor(8, right, False)]
    painter = Painter(screen.name)
    painter.fill(610, 50, 200, 100, 0x0F766E)
    painter.fill(900, 500, 50, 19, 0xB45309)
    connect(page)
    wait_for_state(page, "connected")
    page.get_by_role("radiogroup", name="Monitors").get_by_text("2", exact=True).click()
    until(lambda: size_of(page) == (424, 480))
    page.screenshot(path=tmp_path / "one-monitor.png")
    wanted = cut(screen.screenshot(tmp_path / "all.png"), right)
    until(lambda: canvas(page, tmp_path) == wanted)
    open_menu(page, "Screen")
    page.get_by_role("menuitemradio", name="200 %").click()
    box = page.locator("canvas[data-viewer=picture]").bounding_box()
    assert box and (box["width"], box["height"]) == (848, 960)
    page.mouse.click(box["x"] + 2 * 20, box["y"] + 2 * 200)
    page.mouse.click(box["x"] + 2 * 70, box["y"] + 2 * 200)
    pressed = until(lambda: [one for one in stage.host.heard if isinstance(one, PointerButton)])
    at = (pressed[0].x, pressed[0].y)
    assert at == (70, 200), "counted from the left-top corner of that monitor; the first click only started control"
    stage.host.monitors = [Monitor(3, left, True)]
    expect(page.get_by_text("DP-410")).to_be_visible(timeout=10_000)
    until(lambda: size_of(page) == (600, 640))
    page.screenshot(path=tmp_path / "monitor-gone.png")
    expect(page.get_by_role("radiogroup", name="Monitors")).to_have_count(0)
    painter.close()


def test_two_technicians_share_one_pair_of_hands(page: Page, screen: Display, stage: Stage, tmp_path: Path) -> None:
    stage.host.names = ["Technician One", "Technician Two"]
    connect(page)
    wait_for_state(page, "connected")
    start_control(page)
    colleague = page.context.new_page()
    colleague.goto(stage.page)
    wait_for_state(colleague, "connected")
    assert stage.host.modes == ["password", "channel"], "another window of this browser needs no password"
    expect(colleague.get_by_text("You have mouse and keyboard in another window")).to_be_visible()
    colleague.screenshot(path=tmp_path / "looking-on.png")
    stage.host.heard.clear()
    colleague.mouse.click(300, 300)
    colleague.keyboard.press("KeyA")
    colleague.get_by_role("button", name="Take control").click()
    until(lambda: viewing.TakeHands() in stage.host.heard)
    assert not [one for one in stage.host.heard if isinstance(one, PointerButton | Key)], "only looking on until then"
    until(lambda: colleague.evaluate("document.activeElement?.dataset.viewer") == "keyboard")
    expect(page.get_by_text("Technician Two has mouse and keyboard")).to_be_visible()
    assert page.evaluate("document.activeElement?.dataset.viewer") != "keyboard"
    page.bring_to_front()
    page.screenshot(path=tmp_path / "hands-lost.png", animations="disabled")
    colleague.close()
    expect(page.get_by_role("button", name="Start control")).to_be_visible()
    assert stage.host.held.holder is None
    page.mouse.click(300, 300)
    until(lambda: page.evaluate("document.activeElement?.dataset.viewer") == "keyboard")
    assert stage.host.held.holder == 1, "a click on the picture takes free hands"
    open_menu(page, "Screen")
    page.get_by_role("menuitemcheckbox", name="View only").click()
    expect(page.get_by_role("status").get_by_text("View only")).to_be_visible()
    page.mouse.click(300, 300)
    assert stage.host.held.holder is None, "whoever only looks on is given nothing"
    page.get_by_role("button", name="Start control").click()
    until(lambda: page.evaluate("document.activeElement?.dataset.viewer") == "keyboard")
    assert stage.host.held.holder == 1


def test_a_screenshot_is_the_remote_screen_pixel_for_pixel(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    painter = Painter(screen.name)
    painter.fill(10, 10, 301, 203, 0x0F766E)
    painter.close()
    connect(page)
    wait_for_state(page, "connected")
    wanted = cut(screen.screenshot(tmp_path / "screen.png"))
    until(lambda: canvas(page, tmp_path) == wanted)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a screenshot").click()
    assert saved.value.suggested_filename.startswith("EXAMPLE-PC 20")
    saved.value.save_as(tmp_path / "saved.png")
    assert cut(tmp_path / "saved.png") == wanted


def test_the_pc_is_held_from_the_menu_and_everything_says_so(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    connect(page)
    wait_for_state(page, "connected")
    open_menu(page, "Lock the PC for whoever is there")
    lock = page.get_by_role("menuitemcheckbox", name="Lock the PC’s keyboard and mouse")
    expect(lock).not_to_be_checked()
    page.screenshot(path=tmp_path / "hold-menu.png")
    lock.focus()
    page.keyboard.press("Enter")
    until(lambda: holding.LockInput(on=True) in stage.host.heard)
    locked = page.get_by_role("button", name="The PC is locked for whoever is there")
    locked.press("Enter")
    expect(lock).to_be_checked()
    page.get_by_role("menuitemcheckbox", name="Hide the PC’s screen").click()
    until(lambda: holding.BlankScreen(on=True) in stage.host.heard)
    open_menu(page, "The PC’s screen is hidden from whoever is there")
    page.screenshot(path=tmp_path / "held.png")
    page.get_by_role("menuitemcheckbox", name="Hide the PC’s screen").click()
    until(lambda: holding.BlankScreen(on=False) in stage.host.heard)
    stage.host.hold(holding.Held.INPUT)
    expect(locked).to_be_visible()
    stage.host.hold(holding.Held.NOTHING, "DP-422")
    expect(page.get_by_text("DP-422")).to_be_visible()
    expect(locked).to_have_count(0)
    page.screenshot(path=tmp_path / "freed.png")
    stage.host.hold(holding.Held.INPUT)
    expect(locked).to_be_visible()
    stage.host.cannot = frozenset({"BlankScreen"})
    stage.cut_the_line()
    expect(locked).to_have_count(0, timeout=20_000)
    wait_for_state(page, "connected")
    open_menu(page, "Lock the PC for whoever is there")
    blank = page.get_by_role("menuitemcheckbox", name="Hide the PC’s screen")
    expect(blank).to_be_disabled()
    expect(blank).to_contain_text("version 2004")


def test_a_recording_goes_to_the_disk_and_the_pc_hears_of_it(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    connect(page)
    wait_for_state(page, "connected")
    page.evaluate("delete window.showSaveFilePicker")  # a dialog of the system's, which no test can press
    page.get_by_role("button", name="Record", exact=True).click()
    until(lambda: viewing.Recording(on=True) in stage.host.heard)
    begun = time.monotonic()
    painter = Painter(screen.name)
    for number in range(40):
        painter.fill(200, 100, 400, 300, 0x0F766E if number < 30 else 0xB45309)
        painter.fill(200 + number * 5, 450, 100, 100, 0xFFFFFF)
        time.sleep(0.05)
    page.screenshot(path=tmp_path / "recording.png")
    stage.cut_the_line()
    until(lambda: stage.host.heard.count(viewing.Recording(on=True)) == 2)
    wait_for_state(page, "connected")
    painter.fill(200, 100, 400, 300, 0x2233AA)
    screen.do("mousemove", "500", "300")
    time.sleep(1.5)
    lasted = time.monotonic() - begun
    with page.expect_download() as saved:
        page.get_by_role("button", name="Stop recording").click()
    until(lambda: viewing.Recording(on=False) in stage.host.heard)
    assert saved.value.suggested_filename.endswith(".webm")
    saved.value.save_as(tmp_path / "saved.webm")
    painter.close()
    with av.open(str(tmp_path / "saved.webm")) as film:
        assert film.duration is not None and abs(film.duration / 1e6 - lasted) < 1.5, "the file says how long it is"
        pictures = [frame.to_image() for frame in film.decode(video=0)]
        film.seek(0)
        assert next(film.decode(video=0)).key_frame, "and a player finds its way back in it"
    assert len(pictures) > 5 and pictures[-1].size == (1024, 640)
    blue = Image.new("RGB", (60, 60), (0x22, 0x33, 0xAA))
    unlike = [most(pictures[-1].crop((x, y, x + 60, y + 60)), blue) for x, y in ((250, 150), (490, 290))]
    assert unlike[0] < 24 < unlike[1], f"plain, and with the pointer in it: {unlike}"


def most(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any pixel, 0 to 255."""
    return max(highest for _, highest in ImageChops.difference(one, other).getextrema())  # type: ignore[misc, union-attr]


def size_of(page: Page) -> tuple[int, int]:
    width, height = page.evaluate(
        "createImageBitmap(document.querySelector('canvas[data-viewer=picture]')).then(b => [b.width, b.height])"
    )
    return width, height


def canvas(page: Page, folder: Path) -> bytes:
    file = folder / "canvas.png"
    file.write_bytes(bytes.fromhex(page.evaluate(READ_CANVAS)))
    return cut(file)


def cut(file: Path, area: Area | None = None) -> bytes:
    """The pixels of a picture, or of a part of it."""
    with Image.open(file) as picture:
        whole = Area(0, 0, *picture.size)
        part = area or whole
        box = (part.x, part.y, part.x + part.width, part.y + part.height)
        return picture.convert("RGB").crop(box).tobytes()


def test_pointing_and_drawing_are_seen_on_the_pc_and_reach_nothing_below(
    page: Page, screen: Display, stage: Stage, tmp_path: Path
) -> None:
    ink = (0xC8, 0x1E, 0x1E)

    def at_the_pc(x: int, y: int) -> object:
        with Image.open(screen.screenshot(tmp_path / "pc.png")) as seen:
            return seen.convert("RGB").getpixel((x, y))

    connect(page)
    wait_for_state(page, "connected")
    start_control(page)
    page.keyboard.press("Control+Alt+PageUp")
    button = page.get_by_role("button", name="Stop drawing (Ctrl + Alt + Page Up)")
    expect(button).to_have_attribute("aria-pressed", "true")
    stage.host.heard.clear()
    page.mouse.move(200, 200)
    until(lambda: PointAt(x=200, y=200) in stage.host.heard)
    until(lambda: at_the_pc(200, 200) == ink)
    page.mouse.down()
    page.mouse.move(400, 200, steps=5)
    page.mouse.move(400, 300, steps=5)
    page.mouse.up()
    until(lambda: at_the_pc(300, 200) == ink and at_the_pc(400, 250) == ink)
    page.screenshot(path=tmp_path / "drawing.png")
    assert not any(isinstance(one, PointerMoved | PointerButton) for one in stage.host.heard), "the work is not touched"
    page.keyboard.press("KeyA")
    until(lambda: any(isinstance(one, Key | CharacterKey) for one in stage.host.heard))
    page.keyboard.press("Control+Alt+PageUp")
    until(lambda: WipeDrawing() in stage.host.heard)
    until(lambda: at_the_pc(300, 200) != ink)
    page.mouse.click(300, 200)
    until(lambda: any(isinstance(one, PointerButton) for one in stage.host.heard))
