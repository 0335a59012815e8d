"""The packed program as a customer starts it: unpacks in private, runs the host, leaves nothing, loads nothing planted.

The host inside is a probe that writes down how it was started, so that these tests need no server.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import build_host
import pytest
import runtime
from tests.wine.pc import CustomerPc
from tests.wine.windows_compiler import compile_for_windows

from daypass.server.deployment.host_program import HostPrograms

pytestmark = [pytest.mark.wine, pytest.mark.slow]

PROBE = """
import json, os, sys
from pathlib import Path
from daypass.protocol.stamp import find_stamp
with open(sys.argv[-1], 'rb') as program:
    address = find_stamp(program).public_url
told = {'argv': sys.argv[1:], 'prefix': sys.prefix, 'folder': os.getcwd(), 'path': sys.path, 'isolated': sys.flags.isolated,
        'address': address}
Path('C:/probe.json').write_text(json.dumps(told))
sys.exit(7)
"""

# Libraries that Windows or the C++ run-time look up by bare name, the usual names to plant.
PLANTED = (
    "version uxtheme userenv setupapi apphelp propsys dwmapi cryptbase oleacc clbcatq ntmarta shfolder winmm profapi dbghelp msvcp140 "
    "vcruntime140 vcruntime140_1 python3 python311 libcrypto-3 bcrypt wtsapi32 gdiplus winspool iphlpapi wininet"
).split()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed, stamped and signed program with a probe for a host."""
    folder = tmp_path_factory.mktemp("program")
    inside = folder / "runtime"
    shutil.copytree(runtime.foundation(), inside, ignore=shutil.ignore_patterns("wx", "win32", "zstandard"))
    runtime.add_daypass(inside)
    shutil.rmtree(inside / "lib/daypass/host")
    (inside / "lib/daypass/host").mkdir()
    (inside / "lib/daypass/host/__init__.py").touch()
    (inside / "lib/daypass/host/__main__.py").write_text(PROBE, encoding="utf-8")
    build_host.pack(inside, folder / "base.exe")
    return (
        HostPrograms(folder / "base.exe", folder / "made", None)
        .program_for("https://support.example.org", bytes(32))
        .path
    )


def start(pc: CustomerPc, program: Path, *arguments: str, expected_code: int = 7) -> dict[str, Any]:
    """Start the program from the customer's downloads and return what the probe wrote down."""
    download = pc.download(program, "DaypassSupport-7K2QM-9XJ4T-0B6YR-ZP3WD (1).exe")
    finished = pc.run(download, *arguments)
    assert finished.code == expected_code, finished.output
    told: dict[str, Any] = json.loads(pc.path(r"C:\probe.json").read_text())
    return told


def without_administrator_rights(pc: CustomerPc) -> None:
    """Make Program Files a place where nobody may write (under Wine everyone is an administrator)."""
    pc.path(r"C:\Program Files").rename(pc.path(r"C:\Program Files before"))
    pc.path(r"C:\Program Files").touch()


def test_it_starts_the_host_isolated_and_tells_it_where_the_download_lies(pc: CustomerPc, program: Path) -> None:
    without_administrator_rights(pc)
    told = start(pc, program)
    download = rf"C:\users\{pc.profile().name}\Downloads\DaypassSupport-7K2QM-9XJ4T-0B6YR-ZP3WD (1).exe"
    assert told["argv"] == ["first-stage", "--program", download]
    assert told["address"] == "https://support.example.org"
    assert told["isolated"] == 1
    assert all(place.startswith(told["prefix"]) for place in told["path"])


def test_it_unpacks_below_the_persons_own_folders_and_leaves_nothing(pc: CustomerPc, program: Path) -> None:
    without_administrator_rights(pc)
    before = pc.inventory()
    told = start(pc, program)
    own_folder = rf"C:\users\{pc.profile().name}\AppData\Local\Temp\Daypass-".lower()
    assert told["prefix"].lower().startswith(own_folder) and told["folder"] == told["prefix"]
    pc.path(r"C:\probe.json").unlink()
    (pc.profile() / "Downloads/DaypassSupport-7K2QM-9XJ4T-0B6YR-ZP3WD (1).exe").unlink()
    assert before.leftovers(pc.inventory()) == []


def test_an_administrators_instance_unpacks_only_where_administrators_write(pc: CustomerPc, program: Path) -> None:
    before = pc.inventory()
    told = start(pc, program, "install", "--handoff", "a b")
    assert told["argv"][:3] == ["install", "--handoff", "a b"]
    assert told["prefix"].startswith("C:\\Program Files\\Daypass-")
    pc.path(r"C:\probe.json").unlink()
    (pc.profile() / "Downloads/DaypassSupport-7K2QM-9XJ4T-0B6YR-ZP3WD (1).exe").unlink()
    assert before.leftovers(pc.inventory()) == []


def test_asked_to_install_without_administrator_rights_it_does_nothing(pc: CustomerPc, program: Path) -> None:
    without_administrator_rights(pc)
    before = pc.inventory()
    finished = pc.run(pc.download(program, "DaypassSupport.exe"), "install", "--handoff", "x")
    assert finished.code == 740 % 256  # Wine hands on the low byte of an exit code
    (pc.profile() / "Downloads/DaypassSupport.exe").unlink()
    assert before.leftovers(pc.inventory()) == []


def test_each_run_has_a_folder_of_its_own(pc: CustomerPc, program: Path) -> None:
    assert start(pc, program)["prefix"] != start(pc, program)["prefix"]


def test_libraries_planted_beside_the_download_are_not_loaded(pc: CustomerPc, program: Path, tmp_path: Path) -> None:
    source = Path(__file__).with_name("planted.c")
    compile_for_windows(source, tmp_path / "planted.dll", "-shared", "-DLIBRARY")
    compile_for_windows(source, tmp_path / "careless.exe")
    for name in PLANTED:
        pc.download(tmp_path / "planted.dll", f"{name}.dll")
    marker = pc.path(r"C:\planted.txt")

    downloads = pc.profile() / "Downloads"
    careless = pc.download(tmp_path / "careless.exe", "careless.exe")
    pc.run(careless, "dwmapi.dll", folder=downloads)
    assert "dwmapi.dll" in marker.read_text(), "the planted library would not have been noticed"
    marker.unlink()

    told = pc.run(pc.download(program, "DaypassSupport.exe"), folder=downloads)
    assert told.code == 7
    assert not marker.exists(), marker.read_text()


def test_a_damaged_download_does_not_start(pc: CustomerPc, program: Path, tmp_path: Path) -> None:
    whole = bytearray(program.read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / "damaged.exe").write_bytes(whole)
    pc.start(pc.download(tmp_path / "damaged.exe", "DaypassSupport.exe"))
    pc.wait_for_window("NSIS Error")
    assert not pc.path(r"C:\probe.json").exists()


def test_a_host_that_windows_does_not_start_is_explained_and_removed(pc: CustomerPc, tmp_path: Path) -> None:
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime/readme.txt").write_text("no program here, as after a virus scanner took it away")
    build_host.pack(tmp_path / "runtime", tmp_path / "base.exe")
    program = HostPrograms(tmp_path / "base.exe", tmp_path / "made", None).program_for(
        "https://support.example.org", bytes(32)
    )
    before = pc.inventory()
    started = pc.start(pc.download(program.path, "DaypassSupport.exe"))
    window = pc.wait_for_window("Daypass")
    assert (window["title"], window["class"]) == ("Daypass", "#32770")
    pc.screenshot(tmp_path / "explained.png")
    pc.display.do("key", "Return")
    assert started.wait(20) == 1
    (pc.profile() / "Downloads/DaypassSupport.exe").unlink()
    assert before.leftovers(pc.inventory()) == []
