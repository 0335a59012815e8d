"""Dashboard's ports on this very system: real processes, real counters."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from daypass.host.platform.linux.dashboard import dashboard_ports, label_of
from daypass.host.platform.linux.machine import LinuxMachine
from daypass.host.platform.psutil_readings import with_port
from daypass.protocol.dashboard import COLUMNS, Priority

PORTS = dashboard_ports(LinuxMachine({}))


def test_a_real_process_is_found_slowed_down_and_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        found = next(one for one in PORTS.processes.all() if one.pid == child.pid)
        assert "time.sleep(60)" in found.command and found.memory > 0
        PORTS.processes.set_priority(child.pid, found.started_at, Priority.IDLE)
        again = next(one for one in PORTS.processes.all() if one.pid == child.pid)
        assert again.priority == Priority.IDLE
        with pytest.raises(ProcessLookupError):
            PORTS.processes.end(child.pid, found.started_at - 10_000)
        PORTS.processes.end(child.pid, found.started_at)
        assert all(one.pid != child.pid for one in PORTS.processes.all())
    finally:
        child.kill()
        child.wait()


def test_a_process_whose_start_the_system_does_not_tell_is_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> float:
        raise psutil.AccessDenied

    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        monkeypatch.setattr(psutil.Process, "create_time", refused)
        with pytest.raises(PermissionError):
            PORTS.processes.end(child.pid, 0)
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()


def test_the_load_counts_up() -> None:
    first = PORTS.load()
    time.sleep(0.05)
    second = PORTS.load()
    assert sum(second.all_s) >= sum(first.all_s) and 0 < second.memory_used < second.memory


def test_every_row_has_the_columns_of_its_table() -> None:
    for panel, read in PORTS.tables.items():
        assert all(len(cells) == len(COLUMNS[panel]) for cells in read().values()), panel


def test_the_overview_names_this_pc() -> None:
    overview = PORTS.facts.overview(10)
    assert overview.computer_name and overview.memory > 0 and overview.disks


def test_an_address_with_colons_is_told_apart_from_its_port() -> None:
    assert [with_port("192.0.2.7", 443), with_port("2001:db8::7", 443)] == ["192.0.2.7:443", "[2001:db8::7]:443"]


def test_a_drive_has_the_label_that_the_system_links_its_device_by(tmp_path: Path) -> None:
    device, labels = tmp_path / "sda1", tmp_path / "by-label"
    device.touch()
    labels.mkdir()
    (labels / r"My\x20disk\x2fA\xc3\xa7").symlink_to(device)
    assert label_of("/media", str(device), labels) == "My disk/Aç"
    assert label_of("/media", str(tmp_path / "sdb1"), labels) == ""
    assert label_of("/media", str(device), tmp_path / "nowhere") == ""
