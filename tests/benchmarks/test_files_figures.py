"""How the figures of `make bench-files` are judged and written down."""

import pytest
from benchmarks.files import broken, musts, record
from benchmarks.record_page import marks, replaced

SIDE = {"upload_MBps": 70.0, "download_MBps": 75.0, "small_files_per_s": 900, "host_mb": 61.0}
PLAIN = {"upload_MBps": 100.0, "download_MBps": 200.0, "small_files_per_s": 400, "host_mb": 40.0}
WAY = {"right": True, "chunks_again_at_most": 0.8, "chunks_again_in_all": 4.2, "seconds": 31.0}
REPORT = {
    "size_mib": 2048,
    "small_files": 10_000,
    "seconds": 540,
    "machine": {"cores": 2, "load_15min": 1.5},
    "daypass": SIDE,
    "plain_http": PLAIN,
    "input_beside_transfer": 1.2,
    "input_beside_transfer_ms": {"alone": 5.0, "up": 6.0, "down": 5.5},
    "broken_line": {"breaks": 20, "up": WAY, "down": WAY, "right": True, "chunks_again_at_most": 0.8},
}


def test_each_promise_is_judged_where_its_figure_is_there() -> None:
    said = {(one["about"], one["must"]): one["holds"] for one in musts.verdicts(REPORT)}
    assert said[("upload", "at least 60 MB/s")] is True
    assert said[("download", "at least 80 MB/s")] is False
    assert said[("broken line", "at most one chunk again for each break")] is True
    assert len(said) == len(musts.MUSTS)
    assert musts.verdicts({"daypass": {"upload_MBps": 61}}) == [
        {"about": "upload", "must": "at least 60 MB/s", "holds": True}
    ]
    aims = {must.about: reached for must, _, _, reached in musts.judged(REPORT) if must.aim}
    assert aims == {"upload": True, "download": False}


def test_one_wrong_hash_or_one_chunk_too_many_misses() -> None:
    worse = REPORT | {"broken_line": {**REPORT["broken_line"], "right": False, "chunks_again_at_most": 1.2}}  # type: ignore[dict-item]
    assert [one["holds"] for one in musts.verdicts(worse) if one["about"] == "broken line"] == [False, False]


def test_what_a_break_cost_is_what_had_left_less_what_was_kept() -> None:
    assert broken.lost([100, 250], [90, 240]) == [10, 0]


def test_a_record_names_what_was_missed_and_takes_the_place_of_the_one_before() -> None:
    text = record.markdown(REPORT)
    assert "| download | at least 80 MB/s | 75 | **missed** | 0.6 x plain HTTP | not reached |" in text
    assert "The line broke 20 times each way" in text and "alone 5 ms, up 6 ms" in text
    begin, end = marks("files")
    page = f"before\n{begin}\nold\n{end}\nafter\n"
    assert replaced(page, "files", "new") == f"before\n{begin}\nnew\n{end}\nafter\n"
    with pytest.raises(ValueError, match="record of files"):
        replaced("no marks", "files", "new")
