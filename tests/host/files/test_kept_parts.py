"""What becomes of unfinished files at the removal, whoever named them: the list comes from a process of the person's."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from daypass.host.files.kept_parts import MOST_CHARACTERS, KeptParts, remove_parts
from daypass.host.platform.fake.files import FakeFiles
from daypass.host.platform.fake.vault import MemoryVault


def test_no_name_of_a_part_keeps_the_others_from_being_removed(tmp_path: Path) -> None:
    drive = tmp_path / "data"
    drive.mkdir()
    part, link, whole = drive / "a.daypass-part", drive / "b.daypass-part", drive / "whole.txt"
    part.write_bytes(b"half")
    whole.write_bytes(b"whole")
    link.symlink_to(whole)
    hostile = ["/data/x\0.daypass-part", "/data/\ud800\0.daypass-part", "//share/x.daypass-part", "/data/whole.txt"]
    left = remove_parts(FakeFiles(tmp_path), [*hostile, "/data/b.daypass-part", "/data/a.daypass-part"])
    assert (left, part.exists(), whole.read_bytes()) == ([], False, b"whole")


def test_a_share_is_no_place_for_a_part(tmp_path: Path) -> None:
    vault = MemoryVault()
    kept = KeptParts(vault)
    for path in (r"\\server\share\x.daypass-part", "//server/x.daypass-part", "C:\\x\0.daypass-part", r"C:\x.txt"):
        kept.note(path, True)
    kept.note(r"C:\x.daypass-part", True)
    assert kept.all() == [r"C:\x.daypass-part"]


def test_a_program_that_names_parts_without_end_makes_no_list_that_is_slow_to_write(tmp_path: Path) -> None:
    vault = MemoryVault()
    kept = KeptParts(vault)
    for number in range(30):
        kept.note(f"C:\\{'x' * 32_000}{number}.daypass-part", True)
    assert len(vault.secrets["file-parts"]) < MOST_CHARACTERS + 4096
    assert kept.all()[-1].endswith("x29.daypass-part")


def test_a_list_written_before_with_anything_in_it_is_read_and_passed_over(tmp_path: Path) -> None:
    vault = MemoryVault()
    vault.write("file-parts", msgspec.msgpack.encode(["C:\\x\0.daypass-part"]))
    assert remove_parts(FakeFiles(tmp_path), KeptParts(vault).all()) == []


def test_parts_noted_at_the_same_time_are_all_kept() -> None:
    class SlowVault(MemoryVault):
        def write(self, name: str, secret: bytes) -> None:
            time.sleep(0.002)
            super().write(name, secret)

    kept = KeptParts(SlowVault())
    paths = [rf"C:\{number}.daypass-part" for number in range(20)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda path: kept.note(path, True), paths))
    assert sorted(kept.all()) == sorted(paths)
