"""A real Chromium as a live, clickable picture: frames out and input in through its debugging protocol.

What a page copies reaches the visitor's own clipboard, and what the visitor pastes reaches the page.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Download, Error, Page, async_playwright
from starlette.websockets import WebSocket

from demo.browsers import ARGUMENTS, CHROMIUM, WINDOWS_EDGE
from demo.journey import SAMPLE_COMPANY, SAMPLE_SIGN_IN
from demo.remote_pc import SAMPLE_TECHNICIAN
from demo.visitor_input import (
    Input,
    KeyPressed,
    Moved,
    Pasted,
    Pressed,
    Released,
    Resized,
    Typed,
    Went,
    Wheeled,
    inputs,
)

BUTTONS = ("left", "middle", "right")
# The viewer's bar needs this; a smaller picture shows the page shrunk.
NARROWEST_PAGE = 980
FIRST_SIZE = (1024, 640)
# Called by pages instead of the clipboard, which a browser without a window keeps to itself.
TELL_COPIES = "if (navigator.clipboard) navigator.clipboard.writeText = (text) => window.tellCopied(String(text));"
SELECTED = """() => {
    const field = document.activeElement;
    if (field && "selectionStart" in field && field.selectionStart !== null && field.type !== "password")
        return field.value.slice(field.selectionStart, field.selectionEnd);
    return String(getSelection());
}"""


class LiveBrowser:
    """One tab, shown to whoever watches. `download` is the file the person downloaded last, `downloaded` its name."""

    def __init__(self, page: Page, devtools: CDPSession, downloads: Path) -> None:
        self._page, self._devtools, self._downloads = page, devtools, downloads
        self._size = FIRST_SIZE
        self._newest: bytes | None = None
        self._copied: tuple[int, str] = (0, "")
        self._changed = asyncio.Condition()
        self.download: Path | None = None
        self.downloaded = ""
        page.on("download", self._keep)
        devtools.on("Page.screencastFrame", self._frame)

    async def start(self) -> None:
        """Let the frames come; Chromium takes this once only, however many watch."""
        await self._devtools.send("Page.startScreencast", {"format": "jpeg", "quality": 90, "everyNthFrame": 1})

    @property
    def address(self) -> str:
        """Where the person is; empty on a page of the demo's own."""
        return self._page.url if self._page.url.startswith("http") else ""

    async def go(self, address: str) -> None:
        """Open an address."""
        await self._page.goto(address)

    async def show(self, html: str) -> None:
        """Show a document that came without an address: a mail."""
        await self._page.goto("about:blank")
        await self._page.set_content(html)

    async def ask(self, path: str) -> Any:
        """The answer of the server to this person, as JSON; `None` when it refuses or is away."""
        try:
            answer = await self._page.context.request.get(path)
            return await answer.json() if answer.ok else None
        except Error:
            return None

    async def set_up_sample_owner(self, setup_link: str, language: str) -> None:
        """Fill in the set-up page with sample data, so that the visitor starts signed in."""
        page = self._page
        await page.goto(setup_link)
        await page.locator("[name=company]").fill(SAMPLE_COMPANY[language])
        await page.locator("[name=name]").fill(SAMPLE_TECHNICIAN)
        await page.locator("[name=email]").fill(SAMPLE_SIGN_IN[0])
        await page.locator("[name=password]").fill(SAMPLE_SIGN_IN[1])
        await page.locator("button[type=submit]").click()
        await page.wait_for_url("**/console/")

    async def show_to(self, socket: WebSocket) -> None:
        """Send frames as they change and do what the visitor does, until the socket closes."""
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(self._send(socket), name="frames of a browser")
            async for told in inputs(socket):
                try:
                    await self._do(told)
                except Error:
                    continue  # a page that is just going, a key it does not know: the picture stays
            sending.cancel()

    async def _send(self, socket: WebSocket) -> None:
        shown: bytes | None = None
        told, _ = self._copied
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._newest is not shown or self._copied[0] != told)  # noqa: B023 - waits within the turn
                frame, (copies, text) = self._newest, self._copied
            if frame is not None and frame is not shown:
                await socket.send_bytes(frame)
            if copies != told:
                await socket.send_text(json.dumps({"copied": text}))
            shown, told = frame, copies

    async def _frame(self, event: dict[str, Any]) -> None:
        await self._devtools.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        async with self._changed:
            self._newest = base64.b64decode(event["data"])
            self._changed.notify_all()

    async def tell_copied(self, text: str) -> None:
        """The person has copied something: it goes to the visitor's clipboard."""
        if text:
            async with self._changed:
                self._copied = (self._copied[0] + 1, text[:100_000])
                self._changed.notify_all()

    async def _do(self, told: Input) -> None:
        keyboard, mouse = self._page.keyboard, self._page.mouse
        match told:
            case Moved(x=x, y=y):
                await mouse.move(*self._place(x, y))
            case Pressed(x=x, y=y, button=button, clicks=clicks):
                await mouse.move(*self._place(x, y))
                await mouse.down(button=BUTTONS[button], click_count=clicks)  # type: ignore[arg-type]
            case Released(x=x, y=y, button=button, clicks=clicks):
                await mouse.move(*self._place(x, y))
                await mouse.up(button=BUTTONS[button], click_count=clicks)  # type: ignore[arg-type]
            case Wheeled(delta=delta):
                await mouse.wheel(0, delta)
            case Typed(text=text):
                await keyboard.type(text)
            case Pasted(text=text):
                await keyboard.insert_text(text)
            case KeyPressed():
                await self._press(told)
            case Resized(width=width, height=height):
                await self._resize(width, height)
            case Went(where=where):
                await (self._page.go_back() if where == "back" else self._page.reload())

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return x * self._size[0], y * self._size[1]

    async def _press(self, told: KeyPressed) -> None:
        if told.ctrl and told.key.lower() in "cx":
            await self.tell_copied(await self._page.evaluate(SELECTED))
        held = [name for name, down in (("Control", told.ctrl), ("Alt", told.alt), ("Shift", told.shift)) if down]
        await self._page.keyboard.press("+".join([*held, told.key]))

    async def _resize(self, width: int, height: int) -> None:
        larger = max(1.0, NARROWEST_PAGE / width)
        size = round(width * larger), round(height * larger)
        if size != self._size:
            self._size = size
            await self._page.set_viewport_size({"width": size[0], "height": size[1]})

    async def _keep(self, download: Download) -> None:
        self._downloads.mkdir(exist_ok=True)
        target = self._downloads / f"{len(list(self._downloads.iterdir()))}"
        await download.save_as(target)
        self.download, self.downloaded = target, download.suggested_filename


@asynccontextmanager
async def open_live_browsers(language: str, folder: Path) -> AsyncIterator[tuple[LiveBrowser, LiveBrowser]]:
    """The technician's and the customer's browser; nothing is shared between them."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield (
                await _open(chromium, language, None, folder / "technician-downloads"),
                await _open(chromium, language, WINDOWS_EDGE, folder / "customer-downloads"),
            )
        finally:
            await chromium.close()


async def _open(chromium: Browser, language: str, agent: str | None, downloads: Path) -> LiveBrowser:
    width, height = FIRST_SIZE
    context = await chromium.new_context(viewport={"width": width, "height": height}, locale=language, user_agent=agent)
    page = await context.new_page()
    live = LiveBrowser(page, await context.new_cdp_session(page), downloads)
    await context.expose_function("tellCopied", live.tell_copied)
    await context.add_init_script(TELL_COPIES)
    await live.start()
    return live
