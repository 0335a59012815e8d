"""A real Chromium as a live, clickable picture: frames out and input in through its debugging protocol."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Download, Page, async_playwright
from starlette.websockets import WebSocket

from demo.browsers import ARGUMENTS, CHROMIUM, VIEW, WINDOWS_EDGE
from demo.journey import SAMPLE_COMPANY, SAMPLE_SIGN_IN
from demo.remote_pc import SAMPLE_TECHNICIAN

LARGEST_INPUT = 4096
MOUSE = {"move": "mouseMoved", "down": "mousePressed", "up": "mouseReleased"}


class LiveBrowser:
    """One tab, shown to whoever watches. `download` is the file the person downloaded last, `downloaded` its name."""

    def __init__(self, page: Page, devtools: CDPSession, folder: Path) -> None:
        self._page, self._devtools, self._folder = page, devtools, folder
        self._newest: bytes | None = None
        self._changed = asyncio.Condition()
        self.download: Path | None = None
        self.downloaded = ""
        page.on("download", self._keep)
        devtools.on("Page.screencastFrame", self._frame)

    async def go(self, address: str) -> None:
        """Open an address."""
        await self._page.goto(address)

    async def ask(self, path: str) -> Any:
        """The answer of the server to this person, as JSON; `None` when it refuses."""
        answer = await self._page.context.request.get(path)
        return await answer.json() if answer.ok else None

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
        await self._devtools.send("Page.startScreencast", {"format": "jpeg", "quality": 80, "everyNthFrame": 1})
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(self._send_frames(socket), name="frames")
            try:
                while True:
                    text = await socket.receive_text()
                    if len(text) <= LARGEST_INPUT:
                        await self._do(json.loads(text))
            finally:
                sending.cancel()

    async def _send_frames(self, socket: WebSocket) -> None:
        shown: bytes | None = None
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._newest is not shown)  # noqa: B023 - waits within the turn
                shown = self._newest
            if shown is not None:
                await socket.send_bytes(shown)

    async def _frame(self, event: dict[str, Any]) -> None:
        await self._devtools.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        async with self._changed:
            self._newest = base64.b64decode(event["data"])
            self._changed.notify_all()

    async def _do(self, move: dict[str, Any]) -> None:
        x, y = float(move.get("x", 0)) * VIEW["width"], float(move.get("y", 0)) * VIEW["height"]
        kind = move.get("kind")
        if kind in MOUSE:
            names = ("left", "middle", "right")
            button = names[int(move.get("button", 0)) % 3] if kind != "move" else "none"
            event = {"type": MOUSE[str(kind)], "x": x, "y": y, "button": button, "clickCount": int(kind != "move")}
            await self._devtools.send("Input.dispatchMouseEvent", event)
        elif kind == "wheel":
            event = {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": float(move.get("delta", 0))}
            await self._devtools.send("Input.dispatchMouseEvent", event)
        elif kind == "text":
            await self._page.keyboard.insert_text(str(move["text"])[:256])
        elif kind == "key":
            await self._page.keyboard.press(str(move["key"])[:32])

    async def _keep(self, download: Download) -> None:
        target = self._folder / "visitor-download"
        await download.save_as(target)
        self.download, self.downloaded = target, download.suggested_filename


@asynccontextmanager
async def open_live_browser(language: str, folder: Path) -> AsyncIterator[tuple[LiveBrowser, LiveBrowser]]:
    """The technician's and the customer's browser; nothing is shared between them."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        people = []
        for agent in (None, WINDOWS_EDGE):
            context = await chromium.new_context(viewport=VIEW, locale=language, user_agent=agent)
            page = await context.new_page()
            people.append(LiveBrowser(page, await context.new_cdp_session(page), folder))
        try:
            yield people[0], people[1]
        finally:
            await chromium.close()
