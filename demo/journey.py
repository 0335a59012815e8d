"""The whole pass, step by step, as two people live it: a technician in the console, a customer at their PC. One small function per step.

The steps need nothing but a `Journey`; they run alike with the Windows executable under Wine and with the Linux platform host.
"""

import base64
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Page
from tests.wine.likeness import likeness

from daypass.translation import Translation
from demo.browsers import save_screenshot
from demo.mailbox import Mailbox
from demo.remote_pc import SAMPLE_TECHNICIAN, RemotePc
from demo.server_process import Server

SAMPLE_COMPANY = {"pt-BR": "Empresa de exemplo", "en": "Sample company", "es": "Empresa de muestra"}
SAMPLE_SIGN_IN = ("technician@example.org", "sample password of the demo")
SAMPLE_CUSTOMER = "customer@example.org"
TYPED = "Daypass 24 h"
PATIENCE_MS = 90_000
LIKENESS = 0.995  # the caret blinks and Notepad's title may change meanwhile
CANVAS_AS_PNG = """() => {
    const picture = document.querySelector("canvas[data-viewer=picture]");
    const copy = document.createElement("canvas");
    copy.width = picture.width;
    copy.height = picture.height;
    copy.getContext("2d").drawImage(picture, 0, 0);
    return copy.toDataURL("image/png");
}"""


@dataclass
class Journey:
    """Everything real that a journey needs, and what it has found out."""

    server: Server
    mailbox: Mailbox
    pc: RemotePc
    technician: Page
    customer: Page
    language: str
    pictures: Path
    seconds: dict[str, float] = field(default_factory=dict)
    started_at: float = field(default_factory=time.monotonic)
    session_id: str = ""
    password: str = ""
    link: str = ""
    download: Path | None = None
    download_name: str = ""
    run_sha256: str | None = None
    leftovers: list[str] = field(default_factory=list)
    taken: int = 0

    def reached(self, step: str) -> None:
        """Note the seconds since the start at which a step was reached."""
        self.seconds[step] = round(time.monotonic() - self.started_at, 2)
        print(f"  {step:<10}{self.seconds[step]:8.2f} s", flush=True)

    def picture_of(self, page: Page, name: str) -> None:
        """Save what a person sees in a browser."""
        self.taken += 1
        save_screenshot(page, self.pictures / f"{self.taken:02}-{name}.png")

    def picture_of_pc(self, name: str) -> None:
        """Save what the customer sees on the PC."""
        self.taken += 1
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.pc.screenshot(self.pictures / f"{self.taken:02}-{name}.png")

    def session(self) -> dict[str, Any]:
        """The session as the technician's console gets it."""
        found: dict[str, Any] = self.technician.evaluate(
            "path => fetch(path).then(answer => answer.json())", f"/api/support-sessions/{self.session_id}"
        )
        return found

    def session_number(self) -> str:
        """The nine digits for the phone."""
        return str(self.session()["number"])

    def wait_for_session(self, reached: Callable[[dict[str, Any]], object]) -> None:
        """Until the server says so. Raises TimeoutError with what it said last."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not reached(session := self.session()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the session stayed as it is: {session}")
            # Lets both pages live on meanwhile: pairing happens in the technician's.
            self.technician.wait_for_timeout(150)

    def text(self, key: str) -> str:
        """A text of the console in the journey's language."""
        return Translation(self.language).text(key)


def meet_plain_http(journey: Journey) -> None:
    """From another machine, plain http does not show the console but says why and where to go."""
    page = journey.technician
    page.goto(journey.server.address.replace("https://", "http://") + "/console/")
    words = page.locator("main, body").first.inner_text()
    if journey.server.address not in words or page.locator("input").count():
        raise RuntimeError(f"plain http shows: {words}")
    journey.picture_of(page, "plain-http")


def set_up(journey: Journey) -> None:
    """The owner opens the one-time link and becomes the first technician."""
    page = journey.technician
    page.goto(journey.server.setup_link())
    page.locator("[name=company]").fill(SAMPLE_COMPANY[journey.language])
    page.locator("[name=name]").fill(SAMPLE_TECHNICIAN)
    page.locator("[name=email]").fill(SAMPLE_SIGN_IN[0])
    page.locator("[name=password]").fill(SAMPLE_SIGN_IN[1])
    journey.picture_of(page, "set-up")
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/console/", timeout=PATIENCE_MS)


def prepare_session(journey: Journey) -> None:
    """The technician prepares a session in two short steps; the password is shown once."""
    page = journey.technician
    page.goto(f"{journey.server.address}/console/sessions/new")
    page.locator("[name=email]").fill(SAMPLE_CUSTOMER)
    page.locator("[name=language]").select_option(journey.language)
    journey.picture_of(page, "new-session")
    page.locator("button[type=submit]").click()
    field_ = page.get_by_label(journey.text("console.tools.password"), exact=True)
    field_.wait_for(timeout=PATIENCE_MS)
    journey.password = field_.input_value()
    journey.picture_of(page, "session-password")
    page.locator("button[type=submit]").click()
    page.wait_for_url(re.compile(r"/console/sessions/(?!new)[^/]+$"), timeout=PATIENCE_MS)
    journey.session_id = page.url.rsplit("/", 1)[-1]


def receive_mail(journey: Journey) -> None:
    """The invitation arrives in the customer's mailbox over SMTP."""
    letter = journey.mailbox.wait_for(1, 60)
    journey.link = letter.link()
    journey.reached("mail")
    journey.customer.set_content(letter.html or f"<pre>{letter.text}</pre>")
    journey.picture_of(journey.customer, "mail")


def visit_page(journey: Journey) -> None:
    """The customer opens the link and presses *Continue*."""
    page = journey.customer
    page.goto(journey.link)
    journey.picture_of(page, "customer-page")
    page.locator("main form button[type=submit]").first.click()
    journey.wait_for_session(lambda session: "visited" in session["milestones"])
    journey.reached("page")
    journey.picture_of(page, "customer-steps")


def download_host(journey: Journey, folder: Path) -> None:
    """The customer downloads the host; its name carries the ticket."""
    page = journey.customer
    if journey.pc.kind == "windows":
        with page.expect_download(timeout=PATIENCE_MS) as arriving:
            page.locator("a[href*='/download']:visible").first.click()
        download = arriving.value
        journey.download_name = download.suggested_filename
        journey.download = folder / "download"
        download.save_as(journey.download)
    journey.reached("download")
    journey.picture_of(page, "downloaded")


def start_host(journey: Journey) -> None:
    """The customer runs it; its window asks the first question."""
    running = journey.pc.start_host(journey.download, journey.download_name or journey.session_number())
    journey.run_sha256 = sha256_of(running) if running else None
    journey.pc.host_window(120)
    journey.reached("host_ui")
    journey.picture_of_pc("host-window")


def pair(journey: Journey) -> None:
    """The customer agrees; the technician reads the code out; the customer types it."""
    journey.pc.agree_to_help()
    code = journey.technician.locator(".code-digits")
    code.wait_for(timeout=PATIENCE_MS)
    journey.picture_of(journey.technician, "security-code")
    journey.pc.code_window()
    journey.picture_of_pc("host-asks-code")
    journey.pc.type_code(re.sub(r"\D", "", code.inner_text()))
    journey.wait_for_session(lambda session: {"installing", "active"} & set(session["milestones"]))
    journey.reached("paired")


def activate(journey: Journey) -> None:
    """The service's first contact activates the session."""
    journey.wait_for_session(lambda session: session["state"] == "active")
    journey.reached("active")
    journey.picture_of(journey.technician, "active")
    journey.pc.ready_window()
    journey.picture_of_pc("host-ready")
    journey.pc.finish()
    journey.wait_for_session(lambda session: session["consent"] == "always" and session["presence"] == "online")


def see_the_screen(journey: Journey) -> None:
    """The technician proves the password and sees the customer's screen."""
    page = journey.technician
    page.goto(f"{page.url}/remote-control")
    field_ = page.get_by_label(journey.text("console.tools.password"), exact=True)
    field_.fill(journey.password)
    journey.picture_of(page, "connect")
    page.get_by_role("button", name=journey.text("console.tools.connect"), exact=True).click()
    page.locator("main[data-state=connected]").wait_for(timeout=PATIENCE_MS)
    _until(lambda: _likeness(journey) >= LIKENESS, 60, "the viewer does not show what is on the PC's screen")
    journey.reached("picture")
    journey.picture_of(page, "viewer")


def _likeness(journey: Journey) -> float:
    """How much the viewer's canvas is like the PC's screen, 0 to 1."""
    data = journey.technician.evaluate(CANVAS_AS_PNG)
    shown = Image.open(BytesIO(base64.b64decode(data.partition(",")[2])))
    with TemporaryDirectory() as folder:
        return likeness(shown, Image.open(journey.pc.screenshot(Path(folder) / "screen.png")))


def type_into_notepad(journey: Journey) -> None:
    """What the technician types in the viewer is read back from Notepad itself."""
    page = journey.technician
    canvas = page.locator("canvas[data-viewer=picture]")
    box = canvas.bounding_box()
    assert box is not None
    for _ in ("starts control", "is the PC's"):
        page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
        page.locator("textarea[data-viewer=keyboard]:focus").wait_for(state="attached", timeout=10_000)
    page.keyboard.type(TYPED, delay=20)
    _until(lambda: TYPED in journey.pc.notepad_text(), 60, "what was typed did not arrive in Notepad")
    journey.reached("typed")
    journey.picture_of(page, "typed")
    journey.picture_of_pc("typed-on-the-pc")


def end_session(journey: Journey) -> None:
    """*End session now*: picture and input stop at once."""
    page = journey.technician
    page.mouse.move(640, 1)
    name = journey.text("console.remote_control.end_session")
    page.get_by_role("toolbar").get_by_role("button", name=name).click()
    page.get_by_role("dialog").get_by_role("button", name=name).click()
    page.locator("main[data-state=ended]").wait_for(timeout=PATIENCE_MS)
    journey.reached("ended")
    journey.picture_of(page, "ended")


def confirm_removal(journey: Journey) -> None:
    """The host removes itself and proves it; the PC is as it was."""
    page = journey.technician
    page.goto(page.url.removesuffix("/remote-control"))
    journey.wait_for_session(lambda session: session["removal"] == "confirmed")
    if journey.pc.kind == "windows":
        journey.pc.last_window()
        journey.picture_of_pc("last-window")
    journey.leftovers = journey.pc.leftovers()
    journey.reached("removed")
    journey.picture_of(page, "removed")
    journey.picture_of_pc("pc-afterwards")


def play(journey: Journey, folder: Path) -> None:
    """The whole journey, in order. Raises at the step that fails."""
    journey.pc.take_inventory()
    journey.pc.open_notepad()
    journey.started_at = time.monotonic()
    if journey.server.address.startswith("https://"):
        meet_plain_http(journey)
    set_up(journey)
    prepare_session(journey)
    receive_mail(journey)
    visit_page(journey)
    download_host(journey, folder)
    start_host(journey)
    pair(journey)
    activate(journey)
    see_the_screen(journey)
    type_into_notepad(journey)
    end_session(journey)
    confirm_removal(journey)


def sha256_of(file: Path) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _until(reached: Callable[[], bool], timeout_s: float, otherwise: str) -> None:
    deadline = time.monotonic() + timeout_s
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.1)
