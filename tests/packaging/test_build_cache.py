"""What is kept of slow builds, and for how long."""

import os
import time
from pathlib import Path

import build_cache
import pytest

HOURS = 3600


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAYPASS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache/daypass"


def used(entry: Path, hours_ago: float) -> None:
    at = time.time() - hours_ago * HOURS
    os.utime(entry, (at, at))


def build(name: str) -> Path:
    return build_cache.kept(name, lambda place: place.write_text(name))


def build_folder(name: str) -> Path:
    def make(place: Path) -> None:
        (place / "inside").mkdir(parents=True)

    return build_cache.kept(name, make)


def test_a_thing_is_made_once_and_found_again() -> None:
    assert build("host-1.exe").read_text() == "host-1.exe"
    assert build_cache.kept("host-1.exe", lambda place: pytest.fail("made twice")).exists()


def test_of_each_kind_the_newest_stay_and_the_rest_goes_with_the_next_build(cache: Path) -> None:
    for age in range(6, 0, -1):
        used(build(f"host-{age}.exe"), hours_ago=age * 10)
        used(build_folder(f"wine-pc-{age}"), hours_ago=age * 10)
    build("host-new.exe")
    assert {entry.name for entry in cache.iterdir()} == {
        *("host-new.exe", "host-1.exe", "host-2.exe"),
        *("wine-pc-1", "wine-pc-2", "wine-pc-3"),
    }


def test_what_was_used_in_the_last_hours_stays_however_many_there_are(cache: Path) -> None:
    for number in range(6):
        build(f"host-{number}.exe")
    assert len(list(cache.iterdir())) == 6


def test_finding_a_thing_counts_as_using_it(cache: Path) -> None:
    for age in range(3, 0, -1):
        used(build(f"host-{age}.exe"), hours_ago=age * 10)
    build("host-3.exe")
    build("host-new.exe")
    assert {entry.name for entry in cache.iterdir()} == {"host-new.exe", "host-3.exe", "host-1.exe"}


def test_what_a_build_that_was_killed_left_half_made_goes_after_two_hours(cache: Path) -> None:
    cache.mkdir(parents=True)
    for name, hours_ago in ((".making-old", 3), (".making-now", 0)):
        (cache / name).mkdir()
        used(cache / name, hours_ago)
    build("host-1.exe")
    assert {entry.name for entry in cache.iterdir()} == {".making-now", "host-1.exe"}


def test_what_somebody_else_keeps_in_the_folder_that_was_named_stays(tmp_path: Path) -> None:
    theirs = [tmp_path / f"cache/letter {number}.txt" for number in range(6)]
    theirs[0].parent.mkdir()
    for letter in theirs:
        letter.write_text("theirs")
        used(letter, hours_ago=100)
    build("host-1.exe")
    assert all(letter.exists() for letter in theirs)
