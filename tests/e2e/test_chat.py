"""Chat in real Chromium against the host's own room: beside the remote screen without the password again, and on a page of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from demo.browsers import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.e2e.looking import scripts
from tests.e2e.viewer_stage import DIST, PASSWORD, Stage, StageChannel, viewer_stage
from tests.wine.display import Display

from daypass.host.chat.room import ChatRoom, Clocks
from daypass.host.chat.transcript import Transcript
from daypass.host.connection.connections import ToolUse
from daypass.host.connection.person_link import ChatHere, ChatShown, ChatTranscript, ChatWritten, FromService
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.messages import Tool

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
LINK = "https://example.org/drivers?model=7"
HOSTILE = "\u202efdp.exe<img src=x onerror=alert(1)>"


class CustomersWindow:
    """The room of the host, with whoever is at the PC."""

    def __init__(self) -> None:
        self.heard: list[FromService] = []
        ticks = iter(range(0, 10**9, 5000))
        self.transcript = Transcript(MemoryVault(), "session-one")
        clocks = Clocks(lambda: 1_795_000_000_000, lambda: next(ticks))
        self.room = ChatRoom(self.transcript, clocks, self._hear, lambda lines, head: None)
        self.loop: asyncio.AbstractEventLoop | None = None

    async def _hear(self, message: FromService) -> None:
        self.heard.append(message)

    async def serve(self, channel: StageChannel) -> None:
        async def ignore(*_: Any) -> None:
            return None

        self.loop = asyncio.get_running_loop()
        await self.room.presence(True)
        try:
            await self.room.run_tool(channel, ToolUse("Technician One", ignore, ignore, ignore))  # type: ignore[arg-type]
        except EOFError:
            return

    def does(self, work: Callable[[], Awaitable[None]]) -> None:
        assert self.loop is not None

        async def done() -> None:
            await work()

        asyncio.run_coroutine_threadsafe(done(), self.loop).result(10)

    def writes(self, text: str) -> None:
        self.does(lambda: self.room.from_person(ChatWritten(text)))

    @property
    def read(self) -> int:
        return max((one.read for one in self.heard if isinstance(one, ChatHere)), default=0)


@pytest.fixture
def window() -> CustomersWindow:
    return CustomersWindow()


@pytest.fixture
def stage(window: CustomersWindow) -> Iterator[Stage]:
    if not (DIST / "index.html").exists():
        pytest.skip("the console is not built: make console")
    display = Display(1024, 640)
    with viewer_stage(display.name) as running:
        running.host.tools[Tool.CHAT] = window.serve
        yield running
    display.close()


@pytest.fixture
def page(stage: Stage) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
        opened = context.new_page()
        wrong: list[str] = []
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        opened.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
        opened.goto(stage.page)
        yield opened
        browser.close()
        assert wrong == []


def write(page: Page, text: str) -> None:
    page.get_by_label("Message", exact=True).fill(text)
    page.keyboard.press("Enter")


def faults(page: Page) -> list[str]:
    """What axe-core finds."""
    page.evaluate(scripts())
    found = page.evaluate("async () => (await axe.run()).violations.map((one) => `${one.id}: ${one.nodes[0].html}`)")
    return [str(one) for one in found]


def until(true: Callable[[], object], page: Page) -> None:
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def test_a_chat_beside_the_screen_and_on_its_own_page(
    page: Page, stage: Stage, window: CustomersWindow, tmp_path: Path
) -> None:
    page.get_by_label("Session password", exact=True).fill(PASSWORD)
    page.get_by_label("Start a chat with the customer after connecting").check()
    page.get_by_role("button", name="Connect", exact=True).click()
    panel = page.get_by_role("complementary", name="Chat")
    write(page, "Good morning!\nHow can I help?")
    expect(panel.get_by_text("Good morning!")).to_be_visible()
    expect(panel.get_by_role("img", name="Arrived at the PC")).to_be_visible()
    assert stage.host.modes == ["password", "channel"], "the chat needs no password of its own"
    window.does(lambda: window.room.from_person(ChatShown(1)))
    expect(panel.get_by_role("img", name="Shown at the PC")).to_be_visible()

    window.writes(f"It is this one: {LINK}.")
    panel.get_by_role("button", name=LINK).click()
    expect(page.get_by_role("dialog").get_by_text(LINK)).to_be_visible()
    page.get_by_role("button", name="Do not open").click()
    window.writes(HOSTILE)
    expect(panel.get_by_text("⟨U+202E⟩fdp.exe<img src=x onerror=alert(1)>")).to_be_visible()
    until(lambda: window.read == 3, page)
    page.screenshot(path=tmp_path / "beside-the-screen.png", animations="disabled")
    assert faults(page) == []

    panel.get_by_role("button", name="Hide the chat").click()
    window.writes("Are you there?")
    page.mouse.move(600, 2)
    expect(page.get_by_role("button", name="Chat: 1 new message")).to_be_visible()
    assert window.read == 3, "what is hidden was not read"
    page.screenshot(path=tmp_path / "hidden.png", animations="disabled")
    page.get_by_role("button", name="Chat: 1 new message").click()
    expect(page.get_by_label("Message", exact=True)).to_be_focused()
    panel.get_by_role("button", name="Hide the chat").click()

    alone = page.context.new_page()
    alone.goto(stage.page.replace("remote-control", "chat"))
    expect(alone.get_by_text("Are you there?")).to_be_visible(timeout=20_000)
    assert stage.host.modes[-1] == "channel"
    expect(alone.get_by_label("Message", exact=True)).to_be_focused()
    alone.keyboard.type("Yes, I am looking.")
    alone.keyboard.press("Enter")
    expect(alone.get_by_text("Yes, I am looking.")).to_be_visible()
    expect(page.get_by_role("toolbar", name="Remote control tools")).to_be_attached()
    for width, scheme in ((1280, "light"), (360, "dark")):
        alone.set_viewport_size({"width": width, "height": 720})
        alone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        alone.screenshot(path=tmp_path / f"alone-{width}.png", animations="disabled")
        assert faults(alone) == []
    with alone.expect_download() as saved:
        alone.get_by_role("button", name="Save the chat as text").click()
    assert saved.value.suggested_filename.startswith("Chat ")
    saved.value.save_as(tmp_path / "chat.txt")
    text = (tmp_path / "chat.txt").read_text(encoding="utf-8-sig")
    assert window.transcript.head.hex() in text and "How can I help?" in text
    assert [one for one in window.heard if isinstance(one, ChatTranscript)][-1].lines[0].text == "Yes, I am looking."

    alone.goto(stage.page.replace("/remote-control", ""))
    kept = alone.get_by_role("region", name="Chat: 5 messages")
    expect(kept.get_by_text("Are you there?")).to_be_visible()
    expect(kept.get_by_role("button", name="Save the chat as text")).to_be_enabled()
    alone.screenshot(path=tmp_path / "session.png", animations="disabled", full_page=True)
    assert faults(alone) == []
