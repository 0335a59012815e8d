"""The activity log is the customer's proof: nothing that a technician does makes it forget."""

import asyncio
import threading

import msgspec
import pytest

from daypass.evidence.saved_record import SavedActivities
from daypass.host.lifecycle import activity_record
from daypass.host.lifecycle.activity_record import (
    FEW,
    KEPT_FOR_FEW,
    MOST_LINES,
    MOST_OF_MANY,
    ActivityRecord,
)
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.activity_log import MOST_DETAIL, from_to


async def test_what_was_added_is_there_after_a_start_of_the_service() -> None:
    vault = MemoryVault()
    record = ActivityRecord(vault)
    for number in range(450):
        record.add("Technician One", "uploaded", f"C:\\{number}.txt")
        if number % 97 == 0:
            await record.write()
    await record.write()
    again = ActivityRecord(vault)
    assert again.lines == record.lines and [line.number for line in again.lines] == list(range(1, 451))
    again.add("Technician One", "elevated", "")
    await again.write()
    assert ActivityRecord(vault).lines[-1].what == "elevated"


async def test_no_number_of_files_makes_it_forget_or_leaves_the_rest_without_room() -> None:
    vault = MemoryVault()
    record = ActivityRecord(vault)
    record.add("Technician One", "opened", "files")
    for number in range(MOST_OF_MANY + 500):
        record.add("Technician One", "uploaded", str(number))
    record.add("Technician One", "elevated", "")
    assert [line.what for line in record.lines[-2:]] == ["files_full", "elevated"]
    assert (record.lines[0].what, record.lines[1].detail, len(record.lines)) == ("opened", "0", MOST_OF_MANY + 3)
    await record.write()
    again = ActivityRecord(vault)
    assert again.add("Technician One", "uploaded", "one more") is None
    assert again.lines == record.lines


def test_one_thing_done_over_and_over_hides_nothing_else() -> None:
    record = ActivityRecord()
    for _ in range(MOST_LINES):
        record.add("Technician One", "control_taken", "Technician Two")
        record.add("Technician Two", "recording_started", "")
    for number in range(10):
        record.add("Technician One", "uploaded", str(number))
    for _ in range(FEW + 5):
        record.add("Technician One", "elevated", "")
    said = [line.what for line in record.lines[MOST_LINES - KEPT_FOR_FEW :]]
    assert said == ["often_full", "files_full"] + ["elevated"] * FEW


def test_when_it_is_full_its_last_line_says_so_once() -> None:
    record = ActivityRecord()
    told = [record.add("Technician One", f"kind {number % 2_000}", "cmd") for number in range(MOST_LINES + 5)]
    assert len(record.lines) == MOST_LINES and record.lines[-1].what == "full"
    assert told[-1] is None and record.lines[0].what == "kind 0"


async def test_a_disk_that_refuses_loses_no_line(caplog) -> None:  # type: ignore[no-untyped-def]
    class FullVault(MemoryVault):
        full = True

        def write(self, name: str, secret: bytes) -> None:
            if self.full:
                raise OSError(28, "no space left")
            super().write(name, secret)

    vault = FullVault()
    record = ActivityRecord(vault)
    record.add("Technician One", "deleted", "C:\\a")
    await record.write()
    vault.full = False
    record.add("Technician One", "deleted", "C:\\b")
    await record.write()
    assert [line.detail for line in ActivityRecord(vault).lines] == ["C:\\a", "C:\\b"]


def test_names_are_cut_and_made_sayable() -> None:
    line = ActivityRecord().add("Technician One", "process_ended", "evil\ud800" + "x" * 1000)
    assert line is not None and len(line.detail) == MOST_DETAIL and "\ud800" not in line.detail


async def test_a_damaged_part_ends_the_log_before_it() -> None:
    vault = MemoryVault()
    record = ActivityRecord(vault)
    for number in range(250):
        record.add("Technician One", "copied", str(number))
    await record.write()
    vault.write("activities-1", b"damaged")
    assert len(ActivityRecord(vault).lines) == activity_record._LINES_IN_A_PART


async def test_its_hash_goes_on_after_a_start_of_the_service_and_tells_what_is_on_the_disk() -> None:
    vault = MemoryVault()
    record = ActivityRecord(vault, "s")
    assert record.head_on_disk.lines == 0
    for number in range(3):
        record.add("Technician One", "uploaded", str(number))
    assert record.head.lines == 3 and record.head_on_disk.lines == 0, (
        "the server hears of nothing that a power cut may take"
    )
    await record.write()
    again = ActivityRecord(vault, "s")
    assert again.head == again.head_on_disk == record.head == record.head_on_disk
    again.add("Technician One", "elevated", "")
    await again.write()
    saved = SavedActivities("s", ActivityRecord(vault, "s").salt, ActivityRecord(vault, "s").lines)
    assert saved.heads()[-1] == again.head.hash and saved.heads()[3] == record.head.hash
    assert ActivityRecord(MemoryVault(), "s").salt != record.salt


async def test_a_write_that_nobody_waits_for_any_more_takes_nothing_back() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class SlowVault(MemoryVault):
        def write(self, name: str, secret: bytes) -> None:
            if not begun.is_set():
                begun.set()
                go_on.wait(5)
            super().write(name, secret)

    vault = SlowVault()
    record = ActivityRecord(vault)
    record.add("Technician One", "deleted", "a")
    async with asyncio.TaskGroup() as tasks:
        slow = tasks.create_task(record.write())
        await asyncio.to_thread(begun.wait)
        slow.cancel()
        record.add("Technician One", "deleted", "b")
        tasks.create_task(record.write())
        await asyncio.sleep(0.05)
        go_on.set()
    assert [line.detail for line in ActivityRecord(vault).lines] == ["a", "b"]


async def test_what_an_earlier_damage_left_behind_it_comes_back_never() -> None:
    vault = MemoryVault()
    record = ActivityRecord(vault)
    for number in range(450):
        record.add("Technician One", "copied", str(number))
    await record.write()
    vault.write("activities-1", b"damaged")
    again = ActivityRecord(vault)
    for number in range(200):
        again.add("Technician One", "moved", str(number))
    await again.write()
    vault.write("activities-2", msgspec.msgpack.encode(record.lines[399:]))
    assert len(ActivityRecord(vault).lines) == 400


async def test_a_growing_log_is_told_at_once_and_then_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity_record, "_KEEP_EVERY_S", 0.01)
    monkeypatch.setattr(activity_record, "TELL_EVERY_S", 0.2)
    record, told = ActivityRecord(MemoryVault(), "s"), []

    async def tell() -> None:
        told.append(record.head_on_disk.lines)

    async with asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(record.keep(tell))
        await asyncio.sleep(0.3)
        assert told == []
        for _ in range(30):
            record.add("Technician One", "elevated", "")
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.4)
        keeping.cancel()
    assert told[0] <= 5 and told[-1] == 30 and len(told) <= 5


@pytest.mark.parametrize("deep", [0, 100, 30_000])
def test_no_long_way_to_a_file_hides_which_one_it_was(deep: int) -> None:
    record, way = ActivityRecord(), "C:\\Users\\" + "f\\" * deep
    one = record.add("Technician One", "deleted", f"{way}contract.pdf")
    both = record.add("Technician One", "moved", from_to(f"{way}contract.pdf", f"D:\\{way}other.pdf"))
    assert one is not None and both is not None
    assert one.detail.startswith("C:\\Users\\") and one.detail.endswith("\\contract.pdf")
    assert "\\contract.pdf → D:\\" in both.detail and both.detail.endswith("\\other.pdf")
    assert max(len(one.detail), len(both.detail)) <= MOST_DETAIL
