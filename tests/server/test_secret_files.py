"""A secret is on the disk whole or not at all, for its owner only, and the same for whoever comes at the same time."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from daypass.server.secret_files import make_secret_file, secret_file


def test_it_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    assert secret_file(tmp_path / "folder/key", b"first") == b"first"
    assert secret_file(tmp_path / "folder/key", b"other") == b"first"
    assert (tmp_path / "folder/key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o700
    assert len(list((tmp_path / "folder").iterdir())) == 1


def test_all_who_come_at_the_same_time_have_the_same_whole_one(tmp_path: Path) -> None:
    for turn in range(20):
        with ThreadPoolExecutor(8) as starts:
            had = set(starts.map(lambda _, at=turn: secret_file(tmp_path / f"key{at}", os.urandom(32)), range(8)))
        assert len(had) == 1 and len(had.pop()) == 32


def test_a_disk_without_room_leaves_no_half_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as no_room, pytest.raises(OSError, match="No space"):
        no_room.setattr(os, "fsync", full)
        secret_file(tmp_path / "key", b"k" * 32)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [b"", b"k" * 31])
def test_a_secret_that_was_cut_short_is_not_used(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "key").write_bytes(left)
    with pytest.raises(OSError, match="key is cut short"):
        secret_file(tmp_path / "key", b"n" * 32)
    assert (tmp_path / "key").read_bytes() == left


def test_what_is_only_to_be_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "database").write_bytes(b"rows")
    make_secret_file(tmp_path / "database", b"")
    assert (tmp_path / "database").read_bytes() == b"rows"
