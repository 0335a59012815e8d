"""PCs that cannot take part: the window says why, nothing is installed, and nobody is called.

The server of these tests listens and never answers, so that even an attempt to reach it would be seen.
"""

import contextlib
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.wine.pc import CustomerPc
from tests.wine.windows_compiler import compile_for_windows

from daypass.host.connection.first_stage import CLOSED_BY_CUSTOMER, STOPPED_BY_PROBLEM
from daypass.protocol.download_name import TICKET_BYTES, download_name
from daypass.server.deployment.host_program import HostPrograms
from daypass.translation import Translation

pytestmark = [pytest.mark.wine, pytest.mark.slow]

Undo = Callable[[], object]
VERSION_KEY = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"


def service(pc: CustomerPc) -> Undo:
    pc.run("sc", "create", "LMIGuardianSvc", "binPath=", r"C:\Program Files\LogMeIn\guardian.exe", "start=", "disabled")
    return lambda: pc.run("sc", "delete", "LMIGuardianSvc")


def registry_key(pc: CustomerPc) -> Undo:
    pc.run("reg", "add", r"HKLM\SOFTWARE\LogMeIn\V5", "/f")
    return lambda: pc.run("reg", "delete", r"HKLM\SOFTWARE\LogMeIn", "/f")


def running_program(pc: CustomerPc) -> Undo:
    program = pc.drive / "LogMeIn.exe"
    compile_for_windows(Path(__file__).with_name("planted.c"), program)
    pc.start(program)
    pc.wait_for_process("logmein.exe")

    def undo() -> None:
        pc.run("taskkill", "/f", "/im", "logmein.exe")
        program.unlink()

    return undo


def windows_10_version_1803(pc: CustomerPc) -> Undo:
    kept = pc.run("reg", "query", VERSION_KEY, "/v", "CurrentBuildNumber").output.split()[-1]
    change = ("reg", "add", VERSION_KEY, "/f", "/v", "CurrentBuildNumber", "/d")
    pc.run(*change, "17134")
    return lambda: pc.run(*change, kept)


def s_mode(pc: CustomerPc) -> Undo:
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\CI"
    pc.run("reg", "add", rf"{key}\Policy", "/v", "SkuPolicyRequired", "/t", "REG_DWORD", "/d", "1", "/f")
    return lambda: pc.run("reg", "delete", key, "/f")


def full_disk(pc: CustomerPc) -> Undo:
    """Room enough to unpack the program, not to install it."""
    programs = pc.path(r"C:\Program Files")
    mount = ["mount", "-t", "tmpfs", "-o", "size=300m", "small-disk", programs]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root makes a small disk")
    return lambda: subprocess.run(["umount", "--lazy", programs], check=True)


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    """Where the program was told the server is."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture(scope="module")
def download(
    shared_pc: CustomerPc, listening: socket.socket, packed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The program in the customer's downloads, with a ticket in its name: it would call at once."""
    address = f"http://localhost:{listening.getsockname()[1]}"
    stamped = HostPrograms(packed, tmp_path_factory.mktemp("made"), None).program_for(address, bytes(32))
    return shared_pc.download(stamped.path, download_name(bytes(TICKET_BYTES)))


def calls(listening: socket.socket) -> int:
    """How many came since the last time, all of them turned away."""
    listening.setblocking(False)
    count = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            listening.accept()[0].close()
            count += 1
    return count


@pytest.mark.parametrize(
    ("plant", "dp", "values"),
    [
        (service, "DP-103", {"program": "LogMeIn"}),
        (registry_key, "DP-103", {"program": "LogMeIn"}),
        (running_program, "DP-103", {"program": "LogMeIn"}),
        (windows_10_version_1803, "DP-104", {}),
        (full_disk, "DP-105", {"megabytes": "400"}),
        (s_mode, "DP-109", {}),
    ],
)
def test_a_pc_that_cannot_take_part_is_told_why_and_left_as_it_is(
    shared_pc: CustomerPc,
    listening: socket.socket,
    download: Path,
    pictures: Path,
    plant: Callable[[CustomerPc], Undo],
    dp: str,
    values: dict[str, str],
) -> None:
    texts = Translation("en")
    sentences = texts.problem(dp, **values)
    with contextlib.ExitStack() as planted:
        planted.callback(plant(shared_pc))
        before = shared_pc.inventory()
        started = shared_pc.start(download)
        title = sentences[0].removesuffix(".")
        said = shared_pc.wait_for_words(title, texts.text("common.error_code", dp=dp), 30)
        shared_pc.screenshot(pictures / f"{dp}-{plant.__name__}.png")
        shared_pc.display.do("key", "Return")
        assert started.wait(20) == STOPPED_BY_PROBLEM
        assert before.leftovers(shared_pc.inventory()) == []
    assert set(sentences) <= set(said)
    assert calls(listening) == 0


def test_the_same_download_on_a_pc_without_these_calls_the_server(
    shared_pc: CustomerPc, listening: socket.socket, download: Path
) -> None:
    started = shared_pc.start(download)
    listening.settimeout(30)
    listening.accept()[0].close()
    title = Translation("en").problem("DP-201")[0].removesuffix(".")
    while not any(title in window["title"] for window in shared_pc.windows()):
        calls(listening)
    shared_pc.display.do("key", "alt+F4")
    assert started.wait(20) == CLOSED_BY_CUSTOMER
