"""The demo's page: one person lives the whole pass on it, nonsense harms nothing, and nothing of it stays."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from demo.clean_end import marked
from demo.server_process import ROOT
from tests.e2e.demo_pass import TYPED, lives_the_whole_pass
from tests.e2e.demo_visitor import RunningDemo, Visitor, running_demo, visitor

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

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


@dataclass
class LinuxWindow:
    """The host asks in a window of text on the PC's right."""

    demo: RunningDemo

    def comes_to_the_window(self, person: Visitor) -> None:
        person.presses_at("pc", 0.7, 0.6)

    def agrees(self, person: Visitor) -> None:
        self.comes_to_the_window(person)
        person.page.keyboard.type("y")
        person.page.keyboard.press("Enter")

    def closes_the_ready_window(self, person: Visitor) -> None:
        time.sleep(2)
        person.look("active")
        person.page.keyboard.press("Enter")

    def allows_the_connection(self, person: Visitor) -> None:
        """It always does."""

    def finds_it_typed(self) -> None:
        deadline = time.monotonic() + 30
        while TYPED not in self.demo.notepad():
            assert time.monotonic() < deadline, self.demo.notepad()
            time.sleep(0.2)

    def closes_the_last_window(self, person: Visitor) -> None:
        """There is none."""


def test_where_the_mouse_stops_is_always_told(demo: RunningDemo, tmp_path: Path) -> None:
    with visitor(demo.address, tmp_path) as person:
        for end in (0.31, 0.77):
            for part in range(30):
                person.points_at("pc", end * part / 29, 0.2)
            person.waits_until_told(
                {"kind": "move", "x": pytest.approx(end, abs=0.003), "y": pytest.approx(0.2, abs=0.003)}
            )
        person.points_at("pc", 0.5, 0.9)
        person.presses_at("pc", 0.6, 0.9)
        time.sleep(0.3)
        assert person.told[-1]["kind"] == "up", "no move that waited for its turn comes after the press"


def test_from_a_new_session_to_nothing_left_behind(demo: RunningDemo, tmp_path: Path) -> None:
    lives_the_whole_pass(demo, LinuxWindow(demo), tmp_path)


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
        assert printed.splitlines()[-1].startswith("Demo interrupted: nothing of it runs any more")
        assert {path.name for path in Path(folder).iterdir()} <= {"out"}
        assert marked("DEMO_UNDER_TEST", folder) == []
