"""The whole pass as a visitor of the demo's page lives it, on either PC: only what stands there is looked at, and only it is used."""

import re
import time
from pathlib import Path
from typing import Protocol

from tests.e2e.demo_visitor import LIGHT_RED, RED, RunningDemo, Visitor, visitor

STEPS = [
    *("Prepare the session", "The mail arrives", "Download and open"),
    *("Activate with the code", "Control the PC", "End, without a trace"),
]
TYPED = "typed by a visitor: é ç 24 h"


class AtThePc(Protocol):
    """What differs between the PCs: where the visitor points and which keys answer."""

    def comes_to_the_window(self, person: Visitor) -> None: ...
    def agrees(self, person: Visitor) -> None: ...
    def closes_the_ready_window(self, person: Visitor) -> None: ...
    def allows_the_connection(self, person: Visitor) -> None: ...
    def finds_it_typed(self) -> None: ...
    def closes_the_last_window(self, person: Visitor) -> None: ...


def lives_the_whole_pass(demo: RunningDemo, pc: AtThePc, pictures: Path) -> float:
    """From a new session to nothing left behind; the seconds until the removal was confirmed."""
    with visitor(demo.address, pictures) as person:
        try:
            began = time.monotonic()
            password = prepares_the_session(person)
            follows_the_mail_and_downloads(person)
            opens_it_and_types_the_code(person, pc)
            controls_the_pc(person, pc, password)
            ends_the_session(person, pc)
            seconds = time.monotonic() - began
            stops_and_deletes_everything(person, demo)
        except BaseException:
            person.look("failed")
            raise
    return seconds


def prepares_the_session(person: Visitor) -> str:
    person.waits_for("prepare")
    assert person.ticked() == []
    person.look("ready")
    person.presses_button("console")
    time.sleep(1)
    person.page.keyboard.type("customer@example.org")
    person.look("new-session")
    person.presses_button("console")
    time.sleep(1)
    password = person.copies_password()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", password)
    person.look("session-password")
    person.presses_button("console")
    return password


def follows_the_mail_and_downloads(person: Visitor) -> None:
    person.waits_for("open_mail")
    assert person.ticked() == STEPS[:2]
    person.look("mail-arrived")
    person.page.locator("#letters button").click()
    time.sleep(1)
    person.look("mail")
    person.presses_button("customer")
    person.waits_for("continue")
    person.look("customer-page")
    person.presses_button("customer")
    person.waits_for("download")
    person.presses_button("customer")
    person.waits_for("run")
    person.look("downloaded")


def opens_it_and_types_the_code(person: Visitor, pc: AtThePc) -> None:
    person.page.locator("#run-download").click()
    person.waits_for("agree")
    assert person.ticked() == STEPS[:3]
    person.look("who-is-asking")
    pc.agrees(person)
    person.waits_for("code")
    code = re.search(r"^(\d{3})\n(\d{3})$", person.copies_all("console"), re.MULTILINE)
    assert code is not None
    person.look("code")
    pc.comes_to_the_window(person)
    person.page.keyboard.type(code[1] + code[2], delay=60)
    person.page.keyboard.press("Enter")
    person.waits_for("connect")
    assert person.ticked() == STEPS[:4]
    pc.closes_the_ready_window(person)


def controls_the_pc(person: Visitor, pc: AtThePc, password: str) -> None:
    person.presses_button("console")
    time.sleep(2)
    person.page.evaluate("text => navigator.clipboard.writeText(text)", password)
    person.page.keyboard.press("Control+v")
    person.look("connect")
    person.presses_button("console")
    pc.allows_the_connection(person)
    person.waits_for("control")
    assert person.ticked() == STEPS[:4]
    time.sleep(3)
    for _ in ("starts control", "is the PC's"):
        person.presses_at("console", 0.3, 0.5)
    person.page.keyboard.type(TYPED, delay=40)
    person.waits_for("end")
    assert person.ticked() == STEPS[:5]
    pc.finds_it_typed()
    person.look("typed")


def ends_the_session(person: Visitor, pc: AtThePc) -> None:
    person.points_at_the_top("console")
    person.presses_button("console", LIGHT_RED)
    time.sleep(1)
    person.look("end-now")
    person.presses_button("console", RED)
    person.waits_for("done")
    assert person.ticked() == STEPS
    pc.closes_the_last_window(person)
    person.look("removed")


def stops_and_deletes_everything(person: Visitor, demo: RunningDemo) -> None:
    person.page.locator("#stop").click()
    person.page.locator("body[data-phase=stopped]").wait_for(timeout=60_000)
    person.look("stopped")
    assert demo.process.wait(30) == 0
    assert demo.leftovers() == []
