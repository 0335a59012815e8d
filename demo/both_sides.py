"""`make demo`: starts both sides and the page that shows them: technician left, customer right, and deletes everything at the end.

Both sides are live, clickable pictures of real screens: the console forbids frames (`frame-ancestors 'none'`) and the demo weakens
nothing; and a tab of its own in the visitor's browser would not stand next to the customer's PC, nor start signed in. What is
copied and pasted in a picture goes through the visitor's own clipboard.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path

from daypass.translation import Translation
from demo.checklist import Checklist
from demo.clean_end import MARK
from demo.live_browser import open_live_browsers
from demo.live_screen import LiveScreen
from demo.mailbox import Mailbox, open_mailbox
from demo.page_server import BothSides, DemoPage, PageServer
from demo.remote_hands import RemoteHands
from demo.remote_pc import RemotePc, switched_on
from demo.server_process import Server, run_server

LAST_WORD_WITHIN_S = 3


def show_both_sides(kind: str, language: str, folder: Path) -> int:
    """Print the page's address, and stay until Ctrl+C or *Stop and delete everything*. `folder` is empty again afterwards."""
    with ExitStack() as stage:
        stage.callback(_empty, folder)
        asyncio.run(_serve(stage, kind, language, folder))
    return 0


async def _serve(stage: ExitStack, kind: str, language: str, folder: Path) -> None:
    page = DemoPage(Translation(language), kind)
    serving = PageServer(page)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://localhost:{listener.getsockname()[1]}/?token={page.token}"
        print(page.texts.text("demo.open", address=address), flush=True)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(serving.serve([listener]), name="demo page")
            _open_browser(address)
            try:
                await _live(page, stage, kind, language, folder)
                page.phase = "stopped"
                with suppress(TimeoutError):
                    async with asyncio.timeout(LAST_WORD_WITHIN_S):
                        await page.seen_stopped.wait()
            finally:
                serving.should_exit = True
    print(page.texts.text("demo.stopped"), flush=True)


async def _live(page: DemoPage, stage: ExitStack, kind: str, language: str, folder: Path) -> None:
    """From the first program's start to the last one's end."""
    server, mailbox, pc = await asyncio.to_thread(_switch_on, stage, kind, language, folder)
    async with AsyncExitStack() as browsers:
        console, customer = await browsers.enter_async_context(open_live_browsers(language, folder))
        await console.set_up_sample_owner(server.setup_link(), language)
        await customer.go(server.address)
        screen = LiveScreen(pc)
        checklist, hands = Checklist(console, server.address), RemoteHands(pc, screen)
        page.sides = BothSides(mailbox, pc, console, customer, screen, checklist, hands)
        page.phase = "ready"
        print(page.texts.text("demo.ready"), flush=True)
        await page.stop.wait()
        page.phase, page.sides = "stopping", None
        print(page.texts.text("demo.stopping"), flush=True)
    await asyncio.to_thread(stage.close)


def _switch_on(stage: ExitStack, kind: str, language: str, folder: Path) -> tuple[Server, Mailbox, RemotePc]:
    from demo.__main__ import server_settings

    mailbox = stage.enter_context(open_mailbox())
    server = stage.enter_context(run_server(folder / "server", server_settings(kind, mailbox.smtp_url)))
    pc = stage.enter_context(switched_on(kind, folder / "pc", server, language))
    pc.open_notepad()
    return server, mailbox, pc


def _open_browser(address: str) -> None:
    """Open the visitor's browser where there is a screen for it. It is not of the demo: it stays when the demo ends."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    own = {name: value for name, value in os.environ.items() if name not in (MARK, "TMPDIR")}
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", "webbrowser", address]
    subprocess.Popen(command, env=own, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet)


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
