"""What a person without rights prepares on the PC gains nothing from the administrator's and the system's processes."""

import shutil
import time
from pathlib import Path

import pytest
import runtime
from tests.wine.pc import CustomerPc

pytestmark = [pytest.mark.wine, pytest.mark.slow]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The host as it lies on the PC."""
    folder = tmp_path_factory.mktemp("runtime") / "built"
    runtime.build(folder)
    return folder


def test_the_person_s_variables_do_not_say_where_the_host_is_installed(pc: CustomerPc, host: Path) -> None:
    asked = """
import os
os.environ.update(ProgramW6432='C:/evil', ProgramFiles='C:/evil', SystemRoot='C:/evil', windir='C:/evil')
from daypass.host.platform.windows import cleaner_task, removal_copy, traces
removal_copy.make_protected = lambda copy, *_: (_ for _ in ()).throw(SystemExit(f'{traces.directory()} {copy.parent}'))
cleaner_task.subprocess.run = lambda command, **_: print(command[0])
cleaner_task.delete('x')
removal_copy.start([])
"""
    finished = pc.run(host / "python.exe", "-I", "-c", asked)
    assert "evil" not in finished.output
    assert (
        r"C:\Program Files\Daypass Support C:\Program Files" in finished.output
    )  # the copy's folder: theirs to write in never


def test_the_name_of_a_session_is_no_command_and_no_path(pc: CustomerPc, host: Path) -> None:
    # Anybody may start the signed program with any arguments, and Windows' question names its publisher only.
    for name in (r"x&echo,planted>C:\planted.txt&rem", r"..\..\..\planted", "-x"):
        asked = pc.run(host / "python.exe", "-I", "-m", "daypass.host", "uninstall", f"--session={name}", "--elevated")
        assert (asked.code, "no session is called that" in asked.output) == (2, True)
    time.sleep(3)
    assert not pc.path(r"C:\planted.txt").exists()


def test_programs_planted_in_windows_temp_are_not_run_by_the_removal(pc: CustomerPc, host: Path) -> None:
    # People without rights may write into this folder, and a shell looks for programs where it stands first.
    temporary = pc.path(r"C:\windows\Temp")
    temporary.mkdir(exist_ok=True)
    for name in ("ping.bat", "rmdir.bat", "cmd.bat"):
        (temporary / name).write_text("@echo planted> C:\\planted.txt\r\n")
    installed = pc.path(r"C:\Program Files\Daypass Support")
    shutil.copytree(host, installed)
    start = "from daypass.host.platform.windows import removal_copy; removal_copy.start(['selftest-that-is-none'])"
    pc.run(installed / "python.exe", "-I", "-c", start)
    deadline = time.monotonic() + 60
    while list(installed.parent.glob("Daypass-removal-*")) and time.monotonic() < deadline:
        time.sleep(0.5)
    time.sleep(3)  # the shell goes on for a moment after the copy is gone
    assert not list(installed.parent.glob("Daypass-removal-*"))
    assert not pc.path(r"C:\planted.txt").exists()
