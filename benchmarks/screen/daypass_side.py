"""Daypass as it is: the real server with its relay, the Linux host installed and activated, the console's viewer."""

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.screen.browser import Browser, Page
from benchmarks.screen.peers import SHOWN_WITHIN_S
from benchmarks.screen.processor_time import Find
from demo.__main__ import server_settings
from demo.browsers import chromium, technicians_browser
from demo.clean_end import end_marked, marked
from demo.journey import Journey, activate, pair, prepare_session, set_up, start_host
from demo.linux_pc import HOME, LinuxPc
from demo.mailbox import Mailbox, open_mailbox
from demo.server_process import Server, run_server
from tests.wine.display import Display

DATA = "DAYPASS_DATA_DIR"


@dataclass
class Daypass:
    """An active session of a signed-in technician."""

    server: Server
    host_home: str
    session_id: str
    password: str
    cookies: Sequence[Any]
    name: str = "daypass"
    canvas: str = 'document.querySelector("canvas[data-viewer=picture]")'
    connected: str = '!!document.querySelector("main[data-state=connected]")'

    @property
    def port(self) -> int:
        port = urlsplit(self.server.address).port
        assert port
        return port

    def detour(self, line_port: int) -> tuple[str, int]:
        """The page keeps the server's address: the server answers to no other."""
        return urlsplit(self.server.address).netloc, line_port

    @contextmanager
    def viewer(self, browser: Browser) -> Iterator[Page]:
        """Signed in, proven by the session password, connected."""
        browser.sign_in(self.cookies)
        with browser.page(f"{self.server.address}/console/sessions/{self.session_id}/remote-control") as page:
            field = 'document.querySelector("dialog input, [role=dialog] input, form input")'
            page.until(f"!!{field}", SHOWN_WITHIN_S, "the viewer did not ask for the password")
            page.evaluate(f"{field}.focus()")
            page.type(self.password)
            page.press("Enter", "Enter", 13)
            page.until(self.connected, SHOWN_WITHIN_S, "the viewer did not connect")
            page.evaluate("new Promise(done => setTimeout(done, 1500))")  # its bar slides away
            yield page

    def processes(self) -> Mapping[str, Find]:
        data = self.server.environment[DATA]
        return {"host": lambda: marked(HOME, self.host_home), "relay": lambda: marked(DATA, data)}


@contextmanager
def daypass(folder: Path, screen: Display, tls: bool) -> Iterator[Daypass]:
    """From the first start to an active session on this screen, as the demo does it; all of it ended at the end."""
    with ExitStack() as stage:
        mailbox = stage.enter_context(open_mailbox())
        settings = server_settings("linux", mailbox.smtp_url)
        running = (
            run_server(folder / "server", settings, "127.0.0.1") if tls else run_server(folder / "server", settings)
        )
        server = stage.enter_context(running)
        programs = stage.enter_context(ExitStack())
        pc = LinuxPc(folder / "pc", screen, server, programs)
        # The installed host outlives the program that installed it, as a service does.
        programs.callback(end_marked, HOME, str(pc.host_home))
        try:
            yield _activated(folder, server, mailbox, pc)
        except Exception:
            _tell_logs(server.log, pc.log)
            raise


def _activated(folder: Path, server: Server, mailbox: Mailbox, pc: LinuxPc) -> Daypass:
    """What two people do until the session is active. Standard output is for figures only."""
    with contextlib.redirect_stdout(sys.stderr), chromium(server.authority()) as browser:
        person = technicians_browser(browser, "en")
        page = person.new_page()
        journey = Journey(server, mailbox, pc, page, page, "en", folder / "pictures")
        set_up(journey)
        prepare_session(journey)
        start_host(journey)
        pair(journey)
        activate(journey)
        cookies = json.loads(json.dumps(person.cookies()))
        return Daypass(server, str(pc.host_home), journey.session_id, journey.password, cookies)


def _tell_logs(*logs: Path) -> None:
    """The last words of the programs, for whoever reads why it failed."""
    for log in logs:
        if log.exists():
            print(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}", file=sys.stderr)
