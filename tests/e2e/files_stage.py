"""A customer's PC with files on it, and a technician's browser at its File Manager: real server, relay, host and Chromium."""

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import BrowserContext, Locator, Page, expect
from tests.e2e.conftest import ROOT, Watched, put_cookie
from tests.host.technician import PASSWORD
from tests.host.test_journey import CustomersPC, activate
from tests.server.running import RunningServer, small_server

from daypass.translation import catalogue


def words(key: str, language: str = "en") -> str:
    """A text of the console's File Manager."""
    return str(catalogue(language)["console"]["files"][key])


# The browser's own dialog stands outside of the page; the browser's private folders are handles of the same kind.
_CHOOSE = """() => { window.showDirectoryPicker = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle("Support tools", { create: true }); }"""
_PUT = """async ([name, size]) => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("Support tools", { create: true });
  const writing = await (await folder.getFileHandle(name, { create: true })).createWritable();
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 7 + (at >> 12)) % 251;
  await writing.write(bytes);
  await writing.close();
}"""


def put_contents(size: int) -> bytes:
    """What `put_here` writes."""
    return bytes((at * 7 + (at >> 12)) % 251 for at in range(size))


@dataclass
class FilesStage:
    """`folder` is the documents folder of the person at the PC."""

    server: RunningServer
    session_id: str
    folder: Path
    context: BrowserContext
    page: Page

    async def open(self, context: BrowserContext | None = None, grids: int = 1) -> Page:
        """A browser goes to File Manager and proves the password. `grids`: 2 where a folder of its own computer was open before."""
        page = await context.new_page() if context else self.page
        await page.goto(f"{self.server.address}/console/sessions/{self.session_id}/files")
        await page.locator("input[type=password]").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("grid")).to_have_count(grids)
        return page

    async def put_here(self, name: str, size: int) -> None:
        """A file in the folder that the technician will choose on their own computer."""
        await self.page.evaluate(_PUT, [name, size])

    async def choose_folder(self) -> None:
        """The technician opens a folder of their own computer beside the PC's."""
        await self.page.evaluate(_CHOOSE)
        await self.page.get_by_role("button", name=words("do_choose_folder")).click()
        await expect(self.page.get_by_role("grid")).to_have_count(2)

    def pane(self, side: str) -> Locator:
        """`local` or `pc`."""
        return self.page.locator(f"[data-side={side}]")

    def row(self, name: str) -> Locator:
        """The row of what has this name."""
        return self.page.get_by_role("row").filter(has=self.page.locator(".files-text", has_text=name))


@contextlib.asynccontextmanager
async def files_stage(folder: Path, display: str, watched: Watched, **options: object) -> AsyncIterator[FilesStage]:
    """From a prepared session to the technician's browser, signed in."""
    documents = folder / "person/Documents"
    documents.mkdir(parents=True)
    console = ROOT / "console/dist"
    async with small_server(folder / "server", linux_host=True, console_dir=console) as server:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
            "DISPLAY": display,
            "DAYPASS_HOST_HOME": str(folder / "pc"),
            "DAYPASS_HOST_LINUX": "1",
            "DAYPASS_HOST_LOG": str(folder / "host.log"),
            "DAYPASS_HOST_COMPUTER_NAME": "RECEPTION-PC",
            "DAYPASS_HOST_PERSON_HOME": str(folder / "person"),
        }
        pc = CustomersPC(folder / "pc", environment, server)
        try:
            technician = await activate(server, pc, "--consent", "always")
            context = await watched.context(**options)
            await put_cookie(context, server.address, server.cookie)
            page = await context.new_page()
            yield FilesStage(server, technician.session_id, documents, context, page)
            await context.close()
        finally:
            for process in pc.host_processes():
                process.kill()
