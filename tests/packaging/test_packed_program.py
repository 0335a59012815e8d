"""What Windows reads in the packed program before it runs it."""

import time
from pathlib import Path

import build_host
import pefile
import pytest

from daypass.server.deployment.host_program import HostPrograms

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def packed() -> pefile.PE:
    build_host.main()
    return pefile.PE(str(build_host.PROGRAM))


def test_a_new_address_costs_no_new_packing(packed: pefile.PE, tmp_path: Path) -> None:
    programs = HostPrograms(build_host.PROGRAM, tmp_path, None)
    programs.program_for("https://first.example.org", bytes(32))
    begin = time.monotonic()
    made = programs.program_for("https://second.example.org", bytes(32))
    assert time.monotonic() - begin < 5, "stamping, signing and checking take a tenth of a second on an idle machine"
    assert made.size < build_host.PROGRAM.stat().st_size + 20_000


def resources(packed: pefile.PE, kind: str) -> list[bytes]:
    number = pefile.RESOURCE_TYPE[kind]
    found = []
    for entry in packed.DIRECTORY_ENTRY_RESOURCE.entries:
        if entry.id == number:
            for named in entry.directory.entries:
                place = named.directory.entries[0].data.struct
                found.append(packed.get_data(place.OffsetToData, place.Size))
    return found


def test_it_asks_for_no_rights_and_knows_windows_10_and_sharp_screens(packed: pefile.PE) -> None:
    (manifest,) = resources(packed, "RT_MANIFEST")
    assert b'level="asInvoker"' in manifest
    assert b"{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}" in manifest
    assert b"PerMonitorV2" in manifest


def test_it_names_itself_and_its_version(packed: pefile.PE) -> None:
    texts = {}
    for information in packed.FileInfo[0]:
        for table in getattr(information, "StringTable", []):
            texts.update(table.entries)
    assert texts[b"ProductName"] == b"Daypass"
    assert texts[b"FileVersion"].decode() == build_host.numeric_version()
    assert texts[b"LegalCopyright"] == b"AGPL-3.0-or-later"


def test_it_carries_the_drawn_icon_in_every_size(packed: pefile.PE) -> None:
    icon = (Path(build_host.HERE) / "daypass.ico").read_bytes()
    assert len(resources(packed, "RT_ICON")) == int.from_bytes(icon[4:6], "little")


def test_every_library_it_is_linked_to_is_one_that_windows_loads_from_its_own_folder(packed: pefile.PE) -> None:
    known = {"advapi32", "comctl32", "gdi32", "kernel32", "ole32", "shell32", "user32"}
    assert {entry.dll.decode().lower().removesuffix(".dll") for entry in packed.DIRECTORY_ENTRY_IMPORT} <= known
