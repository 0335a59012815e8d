"""The whole pass on Linux: the real server, the real host as its own processes, a technician in Python, a real X server."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from tests.host.remote_control.painter import Painter
from tests.host.remote_control.viewer_picture import opaque
from tests.host.technician import CODE, TechnicianPage, TechnicianViewer
from tests.server.running import RunningServer, small_server

from daypass.host.connection.first_stage import OPEN_ALREADY
from daypass.host.platform.linux.hold import X11Hold
from daypass.host.platform.linux.screen import X11Screen
from daypass.host.platform.ports import Area
from daypass.protocol.connecting import ConnectRefused, Mode
from daypass.protocol.holding import Held, LockInput, PcHeld
from daypass.protocol.host_api import to_base64url
from daypass.protocol.remote_control import CursorShape, PointerMoved, Screen
from daypass.protocol.tool_line import Bye, Ping, Pong, ViewerEnd
from daypass.translation import LANGUAGES, Translation

pytestmark = pytest.mark.slow
WIDTH, HEIGHT = 640, 480


@dataclass
class CustomersPC:
    """Where the host lives, and how its first window is started."""

    home: Path
    environment: dict[str, str]
    server: RunningServer

    @asynccontextmanager
    async def first_window(self, number: str, *arguments: str) -> AsyncIterator["asyncio.subprocess.Process"]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "daypass.host", "first-stage", "--server", f"http://localhost:{self.server.port}"),
            # With "=": a key may begin with a dash.
            *(f"--server-key={to_base64url(self.server.parts.server_key.public)}", "--number", number),
            *arguments,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def run(self, *arguments: str) -> int:
        """Run one of the host's commands to its end."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "daypass.host", *arguments, env=self.environment, stdout=asyncio.subprocess.DEVNULL
        )
        return await process.wait()

    def host_processes(self) -> list[psutil.Process]:
        """Every process of this PC's host."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("DAYPASS_HOST_HOME") == str(self.home):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def role(self, name: str) -> psutil.Process | None:
        for process in self.host_processes():
            try:
                if name in process.cmdline():
                    return process
            except psutil.Error:
                continue
        return None

    async def is_clean(self) -> bool:
        return not self.home.exists() and not self.host_processes()


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - other processes set no events
            await asyncio.sleep(0.05)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RunningServer]:
    """Real, on loopback, and lets hosts on Linux in."""
    async with small_server(tmp_path / "server", linux_host=True) as running:
        yield running


@pytest.fixture
async def pc(tmp_path: Path, x_display: str, server: RunningServer) -> AsyncIterator[CustomersPC]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
        "DISPLAY": x_display,
        "DAYPASS_HOST_HOME": str(tmp_path / "pc"),
        "DAYPASS_HOST_LINUX": "1",
        "DAYPASS_HOST_LOG": str(tmp_path / "host.log"),
        "DAYPASS_HOST_CONSENT_ANSWER": "yes",
        "DAYPASS_HOST_COMPUTER_NAME": "RECEPTION-PC",
    }
    pc = CustomersPC(tmp_path / "pc", environment, server)
    yield pc
    for process in pc.host_processes():
        process.kill()


async def activate(server: RunningServer, pc: CustomersPC, *arguments: str, **asked: object) -> TechnicianPage:
    """From the prepared session to the active one; `asked` is what the technician filled in."""
    prepared = await server.prepare(**asked)
    if "customer_email" in asked:
        await server.until_mailed(prepared["id"])
    page = TechnicianPage(server, prepared["id"])
    pairing = asyncio.get_running_loop().create_task(page.pair())
    async with pc.first_window(prepared["number"], "--yes", "--code", CODE, *arguments) as window:
        out, _ = await asyncio.wait_for(window.communicate(), 60)
        assert window.returncode == 0, out.decode() + _log(pc)
    await pairing
    await server.until(prepared["id"], state="active", presence="online")
    return page


def _log(pc: CustomersPC) -> str:
    log = Path(pc.environment["DAYPASS_HOST_LOG"])
    return log.read_text() if log.exists() else ""


def real_pixels(display: str) -> bytes:
    screen = X11Screen(display)
    pixels = opaque(screen.grab(Area(0, 0, WIDTH, HEIGHT)))
    screen.close()
    return pixels


async def test_the_whole_pass_from_the_first_window_to_a_clean_pc(
    server: RunningServer, pc: CustomersPC, x_display: str
) -> None:
    page = await activate(server, pc)
    shown = await server.session(page.session_id)
    assert shown["computer_name"] == "RECEPTION-PC" and shown["consent"] == "ask"
    painter = Painter(x_display)
    allowed = await server.http.patch("/api/company", json={"may_hold": True})
    assert allowed.json()["may_hold"] is True
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer
        assert viewer.consent_was_asked
        await viewer.see_until(lambda: viewer.drawn.width == WIDTH)
        for index in range(20):
            painter.fill(index * 20, index * 10, 90, 70, 0x30507 * index)
            await asyncio.sleep(0.01)
        await viewer.see_until(lambda: bytes(viewer.drawn.pixels) == real_pixels(x_display))
        await viewer.send(PointerMoved(x=123, y=45))
        await viewer.send(Ping(number=7))
        await viewer.see_until(lambda: Pong(number=7) in viewer.messages)
        kinds = {type(message) for message in viewer.messages}
        assert {Screen, CursorShape} <= kinds
        await viewer.send(LockInput(on=True))
        held = PcHeld(technician="Technician One", held=Held.INPUT)
        await viewer.see_until(lambda: held in viewer.messages)
        with pytest.raises(OSError):
            X11Hold(x_display, lambda why: None)
        await server.until(page.session_id, presence="connected", connected=["Technician One"])
        answer = await server.http.delete(f"/api/support-sessions/{page.session_id}")
        assert answer.status_code < 300, answer.text
        await viewer.see_everything()
    painter.close()
    ended = await server.until(page.session_id, state="ended", removal="confirmed")
    assert ended["leftovers"] == 0
    await until(pc.is_clean)
    X11Hold(x_display, lambda why: None).close()  # raises while another has the devices: no lock outlives the pass


async def test_the_customer_ends_the_session_and_every_picture_stops_at_once(
    server: RunningServer, pc: CustomersPC
) -> None:
    page = await activate(server, pc, "--consent", "always")
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer
        assert not viewer.consent_was_asked
        await viewer.see_until(lambda: viewer.drawn.width == WIDTH)
        assert await pc.run("uninstall") == 0
        told = time.monotonic()
        await viewer.see_everything()
        assert Bye(dp="DP-601") in viewer.messages
        assert time.monotonic() - told < 1
    ended = await server.until(page.session_id, seconds=15, state="ended", ending="by_customer", removal="confirmed")
    assert ended["leftovers"] == 0
    await until(pc.is_clean)


async def test_wrong_codes_are_counted_on_both_sides_and_the_right_one_still_works(
    server: RunningServer, pc: CustomersPC
) -> None:
    prepared = await server.prepare()
    page = TechnicianPage(server, prepared["id"])
    pairing = asyncio.get_running_loop().create_task(page.pair())
    codes = [argument for code in ("000000", "12", "111111", CODE) for argument in ("--code", code)]
    async with pc.first_window(prepared["number"], "--yes", *codes) as window:
        out, _ = await asyncio.wait_for(window.communicate(), 60)
        assert window.returncode == 0, out.decode() + _log(pc)
    await pairing
    assert page.wrong_codes == 2
    assert out.decode().count("DP-301") == 2 and out.decode().count("DP-310") == 1


async def test_refused_elevation_is_told_to_both_and_changes_nothing(server: RunningServer, pc: CustomersPC) -> None:
    prepared = await server.prepare()
    pc.environment["DAYPASS_HOST_REFUSE_ELEVATION"] = "1"
    async with pc.first_window(prepared["number"], "--yes") as window:
        out, _ = await asyncio.wait_for(window.communicate(), 30)
    assert window.returncode == 1 and "DP-102" in out.decode()
    shown = await server.session(prepared["id"])
    assert shown["state"] == "prepared" and shown["host_stage"] == "stopped"
    assert not (pc.home / "sessions").exists()


async def test_an_unknown_number_is_asked_again_and_a_pc_that_is_not_windows_is_refused(
    server: RunningServer, pc: CustomersPC
) -> None:
    async with pc.first_window("123456789") as window:
        out, _ = await asyncio.wait_for(window.communicate(b""), 30)
    assert window.returncode == 1 and "DP-307" in out.decode()
    del pc.environment["DAYPASS_HOST_LINUX"]
    async with pc.first_window("123456789") as window:
        out, _ = await asyncio.wait_for(window.communicate(), 30)
    assert window.returncode == 2 and "DP-101" in out.decode()


async def test_a_service_that_is_killed_comes_back_and_the_connection_resumes_or_asks_for_the_password(
    server: RunningServer, pc: CustomersPC
) -> None:
    page = await activate(server, pc, "--consent", "always")
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer
        resume, connection_id = viewer.secured.resume_secret, viewer.secured.connection_id
    async with page.connect(Mode.RESUME, resume, connection_id) as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer
        await viewer.see_until(lambda: viewer.drawn.width == WIDTH)
        resume, connection_id = viewer.secured.resume_secret, viewer.secured.connection_id
    service = pc.role("service")
    assert service is not None
    service.kill()
    await server.until(page.session_id, presence="offline")
    await server.until(page.session_id, seconds=15, presence="online")
    async with page.connect(Mode.RESUME, resume, connection_id) as refused:
        assert refused == ConnectRefused(dp="DP-405")
    async with page.connect() as viewer:
        assert isinstance(viewer, TechnicianViewer), viewer


async def test_wrong_passwords_wait_also_after_a_restart_of_the_service(server: RunningServer, pc: CustomersPC) -> None:
    page = await activate(server, pc, "--consent", "always")
    for left in (4, 3, 2, 1, 0):
        async with page.connect(secret=bytes(32)) as refused:
            assert isinstance(refused, ConnectRefused) and refused.dp == "DP-401" and refused.tries_left == left
    service = pc.role("service")
    assert service is not None
    service.kill()
    await server.until(page.session_id, presence="offline")
    await server.until(page.session_id, seconds=15, presence="online")
    async with page.connect() as refused:
        assert isinstance(refused, ConnectRefused) and refused.dp == "DP-402"
        assert refused.retry_after_s is not None and 0 < refused.retry_after_s <= 60


async def test_a_customer_who_says_no_is_heard(server: RunningServer, pc: CustomersPC) -> None:
    pc.environment["DAYPASS_HOST_CONSENT_ANSWER"] = "no"
    page = await activate(server, pc)
    async with page.connect() as refused:
        assert refused == ConnectRefused(dp="DP-403")


async def test_a_second_viewer_sees_the_same_screen_and_leaving_ends_only_its_own_connection(
    server: RunningServer, pc: CustomersPC, x_display: str
) -> None:
    page = await activate(server, pc, "--consent", "always")
    async with page.connect() as first, page.connect() as second:
        assert isinstance(first, TechnicianViewer) and isinstance(second, TechnicianViewer)
        for viewer in (first, second):
            await viewer.see_until(lambda viewer=viewer: bytes(viewer.drawn.pixels) == real_pixels(x_display))
        await second.send(ViewerEnd())
        await second.see_everything()
        await first.send(Ping(number=1))
        await first.see_until(lambda: Pong(number=1) in first.messages)


async def test_a_download_opened_twice_brings_what_is_there_to_the_front(
    server: RunningServer, pc: CustomersPC
) -> None:
    prepared = await server.prepare()
    page = TechnicianPage(server, prepared["id"])
    async with pc.first_window(prepared["number"], "--yes") as window:
        assert window.stdin
        await server.until(prepared["id"], seconds=20, host_stage="code")
        assert await open_again(pc, prepared["number"]) == OPEN_ALREADY
        pairing = asyncio.get_running_loop().create_task(page.pair())
        window.stdin.write(f"{CODE}\n".encode())
        out, _ = await asyncio.wait_for(window.communicate(), 60)
        assert window.returncode == 0, out.decode() + _log(pc)
        assert any(Translation(language).text("host.again.here") in out.decode() for language in LANGUAGES)
    await pairing
    await server.until(prepared["id"], state="active", presence="online")
    await until(lambda: tray_is_told(pc, prepared["number"]))
    assert (await server.session(prepared["id"]))["state"] == "active"


async def tray_is_told(pc: CustomersPC, number: str) -> bool:
    """Open the download again; the tray may need a moment after the activation."""
    return await open_again(pc, number) == OPEN_ALREADY and "brought to the front" in _log(pc)


async def open_again(pc: CustomersPC, number: str) -> int | None:
    async with pc.first_window(number, "--yes") as window:
        await asyncio.wait_for(window.communicate(b""), 30)
        return window.returncode


def end_processes(pc: CustomersPC, *roles: str) -> None:
    """As if the PC had lost them: nothing is told to anybody."""
    for role in roles:
        process = pc.role(role)
        assert process is not None, role
        process.kill()


async def test_another_session_waits_for_the_living_one_and_takes_the_place_of_what_it_left(
    server: RunningServer, pc: CustomersPC
) -> None:
    first = await activate(server, pc)
    async with pc.first_window("123456789", "--yes") as window:
        out, _ = await asyncio.wait_for(window.communicate(b""), 30)
    assert window.returncode == 2 and "DP-113" in out.decode() and "Technician One" in out.decode()
    await server.until(first.session_id, state="active", presence="online")

    end_processes(pc, "supervise", "service")  # a host that hears nothing any more
    await server.until(first.session_id, presence="offline")
    answer = await server.http.delete(f"/api/support-sessions/{first.session_id}")
    assert answer.status_code < 300
    assert (pc.home / "sessions" / first.session_id).is_dir()

    second = await activate(server, pc)
    assert [entry.name for entry in (pc.home / "sessions").iterdir()] == [second.session_id]
    ended = await server.until(first.session_id, state="ended", removal="confirmed")
    assert ended["leftovers"] == 0
