"""One person lives the whole pass on the demo's page: only what stands there is looked at, and only it is used."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from demo.clean_end import marked
from demo.server_process import ROOT
from tests.e2e.demo_visitor import LIGHT_RED, RED, RunningDemo, Visitor, running_demo, visitor

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

STEPS = [
    *("Prepare the session", "The mail arrives", "Download and open"),
    *("Activate with the code", "End, without a trace"),
]
TYPED = "typed by a visitor: é ç 24 h"
MALFORMED = """side => new Promise((answer, fail) => {
    const address = `ws://${location.host}/live/${side}${location.search}`;
    const socket = new WebSocket(address);
    const text = ["", "no JSON", "{}", "[]", "null", '{"kind":"leap"}', '{"kind":"key","key":"Dead"}',
        '{"kind":"key","key":"Unidentified"}', '{"kind":"key","key":"Super_L; reboot"}', '{"kind":"move","x":"a","y":{}}',
        '{"kind":"down","x":2,"y":-1,"button":9}', '{"kind":"wheel","x":0,"y":0,"delta":1e300}', '{"kind":"text","text":7}',
        '{"kind":"size","width":1e9,"height":0}', "[".repeat(8000), "x".repeat(60000)];
    socket.onopen = () => {
        for (const part of text) socket.send(part);
        socket.send(new Uint8Array([0, 255, 1]));
        setTimeout(() => answer(socket.readyState === WebSocket.OPEN), 1500);
    };
    socket.onclose = () => answer(false);
})"""


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningDemo]:
    with running_demo("--pc", "linux", "--language", "en") as running:
        yield running


@pytest.mark.parametrize("side", ["console", "customer", "pc"])
def test_malformed_input_and_unknown_keys_leave_the_picture_alone(demo: RunningDemo, side: str, tmp_path: Path) -> None:
    with visitor(demo.address, tmp_path) as person:
        assert person.page.evaluate(MALFORMED, side)
        assert person.picture(side).evaluate("image => image.src.startsWith('blob:')")


def test_nobody_without_the_address_and_its_token_sees_or_does_anything(demo: RunningDemo, tmp_path: Path) -> None:
    with visitor(demo.address, tmp_path) as person:
        statuses = person.page.evaluate(
            """() => Promise.all([["/"], ["/state"], ["/state?token=guess"], ["/do/stop/0", {method: "POST"}], ["/files/..%2findex.html"]]
                .map(([path, how]) => fetch(path, how).then(answer => answer.status)))"""
        )
        assert statuses == [404] * 5
        assert person.page.locator("body").get_attribute("data-phase") == "ready"


def test_from_a_new_session_to_nothing_left_behind(demo: RunningDemo, tmp_path: Path) -> None:
    with visitor(demo.address, tmp_path) as person:
        try:
            password = prepares_the_session(person)
            follows_the_mail_and_downloads(person)
            opens_it_and_types_the_code(person)
            controls_the_pc(person, demo, password)
            ends_the_session(person)
            stops_and_deletes_everything(person, demo)
        except BaseException:
            person.look("failed")
            raise


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


def opens_it_and_types_the_code(person: Visitor) -> None:
    person.page.locator("#run-download").click()
    person.waits_for("agree")
    assert person.ticked() == STEPS[:3]
    person.look("who-is-asking")
    person.presses_at("pc", 0.7, 0.6)
    person.page.keyboard.type("y")
    person.page.keyboard.press("Enter")
    person.waits_for("code")
    code = re.search(r"^(\d{3})\n(\d{3})$", person.copies_all("console"), re.MULTILINE)
    assert code is not None
    person.look("code")
    person.presses_at("pc", 0.7, 0.6)
    person.page.keyboard.type(code[1] + code[2], delay=60)
    person.page.keyboard.press("Enter")
    person.waits_for("connect")
    assert person.ticked() == STEPS[:4]
    time.sleep(2)
    person.look("active")
    person.page.keyboard.press("Enter")  # closes the host's first window


def controls_the_pc(person: Visitor, demo: RunningDemo, password: str) -> None:
    person.presses_button("console")
    time.sleep(2)
    person.page.evaluate("text => navigator.clipboard.writeText(text)", password)
    person.page.keyboard.press("Control+v")
    person.look("connect")
    person.presses_button("console")
    person.waits_for("control")
    time.sleep(3)
    person.presses_at("console", 0.3, 0.5)
    person.page.keyboard.type(TYPED, delay=40)
    deadline = time.monotonic() + 30
    while TYPED not in demo.notepad():
        assert time.monotonic() < deadline, demo.notepad()
        time.sleep(0.2)
    person.look("typed")


def ends_the_session(person: Visitor) -> None:
    person.points_at_the_top("console")
    person.presses_button("console", LIGHT_RED)
    time.sleep(1)
    person.look("end-now")
    person.presses_button("console", RED)
    person.waits_for("done")
    assert person.ticked() == STEPS
    person.look("removed")


def stops_and_deletes_everything(person: Visitor, demo: RunningDemo) -> None:
    person.page.locator("#stop").click()
    person.page.locator("body[data-phase=stopped]").wait_for(timeout=60_000)
    person.look("stopped")
    assert demo.process.wait(30) == 0
    assert demo.leftovers() == []


@pytest.mark.parametrize(("options", "sign"), [((), "demo is at"), (("--once",), "mail")])
def test_a_signal_ends_it_and_leaves_nothing(options: tuple[str, ...], sign: str) -> None:
    with tempfile.TemporaryDirectory(prefix="dpd-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "demo", "--pc", "linux", "--language", "en", f"--out={folder}/out", *options],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": folder, "DEMO_UNDER_TEST": folder, "DISPLAY": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        printed = ""
        while sign not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        process.send_signal(signal.SIGTERM if options else signal.SIGINT)
        printed += process.communicate(timeout=90)[0]
        assert process.returncode == 130
        assert "Traceback" not in printed
        assert {path.name for path in Path(folder).iterdir()} <= {"out"}
        assert marked("DEMO_UNDER_TEST", folder) == []
